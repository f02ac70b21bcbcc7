"""The article that a mail brings, in its text or attached."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_binary_file
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath

from models import MailFacts, RawDocument
from raw.receipt import Received
from raw.reception import Reception
from raw.sources.held import Held, is_part_of_a_page, printable

BODY_TYPES = ("text/plain", "text/html")
"""The first of these that says anything is the mail's text: what a person wrote before what a program made of it."""

FORWARDED = "message/rfc822"

SUFFIXES = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf", "message/rfc822": ".eml"}


def members(held: Held, reception: Reception) -> Iterator[Received]:
    """Yield the text of a mail, then what is attached to it; pictures and other parts of pages are passed over.

    The text is called "body.txt" or "body.html", an attachment what its sender called it, each under the mail's uri.
    """
    mail = message_from_binary_file(held.stream)
    taken: set[str] = set()
    parts = list(_parts(mail))
    body = _body([part for part in parts if not _is_attached(part)])
    # A part without a head is one, too, though it has no length.
    for part in [*([] if body is None else [body]), *filter(_is_attached, parts)]:
        if is_part_of_a_page(part.get_content_type()):
            continue
        held.allowance.spend_member()
        content = _content(part)
        held.allowance.spend(len(content))
        name = _free(_name(part, is_body=part is body), taken)
        document = held.document(name, content, reception)
        yield _with_facts(document, mail) if part is body else document


def _with_facts(document: Received, mail: Message) -> Received:
    """Say of the text of a mail what the mail's head says; what is attached may be by anybody."""
    if not isinstance(document, RawDocument):
        return document
    sender = parseaddr(_header(mail, "From") or "")[0]
    facts = MailFacts(subject=_header(mail, "Subject"), sender=sender or None, sent_at=_sent_at(mail))
    return document.model_copy(update={"source": document.source.model_copy(update={"mail": facts})})


def _header(mail: Message, name: str) -> str | None:
    """Give a header in one line of text that can be recorded; None where there is none, or nothing in it."""
    value = mail.get(name)
    try:
        text = str(make_header(decode_header(value))) if value else ""
    except (LookupError, ValueError):
        text = str(value)
    return " ".join(printable(text).split()) or None


def _sent_at(mail: Message) -> datetime | None:
    """Read when a mail was sent; a date that states no zone is one in UTC (RFC 5322, 3.3)."""
    try:
        sent = parsedate_to_datetime(str(mail.get("Date", "")))
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)) if sent.year > 1 else None
    except (ValueError, TypeError, OverflowError):
        return None


def _body(parts: list[Message]) -> Message | None:
    for kind in BODY_TYPES:
        for part in parts:
            if part.get_content_type() == kind and _content(part).strip():
                return part
    return None


def _parts(mail: Message) -> Iterator[Message]:
    """Give the parts of a mail one after another; a mail that is attached to it is one part."""
    if not mail.is_multipart() or mail.get_content_type() == FORWARDED:
        yield mail
        return
    for part in mail.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _is_attached(part: Message) -> bool:
    return (
        part.get_content_type() == FORWARDED or part.get_content_disposition() == "attachment" or bool(_filename(part))
    )


def _content(part: Message) -> bytes:
    """Give a part's bytes with its transfer encoding undone, and plain text with a declared charset in UTF-8.

    A text has no place to say in what charset it is, once it is out of its mail.
    """
    if part.get_content_type() == FORWARDED:
        forwarded = part.get_payload()
        return b"".join(one.as_bytes() for one in forwarded if isinstance(one, Message))
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if part.get_content_type() != "text/plain" or not charset:
        return content
    try:
        return content.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return content


def _name(part: Message, *, is_body: bool) -> str:
    suffix = SUFFIXES.get(part.get_content_type(), "")
    return f"body{suffix}" if is_body else (_filename(part) or f"attachment{suffix}")


def _filename(part: Message) -> str:
    """Give the last part of a file's name as its sender wrote it, for senders write whole paths."""
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        return ""
    return PurePosixPath(name.replace("\\", "/")).name.replace("\n", " ").replace("\r", "")


def _free(name: str, taken: set[str]) -> str:
    """Give a name that no part of the mail has yet: "report.pdf", "report-2.pdf"."""
    path, number, free = PurePosixPath(name), 2, name
    while free in taken:
        free = f"{path.stem}-{number}{path.suffix}"
        number += 1
    taken.add(free)
    return free
