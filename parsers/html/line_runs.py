"""Text in the lines of print -> runs that are paragraphs: an element for each line, or preformatted prose."""

from collections.abc import Iterator, Sequence
from html import escape, unescape
from itertools import groupby, pairwise

from parsers.html.candidates import Candidate
from parsers.html.headline import MARKUP, SENTENCE_END
from parsers.html.preformatted import paragraphs_of
from parsers.words import letters_of

LONGEST_LINE = 300
"""Characters of a line with its markup."""

LEAST_GOING_ON, LEAST_SHARE = 5, 0.35
"""Lines that go on below, and their share of all runs beside one another, on a page that has its lines as elements."""

EMPHASIS = ("<b", "<strong", "<i>", "<em")
"""How a line begins that may be a heading between paragraphs."""


def with_lines_joined(found: Sequence[Candidate]) -> list[Candidate]:
    """Join the runs of a page that are the lines of paragraphs; divide a preformatted run that is prose.

    The lines tell themselves by their number: a run that ends no sentence has another beside it that begins small.
    """
    divided = [run for part in found for run in (_divided(part) if part.tag == "pre" else [part])]
    pairs = [pair for pair in pairwise(divided) if _are_siblings(*pair)]
    going_on = sum(_goes_on(*pair) for pair in pairs)
    if going_on < LEAST_GOING_ON or going_on < len(pairs) * LEAST_SHARE:
        return divided
    stretches = groupby(divided, key=lambda run: (run.tag, id(run.element.getparent()), _is_set_off(run)))
    return [run for key, stretch in stretches for run in _paragraphs(list(stretch), is_set_off=key[2])]


def _divided(run: Candidate) -> list[Candidate]:
    paragraphs = paragraphs_of(unescape(MARKUP.sub("", run.html)).strip("\n"))
    return [_of_text(run, text)._replace(tag="p") for text in paragraphs if letters_of(text)] or [run]


def _are_siblings(run: Candidate, below: Candidate) -> bool:
    return run.tag == below.tag == "p" and run.element.getparent() is below.element.getparent()


def _goes_on(run: Candidate, below: Candidate) -> bool:
    """Tell whether a line goes on in the one below; cheap tests come first."""
    if run.linked or max(len(run.html), len(below.html)) > LONGEST_LINE or run.element is below.element:
        return False
    return _text(below)[:1].islower() and not SENTENCE_END.search(_text(run))


def _is_set_off(run: Candidate) -> bool:
    """Tell whether a line is emphasised as a whole, as headings are."""
    return run.html.startswith(EMPHASIS) and run.html.rstrip().endswith(">")


def _paragraphs(lines: list[Candidate], *, is_set_off: bool) -> Iterator[Candidate]:
    """Join the lines of one stretch; the first line of each paragraph lends it its place in the page."""
    paragraphs = [] if is_set_off or lines[0].tag != "p" else paragraphs_of("\n".join(map(_text, lines)))
    if not paragraphs:
        yield from lines
    rest = iter(lines)
    for text in filter(letters_of, paragraphs):
        key = letters_of(text)
        yield _of_text(next((line for line in rest if key.startswith(line.key)), lines[0]), text)


def _of_text(run: Candidate, text: str) -> Candidate:
    return run._replace(html=escape(text, quote=False), key=letters_of(text), linked=0)


def _text(run: Candidate) -> str:
    # Converters part the letters of a word by elements that set them closer: nothing stands for markup.
    return " ".join(unescape(MARKUP.sub("", run.html)).split())
