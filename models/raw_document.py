"""Exact bytes with the facts of where they came from."""

from functools import cached_property
from hashlib import sha256

from pydantic import AwareDatetime, Field

from models.base import Record
from models.document import Encoding
from models.rejection import Refusal


class HttpFacts(Record):
    """What the server said with the bytes."""

    status: int = Field(description="Status code of the last answer.")
    final_url: str = Field(description="The address after redirects, credentials stripped.")
    content_type: str | None = Field(default=None, description="The Content-Type header as sent.")
    etag: str | None = Field(default=None, description="The ETag header as sent.")
    last_modified: str | None = Field(default=None, description="The Last-Modified header as sent.")


class MailFacts(Record):
    """What the head of a mail said of the text in it."""

    subject: str | None = Field(default=None, description="The subject, decoded, in one line.")
    sender: str | None = Field(default=None, description="The name its sender goes by; never the address.")
    sent_at: AwareDatetime | None = Field(default=None, description="When it was sent, as its sender's clock had it.")


class Source(Record):
    """Where a document came from."""

    uri: str = Field(description="Address or path it was got from, credentials stripped.")
    media_type: str | None = Field(
        default=None, description="The media type it was read as; null when it could not be told."
    )
    retrieved_at: AwareDatetime | None = Field(
        default=None, description="When the bytes were got; null when nobody said."
    )
    encoding: Encoding | None = Field(default=None, description="The character encoding and how it was found.")
    container: str | None = Field(default=None, description="The feed, folder or archive that named the document.")
    http: HttpFacts | None = Field(default=None, description="What the server said, for a fetched document.")
    mail: MailFacts | None = Field(default=None, description="What the mail's head said, for the text of a mail.")


class RawDocument(Record):
    """The exact bytes of a document and their source."""

    content: bytes
    source: Source

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in lower-case hexadecimal digits."""
        return sha256(self.content).hexdigest()


class Unreceived(Record):
    """A document whose bytes could not be got, and why."""

    source: Source
    refusal: Refusal
