"""What Copydesk makes of a damaged text, and of a PDF."""

from flows.pipeline import process
from models import Article, Document, RawDocument, Rejection, Source
from parsers import parse


def processed_text(text: str) -> Article | Rejection:
    """Run the whole pipeline over a text."""
    content = text.encode("utf-8", "replace")
    return process(RawDocument(content=content, source=Source(uri="damaged.txt", media_type="text/plain")))


def processed_pdf(content: bytes) -> Article | Rejection:
    """Run the whole pipeline over a PDF."""
    return process(RawDocument(content=content, source=Source(uri="damaged.pdf", media_type="application/pdf")))


def parsed_pdf(content: bytes) -> str:
    """Read a PDF with our parser alone."""
    parsed = parse(RawDocument(content=content, source=Source(uri="damaged.pdf", media_type="application/pdf")))
    return parsed.text if isinstance(parsed, Document) else ""


def body(outcome: Article | Rejection) -> str:
    """Give an outcome's body; a Rejection has none."""
    return "" if isinstance(outcome, Rejection) else outcome.text
