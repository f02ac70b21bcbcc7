"""What a page says about its article in JSON-LD (schema.org)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element

from parsers.words import letters_of, words_of

ARTICLE_TYPES = frozenset(
    words_of(
        "NewsArticle Article ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
        "ReviewNewsArticle AskPublicNewsArticle LiveBlogPosting BlogPosting Report SocialMediaPosting "
        "ScholarlyArticle TechArticle AdvertiserContentArticle SatiricalArticle"
    )
)

# Matches a comma before a closing bracket, which JSON forbids; must not match one between values.
TRAILING_COMMA = re.compile(r",(\s*[}\]])")

# Matches the comment or CDATA marks around a script's text; must not match them inside it.
SCRIPT_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*+;?+\s*+\Z"
)

MAX_NODES = 5_000
"""Objects and lists of one script; no page states more about its article."""


def article_node(tree: _Element) -> dict[str, Any]:
    """Give the JSON-LD object of a page's article, with references to other objects of the page filled in.

    An empty one where the page has none. Where it has several (live blogs, lists of teasers) the one that names the
    page's address or title counts, else the first with a headline.
    """
    nodes = [node for script in _scripts(tree) for node in _nodes(_loaded(script))]
    articles = [node for node in nodes if _types(node) & ARTICLE_TYPES]
    node = _own([node for node in articles if node.get("headline")], tree) or next(iter(articles), None)
    if node is None:
        node = next((node for node in nodes if _types(node) & {"WebPage", "ItemPage"}), {})
        node = {key: node[key] for key in ("datePublished", "dateModified", "author", "publisher") if key in node}
    by_id = {str(other["@id"]): other for other in nodes if "@id" in other and len(other) > 1}
    return {key: _resolved(value, by_id) for key, value in node.items()}


def _own(articles: list[dict[str, Any]], tree: _Element) -> dict[str, Any] | None:
    """Give the article that a page is about: the first that names its address or title, else the first."""
    addresses = {link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"} - {None}
    titles = [letters_of(title.text or "") for title in tree.iter("title")]

    def is_own(node: dict[str, Any]) -> bool:
        headline = letters_of("".join(texts(node["headline"])))
        return not addresses.isdisjoint(_addresses(node)) or any(headline in name for name in titles if headline)

    first = next(iter(articles), None)
    return next(filter(is_own, articles), first) if len(articles) > 1 else first


def _addresses(node: dict[str, Any]) -> set[str]:
    """Give what an object says that its page's address is."""
    stated = (node.get(key) for key in ("mainEntityOfPage", "url", "@id"))
    return {str(value.get("@id") if isinstance(value, dict) else value) for value in stated}


def _scripts(tree: _Element) -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text


def _loaded(text: str) -> Any:  # noqa: ANN401 (JSON)
    """Read JSON as pages write it: line ends inside strings, comments around it, commas too many."""
    text = SCRIPT_WRAPPING.sub("", text)
    for attempt in (text, TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Give every object of the data, outer ones first, without recursion."""
    waiting = [data]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting += [inner for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list):
            waiting += [inner for inner in value if isinstance(inner, dict | list)]


def _types(node: dict[str, Any]) -> set[str]:
    types = node.get("@type")
    named = types if isinstance(types, list) else [types]
    return {str(name).rpartition("/")[2] for name in named}


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_resolved(inner, by_id) for inner in value]
    if isinstance(value, dict) and "@id" in value and not value.get("name"):
        return by_id.get(str(value["@id"]), value)
    return value


def _full_name(person: dict[str, Any]) -> str:
    """Join the parts of a name that is stated in parts only."""
    return " ".join(part for key in ("givenName", "familyName") for part in texts(person.get(key)))


def texts(value: Any) -> list[str]:  # noqa: ANN401
    """Give the strings that a value is, or the names of what it is.

    >>> texts([{"@type": "Person", "name": "Ada Okoye"}, "Ben Roth", {"givenName": "Cy", "familyName": "Moss"}])
    ['Ada Okoye', 'Ben Roth', 'Cy Moss']
    """
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return texts(value.get("name") or _full_name(value) or value.get("@value"))
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return []
