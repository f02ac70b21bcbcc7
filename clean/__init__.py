"""Document to Document: the rules, the engine that applies them, and the clean store."""

import os
from pathlib import Path

# Before NumPy is imported: the model's products are small, threads cost them more than they give, and many documents
# go to many processes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

WEIGHTS = Path(__file__).with_name("weights")
"""Where counts and trained weights lie."""
