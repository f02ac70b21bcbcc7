"""Get raw documents and keep their bytes exactly: sources, fetching, the raw store."""
