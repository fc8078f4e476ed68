"""Notebooks: reading them, and the cell code as IPython sees it."""
