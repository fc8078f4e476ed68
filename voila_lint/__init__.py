"""voila-lint: what keeps a notebook app from working on Voilà and mybinder.org, found offline."""

__version__ = "0.1.0"
