"""How batches are divided among workers."""

from datetime import UTC, datetime
from pathlib import Path

from flows.desk import Desk
from flows.runs.batches import Batch
from flows.runs.sharing import SMALLEST, Waiting
from flows.runs.tally import Tally

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


def batch(documents: int) -> Batch:
    """A batch of so many documents."""
    keys = tuple(f"{number}" for number in range(documents))
    settled = Tally(documents=documents)
    return Batch(desk=Desk(folder=Path("desk")), run="run", documents=keys, at=NOON, settled=settled)


def shares(*sizes: int, workers: int) -> list[Batch]:
    """Divide batches of these sizes when all of them are there."""
    waiting = Waiting()
    for size in sizes:
        waiting.add(batch(size))
    found = []
    while waiting:
        found.append(waiting.share(workers))
    return found


def test_one_worker_has_whole_batches() -> None:
    """Where nobody waits for another, a batch stays as it is."""
    assert [len(share.documents) for share in shares(250, 250, 7, workers=1)] == [250, 250, 7]


def test_shares_become_smaller_towards_the_end() -> None:
    """While much waits two workers have whole batches; the last share is small, but no handful."""
    sizes = [len(share.documents) for share in shares(*[250] * 8, workers=2)]
    assert sizes[0] == 250
    assert sizes[-1] <= SMALLEST
    assert min(sizes) >= SMALLEST / 2
    assert len(sizes) < 40


def test_nothing_is_lost_in_dividing() -> None:
    """Each document is in one share, in order, and what was known at the door is counted once."""
    for sizes in ([1], [31], [250, 1, 100], [59, 61]):
        found = shares(*sizes, workers=3)
        assert [key for share in found for key in share.documents] == [
            key for size in sizes for key in batch(size).documents
        ]
        assert sum((share.settled for share in found), Tally()).documents == sum(sizes)
