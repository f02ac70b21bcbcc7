"""Headline and standfirst: the one is taken out of the body's parts, the other is looked for above them."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile

from parsers.html.candidates import Candidate, class_words
from parsers.words import letters_of, words_of

LONG_PARAGRAPH = 120
"""Letters of a paragraph that is certainly of the body; headline and standfirst stand before it."""

BREADCRUMB = 40
"""Letters of a kicker or of navigation that may stand in one run with the headline ("Home News Harbour reopens")."""

STANDFIRST_REACH = 12
"""Runs of text between headline and standfirst: kicker, byline, date, buttons for sharing."""

SHORTEST_STANDFIRST = 30
"""Letters; anything shorter in that place is a kicker, a byline or a date."""

STANDFIRST_WORDS = frozenset(
    words_of(
        "standfirst intro introduction lead lede leadtext dek deck subheadline subhead subheading subtitle excerpt "
        "summary abstract teaser vorspann chapo entradilla epigraph sommario ingress preamble synopsis"
    )
)
"""Words in a class name that mean the standfirst."""

# Matches the full stop, also inside a closing quotation mark; must not match a colon or a bare word.
SENTENCE_END = re.compile(r"[.!?…。؟।][”’»\")\]]*\s*\Z")

# Matches markup and the space around it; must not match "3 < 5".
MARKUP = re.compile(r"<[^<>]*>")


def with_headline_apart(found: Sequence[Candidate], titles: Collection[str]) -> list[Candidate]:
    """Divide a run at its line ends where the headline is one of its lines; byline and date are others."""
    return [line for run in found for line in (_lines_about_headline(run, titles) if "<br>" in run.html else [run])]


def _lines_about_headline(run: Candidate, titles: Collection[str]) -> list[Candidate]:
    lines = [run._replace(html=line, key=letters_of(MARKUP.sub("", line))) for line in run.html.split("<br>")]
    return [line for line in lines if line.key] if any(line.key in titles for line in lines) else [run]


def without_headline(parts: Sequence[Candidate], titles: Collection[str]) -> list[Candidate]:
    """Leave out what repeats the title, and a first-level heading before the text begins.

    `titles` are the letters of each form of the title that the page states.
    """
    opening = {id(part) for part in takewhile(_is_before_text, parts)}
    return [part for part in parts if not _is_headline(part, titles, is_opening=id(part) in opening)]


def _is_before_text(part: Candidate) -> bool:
    return part.tag != "p" or len(part.key) < LONG_PARAGRAPH


def _is_headline(part: Candidate, titles: Collection[str], *, is_opening: bool) -> bool:
    if part.key in titles:
        return True
    return is_opening and (part.tag == "h1" or any(_ends_with(part.key, title) for title in titles))


def _ends_with(key: str, title: str) -> bool:
    """Tell whether a run is the title with a kicker or a trail of navigation before it."""
    return len(title) > 15 and key.endswith(title) and len(key) <= len(title) + BREADCRUMB


def standfirst_at(
    found: Sequence[Candidate], chosen: Iterable[int], titles: Collection[str], summary: str
) -> int | None:
    """Find the standfirst: the run between headline and text that says what the page describes itself with.

    Or one that is named so by its class, or that is the only thing there with the end of a sentence. `summary` is the
    letters of the page's description.
    """
    texts = [at for at in sorted(chosen) if found[at].tag == "p" and len(found[at].key) > SHORTEST_STANDFIRST]
    if not texts:
        return None
    heads = [at for at in range(texts[0]) if found[at].key in titles or found[at].tag == "h1"]
    places = [at for at in range(texts[0]) if _can_be_standfirst(found[at])]
    described = [at for at in places if len(summary) > SHORTEST_STANDFIRST and found[at].key == summary]
    below = [at for at in places if heads and heads[-1] < at <= heads[-1] + STANDFIRST_REACH]
    named = [at for at in below if class_words(found[at].element) & STANDFIRST_WORDS]
    sentences = [at for at in below if SENTENCE_END.search(MARKUP.sub("", found[at].html))]
    return next(iter([*described[-1:], *named[:1], *sentences[:1]]), None)


def _can_be_standfirst(candidate: Candidate) -> bool:
    is_text = candidate.tag in ("p", "h2", "h3", "li") and not candidate.in_figure
    return is_text and not candidate.linked and len(candidate.key) > SHORTEST_STANDFIRST
