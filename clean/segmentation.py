"""The odds that one token of a text is several words whose spaces were lost.

Two readings are weighed against each other, both as costs (minus natural logarithms of probabilities, see
`clean.lexicon`): that the token is one word, known or unknown, and that it is the cheapest run of known words (Viterbi
over words and pairs of words). What the difference must pay for, a lost space, is the caller's to say: it is rare in a
clean text and common in the middle of a damaged one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from clean.lexicon import Casing, Lexicon
from clean.tokens import Place, core, form_of

# Matches "relations", "Russiareached"; not "iPhone", not "πab".
PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][a-zß-öø-ɏ]*")

# Matches "WWIIstrengthen" as "WWII" and "strengthen"; not "iPhone".
CAPITALS_THEN_LOWER = re.compile(r"([A-Z]{2,})([a-z]+)")

# Matches "meetinginBeijing" as "meetingin" and "Beijing", "HugoChávez", "theUN", "butI"; not "HTMLParser", not "eBay".
MIXED = re.compile(r"[^\W\d_][a-zß-öø-ÿ]+(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)*(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+|[A-Z]{2,}|I)")
CHUNK = re.compile(r"[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|[A-Z]+")

LONGEST_PART = 24
LONG_MISSPELT = 8
VERY_COMMON = 9.0
FREQUENT_LETTERS = "aehilnorstuc"
"""A token with one of these letters amiss is a misspelt word: from so many letters on any word that dictionaries have,
below only one up to this cost ("befor")."""

SOLID = 12.5
LONGEST_TOKEN = 400
"""Letters; a longer token is data, not words."""

LOST_SPACE = 3.0
"""Cost of one more lost space while readings of a token are weighed against each other: "by healthcare" before "by
health care". How likely lost spaces are where the token stands is for the caller to say."""

SHORT_WORDS = frozenset(
    {"a", "i"}
    | {"am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on"}
    | {"or", "so", "to", "up", "us", "we"}
)
"""The words of one and two letters that a fused token may hold, unless the document knows others."""

# fmt: off
FUNCTION_WORDS = frozenset({
    "a", "also", "although", "an", "and", "are", "as", "at", "be", "because", "been", "between", "both", "but",
    "by", "can", "could", "did", "does", "each", "for", "from", "had", "has", "have", "he", "her", "his", "if",
    "is", "it", "its", "may", "must", "of", "or", "our", "said", "says", "she", "should", "since", "such",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "until",
    "very", "was", "we", "were", "when", "where", "whether", "which", "while", "who", "whom", "whose", "will",
    "with", "would", "your",
})
"""Words that make no compounds: where one is glued to another word, a space was lost."""
PARTICLES = frozenset({
    "about", "after", "against", "around", "back", "down", "during", "in", "into", "off", "on", "out", "over", "up",
})
"""Words that seldom do ("Topicon" is two words, "squeezeout" may be one)."""
# fmt: on

MOST_EXPENSIVE_PART = {1: 6.0, 2: 7.0, 3: 11.5, 4: 13.0, 5: 14.5}
"""How rare a part of so many letters may be; longer ones up to RARE, more where a dictionary has them."""
COMMON = 14.5
RARE = 16.2
RARE_BUT_LISTED = 18.0

UNKNOWN_LOWER = 7.5
UNKNOWN_CAPITALISED = 4.6
UNKNOWN_AT_START = 6.5
"""Costs of meeting a word outside the lexicon, the last where a sentence begins; its letters cost besides."""

ELSEWHERE = 11.0
"""Cost of its letters for an unknown word that other lists have: no more than picking one of their words."""

COMPOUND = 0.5
COMPOUND_WITH_PARTICLE = 3.5
COMPOUND_LENGTH = 10
"""Cost of an unknown word being made of two known ones ("Fastmail"), and the letters such words have at most;
each letter more costs 1."""

DERIVED = 3.5
"""Cost of an unknown word being made of a known one and an affix ("unmissable")."""

REPEATED = 4.0
"""How much each repetition in the document adds to a token's being a word."""
MOST_REPETITIONS = 3

NAME_IN_LOWER = 5.0
"""Cost of a name written in lower case ("york")."""
WORD_IN_CAPITALS = 4.0
"""Cost of a common word written with a capital in mid-sentence."""
ACRONYM_WITH_ENDING = 7.0
PROVEN_ACRONYM_WITH_ENDING = 12.0
"""Cost of a token's being one word that begins with an acronym ("BAMEish"), the second where the document has the
acronym on its own; its letters cost besides."""

CONTRACTION_WITH_ENDING = 12.0
"""Cost of a token's being one word that goes on after "n't" or "'s"; its letters cost besides."""

CAMEL_CASE = 2.0
MOST_TOGETHER = 5.0
FUNCTION_WORD_BEFORE_NAME = 15.0
FUNCTION_WORD_BEFORE_WORD = 9.0
"""Costs of a capital inside a word: of two words ("YouTube"), how much the company that the two keep ("SanFrancisco")
may add, of a function word and a name ("theTurkish"), or a
capitalised common word ("theScore"). The words cost nothing besides: they are the same for both readings."""

LETTER_ALONE = 12.0
CAPITAL_ALONE = 9.0
PAIR_ALONE = 3.0
"""Least cost of a letter that stands alone in a sentence, and what two letters cost that are no English word."""

UNPROVEN_CAPITALS = 9.0
"""Cost of a word written in capitals that neither the lexicon nor the document writes so."""

# fmt: off
PREFIXES = (
    "a", "acetyl", "aero", "agro", "amino", "anti", "astro", "auto", "benzo", "bi", "bio", "cardio", "chloro",
    "co", "counter", "crypto", "cyber", "de", "di", "dis", "eco", "electro", "ethyl", "ferro", "fluoro",
    "gastro", "geo", "hexa", "hydro", "hyper", "hypo", "immuno", "infra", "inter", "intra", "macro", "magneto",
    "mega", "methyl", "micro", "mid", "mini", "mis", "mono", "multi", "nano", "neo", "neuro", "nitro", "non",
    "nor", "ortho", "out", "over", "oxy", "pan", "para", "phospho", "photo", "poly", "post", "pre", "pro",
    "proto", "pseudo", "psycho", "quasi", "re", "retro", "semi", "socio", "sub", "super", "tele", "tetra",
    "thermo", "trans", "tri", "turbo", "ultra", "un", "under", "uni", "vice",
)
# fmt: on
# fmt: off
SUFFIXES = (
    "able", "age", "al", "an", "ance", "ans", "ate", "ated", "bot", "bots", "cy", "d", "dom", "ed", "en", "er",
    "ers", "ery", "es", "esque", "est", "ette", "fest", "ful", "gate", "hood", "ian", "ians", "ic", "ical",
    "ics", "ie", "ies", "ification", "ified", "ify", "ing", "ings", "ise", "ised", "ish", "ism", "ist", "ists",
    "ity", "ive", "ization", "ize", "ized", "izing", "less", "let", "lets", "like", "ling", "ly", "man", "men",
    "ment", "ness", "or", "ous", "phile", "phobic", "pedia", "proof", "r", "s", "scape", "ship", "st", "ster",
    "th", "ville", "ward", "wards", "ware", "wide", "wise", "y",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Split:
    """The best reading of a token as several words."""

    parts: tuple[str, ...]
    advantage: float
    """How much likelier (natural logarithm) this reading is than one word, if losing a space cost nothing."""

    @property
    def lost_spaces(self) -> int:
        """How many spaces would have been lost."""
        return len(self.parts) - 1


@dataclass(frozen=True, slots=True)
class _Path:
    cost: float
    parts: tuple[str, ...]


class Segmenter:
    """Weighs tokens of one document."""

    def __init__(self, lexicon: Lexicon, vocabulary: Counter[str]) -> None:
        """Take the lexicon and how often each token stands in the document, as it is written there."""
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._size = vocabulary.total()
        self._found: dict[tuple[str, Place, int], _Path | None] = {}

    def best_split(self, token: str, place: Place) -> Split | None:
        """Give the best reading of `token` (letters only) as two or more words; None where there is none."""
        if len(token) > LONGEST_TOKEN:
            return None
        if PLAIN.fullmatch(token):
            return self._plain(token, place)
        if match := CAPITALS_THEN_LOWER.fullmatch(token):
            return self._after_capitals(match[1], match[2], place)
        if MIXED.fullmatch(token):
            return self._mixed(CHUNK.findall(token), place)
        return None

    def best_rest(self, head: str, rest: str, place: Place) -> Split | None:
        """Give the reading of `rest` as words after the word `head` that it is glued to: "don't" and "know"."""
        path = self._cheapest(rest, Place(head.lower(), place.right, starts_sentence=False), least_parts=1)
        if path is None:
            return None
        return Split((head, *path.parts), CONTRACTION_WITH_ENDING + self._lexicon.spelling_cost(rest) - path.cost)

    def knows(self, token: str) -> bool:
        """Tell whether a token, or what is before its apostrophe, is a word of the lexicon or of the document."""
        word = core(token)
        return form_of(token) in self._lexicon or word.lower() in self._lexicon or self._vocabulary[word] > 0

    def is_misspelt(self, token: str) -> bool:
        """Tell whether a known word differs from a token by one letter: "ortonormal" is "orthonormal"."""
        form = token.lower()
        if len(form) > LONGEST_PART:
            return False
        cuts = [(form[:at], form[at:]) for at in range(1, len(form))]
        near = (left + letter + right for left, right in cuts for letter in FREQUENT_LETTERS)
        nearer = (left + letter + right[1:] for left, right in cuts for letter in ("", *FREQUENT_LETTERS))
        is_likely = self._lexicon.is_listed if len(form) >= LONG_MISSPELT else self._is_very_common
        return any(map(is_likely, chain(near, nearer, (form + letter for letter in FREQUENT_LETTERS))))

    def _is_very_common(self, form: str) -> bool:
        cost = self._lexicon.cost(form)
        return len(form) > 3 and cost is not None and cost <= VERY_COMMON

    def is_solid(self, token: str) -> bool:
        """Tell whether a token is a word that a dictionary or a list of names has, or a frequent one."""
        cost = self._lexicon.cost(token.lower())
        return self._lexicon.is_listed(token.lower()) or (cost is not None and cost <= SOLID)

    def is_word(self, token: str) -> bool:
        """Tell whether the lexicon has a token."""
        return token.lower() in self._lexicon

    def may_split(self, token: str) -> bool:
        """Tell cheaply whether a token can be spelled with several known words, or words of the document."""
        if len(token) > LONGEST_TOKEN:
            return False
        form = token.lower()
        reached = [0]
        for end in range(1, len(form) + 1):
            for start in reversed(reached):
                if end - start > LONGEST_PART:
                    break
                if end - start < len(form) and self._may_be_part(form[start:end], token[start:end]):
                    reached.append(end)
                    break
        return reached[-1] == len(form)

    def _may_be_part(self, form: str, written: str) -> bool:
        """Tell cheaply whether some letters of a token may be a word of their own."""
        if len(form) < 3:
            return form in SHORT_WORDS or (len(form) == 2 and written in self._vocabulary)
        return form in self._lexicon or written in self._vocabulary

    def may_join(self, first: str, second: str) -> bool:
        """Tell cheaply whether two forms may make one known word, or two common ones with the space elsewhere."""
        joined = first + second
        if joined in self._lexicon:
            return True
        shifted = (at for at in range(max(1, len(first) - 3), min(len(joined), len(first) + 4)) if at != len(first))
        return any(self._is_common(joined[:at]) and self._is_common(joined[at:]) for at in shifted)

    def _is_common(self, form: str) -> bool:
        """Tell whether a form is a frequent word."""
        if len(form) < 3:
            return form in SHORT_WORDS
        cost = self._lexicon.cost(form)
        return cost is not None and cost <= COMMON

    def best_join(self, tokens: tuple[str, ...], place: Place) -> Split | None:
        """Give the best reading of neighbouring tokens, which spaces cut in wrong places, as one word or others.

        Its advantage is the one over the tokens as they stand, if wrong spaces cost nothing.
        """
        joined = "".join(tokens)
        if len(joined) > LONGEST_PART or not PLAIN.fullmatch(joined):
            return None
        path = self._cheapest(joined, place, least_parts=1)
        if path is None or path.parts == tokens:
            return None
        return Split(path.parts, self._apart(tokens, place) - path.cost)

    def _apart(self, tokens: tuple[str, ...], place: Place) -> float:
        """Give the cost of tokens as they stand, each a word known or unknown."""
        forms = [place.left, *(token.lower() for token in tokens), place.right]
        cost = 0.0
        for number, token in enumerate(tokens, start=1):
            here = Place(None, None, starts_sentence=place.starts_sentence and number == 1)
            cost += max(self._one_word(token, (), here) + _shortness(token), _least_alone(token))
            cost += self._pair_gain(forms[number - 1], forms[number])
        return cost + self._pair_gain(forms[-2], forms[-1])

    def _plain(self, token: str, place: Place) -> Split | None:
        """Weigh a token in lower case, or with one capital at its beginning."""
        path = self._cheapest(token, place, least_parts=2)
        if path is None:
            return None
        return Split(path.parts, self._one_word(token, path.parts, place) - path.cost)

    def _after_capitals(self, capitals: str, rest: str, place: Place) -> Split | None:
        """Weigh an acronym with words right after it: "WWIIstrengthen"; not "PCs"."""
        if rest in SUFFIXES or not self._proves(capitals):
            return None
        path = self._cheapest(rest, Place(capitals.lower(), place.right, starts_sentence=False), least_parts=1)
        if path is None:
            return None
        one_word = PROVEN_ACRONYM_WITH_ENDING if self._vocabulary[capitals] else ACRONYM_WITH_ENDING
        return Split((capitals, *path.parts), one_word + self._lexicon.spelling_cost(rest) - path.cost)

    def _mixed(self, chunks: Sequence[str], place: Place) -> Split | None:
        """Weigh words with capitalised ones or acronyms right after them: "inBeijing"; hardly "YouTube"."""
        parts: list[str] = []
        advantage = 0.0
        for number, chunk in enumerate(chunks):
            left = parts[-1].lower() if parts else place.left
            right = chunks[number + 1].lower() if number + 1 < len(chunks) else place.right
            path = self._cheapest(chunk, Place(left, right, place.starts_sentence and not number), least_parts=1)
            if path is None:
                return None
            advantage += self._spelling_gain(chunk, path)
            if parts:
                opens = number == 1 and place.starts_sentence
                advantage += self._junction(parts[-1], path.parts[0], opens_sentence=opens)
            parts += path.parts
        return Split(tuple(parts), advantage - self._familiarity("".join(chunks)))

    def _junction(self, first: str, second: str, *, opens_sentence: bool) -> float:
        """Give the cost of a capital inside a word, where two words meet in it."""
        if (first.islower() or opens_sentence) and first.lower() in FUNCTION_WORDS | PARTICLES:
            return FUNCTION_WORD_BEFORE_NAME if second == "I" or self._is_name(second) else FUNCTION_WORD_BEFORE_WORD
        together = -self._pair_gain(first.lower(), second.lower())
        return CAMEL_CASE + min(max(0.0, together), MOST_TOGETHER)

    def _familiarity(self, token: str) -> float:
        """Give what a token's standing in the document more than once adds to its being one word."""
        return REPEATED * max(0, min(self._vocabulary[token] - 1, MOST_REPETITIONS))

    def _is_name(self, written: str) -> bool:
        """Tell whether a capital is a word's own, as the lexicon or the document has it."""
        usual = self._lexicon.casing(written.lower())
        if len(written) > 1 and written.isupper():
            return usual is Casing.CAPITALS or self._vocabulary[written] > 0
        return usual is Casing.CAPITALISED

    def _spelling_gain(self, first: str, path: _Path) -> float:
        """Tell how much more a first part of several words costs as one word."""
        return self._lexicon.spelling_cost(first.lower()) - path.cost if len(path.parts) > 1 else 0.0

    def _proves(self, capitals: str) -> bool:
        """Tell whether a word is known to be written in capitals."""
        return self._vocabulary[capitals] > 0 or self._lexicon.casing(capitals.lower()) is Casing.CAPITALS

    def _cheapest(self, token: str, place: Place, *, least_parts: int) -> _Path | None:
        """Find the cheapest run of at least so many words that spells `token`, once for each place of its kind."""
        key = (token, place, least_parts)
        if key not in self._found:
            self._found[key] = self._search(token, place, least_parts)
        return self._found[key]

    def _search(self, token: str, place: Place, least_parts: int) -> _Path | None:
        """Find the cheapest run of at least so many words that spells `token` (Viterbi; a state is the last word)."""
        form = token.lower()
        paths: list[dict[int, _Path]] = [{} for _ in range(len(token) + 1)]
        for end in range(1, len(token) + 1):
            for start in range(max(0, end - LONGEST_PART), end):
                if start and not paths[start]:
                    continue
                if end - start == len(token) and least_parts > 1:
                    continue
                own = self._part_cost(token[start:end], starts_sentence=place.starts_sentence and not start)
                if own is None:
                    continue
                part = form[start:end]
                if start:
                    paths[end][start] = min(
                        (self._extended(path, part, token[start:end], own) for path in paths[start].values()),
                        key=lambda path: path.cost,
                    )
                else:
                    cost = own + self._pair_gain(place.left, part)
                    paths[end][start] = _Path(cost, (token[start:end],))
        finished = (
            _Path(path.cost + self._pair_gain(path.parts[-1].lower(), place.right), path.parts)
            for path in paths[-1].values()
        )
        best = min(finished, key=lambda path: path.cost, default=None)
        return best and _Path(best.cost - LOST_SPACE * (len(best.parts) - 1), best.parts)

    def _extended(self, path: _Path, part: str, written: str, own: float) -> _Path:
        gain = self._pair_gain(path.parts[-1].lower(), part)
        return _Path(path.cost + own + gain + LOST_SPACE, (*path.parts, written))

    def _pair_gain(self, first: str | None, second: str | None) -> float:
        """Give what the word before it adds to the cost of a word; mostly less than nothing."""
        if first is None or second is None:
            return 0.0
        after, alone = self._lexicon.cost_after(first, second), self._lexicon.cost(second)
        return 0.0 if after is None or alone is None else after - alone

    def _part_cost(self, written: str, *, starts_sentence: bool) -> float | None:
        """Give the cost of a part as it is written; None where it is too short or too rare to be one."""
        form = written.lower()
        cost = self._lexicon.cost(form)
        count = self._vocabulary.get(written, 0)
        proven = count and (written[0].isupper() or count > 1)
        if not proven and (cost is None or not self._is_allowed(written, form, cost)):
            return None
        costs = [] if cost is None else [cost + self._casing_cost(written, form, starts_sentence=starts_sentence)]
        if proven:
            costs.append(-log(0.3 * count / (self._size + 200)))
        return min(costs)

    def _is_allowed(self, written: str, form: str, cost: float) -> bool:
        """Tell whether a word is long and frequent enough to be a part."""
        if len(form) < 3:
            return form in SHORT_WORDS and written != "i"
        most = MOST_EXPENSIVE_PART.get(len(form), RARE)
        return cost <= most or (most == RARE and cost <= RARE_BUT_LISTED and self._lexicon.is_listed(form))

    def _casing_cost(self, written: str, form: str, *, starts_sentence: bool) -> float:
        """Give the cost of a word's being written so."""
        usual = self._lexicon.casing(form)
        if written.islower():
            return NAME_IN_LOWER if usual in {Casing.CAPITALISED, Casing.CAPITALS} else 0.0
        if written.isupper() and len(written) > 1:
            return 0.5 if usual is Casing.CAPITALS else UNPROVEN_CAPITALS
        if starts_sentence or usual is Casing.CAPITALISED or written == "I":
            return 0.0
        return 1.0 if usual is Casing.EITHER else WORD_IN_CAPITALS

    def _one_word(self, token: str, parts: tuple[str, ...], place: Place) -> float:
        """Give the cost of a token's being one word: a known one, or the likeliest way to be an unknown one."""
        form = token.lower()
        known = self._lexicon.cost(form)
        if known is not None:
            gain = self._pair_gain(place.left, form) + self._pair_gain(form, place.right)
            return known + gain + self._casing_cost(token, form, starts_sentence=place.starts_sentence)
        letters = min(self._ways_of_an_unknown_word(form, parts))
        unknown = UNKNOWN_LOWER
        if not token.islower():
            unknown = UNKNOWN_AT_START if place.starts_sentence else UNKNOWN_CAPITALISED
        return unknown + letters - self._familiarity(token)

    def _ways_of_an_unknown_word(self, form: str, parts: tuple[str, ...]) -> Iterator[float]:
        """Give the cost of a word's letters in every way it may have come about."""
        lexicon = self._lexicon
        yield lexicon.spelling_cost(form)
        if lexicon.is_word_elsewhere(form):
            yield ELSEWHERE
        if len(parts) == 2 and FUNCTION_WORDS.isdisjoint(part.lower() for part in parts):
            together = COMPOUND if PARTICLES.isdisjoint(part.lower() for part in parts) else COMPOUND_WITH_PARTICLE
            too_long = max(0, len(form) - COMPOUND_LENGTH)
            yield together + too_long + sum(lexicon.cost(part.lower()) or 10.0 for part in parts)
        for prefix in PREFIXES:
            if form.startswith(prefix) and len(form) - len(prefix) > 2:
                yield DERIVED + (lexicon.cost(form[len(prefix) :]) or 99.0)
        for suffix in SUFFIXES:
            if form.endswith(suffix) and len(form) - len(suffix) > 2:
                yield DERIVED + (lexicon.cost(form[: -len(suffix)]) or 99.0)


def _least_alone(token: str) -> float:
    """Give the least cost of a letter's standing alone in a sentence, whatever lists of words say."""
    if len(token) > 1 or token in {"a", "A", "I"}:
        return 0.0
    return LETTER_ALONE if token.islower() else CAPITAL_ALONE


def _shortness(token: str) -> float:
    """Give what it costs two letters that are no English word to stand alone."""
    return PAIR_ALONE if len(token) == 2 and token.lower() not in SHORT_WORDS else 0.0
