"""From bytes to text, and how the encoding was found.

The order of evidence: byte order mark, the server's word, the page's word, being valid UTF-8, detection. A declaration
that the bytes contradict is set aside, and `Encoding.found_by` says so.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from models import Encoding, Reason, Refusal, Stage
from parsers.encodings import CODECS, FREQUENT, LETTERS, MULTI_BYTE, encoding_name


class Label(NamedTuple):
    """What somebody says the encoding is."""

    name: str
    found_by: str


BYTE_ORDER_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)

MAGIC = {
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"%PDF-": "a PDF",
    b"\x1f\x8b\x08": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3\0": "a SQLite database",
    b"\x7fELF": "a program",
    b"ID3\x03": "an audio file",
    b"OggS\0": "an audio file",
}

# Matches `text/html; charset="ISO-8859-1"`; must not match `text/html; boundary=x`.
CHARSET_PARAMETER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:+-]+)""", re.IGNORECASE)

# Matches `<meta charset=utf-8>` and `<meta http-equiv=... content="text/html; charset=utf-8">`; must not match
# `<meta name="charset" content="utf-8">` or a charset after the tag's end.
META_CHARSET = re.compile(rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:+-]{2,40})""", re.IGNORECASE)

# Matches `<?xml version="1.0" encoding="iso-8859-2"?>`; must not match it anywhere but at the start.
XML_ENCODING = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:+-]{2,40})["']""", re.IGNORECASE)

# Matches the escape by which ISO-2022-JP enters Kanji; must not match plain ASCII.
ISO_2022_JP_ESCAPE = re.compile(rb"\x1b\$[@B]")

# Matches a byte beyond ASCII; must not match ASCII, which tells nothing of the encoding.
HIGH_BYTE = re.compile(rb"[\x80-\xff]")

# Matches a byte at which a line can be cut in every encoding; must not match one that may end a character of two.
CUTTING_PLACE = re.compile(rb"[ ,.<>]")

# Matches "é" and the "n" of "ñandu" (a word's letters beside the symbols that may be misread ones): a run of anything
# but ASCII punctuation, digits and spaces; must not match "naive", which is all ASCII.
WORD_WITH_HIGH_CHARACTERS = re.compile(r"(?<![A-Za-z])[A-Za-z]*+[^\x00-\x7f][^\x00-@\[-`{-\x7f]*+")

# Matches a character of Chinese, Japanese or Korean copy, ASCII too: "港", "か", "。", "a"; must not match "é".
EAST_ASIAN = "[\t\n\r -~\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]"

# Matches what ends a line or a sentence there: "\n", "。", "，"; must not match a letter.
ENDING = re.compile("[\n\u3001\u3002\uff0c]")

EAST_ASIAN_FLOOR = 0.97
"""Share of such characters in copy; read the wrong way round, next to none of them ends a line."""

MARKUP_HEAD = 4096
"""Bytes at the head of a page searched for a declaration; HTML asks for the first 1,024, real pages are late."""

SAMPLE = 32_768
"""Bytes with evidence that detection looks at; more of them change nothing but the time it takes."""

LONG_LINE = 2_000
"""Bytes of a line that are enough evidence; many a page is one line."""

CONTROL_CEILING = 1 / 500
"""Share of control, unassigned and private characters above which bytes are not text in that encoding."""

MARKUP_CONTROL_CEILING = 1 / 20
"""The same for bytes that begin as a page does: browsers show pages with stray NULs, and so do we."""

LATIN_FLOOR = 0.35
"""Share of ASCII among the letters of words with accents: 0.6 and more in Latin script, next to 0 in any other."""

LEAST_FOREIGN = 60
"""Characters in words with letters beyond ASCII that contradict a declaration; fewer may be French ("à été")."""

STRANGE = 1 / 3
FITTING = 1 / 10
"""Share of characters that no language of windows-1252 would put where they stand, above which iso-8859-1 is not
believed, where in another encoding such a part of them at most is strange."""

STRAY_CEILING = 1 / 2
"""Broken UTF-8 sequences for each good one up to which a text is UTF-8 with strays in it: text in another encoding has
next to no good ones."""

TYPOGRAPHIC = frozenset("‘’‚‛“”„‟‹›«»–—…•·\N{NO-BREAK SPACE}\N{SOFT HYPHEN}§°©®™€£¿¡№′″")
"""Characters that news copy uses outside words in every language: no evidence of an alphabet."""


def decode(content: bytes, *, labels: Sequence[Label] = ()) -> tuple[str, Encoding] | Refusal:
    r"""Decode the bytes of a text, trusting `labels` in their order as far as the bytes agree.

    A byte order mark is part of the encoding and goes; nothing else is changed, line ends included. Mojibake that is
    in the bytes stays in the text: repairing it is a rule's job, and is recorded.

    Returns the text with its encoding, or a Refusal (empty, binary, undecodable).

    >>> decode("Zoë".encode("utf-8"), labels=[Label("iso-8859-1", "meta")])
    ('Zoë', Encoding(name='utf-8', found_by='declared iso-8859-1, but valid utf-8'))
    >>> decode(b"It\x92s late")
    ('It’s late', Encoding(name='windows-1252', found_by='detected'))
    """
    if not content:
        return _refusal(Reason.EMPTY, "The file is empty. Check that it was written completely, and get it again.")
    marked = _by_byte_order_mark(content)
    if marked:
        return marked
    wide = _by_wide_characters(content)
    if wide:
        return wide
    binary = _kind_of_binary(content)
    if binary:
        return _refusal(Reason.BINARY, f"The file is {binary}, not text. Hand over the article's text, HTML or PDF.")
    return _by_labels(content, labels) or _by_detection(content, labels)


def header_labels(content_type: str | None) -> list[Label]:
    """Give the encoding that a Content-Type header names, if it names one.

    >>> header_labels("text/html; charset=UTF-8")
    [Label(name='UTF-8', found_by='http header')]
    """
    match = CHARSET_PARAMETER.search(content_type or "")
    return [Label(match[1], "http header")] if match else []


def markup_labels(content: bytes) -> list[Label]:
    """Give the encoding that a page or an XML file declares in its head.

    >>> markup_labels(b'<html><meta charset="windows-1251">')
    [Label(name='windows-1251', found_by='meta')]
    """
    head = content[:MARKUP_HEAD]
    found = ((XML_ENCODING.match(head), "xml declaration"), (META_CHARSET.search(head), "meta"))
    return [Label(match[1].decode("ascii", "replace"), found_by) for match, found_by in found if match]


def _refusal(reason: Reason, detail: str) -> Refusal:
    return Refusal(stage=Stage.PARSE, reason=reason, detail=detail)


def _by_byte_order_mark(content: bytes) -> tuple[str, Encoding] | None:
    """Read a text that begins with a byte order mark, unless the rest contradicts it."""
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = _decoded(content[len(mark) :], name)
            if text is not None and _is_text(text):
                return text, Encoding(name=name, found_by="bom")
    return None


def _by_wide_characters(content: bytes) -> tuple[str, Encoding] | None:
    """Read UTF-16 or UTF-32 without a mark: NUL bytes in some places of each unit and not in others."""
    if b"\0" not in content[:SAMPLE]:
        return None
    head = content[:SAMPLE]
    for name, width, zero_places in (("utf-32le", 4, (2, 3)), ("utf-32be", 4, (0, 1))):
        if len(content) % width == 0 and all(not any(head[place::width]) for place in zero_places):
            return _wide(content, name)
    zeros = [head[place::2].count(0) for place in (0, 1)]
    if len(content) % 2:
        return None
    if min(zeros) * 20 > max(zeros):
        return _wide_east_asian(content, head[: len(head) // 2 * 2])
    return _wide(content, "utf-16le" if zeros[1] > zeros[0] else "utf-16be")


def _wide_east_asian(content: bytes, head: bytes) -> tuple[str, Encoding] | None:
    """Read UTF-16 of Chinese, Japanese or Korean, whose characters hold few NULs: nearly all are of those scripts."""
    shares = {name: _east_asian_share(head, name) for name in ("utf-16le", "utf-16be")}
    best = max(shares, key=lambda name: shares[name])
    return _wide(content, best) if shares[best] >= EAST_ASIAN_FLOOR and min(shares.values()) < shares[best] else None


def _east_asian_share(head: bytes, name: str) -> float:
    """Measure the share (0 to 1) of characters that are East Asian or ASCII, where some end lines or sentences."""
    text = head.decode(CODECS[name], "ignore")
    return len(re.findall(EAST_ASIAN, text)) / len(text) if text and ENDING.search(text) else 0.0


def _wide(content: bytes, name: str) -> tuple[str, Encoding] | None:
    text = _decoded(content, name)
    if text is None or not _is_text(text):
        return None
    return text, Encoding(name=name, found_by="detected")


def _kind_of_binary(content: bytes) -> str | None:
    """Say what kind of binary file the bytes are, if they are one."""
    for magic, kind in MAGIC.items():
        if content.startswith(magic):
            return kind
    # The escape is part of ISO-2022-JP; the others are the white space of plain text.
    ceiling = MARKUP_CONTROL_CEILING if content.lstrip()[:1] == b"<" else CONTROL_CEILING
    controls = len(content) - len(
        content.translate(None, bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32)))
    )
    return "binary data" if controls > len(content) * ceiling else None


def _by_labels(content: bytes, labels: Sequence[Label]) -> tuple[str, Encoding] | None:
    """Read a text as somebody says, or as UTF-8 where the bytes prove it."""
    if ISO_2022_JP_ESCAPE.search(content) and (japanese := _decoded(content, "iso-2022-jp")) is not None:
        return japanese, Encoding(name="iso-2022-jp", found_by="detected")
    known = [(name, label.found_by) for label in labels if (name := encoding_name(label.name))]
    utf8 = _decoded(content, "utf-8")
    if utf8 is not None:
        return utf8, _utf8_encoding(known, is_ascii=content.isascii())
    for name, found_by in known:
        if name == "utf-8":
            patched = _with_strays(content)
            if patched is not None:
                return patched, Encoding(name="utf-8", found_by=f"{found_by}, stray bytes read as windows-1252")
            continue
        text = _decoded(content, name)
        if text is not None and _is_text(text) and not (name == "windows-1252" and _is_contradicted(content)):
            return text, Encoding(name=name, found_by=found_by)
    return None


def _is_contradicted(content: bytes) -> bool:
    """Say whether bytes that are declared iso-8859-1 are another script, or a language with letters it has not.

    Servers and editors declare it without being asked, so that is the declaration not to believe.
    """
    sample = _sampled(content)
    words = WORD_WITH_HIGH_CHARACTERS.findall(_decoded(sample, "windows-1252") or "")
    if sum(map(len, words)) < LEAST_FOREIGN:
        return False
    # The words of another script hold next to no ASCII.
    return (_ascii_share(words) < LATIN_FLOOR and bool(_foreign(content))) or _is_other_latin(sample)


def _is_other_latin(sample: bytes) -> bool:
    """Say whether a third of what is beyond ASCII is strange in every language of windows-1252, and fits another's."""
    strange = _strangeness(sample, "windows-1252")
    return strange > STRANGE and min(_strangeness(sample, name) for name in LETTERS) < strange * FITTING


def _foreign(content: bytes) -> str | None:
    """Name the encoding of another script that the bytes surely are in, null for none."""
    sample = _sampled(content)
    return next((name for name in _candidates(sample) if name in FREQUENT and _decoded(content, name)), None)


def _sampled(content: bytes) -> bytes:
    """Give the lines that tell the encoding, up to the size of a sample."""
    return b"\n".join(islice(_evidence(content), 400))[:SAMPLE]


def _utf8_encoding(known: Sequence[tuple[str, str]], *, is_ascii: bool) -> Encoding:
    """Say how valid UTF-8 was found; ASCII bears every declaration out."""
    for name, found_by in known:
        if name == "utf-8" or is_ascii:
            return Encoding(name=name, found_by=found_by)
    found_by = f"declared {known[0][0]}, but valid utf-8" if known else "valid utf-8"
    if known and known[0][0] == "windows-1252":
        found_by = "declared iso-8859-1, but valid utf-8"
    return Encoding(name="utf-8", found_by=found_by)


def _with_strays(content: bytes) -> str | None:
    """Read UTF-8 that has a few foreign bytes in it, as pages put together from several sources have."""
    broken = content.decode("utf-8", "surrogateescape")
    strays = sum("\udc80" <= character <= "\udcff" for character in broken)
    good = sum(character > "\x7f" for character in broken) - strays
    if strays > good * STRAY_CEILING:
        return None
    return re.sub("[\udc80-\udcff]", _as_windows_1252, broken)


def _as_windows_1252(stray: re.Match[str]) -> str:
    return bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace")


def _by_detection(content: bytes, labels: Sequence[Label]) -> tuple[str, Encoding] | Refusal:
    """Read a text as UTF-8 with strays in it, else in the encoding its letters speak for."""
    patched = _with_strays(content)
    if patched is not None:
        found_by = _contradicted(labels, "detected, stray bytes read as windows-1252")
        return patched, Encoding(name="utf-8", found_by=found_by)
    for name in _candidates(_sampled(content)):
        text = _decoded(content, name)
        if text is not None and _is_text(text):
            return text, Encoding(name=name, found_by=_contradicted(labels, "detected"))
    said = f", although declared {labels[0].name}" if labels else ""
    detail = f"The bytes are no text in any encoding we know{said}. Save the file again as UTF-8."
    return _refusal(Reason.UNDECODABLE, detail)


def _contradicted(labels: Sequence[Label], found_by: str) -> str:
    return f"declared {labels[0].name.lower()}, but {found_by}" if labels else found_by


def _evidence(content: bytes) -> Iterator[bytes]:
    """Give the lines that hold bytes beyond ASCII, of a long one what stands around the first such byte."""
    for line in content.split(b"\n"):
        if not line.isascii():
            yield line if len(line) <= LONG_LINE else _around_high_byte(line)


def _around_high_byte(line: bytes) -> bytes:
    first = HIGH_BYTE.search(line)
    start = max(0, first.start() - LONG_LINE // 10) if first else 0
    part = line[start : start + LONG_LINE]
    places = [match.end() for match in CUTTING_PLACE.finditer(part)]
    return part[: places[-1]] if places else part


def _candidates(sample: bytes) -> Iterator[str]:
    """Name the encodings a sample may be in, the likeliest first."""
    latin = _latin_by_letters(sample)
    if latin is None:
        yield from _foreign_by_statistics(sample)
    elif _ascii_share(WORD_WITH_HIGH_CHARACTERS.findall(_decoded(sample, latin) or "")) >= LATIN_FLOOR:
        yield latin
    else:
        # Words of accented letters only: another script, or a few short words as in "a été à".
        yield from _foreign_by_statistics(sample)
        if _ascii_share([_decoded(sample, latin) or ""]) >= 0.5:
            yield latin


def _ascii_share(words: Sequence[str]) -> float:
    """Measure the share (0 to 1) of ASCII among the letters; 1 where there is no letter."""
    letters = [character for word in words for character in word if character.isalpha()]
    return sum(map(str.isascii, letters)) / len(letters) if letters else 1.0


def _latin_by_letters(sample: bytes) -> str | None:
    """Choose among single-byte Latin encodings by how many letters fit one language's alphabet.

    windows-1252 wins where the letters do not decide: it is by far the commonest, and statistics call it windows-1250.
    """
    fits = {name: _strangeness(sample, name) for name in LETTERS}
    best = min(fits, key=lambda name: fits[name])
    if fits[best] > 0.5:
        return None
    return "windows-1252" if fits["windows-1252"] <= fits[best] + 0.02 else best


def _strangeness(sample: bytes, name: str) -> float:
    """Measure the share (0 to 1) of characters beyond ASCII that no one language of that encoding would put there."""
    text = _decoded(sample, name)
    if text is None:
        return 1.0
    words = WORD_WITH_HIGH_CHARACTERS.findall(text)
    inner = [(before, character) for word in words for before, character in zip("\0" + word, word, strict=False)]
    telling = [pair for pair in inner if pair[1] > "\x7f" and pair[1] not in TYPOGRAPHIC]
    if not telling:
        return 0.0
    return min(sum(_is_strange(*pair, letters) for pair in telling) for letters in LETTERS[name]) / len(telling)


def _is_strange(before: str, character: str, letters: str) -> bool:
    """Tell whether a character does not belong after the one before it, in a language with these letters."""
    if character.lower() not in letters:
        return True
    return character.isupper() and before.islower()


def _foreign_by_statistics(sample: bytes) -> list[str]:
    """Name encodings of other scripts: by the commonest letters, then as charset-normalizer has it."""
    import charset_normalizer

    fits = {name: _frequent_share(sample, name) / expected for name, (_, expected) in FREQUENT.items()}
    by_letters = sorted((name for name, fit in fits.items() if fit > 0.6), key=lambda name: -fits[name])
    guesses = (encoding_name(guess.encoding) for guess in charset_normalizer.from_bytes(sample))
    # A short headline holds few common characters; statistics are good at encodings of several bytes.
    by_statistics = (name for name in guesses if name in MULTI_BYTE and fits[name] > 0.1)
    names = dict.fromkeys([*by_letters, *by_statistics])
    return [name for name in names if _is_one_script(sample, name)]


def _frequent_share(sample: bytes, name: str) -> float:
    """Measure the share (0 to 1) of letters beyond ASCII that are among the commonest of the encoding's script."""
    letters = [character for character in _decoded(sample, name) or "" if character > "\x7f" and character.isalpha()]
    return sum(character in FREQUENT[name][0] for character in letters) / len(letters) if letters else 0.0


def _is_one_script(sample: bytes, name: str) -> bool:
    """Tell whether words are whole in their script: Cyrillic letters amid Latin ones were never Cyrillic."""
    words = WORD_WITH_HIGH_CHARACTERS.findall(_decoded(sample, name) or "")
    mixed = sum(any(character.isascii() for character in word) for word in words)
    return bool(words) and mixed * 3 < len(words)


def _decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(CODECS[name])
    except UnicodeDecodeError:
        return None


def _is_text(text: str) -> bool:
    """Tell whether characters are those of a text: hardly any are controls, unassigned or private."""
    sample = text[:SAMPLE]
    wrong = sum(
        unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"} and character not in "\t\n\v\f\r\x1b\x85"
        for character in sample
    )
    return wrong <= len(sample) * CONTROL_CEILING
