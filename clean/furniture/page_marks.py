"""What pages print around their text: what such a line looks like, and whether its numbers count pages."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from enum import IntEnum
from itertools import pairwise
from operator import add
from typing import NamedTuple

from clean.patterns import deferred

LONGEST = 160
"""Characters; furniture is one line."""

# Matches the numbers in "Page 3 of 7" and "12/03/24, 10:15"; not letters.
NUMBER = deferred(r"\d+")

# Matches "3", "- 3 -", "[3]", "3 |", "3/7"; not "3.", which may begin a list, nor "3 men".
BARE_NUMBER = deferred(r"[-–—|\[(]?\s*\d{1,4}(?:\s?/\s?\d{1,4})?\s*[-–—|\])]?")

# Matches "- 3 -", "— 12 —", "[ 3 ]", which nobody writes but a page; not "3", "(3)", "-3".
FRAMED_NUMBER = deferred(r"[-–—]\s?\d{1,4}\s?[-–—]|\[\s?\d{1,4}\s?\]")

# A line that says which page it is. Matches "Page 1", "Page 1 of 3", "[Page 1]", "Seite 1"; not a bare "1", which may
# be a result, nor "Gate 1".
PAGE_LABEL = deferred(
    r"[\[(]?(?:(?:p|pp|pg|page|pagina|página|seite|sida|side|str|strona|стр|страница)\.?\s?)(?P<page>\d{1,4})"
    r"(?:\s?(?:/|of|von|de|di|van|av|af|z|из)\s?(?P<last>\d{1,4}))?[\])]?",
    re.IGNORECASE,
)

# A line that begins with when it was printed, as browsers print it. Matches "3/4/25, 9:15 AM Ferry late again",
# "04.03.2025, 09:15"; not "3/4/25: the ferry is late", nor "9:15 AM".
PRINTED_AT = deferred(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,3}\d{1,2}[:.]\d{2}(?:\s?[AaPp]\.?[Mm]\b\.?)?(?=\s|\Z)",
)

# Matches a head with a number at one of its ends: "4 The Gazette", "The Gazette, 2031 | 5"; not "4. The Gazette".
OUTER_NUMBER = deferred(
    r"""
    (?:(?P<left>\d{1,4})\s{1,9}(?:[|•·–—-]\s)?)?
    (?P<head>[^\W\d].{2,150}?)
    (?(left)|\s{1,9}(?:[|•·–—-]\s)?(?P<right>\d{1,4}))
    """,
    re.VERBOSE,
)

# Matches a letter; not a digit.
LETTER = deferred(r"[^\W\d_]")

# Matches what is no letter and no digit: "- ", "/", "|"; not "a".
MARKS = deferred(r"[\W_]+")

# Matches the host of an address, "harbourgazette" of "https://www.harbourgazette.com/2024"; not the rest of it.
HOST = deferred(r"(?:https?://)?(?:www\.)?(?P<name>[\w-]{4,60})\.[a-z]{2,3}(?:\.[a-z]{2})?/", re.IGNORECASE)

# Matches "gazette.com/2021/08/much-best-han" however the rest of its address was read; not "state-of-the-art".
ADDRESS_LIKE = deferred(r"(?:[^\s/._?=-]{1,60}[/._?=-]{1,3}){4}\S*")
ADDRESS_MARKS, LEAST_MARKS = "/._?=-", 4
"""The marks that are in it, and how many at least."""

# Matches nothing and what OCR makes of "https://www.": "hitps /", "‘nips ww "; not the "at " before an address.
SCHEME_LIKE = deferred(r"\W{0,3}(?:\w{0,4}(?:tp|ps|ww)\w{0,4}[\s:/.]{0,4}){0,2}", re.IGNORECASE)

# Matches what addresses have and lists of words between slashes, paths and names in code have not: ".com/", "/2021/",
# "www"; not "gluten-free", "systemd.legacy_mode", "/usr/share/doc/bug-report.txt", nor "192.168.1.3".
HOST_OR_DATE = deferred(r"\.[a-z]{2,4}/|(?<!\d)(?:19|20)\d\d(?!\d)|www", re.IGNORECASE)

# Matches "Page tof 3", "Page2at 3", "Pagerat2": page labels misread; not "Page Six".
MISREAD_LABEL = deferred(r"page\s?[\w’'!|]{1,3}\s?[\w!]{1,3}\s?\d{1,3}", re.IGNORECASE)

# Matches what parts a page's title from its site's name: " | "; not a hyphen within a word.
TITLE_PART = deferred(r"\s[|·•–—-]\s")

# Matches the markup around an address that an author set: "[ferries](https://", "* https://"; not a bare address.
IN_MARKUP = deferred(r"\]\(|[`{}<\\]|\A[*•'-]\s?\S")

LEAST_ADDRESS, SHARE_ADDRESS = 20, 0.6
"""Characters of a stretch that looks like an address, and its share of a line that is one."""

ALIKE = 0.75
"""Share of its letters that a head has in common with the next page's, however it was misread."""

ALIKE_NUMBERS = 0.9
"""The same for lines that hold many digits, as rows of tables do."""

MANY_DIGITS = 3
"""Times the digits must be as many as the letters to be many."""

SHARED_PAIRS = 0.35
"""Share of the pairs of letters that lines have in common at least when they are alike."""

LEAST_LETTERS = 5
"""Letters and digits; less is like anything."""


def skeleton(text: str) -> str:
    """Give what is alike in the lines of one running head, as long as they were read alike: all but numbers and spaces.

    Lines with the same skeleton have as many numbers: what stands for one is itself one, and stands for nothing else.

    >>> skeleton("The Gazette - Page 12"), skeleton("- 3 -")
    ('thegazette-page0', '-0-')
    """
    return NUMBER.sub("0", "".join(text.casefold().split()))


class NumberedHead(NamedTuple):
    """A head with the number of its page before it, as on left pages, or behind it, as on right ones."""

    letters: str
    number: int
    is_left: bool


def numbered_head(line: str) -> NumberedHead | None:
    """Read a line as a head with the number of its page; None where it has no number at an end.

    >>> numbered_head("4 The Gazette")
    NumberedHead(letters='thegazette', number=4, is_left=True)
    >>> numbered_head("The Gazette | 5")
    NumberedHead(letters='thegazette', number=5, is_left=False)
    """
    match = OUTER_NUMBER.fullmatch(line)
    if not match or not LETTER.search(match["head"]):
        return None
    left = match["left"]
    return NumberedHead(letters_and_digits(match["head"]), int(left or match["right"]), left is not None)


def letters_and_digits(text: str) -> str:
    """Give the letters and digits of a text, in lower case.

    >>> letters_and_digits("Page 1 of 2")
    'page1of2'
    """
    return MARKS.sub("", text.casefold())


def numbers_of(text: str) -> list[int]:
    """List the numbers in a line; of one too long to be a count, the beginning.

    >>> numbers_of("Page 1 of 12")
    [1, 12]
    """
    return [int(number[:9]) for number in NUMBER.findall("".join(text.split()))]


def count_pages(rows: Sequence[Sequence[int]], pages: Sequence[int], *, lettered: bool) -> bool:
    """Say whether each number in alike lines stays the same or counts the pages; where nothing is lettered, one counts.

    `rows` are the numbers of each line, `pages` the pages they stand on.

    >>> count_pages([[1, 3], [2, 3]], [0, 1], lettered=False), count_pages([[38, 27], [38, 20]], [0, 1], lettered=True)
    (True, False)
    """
    columns = list(zip(*rows, strict=True))
    counting = [rise(column, pages) for column in columns]
    if not all(counting[n] or len(set(column)) == 1 for n, column in enumerate(columns)):
        return False
    return lettered or any(counting)


def count_to_last(rows: Sequence[Sequence[int]], pages: Sequence[int]) -> bool:
    """Say whether lines count up to a number that stays the same: "2/9", "Page 2 of 9".

    >>> count_to_last([[1, 3], [2, 3]], [0, 1]), count_to_last([[1], [2]], [0, 1])
    (True, False)
    """
    return any(
        rise([row[n] for row in rows], pages) and all(row[n] <= row[n + 1] == rows[0][n + 1] for row in rows)
        for n in range(len(rows[0]) - 1)
    )


def rise(numbers: Sequence[int], pages: Sequence[int]) -> bool:
    """Say whether numbers grow as their pages do.

    >>> rise([3, 4, 6], [0, 1, 3]), rise([3, 4], [0, 2])
    (True, False)
    """
    return len(numbers) > 1 and all(
        later - number == page_later - page
        for (number, later), (page, page_later) in zip(pairwise(numbers), pairwise(pages), strict=True)
    )


class Mark(IntEnum):
    """How much a line looks like what pages print."""

    NONE = 0
    WEAK = 1
    STRONG = 2


def mark_of(text: str, hosts: Collection[str]) -> Mark:
    """Say how much a line looks like what pages print, whatever stands around it; `hosts` are sites the text names.

    >>> [mark_of(text, {"harbourgazette"}).name for text in ("Page 1 of 2", "3", "Harbour Gazette", "So be it")]
    ['STRONG', 'WEAK', 'STRONG', 'NONE']
    """
    if len(text) > LONGEST:
        return Mark.NONE
    if BARE_NUMBER.fullmatch(text):
        return Mark.STRONG if FRAMED_NUMBER.fullmatch(text) else Mark.WEAK
    if PAGE_LABEL.fullmatch(text) or MISREAD_LABEL.fullmatch(text) or PRINTED_AT.match(text) or is_address(text):
        return Mark.STRONG
    return Mark.STRONG if hosts and _names(text, hosts) else Mark.NONE


def _names(text: str, hosts: Collection[str]) -> bool:
    """Say whether a line is the name of a site, or a title with the name of the site behind it."""
    parts = [letters_and_digits(NUMBER.sub("", part)) for part in (text, *TITLE_PART.split(text)[-1:])]
    return any(part in hosts for part in parts)


def is_address(text: str) -> bool:
    """Say whether a line is an address, with no more than a page number beside it, however it was read.

    >>> is_address("hitps /www.gazette.com/2021/08/much-best-han html 12"), is_address("A state-of-the-art ferry")
    (True, False)
    """
    if sum(map(text.count, ADDRESS_MARKS)) < LEAST_MARKS or IN_MARKUP.search(text):
        return False
    return any(
        len(match[0]) >= max(LEAST_ADDRESS, SHARE_ADDRESS * len(text))
        and HOST_OR_DATE.search(match[0])
        and SCHEME_LIKE.fullmatch(text, 0, match.start())
        for match in ADDRESS_LIKE.finditer(text)
    )


def host_names(text: str) -> set[str]:
    """List the sites whose addresses stand in a text, without "www." and ".com".

    >>> host_names("see https://www.harbour-gazette.com/ferry")
    {'harbourgazette'}
    """
    return {letters_and_digits(match["name"]) for match in HOST.finditer(text)}


def are_alike(one: str, other: str) -> "SequenceMatcher[str] | None":
    """Compare two lines' letters and digits; None where they are not the same but for some that were misread."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < LEAST_LETTERS or shorter < ALIKE * longer - 1:
        return None
    pairs = _pairs(one)
    if one != other and len(pairs & _pairs(other)) < SHARED_PAIRS * len(pairs):
        return None
    digits = sum(map(str.isdigit, one))
    wanted = ALIKE_NUMBERS if digits * MANY_DIGITS > len(one) - digits else ALIKE
    # The matcher finds no more in common than there is, and takes far longer to find it.
    if 2 * _in_common(one, other) / (len(one) + len(other)) < wanted:
        return None
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher if matcher.ratio() >= wanted else None


def _in_common(one: str, other: str) -> int:
    """Give the length of the longest common subsequence (Hyyrö 2004: a bit for each letter of `one`).

    >>> _in_common("harbour", "labour")
    5
    """
    places: defaultdict[str, int] = defaultdict(int)
    for at, letter in enumerate(one):
        places[letter] |= 1 << at
    everywhere = (1 << len(one)) - 1
    unmatched = everywhere
    for letter in other:
        here = unmatched & places[letter]
        unmatched = (unmatched + here | unmatched - here) & everywhere
    return len(one) - unmatched.bit_count()


def _pairs(letters: str) -> set[str]:
    return set(map(add, letters, letters[1:]))
