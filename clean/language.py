"""Which language a text is in, told by its script and its most frequent words.

Made to say "I don't know" rather than guess: a headline of names is in no language.
"""

import gzip
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

PROFILES = Path(__file__).with_name("weights") / "languages.tsv.gz"

SAMPLE = 4_000
"""Characters looked at from the beginning of a text, and as many from its middle."""

UNSEEN_COST = 11.5
"""Cost of a word that is not among the frequent ones of a language: one in 100,000, the same for all languages."""

LEAST_ADVANTAGE = 7.0
"""How much likelier (in natural logarithms) a language must make the text than any other to be named."""

LEAST_KNOWN = 2
"""How many different frequent words must be in the text."""

# Matches the words "don't", "Zürich", "Русский"; not "2nd", not the hyphen of "well-known".
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

# Matches a run of kana, one of the signs only Japanese has; not Chinese characters.
KANA = re.compile(r"[\u3040-\u30ff]+")

# For each script that (nearly) one language writes: a run of its letters, and of no other script's.
SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "bn": re.compile(r"[\u0980-\u09ff]+"),
    "el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+"),
    "he": re.compile(r"[\u0590-\u05ff]+"),
    "hi": re.compile(r"[\u0900-\u097f]+"),
    "hy": re.compile(r"[\u0530-\u058f]+"),
    "ka": re.compile(r"[\u10a0-\u10ff]+"),
    "ko": re.compile(r"[\uac00-\ud7af]+"),
    "ta": re.compile(r"[\u0b80-\u0bff]+"),
    "th": re.compile(r"[\u0e00-\u0e7f]+"),
    "zh": re.compile(r"[\u4e00-\u9fff]+"),
}


def detect_language(text: str) -> str | None:
    """Name the language of a text (BCP 47), or None when it is too short, mixed or in a language unknown here.

    >>> detect_language("The leaders also signed an agreement on trade between the two countries.")
    'en'
    >>> detect_language("El presidente dijo que no habrá elecciones hasta el final del año.")
    'es'
    >>> detect_language("Deitre Collins") is None
    True
    """
    sample = _sample(text)
    if script := _language_of_script(sample):
        return script
    costs = _costs(sample)
    if len(costs) < 2:
        return None
    (best, least), (_, second) = sorted(costs.items(), key=lambda item: (item[1], item[0]))[:2]
    return best if second - least >= LEAST_ADVANTAGE and _known_words(sample, best) >= LEAST_KNOWN else None


def may_be(text: str, language: str) -> bool:
    """Tell whether nothing speaks against `language`: no other one makes the text likelier.

    >>> may_be("Deitre Collins", "en"), may_be("El presidente dijo que no", "en")
    (True, False)
    """
    sample = _sample(text)
    if _language_of_script(sample):
        return False
    costs = _costs(sample)
    return costs[language] <= min(costs.values())


def _sample(text: str) -> str:
    """Take the beginning and the middle of a text, in lower case."""
    if len(text) > 2 * SAMPLE:
        middle = len(text) // 2
        text = text[:SAMPLE] + " " + text[middle : middle + SAMPLE]
    return text.lower().replace("’", "'")


def _language_of_script(sample: str) -> str | None:
    """Name the one language written in the script that most of the sample's letters are of."""
    if sample.isascii():
        return None
    letters = sum(map(len, WORD.findall(sample)))
    kana = _length(KANA, sample)
    for language, script in SCRIPTS.items():
        written = _length(script, sample) + (kana if language == "zh" else 0)
        if written * 2 > letters:
            return "ja" if language == "zh" and kana * 20 > written else language
    return None


def _length(pattern: re.Pattern[str], sample: str) -> int:
    """Count the characters a pattern matches."""
    return sum(map(len, pattern.findall(sample)))


def _costs(sample: str) -> dict[str, float]:
    """Give the cost of a sample in each language, words that are frequent in none left out."""
    profiles = _profiles()
    costs = dict.fromkeys(profiles.languages, 0.0)
    for word, count in Counter(WORD.findall(sample)).items():
        if word in profiles.words:
            for language, cost in profiles.words[word].items():
                costs[language] -= count * max(0.0, UNSEEN_COST - cost)
    return costs


def _known_words(sample: str, language: str) -> int:
    """Count the different words of a sample that are frequent in a language."""
    words = _profiles().words
    return sum(language in words.get(word, ()) for word in set(WORD.findall(sample)))


class _Profiles:
    """The frequent words of every language."""

    def __init__(self) -> None:
        self.languages: list[str] = []
        self.words: dict[str, dict[str, float]] = {}
        for line in gzip.decompress(PROFILES.read_bytes()).decode("utf-8").split("\n"):
            language, *fields = line.split("\t")
            self.languages.append(language)
            for word, cost in zip(fields[::2], fields[1::2], strict=True):
                self.words.setdefault(word, {})[language] = int(cost) / 10


@lru_cache(maxsize=1)
def _profiles() -> _Profiles:
    return _Profiles()
