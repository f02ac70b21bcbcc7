"""Bytes -> Document: one file per format, chosen by media type."""

from collections.abc import Callable

from models import Document, RawDocument, Reason, Refusal, Stage
from parsers.text import parse_text

Parser = Callable[[RawDocument], Document | Refusal]
"""Reads one format; heavy libraries are imported when the first document of the format comes."""


def _parse_html(raw: RawDocument) -> Document | Refusal:
    from parsers.html.page import parse_html

    return parse_html(raw)


def _parse_markdown(raw: RawDocument) -> Document | Refusal:
    from parsers.markdown import parse_markdown

    return parse_markdown(raw)


def _parse_pdf(raw: RawDocument) -> Document | Refusal:
    from parsers.pdf.document import parse_pdf

    return parse_pdf(raw)


PARSERS: dict[str, Parser] = {
    "text/plain": parse_text,
    "text/markdown": _parse_markdown,
    "text/html": _parse_html,
    "application/xhtml+xml": _parse_html,
    "application/pdf": _parse_pdf,
}
"""Media type -> the function that reads it."""

UNTOLD = "application/octet-stream"
"""What RFC 2046 calls bytes of which nothing is known; decoding tells whether they are text after all."""


def parse(raw: RawDocument) -> Document | Refusal:
    """Read a raw document by the media type of its source; parameters and case of the type do not matter.

    >>> from models import Source
    >>> source = Source(uri="a.txt", media_type="Text/Plain; charset=utf-8")
    >>> parse(RawDocument(content=b"Good morning.", source=source)).text
    'Good morning.'
    """
    named = raw.source.media_type
    media_type = (named or "").partition(";")[0].strip().lower()
    parser = parse_text if media_type == UNTOLD or not raw.content else PARSERS.get(media_type)
    if parser is None:
        return Refusal(stage=Stage.PARSE, reason=Reason.UNSUPPORTED_MEDIA_TYPE, detail=_unsupported(media_type))
    return parser(raw)


def _unsupported(media_type: str) -> str:
    what = f"No parser reads {media_type}." if media_type else "The media type could not be told."
    way_out = "save it as one of them, or name one with --media-type if the document is that"
    return f"{what} Read are {', '.join(PARSERS)}; {way_out}."
