"""Prefect flows, the command line and outputs: the only folder that has heard of Prefect."""
