"""One damage, one file."""
