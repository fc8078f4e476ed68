"""Edits that keep a file's form."""
