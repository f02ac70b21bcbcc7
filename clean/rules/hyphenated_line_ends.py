"""Words that a line end parted at a hyphen."""

import gzip
import re
from collections.abc import Iterator
from functools import lru_cache

from clean import WEIGHTS
from clean.lines import preformatted_test
from clean.patterns import deferred
from clean.physical_lines import SPEAKER
from clean.words.language import detect_language
from clean.words.lexicon import Lexicon, lexicon
from models import Document, Edit, EditKind

RULE = "hyphenated_line_ends"

COMPOUNDS = WEIGHTS / "en.compounds.gz"

# The mark of a line end that PDF readers hand over in place of its hyphen (U+0002 and U+FFFE), and the soft hyphen:
# signs that nobody writes, so they stood at a line end even where none is left.
MARK = "\x02\ufffe\N{SOFT HYPHEN}"

# Where to look closer. Matches the hyphen of "coop-/eration" (also where OCR read it as "¬") and of "one - /two", and
# the mark of "be\x02tween".
HYPHEN_AT_END = deferred(rf"[-‐‑¬–—{MARK}](?=[ \t]{{0,40}}[\n\r\f\v\u2028\u2029])|[\x02\ufffe](?=[^\W_])")

# A word, its hyphen at a line end, and the word that goes on in the next line. Matches "coop-/eration", "U.S.-/China",
# "1990–/95", "word—/word"; not "one - / two", where the dash stands between spaces, nor a hyphen within a line.
PARTED = deferred(
    rf"""
    (?P<space>[ \t]{{0,8}})
    (?P<left>(?<!\S)\S{{0,80}}?[^\W_][.’']?)
    (?P<hyphen>[-‐‑¬–—{MARK}])
    (?P<gap>[ \t]{{0,40}}(?:\r\n|[\n\r\f\v\u2028\u2029])\s{{0,20}})
    (?P<right>[^\W_][\w'’.-]{{0,60}})
    """,
    re.VERBOSE,
)

# The mark alone within a line: the reader joined the lines. Matches "be\x02tween"; not a soft hyphen, which may stand
# anywhere.
MARKED = deferred(
    r"(?P<space>[ \t]{0,8})(?P<left>(?<!\S)\S{0,80}?[^\W_])(?P<hyphen>[\x02\ufffe])(?P<right>[^\W_][\w'’.-]{0,60})"
)

# Matches the words that stand after a hyphen left hanging, in English, German, French, Spanish, Italian, Dutch:
# "pre- / and post-war".
HANGING = deferred(r"(?:and|or|to|nor|und|oder|bzw|et|ou|y|o|e|ed|en|of|till|but)\b(?!-)", re.IGNORECASE)

# Matches a part of an address, which is never mended; not "U.S.".
ADDRESS = deferred(r"://|@|^www\.|/\S*/|\\")

# Matches the letters of a plain word, also with an apostrophe; not "1990", not "U.S".
PLAIN = deferred(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Matches "well-known" and "Xi's" as a whole; not the hyphen at the end of "coop-".
FORM = deferred(r"[^\W_]+(?:[-'’][^\W_]+)*")

# Matches the first word of "neighborly, and" and "the-art"; not its punctuation.
FIRST_WORD = deferred(r"[^\W_]+(?:['’][^\W\d_]+)?")

# Matches the last word of "state-of" and "(coop"; not the bracket.
LAST_WORD = deferred(r"(?<![^\W_])[^\W_]++(?:['’][^\W\d_]+)?\Z")

PRONOUNS = (
    "ce ci elle elles en il ils je la lhe lhes la las le les leur lo los lui même moi na nas no nos nous o on os se"
    " te tu t-il t-elle t-on toi um us vos vous y là"
)
CLITICS = frozenset(PRONOUNS.split())
"""Pronouns that French and Portuguese hang on a verb with a hyphen ("vende-se", "dit-il")."""

CLITIC_LANGUAGES = frozenset({"fr", "pt", "ca", "ro", "gl"})

LONGEST_WORD = 90
"""Characters before a hyphen that are looked at."""

ODDS = 1.0
"""By how much (natural logarithm) one word must be likelier than two for the hyphen to go."""

LEAST_FUSED = 8
"""Letters; what is unknown and as long may be several words that lost their spaces."""

RARE = 16.0
"""Cost of a word that may be an accident of counting."""


def hyphenated_line_ends(document: Document) -> Iterator[Edit]:
    r"""Join a word that was parted at a line end; drop the hyphen only where it was the line end's.

    What the document itself writes elsewhere decides first, then the compounds and the words of the language: the
    hyphen goes when one word is likelier than two ("coop-/eration") or when one half is no word at all, and stays in
    compounds ("good-/neighborly"), before capitals ("U.S.-/China"), beside digits ("1990-/95") and in words with
    another hyphen ("state-of-/the-art"). Where nothing is known the hyphen stays: a reader can see it, a lost one not.
    The word is put together at the beginning of the second line, so that the lines keep their widths.

    Left alone on purpose: hanging hyphens ("short- / and long-term"), dashes between spaces, addresses, documents
    whose markup told the paragraphs.

    >>> text = "a closer coop-\neration and good-\nneighborly ties"
    >>> [edit.after for edit in hyphenated_line_ends(Document(text=text))]
    ['\ncooperation', '\ngood-neighborly']
    """
    if document.has_blocks:
        return
    matches = list(_parted(document.text))
    words = _Words(document) if matches else None
    is_preformatted = preformatted_test(document)
    for match in matches:
        if is_preformatted(*match.span()):
            continue
        if words and not (HANGING.match(match["right"]) or ADDRESS.search(match["left"]) or _breaks_off(match)):
            yield from _joined(match, words)


def _parted(text: str) -> Iterator[re.Match[str]]:
    """Find words that are parted at a line end, none overlapping another."""
    reached = 0
    for hyphen in HYPHEN_AT_END.finditer(text):
        before = text[max(reached, hyphen.start() - LONGEST_WORD) : hyphen.start()]
        word = before.split()[-1] if before and not before[-1].isspace() else ""
        start = hyphen.start() - len(word)
        start -= min(len(before) - len(word) - len(before[: len(before) - len(word)].rstrip(" \t")), 8)
        pattern = PARTED if text[hyphen.end() : hyphen.end() + 1].isspace() else MARKED
        match = pattern.match(text, start) if word else None
        if match and match.start("hyphen") == hyphen.start():
            yield match
            reached = match.end()


def _breaks_off(match: re.Match[str]) -> bool:
    """Say whether a dash ends what somebody says, or the next paragraph begins something else with a capital."""
    if not match["right"][0].isupper() or not match.groupdict().get("gap"):
        return False
    if match["gap"].count("\n") > 1:
        return match["left"][-1:].islower() or match["hyphen"] == "—"
    return match["hyphen"] == "—" and SPEAKER.match(match.string, match.start("right")) is not None


def _joined(match: re.Match[str], words: "_Words") -> Iterator[Edit]:
    """Give the edit that puts a parted word together."""
    hyphen, evidence = words.hyphen_of(match)
    if hyphen is None:
        return
    line_end = "\n" if match["space"] else ""
    after = line_end + match["left"] + hyphen + match["right"]
    yield Edit(
        rule=RULE,
        # A hyphen in place of a reader's mark is a character that was not there; all else only moves the line end.
        kind=EditKind.REPAIR if match["hyphen"] in "\x02\ufffe¬" else EditKind.LAYOUT,
        start=match.start(),
        end=match.end(),
        before=match[0],
        after=after,
        confidence=0.95,
        evidence=evidence,
    )


class _Words:
    """What a document and its language know about words."""

    def __init__(self, document: Document) -> None:
        self.forms = frozenset(FORM.findall(document.text.lower()))
        self.language = document.metadata.language or detect_language(document.text) or "en"
        self.lexicon = lexicon(self.language)

    def hyphen_of(self, match: re.Match[str]) -> tuple[str | None, str]:
        """Give the hyphen that belongs in a parted word, empty for none, and the reason; None to leave it alone."""
        hyphen, left, right = match["hyphen"], match["left"], match["right"]
        kept = "-" if hyphen in MARK + "¬" else hyphen
        if hyphen == "\N{SOFT HYPHEN}":
            return "", "a soft hyphen"
        if hyphen == "—" or (hyphen == "–" and not (left[-1].isdigit() and right[0].isdigit())):
            return ("—", "a dash without spaces") if hyphen == "—" else (None, "")
        last, first = LAST_WORD.search(left), FIRST_WORD.match(right)
        if not last or not first or hyphen == "–":
            return kept, "a range or an abbreviation"
        whole = (
            left[: last.start()] == left[: last.start()].rstrip("-‐‑") and right[first.end() : first.end() + 1] != "-"
        )
        return self._hyphen_between(last[0], first[0], kept, whole=whole)

    def _hyphen_between(self, left: str, right: str, kept: str, *, whole: bool) -> tuple[str, str]:
        """Decide between the word with and without its hyphen."""
        if not PLAIN.fullmatch(left) or not PLAIN.fullmatch(right) or len(left) == 1:
            return kept, "digits, an abbreviation or a single letter"
        if right[0].isupper() and not (left.isupper() and right.isupper()):
            return self._own_hyphen(left.lower(), right.lower(), kept) or (kept, "a name begins after the hyphen")
        if not whole:
            return self._part_of_compound(left.lower(), right.lower(), kept)
        return self._own_hyphen(left.lower(), right.lower(), kept) or self._known_hyphen(left, right, kept)

    def _part_of_compound(self, left: str, right: str, kept: str) -> tuple[str, str]:
        """Decide in a word with another hyphen: "climate-re-/lated" is parted in a word, "state-of-/the-art" not."""
        known = self.lexicon
        joined = known and left + right in known and not (self._is_usual(left) and self._is_usual(right))
        return ("", "one word of a compound") if joined else (kept, "the word has another hyphen")

    def _is_usual(self, form: str) -> bool:
        """Say whether a form is a word, and none by accident."""
        cost = self.lexicon.cost(form) if self.lexicon else None
        return cost is not None and cost < RARE

    def _own_hyphen(self, left: str, right: str, kept: str) -> tuple[str, str] | None:
        """Decide by what the document writes elsewhere; None when it writes neither form, or both."""
        joined, compound = self._stands(left + right), self._stands(f"{left}-{right}")
        if joined == compound:
            return None
        return ("", "the document writes it as one word") if joined else (kept, "the document writes the hyphen")

    def _known_hyphen(self, left: str, right: str, kept: str) -> tuple[str, str]:
        """Decide by what is known of the language."""
        if self.lexicon is None:
            return self._hyphen_abroad(right, kept)
        if f"{left}-{right}".lower() in compounds():
            return kept, "a known compound"
        return self._likelier(left.lower(), right.lower(), kept, self.lexicon)

    def _stands(self, form: str) -> bool:
        """Say whether the document has a word elsewhere, in one line."""
        return form in self.forms

    def _hyphen_abroad(self, right: str, kept: str) -> tuple[str, str]:
        """Decide in a language whose words are not known: line ends part words far more often than compounds."""
        if self.language.partition("-")[0] in CLITIC_LANGUAGES and right.lower() in CLITICS:
            return kept, "may be a pronoun"
        return "", f"words of {self.language!r} are not known"

    def _likelier(self, left: str, right: str, kept: str, known: Lexicon) -> tuple[str, str]:
        """Weigh one word against two."""
        left_cost, right_cost, cost = known.cost(left), known.cost(right), known.cost(left + right)
        halves = left_cost is not None and right_cost is not None and max(left_cost, right_cost) < RARE
        if cost is None:
            if halves:
                return kept, "two words, unknown as one"
            rare = known.is_word_elsewhere(left + right) or right_cost is None or _ends_in_half(left, right, known)
            return ("", "no word begins after the hyphen") if rare else (kept, "unknown as one word")
        if not halves:
            return "", "one word, and its halves are none"
        pair = (left_cost or 0.0) + (known.cost_after(left, right) or 0.0)
        return (
            ("", "one word is likelier than two") if cost + ODDS < pair else (kept, "two words are likelier than one")
        )


def _ends_in_half(left: str, right: str, known: Lexicon) -> bool:
    """Say whether words that lost their spaces end in half a word: "washefor-/gotten"."""
    if len(left) < LEAST_FUSED:
        return False
    for end in (left[-length:] for length in range(3, 9)):
        cost, end_cost, after = known.cost(end + right), known.cost(end), known.cost_after(end, right)
        if cost is not None and cost < RARE and cost + ODDS < (end_cost or RARE) + (after or RARE):
            return True
    return False


@lru_cache(maxsize=1)
def compounds() -> frozenset[str]:
    """Give the English compounds that are written with a hyphen, in lower case."""
    return frozenset(gzip.decompress(COMPOUNDS.read_bytes()).decode("utf-8").split("\n"))
