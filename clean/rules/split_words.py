"""Words that got a space inside them."""

from collections.abc import Iterator

from clean.edits import repair
from clean.spacing.wrong_spaces import wrong_spaces
from models import Document, Edit


def split_words(document: Document) -> Iterator[Edit]:
    """Join the pieces of a word that a space was put into, or put the space between two words in its place.

    Extraction reads wide gaps between letters as spaces, OCR a drop cap or a broken letter. The same model as that of
    `joined_words` tells where.

    Left alone on purpose: names and abbreviations ("Mc Donald", "et al"), prefixes written apart ("non profit"), two
    words that could be one ("any more"), everything in a language without a model.

    >>> from models import Document
    >>> [edit.after for edit in split_words(Document(text="It is found in the evergr een forests of the north."))]
    ['evergreen']
    """
    for change in wrong_spaces(document):
        if change.takes_spaces:
            yield repair("split_words", change.start, change.before, change.after, change.evidence, change.confidence)
