"""Packages: what an environment offers, and how modules, PyPI and conda packages are named."""
