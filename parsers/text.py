"""Plain text and Markdown: the decoded file, to the last character but for its line ends."""

import re
from itertools import pairwise

from models import Document, Metadata, RawDocument, Reason, Refusal, Span, SpanKind, Stage
from parsers.dates import publication_date
from parsers.decoding import decode, header_labels

# Matches what Markdown sets above and below code, at the beginning of a line: "```", "```python", "~~~"; not "``` a `".
FENCE = re.compile(r"^ {0,3}(?P<sign>`{3,}|~{3,})(?P<language>[^`\n]*)$", re.MULTILINE)


def parse_text(raw: RawDocument) -> Document | Refusal:
    r"""Read plain text.

    Decoding turns the line ends "\r\n" and "\r" into "\n" (the raw bytes keep them); every other character stays, form
    feeds too. Where a form feed parts the text into pages, each page is a `page` span without it. A line that says when
    the text was published stays in the text and gives `date_published`. Code between Markdown's fences is a
    `preformatted` span, the fences included.
    """
    http = raw.source.http
    decoded = decode(raw.content, labels=header_labels(http.content_type if http else None))
    if isinstance(decoded, Refusal):
        return decoded
    text, encoding = unified_line_ends(decoded[0]), decoded[1]
    if not text.strip():
        detail = "The file holds nothing but white space. Check that it was written completely."
        return Refusal(stage=Stage.PARSE, reason=Reason.NO_TEXT, detail=detail)
    spans = (*page_spans(text), *fenced_spans(text))
    return Document(text=text, spans=spans, metadata=_stated(text), encoding=encoding)


def _stated(text: str) -> Metadata:
    """Give what a text says of itself in a line of its own: when it was published."""
    date = publication_date(text)
    if date is None:
        return Metadata()
    sources = {"date_published": "printed date"}
    return Metadata(date_published=date[0], date_precision=date[1], field_sources=sources)


def unified_line_ends(text: str) -> str:
    r"""Translate the line ends of other systems, as Python's text files do.

    >>> unified_line_ends("one\r\ntwo\rthree\n")
    'one\ntwo\nthree\n'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def page_spans(text: str) -> tuple[Span, ...]:
    r"""Give the pages between form feeds; a text without one is not paged.

    >>> [(span.start, span.end) for span in page_spans("one\n\ftwo\n\f")]
    [(0, 4), (5, 9)]
    """
    if "\f" not in text:
        return ()
    bounds = [-1, *(at for at, character in enumerate(text) if character == "\f"), len(text)]
    pages = ((before + 1, after) for before, after in pairwise(bounds))
    return tuple(Span(start=start, end=end, kind=SpanKind.PAGE) for start, end in pages if text[start:end].strip())


def fenced_spans(text: str) -> tuple[Span, ...]:
    r"""Give the code between fences; a fence that nothing closes opens none.

    >>> [(span.start, span.end) for span in fenced_spans("So:\n\n```sh\nls\n```\n\nAnd ~~~\n```\n")]
    [(5, 17)]
    """
    spans: list[Span] = []
    opening: re.Match[str] | None = None
    for fence in FENCE.finditer(text):
        if opening is None:
            opening = fence
        elif fence["sign"].startswith(opening["sign"]) and not fence["language"].strip():
            spans.append(Span(start=opening.start("sign"), end=fence.end("sign"), kind=SpanKind.PREFORMATTED))
            opening = None
    return tuple(spans)
