"""Spaces between letters: the model that sees where they are wrong, and how sure it must be."""
