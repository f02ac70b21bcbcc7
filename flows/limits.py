"""How much is handled together."""

from pydantic import Field

from models import Record


class Limits(Record):
    """The size of a batch, which ends with whichever is reached first."""

    documents: int = Field(default=250, ge=1, description="Documents in one batch.")
    content_bytes: int = Field(default=16_000_000, ge=1, description="Bytes of content in one batch.")
