"""A run: what is taken in, batch by batch; what became of it, in figures, in a log and in Prefect's artifact."""
