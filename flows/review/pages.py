"""Renders the review pages.

Whatever stands in an article, its address or its metadata is foreign: every template escapes it, an address becomes a
link only if it leads to the web, and what scripts read is JSON in which no character can end the script.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.controls import visible
from flows.review.overview import Look
from flows.review.rows import DOUBTFUL_BELOW, Mark, Row
from flows.words import counted
from models import Article, Edit, Metadata

HERE = Path(__file__).parent


class Fact(NamedTuple):
    """A field of the record as a page states it."""

    name: str
    values: tuple[str, ...]
    found_in: str | None = None


class Changes(NamedTuple):
    """How a record differs from an earlier one of the same document."""

    made: tuple[Look, ...]
    dropped: tuple[Look, ...]
    fields: tuple[str, ...]
    read_differently: bool = False
    """Whether the source text itself is another one."""


class Place(NamedTuple):
    """Where an article's page stands in a review; files are named within the folder of articles."""

    review: str
    position: str = ""
    previous: str | None = None
    next: str | None = None
    raw_bytes: str | None = None
    """Within the review's folder; None where the bytes are not at hand."""

    changes: Changes | None = None
    """In a preview: what would change."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Load the templates once."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    environment.filters |= {
        "web": web_address,
        "share": share,
        "number": number,
        "words": in_words,
        "in_line": in_line,
        "visible": visible,
        "counted": counted,
    }
    return environment


def render(template: str, **context: object) -> str:
    """Render a template of ours."""
    return _environment().get_template(template).render(context)


def web_address(address: str | None) -> str | None:
    """Give an address only if a browser may follow it from a page of ours.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address(" data:text/html,x")
    ('https://example.org/a', None, None)
    """
    return address if address and address.lower().startswith(("https://", "http://")) else None


def share(value: float | None) -> str:
    """Write a share from 0 to 1 in per cent.

    >>> share(0.9631), share(None)
    ('96.3 %', '–')
    """
    return "–" if value is None else f"{value:.1%}".replace("%", " %")


def number(value: float) -> str:
    """Write a number with its thousands parted.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def in_words(name: str) -> str:
    """Write a name of code as words.

    >>> in_words("date_published")
    'date published'
    """
    return name.replace("_", " ")


def in_line(text: str) -> str:
    r"""Write a text in one line, with signs for its line ends.

    >>> in_line("re-\nport")
    're-↵port'
    """
    return visible(text.replace("\n", "↵"))


def duration(seconds: float) -> str:
    """Write a span of time as a person would say it.

    >>> duration(0.25), duration(12.3), duration(607)
    ('0.2 s', '12 s', '10 min 7 s')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def metadata_facts(article: Article) -> list[Fact]:
    """Give the metadata that is known, each field with where it came from."""
    known = {name: _values(article, name) for name in Metadata.model_fields if name != "field_sources"}
    return [Fact(name, values, article.field_sources.get(name)) for name, values in known.items() if values]


def _values(article: Article, name: str) -> tuple[str, ...]:
    value = getattr(article, name)
    if name == "dateline" and article.dateline:
        return tuple(filter(None, (article.dateline.place, article.dateline.date_text)))
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def source_facts(article: Article) -> list[Fact]:
    """Give where the bytes came from."""
    source = article.source
    encoding = (f"{source.encoding.name}, {source.encoding.found_by}",) if source.encoding else ()
    retrieved = (source.retrieved_at.isoformat(timespec="seconds"),) if source.retrieved_at else ()
    facts = {
        "source": (source.uri,),
        "media_type": tuple(filter(None, (source.media_type,))),
        "encoding": encoding,
        "retrieved": retrieved,
        "container": tuple(filter(None, (source.container,))),
        "http_status": (str(source.http.status),) if source.http else (),
        "pipeline": (article.pipeline_version,),
        "id": (article.id,),
    }
    return [Fact(name, values) for name, values in facts.items() if values]


def page_data(marks: Sequence[Mark]) -> dict[str, Any]:
    """Give what the script of an article's page shows on demand, each name and each sentence of evidence once.

    A mark of one edit says no more than which, how sure and why: before and after stand in the page already.
    """
    kinds: dict[tuple[str, str, str | None], int] = {}
    evidence: dict[str, int] = {}

    def told(edit: Edit, *, whole: bool) -> list[Any]:
        kind = kinds.setdefault((edit.rule, edit.kind.value, edit.destination), len(kinds))
        why = evidence.setdefault(edit.evidence, len(evidence))
        return [kind, round(edit.confidence, 4), why, *((edit.before, edit.after) if whole else ())]

    told_marks = [[told(edit, whole=len(mark.edits) > 1) for edit in mark.edits] for mark in marks]
    return {"kinds": list(kinds), "evidence": list(evidence), "marks": told_marks, "doubtful": DOUBTFUL_BELOW}


def article_page(article: Article, rows: Sequence[Row], place: Place) -> str:
    """Render the page of an article."""
    marks = {group.mark.number: group.mark for row in rows for group in row.raw if group.mark}
    return render(
        "article.html",
        root="../",
        article=article,
        rows=rows,
        place=place,
        doubtful=sum(mark.doubtful for mark in marks.values()),
        metadata=metadata_facts(article),
        source=source_facts(article),
        data=page_data(list(marks.values())),
    )
