"""Web pages: the article's text in reading order, typed block by block, and what the page says about it."""

from collections.abc import Sequence
from pathlib import Path

from lxml.etree import _Element

from models import Document, Metadata, RawDocument, Reason, Refusal, Source, Span, SpanKind, Stage
from parsers.decoding import decode, header_labels, markup_labels
from parsers.html.blocks import Block, typed_blocks
from parsers.html.candidates import Candidate, candidates
from parsers.html.classifier import WEIGHTS
from parsers.html.headline import SENTENCE_END, printed_headline, with_headline_apart, without_headline
from parsers.html.line_runs import with_lines_joined
from parsers.html.main import fragment, main_content
from parsers.html.metadata import page_facts, page_metadata, page_signers, title_keys
from parsers.html.printed import headline_zone, printed_authors, printed_publication, without_bylines
from parsers.html.scripted import scripted_page
from parsers.html.tree import load_tree
from parsers.words import letters_of

NO_ARTICLE = (
    "The page holds no article text. It may be a front page, a consent or login page, or one that a script fills in: "
    "hand over the page as a browser shows it."
)

SHORTEST_TEXT = 100
"""Characters that are a text even where no sentence ends in them; pages without an article keep a menu's words."""

FIGURE_KINDS = frozenset((SpanKind.CAPTION, SpanKind.CREDIT))


def parse_html(raw: RawDocument, weights: Path = WEIGHTS) -> Document | Refusal:
    """Read a web page.

    Returns a Document whose text is the article's blocks joined by a blank line, each with its span, captions and
    credits at their places among them; the headline is in the metadata and not in the text. Or a Refusal (empty,
    binary, undecodable, no_text). `weights` are those of the classifier that tells the article's text from the rest.
    """
    http = raw.source.http
    labels = [*header_labels(http.content_type if http else None), *markup_labels(raw.content)]
    decoded = decode(raw.content, labels=labels)
    if isinstance(decoded, Refusal):
        return decoded
    page, encoding = decoded
    tree = load_tree(page)
    if tree is None:
        return _no_article()
    facts = page_facts(tree, _address(raw.source))
    metadata, titles = page_metadata(facts), title_keys(facts)
    tree, found = _with_scripted(tree)
    found = with_lines_joined(found)
    if metadata.title is None and (title := printed_headline(found)):
        metadata, titles = with_title(metadata, title), {letters_of(title)}
    found = with_headline_apart(found, titles)
    metadata = with_printed(metadata, headline_zone(found, titles), page_signers(facts))
    main = main_content(tree, found, titles, letters_of(metadata.summary or ""), weights)
    parts = without_bylines(without_headline(main.parts, titles), metadata.authors)
    blocks = typed_blocks(fragment(parts))
    if not _is_prose(blocks):
        return _no_article()
    standfirst = typed_blocks(fragment([main.standfirst])) if main.standfirst else []
    metadata = with_standfirst(metadata, standfirst, blocks)
    return document_of(blocks, metadata).model_copy(update={"encoding": encoding})


def _with_scripted(tree: _Element) -> tuple[_Element, list[Candidate]]:
    """Give a page's runs of text, those of the article that its scripts hold where it shows hardly any itself."""
    found = candidates(tree)
    if sum(len(candidate.key) for candidate in found if candidate.tag == "p") < SHORTEST_TEXT:
        scripted = scripted_page(tree)
        article = load_tree(scripted) if scripted else None
        if article is not None:
            return article, candidates(article)
    return tree, found


def _is_prose(blocks: Sequence[Block]) -> bool:
    """Tell whether blocks are a text: one that ends a sentence, or letters enough for one."""
    texts = [block.text for block in blocks if block.kind not in FIGURE_KINDS]
    return sum(map(len, texts)) > SHORTEST_TEXT or any(SENTENCE_END.search(text[-9:]) for text in texts)


def _no_article() -> Refusal:
    return Refusal(stage=Stage.PARSE, reason=Reason.NO_TEXT, detail=NO_ARTICLE)


def _address(source: Source) -> str | None:
    """Give the address a page was fetched from, after redirects; null for a file."""
    address = source.http.final_url if source.http else source.uri
    return address if address.startswith(("http://", "https://")) else None


def with_title(metadata: Metadata, title: str) -> Metadata:
    """Take what stands out above the text for the title, where the page's head states none."""
    sources = {**metadata.field_sources, "title": "printed headline"}
    return metadata.model_copy(update={"title": title, "field_sources": sources})


def with_printed(
    metadata: Metadata, zone: Sequence[Candidate], signers: tuple[tuple[str, ...], str] | None = None
) -> Metadata:
    """Add byline and date as they are printed beside the headline, where the page's head does not state them.

    Where no person signs at all, the desk, house or agency that does (`signers`, and where they were found) counts.
    """
    update: dict[str, object] = {}
    sources = dict(metadata.field_sources)
    if not metadata.authors and (authors := printed_authors(zone, [metadata.publisher or ""])):
        update["authors"], sources["authors"] = authors, "byline"
    elif not metadata.authors and signers:
        update["authors"], sources["authors"] = signers
    if not metadata.date_published and (date := printed_publication(zone)):
        (update["date_published"], update["date_precision"]), sources["date_published"] = date, "printed date"
    return metadata.model_copy(update={**update, "field_sources": sources}) if update else metadata


def with_standfirst(metadata: Metadata, standfirst: Sequence[Block], blocks: Sequence[Block]) -> Metadata:
    """Take the standfirst for the summary; drop one that is only the beginning of a paragraph, cut off."""
    sources = {field: source for field, source in metadata.field_sources.items() if field != "summary"}
    if standfirst:
        update = {"summary": standfirst[0].text, "field_sources": {**sources, "summary": "standfirst"}}
        return metadata.model_copy(update=update)
    summary = (metadata.summary or "").rstrip(" .…")
    if any(block.text.startswith(summary) and len(block.text) > len(summary) + 20 for block in blocks):
        return metadata.model_copy(update={"summary": None, "field_sources": sources})
    return metadata


def document_of(blocks: Sequence[Block], metadata: Metadata) -> Document:
    r"""Join blocks into one text with their spans.

    >>> document_of([Block(SpanKind.HEADING, "Results"), Block(SpanKind.PARAGRAPH, "None.")], Metadata()).text
    'Results\n\nNone.'
    """
    spans = []
    start = 0
    for block in blocks:
        spans.append(Span(start=start, end=start + len(block.text), kind=block.kind))
        start += len(block.text) + 2
    return Document(text="\n\n".join(block.text for block in blocks), spans=tuple(spans), metadata=metadata)
