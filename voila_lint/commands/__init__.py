"""Commands besides the check, one file each."""
