"""Clean articles to typeset."""

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from tests.bench.corpora import Split, gold_texts, split_of

LEAST_PARAGRAPHS = 4
LEAST_WORDS = 200
# Matches "types ,", "( Here", "there?The" and an address: places where the gold text is no clean print itself, or where
# a part of it has another place in the record; must not match "e.g. the" or "U.S.-based".
UNCLEAN = re.compile(r" [,.;:!?)\]](?=\s|$)|[(\[] |[a-z][a-z][.?!,;:][A-Z][a-z]|https?:|www\.|\w\.(?:com|org|net)\b")

STOPWORDS = frozenset(
    {"the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "with", "as", "was", "on", "be", "by", "at"}
)


class SourceArticle(NamedTuple):
    """A clean article."""

    key: str
    paragraphs: tuple[str, ...]
    split: Split


@lru_cache(maxsize=1)
def source_articles() -> tuple[SourceArticle, ...]:
    """Give the English articles of `extraction/` that are made of sentences, in an order that hashes decide."""
    found = {}
    for name in ("wcxb_dev", "scrapinghub", "fundus_a"):
        for text in gold_texts(name):
            paragraphs = paragraphs_of(text)
            if is_prose(paragraphs) and is_english(paragraphs):
                key = sha256(text.encode("utf-8")).hexdigest()[:16]
                found[key] = SourceArticle(key, tuple(paragraphs), split_of(text))
    return tuple(found[key] for key in sorted(found))


def paragraphs_of(text: str) -> list[str]:
    """Give a gold text's paragraphs, from the first that is a whole sentence on; white space is one space.

    Paragraphs that are no clean print are left out.
    """
    lines = [" ".join(unicodedata.normalize("NFC", line).split()) for line in text.split("\n")]
    paragraphs = [line for line in lines if line and not UNCLEAN.search(line)]
    first = next((nth for nth, paragraph in enumerate(paragraphs) if _is_sentence(paragraph)), len(paragraphs))
    return paragraphs[first:]


def _is_sentence(paragraph: str) -> bool:
    return len(paragraph) >= 60 and paragraph[-1] in '.!?”"’'


def is_prose(paragraphs: list[str]) -> bool:
    """Say whether an article is made of sentences, so that its boundaries are known."""
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    ending = sum(paragraph[-1] in '.!?”"’…:)' for paragraph in paragraphs)
    return len(paragraphs) >= LEAST_PARAGRAPHS and words >= LEAST_WORDS and ending >= 0.75 * len(paragraphs)


def is_english(paragraphs: list[str]) -> bool:
    """Say whether an article is in English, by the share of its commonest words."""
    words = " ".join(paragraphs).lower().split()
    return sum(word in STOPWORDS for word in words) > 0.2 * len(words)


def excerpt(paragraphs: tuple[str, ...], least_words: int) -> list[str]:
    """Give the first paragraphs that have this many words together, four at least."""
    taken: list[str] = []
    words = 0
    for paragraph in paragraphs:
        if words >= least_words and len(taken) >= LEAST_PARAGRAPHS:
            break
        taken.append(paragraph)
        words += len(paragraph.split())
    return taken
