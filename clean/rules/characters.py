"""Broken characters: mojibake, escapes of pages and mails, typographic ligatures, loose accents, control characters.

Mojibake is found and decoded by ftfy, line by line; of the rest of ftfy nothing is used: curly quotes, dashes,
ellipses, full-width letters and line ends are never changed here.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from clean.alphabet import beyond_ascii
from clean.edits import repair
from clean.patterns import deferred
from clean.quoted_printable import escapes
from clean.words.lexicon import lexicon
from models import Document, Edit

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

RULE = "characters"

STRETCH = 1000
"""Characters that are decoded and compared at once, so that a text in one endless line costs linear time."""

LOOKAHEAD = 200
"""Characters within which a text and what it decodes to are aligned again."""

ANCHOR = 3
"""Characters that must be alike after a change for the two to be aligned."""

# Matches a line of at most STRETCH characters, or a piece of a longer one that ends in a space if it can.
PIECE = deferred(rf"[^\n]{{1,{STRETCH}}}(?=\n|\Z)|[^\n]{{1,{STRETCH}}} |[^\n]{{1,{STRETCH}}}")

# What mojibake is made of is told by ftfy; these only find lines worth asking about. The first matches one character:
# "â" and "é", not a curly quote or a dash. The second matches the "â€" of "itâ€™s"; not a curly quote, a dash or an
# accented letter between plain letters and spaces ("café – “déjà vu”").
DOUBTFUL = deferred(r"[^\x00-\x7F“”‘’–—…•]")
SUSPICIOUS = deferred(rf"{DOUBTFUL.pattern}(?:[^\x00-\x7F]|[\x1a?]|(?<=[\x80-\x9FÃŒœ])|(?<=Â)[ ])")

# A line that speaks of encodings shows mojibake on purpose. Matches "Mojibake", "UTF-8", "Windows-1252"; not "code".
ABOUT_ENCODINGS = deferred(r"\b(?:mojibake|utf-?8|iso-?8859-?\d*|latin-1|windows-125\d|charset)\b", re.IGNORECASE)

# A closing quotation mark whose last byte was lost, decoded wrongly once or twice. Matches the "â€" of "â€œyesâ€ and"
# and the "Ã¢â‚¬Â" of "yesÃ¢â‚¬Â and"; not that of "â€œ" or "â€™".
LOST_QUOTE = deferred(r"(?:Ã¢â‚¬Â|â€)(?=[\s,.;:!?)\]]|\Z)")

# A capital letter, A with tilde and a closing mark. Matches the end of "AMANHÃ”"; not "CÃ”TE", where a letter follows.
CAPITAL_A_TILDE = deferred(r"(?<=[A-ZÀ-Þ])Ã[\N{RIGHT DOUBLE QUOTATION MARK}’»…–—](?!\w)")

# A character that was lost between the letters of a contraction, or the first of the three that its apostrophe was
# read as. Matches that of "didn\ufffdt" and "didnât"; not that of "caf\ufffd", "na\ufffdve" or "mât" (see
# `_lost_apostrophes`).
LOST = "\N{REPLACEMENT CHARACTER}â"
CONTRACTION = deferred(rf"(?<![^\W\d_])([A-Za-z]{{1,15}})[{LOST}](t|s|re|ve|ll|d|m)(?![^\W\d_]|[{LOST}])")

# Matches "&amp;" and "&#8217;"; not "R&D;".
ENTITY = deferred(r"&(?:[A-Za-z]{2,8}[0-9]{0,2}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5});")

# A text that shows markup keeps its entities. Matches "<b>", "</div>", "&lt;"; not "a < b".
MARKUP = deferred(r"</?[A-Za-z][A-Za-z0-9]*[\s/>]|&(?:lt|gt|#60|#62|#x3[ceCE]);")

# Matches "the entity &nbsp; in HTML"; not "Marks &amp; Spencer".
ABOUT_MARKUP = deferred(r"\b(?:HTML|XML|XHTML|entity|entities|ampersands?)\b")

# Matches "https://example.org/?a=1&amp;b=2" to its end; not the space after it.
ADDRESS = deferred(r"\b(?:https?://|www\.)\S+")

# Matches the ligature of "oﬃce"; not the digraphs of Croatian or Dutch, which are letters of their own.
LIGATURE = deferred(r"[\N{LATIN SMALL LIGATURE FF}-\N{LATIN SMALL LIGATURE ST}]")

# A Latin, Greek or Cyrillic letter with the accents that follow it loosely. Matches "e\u0301"; not a lone accent.
ACCENT = deferred(r"[\u0300-\u036F]")
LOOSE_ACCENTS = deferred(rf"[A-Za-zÀ-ɏͰ-ӿḀ-ỿ]{ACCENT.pattern}+")

# Matches a bell or an object replacement character; not tab, line ends, page ends, or the mark that PDF readers leave
# for a hyphen at a line end (U+0002), which the rule for those needs.
CONTROL = deferred(r"[\x00\x01\x03-\x08\x0e-\x1f\x7f\u206a-\u206f\ufff9-\ufffc](?:(?<=\x1b)\[[0-9;]*[A-Za-z])?")

CONTRACTED = 12.0
"""Cost up to which a contraction is known: "didn't" 8."""

# What a mention of a character stands between. Matches the quotes of “Ã©”; not a letter.
OPENING = frozenset("\"'`“‘«„‹([‚")
CLOSING = frozenset("\"'`”’»“›)]")


def characters(document: Document) -> Iterator[Edit]:
    r"""Repair characters that a wrong decoding, an escape or a typesetter's font left broken.

    - Mojibake ("itâ€™s" for "it’s"): bytes read in the wrong encoding, decoded again by ftfy.
    - HTML entities in text that shows no markup ("Marks &amp; Spencer"), and the escapes of a mail that nobody decoded
      ("N=C3=A9meth").
    - The ligatures of fonts ("oﬃce") and accents that stand loose behind their letter ("e\u0301").
    - Control characters and terminal escapes; the apostrophe of an English contraction that was lost ("didn\ufffdt").

    Left alone on purpose: characters that are only mentioned (“Ã©” in quotes, a line about UTF-8), capital "Ã" before
    a closing mark, entities in addresses and in text about markup, full-width forms, quotes and dashes of any kind,
    letters that are digraphs ("ĳ", "ǆ"), and Unicode forms that normalization would merge ("Å" the unit).

    >>> edits = characters(Document(text="Itâ€™s the cafÃ© of Marks &amp; Co"))
    >>> [(edit.start, edit.before, edit.after) for edit in edits]
    [(2, 'â€™', '’'), (14, 'Ã©', 'é'), (26, '&amp;', '&')]
    """
    text = document.text
    found = [*_entities(text), *_escapes(text), *_controls(text), *_lost_apostrophes(text)]
    odd = beyond_ascii(text)
    if DOUBTFUL.search(odd):
        found += [*_mojibake(text)]
    if LIGATURE.search(odd):
        found += [*_ligatures(text)]
    if ACCENT.search(odd):
        found += [*_loose_accents(text)]
    yield from _apart(found)


def _apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Leave out an edit that touches an earlier one; the next round finds it again."""
    reached = -1
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start > reached:
            yield edit
            reached = edit.end


def _mentioned(text: str, start: int, end: int) -> bool:
    """Say whether the stretch stands alone between quotation marks or brackets."""
    return start > 0 and end < len(text) and text[start - 1] in OPENING and text[end] in CLOSING


@lru_cache(maxsize=1)
def _decoding() -> "TextFixerConfig":
    """Configure ftfy; only the options that decode anything are read by `fix_encoding`."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        # "Ã " for "à" is common where a no-break space was made plain; ftfy knows when it can be nothing else.
        restore_byte_a0=True,
        # A character that is partly lost would become U+FFFD; what is left of it says more to a person.
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=True,
        explain=False,
    )


def _mojibake(text: str) -> Iterator[Edit]:
    """Find text that was decoded in the wrong encoding, once or more often."""
    if not SUSPICIOUS.search(text):
        return
    from ftfy import fix_encoding

    for piece in PIECE.finditer(text):
        before = piece[0]
        if before.isascii() or not SUSPICIOUS.search(before) or ABOUT_ENCODINGS.search(before):
            continue
        after = fix_encoding(LOST_QUOTE.sub("\N{RIGHT DOUBLE QUOTATION MARK}", before), _decoding())
        if after != before:
            yield from _differences(text, piece.start(), before, after)


def _differences(text: str, offset: int, before: str, after: str) -> Iterator[Edit]:
    """Record what a decoding changed as small edits."""
    for start, old, new in _small_changes(before, after):
        at = offset + start
        kept = (
            _mentioned(text, at, at + len(old)) or CAPITAL_A_TILDE.match(text, at) or "\N{REPLACEMENT CHARACTER}" in new
        )
        if not kept:
            yield repair(RULE, at, old, new, "decoded in the wrong encoding", confidence=0.99)


def _small_changes(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Compare a text with what it decodes to, and give each change with its offset.

    Takes the shortest stretch after which both go on alike; what goes on differently to the end is one change.

    >>> list(_small_changes("Un cafÃ© et un thÃ©", "Un café et un thé"))
    [(6, 'Ã©', 'é'), (17, 'Ã©', 'é')]
    """
    i = j = 0
    while i < len(before) or j < len(after):
        same = _shared(before[i : i + LOOKAHEAD], after[j : j + LOOKAHEAD])
        if not same:
            old, new = _replaced(before[i:], after[j:])
            yield i, before[i : i + old], after[j : j + new]
            i, j, same = i + old, j + new, 0
        i, j = i + same, j + same


def _replaced(before: str, after: str) -> tuple[int, int]:
    """Say how much of the beginning of each text to skip so that both go on alike."""
    for old in range(1, min(len(before), LOOKAHEAD) + 1):
        goes_on = before[old : old + ANCHOR]
        new = after.find(goes_on, 0, old + ANCHOR) if goes_on else len(after)
        if 0 <= new <= old:
            return old, new
    return len(before), len(after)


def _shared(a: str, b: str) -> int:
    """Count the characters that two texts share at their beginning."""
    if a == b:
        return len(a)
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _entities(text: str) -> Iterator[Edit]:
    """Find HTML entities in a text that is not about markup."""
    if "&" not in text or not ENTITY.search(text) or MARKUP.search(text) or ABOUT_MARKUP.search(text):
        return
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    starts = [start for start, _ in addresses]
    for match in ENTITY.finditer(text):
        nearest = bisect_right(starts, match.start()) - 1
        inside = nearest >= 0 and match.start() < addresses[nearest][1]
        after = _unescaped(match[0])
        if after and not inside and not _mentioned(text, *match.span()):
            yield repair(RULE, match.start(), match[0], after, "an HTML entity", confidence=0.98)


def _escapes(text: str) -> Iterator[Edit]:
    """Find the escapes of quoted-printable in a text that is full of them."""
    for start, before, after in escapes(text):
        yield repair(RULE, start, before, after, "an escape of mail (quoted-printable)", confidence=0.98)


def _unescaped(entity: str) -> str | None:
    """Give the character of an entity of HTML 4 or of a number that is a printed character; None for another."""
    if not entity.startswith("&#") and entity[1:-1] not in name2codepoint and entity != "&apos;":
        return None
    character = unescape(entity)
    printed = len(character) == 1 and (character.isprintable() or character in "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}")
    return character if printed and character not in "<>\N{REPLACEMENT CHARACTER}" else None


def _ligatures(text: str) -> Iterator[Edit]:
    """Find ligatures beside a letter; one that stands alone is spoken of."""
    for match in LIGATURE.finditer(text):
        if text[match.start() - 1 : match.start()].isalpha() or text[match.end() : match.end() + 1].isalpha():
            yield repair(RULE, match.start(), match[0], unicodedata.normalize("NFKC", match[0]), "a ligature of a font")


def _loose_accents(text: str) -> Iterator[Edit]:
    """Find letters whose accent is a character of its own, where one character for both exists."""
    for match in LOOSE_ACCENTS.finditer(text):
        after = unicodedata.normalize("NFC", match[0])
        if after != match[0] and len(after) < len(match[0]):
            yield repair(RULE, match.start(), match[0], after, "an accent apart from its letter")


def _lost_apostrophes(text: str) -> Iterator[Edit]:
    """Find contractions that everybody knows whose apostrophe was lost; what else was lost nothing tells."""
    english = lexicon("en") if any(character in text for character in LOST) else None
    for match in CONTRACTION.finditer(text) if english else ():
        cost = english.cost(f"{match[1]}'{match[2]}".lower()) if english else None
        if cost is not None and cost <= CONTRACTED:
            yield repair(
                RULE, match.end(1), text[match.end(1)], "’", "the apostrophe of a contraction", confidence=0.97
            )


def _controls(text: str) -> Iterator[Edit]:
    """Find control characters that show nothing."""
    for match in CONTROL.finditer(text):
        yield repair(RULE, match.start(), match[0], "", "a control character")
