"""Specifications, versions, markers and releases, and small facts that files need, too."""
