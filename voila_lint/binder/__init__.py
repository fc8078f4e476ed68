"""Binder: what repo2docker will build from a repository, and where launch links lead."""
