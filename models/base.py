"""The manner all records share."""

from pydantic import BaseModel, ConfigDict


class NewerReleaseError(RuntimeError):
    """What is there was written by a newer release of Copydesk; the message says what to do."""


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
