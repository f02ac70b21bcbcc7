"""Which language a text is in, told by its script and its most frequent words.

Made to say "I don't know" rather than guess: a headline of names is in no language.
"""

import gzip
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from clean import WEIGHTS
from clean.patterns import deferred
from clean.words.counts import WORD, form_counts, form_of

PROFILES = WEIGHTS / "languages.tsv.gz"

SAMPLE = 4_000
"""Characters looked at from the beginning of a text, and as many from its middle."""

UNSEEN_COST = 115
"""Cost (in tenths, as the profiles have it) of a word that is not among the frequent ones of a language: one in
100,000, the same for all languages."""

LEAST_ADVANTAGE = 70
"""How much likelier (in tenths of natural logarithms) a language must make the text than any other to be named."""

LEAST_KNOWN = 2
"""How many different frequent words must be in the text."""

# Matches a run of kana, one of the signs only Japanese has; not Chinese characters.
KANA = deferred(r"[\u3040-\u30ff]+")

# A quick look for a script below. Matches "я", "か" and signs beside them; not "é", a curly quote or "。". It names
# what is not meant, for there is less of that: the other way round it takes ten times as long to compile.
FOREIGN = deferred(r"[^\x00-\u036f\u2000-\u303f]")

# Letters with a space behind each, which are words of some languages. Matches "w i t h " in "w i t h the"; not "I a m".
LETTERSPACED = deferred(r"(?<!\S)(?:[^\W\d_] ){3,}(?:[^\W\d_](?!\S))?")

# For each script that (nearly) one language writes: a run of its letters, and of no other script's.
SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "bn": deferred(r"[\u0980-\u09ff]+"),
    "el": deferred(r"[\u0370-\u03ff\u1f00-\u1fff]+"),
    "he": deferred(r"[\u0590-\u05ff]+"),
    "hi": deferred(r"[\u0900-\u097f]+"),
    "hy": deferred(r"[\u0530-\u058f]+"),
    "ka": deferred(r"[\u10a0-\u10ff]+"),
    "ko": deferred(r"[\uac00-\ud7af]+"),
    "ta": deferred(r"[\u0b80-\u0bff]+"),
    "th": deferred(r"[\u0e00-\u0e7f]+"),
    "zh": deferred(r"[\u4e00-\u9fff]+"),
}


@lru_cache(maxsize=2)
def detect_language(text: str) -> str | None:
    """Name the language of a text (BCP 47), or None when it is too short, mixed or in a language unknown here.

    Several rules ask this of one text, so the last answers are kept.

    >>> detect_language("The leaders also signed an agreement on trade between the two countries.")
    'en'
    >>> detect_language("El presidente dijo que no habrá elecciones hasta el final del año.")
    'es'
    >>> detect_language("Deitre Collins") is None
    True
    """
    sample = LETTERSPACED.sub(" ", _sample(text))
    return _language(sample, form_counts(text) if sample == text else _forms(sample))


def language_of_line(line: str) -> str | None:
    """Name the language of one line among many, as `detect_language` does for a text."""
    sample = _sample(line)
    return _language(sample, _forms(sample))


def may_be(line: str, language: str, most_against: int = 0) -> bool:
    """Tell whether nothing speaks against `language`: no other one makes the line likelier.

    `most_against` is how much likelier another may make it all the same (in tenths of natural logarithms).

    >>> may_be("Deitre Collins", "en"), may_be("El presidente dijo que no", "en")
    (True, False)
    """
    sample = _sample(line)
    forms = _forms(sample)
    if _language_of_script(sample, forms):
        return False
    costs = _costs(forms)
    return costs[language] <= min(costs.values()) + most_against


def _sample(text: str) -> str:
    """Take the beginning and the middle of a text; all of a short one."""
    if len(text) <= 2 * SAMPLE:
        return text
    middle = len(text) // 2
    return text[:SAMPLE] + " " + text[middle : middle + SAMPLE]


def _forms(sample: str) -> Counter[str]:
    """Count the forms of a sample's words."""
    return Counter(WORD.findall(form_of(sample)))


def _language(sample: str, forms: Counter[str]) -> str | None:
    """Name the language of a sample with these forms."""
    if script := _language_of_script(sample, forms):
        return script
    costs = _costs(forms)
    if len(costs) < 2:
        return None
    (best, least), (_, second) = sorted(costs.items(), key=lambda item: (item[1], item[0]))[:2]
    return best if second - least >= LEAST_ADVANTAGE and _known_words(forms, best) >= LEAST_KNOWN else None


def _language_of_script(sample: str, forms: Counter[str]) -> str | None:
    """Name the one language written in the script that most of the sample's letters are of."""
    if sample.isascii() or not FOREIGN.search(sample):
        return None
    sample = sample.lower()
    letters = sum(len(form) * count for form, count in forms.items())
    kana = _length(KANA, sample)
    for language, script in SCRIPTS.items():
        written = _length(script, sample) + (kana if language == "zh" else 0)
        if written * 2 > letters:
            return "ja" if language == "zh" and kana * 20 > written else language
    return None


def _length(pattern: re.Pattern[str], sample: str) -> int:
    """Count the characters a pattern matches."""
    return sum(map(len, pattern.findall(sample)))


def _costs(forms: Counter[str]) -> dict[str, int]:
    """Give the cost of a sample in each language, words that are frequent in none left out."""
    profiles = _profiles()
    costs = dict.fromkeys(profiles.languages, 0)
    for form in forms.keys() & profiles.gains.keys():
        count = forms[form]
        for language, gain in profiles.gains[form].items():
            costs[language] -= count * gain
    return costs


def _known_words(forms: Counter[str], language: str) -> int:
    """Count the different words of a sample that are frequent in a language."""
    gains = _profiles().gains
    return sum(language in gains.get(form, ()) for form in forms)


class _Profiles:
    """The frequent words of every language, and how much each makes its languages likelier."""

    def __init__(self) -> None:
        self.languages: list[str] = []
        self.gains: dict[str, dict[str, int]] = {}
        for line in gzip.decompress(PROFILES.read_bytes()).decode("utf-8").split("\n"):
            language, *fields = line.split("\t")
            self.languages.append(language)
            for word, cost in zip(fields[::2], fields[1::2], strict=True):
                self.gains.setdefault(word, {})[language] = max(0, UNSEEN_COST - int(cost))


@lru_cache(maxsize=1)
def _profiles() -> _Profiles:
    return _Profiles()
