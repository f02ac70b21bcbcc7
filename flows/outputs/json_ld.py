"""schema.org NewsArticle as JSON-LD 1.1: one graph, an article a line.

Every term is one of schema.org's (https://schema.org/NewsArticle); nothing is said that the record does not say. Notes,
links and edits have no term there and stay out.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import to_json

from flows.outputs.published import Published
from models import Caption, Dateline
from parsers.values import is_person

HEAD = b'{"@context": "https://schema.org", "@graph": ['
TAIL = b"\n]}\n"


def json_ld(records: Iterable[str]) -> Iterator[bytes]:
    """Write records as the articles of one graph."""
    yield HEAD
    before = b"\n"
    for record in records:
        yield before + to_json(news_article(Published.model_validate_json(record)))
        before = b",\n"
    yield TAIL


def news_article(article: Published) -> dict[str, Any]:
    """Give an article in the terms of schema.org; what is not set is left out."""
    terms = {
        "@type": "NewsArticle",
        "@id": f"urn:uuid:{article.id}",
        "url": article.url,
        "headline": article.title,
        "alternativeHeadline": article.subtitle,
        "abstract": article.summary,
        "author": [_author(name, article) for name in article.authors],
        "publisher": _organization(article.publisher),
        "sourceOrganization": _organization(article.agency),
        "dateline": _dateline(article.dateline),
        "datePublished": article.date_published,
        "dateModified": article.date_modified,
        "inLanguage": article.language,
        "articleSection": article.section,
        "keywords": article.keywords,
        "image": [_image(caption) for caption in article.captions],
        "articleBody": article.text,
        "wordCount": article.quality.words if article.quality else None,
    }
    return {term: value for term, value in terms.items() if value not in (None, [], ())}


def _author(name: str, article: Published) -> dict[str, str]:
    """Tell a person from the desk, house or agency that signs where no person does."""
    signs = {article.publisher, article.agency}
    return {"@type": "Person" if name not in signs and is_person(name) else "Organization", "name": name}


def _organization(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _dateline(dateline: Dateline | None) -> str | None:
    return ", ".join(filter(None, (dateline.place, dateline.date_text))) if dateline else None


def _image(caption: Caption) -> dict[str, str]:
    terms = {"@type": "ImageObject", "caption": caption.text, "creditText": caption.credit}
    return {term: value for term, value in terms.items() if value}
