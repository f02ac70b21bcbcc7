"""Words that OCR misread: what they may have been, and how likely that is in their company (a noisy channel)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from math import inf, log

from clean.misread.confusions import Position, confusions
from clean.misread.suspects import ENOUGH, Misreading
from clean.patterns import deferred
from clean.words.lexicon import FREQUENT, SHORT_WORDS, Casing, Lexicon
from clean.words.tokens import WORD, Place, form_of, is_protected, located, place_of
from models import Document

STRAY = "‘"
"""What tesseract reads at the beginning of a line where there is nothing, or in place of a letter."""

MARKS = ".,;:!?()[]{}\"'“”‘’…–—-"
"""What stands around words."""

UNKNOWN_LOWER = 7.5
UNKNOWN_CAPITALISED = 4.6
UNKNOWN_AT_START = 6.5
"""Costs of meeting a word outside the lexicon, the last where a sentence begins; its letters cost besides."""

ELSEWHERE = 11.0
"""Cost of its letters for an unknown word that other lists have."""

VARIATION = 10.0
"""Cost of a word's being written in just this other way by its writer: a slip, a dialect, a brand."""

REPEATED = 4.0
MOST_REPETITIONS = 3
"""How much each repetition in the document adds to an unknown word's being meant so."""

NAME_IN_LOWER = 5.0
WORD_IN_CAPITALS = 4.0
"""Costs of a name in lower case, and of a common word with a capital in mid-sentence."""

CLEARLY = 2.0
"""How much likelier the best reading must be than the second."""

LOST_SPACE = 3.0
"""Cost of a lost space in a text that OCR damaged."""

ENOUGH_FOR_WORD = 4.5
"""Least odds for a word that dictionaries have to be another one misread; for others see `suspects.ENOUGH`."""

LEAST_LETTERS = 2
LOOK_BACK = 40
"""Characters looked at before a word for the beginning of its line."""

MOST_LETTERS = 18
"""A longer token is rather several words."""


COMMON = 12.0
RARE = FREQUENT
"""How rare a word may be that a token is corrected to, the second where dictionaries have it."""

DOUBTFUL = 9.5
"""Cost from which a known word may be another one misread."""

LEAST_COST = 12.5
"""Cost below which a known word is in too good company to have been misread."""

ACRONYM = 6.0
"""Gain of an acronym of the document over what it may have been read as."""

# After a first name: "Al Gore"; not "Al is", not "Al, too".
BEFORE_NAME = deferred(r"[ -][A-Z]")

TIMES = 2
"""How often a name must stand in the document to be what was misread."""


def unknown_forms(text: str, lexicon: Lexicon) -> set[str]:
    """Give the forms of a text that the lexicon does not have, in one cheap look at all of them."""
    rest = lexicon.unknown(set(text.split()))
    return {
        form
        for form in lexicon.unknown({form_of(token.strip(MARKS)) for token in rest})
        if form.isalnum() and not form.isdecimal()
    }


class Words:
    """The words of one document, weighed in their company."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        """Take the document and the lexicon of its language."""
        self._document = document
        self._lexicon = lexicon
        self._found: dict[tuple[str, Position], dict[str, float]] = {}

    @cached_property
    def _tokens(self) -> Counter[str]:
        """How often each token stands in the document, as it is written there."""
        return Counter(WORD.findall(self._document.text))

    @cached_property
    def _size(self) -> int:
        return self._tokens.total()

    def signs(self, unknown: Collection[str]) -> Iterator[Misreading]:
        """Give an upper bound of what speaks for unknown forms' being misread, wherever they stand."""
        text = self._document.text
        for form in unknown:
            # The cheap looks first: most unknown forms are names, which stand nowhere in lower case.
            if not LEAST_LETTERS <= len(form) <= MOST_LETTERS or not form.isalpha() or form not in text:
                continue
            if (cost := self._least_cost(form)) is None:
                continue
            for start, _ in located(text, {(form,)}):
                if not is_protected(self._document, start, start + len(form)):
                    yield Misreading(start, form, "", VARIATION - cost)
                    break

    def _least_cost(self, form: str) -> float | None:
        """Give the least cost of an unknown form's being a common word misread."""
        if self._lexicon.is_word_elsewhere(form):
            return None
        readings = confusions().readings(form, Position.LINE)
        frequent = self._lexicon.frequent(set(readings))
        return min((readings[reading] for reading in frequent if self._is_common(reading)), default=None)

    def stray(self, strays: Mapping[int, float]) -> Iterator[Misreading]:
        """Give what speaks for marks' being stray ones."""
        for start, cost in strays.items():
            yield Misreading(start, STRAY, "", cost - _cost_of_stray(position_of(self._document.text, start)))

    def misread(self, strays: Mapping[int, float]) -> Iterator[Misreading]:
        """Find words that may have been misread, and stray marks before words.

        Args:
            strays: the offset of each mark that may be a stray one, and the cost of its being meant.
        """
        tokens = {token for token in self._tokens if self._is_doubtful(token)}
        for match in WORD.finditer(self._document.text):
            mark = strays.get(match.start() - 1)
            if mark is not None:
                yield from self._misread_at(match.start() - 1, STRAY, match.group(), mark)
            elif match.group() in tokens:
                yield from self._misread_at(match.start(), "", match.group(), 0.0)

    def acronyms(self) -> Iterator[Misreading]:
        """Find acronyms whose "I" was read as "l" ("Al", "GenAl"), and that stand in the document right more often."""
        text = self._document.text
        rights = {token: right for token in self._tokens if (right := self._acronym(token))}
        for start, (token,) in located(text, {(token,) for token in rights}):
            end = start + len(token)
            if not BEFORE_NAME.match(text, end) and not is_protected(self._document, start, end):
                yield Misreading(start, token, rights[token], ACRONYM)

    def _acronym(self, token: str) -> str | None:
        """Give the acronym of the document that a token was read from."""
        at = token.find("l")
        while at >= 0:
            right = f"{token[:at]}I{token[at + 1 :]}"
            if self._tokens[right] >= TIMES and self._tokens[right] * 2 >= self._tokens[token]:
                return right
            at = token.find("l", at + 1)
        return None

    def in_company(self, written: str, place: Place, *, besides: int = 0) -> float | None:
        """Give the cost of a word in its company; None for one that neither the lexicon nor the document has.

        So many of its occurrences in the document do not count.
        """
        form = form_of(written)
        costs = []
        if (cost := self._lexicon.cost(form)) is not None:
            costs.append(cost + self._pair_gain(place.left, form) + self._casing_cost(written, form, place))
        if (count := self._tokens[written] - besides) > 0:
            costs.append(-log(0.3 * count / (self._size + 200)))
        return min(costs) + self._pair_gain(form, place.right) if costs else None

    def go_together(self, first: str, second: str) -> bool:
        """Tell whether one form is often seen right after another."""
        return self._pair_gain(first, second) < 0

    def _misread_at(self, start: int, mark: str, token: str, meant: float) -> Iterator[Misreading]:
        """Weigh one token, `mark` before it, whose being meant so has this cost besides that of the word."""
        text = self._document.text
        word = token[:-2] if form_of(token).endswith("'s") else token
        plain = word.replace("’", "'")
        end = start + len(mark) + len(word)
        place, position = place_of(text, start, end), position_of(text, start)
        as_it_is = self._as_it_is(word, place)
        if not mark and as_it_is < LEAST_COST:
            return
        found = sorted(
            (cost + channel, cost, reading)
            for reading, channel in self._readings(start + len(mark), mark, plain, position).items()
            if (cost := as_it_is if reading == plain else self._cost_of(reading, word, place)) is not None
        )
        if not found or (len(found) > 1 and found[1][0] - found[0][0] < CLEARLY):
            return
        total, cost, reading = found[0]
        if reading == plain:
            yield Misreading(start, mark + word, word, meant + as_it_is - total)
        elif total + CLEARLY <= self._cost_of_two(word, place):
            gain = meant + min(as_it_is, cost + VARIATION) - total
            least = ENOUGH_FOR_WORD if self._lexicon.is_listed(form_of(word)) else ENOUGH
            after = reading.replace("'", self._apostrophe_of(word)) if "'" in reading else reading
            yield Misreading(start, mark + word, after, gain, least)

    def _cost_of_two(self, word: str, place: Place) -> float:
        """Give the least cost of a token's being two words that lost their space: that is for other rules."""
        costs = [inf]
        for at in range(1, len(word)):
            first, second = word[:at], word[at:]
            if all(
                part in SHORT_WORDS if len(part) < 3 else part in self._lexicon for part in (form_of(first), second)
            ):
                left = self.in_company(first, Place(place.left, None, place.starts_sentence))
                right = self.in_company(second, Place(form_of(first), place.right, starts_sentence=False))
                costs.append(LOST_SPACE + (left or 0.0) + (right or 0.0))
        return min(costs)

    def _readings(self, start: int, mark: str, word: str, position: Position) -> dict[str, float]:
        """Give what a word, `mark` before it, may have been, and the cost of its being read so."""
        if LEAST_LETTERS <= len(mark + word) <= MOST_LETTERS and not is_protected(
            self._document, start, start + len(word)
        ):
            return self._known_readings(mark + word, word, position)
        return {word: _cost_of_stray(position)} if mark else {}

    def _known_readings(self, token: str, word: str, position: Position) -> dict[str, float]:
        """Give those readings of a token that are frequent words or stand in the document, and the word itself."""
        found = self._found.get((token, position))
        if found is None:
            readings = confusions().readings(token, position)
            forms = {reading: reading.lower() for reading in readings}
            frequent = self._lexicon.frequent(set(forms.values()))
            found = {
                reading: cost
                for reading, cost in readings.items()
                if forms[reading] in frequent or reading in self._tokens or reading == word
            }
            self._found[token, position] = found
        return found

    def _cost_of(self, reading: str, word: str, place: Place) -> float | None:
        """Give the cost of a word that another may have been; None where it may not."""
        if reading.islower() != word.islower() or not (reading.islower() or reading[1:].islower()):
            return None
        proven = self._tokens[reading] >= TIMES
        if not proven and (not self._is_common(form_of(reading)) or not self._is_no_name(reading, place)):
            return None
        return self.in_company(reading, place)

    def _is_common(self, form: str) -> bool:
        """Tell whether a word is so common that a token may be corrected to it."""
        cost = self._lexicon.cost(form)
        return cost is not None and cost <= (RARE if self._lexicon.is_listed(form) else COMMON)

    def _is_no_name(self, written: str, place: Place) -> bool:
        """Tell whether a word is a common one, written with a capital only where a sentence begins."""
        return written.islower() or (
            place.starts_sentence and self._lexicon.casing(form_of(written)) in {Casing.LOWER, Casing.EITHER}
        )

    def _is_doubtful(self, token: str) -> bool:
        """Tell whether a token is of a length to be weighed, and unknown or a rare word."""
        if not LEAST_LETTERS <= len(token) <= MOST_LETTERS:
            return False
        form = form_of(token)
        cost = self._lexicon.cost(form) or self._lexicon.cost(form.removesuffix("'s"))
        return cost is None or cost >= DOUBTFUL

    def _as_it_is(self, written: str, place: Place) -> float:
        """Give the cost of a word's being meant as it was read, be it known or unknown."""
        known = self.in_company(written, place, besides=1) if form_of(written) in self._lexicon else None
        return self._unknown_cost(written, place) if known is None else known

    def _unknown_cost(self, written: str, place: Place) -> float:
        form = form_of(written)
        unknown = UNKNOWN_LOWER
        if not written.islower():
            unknown = UNKNOWN_AT_START if place.starts_sentence else UNKNOWN_CAPITALISED
        letters = self._lexicon.spelling_cost(form)
        if self._lexicon.is_word_elsewhere(form):
            letters = min(letters, ELSEWHERE)
        return unknown + letters - REPEATED * min(self._tokens[written] - 1, MOST_REPETITIONS)

    def _pair_gain(self, first: str | None, second: str | None) -> float:
        """Give what the word before it adds to the cost of a word; mostly less than nothing."""
        if first is None or second is None:
            return 0.0
        after, alone = self._lexicon.cost_after(first, second), self._lexicon.cost(second)
        return 0.0 if after is None or alone is None else after - alone

    def _casing_cost(self, written: str, form: str, place: Place) -> float:
        """Give the cost of a word's being written so."""
        usual = self._lexicon.casing(form)
        if written.islower():
            return NAME_IN_LOWER if usual in {Casing.CAPITALISED, Casing.CAPITALS} else 0.0
        if place.starts_sentence or usual is Casing.CAPITALISED or written == "I":
            return 0.0
        return 1.0 if usual is Casing.EITHER else WORD_IN_CAPITALS

    def _apostrophe_of(self, word: str) -> str:
        """Give the apostrophe that a word has, or that the document writes."""
        text = word if "'" in form_of(word) else self._document.text
        return "'" if text.count("'") > text.count("’") else "’"


def _cost_of_stray(position: Position) -> float:
    return confusions().readings(STRAY, position)[""]


def position_of(text: str, start: int) -> Position:
    """Tell where a word stands in its line."""
    before = text[max(0, start - LOOK_BACK) : start].rstrip(" \t")
    return Position.LINE if before.endswith("\n") or not (before or start > LOOK_BACK) else Position.WORD
