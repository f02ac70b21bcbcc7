"""Divides batches among workers so that they are done at about the same time."""

from collections import deque

from flows.runs.batches import Batch
from flows.runs.tally import Tally

PIECES = 2
"""Into so many shares for each worker is divided what waits (factoring: S. Hummel, E. Schonberg and L. Flynn, 1992):
whole batches while much waits, smaller ones towards the end, and nobody waits long for the last."""

SMALLEST = 60
"""Documents of a share that is not divided further: handing one out costs as much as cleaning a dozen, most of it for
Prefect's settings and client, which each task makes anew."""


class Waiting:
    """Batches that wait to be handed out, with their documents in order."""

    def __init__(self) -> None:
        self._batches: deque[Batch] = deque()
        self._documents = 0

    def __len__(self) -> int:
        return len(self._batches)

    def add(self, batch: Batch) -> None:
        """Put a batch behind the others."""
        self._batches.append(batch)
        self._documents += len(batch.documents)

    def share(self, workers: int) -> Batch:
        """Take out what one of so many workers does next; what was known at the door goes with the first share."""
        batch = self._batches.popleft()
        size = len(batch.documents)
        if workers > 1:
            wanted = max(SMALLEST, self._documents // (PIECES * workers))
            size = -(-size // -(-size // wanted))
        first, rest = batch.documents[:size], batch.documents[size:]
        if rest:
            self._batches.appendleft(batch.model_copy(update={"documents": rest, "settled": Tally()}))
        self._documents -= len(first)
        return batch.model_copy(update={"documents": first})
