"""One file for each kind of place that raw documents come from."""
