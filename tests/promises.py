"""What must hold for every document, checked in one place for samples, seeds and generated damage alike."""

import re
from collections import Counter
from html import unescape

from clean.engine import run_rules
from clean.rules import RULES
from flows.pipeline import process
from models import Article, Document, Edit, EditKind, RawDocument, undo
from parsers import parse

HYPHENS = frozenset("-\N{SOFT HYPHEN}\N{HYPHEN}")
MOST_LETTERS_LOST = 3
"""A repair may lose letters of the Latin alphabet and digits ("rn" becomes "m"), but never a word. The letters of
mojibake, of entities and of a mail's escapes ("â€™", "&rsquo;", "=E2") were none of the author's."""

# Matches the "=E2" of "=E2=80=99"; not "=on".
MAIL_ESCAPE = re.compile("=[0-9A-F]{2}")


def check(raw: RawDocument) -> None:
    """Hold one document's outcome against every promise that the desk makes."""
    parsed, outcome = parse(raw), process(raw)
    if not isinstance(parsed, Document) or not isinstance(outcome, Article):
        assert outcome.outcome == "rejection"
        assert outcome.reason != "internal_error", outcome.detail
        return
    assert undo(outcome.text, outcome.edits) == parsed.text
    check_conservation(parsed.text, outcome)
    assert run_rules(run_rules(parsed, RULES).document, RULES).edits == ()
    assert process(raw) == outcome


def check_conservation(source: str, article: Article) -> None:
    """Every character is in the text, in a repair's `before`, or in a removal that says where it went."""
    arrived = _visible(source, *(edit.after for edit in article.edits))
    assert _visible(article.text, *(edit.before for edit in article.edits)) == arrived
    for edit in article.edits:
        check_edit(edit)


def check_edit(edit: Edit) -> None:
    """A layout edit moves only blanks and hyphens, a removal adds nothing, and a repair is small."""
    lost = _visible(edit.before) - _visible(edit.after)
    gained = _visible(edit.after) - _visible(edit.before)
    match edit.kind:
        case EditKind.LAYOUT:
            assert set(lost) <= HYPHENS, edit
            assert not gained, edit
        case EditKind.REMOVAL:
            assert edit.after == "", edit
        case EditKind.REPAIR:
            letters = _visible(MAIL_ESCAPE.sub("", unescape(edit.before))) - _visible(edit.after)
            assert sum(n for c, n in letters.items() if c.isascii() and c.isalnum()) <= MOST_LETTERS_LOST, edit


def _visible(*texts: str) -> Counter[str]:
    """Count the characters that print."""
    return Counter("".join("".join(text.split()) for text in texts))
