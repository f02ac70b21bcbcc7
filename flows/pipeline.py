"""The stages joined for one document: the import for Python programs downstream.

>>> from flows.pipeline import process
>>> from models import RawDocument, Source
>>> raw = RawDocument(content=b"A clean line.", source=Source(uri="line.txt", media_type="text/plain"))
>>> process(raw).text
'A clean line.'
"""

from collections.abc import Iterable, Iterator

from clean.engine import run_rules
from clean.record.article import article
from clean.rules import REPAIRS, RULES
from flows.rejections import reject_received
from flows.versioning import pipeline_version
from models import Article, Document, RawDocument, Reason, Refusal, Rejection, Stage
from parsers import parse


def process(raw: RawDocument) -> Article | Rejection:
    """Turn the bytes of one document into exactly one outcome.

    Pure and deterministic: no I/O, no clock, no state; the same document and pipeline version give the same record.
    Nothing is raised for a document's sake: what no stage expected becomes a Rejection as well. How long a document
    takes, and how much memory, is bounded by `flows.workers.supervision.process_within`, not here.

    Raises:
        MemoryError: the process has none left.
    """
    parsed = read(raw)
    return parsed if isinstance(parsed, Rejection) else finish(raw, parsed)


def read(raw: RawDocument) -> Document | Rejection:
    """Do the first half of `process`: parse the bytes."""
    try:
        parsed = parse(raw)
    except MemoryError:
        raise
    except Exception as error:
        return _unexpected(raw, Stage.PARSE, error)
    return reject_received(raw, parsed) if isinstance(parsed, Refusal) else parsed


def finish(raw: RawDocument, parsed: Document) -> Article | Rejection:
    """Do the second half of `process`: clean what was parsed and make the record."""
    try:
        cleaned = run_rules(parsed, RULES)
        if not cleaned.document.text:
            detail = "nothing is left after captions, links, notes and page furniture are taken out"
            return reject_received(raw, Refusal(stage=Stage.CLEAN, reason=Reason.NO_TEXT, detail=detail))
        return article(raw, parsed, cleaned, pipeline_version())
    except MemoryError:
        raise
    except Exception as error:
        return _unexpected(raw, Stage.CLEAN, error)


def _unexpected(raw: RawDocument, stage: Stage, error: Exception) -> Rejection:
    detail = f"{type(error).__name__}: {error}; please report it with the file"
    return reject_received(raw, Refusal(stage=stage, reason=Reason.INTERNAL_ERROR, detail=detail))


def process_lines(lines: Iterable[str]) -> Iterator[str]:
    """Repair each line as a text of its own; nothing is removed or joined, and a blank line stays as it is.

    Lines come and go without their line ends; as many come out as go in, in their order.
    """
    for line in lines:
        yield run_rules(Document(text=line), REPAIRS).document.text if line.strip() else line
