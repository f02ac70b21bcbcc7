"""The outputs for downstream tools, one format a file, and the table of them in `formats`.

Each takes records as JSON, in the order of their ids, and needs no more memory for many than for a few.
"""
