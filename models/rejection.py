"""Why a document did not become an article."""

from enum import StrEnum

from pydantic import Field

from models.base import Record


class Stage(StrEnum):
    """The stage that refused a document."""

    RAW = "raw"
    PARSE = "parse"
    CLEAN = "clean"


class Reason(StrEnum):
    """Why a document was refused."""

    NOT_FOUND = "not_found"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"
    FORBIDDEN_ADDRESS = "forbidden_address"
    ROBOTS_TXT = "robots_txt"
    TIMEOUT = "timeout"
    HTTP_STATUS = "http_status"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    EMPTY = "empty"
    BINARY = "binary"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    UNDECODABLE = "undecodable"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    NO_TEXT = "no_text"
    SCANNED = "scanned"
    CRASHED = "crashed"
    INTERNAL_ERROR = "internal_error"


class Refusal(Record):
    """A stage's word that it cannot handle a document."""

    stage: Stage
    reason: Reason
    detail: str = Field(description="What is wrong and, where there is one, the way out.")
