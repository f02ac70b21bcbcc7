"""The log of a run: a file of JSON lines in the desk, one for each thing that happened, for people and programs."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

from flows.desk import Desk
from flows.runs.tally import Summary, Tally


class RunLog:
    """Writes the log of one run; each line has the seconds since the run began."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._started = time.monotonic()

    def tell(self, event: str, **facts: object) -> None:
        """Write one line, at once."""
        seconds = round(time.monotonic() - self._started, 3)
        self._file.write(json.dumps({"event": event, "seconds": seconds, **facts}, ensure_ascii=False) + "\n")
        self._file.flush()

    def handled(self, batch: Tally) -> None:
        """Tell what became of a batch, and of each document in it that was rejected."""
        self.tell("batch", **figures(batch))
        for refused in batch.refused:
            self.tell("rejected", **refused.model_dump(mode="json"))


@contextmanager
def run_log(desk: Desk, run: str, *, flow: str, pipeline_version: str, at: datetime) -> Iterator[RunLog]:
    """Keep the log of a run; one that fails is told with its error."""
    path = log_of(desk, run, at)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        log = RunLog(file)
        log.tell("begun", run=run, flow=flow, pipeline_version=pipeline_version, at=at.isoformat())
        try:
            yield log
        except BaseException as error:
            log.tell("failed", error=type(error).__name__, detail=str(error))
            raise


def log_of(desk: Desk, run: str, at: datetime) -> Path:
    """Give the path of a run's log; those of a day lie together, and may be deleted when nobody wants them."""
    return desk.folder / "logs" / f"{at:%Y-%m-%d}" / f"{run}.jsonl"


def figures(tally: Tally | Summary) -> dict[str, object]:
    """Give the figures of a tally, without the documents that it names."""
    return tally.model_dump(mode="json", exclude={"changes", "refused"}, exclude_defaults=True)
