"""One lxml tree of a page, that every step works on."""

import re

from lxml.etree import ErrorTypes, LxmlError, _Element
from lxml.html import HTMLParser, document_fromstring

# Matches the characters that XML forbids, NUL among them; must not match a tab or a line end.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# Matches `<?xml version="1.0"?>` before a page; must not match anything after the first element.
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")

# Matches `<noframes>` and `</NOFRAMES>`, whose content libxml2 takes for text; must not match `<frame>`.
NO_FRAMES = re.compile(r"<(?P<slash>/?)noframes\b", re.IGNORECASE)

# Matches `</body>` and `</HTML >`, behind which libxml2 drops what a browser shows; must not match `</bodytext>`.
PAGE_END = re.compile(r"</(?:body|html)\s*+>", re.IGNORECASE)

# Matches the sign of a list's entry that Word prints for programs without lists; must not match its other conditions.
WORD_SIGN = re.compile(r"<!\[if !supportLists\]>(?P<sign>.{0,1000}?)<!\[endif\]>", re.DOTALL)

# Matches a tag or a space that is not to be broken, of which Word's signs consist; must not match "a)".
AROUND_SIGN = re.compile(r"<[^<>]*>|&nbsp;|\s")

# Matches `<div><div class="a"><div>`, wrappers with nothing between them; must not match `<div>text<div>`.
NESTED_WRAPPERS = re.compile(r"(?:<(?:div|span|section|center|font|b|i|em)\b[^<>]{0,300}>\s*){3,}", re.IGNORECASE)


def load_tree(page: str) -> _Element | None:
    """Parse a page as leniently as a browser; null where there is no element in it.

    What a page of frames shows where there are none is its text, and so is what follows the end of a page. libxml2
    drops what is nested deeper than 256 elements. Wrappers without text between them are then lifted and the limit is
    raised to 2,048.
    """
    clean = NO_FRAMES.sub(r"<\g<slash>div", XML_DECLARATION.sub("", PAGE_END.sub("", FORBIDDEN.sub("", page))))
    clean = WORD_SIGN.sub(_sign, clean)
    tree, is_cut = _parsed(clean, HTMLParser(**_MANNER))
    if not is_cut:
        return tree
    return _parsed(NESTED_WRAPPERS.sub("<div>", clean), HTMLParser(**_MANNER, huge_tree=True))[0]


def _sign(match: re.Match[str]) -> str:
    """Give the number of an entry, or a bullet for what a font of signs shows as one ("·", "o", "§")."""
    sign = AROUND_SIGN.sub("", match["sign"])
    return f"{sign} " if len(sign) > 1 else "• "


_MANNER: dict[str, object] = {
    "collect_ids": False,
    "default_doctype": False,
    "encoding": "utf-8",
    "remove_comments": True,
    "remove_pis": True,
}


def _parsed(page: str, parser: HTMLParser) -> tuple[_Element | None, bool]:
    """Parse a page, and tell whether some of it was cut off for its depth."""
    try:
        tree: _Element = document_fromstring(page.encode("utf-8"), parser=parser)
    except LxmlError:
        return None, False
    return tree, any(entry.type == ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
