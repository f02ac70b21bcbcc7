"""Headline and standfirst: the one is taken out of the body's parts, the other is looked for above them."""

import re
from collections.abc import Collection, Iterable, Sequence
from html import unescape
from itertools import islice, takewhile

from parsers.html.candidates import Candidate, class_words
from parsers.words import letters_of, words_of

LONG_PARAGRAPH = 120
"""Letters of a paragraph that is certainly of the body; headline and standfirst stand before it."""

BREADCRUMB = 40
"""Letters of a kicker or of navigation that may stand in one run with the headline ("Home News Harbour reopens")."""

STANDFIRST_REACH = 12
"""Runs of text between headline and standfirst: kicker, byline, date, buttons for sharing."""

SHORTEST_STANDFIRST, SHORTEST_DESCRIBED = 30, 15
"""Letters; anything shorter in that place is a kicker, a byline or a date, if the page does not describe itself so."""

STANDFIRST_WORDS = frozenset(
    words_of(
        "standfirst intro introduction lead lede leadtext dek deck subheadline subhead subheading subtitle excerpt "
        "summary abstract teaser vorspann chapo entradilla epigraph sommario ingress preamble synopsis"
    )
)
"""Words in a class name that mean the standfirst."""

HEADING_TAGS = frozenset(("h1", "h2", "h3"))

HEADLINE_WORDS = frozenset(
    words_of("title headline heading msotitle entrytitle posttitle articletitle ttl titre titel")
)
"""Words in a class name that mean the headline."""

SHORTEST_HEADLINE, LONGEST_HEADLINE = 3, 20
"""Words."""

MOST_BEFORE_TEXT = 12
"""Runs of text at a page's beginning of which one may be the headline."""

# Matches a line in bold or large letters as a whole; must not match one with a word of another kind behind them.
EMPHASISED = re.compile(r"(?:<(?:font|center|span)[^<>]*>)*<(?:b|strong|big|font)\b[^<>]*>[^<>]+(?:</\w+>)+")

# Matches the end of a sentence; must not match "?" or "!", which headlines have.
STOP = re.compile(r"[.:;,…]\Z")

# Matches the full stop, also inside a closing quotation mark; must not match a colon or a bare word.
SENTENCE_END = re.compile(r"[.!?…。؟।][”’»\")\]]*\s*\Z")

# Matches markup; must not match "3 < 5".
MARKUP = re.compile(r"<[^<>]*>")


def printed_headline(found: Sequence[Candidate]) -> str | None:
    """Give what stands out above the text of a page that states no title; null where nothing does.

    It does where its markup or its class says so, or where all of it is emphasised, be it the first line of a run.
    """
    for run in islice(takewhile(_is_before_text, found), MOST_BEFORE_TEXT):
        line = run.html.partition("<br>")[0].strip()
        is_named = run.tag in HEADING_TAGS or bool(class_words(run.element) & HEADLINE_WORDS)
        text = " ".join(unescape(MARKUP.sub("", line)).split())
        is_short = SHORTEST_HEADLINE <= len(text.split()) <= LONGEST_HEADLINE and not STOP.search(text)
        if is_short and not run.linked and (is_named or EMPHASISED.fullmatch(line)):
            return text
    return None


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
    # The first text of the body is one where its class says so.
    first = [at for at in texts[:1] if heads and _can_be_standfirst(found[at])]
    described = [at for at in places if len(summary) > SHORTEST_DESCRIBED and found[at].key == summary]
    places = [at for at in places if len(found[at].key) > SHORTEST_STANDFIRST]
    below = [at for at in places if heads and heads[-1] < at <= heads[-1] + STANDFIRST_REACH]
    named = [at for at in below + first if class_words(found[at].element) & STANDFIRST_WORDS]
    sentences = [at for at in below if SENTENCE_END.search(MARKUP.sub("", found[at].html))]
    return next(iter([*described[-1:], *named[:1], *sentences[:1]]), None)


def _can_be_standfirst(candidate: Candidate) -> bool:
    is_text = candidate.tag in ("p", "h2", "h3", "li") and not candidate.in_figure
    return is_text and not candidate.linked and len(candidate.key) > SHORTEST_DESCRIBED
