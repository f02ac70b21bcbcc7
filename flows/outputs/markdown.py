"""Markdown with front matter: a file for each article, named by its id.

The front matter is YAML (its strings are written as JSON, which is YAML too), the body CommonMark: what the text says
in plain characters is escaped where Markdown would read something else into it.
"""

import os
import re
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from pydantic_core import to_json

from flows.outputs.published import Headed
from models import Paragraph, SpanKind

FRONT_MATTER = tuple(name for name in Headed.model_fields if name != "paragraphs")
_above = attrgetter(*FRONT_MATTER)

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC

# What no YAML stream may hold as it is, or would take for the end of a line: DEL, NEL, U+2028, lone surrogates, U+FFFE;
# not letters of any script.
UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

# The signs that CommonMark may read something into wherever they stand.
SIGNS = re.compile(r"[\\`*\[\]_<&~]")

# Those of them it does read something into: "*", "`", "[", the "<" of "<b>", the "&" of "&amp;", an "_" beside a space;
# not the "<" of "3 < 5", the "&" of "AT&T", or the "_" of "snake_case".
INLINE = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#|\w+;)|~(?=~)")

# What makes a line a heading, a list, a quotation, a rule or a fence: "# ", "- ", "> ", "==="; not "3# ".
BLOCK_MARK = re.compile(r"[#>+=|~-]")

# What makes a line an item of a numbered list: "12. ", "3) "; not "3.5" or "2026, ".
NUMBER_MARK = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")

# A run of backticks, which a fence has to be longer than.
BACKTICKS = re.compile(r"`+")


def markdown(records: Iterable[str], folder: Path) -> None:
    """Write a file for each record into a folder."""
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for record in records:
            article = Headed.model_validate_json(record)
            _write(f"{article.id}.md", document(article).encode(), here)
    finally:
        os.close(here)


def _write(name: str, content: bytes, folder: int) -> None:
    """Write a new file into an open folder; `Path.write_bytes` takes twice as long for so small a file."""
    file = os.open(name, NEW_FILE, 0o666, dir_fd=folder)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def document(article: Headed) -> str:
    """Give an article as Markdown with front matter; what is not set is left out."""
    values = zip(FRONT_MATTER, _above(article), strict=True)
    lines = [f"{name}: {to_json(value).decode()}" for name, value in values if value not in (None, ())]
    front_matter = UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", "\n".join(lines))
    return "\n".join(["---", front_matter, "---", "", body(article.paragraphs)])


def body(paragraphs: Iterable[Paragraph]) -> str:
    """Write paragraphs by their kinds, with a blank line between any two but the items of a list."""
    written = ""
    before: SpanKind | None = None
    for paragraph in paragraphs:
        listed = before is paragraph.kind is SpanKind.LIST_ITEM
        written += f"{'' if listed or before is None else chr(10)}{_block(paragraph)}\n"
        before = paragraph.kind
    return written


def _block(paragraph: Paragraph) -> str:
    if paragraph.kind is SpanKind.PARAGRAPH:
        return escaped(paragraph.text)
    if paragraph.kind in {SpanKind.PREFORMATTED, SpanKind.TABLE}:
        fence = "`" * max(3, 1 + max(map(len, BACKTICKS.findall(paragraph.text)), default=0))
        return f"{fence}\n{paragraph.text}\n{fence}"
    text = escaped(paragraph.text)
    if paragraph.kind is SpanKind.HEADING:
        return "## " + text.replace("\\\n", " ")
    if paragraph.kind is SpanKind.LIST_ITEM:
        return "- " + text.replace("\n", "\n  ")
    if paragraph.kind is SpanKind.QUOTE:
        return "> " + text.replace("\n", "\n> ")
    return text


def escaped(text: str) -> str:
    r"""Write plain text so that CommonMark gives it back; each of its line ends stays one.

    >>> print(escaped("# 3 of *5* at AT&T\n- said <he>"))
    \# 3 of \*5\* at AT&T\
    \- said \<he>
    """
    if _is_plain(text):
        return text
    return "\\\n".join(_line(line.strip(" \t")) for line in text.split("\n"))


def _is_plain(text: str) -> bool:
    """Tell of a line that opens with a letter and holds no signs, as most paragraphs are: nothing in it is a mark."""
    # To look for each sign by itself takes half the time that a pattern for all of them takes.
    return text[:1].isalpha() and text[-1] not in " \t" and not any(map(text.__contains__, "\\`*[]_<&~\n"))


def _line(line: str) -> str:
    if SIGNS.search(line):
        line = INLINE.sub(r"\\\g<0>", line)
    if BLOCK_MARK.match(line):
        return f"\\{line}"
    return NUMBER_MARK.sub(r"\1\\\2", line, count=1) if line[:1].isdigit() else line
