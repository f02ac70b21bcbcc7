"""What a worker can be asked for, and what it says."""

from enum import StrEnum


class Task(StrEnum):
    """What a worker can be asked for; each is followed by two more frames."""

    DOCUMENT = "document"  # the source as JSON, the content
    ENTRY = "entry"  # the same
    LINE = "line"  # nothing, the line in UTF-8


class Word(StrEnum):
    """What a worker says; the last four are followed by a frame with what was made."""

    READY = "ready"
    PARSED = "parsed"
    OUT_OF_MEMORY = "out_of_memory"
    ARTICLE = "article"
    REJECTION = "rejection"
    ENTRY = "entry"
    LINE = "line"
