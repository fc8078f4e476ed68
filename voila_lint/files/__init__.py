"""Readers of the single files that a build asks."""
