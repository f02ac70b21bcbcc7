"""What is remembered of an address that was fetched, so that next time only what changed is sent."""

from pydantic import AwareDatetime, Field

from models.base import Record


class Visit(Record):
    """The last successful fetch of an address."""

    uri: str = Field(description="The address, credentials stripped.")
    final_url: str = Field(description="Where redirects led; only there do the validators mean anything.")
    etag: str | None = Field(default=None, description="The ETag header as last sent.")
    last_modified: str | None = Field(default=None, description="The Last-Modified header as last sent.")
    content_type: str | None = Field(default=None, description="The Content-Type header as last sent.")
    raw_sha256: str = Field(description="SHA-256 of the bytes.")
    at: AwareDatetime | None = Field(default=None, description="When they were got, or last known to be the same.")
