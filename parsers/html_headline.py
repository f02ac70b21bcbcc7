"""The headline's place is the metadata: it is taken out of the parts of the body."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from parsers.html_candidates import Candidate
from parsers.words import letters_of

LONG_PARAGRAPH = 120
"""Letters of a paragraph that is certainly of the body; the headline stands before it."""

BREADCRUMB = 40
"""Letters of navigation that may stand in one run with the headline ("Home News Harbour reopens")."""


def without_headline(parts: Sequence[Candidate], title: str | None) -> list[Candidate]:
    """Leave out what repeats the title, and a first-level heading before the text begins."""
    key = letters_of(title or "")
    opening = {id(part) for part in takewhile(_is_before_text, parts)}
    return [part for part in parts if not _is_headline(part, key, is_opening=id(part) in opening)]


def _is_before_text(part: Candidate) -> bool:
    return part.tag != "p" or len(part.key) < LONG_PARAGRAPH


def _is_headline(part: Candidate, title: str, *, is_opening: bool) -> bool:
    if part.key == title:
        return True
    if not is_opening:
        return False
    is_trail = bool(title) and part.key.endswith(title) and len(part.key) <= len(title) + BREADCRUMB
    return part.tag == "h1" or is_trail


def standfirst_at(found: Sequence[Candidate], chosen: Iterable[int], summary: str | None) -> int | None:
    """Find the run of text above the body that says what the page describes itself with."""
    key = letters_of(summary or "")
    first = min(chosen, default=0)
    if len(key) < 30:
        return None
    return next((at for at in range(first - 1, -1, -1) if _is_standfirst(found[at], key)), None)


def _is_standfirst(candidate: Candidate, summary: str) -> bool:
    return candidate.key == summary and candidate.tag in ("p", "h2", "h3", "li", "blockquote", "aside")
