"""Which changes of spaces are made: those in prose, and in English, as the model has learned.

Code, addresses, file names and lines of other languages are left as they are.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING

from clean.lines import preformatted_test
from clean.patterns import deferred
from clean.words.counts import WORD, form_of
from clean.words.function_words import FUNCTION_WORDS
from clean.words.language import detect_language, may_be
from clean.words.lexicon import lexicon
from clean.words.tokens import LONGEST_RUN, language_test, line_at, line_start_at, run_at
from models import Document

if TYPE_CHECKING:
    from clean.spacing.spaces import Change

LANGUAGE = "en"
"""The language that has a model."""

FREQUENT, KNOWN, FOREIGN = 12.0, 13.0, 15.0
"""Costs (natural logarithm): words below the first two speak for English, those above the last against it."""

SHORTEST_TELLING = 4
"""Letters of a word that tells something."""

LEAST_KNOWN = 2
LEAST_KNOWN_TO_FOREIGN = 3
LITTLE_AGAINST = 20
"""How many known words a line of no language that shows must have, and how many more to each foreign one; fewer are
enough where no language is likelier than English by more than this (in tenths of natural logarithms)."""

SENTENCE_WORDS = frozenset(
    {*FUNCTION_WORDS, "a", "an", "as", "at", "be", "by", "in", "is", "it", "of", "on", "to", "we"}
)
LEAST_SENTENCE_WORDS = 5
"""Words that hold sentences together; how many different ones a line with a formula must have to be prose."""

# In a run of characters without white space: an address, a domain or a file name, an option, code, a digest. Matches
# "x@y.org", "a/b/c", "api/v2", "notes.txt", "--all", "all`", "libc6-dev", "2e1cfa82b035"; not "end.The", "so--and".
MACHINE = deferred(
    r"""
    :// | www\. | @ | \w/[^\s/]+/ | /v\d | ^[ru]/\w | ^[#/~<] | \\ | _ | :: | -> | = | [{}]
    | \.(?:[ch]|[a-z]{2,4})(?:[/:?#]|["'”’),;:!?]*$) | [a-z]{2}\.[a-z]{2}
    | ^-\w$ | \w`$ | (?<!\w)--\w | ~\w | \w\(\d?\) | (?<![^\W\d_]{11})[a-z]\d{1,2}-\w
    | (?<![^\W_])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{10,}(?![^\W_])
    """,
    re.VERBOSE,
)

# Behind a word: what makes it a function or a page of a manual, "open()", "passwd(5)"; not "council(2019)".
CALLED = deferred(r"\w*\(\d?\)")

# A line of code. Matches "a -> b", "x == y", "</div>"; not "Forum(NSF)", "a = b".
CODE = deferred(r"=>|->|==|::|</\w")

# A line of code, or of prose with a formula or a function in it. Matches "const a = b", "if (x) {", "return a;",
# "open()"; not a sentence with a semicolon.
CODE_OR_FORMULA = deferred(r"[{}]|;\s*\Z|\s=\s|<\w|\w\(\)")


def in_english_prose(document: Document, changes: Sequence["Change"]) -> Iterator["Change"]:
    """Give those of the changes that stand in English prose, in a document in English or of no language that shows."""
    if not changes:
        return
    text = document.text
    is_english = language_test(text, LANGUAGE)
    is_preformatted = preformatted_test(document)
    for start, of_line in groupby(changes, lambda change: line_start_at(text, change.start)):
        line, here = line_at(text, start), list(of_line)
        if _is_code(line) or not _may_be_english(line, start, here, is_english):
            continue
        if detect_language(text) is None and _has_more_foreign_words(_without(line, start, here)):
            continue
        for change in here:
            end = change.start + len(change.before)
            if not is_preformatted(change.start, end) and not _is_machine(text, change):
                yield change


def _is_code(line: str) -> bool:
    """Tell whether a line is code, or has what may be code and too few words that hold sentences together."""
    if CODE.search(line):
        return True
    if not CODE_OR_FORMULA.search(line):
        return False
    return len({word for word in WORD.findall(line) if word in SENTENCE_WORDS}) < LEAST_SENTENCE_WORDS


def _may_be_english(line: str, start: int, found: Sequence["Change"], is_english: Callable[[str], bool]) -> bool:
    """Tell whether a line is English, as it is, or without its spaces inside words, or by its words once it is mended.

    What is left of a word may be one of another language ("scor e").
    """
    if is_english(line):
        return True
    taken = _with_changes(line, start, [change for change in found if change.takes_spaces])
    rest = [change if change.takes_spaces else change._replace(after=" ") for change in found]
    return is_english(taken) or (
        detect_language(taken) is None and _has_english_words(_with_changes(line, start, rest))
    )


def _with_changes(line: str, start: int, found: Iterable["Change"]) -> str:
    """Give a line with changes made, the line beginning at `start` of its text."""
    parts, done = [], 0
    for change in found:
        parts += [line[done : change.start - start], change.after]
        done = change.start - start + len(change.before)
    return "".join([*parts, line[done:]])


def _without(line: str, start: int, found: Iterable["Change"]) -> str:
    """Give what changes leave alone of a line."""
    return _with_changes(line, start, [change._replace(after=" ") for change in found])


def _has_english_words(line: str) -> bool:
    """Tell whether nearly all words of a line are known English ones, names aside."""
    costs = _costs(line, SHORTEST_TELLING)
    known = sum(cost < KNOWN for cost in costs.values())
    more = known - LEAST_KNOWN_TO_FOREIGN * len(_foreign(costs, names=False))
    return more >= LEAST_KNOWN or (more > 0 and may_be(line, LANGUAGE, LITTLE_AGAINST))


def _has_more_foreign_words(line: str) -> bool:
    """Tell whether a line has more words that English has not than frequent ones, names aside; or nothing but names."""
    costs = _costs(line, SHORTEST_TELLING - 1)
    frequent = sum(cost < FREQUENT for cost in costs.values())
    return len(_foreign(costs, names=False)) > frequent or (not frequent and len(_foreign(costs, names=True)) > 1)


def _foreign(costs: Mapping[str, float], *, names: bool) -> list[str]:
    """Give the words that English has not, those with a capital if `names` are asked for."""
    return [word for word, cost in costs.items() if cost > FOREIGN and (names or word[0].islower())]


def _costs(line: str, shortest: int) -> dict[str, float]:
    """Give what the longer words of a line cost in English (natural logarithm), as they are written."""
    english = lexicon(LANGUAGE)
    words = {word for word in WORD.findall(line) if len(word) >= shortest}
    return {word: (english and english.cost(form_of(word))) or inf for word in words}


def _is_machine(text: str, change: "Change") -> bool:
    """Tell whether a stretch is part of an address, a handle, a file name or code, or may be the rest of one."""
    parts = run_at(text, change.start, change.start + len(change.before)).split()
    if change.takes_spaces:
        parts += text[max(0, change.start - LONGEST_RUN) : change.start].split()[-1:]
    return any(map(MACHINE.search, parts)) or CALLED.match(text, change.start + len(change.before)) is not None
