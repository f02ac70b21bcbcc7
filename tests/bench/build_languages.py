"""Builds the profiles of languages in `clean/weights`: `python -m tests.bench.build_languages`.

For each language its most frequent words with their cost (minus the natural logarithm of the probability, in tenths),
from the small lists of wordfreq.
"""

import gzip
import math

from clean import WEIGHTS
from tests.bench.build_lexicon import WORD

# fmt: off
LANGUAGES = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fil", "fr", "he", "hi", "hu", "id",
    "is", "it", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sh", "sk", "sl", "sv", "ta", "tr",
    "uk", "ur", "vi",
)
# fmt: on

WORDS = 400


def profile(language: str) -> str:
    """Give one line of the file: the language, then word and cost in turn."""
    import wordfreq

    listed = wordfreq.get_frequency_dict(language, wordlist="small")
    words = [word for word in sorted(listed, key=lambda word: (-listed[word], word)) if WORD.fullmatch(word)]
    fields = [field for word in words[:WORDS] for field in (word, str(round(-10 * math.log(listed[word]))))]
    return "\t".join([language, *fields])


def main() -> None:
    """Build the profiles."""
    content = "\n".join(profile(language) for language in LANGUAGES).encode("utf-8")
    (WEIGHTS / "languages.tsv.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
