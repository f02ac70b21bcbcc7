"""Whether anything in a text calls for the model of spaces, told without it: it and NumPy cost a cold start dearly."""

import re

from clean.lexicon import SHORT_WORDS, lexicon
from clean.words import form_counts

COMMON = 11.5
"""Cost up to which a word is no reason for doubt."""

# A letter right behind a digit or a mark, a digit right behind a letter. Matches "late.The", "12years"; not "late."
JUNCTION = re.compile(r"[\d.,;:!?)”][^\W\d_]|[^\W\d_]\d")


def may_be_wrong(text: str, language: str) -> bool:
    """Tell whether the spaces of a text may be wrong; False only where the model would be asked nothing.

    >>> may_be_wrong("The council met on Tuesday.", "en"), may_be_wrong("The council met onTuesday.", "en")
    (False, True)
    """
    known = lexicon(language)
    if known is None:
        return False
    if JUNCTION.search(text):
        return True
    return any(
        form not in SHORT_WORDS if len(form) < 3 else (known.cost(form) or COMMON + 1) > COMMON
        for form in form_counts(text)
    )
