"""Applies the edits of findings, and keeps what holds."""
