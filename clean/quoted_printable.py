"""The escapes of mail (quoted-printable, RFC 2045) in a text that nobody decoded."""

from collections.abc import Iterator

from clean.patterns import deferred

# Bytes and ends of lines that go on. Matches those of "N=C3=A9meth", "April=20", "o=\nn"; not "a = b".
ESCAPES = deferred(r"(?:=[0-9A-F]{2}|=[ \t]{0,9}\n)+")

# Matches what every sign of equality is in such a text: that of "=E2" or of a line end; not that of "a=b".
ESCAPED = deferred(r"=(?:[0-9A-F]{2}|[ \t]{0,9}(?:\n|\Z))")

# Matches "C3" of "=C3"; not the end of a line.
BYTE = deferred(r"[0-9A-F]{2}")

# What shows that the text is one of these: the bytes of a letter, a line that ends in an escaped blank, and one that is
# full and goes on. Matches "=C3=A9", "reopen in April=20\n"; not "=20" in a line, nor the "=\n" of a shorter one.
LETTER_OR_BLANK = deferred(r"=[C-F][0-9A-F]=[89AB][0-9A-F]|\w\w[ ][\w'’]+[,.;:\"]?=20\n")
FULL_LINE = deferred(r"(?<![^\n])[^\n]{65,75}=\n")

LEAST = 2
"""Signs of these two kinds in a text."""

ENCODINGS = ("utf-8", "cp1252")


def escapes(text: str) -> Iterator[tuple[int, str, str]]:
    r"""Give where the escapes of a text stand, what stands there and what it means; none in any other text.

    >>> list(escapes("N=C3=A9meth and Ren=C3=A9 went o=\nn"))
    [(1, '=C3=A9', 'é'), (19, '=C3=A9', 'é'), (32, '=\n', '')]
    >>> list(escapes("width=20\nheight=30\n"))
    []
    """
    if "=" not in text or not _is_escaped(text):
        return
    for match in ESCAPES.finditer(text):
        meant = _decoded(bytes.fromhex("".join(BYTE.findall(match[0]))))
        if meant is not None and meant.isprintable():
            yield match.start(), match[0], meant


def _is_escaped(text: str) -> bool:
    """Tell whether each sign of equality is part of an escape, and enough of them are certain."""
    signs = sum(1 for sign in (LETTER_OR_BLANK, FULL_LINE) for _ in sign.finditer(text))
    return signs >= LEAST and text.count("=") == sum(1 for _ in ESCAPED.finditer(text))


def _decoded(escaped: bytes) -> str | None:
    """Give what bytes mean; None where no encoding tells."""
    for encoding in ENCODINGS:
        try:
            return escaped.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
