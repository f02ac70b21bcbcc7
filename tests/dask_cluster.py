"""A Dask cluster on loopback."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent

QUIET = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False", "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "500ms"}
"""What the README has workers run with: else they look at themselves a hundred times a second."""


@contextmanager
def dask_cluster(workers: int) -> Iterator[str]:
    """Start a scheduler and so many workers of one thread, as programs of their own; give the scheduler's address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask, common = [sys.executable, "-m", "dask"], ["--no-dashboard", "--host", "127.0.0.1"]
    scheduler = [*dask, "scheduler", "--port", str(port), *common]
    worker = [*dask, "worker", address, "--nthreads", "1", "--nworkers", str(workers), *common]
    options = {"env": {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}, "stdout": subprocess.DEVNULL}
    programs = [subprocess.Popen(command, stderr=subprocess.DEVNULL, **options) for command in (scheduler, worker)]
    try:
        yield address
    finally:
        for program in reversed(programs):
            program.terminate()
            program.wait(30)
