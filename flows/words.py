"""The words that commands share: what may be chosen, and how it is said what there is not, and how much."""

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


def counted(count: int, name: str) -> str:
    """Write a number and what it counts.

    >>> counted(1, "article"), counted(2000, "article")
    ('1 article', '2,000 articles')
    """
    return f"{count:,} {name}{'' if count == 1 else 's'}"
