"""Marks of punctuation, and the spaces beside them."""
