"""Words: how likely each is, how it is written, which language they are of, which are names."""
