"""The pages in a web archive (WARC), each as its server sent it."""

import io
import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from models import HttpFacts, RawDocument, Reason, Source
from raw.content_coding import DamagedError, TooLargeError, UnknownCodingError, unpacked
from raw.media_type import media_type
from raw.receipt import Received, too_large, unreceived
from raw.reception import Reception
from raw.sites import name_in, without_credentials
from raw.sources.held import ArchiveError, Held, is_part_of_a_page

logger = logging.getLogger(__name__)

PAGES = frozenset({"response", "resource", "conversion"})
"""Records that may hold a document; the others tell of requests, of the crawler, or that a page was the same again."""


def members(held: Held, reception: Reception) -> Iterator[Received]:
    """Yield the pages of an archive in its order, each under its own address with the archive as its container.

    Answers that were no success and what belongs to pages (pictures, styles, scripts) are passed over; the log tells
    how many of each there were.

    Raises:
        ArchiveError: the archive is damaged, or too much comes out of it.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    passed_over: Counter[str] = Counter()
    try:
        for number, record in enumerate(ArchiveIterator(held.stream), start=1):
            held.allowance.spend_member()
            if reason := _no_page(record):
                passed_over[reason] += 1
            else:
                yield _page(record, number, held, reception)
    except ArchiveLoadFailed:
        raise ArchiveError(Reason.DAMAGED, "the archive is damaged: no record begins where one should") from None
    finally:
        if passed_over:
            counts = ", ".join(f"{count} {reason}" for reason, count in passed_over.most_common())
            logger.info("%s: passed over: %s", held.source.uri, counts)


def _no_page(record: Any) -> str | None:  # noqa: ANN401 warcio has no types
    """Say what a record is when it holds no page."""
    if record.rec_type not in PAGES:
        return f"{record.rec_type} records"
    if record.http_headers and not str(record.http_headers.get_statuscode()).startswith("2"):
        return "answers without success"
    return "parts of pages" if is_part_of_a_page(_content_type(record)) else None


def _content_type(record: Any) -> str | None:  # noqa: ANN401 the same
    return _header(record, "Content-Type") if record.http_headers else record.content_type


def _header(record: Any, name: str) -> str | None:  # noqa: ANN401 the same
    value = record.http_headers.get_header(name) if record.http_headers else None
    return printable(value) if value else None


def _page(record: Any, number: int, held: Held, reception: Reception) -> Received:  # noqa: ANN401 the same
    source = _source(record, number, held)
    body = record.raw_stream.read(reception.max_bytes + 1)
    if len(body) > reception.max_bytes:
        return too_large(source, reception.max_bytes)
    if getattr(record.raw_stream, "limit", 0) or record.rec_headers.get_header("WARC-Truncated"):
        return unreceived(source, Reason.DAMAGED, "the archive holds only the beginning of this page")
    try:
        content = _as_read(record, body, reception.max_bytes)
        held.allowance.spend(len(content))
    except TooLargeError:
        return too_large(source, reception.max_bytes)
    except (DamagedError, UnknownCodingError) as error:
        return unreceived(source, Reason.DAMAGED, f"the page is not packed in the way that it declares: {error}")
    kind = media_type(content, name_in(source.uri), _content_type(record))
    return RawDocument(content=content, source=source.model_copy(update={"media_type": kind}))


def _as_read(record: Any, body: bytes, max_bytes: int) -> bytes:  # noqa: ANN401 the same
    """Undo the codings of the transfer and of the content; crawlers that did so already often left the headers."""
    from warcio.bufferedreaders import ChunkedDataReader

    if "chunked" in (_header(record, "Transfer-Encoding") or "").lower():
        body = ChunkedDataReader(io.BytesIO(body)).read()
    try:
        return unpacked(body, _header(record, "Content-Encoding") or "", max_bytes)
    except DamagedError:
        if body.lstrip()[:1] in {b"<", b"{", b"%"}:
            return body
        raise


def _source(record: Any, number: int, held: Held) -> Source:  # noqa: ANN401 the same
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    uri = without_credentials(printable(address.strip("<> ")))
    source = held.member(f"record-{number}") if not uri else Source(uri=uri, container=held.source.uri)
    known: dict[str, object] = {"retrieved_at": _moment(record.rec_headers.get_header("WARC-Date"))}
    if record.http_headers:
        known["http"] = HttpFacts(
            status=int(record.http_headers.get_statuscode()[:3]),
            final_url=source.uri,
            content_type=_header(record, "Content-Type"),
            etag=_header(record, "ETag"),
            last_modified=_header(record, "Last-Modified"),
        )
    return source.model_copy(update=known)


def _moment(date: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def printable(text: str) -> str:
    """Give a header as text that can be recorded."""
    return text.encode("utf-8", "replace").decode("utf-8")
