"""What a page says about its article besides the text: JSON-LD, meta elements, headline, links.

Every field has an ordered list of places that may state it; the first that does wins and is named in `field_sources`.
Nothing is guessed from the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from models import DatePrecision, Metadata
from parsers.dates import iso_date
from parsers.html.json_ld import article_node, texts
from parsers.values import agency_of, clean_value, keywords_of, language_tag, people_of, signers_of, without_site
from parsers.words import letters_of, words_of

Found = tuple[str, str]
"""A value and the place that stated it."""

PUBLISHED_NAMES = words_of(
    "article:published_time article:published og:published_time datepublished publishdate pubdate publish_date "
    "publish-date publication_date parsely-pub-date sailthru.date dc.date.issued dcterms.created dc.date "
    "dcterms.date date article.published cxenseparse:recs:publishtime rnews:datepublished"
)
"""Names of meta elements that give the date of publication, the surest first."""

MARKED_NAMES = frozenset(("headline", "datepublished", "datecreated", "datemodified", "person"))
"""Properties of microdata and RDFa that are read where they stand among the text."""

AUTHOR_NAMES = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
"""Names of meta elements that give an author, the surest first."""

NAME_LENGTHS = range(4, 60)
"""Characters of a linked author's name."""

MOST_LINKED_AUTHORS = 8

# Matches a word of a title; must not match the marks between words.
WORD = re.compile(r"\w+")

LONG_TEXT = 100
"""Characters of a paragraph above which the headline stands."""

FIRST_HEADINGS = 3
"""First-level headings of which one may be the headline; a site's own name and parts of a page have that level too."""

MOST_EMPHASISED = 20
"""Words in bold or large letters of which one may be the headline, where a page has no first-level heading."""

SHORTEST_HEADLINE = 3
"""Words; less may be a section's name."""

# Matches what programs write where nobody gave a title: "Untitled Document", "wire-0512.html"; must not match "Untitled
# works found in Porto".
PLACEHOLDER = re.compile(
    r"(?:untitled|unbenannt|sans titre|new|neue)?\s?(?:document|dokument|page|seite)?\s?\d{0,4}|index|home\s?page"
    r"|[\w .()-]{1,80}\.(?:html?|docx?|odt|rtf|pdf|txt|indd|php)",
    re.IGNORECASE,
)

LEAST_SHARED, SAME_TITLE = 0.3, 0.6
"""Shares of words: below the first a heading is about something else, from the second on it is the stated title."""


class PageFacts(NamedTuple):
    """Where a page's statements are looked up."""

    tree: _Element
    json_ld: dict[str, Any]
    metas: dict[str, list[str]]
    address: str | None
    linked_authors: list[str]
    marked: dict[str, list[str]]
    """What elements among the text state by microdata or RDFa, by the name of the property in lower case."""


def page_facts(tree: _Element, address: str | None) -> PageFacts:
    """Gather a page's statements; relative links are resolved against `address`, where the page was got from."""
    marked = _marked(tree)
    authors = _linked_authors(tree, marked.get("person", []))
    return PageFacts(tree, article_node(tree), _metas(tree), address, authors, marked)


def page_metadata(facts: PageFacts) -> Metadata:
    """Read what a page states about its article.

    The summary is what the page describes itself with; whether it is a standfirst shows only beside the text.
    """
    statements: dict[str, tuple[Any, str] | None] = {
        "url": _first(_urls(facts)),
        "title": _title(facts),
        "subtitle": _first(_subtitles(facts)),
        "authors": _authors(facts),
        "publisher": _first(_publishers(facts)),
        "agency": _agency(facts),
        "language": _first(_languages(facts)),
        "section": _first(_sections(facts)),
        "keywords": _keywords(facts),
        "summary": _first(_summaries(facts)),
    }
    fields = {field: found[0] for field, found in statements.items() if found}
    sources = {field: found[1] for field, found in statements.items() if found}
    for field, dated in (("date_published", _dated(_published(facts))), ("date_modified", _dated(_modified(facts)))):
        if dated:
            fields[field], precision, sources[field] = dated
            if field == "date_published":
                fields["date_precision"] = precision
    return Metadata(**fields, field_sources=sources)


def _metas(tree: _Element) -> dict[str, list[str]]:
    """Give the contents of all meta elements by name, property or itemprop in lower case."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = clean_value(meta.get("content") or "")
        if content:
            for name in {meta.get("property"), meta.get("name"), meta.get("itemprop")} - {None}:
                metas.setdefault(str(name).lower().strip(), []).append(content)
    return metas


def _marked(tree: _Element) -> dict[str, list[str]]:
    """Give the different values of each property that elements among the text state, and the people they are about."""
    marked: dict[str, list[str]] = {}
    for element in tree.xpath("descendant::*[@itemprop or @property or @typeof][not(self::meta)]"):
        names = " ".join(element.get(name) or "" for name in ("itemprop", "property", "typeof")).lower().split()
        for name in MARKED_NAMES.intersection(name.rpartition(":")[2] for name in names):
            value = clean_value(element.get("content") or element.get("datetime") or "".join(element.itertext()))
            if value and value not in marked.setdefault(name, []):
                marked[name].append(value)
    return marked


def _first(statements: Iterable[Found]) -> Found | None:
    return next(((value, source) for value, source in statements if value), None)


def _json(facts: PageFacts, *names: str) -> Iterator[Found]:
    for name in names:
        for text in texts(facts.json_ld.get(name)):
            yield clean_value(text), "json-ld"


def _meta(facts: PageFacts, *names: str) -> Iterator[Found]:
    for name in names:
        for content in facts.metas.get(name, ()):
            yield content, name if ":" in name else f"meta {name}"


def _mark(facts: PageFacts, name: str) -> Iterator[Found]:
    """Give the value of a property that elements of the page state, unless they state several: teasers do as well."""
    values = facts.marked.get(name, [])
    if len(values) == 1:
        yield values[0], "microdata"


def _urls(facts: PageFacts) -> Iterator[Found]:
    links = [
        link.get("href") for link in facts.tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    stated = [
        *((href, "link canonical") for href in links),
        *_meta(facts, "og:url"),
        *_json(facts, "mainEntityOfPage", "url"),
    ]
    for href, source in stated:
        address = _absolute(facts.address, href)
        if address:
            yield address, source


def _absolute(base: str | None, href: str | None) -> str | None:
    """Resolve a link; null for what is no address of an article: another scheme, or a whole site's front page."""
    try:
        parts = urlsplit(urljoin(base if base and "://" in base else "", (href or "").strip()))
    except ValueError:
        return None
    is_article = parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query)
    return parts._replace(fragment="").geturl() if is_article else None


def headings(tree: _Element) -> list[str]:
    """Give the texts of a page's first-level headings."""
    found = (clean_value("".join(map(str, heading.itertext()))) for heading in tree.iter("h1"))
    return [text for text in found if text]


def _emphasised(tree: _Element) -> list[str]:
    """Give what stands out on a page without a first-level heading, as old ones print their headline."""
    found = islice(tree.iter("h2", "h3", "b", "strong", "big", "font"), MOST_EMPHASISED)
    texts_of = (clean_value("".join(map(str, element.itertext()))) for element in found)
    return [text for text in texts_of if text]


def _title(facts: PageFacts) -> Found | None:
    return _first(_titles(facts))


def title_keys(facts: PageFacts) -> set[str]:
    """Give the letters of each form of the title that a page states."""
    return {letters_of(title) for title, _ in _titles(facts)} - {""}


def _titles(facts: PageFacts) -> list[Found]:
    """Give each form of the title that the page states, the surest first.

    Without JSON-LD that is the headline as printed, where og:title is worded for search engines; one that only shortens
    the headline counts itself.
    """
    sites = [name for name, _ in _publishers(facts)]
    elements = [(clean_value(title.text or ""), "title element") for title in facts.tree.iter("title")]
    below = _below_masthead(elements[0][0], facts.tree) if elements else None
    heads = [below] if below else headings(facts.tree)
    headlines = [*_json(facts, "headline")]
    metas = [*_meta(facts, "og:title", "twitter:title", "dc.title", "title")]
    elements = [found for found in elements if not PLACEHOLDER.fullmatch(found[0])]
    printed = _printed_title(heads, [value for value, _ in metas[:1] + elements[:1]])
    stated = [*headlines, *((text, "h1") for text in printed if not headlines), *metas]
    statements = [
        *stated,
        *_mark(facts, "headline"),
        *((text, "heading" if below else "h1") for text in heads[:1]),
        *elements,
    ]
    lines = heads or _emphasised(facts.tree)
    return [(without_site(value, sites, lines), source) for value, source in statements]


def _below_masthead(title: str, tree: _Element) -> str | None:
    """Give the heading above the text that with a first-level one before it makes up the title.

    That one is the name of the site then: old systems print it as the first-level heading of every page.
    """
    key = letters_of(title)
    if not any(key.startswith(head) or key.endswith(head) for head in map(letters_of, headings(tree)) if head != key):
        return None
    mastheads: list[str] = []
    for element in tree.iter("h1", "h2", "h3", "p"):
        text = clean_value("".join(map(str, element.itertext())))
        if element.tag == "h1":
            mastheads.append(letters_of(text))
        elif element.tag == "p" and len(text) > LONG_TEXT:
            break
        elif element.tag != "p" and any(
            key in (letters_of(text) + head, head + letters_of(text)) for head in mastheads
        ):
            return text or None
    return None


def _printed_title(heads: Sequence[str], stated: Sequence[str]) -> list[str]:
    """Give the heading that has most words of the stated titles, where it says what they say in quite other words."""
    wanted = [set(WORD.findall(title.lower())) for title in stated]
    found = [(text, set(WORD.findall(text.lower()))) for text in heads[:FIRST_HEADINGS]]
    if not wanted or not found:
        return []
    text, words = max(found, key=lambda head: _likeness(head[1], wanted[0]))
    shared = max(len(words & title) / max(1, min(len(words), len(title))) for title in wanted)
    is_headline = len(words) >= SHORTEST_HEADLINE and shared >= LEAST_SHARED
    return [text] if is_headline and _likeness(words, wanted[0]) < SAME_TITLE else []


def _likeness(words: set[str], others: set[str]) -> float:
    return len(words & others) / max(1, len(words | others))


def _subtitles(facts: PageFacts) -> Iterator[Found]:
    headlines = {value for value, _ in _json(facts, "headline")}
    yield from (found for found in _json(facts, "alternativeHeadline") if found[0] not in headlines)


def _publishers(facts: PageFacts) -> Iterator[Found]:
    yield from _json(facts, "publisher")
    yield from _meta(facts, "og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name")


def _bylines(facts: PageFacts) -> Iterator[tuple[list[str], str]]:
    """Give the places that name authors, each with all it says."""
    yield _json_people(facts.json_ld), "json-ld"
    for name in AUTHOR_NAMES:
        yield facts.metas.get(name, []), name if ":" in name else f"meta {name}"
    yield facts.linked_authors, "rel author"


def _authors(facts: PageFacts) -> tuple[tuple[str, ...], str] | None:
    """Give the people who wrote the article."""
    houses = [name for name, _ in _publishers(facts)] + _names_in_address(facts.address)
    bylines = ((people_of(stated, houses), source) for stated, source in _bylines(facts))
    return next(((people, source) for people, source in bylines if people), None)


def page_signers(facts: PageFacts) -> tuple[tuple[str, ...], str] | None:
    """Give the desk, house or agency that signs the article, for a page that names no person, and who says so."""
    stated = [clean_value(name) for name in texts(facts.json_ld.get("author") or facts.json_ld.get("creator"))]
    signed = ((signers_of(names), source) for names, source in ((stated, "json-ld"), *_bylines(facts)))
    return next(((signers, source) for signers, source in signed if signers), None)


def _names_in_address(address: str | None) -> list[str]:
    """Give the parts of a host's name: a site called so signs articles with it."""
    host = urlsplit(address or "").hostname or ""
    return [*host.split("."), host.removeprefix("www.")]


def _agency(facts: PageFacts) -> Found | None:
    """Give the news agency that is named as an author."""
    stated = texts(facts.json_ld.get("author"))
    return _first([(agency_of(stated), "json-ld"), *((agency_of(names), source) for names, source in _bylines(facts))])


def _json_people(node: dict[str, Any]) -> list[str]:
    """Give the names of a node's authors, organisations left out."""
    stated = node.get("author") or node.get("creator") or []
    authors = stated if isinstance(stated, list) else [stated]
    return [
        clean_value(name)
        for author in authors
        if not (isinstance(author, dict) and "Person" not in str(author.get("@type", "Person")))
        for name in texts(author)
    ]


def _linked_authors(tree: _Element, people: list[str]) -> list[str]:
    """Give the names that the markup calls the author, and the `people` that it names beside the text."""
    links = tree.xpath('descendant::a[@rel="author"] | descendant::*[@itemprop="author"]//*[@itemprop="name"]')
    found = [clean_value("".join(map(str, link.itertext()))) for link in links if isinstance(link, _Element)] + people
    return [name for name in found if len(name) in NAME_LENGTHS][:MOST_LINKED_AUTHORS]


def _languages(facts: PageFacts) -> Iterator[Found]:
    root = facts.tree.getroottree().getroot()
    stated = [
        (
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
            "html lang",
        ),
        *_meta(facts, "og:locale", "content-language", "language", "dc.language"),
        *_json(facts, "inLanguage"),
    ]
    for tag, source in stated:
        yield language_tag(tag or "") or "", source


def _sections(facts: PageFacts) -> Iterator[Found]:
    yield from _json(facts, "articleSection")
    yield from _meta(facts, "article:section", "og:section", "section", "parsely-section")


def _keywords(facts: PageFacts) -> tuple[tuple[str, ...], str] | None:
    statements = (
        (texts(facts.json_ld.get("keywords")), "json-ld"),
        *(
            (facts.metas.get(name, []), name if ":" in name else f"meta {name}")
            for name in ("news_keywords", "keywords", "article:tag", "parsely-tags")
        ),
    )
    return next(((found, source) for stated, source in statements if (found := keywords_of(stated))), None)


def _summaries(facts: PageFacts) -> Iterator[Found]:
    yield from _json(facts, "description")
    yield from _meta(facts, "og:description", "description", "twitter:description", "dc.description")


def _published(facts: PageFacts) -> Iterator[Found]:
    yield from _json(facts, "datePublished", "dateCreated")
    yield from _meta(facts, *PUBLISHED_NAMES)
    yield from _mark(facts, "datepublished")
    yield from _mark(facts, "datecreated")
    for element in facts.tree.iter("time"):
        if element.get("pubdate") is not None or "datepublished" in (element.get("itemprop") or "").lower():
            yield element.get("datetime") or "", "time element"
    times = [element.get("datetime") or "" for element in facts.tree.iter("time") if element.get("datetime")]
    if len(set(times)) == 1:
        yield times[0], "time element"


def _modified(facts: PageFacts) -> Iterator[Found]:
    yield from _json(facts, "dateModified")
    yield from _mark(facts, "datemodified")
    yield from _meta(
        facts, "article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"
    )


def _dated(statements: Iterable[Found]) -> tuple[str, DatePrecision, str] | None:
    for text, source in statements:
        date = iso_date(text)
        if date is not None:
            return *date, source
    return None
