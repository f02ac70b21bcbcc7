"""The words of a text as rules see them: where each stands, beside what, and which are none of a rule's business."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from clean.patterns import deferred
from clean.words.counts import WORD, form_of
from clean.words.language import detect_language, may_be
from models import Document, SpanKind

__all__ = [
    "WORD",
    "Place",
    "form_of",
    "is_protected",
    "language_test",
    "line_at",
    "line_start_at",
    "located",
    "place_of",
    "run_at",
]

# The word before and after a place, a space between; not one beyond a comma.
WORD_BEFORE = deferred(rf"(?<![^\W\d_])({WORD.pattern})\s+\Z")
WORD_AFTER = deferred(rf"\s+({WORD.pattern})")

# Beside a word: what makes it code, an address, a formula, a word with digits in it. Not the punctuation of sentences.
MACHINE_BEFORE = frozenset("@#_/\\<>=$^~|{}`+&*%0123456789")
MACHINE_AFTER = frozenset("@_\\<>=$^~|{}`+&%(0123456789")

# In the run of characters that holds a word: an address ("www.example", "x@y", "a/b/c"), a domain or file name
# ("example.com", "notes.txt"), code ("open()", "--all", "a->b"); not "end.The", not "and/or".
MACHINE = deferred(
    r"://|www\.|@|\w/[^\s/]+/|\\|_|\(\)|\.[a-z]{2,4}(?:[/:?#]|$)|[a-z]\.[a-z]+\.[a-z]|--\w|::|->|=|^[#$/~<]"
)

# Beside a word, a space between: brackets of a template or a programming language ("{% endfor %}"); not "(".
CODE_BESIDE = deferred(r"[{}%$<>=;|\\]")

LONGEST_RUN = 200
"""Characters looked at on either side of a word for what makes it an address."""

# The hyphen and line end before the second half of a broken word; not a dash after a space, not "well-known".
BROKEN_BEFORE = deferred(r"(?:\w-\n[ \t]*|\N{SOFT HYPHEN}\s*)\Z")

OPENING_MARKS = '"“‘(['
"""What may stand between the beginning of a sentence and its first letter, besides white space."""
SENTENCE_MARKS = (".", "!", "?", ":", "…", "•")

# Matches the blank line between two paragraphs; not one line end.
BLANK_LINE = deferred(r"\n[^\S\n]*\n")

FEW = 64
"""Up to so many phrases are looked for one by one, more in one walk over the words."""

LOOK_BACK = 40

MOST_AGAINST = 80
"""How much may speak against a text's language in one of its lines, in tenths of natural logarithms: a word or two."""

# A full stop between lower-case letters: "library.utils"; not "relations.Next", not "the U.S.".
DOTTED = deferred(r"[a-z0-9]\.[a-z0-9]")

# Around a single word: a name, a label, a word spoken of ("the engine “Thebus”").
ENCLOSED = frozenset({"[]", '""', "“”", "‘’", "''", "«»"})

# After "in" it stands for the "g" of "nothin'".
APOSTROPHES = frozenset("'’")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token stands: the word before it and after it (lower case; None where there is none beside it)."""

    left: str | None
    right: str | None
    starts_sentence: bool


def located(text: str, phrases: Collection[tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give where phrases stand in a text, each a run of words with single spaces between them."""
    if len(phrases) <= FEW:
        for phrase in phrases:
            for start in _found(text, phrase):
                if _stands_at(text, start, phrase):
                    yield start, phrase
        return
    by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        by_first[phrase[0]].append(phrase)
    for word in WORD.finditer(text):
        for phrase in by_first.get(word.group(), ()):
            if _stands_at(text, word.start(), phrase):
                yield word.start(), phrase


def _found(text: str, phrase: Sequence[str]) -> Iterator[int]:
    """Give every offset of a phrase, a part of a longer word or not."""
    joined = " ".join(phrase)
    at = text.find(joined)
    while at >= 0:
        yield at
        # The last word of a phrase may be the first of the next one.
        at = text.find(joined, at + len(phrase[0]))


def _stands_at(text: str, start: int, phrase: Sequence[str]) -> bool:
    """Tell whether a phrase stands at an offset, no letters before and after it."""
    joined = " ".join(phrase)
    if not text.startswith(joined, start) or (start and (text[start - 1].isalpha() or text[start - 1] in APOSTROPHES)):
        return False
    last = WORD.match(text, start + len(joined) - len(phrase[-1]))
    return last is not None and last.group() == phrase[-1]


def _ends_sentence(before: str) -> bool:
    """Tell whether a sentence begins after this: after a stop, a bullet, a blank line or an opening quotation mark."""
    ended = before.rstrip(f"{OPENING_MARKS} \t\n\r\f\v\N{NO-BREAK SPACE}")
    between = before[len(ended) :]
    quoted = not set(between).isdisjoint(OPENING_MARKS[:3])
    return quoted or ended.endswith(SENTENCE_MARKS) or BLANK_LINE.search(between) is not None


def place_of(text: str, start: int, end: int) -> Place:
    """Tell what stands beside the words from `start` to `end` of a text."""
    left = WORD_BEFORE.search(text, max(0, start - LOOK_BACK), start)
    right = WORD_AFTER.match(text, end)
    before = text[max(0, start - LOOK_BACK) : start]
    at_beginning = start <= LOOK_BACK and not before.strip("\"'“‘( \t\n")
    return Place(
        form_of(left[1]) if left else None,
        form_of(right[1]) if right else None,
        at_beginning or _ends_sentence(before),
    )


def is_protected(document: Document, start: int, end: int) -> bool:
    """Tell whether a word is part of an address, a handle, code, a file name, or a word broken at a line end."""
    text = document.text
    return (
        _is_among_signs(text, start, end)
        or _is_broken_off(text, start, end)
        or bool(MACHINE.search(run_at(text, start, end)))
        or any(
            span.kind is SpanKind.PREFORMATTED and span.start <= start and end <= span.end for span in document.spans
        )
    )


def _is_among_signs(text: str, start: int, end: int) -> bool:
    """Tell whether what stands right beside a word makes it no word of a sentence."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before in MACHINE_BEFORE or after in MACHINE_AFTER or before + after in ENCLOSED:
        return True
    if before == " " and CODE_BESIDE.match(text, max(0, start - 2)):
        return True
    return bool(DOTTED.search(text, max(0, start - 2), end + 2))


def _is_broken_off(text: str, start: int, end: int) -> bool:
    """Tell whether a word goes on elsewhere: on the next line, or in the "g" of "nothin'"."""
    if text[end : end + 1] in APOSTROPHES and text[end - 2 : end] == "in":
        return True
    if text.startswith(("-\n", "\N{SOFT HYPHEN}"), end):
        return True
    return bool(BROKEN_BEFORE.search(text, max(0, start - LOOK_BACK), start))


def run_at(text: str, start: int, end: int) -> str:
    """Give the run without white space that holds a word, the punctuation around it taken off."""
    before = text[max(0, start - LONGEST_RUN) : start].split()
    after = text[end : end + LONGEST_RUN].split()
    run = text[start:end]
    if before and not text[start - 1].isspace():
        run = before[-1] + run
    if after and not text[end].isspace():
        run += after[0]
    return run.strip("\"'“”‘’()[],;:!?")


def line_at(text: str, at: int) -> str:
    """Give the line that holds an offset."""
    starts, lines = _lines(text)
    return lines[bisect_right(starts, at) - 1]


def line_start_at(text: str, at: int) -> int:
    """Give the offset at which the line begins that holds an offset."""
    starts, _ = _lines(text)
    return starts[bisect_right(starts, at) - 1]


@lru_cache(maxsize=2)
def _lines(text: str) -> tuple[list[int], list[str]]:
    """Cut a text into its lines, each with the offset it begins at; once, as a line may be as long as its text."""
    lines = text.split("\n")
    return [0, *accumulate(len(line) + 1 for line in lines[:-1])], lines


def language_test(text: str, language: str) -> Callable[[str], bool]:
    """Give the test whether a line of the text is in a language.

    In a text of that language a line fails it for which frequent words speak for another one, in a text
    of another language every line does, and in a text whose language cannot be told a line for which anything speaks
    for another.
    """
    detected = detect_language(text)

    @cache
    def is_in_language(line: str) -> bool:
        if detected is None:
            return may_be(line, language)
        return detected == language and may_be(line, language, MOST_AGAINST)

    return is_in_language
