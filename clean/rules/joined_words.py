"""Words that lost the space between them."""

from collections.abc import Iterator

from clean.edits import repair
from clean.spacing.wrong_spaces import wrong_spaces
from models import Document, Edit


def joined_words(document: Document) -> Iterator[Edit]:
    """Put the spaces back that stood between words.

    OCR and PDF extraction lose spaces where the gaps of a line are tight, often those of a whole line. Where they
    stood tells a small model of English letters, words and their damage (`clean.spacing.boundary_model`), which also
    sees the words that the document has on their own. It is believed where it is sure; beside what is certain, less is
    enough.

    Left alone on purpose: everything in a language without a model; addresses, handles, file names, code; names and
    new compounds ("Fastmail") where nothing around is damaged.

    >>> from models import Document
    >>> [edit.after for edit in joined_words(Document(text="The ministers on Tuesdayreaffirmed their commitment."))]
    ['Tuesday reaffirmed']
    """
    for change in wrong_spaces(document):
        if not change.takes_spaces:
            yield repair("joined_words", change.start, change.before, change.after, change.evidence, change.confidence)
