"""Web addresses in running text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from clean.patterns import deferred

# Matches "https://x.org/a-b" and "www.x.org/a"; not the bare name "Amazon.com", nor the host of "jane@www.x.org".
URL = deferred(
    r"""
    (?<![\w@./-])
    (?: (?:https?|ftp)://[^\s<>"“”«»]+
      | www\.[\w-]+\.[^\s<>"“”«»]+
      | pic\.(?:twitter|x)\.com/\w+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches a whole line "x.org/wp/long-slug/", an address printed without its scheme; not "and/or" nor "x.org".
SCHEMELESS = deferred(r"(?:[a-z\d-]{1,63}\.){1,6}[a-z]{2,24}/[\w%~.+#?=&/-]*[\w%=/-]", re.IGNORECASE)

# Matches the characters of an address's later lines: "partnership-advance/"; not "alongside the".
CONTINUATION = deferred(r"[\w%~.+#?=&:@,;/-]+")

# Matches what tells such a line from a word of the sentence: "advance/"; not "alongside".
ADDRESS_MARK = deferred(r"[/_=&%-]")

# Matches the end of a line at which an address is broken: "/wp/xi-putin-"; not "/index.html".
BROKEN_END = deferred(r"[-/_=&?%]$")

# Matches the words of a slug: "xi", "putin"; not the "2024" of its date.
SLUG_WORD = deferred(r"[^\W\d_]+")

CLOSING = {")": "(", "]": "[", "}": "{"}
TRAILING = ".,;:!?'’”\"»>*"

MIN_SLUG_WORDS = 4
"""So few words of four letters or more may stand in any slug; a headline's slug has more."""
MIN_SLUG_SHARE = 0.7
STEM = 5
"""Letters by which a word of a slug is looked for: "pledge" is "pledging" in the article."""


def urls_in(text: str) -> tuple[str, ...]:
    r"""Give the addresses in a text, in order, without the punctuation around them.

    An address that was broken over lines comes out whole where the text is nothing else.

    >>> urls_in("(see https://example.org/a_(b), https://example.org/c.)")
    ('https://example.org/a_(b)', 'https://example.org/c')
    >>> urls_in("https://example.org/a-long-\nslug/")
    ('https://example.org/a-long-slug/',)
    >>> urls_in("Amazon.com said so, and jane@example.org too.")
    ()
    """
    whole = mended(text)
    if whole is not None:
        return (whole,)
    return tuple(text[start:end] for start, end in url_spans(text))


def may_hold_address(text: str) -> bool:
    """Tell at a glance whether a text may hold an address; without a slash and a "www." there is none.

    >>> may_hold_address("https://example.org"), may_hold_address("Amazon.com")
    (True, False)
    """
    return "/" in text or "www." in text.lower()


def url_spans(text: str) -> list[tuple[int, int]]:
    """Give the places of the addresses in a text that are marked as such by a scheme or "www."."""
    if not may_hold_address(text):
        return []
    return [(match.start(), match.start() + len(_trimmed(match.group()))) for match in URL.finditer(text)]


def mended(text: str) -> str | None:
    r"""Give the one address that a text consists of, put together if it was broken over lines; else None.

    >>> mended("example.org/news/a-long-slug")
    'example.org/news/a-long-slug'
    >>> mended("https://example.org/a-\nb")
    'https://example.org/a-b'
    >>> mended("example.org") is None
    True
    """
    first, *_ = lines = [line.strip() for line in text.strip().strip("<>").split("\n")]
    if not (URL.fullmatch(first) or SCHEMELESS.fullmatch(first)):
        return None
    if not all(_goes_on(above, below) for above, below in pairwise(lines)):
        return None
    return _trimmed("".join(lines))


def own_address(links: Sequence[str], text: str) -> str | None:
    r"""Find the one link that clearly is the article's own address; None when there is any doubt.

    It stands alone on a line of `text` (the source text), and its path ends in a slug of at least four words, most of
    which occur in the article. `text` is the source text: the addresses in it do not count as its words.

    >>> link = "https://example.org/harbour-bridge-reopened-after-storm/"
    >>> own_address([link], f"The harbour bridge has reopened\n{link}\nafter Monday's storm.") == link
    True
    >>> own_address([link], f"Tulips are in bloom.\n{link}") is None
    True
    """
    if not links:
        return None
    alone = _standing_alone(text)
    words = URL.sub(" ", text).casefold()
    own = {link for link in links if link in alone and _names_what_is_told(link, words)}
    return own.pop() if len(own) == 1 else None


def _trimmed(url: str) -> str:
    """Cut the sentence's punctuation, and brackets that were opened outside, off the end of an address."""
    surplus = {closing: url.count(closing) - url.count(opening) for closing, opening in CLOSING.items()}
    end = len(url)
    while end and (url[end - 1] in TRAILING or surplus.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]


def _goes_on(above: str, below: str) -> bool:
    """Whether the line below is the rest of an address that was broken after a hyphen or a slash."""
    if not BROKEN_END.search(above) or not CONTINUATION.fullmatch(below):
        return False
    return above.endswith("-") or ADDRESS_MARK.search(below) is not None


def _standing_alone(text: str) -> set[str]:
    """Give the addresses that fill lines of their own, also such as are broken over two or three lines."""
    lines = [line.strip() for line in text.split("\n")]
    pieces = (
        "\n".join(lines[nth : nth + count])
        for nth, line in enumerate(lines)
        if "/" in line and " " not in line
        for count in (1, 2, 3)
    )
    return {whole for piece in pieces if (whole := mended(piece))}


def _names_what_is_told(link: str, words: str) -> bool:
    """Whether the slug of a link is long and speaks of what the article speaks of."""
    path = unquote(urlsplit(link if "://" in link else f"//{link}").path)
    slug = next((part for part in reversed(path.split("/")) if part), "")
    told = [word.casefold() for word in SLUG_WORD.findall(slug) if len(word) > 3]
    found = sum(word[:STEM] in words for word in told)
    return len(told) >= MIN_SLUG_WORDS and found >= MIN_SLUG_SHARE * len(told)
