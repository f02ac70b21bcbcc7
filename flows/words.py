"""The words of the command line that its commands share."""

from enum import StrEnum


class CleanFormat(StrEnum):
    """What `copydesk clean` prints for a document."""

    JSONL = "jsonl"
    TEXT = "text"
    DIFF = "diff"


class ExportFormat(StrEnum):
    """What an export looks like."""

    JSONL = "jsonl"
    PARQUET = "parquet"
    MARKDOWN = "markdown"
    JSON_LD = "jsonld"
    JSON_FEED = "jsonfeed"
    DATATROVE = "datatrove"


class Selection(StrEnum):
    """Which documents are to be handled again."""

    NAMED = "named"
    REJECTED = "rejected"
    ALL = "all"


class UnknownArticleError(LookupError):
    """The desk holds no such article; the message says what to do."""


class UnknownRunError(LookupError):
    """The desk has no such run; the message says what to do."""


class UnknownVersionError(LookupError):
    """The desk holds no record of such a pipeline version; the message says what to do."""
