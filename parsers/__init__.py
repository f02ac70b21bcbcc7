"""Bytes to a Document: one file for each format, and the table that chooses it."""
