"""How much is handled together, and how much one document may take."""

from pydantic import Field

from models import Record


class Bounds(Record):
    """What processing one document may take; beyond it the document is rejected."""

    seconds: float = Field(
        default=10.0, gt=0, description="Seconds of computing, so that a busy machine makes no document too slow."
    )
    memory_bytes: int = Field(
        default=512_000_000, ge=1, description="Memory of the process, of which code and lexicon take half."
    )


class Limits(Record):
    """The size of a batch, which ends with whichever is reached first, and the bounds of each document in it."""

    documents: int = Field(default=500, ge=1, description="Documents in one batch.")
    content_bytes: int = Field(default=16_000_000, ge=1, description="Bytes of content in one batch.")
    bounds: Bounds = Bounds()
