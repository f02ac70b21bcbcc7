"""What is wrong with the spaces of a document, for the rules that mend them.

The model of spaces and NumPy cost a cold start dearly: they are loaded where anything in a text calls for them.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clean.patterns import deferred
from clean.spacing.english_prose import LANGUAGE, in_english_prose
from clean.words.counts import form_counts
from clean.words.language import detect_language
from clean.words.lexicon import SHORT_WORDS, lexicon
from models import Document

if TYPE_CHECKING:
    from clean.spacing.spaces import Change

COMMON = 12.0
"""Cost up to which a word is no reason for doubt."""

# A letter right behind a digit or a mark, a digit right behind a letter, an ordinal's ending behind a space. Matches
# "late.The", "12years", "46 th"; not "late.", not "46 the".
JUNCTION = deferred(r"[\d.,;:!?)”][^\W\d_]|[^\W\d_]\d|\d\s{1,9}(?:st|nd|rd|th)\b", re.IGNORECASE)


def wrong_spaces(document: Document) -> Iterator["Change"]:
    """Find the stretches of a document whose spaces are wrong, from left to right, where it is prose in English."""
    if detect_language(document.text) in {LANGUAGE, None} and may_be_wrong(document.text):
        from clean.spacing.spaces import changes

        yield from in_english_prose(document, changes(document.text, LANGUAGE))


def may_be_wrong(text: str) -> bool:
    """Tell whether the spaces of a text may be wrong; False only where the model would be asked nothing.

    >>> may_be_wrong("The council met on Tuesday."), may_be_wrong("The council met onTuesday.")
    (False, True)
    """
    known = lexicon(LANGUAGE)
    if known is None:
        return False
    if JUNCTION.search(text):
        return True
    return any(
        form not in SHORT_WORDS if len(form) < 3 else (known.cost(form) or COMMON) >= COMMON
        for form in form_counts(text)
    )
