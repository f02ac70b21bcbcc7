"""Figures about a document that a reader of its record can filter on."""

from clean.engine import Cleaned
from clean.record.removals import removed
from clean.words.counts import form_counts
from clean.words.lexicon import Lexicon, lexicon
from models import Destination, Document, EditKind, Quality


def quality(parsed: Document, cleaned: Cleaned, language: str | None) -> Quality:
    """Compute the figures; the lexicon's are null for a language that has none."""
    words = lexicon(language) if language else None
    tokens = len(parsed.text.split())
    repairs = sum(edit.kind is EditKind.REPAIR for edit in cleaned.edits)
    return Quality(
        words=len(cleaned.document.text.split()),
        words_in_lexicon_before=_known_share(parsed.text, words),
        words_in_lexicon_after=_known_share(cleaned.document.text, words),
        edits_per_1000_words=round(1000 * repairs / max(tokens, 1), 2),
        furniture_share=_removed_share(parsed, cleaned, Destination.FURNITURE),
        boilerplate_share=_removed_share(parsed, cleaned, Destination.BOILERPLATE),
    )


def _known_share(text: str, words: Lexicon | None) -> float | None:
    """Give the share of a text's words that the lexicon has; null without a lexicon or words."""
    if words is None or not (counts := form_counts(text)):
        return None
    total = counts.total()
    return round((total - sum(counts[form] for form in words.unknown(set(counts)))) / total, 4)


def _removed_share(parsed: Document, cleaned: Cleaned, destination: Destination) -> float:
    characters = sum(map(len, removed(cleaned.edits, destination)))
    return round(characters / max(len(parsed.text), 1), 4)
