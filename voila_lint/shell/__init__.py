"""Command lines, and what pip and conda make of them."""
