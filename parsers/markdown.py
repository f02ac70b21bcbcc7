"""Markdown: CommonMark with tables, read as the page it stands for, and the front matter above it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from models import Document, Metadata, RawDocument, Reason, Refusal, Stage
from parsers.dates import iso_date, printed_date
from parsers.decoding import decode, header_labels
from parsers.html.blocks import typed_blocks
from parsers.html.candidates import candidates
from parsers.html.headline import without_headline
from parsers.html.main import fragment
from parsers.html.page import document_of, with_printed, with_title
from parsers.html.printed import headline_zone, without_bylines
from parsers.html.tree import FORBIDDEN, load_tree
from parsers.text import unified_line_ends
from parsers.values import clean_value, language_tag, people_of
from parsers.words import letters_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# Matches the front matter of site generators, YAML or TOML, at a file's beginning; must not match "---" further down.
FRONT_MATTER = re.compile(
    r"""
    \A(?: ---[ \t]*\n (?P<yaml>.{0,65536}?\n) (?:---|\.\.\.) | \+\+\+[ \t]*\n (?P<toml>.{0,65536}?\n) \+\+\+ )
    [ \t]*(?:\n|\Z)
    """,
    re.DOTALL | re.VERBOSE,
)

# Matches the number that a list begins with; must not match what else HTML within Markdown may say there.
SMALL_NUMBER = re.compile(r"[0-9]{1,9}")

NAMES = {
    "title": ("title", "headline"),
    "subtitle": ("subtitle", "subheadline", "deck", "dek"),
    "authors": ("authors", "author", "byline"),
    "publisher": ("publisher", "publication"),
    "agency": ("agency",),
    "language": ("language", "lang", "locale"),
    "section": ("section", "category", "categories"),
    "keywords": ("keywords", "tags"),
    "summary": ("summary", "description", "excerpt", "standfirst"),
    "url": ("url", "canonical_url", "canonical"),
    "date_published": ("date_published", "date", "published", "pubdate", "publishdate", "published_at"),
    "date_modified": ("date_modified", "lastmod", "updated", "modified", "last_modified_at", "updated_at"),
}
"""Field -> the keys that site generators and our own export have for it, the surest first."""

Values = Mapping[str, Any]


def parse_markdown(raw: RawDocument) -> Document | Refusal:
    """Read Markdown.

    Returns a Document whose text is the blocks of the page that the Markdown stands for, joined by a blank line, each
    with its span: marks of emphasis and the addresses of links are gone, code keeps its lines, and what an image that
    stands alone shows is a caption. What the front matter says is in the metadata, and so is a first heading, which is
    not in the text. Or a Refusal (empty, binary, undecodable, no_text). Lines that are indented are no code: few
    writers mean it.
    """
    http = raw.source.http
    decoded = decode(raw.content, labels=header_labels(http.content_type if http else None))
    if isinstance(decoded, Refusal):
        return decoded
    front_matter, body = parted(unified_line_ends(decoded[0]))
    tree = _page(body)
    found = candidates(tree) if tree is not None else []
    metadata = stated(front_matter)
    if metadata.title is None and found and found[0].tag == "h1":
        metadata = with_title(metadata, clean_value(found[0].html))
    titles = {letters_of(metadata.title)} if metadata.title else set()
    metadata = with_printed(metadata, headline_zone(found, titles))
    blocks = typed_blocks(fragment(without_bylines(without_headline(found, titles), metadata.authors)))
    if not blocks:
        detail = "The file holds no text below its front matter. Check that it was written completely."
        return Refusal(stage=Stage.PARSE, reason=Reason.NO_TEXT, detail=detail)
    return document_of(blocks, metadata).model_copy(update={"encoding": decoded[1]})


def parted(text: str) -> tuple[Values, str]:
    r"""Part the front matter from the text below it; what is none, or cannot be read, stays where it is.

    >>> parted("---\ntitle: Ferries return\n---\nThe port reopened.")
    ({'title': 'Ferries return'}, 'The port reopened.')
    >>> parted("---\nThe port reopened.\n---\n")
    ({}, '---\nThe port reopened.\n---\n')
    """
    match = FRONT_MATTER.match(text)
    values = _read(match) if match else None
    if match is None or not isinstance(values, dict):
        return {}, text
    return {str(key).lower().replace("-", "_"): value for key, value in values.items()}, text[match.end() :]


def _read(match: re.Match[str]) -> object:
    import yaml

    try:
        # All its scalars are strings: a date is ours to read, and no tag makes an object.
        return yaml.load(match["yaml"], yaml.BaseLoader) if match["yaml"] else tomllib.loads(match["toml"])  # noqa: S506
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        return None


def stated(values: Values) -> Metadata:
    """Take from front matter what it says of the article.

    >>> stated({"title": "Ferries return", "author": "By Ada Okoye", "date": "2031-05-06"}).authors
    ('Ada Okoye',)
    """
    said = {field: list(_texts(values, names)) for field, names in NAMES.items()}
    update: dict[str, Any] = {field: next(iter(texts), None) for field, texts in said.items()}
    update["authors"] = people_of(said["authors"], said["publisher"])
    update["keywords"] = tuple(dict.fromkeys(word.strip() for text in said["keywords"] for word in text.split(",")))
    update["language"] = language_tag(update["language"] or "")
    update["url"] = next((url for url in said["url"] if url.startswith(("http://", "https://"))), None)
    published, modified = (
        next(filter(None, (iso_date(text) or printed_date(text) for text in said[field])), (None, None))
        for field in ("date_published", "date_modified")
    )
    update["date_published"], update["date_precision"] = published
    update["date_modified"] = modified[0]
    sources = {field: "front matter" for field in NAMES if update[field]}
    return Metadata(**{field: value for field, value in update.items() if value}, field_sources=sources)


def _texts(values: Values, names: tuple[str, ...]) -> Iterator[str]:
    """Give the texts under the first of some keys that has any: one, each of a list, or the names of authors in it."""
    for name in names:
        value = values.get(name)
        each = value if isinstance(value, list) else [value]
        texts = [item.get("name") if isinstance(item, dict) else item for item in each]
        # Aliases can make lists of lists that would fill the memory if they were written out.
        scalars = (item for item in texts if item is not None and not isinstance(item, list | dict))
        cleaned = [text for item in scalars if (text := clean_value(str(item)))]
        if cleaned:
            yield from cleaned
            return


def _page(body: str) -> "_Element | None":
    """Make the page that Markdown stands for; an image alone in its paragraph is a figure with a caption.

    The numbers of entries stand in the text, as they do in the file: a sentence may begin "1986. What a year".
    """
    from lxml.etree import SubElement
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").disable("code").render(body)
    tree = load_tree(f"<html><body><article>{html}</article></body></html>")
    for entries in tree.iter("ol") if tree is not None else ():
        start = entries.get("start", "")
        for number, entry in enumerate(entries.findall("li"), int(start) if SMALL_NUMBER.fullmatch(start) else 1):
            first = entry[0] if len(entry) and entry[0].tag == "p" else entry
            first.text = f"{number}. {(first.text or '').lstrip()}"
    for paragraph in list(tree.iter("p")) if tree is not None else ():
        images = paragraph.findall("img")
        shown = images[0].get("alt") or images[0].get("title") or "" if len(images) == 1 else ""
        # One word is the name of a file or of what is seen, and no caption.
        if " " in shown and not "".join(paragraph.itertext()).strip():
            paragraph.tag = "figure"
            # lxml takes no control characters, of which a form feed is white space.
            SubElement(paragraph, "figcaption").text = " ".join(FORBIDDEN.sub("", shown).split())
    return tree
