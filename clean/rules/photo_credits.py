"""Takes photo credits out of the text."""

from collections.abc import Iterator

from clean.captions.credits import MAX_CREDIT, credit_lines
from clean.captions.leading_credits import credit_before
from clean.lines import Line, lines_outside, removal
from models import Destination, Document, Edit, SpanKind

NEVER_CREDITS = frozenset({SpanKind.PREFORMATTED, SpanKind.TABLE, SpanKind.HEADING, SpanKind.CREDIT})


def photo_credits(document: Document) -> Iterator[Edit]:
    """Take out lines that are a photo credit and nothing else, and what the markup calls a credit.

    A labelled credit that opens a paragraph of the body goes too ("Foto: Jane Doe Der Rat ...").

    A credit behind its caption on one line is such a line once `photo_captions` has taken the caption. Left alone are
    names without an agency or a label, an agency's short name by itself ("Reuters" may be a byline or a list's entry),
    and credits inside a line of prose.
    """
    for span in document.spans:
        credit = Line.trimmed(document.text, span.start, span.end)
        if span.kind is SpanKind.CREDIT and credit.text:
            yield removal("photo_credits", credit, Destination.CAPTIONS, "the markup calls it a credit")
    lines = lines_outside(document, NEVER_CREDITS)
    nth = 0
    while nth < len(lines):
        if before := credit_before(lines[nth]):
            # Taken for a credit as a whole the line would lose the paragraph.
            yield removal("photo_credits", before, Destination.CAPTIONS, "a photo credit before a paragraph")
            nth += 1
            continue
        count = credit_lines([line.text for line in lines[nth : nth + 2]]) if len(lines[nth].text) <= MAX_CREDIT else 0
        if count:
            whole = Line.trimmed(document.text, lines[nth].start, lines[nth + count - 1].end)
            yield removal("photo_credits", whole, Destination.CAPTIONS, "a line that is a photo credit")
        nth += count or 1
