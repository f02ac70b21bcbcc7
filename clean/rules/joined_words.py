"""Words that lost the space between them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from clean.language import detect_language, may_be
from clean.lexicon import Lexicon, lexicon
from clean.segmentation import WORD, Place, Segmenter, Split
from models import Document, Edit, EditKind, SpanKind

LANGUAGE = "en"

RARELY = 1e-4
"""Chance that a space is lost in a clean text."""

OFTEN = 0.3
"""Chance that a space is lost in the midst of the worst damage."""

REACH = 400.0
"""Characters within which a certain split makes others likelier; damage comes in bursts, lines at a time."""

WITNESSES = 30.0
"""So many certain splits at the same place would make a lost space certain."""

ENOUGH = 5.0
"""Least odds, as a natural logarithm, for a split to be made (150 to 1)."""

ROUNDS = 3
"""Splits that have become certain lower the bar for others; this often."""

LEAST_LETTERS = 4

RARE_WORD = 12.0
"""Cost from which a known word in the midst of damage is weighed too ("councilmembers")."""

# Before or after a token: what makes it code, an address, a file name, a formula. Not punctuation of sentences.
MACHINE_BEFORE = frozenset("@#_/\\<>=$^~|{}`+&*%0123456789")
MACHINE_AFTER = frozenset("@_\\<>=$^~|{}`+&%0123456789")

# Within the run of characters without a space that holds a token: an address ("www.example", "x@y", "a/b/c"), a domain
# or file name ("example.com", "notes.txt"), a call ("open()"); not "end.The", not "and/or".
MACHINE = re.compile(
    r"://|www\.|@|\w/[^\s/]+/|\\|_|\(\)|\.[a-z]{2,4}(?:[/:?#]|$)|[a-z]\.[a-z]+\.[a-z]|--\w|::|->|=|^[#$/~<]"
)

# What may follow a word within the same token: "Xi's", "they'll".
SUFFIX_WORDS = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})

# The hyphen and line end before the second half of a broken word; not a dash (its space), not "well-known".
BROKEN_BEFORE = re.compile(r"\w-\n[ \t]*\Z")

SENTENCE_START = re.compile(r"(?:^|[.!?:…\"“‘•]|\n\s*\n)[\s\"“‘(\[]*$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    token: str
    split: Split

    def odds(self, chance: float) -> float:
        """Give the odds of the split, as a natural logarithm, where a space is lost with this chance."""
        return self.split.advantage + self.split.lost_spaces * log(chance)


def joined_words(document: Document) -> Iterator[Edit]:
    """Split tokens that are several words without their spaces.

    OCR and PDF extraction lose spaces where the gaps of a line are tight. A token is split when the odds that it is
    several known words, in the company of its neighbours, are overwhelming against its being one word, known or
    unknown; a name that the document has on its own counts as known. Where splits are certain, less certain ones
    beside them are made too.

    Left alone on purpose: everything in a language without a lexicon; addresses, handles, file names, code; words
    broken at a line end; capitals; unknown names and new compounds ("Fastmail") where nothing around is damaged.

    >>> from models import Document
    >>> [edit.after for edit in joined_words(Document(text="The ministers on Tuesdayreaffirmed their commitment."))]
    ['Tuesday reaffirmed']
    """
    english = lexicon(LANGUAGE)
    if english is None:
        return
    forms = set(WORD.findall(document.text.lower()))
    if not any(map(_is_long, english.unknown(forms))) or detect_language(document.text) not in {LANGUAGE, None}:
        return
    candidates = _candidates(document, {form for form in forms if _is_unknown(form, english)}, english)
    if any(True for _ in _certain(candidates)):
        candidates += _candidates(document, {form for form in forms if _is_rare(form, english)}, english)
    for candidate, odds in _certain(candidates):
        yield _edit(candidate, odds)


def _edit(candidate: _Candidate, odds: float) -> Edit:
    return Edit(
        rule="joined_words",
        kind=EditKind.REPAIR,
        start=candidate.start,
        end=candidate.start + len(candidate.token),
        before=candidate.token,
        after=" ".join(candidate.split.parts),
        confidence=round(1 / (1 + exp(-min(odds, 30.0))), 4),
        evidence=f"log-odds {odds:.1f}",
    )


def _is_long(form: str) -> bool:
    return len(form) >= LEAST_LETTERS


def _is_unknown(form: str, english: Lexicon) -> bool:
    """Tell whether a token, without what follows its apostrophe, is in no lexicon."""
    return _is_long(form) and form not in english and _core(form) not in english


def _is_rare(form: str, english: Lexicon) -> bool:
    """Tell whether a known word is so rare that damage beside it makes it suspect."""
    return _is_long(form) and (english.cost(_core(form)) or 0.0) >= RARE_WORD


def _core(token: str) -> str:
    """Take off what follows an apostrophe: "Xi's" is "Xi"."""
    core, apostrophe, rest = token.replace("’", "'").partition("'")
    return core if not apostrophe or rest.lower() in SUFFIX_WORDS else ""


def _candidates(document: Document, forms: set[str], english: Lexicon) -> list[_Candidate]:
    """Find the tokens of these forms that can be read as several words."""
    text = document.text
    matches = list(WORD.finditer(text))
    segmenter = Segmenter(english, Counter(match.group() for match in matches))
    is_english = _line_test(text)
    found: list[_Candidate] = []
    for number, match in enumerate(matches):
        if match.group().lower() not in forms:
            continue
        token = _core(match.group())
        if len(token) < LEAST_LETTERS or _is_protected(document, match.start(), match.start() + len(token)):
            continue
        if not is_english(_line_at(text, match.start())):
            continue
        if split := segmenter.best_split(token, _place(text, matches, number, len(token))):
            found.append(_Candidate(match.start(), token, split))
    return found


def _line_test(text: str) -> Callable[[str], bool]:
    """Give the test of a line's language: in an English text only a line plainly in another one fails it."""
    if detect_language(text) == LANGUAGE:
        return lru_cache(maxsize=None)(lambda line: detect_language(line) in {LANGUAGE, None})
    return lru_cache(maxsize=None)(lambda line: may_be(line, LANGUAGE))


def _line_at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _place(text: str, matches: Sequence[re.Match[str]], number: int, length: int) -> Place:
    """Tell what stands beside a token."""
    match = matches[number]
    left = right = None
    if number and text[matches[number - 1].end() : match.start()].isspace():
        left = matches[number - 1].group().lower().replace("’", "'")
    if number + 1 < len(matches) and length == len(match.group()):
        following = matches[number + 1]
        if text[match.end() : following.start()].isspace():
            right = following.group().lower().replace("’", "'")
    before = text[max(0, match.start() - 20) : match.start()]
    starts = bool(SENTENCE_START.search(before)) if match.start() > 20 or before.strip() else True
    return Place(left, right, starts)


def _is_protected(document: Document, start: int, end: int) -> bool:
    """Tell whether a token is part of an address, a handle, code, a file name, or a word broken at a line end."""
    text = document.text
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in MACHINE_BEFORE or after in MACHINE_AFTER:
        return True
    if text.startswith(("-\n", "\N{SOFT HYPHEN}"), end) or BROKEN_BEFORE.search(text, max(0, start - 20), start):
        return True
    if MACHINE.search(_run_at(text, start, end)):
        return True
    return any(
        span.kind is SpanKind.PREFORMATTED and span.start <= start and end <= span.end for span in document.spans
    )


def _run_at(text: str, start: int, end: int) -> str:
    """Give the run without white space that holds a token."""
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip("\"'“”‘’()[],;:!?")


def _certain(candidates: Sequence[_Candidate]) -> Iterator[tuple[_Candidate, float]]:
    """Choose the splits to make, each with its odds: first those certain by themselves, then those beside them."""
    chances = [RARELY] * len(candidates)
    certain: list[int] = []
    for _ in range(ROUNDS):
        now = [n for n, candidate in enumerate(candidates) if candidate.odds(chances[n]) >= ENOUGH]
        if now == certain:
            break
        certain = now
        chances = [_chance(candidates, certain, number) for number in range(len(candidates))]
    for number in certain:
        yield candidates[number], candidates[number].odds(chances[number])


def _chance(candidates: Sequence[_Candidate], certain: Sequence[int], number: int) -> float:
    """Give the chance that a space is lost at a candidate, by the certain splits around it."""
    at = candidates[number].start
    near = sum(
        candidates[other].split.lost_spaces * exp(-abs(candidates[other].start - at) / REACH)
        for other in certain
        if other != number
    )
    return min(OFTEN, RARELY + near / WITNESSES)
