"""Documents that were cut, flipped and spliced, in every format that is read."""

from contextlib import closing

import pytest

from flows.limits import Bounds
from flows.workers.supervision import Supervisor, spawned
from models import Article, RawDocument, Reason, Source
from parsers import PARSERS
from tests.articles import raw_document, samples
from tests.mutations import mutated

FOR_ONE_WORKER = 1_000
"""Documents for which one worker is kept."""


def originals(media_type: str) -> list[bytes]:
    """Give our samples of a format, or of the one that it is another name or a kind of."""
    kind = {"application/xhtml+xml": "text/html"}.get(media_type, media_type)
    raws = [raw_document(expected.raw) for expected in samples()]
    return [raw.content for raw in raws if raw.source.media_type == kind]


def check(media_type: str, seeds: range) -> None:
    """Hold that each mutated document ends as one outcome, and that none hangs, crashes, or is a surprise to us."""
    known = originals(media_type)
    with closing(Supervisor(Bounds(), spawned)) as supervisor:
        for seed in seeds:
            source = Source(uri=f"{seed}", media_type=media_type)
            outcome = supervisor.process(RawDocument(content=mutated(known, seed), source=source))
            expected = isinstance(outcome, Article) or outcome.reason not in {
                Reason.INTERNAL_ERROR,
                Reason.CRASHED,
                Reason.TOO_SLOW,
                Reason.TOO_LARGE,
            }
            assert expected, (media_type, seed, outcome)


@pytest.mark.parametrize("media_type", PARSERS)
def test_mutated_documents_end_as_one_outcome(media_type: str) -> None:
    """However a document is cut, flipped or spliced, it becomes an article or a rejection that knows why."""
    check(media_type, range(25))


@pytest.mark.torture
@pytest.mark.parametrize("media_type", PARSERS)
def test_ten_thousand_mutated_documents_end_as_one_outcome(media_type: str) -> None:
    """So do ten thousand of each format."""
    for start in range(0, 10_000, FOR_ONE_WORKER):
        check(media_type, range(start, start + FOR_ONE_WORKER))
