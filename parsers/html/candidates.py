"""The parts of a page that may be its article: every run of text, in reading order, with what the markup says of it.

One walk over the lxml tree the extractor works on, too. Scripts, navigation and forms are stepped over; inline markup
is kept, because it is evidence for spacing later on.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import islice, takewhile
from typing import NamedTuple

from lxml.etree import _Element, iterwalk

from parsers.words import letters_of, words_of

SKIPPED_TAGS = frozenset(
    words_of(
        "script style noscript template svg math head iframe object embed canvas audio video picture map nav "
        "footer form select option button input textarea dialog menu progress meter source track img"
    )
)
"""Elements whose text is never the article's, unless they hold the page by mistake (`_holds_page`)."""

UNCLOSED_TAGS = frozenset(("nav", "button", "footer", "menu", "dialog"))
"""Elements that hold the rest of a page where their end tag is missing."""

LONG_TEXT, LONG_TEXTS = 100, 5
"""Characters of a `<p>` that is no menu entry, and how many of them make a page."""

INLINE_TAGS = frozenset(
    words_of(
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rb rp rt rtc ruby s samp "
        "small span strike strong sub sup time tt u var wbr label"
    )
)

KIND_TAGS = {
    **{f"h{level}": f"h{level}" for level in range(1, 7)},
    "li": "li",
    "dt": "li",
    "dd": "li",
    "blockquote": "blockquote",
    "pre": "pre",
    "figcaption": "figcaption",
    "aside": "aside",
}
"""Element that gives its runs a kind -> the tag such a run has in the fragment."""

CREDIT_TOKENS = frozenset(
    words_of(
        "credit credits copyright copyrightholder photographer attribution rights imagecredit photocredit mediacredit "
        "credito crédito bildnachweis bildrechte quelle urheber agency source provider byline author fotograf"
    )
)
"""Words in a class name inside a figure that mean the credit."""

CAPTION_TOKENS = frozenset(
    words_of(
        "caption captions figcaption imagecaption photocaption bildunterschrift legende bildtext "
        "fotoverantwortlicher pie leyenda"
    )
)

CALL_TOKENS = frozenset(words_of("cta call newsletter signup subscribe subscription"))
"""Words in a class name that mean a call to subscribe, which some systems caption."""

ASIDE_TOKENS = frozenset(
    words_of(
        "related recommended recommendations newsletter promo teaser teasers signup subscribe outbrain taboola "
        "morelinks readmore relatedlinks"
    )
)

# Matches "(opens in a new window)", which a link says to those who cannot see it; must not match a longer sentence.
NEW_WINDOW = re.compile(
    r"""\s*\(?(?:(?:this\ link\ )?opens\ in\ (?:a\ )?new\ (?:window|tab)
        |öffnet\ (?:in|im)\ (?:einem\ )?neue[nm]\ (?:fenster|tab)
        |(?:s[’']ouvre|ouverture)\ dans\ (?:une|un)\ (?:nouvelle|nouvel)\ (?:fenêtre|onglet)
        |se\ abre\ en\ una?\ (?:nueva\ )?(?:ventana|pestaña)(?:\ nueva)?|abre\ (?:em|numa)\ nova\ (?:janela|aba|guia)
        |si\ apre\ in\ una\ nuova\ (?:finestra|scheda)|opent\ in\ (?:een\ )?nieuw\ (?:venster|tabblad))\)?\s*""",
    re.IGNORECASE | re.VERBOSE,
)

# Matches "sr-only", "screen-reader-text" and "visuallyHidden", classes of what a page says only to those who listen to
# it; must not match "user-only" or "sr-only-focusable".
UNSEEN_CLASS = re.compile(
    r"(?<![a-z])(?:sr-?only|visually-?hidden|screen-?reader(?:-?(?:text|only))?|assistive-?text)(?![\w-])",
    re.IGNORECASE,
)

# Matches the words of "photo-credit", "PhotoCredit" and "photo__credit"; must not match the "cap" of "landscape".
CLASS_WORD = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+(?![a-z])")

# Matches `{"layout": 2, ...` and `[{"id": ...`, settings for a script that stand among the text; must not match
# words in brackets or a quotation.
SETTINGS = re.compile(r'(?:<[^<>]{0,300}>|[\s\[])*+\{\s*+"[\w@$-]{1,60}"\s*+:')

LONGEST_PICTURE_TABLE = 300
"""Characters beside a picture in a table that holds nothing else, as old pages set a picture with its caption."""

LONGEST_CAPTION = 1_000
"""Characters; captions of more are next to unknown, and containers named for a caption they hold are common."""

LONGEST_CELL = 400
"""Characters; a longer cell of a table is a part of the page's layout."""

LONGEST_NAMES = 400
"""Characters of class and id that are looked at."""

MAX_CANDIDATES = 20_000
"""Far more than any article page has; a hostile page stops there."""


class Candidate(NamedTuple):
    """A run of text without a block boundary in it."""

    tag: str
    """The tag that says its kind: p, h1 to h6, li, blockquote, pre, table, figcaption, small (a credit) or aside."""
    html: str
    """Its inner HTML, inline markup only."""
    key: str
    """Its letters and digits in lower case."""
    linked: int
    """How many of these lie in links."""
    element: _Element
    """The innermost block element around it."""
    in_figure: bool


def candidates(tree: _Element) -> list[Candidate]:
    """Give the runs of text of a page in reading order."""
    return _Walk().over(tree)


def class_words(element: _Element) -> set[str]:
    """Give the words of an element's class and id, also the whole of each name without its separators."""
    return words_of_names(f"{element.get('class', '')} {element.get('id', '')}"[:LONGEST_NAMES])


def words_of_names(names: str) -> set[str]:
    """Give the words of names in all their spellings.

    >>> sorted(words_of_names("photo-credit leadImage"))
    ['credit', 'image', 'lead', 'leadimage', 'photo', 'photocredit']
    """
    words = {word.lower() for word in CLASS_WORD.findall(names)}
    return words | set(map(letters_of, names.split()))


class _Walk:
    """The state of one walk: what is open, and the run that is being gathered."""

    def __init__(self) -> None:
        self.found: list[Candidate] = []
        self.pieces: list[str] = []
        self.letters: list[str] = []
        self.linked = 0
        self.links = 0
        self.inline: list[_Element] = []
        self.names: dict[str, set[str]] = {}
        self.unseen: dict[str, bool] = {}
        self.blocks: list[tuple[_Element, str, bool]] = []

    def over(self, tree: _Element) -> list[Candidate]:
        walker = iterwalk(tree, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(element)
            elif self._start(element):
                walker.skip_subtree()
            if len(self.found) > MAX_CANDIDATES:
                break
        return self.found

    def _start(self, element: _Element) -> bool:
        """Enter an element; tell whether its content is to be stepped over."""
        tag = element.tag
        if (
            not isinstance(tag, str)
            or (tag in SKIPPED_TAGS and not _holds_page(element))
            or is_unseen(element, self.unseen)
        ):
            return True
        if tag == "br":
            self._break_line()
            return True
        if tag == "table" and is_data_table(element):
            self._flush()
            self._append_table(element)
            return True
        if (tag in INLINE_TAGS or _is_custom_inline(element)) and not self._is_credit(element):
            self._open_inline(element)
        else:
            self._flush()
            self._open_block(element)
        self._add(element.text)
        return False

    def _end(self, element: _Element) -> None:
        if self.inline and self.inline[-1] is element:
            self._close_inline(element)
        elif self.blocks and self.blocks[-1][0] is element:
            self._flush()
            self.blocks.pop()
        self._add(element.tail)

    def _break_line(self) -> None:
        """End a line; two line ends in a row end a paragraph, as pages without `<p>` have them."""
        is_second = any(piece == "<br>" for piece in takewhile(_is_break_or_space, reversed(self.pieces)))
        if is_second and self.blocks and self.blocks[-1][1] != "pre":
            self._flush()
        self.pieces.append("<br>")

    def _is_credit(self, element: _Element) -> bool:
        """Tell whether an inline element holds the credit of a figure; so does `<cite>` outside its caption."""
        if not self._in_figure():
            return False
        is_cited = element.tag == "cite" and self.blocks[-1][0].tag not in ("figcaption", "p")
        return is_cited or bool(self._class_words(element) & CREDIT_TOKENS)

    def _in_figure(self) -> bool:
        return bool(self.blocks) and self.blocks[-1][2]

    def _open_inline(self, element: _Element) -> None:
        self.inline.append(element)
        self.links += element.tag == "a"
        self.pieces.append(_opening(element))

    def _close_inline(self, element: _Element) -> None:
        self.inline.pop()
        self.links -= element.tag == "a"
        self.pieces.append(f"</{element.tag}>")

    def _open_block(self, element: _Element) -> None:
        tag, in_figure = (self.blocks[-1][1], self.blocks[-1][2]) if self.blocks else ("p", False)
        words = self._class_words(element)
        if _is_picture(element) if element.tag == "figure" else words & CAPTION_TOKENS and _is_caption(element):
            in_figure = True
        if element.tag == "table" and _is_picture_table(element):
            in_figure = True
        tag = KIND_TAGS.get(str(element.tag), tag)
        if tag == "figcaption" and not in_figure:
            tag = "p"
        if in_figure:
            is_credit = tag == "small" or element.tag == "cite" or words & CREDIT_TOKENS
            tag = "small" if is_credit else "figcaption"
        elif tag == "p" and words & ASIDE_TOKENS:
            tag = "aside"
        self.blocks.append((element, tag, in_figure))

    def _class_words(self, element: _Element) -> set[str]:
        """Give the words of an element's class, id and property, which return throughout a page."""
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
        if names not in self.names:
            self.names[names] = words_of_names(names[:LONGEST_NAMES])
        return self.names[names]

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self.pieces.append(escape(text, quote=False))
        if letters := letters_of(text):
            self.letters.append(letters)
            self.linked += len(letters) if self.links else 0

    def _flush(self) -> None:
        """End the run that is being gathered; inline elements that are open go on in the next one."""
        if self.letters and self.blocks:
            element, tag, in_figure = self.blocks[-1]
            closing = "".join(f"</{open_.tag}>" for open_ in reversed(self.inline))
            html, key = "".join(self.pieces) + closing, "".join(self.letters)
            if tag == "aside" and self.linked * 2 < len(key):
                tag = "p"
            if tag == "pre" or not SETTINGS.match(html):
                self.found.append(Candidate(tag, html, key, self.linked, element, in_figure))
        self.pieces = [_opening(open_) for open_ in self.inline]
        self.letters = []
        self.linked = 0

    def _append_table(self, table: _Element) -> None:
        rows = [_row_html(row) for row in table.iter("tr")]
        text = "".join(str(piece) for piece in table.itertext())
        if key := letters_of(text):
            linked = sum(len(letters_of("".join(map(str, link.itertext())))) for link in table.iter("a"))
            self.found.append(Candidate("table", "".join(rows), key, linked, table, in_figure=False))


def _is_break_or_space(piece: str) -> bool:
    return piece == "<br>" or not piece.strip()


def _is_custom_inline(element: _Element) -> bool:
    """Tell whether an element of the page's own making ("x-note") stands inside a line."""
    return "-" in element.tag and element.find(".//p") is None and element.find(".//div") is None


def _holds_page(element: _Element) -> bool:
    """Tell whether an element that is stepped over in general has the page inside it.

    Old servers write a form around a page; any other such element has it where its end tag is missing: then there is
    an article in it, or there are paragraphs.
    """
    if element.tag == "form":
        return not is_small(element) or element.find(".//h1") is not None
    if element.tag not in UNCLOSED_TAGS or is_small(element):
        return False
    if next(element.iter("main", "article"), None) is not None:
        return True
    long_texts = (1 for text in element.iter("p") if len("".join(map(str, text.itertext()))) > LONG_TEXT)
    return sum(islice(long_texts, LONG_TEXTS)) == LONG_TEXTS


def is_unseen(element: _Element, known: dict[str, bool]) -> bool:
    """Tell whether an element is not shown; a headline may be hidden under a picture of it.

    `known` keeps what is said of a class, which returns throughout a page.
    """
    names = element.get("class")
    if names:
        if names not in known:
            known[names] = UNSEEN_CLASS.search(names) is not None
        if known[names]:
            return element.tag != "h1" and is_small(element)
    return bool(element.text) and len(element) == 0 and NEW_WINDOW.fullmatch(element.text) is not None


def _is_picture(figure: _Element) -> bool:
    """Tell whether a figure is a picture with its caption, and not a quotation, a table or a part of the text."""
    others = ("blockquote", "table", "pre", "ul", "ol")
    return is_small(figure) and next(figure.iter(*others), None) is None


def _is_picture_table(table: _Element) -> bool:
    """Tell whether a table holds a picture, also one that is a link, and below it a line or two, and nothing else."""
    if table.find(".//img") is None or next(table.iter("h1", "h2", "h3", "p", "li"), None) is not None:
        return False
    if any("".join(map(str, link.itertext())).strip() for link in table.iter("a")):
        return False
    texts = ["".join(map(str, row.itertext())).strip() for row in table.iter("tr")]
    return 0 < sum(map(bool, texts)) <= 2 and sum(map(len, texts)) <= LONGEST_PICTURE_TABLE


def _is_caption(element: _Element) -> bool:
    """Tell whether an element that is named for a caption is not a container named for one that it holds."""
    if class_words(element) & CALL_TOKENS:
        return False
    return is_small(element) and element.find(".//h1") is None


def is_small(element: _Element) -> bool:
    """Tell whether an element holds no more text than a caption may, or a form with something to fill in."""
    length = 0
    for piece in element.itertext():
        length += len(str(piece).strip())
        if length > LONGEST_CAPTION:
            return False
    return True


def _opening(element: _Element) -> str:
    names = element.get("class")
    return f'<{element.tag} class="{escape(names)}">' if names else f"<{element.tag}>"


def _row_html(row: _Element) -> str:
    cells = ("".join(str(piece) for piece in cell.itertext()) for cell in row.iterchildren("td", "th"))
    return f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in cells)}</tr>"


def is_data_table(table: _Element) -> bool:
    """Tell whether a table holds figures and short entries, rather than the layout of a page."""
    if (
        table.find(".//table") is not None
        or _is_picture_table(table)
        or next(table.iter("h1", "h2", "figure", "li", "blockquote"), None) is not None
    ):
        return False
    rows = list(table.iter("tr"))
    return len(rows) > 1 and all(_cell_is_short(cell) for row in rows for cell in row.iterchildren("td", "th"))


def _cell_is_short(cell: _Element) -> bool:
    return sum(len(str(piece)) for piece in cell.itertext()) < LONGEST_CELL


def ancestors(element: _Element) -> Iterator[_Element]:
    """Give an element and those around it, the innermost first."""
    yield element
    yield from element.iterancestors()
