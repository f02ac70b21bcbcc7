"""Prefect flows, the command line and outputs: the only folder that has heard of Prefect.

`cli` and `commands/` are what is typed. `ingest` and `reprocess` are the flows, which `schedule` serves: `runs/` takes
documents in batch by batch, and `workers/` has each one handled by `pipeline`. `at_once`, `records` and `again` do the
same for whoever waits. `export` and `outputs/` give records out, `review/` shows them, `forget` removes them. What all
of these stand on is the `desk`, its `settings`, the `limits` of a document, and the `versioning` of the pipeline.
"""
