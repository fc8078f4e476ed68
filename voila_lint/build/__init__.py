"""What repo2docker will do with a repository."""
