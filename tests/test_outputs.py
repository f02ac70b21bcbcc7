"""What is exported, read back with the tools that its users read it with."""

import gzip
import json
import os
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.dataset
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.desk import Desk
from flows.export import exported
from flows.outputs.chunks import chunks_of, stretches
from flows.outputs.datatrove import datatrove
from flows.outputs.files import NotOursError, exported_folder, gzipped, replace_file
from flows.outputs.formats import OUTPUTS, Folder, Stream
from flows.outputs.json_feed import json_feed
from flows.outputs.json_ld import json_ld
from flows.outputs.json_lines import json_lines
from flows.outputs.markdown import body, markdown
from flows.outputs.parquet import UNDATED, arrow_schema, parquet, table
from flows.outputs.selection import WrongSelectionError, condition, field_names, selected
from flows.pipeline import process
from flows.runs.intake import ingest_documents, open_sources
from flows.words import ExportFormat
from models import (
    Article,
    Caption,
    Dateline,
    DatePrecision,
    Paragraph,
    RawDocument,
    Source,
    SpanKind,
    read_outcome,
    undo,
)
from tests.bench.exports import generated

SAMPLES = Path(__file__).parent.parent / "raw" / "samples"


def made(text: str, **fields: object) -> Article:
    """An article with these fields."""
    outcome = process(RawDocument(content=text.encode(), source=Source(uri="a.txt", media_type="text/plain")))
    assert isinstance(outcome, Article)
    return outcome.model_copy(update=fields)


@pytest.fixture(scope="module")
def full() -> Article:
    """An article that has every field."""
    return made(
        "The ferry is late again, the harbour master of Ålund said on Monday.\n",
        url="https://post.example/ferry",
        title="Ferry late again",
        subtitle="“Nobody knows why”",
        authors=("Ada Okoye", "Metro Desk"),
        publisher="The Harbour Post",
        agency="dpa",
        language="en",
        dateline=Dateline(place="ÅLUND", date_text="March 3"),
        section="Local",
        keywords=("ferries", "harbours"),
        date_published="2026-03-03T09:05+01:00",
        date_modified="2026-03-04",
        date_precision=DatePrecision.MINUTE,
        summary="It was to leave at nine.",
        captions=(Caption(text="The pier on Monday", credit="Jo Roe"), Caption(text=None, credit="dpa")),
        links=("https://post.example/ferry",),
        notes=("Corrected on Tuesday.",),
    )


@pytest.fixture(scope="module")
def bare() -> Article:
    """An article of which next to nothing is known."""
    return made("Nobody knows why it is late.\n", language=None)


@pytest.fixture
def records(full: Article, bare: Article) -> list[str]:
    """Both, as the store gives them."""
    return [full.model_dump_json(), bare.model_dump_json()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that holds the samples."""
    place = Desk(folder=tmp_path_factory.mktemp("desk"))
    ingest_documents(place, open_sources([str(SAMPLES)], max_bytes=20_000_000))
    return place


def written(pieces: Iterator[bytes]) -> str:
    """What is written, as text."""
    return b"".join(pieces).decode()


def test_every_format_has_its_output() -> None:
    """What the command line names can be written."""
    assert set(OUTPUTS) == set(ExportFormat)


@pytest.mark.parametrize("name", ExportFormat)
def test_the_same_records_give_the_same_bytes(name: ExportFormat, desk: Desk, tmp_path: Path) -> None:
    """Two exports of one state of the desk are equal to the byte, and an empty one can be read too."""
    form = OUTPUTS[name]
    if isinstance(form, Stream):
        assert written(form.write(exported(desk))) == written(form.write(exported(desk)))
        assert json.loads(written(form.write([])) or "{}").keys() <= {"@context", "@graph", "version", "title", "items"}
        return
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
        form.write(exported(desk), folder)
    one, other = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "one", tmp_path / "other")
    )
    assert one
    assert one == other


def test_json_lines_are_the_records(desk: Desk) -> None:
    """Each line is a record that `models` reads, in order of ids; compressed they are the same."""
    plain = written(json_lines(exported(desk)))
    articles = [read_outcome(line) for line in plain.splitlines()]
    assert len(articles) == len(list(SAMPLES.iterdir()))
    assert [article.id for article in articles] == sorted(article.id for article in articles)
    packed = b"".join(gzipped(json_lines(exported(desk))))
    assert gzip.decompress(packed).decode() == plain
    assert packed == b"".join(gzipped(json_lines(exported(desk))))


def test_parquet_has_types_and_a_partition_for_each_day(records: list[str], full: Article, tmp_path: Path) -> None:
    """PyArrow reads the dataset back: nested records, moments, and the day of publication as a column of days."""
    parquet(records, tmp_path)
    day = pa.dataset.partitioning(pa.schema([("day", pa.date32())]), flavor="hive")
    table = pa.dataset.dataset(tmp_path, format="parquet", partitioning=day).to_table()
    rows = {row["id"]: row for row in table.to_pylist()}
    row = rows.pop(full.id)
    assert row["day"] == date(2026, 3, 3)
    assert row["captions"] == [caption.model_dump() for caption in full.captions]
    assert dict(row["field_sources"]) == full.field_sources
    assert row["quality"]["words"] == full.quality.words
    assert [other["day"] for other in rows.values()] == [None]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["day=2026-03-03", f"day={UNDATED}"]
    assert table.schema.field("source").type.field("retrieved_at").type == pa.timestamp("us", "UTC")


def test_parquet_holds_whole_records(desk: Desk, tmp_path: Path) -> None:
    """What PyArrow reads makes the same articles again."""
    parquet(exported(desk), tmp_path)
    rows = pa.dataset.dataset(tmp_path, format="parquet").to_table().to_pylist()
    again = [Article.model_validate({**row, "field_sources": dict(row["field_sources"])}) for row in rows]
    assert sorted(article.id for article in again) == sorted(json.loads(record)["id"] for record in exported(desk))
    by_id = {article.id: article for article in map(read_outcome, exported(desk))}
    assert all(by_id[article.id] == article for article in again)


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3),
    at=st.datetimes(timezones=st.just(UTC)),
    names=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(codec="utf-8"))),
)
def test_parquet_gives_back_any_text_and_moment(
    full: Article, texts: list[str], at: datetime, names: dict[str, str]
) -> None:
    """Quotation marks, line ends, characters that no terminal shows, moments: all come back as they were."""
    source = full.source.model_copy(update={"uri": texts[-1], "retrieved_at": at})
    kept = full.model_copy(update={"text": texts[0], "links": tuple(texts), "field_sources": names, "source": source})
    records = [kept.model_dump_json().encode(), full.model_dump_json(exclude={"section", "captions"}).encode()]
    (row, other) = table(records, arrow_schema(tuple(Article.model_fields))).to_pylist()
    assert (row["text"], tuple(row["links"]), dict(row["field_sources"])) == (texts[0], tuple(texts), names)
    assert (row["source"]["uri"], row["source"]["retrieved_at"]) == (texts[-1], at)
    assert (other["section"], other["captions"], other["title"]) == (None, None, full.title)


def test_parquet_of_one_mapping_alone(full: Article, tmp_path: Path) -> None:
    """A field that Arrow does not read from JSON by itself may be the only one that is asked for."""
    parquet([full.model_dump_json(include={"field_sources"})], tmp_path)
    (row,) = pa.dataset.dataset(tmp_path, format="parquet").to_table().to_pylist()
    assert dict(row["field_sources"]) == full.field_sources


def test_parquet_of_days_without_end_stays_whole(tmp_path: Path) -> None:
    """More records than a batch, on many days, are all there, each under its day and none in a file left over."""
    count = 2500
    parquet(generated(count), tmp_path)
    table = pa.dataset.dataset(tmp_path, format="parquet", partitioning="hive").to_table(
        ["id", "day", "date_published"]
    )
    assert table.num_rows == count
    assert all(str(row["day"]) == row["date_published"][:10] for row in table.to_pylist())
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"part-0.parquet"}


VOCABULARY = tomllib.loads(Path(__file__).with_name("schema_org.toml").read_text(encoding="utf-8"))


def check_node(node: dict[str, Any]) -> None:
    """Hold a node's terms against schema.org."""
    kind = node["@type"]
    kinds = {kind, *VOCABULARY["types"][kind]}
    for term, value in node.items():
        if not term.startswith("@"):
            definition = VOCABULARY["properties"][term]
            assert kinds & set(definition["of"]), f"{kind} has no {term}"
            for one in value if isinstance(value, list) else [value]:
                assert fits(one, definition["holds"]), f"{term} cannot hold {one!r}"


def fits(value: object, holds: list[str]) -> bool:
    """Tell whether a value is of one of these types, and check what is inside."""
    if isinstance(value, dict):
        check_node(value)
        return value["@type"] in holds
    if isinstance(value, int):
        return "Integer" in holds
    assert isinstance(value, str)
    dated = re.match(r"\d{4}(-\d\d)?(-\d\d)?(T|$)", value)
    return "Text" in holds or ("URL" in holds and "://" in value) or ("Date" in holds and dated is not None)


def test_json_ld_speaks_schema_org(desk: Desk, records: list[str], full: Article) -> None:
    """Every term is one of the vocabulary's, on a type that may have it, with a value it may hold."""
    for given_records in (list(exported(desk)), records):
        document = json.loads(written(json_ld(given_records)))
        assert document["@context"] == "https://schema.org"
        assert len(document["@graph"]) == len(given_records)
        for node in document["@graph"]:
            check_node(node)
    assert set(VOCABULARY["properties"]) - {"name", "caption", "creditText"} <= set(document["@graph"][0])
    node = document["@graph"][0]
    assert node["author"] == [
        {"@type": "Person", "name": "Ada Okoye"},
        {"@type": "Organization", "name": "Metro Desk"},
    ]
    assert node["dateline"] == "ÅLUND, March 3"
    assert node["articleBody"] == full.text


RFC_3339 = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
TEXT = {"type": "string"}
FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text"],
                "properties": {
                    **dict.fromkeys(["id", "url", "title", "content_text", "summary", "language"], TEXT),
                    **dict.fromkeys(["date_published", "date_modified"], RFC_3339),
                    "authors": {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}}},
                    "tags": {"type": "array", "items": TEXT},
                },
                "patternProperties": {"^_[a-z]+$": {"type": "object"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""JSON Feed 1.1, the part of it that is written."""


def test_json_feed_is_one(desk: Desk, records: list[str], full: Article) -> None:
    """The feed is what the specification asks for; a date that is no moment is no moment there either."""
    jsonschema.validate(json.loads(written(json_feed(exported(desk)))), FEED)
    first, second = json.loads(written(json_feed(records)))["items"]
    assert first["id"] == full.id
    assert first["date_published"] == "2026-03-03T09:05:00+01:00"
    assert "date_modified" not in first
    assert first["_copydesk"]["captions"][0] == {"text": "The pier on Monday", "credit": "Jo Roe"}
    assert set(second) == {"id", "content_text", "_copydesk"}


@pytest.mark.filterwarnings("ignore")
def test_datatrove_reads_its_documents(desk: Desk, tmp_path: Path) -> None:
    """Datatrove's own reader gives back text, id and metadata, from a plain file and a compressed one."""
    from datatrove.pipeline.readers import JsonlReader

    (tmp_path / "plain").mkdir()
    (tmp_path / "packed").mkdir()
    replace_file(tmp_path / "plain" / "articles.jsonl", datatrove(exported(desk)))
    replace_file(tmp_path / "packed" / "articles.jsonl.gz", gzipped(datatrove(exported(desk))))
    articles = [read_outcome(record) for record in exported(desk)]
    for folder in ("plain", "packed"):
        documents = list(JsonlReader(str(tmp_path / folder)).run())
        assert [(document.id, document.text) for document in documents] == [
            (article.id, article.text) for article in articles if isinstance(article, Article)
        ]
        assert documents[0].metadata["language"] == "en"
        assert documents[0].metadata["quality"]["words"] > 0


def front_matter_and_body(text: str) -> tuple[dict[str, Any], str]:
    """What a site generator reads: YAML between two lines of dashes, then Markdown."""
    _, head, rest = text.split("---\n", 2)
    return yaml.safe_load(head), rest


def test_markdown_has_front_matter(records: list[str], full: Article, tmp_path: Path) -> None:
    """A YAML reader gives back the metadata, and the body follows."""
    markdown(records, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    head, rest = front_matter_and_body((tmp_path / f"{full.id}.md").read_text(encoding="utf-8"))
    assert head["title"] == full.title
    assert head["authors"] == list(full.authors)
    assert head["captions"] == [caption.model_dump() for caption in full.captions]
    assert rest.strip() == full.text


def test_front_matter_holds_any_text(bare: Article, tmp_path: Path) -> None:
    """Quotes, dashes, control characters and line ends of other systems come back from YAML as they were."""
    title = "--- \"Late\": 'again' # \\ {x} \x7f\x85\u2028\u2029\ufeff \U0001f6a2 end"
    markdown([bare.model_copy(update={"title": title}).model_dump_json()], tmp_path)
    head, _ = front_matter_and_body((tmp_path / f"{bare.id}.md").read_text(encoding="utf-8"))
    assert head["title"] == title


def plain(tokens: list[Any]) -> str:
    """What a reader sees of parsed Markdown: the text of its inline tokens."""
    signs = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(signs.get(token.type, token.content) for token in tokens)


NASTY = st.text(alphabet="ab1 .#*_`[]()<>&;!\\-+=~|\n\"'/:é—", min_size=1, max_size=40)


@given(NASTY)
def test_markdown_says_what_the_text_says(text: str) -> None:
    """A CommonMark parser finds one paragraph that reads as the text does, whatever signs are in it."""
    lines = [line.strip(" ") for line in text.split("\n") if line.strip(" ")]
    if not lines:
        return
    tokens = MarkdownIt("commonmark").parse(body([Paragraph(text="\n".join(lines))]))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert plain(tokens[1].children or []) == "\n".join(lines)


def test_markdown_knows_the_kinds_of_paragraphs() -> None:
    """Headings, lists, quotations and code are marked as such, and code that holds a fence stays whole."""
    kinds = [(SpanKind.HEADING, "Ferries"), (SpanKind.LIST_ITEM, "one"), (SpanKind.LIST_ITEM, "two")]
    kinds += [(SpanKind.QUOTE, "Late\nagain"), (SpanKind.PREFORMATTED, "```\n1 < 2\n```"), (SpanKind.PARAGRAPH, "End.")]
    tokens = MarkdownIt("commonmark").parse(body([Paragraph(kind=kind, text=text) for kind, text in kinds]))
    assert [token.type for token in tokens if token.level == 0 and token.nesting != -1] == [
        "heading_open",
        "bullet_list_open",
        "blockquote_open",
        "fence",
        "paragraph_open",
    ]
    assert next(token for token in tokens if token.type == "fence").content == "```\n1 < 2\n```\n"
    assert sum(token.type == "list_item_open" for token in tokens) == 2


@pytest.mark.parametrize("size", [60, 400, 100_000])
def test_chunks_resolve_to_the_source(desk: Desk, size: int) -> None:
    """Chunks hold every paragraph, none is larger than its size, and their offsets lead to where they came from."""
    for article in map(read_outcome, exported(desk)):
        assert isinstance(article, Article)
        source = undo(article.text, article.edits)
        chunks = list(chunks_of(article, size))
        assert "".join("".join(chunk.text for chunk in chunks).split()) == "".join(article.text.split())
        for number, chunk in enumerate(chunks):
            assert chunk.id == f"{article.id}#{number}"
            assert len(chunk.text) <= size
            assert chunk.text == chunk.text.strip() == article.text[chunk.start : chunk.end]
            came_from = source[chunk.source_start : chunk.source_end]
            if not any(edit.before in came_from for edit in article.edits):
                assert came_from.split() == chunk.text.split()


@given(st.lists(st.tuples(st.sampled_from(["heading", "paragraph"]), st.text("ab. \n", min_size=1)), min_size=1))
def test_chunks_lose_nothing(blocks: list[tuple[str, str]]) -> None:
    """Whatever the paragraphs, the stretches are in order, within the size, and leave out nothing but white space."""
    paragraphs = [Paragraph(kind=kind, text=text) for kind, text in blocks]
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    at = 0
    for start, end in stretches(text, paragraphs, 20):
        assert at <= start < end <= start + 20
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_a_heading_stays_with_its_paragraph() -> None:
    """A chunk does not end with a heading while there is a paragraph below it that fits."""
    paragraphs = [Paragraph(text="a" * 40), Paragraph(kind=SpanKind.HEADING, text="b"), Paragraph(text="c" * 30)]
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    assert [text[start:end] for start, end in stretches(text, paragraphs, 50)] == ["a" * 40, "b\n\n" + "c" * 30]


def chosen(records: list[str], *conditions: str, fields: str = "id") -> list[dict[str, Any]]:
    """The records that a selection lets out."""
    read = [condition(text) for text in conditions]
    return [json.loads(record) for record in selected(records, read, field_names(fields))]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("language=en", True),
        ("language==en", True),
        ("language != en", False),
        ("title~FERRY", True),
        ("title~train", False),
        ("quality.words>=5", True),
        ("quality.words<5", False),
        ("date_published>=2026-03", True),
        ("date_published>=2026-04", False),
        ("captions.credit=dpa", True),
        ("authors=Ada Okoye", True),
        ("authors!=Ada Okoye", False),
        ("title=null", False),
        ("title!=null", True),
        ("source.retrieved_at=null", True),
        ("field_sources.language=text", True),
        ("edits.rule=links", False),
        ("dateline.place=ÅLUND", True),
    ],
)
def test_conditions_choose_records(full: Article, text: str, *, holds: bool) -> None:
    """A condition compares texts and numbers, looks into records and lists, and knows what is not set."""
    assert chosen([full.model_dump_json()], text) == ([{"id": full.id}] if holds else [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("langage=en", "did you mean 'language'"),
        ("quality.word>3", "did you mean 'words'"),
        ("title.x=1", "title has no field 'x'"),
        ("language", "is no condition such as"),
    ],
)
def test_wrong_conditions_name_the_nearest_field(text: str, message: str) -> None:
    """A field that no record has is an error that says which was probably meant."""
    with pytest.raises(WrongSelectionError, match=message):
        condition(text)


def test_fields_are_those_named(records: list[str]) -> None:
    """Only the named fields go out, in the order they are named; a wrong name is an error."""
    assert [list(record) for record in chosen(records, fields="title, id")] == [["title", "id"]] * 2
    with pytest.raises(WrongSelectionError, match="did you mean 'text'"):
        field_names("txt")


@pytest.mark.parametrize("name", ExportFormat)
def test_every_format_takes_few_fields(name: ExportFormat, records: list[str], tmp_path: Path) -> None:
    """A format writes what it is given, and asks for no more than it says it needs."""
    form = OUTPUTS[name]
    few = list(selected(records, [], tuple(dict.fromkeys((*form.needs, "title")))))
    if isinstance(form, Folder):
        form.write(few, tmp_path)
        assert list(tmp_path.iterdir())
    else:
        assert "Ferry late again" in written(form.write(few))


def test_since_leaves_out_what_is_older(tmp_path: Path) -> None:
    """What was made before the moment stays out; bytes that came back after others count as new."""
    desk = Desk(folder=tmp_path / "desk")
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def take(text: str, hours: int) -> None:
        at = noon + timedelta(hours=hours)
        source = Source(uri="https://post.example/ferry", media_type="text/plain", retrieved_at=at)
        ingest_documents(desk, [RawDocument(content=text.encode(), source=source)], clock=lambda: at)

    def texts(hours: int) -> list[str]:
        since = exported(desk, since=noon + timedelta(hours=hours))
        return [json.loads(record)["text"] for record in since]

    take("The ferry is late.", 0)
    assert texts(0) == ["The ferry is late."]
    assert texts(1) == []
    take("The ferry is on time.", 2)
    assert texts(1) == ["The ferry is on time."]
    take("The ferry is late.", 4)
    assert texts(3) == ["The ferry is late."]
    assert texts(5) == []


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    """A new export takes the place of the earlier one; one that fails leaves it, and nothing lies beside it."""
    place = tmp_path / "out"
    for text in ("one", "two"):
        with exported_folder(place) as folder:
            (folder / text).write_text(text, encoding="utf-8")
    assert sorted(path.name for path in place.iterdir()) == [".copydesk-export", "two"]

    def failing() -> None:
        with exported_folder(place) as folder:
            (folder / "three").write_text("half", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        failing()
    assert sorted(path.name for path in place.iterdir()) == [".copydesk-export", "two"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_foreign_is_replaced(tmp_path: Path) -> None:
    """A folder of someone's own files, a file where a folder is to go, and a folder where a file is, are refused."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear", encoding="utf-8")
    for name in ("letters", "letters/dear.txt"):
        with pytest.raises(NotOursError, match=name), exported_folder(tmp_path / name):
            pytest.fail("replaced")
    with pytest.raises(NotOursError, match="is a folder"):
        replace_file(tmp_path / "letters", [b"x"])
    assert (tmp_path / "letters" / "dear.txt").read_text(encoding="utf-8") == "Dear"


def test_files_are_written_where_they_are_meant(tmp_path: Path) -> None:
    """A link stays a link, a device a device, a long name is no trouble, and an error names what the user named."""
    (tmp_path / "real.jsonl").write_text("old", encoding="utf-8")
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    replace_file(tmp_path / "link.jsonl", [b"new"])
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_bytes() == b"new"
    replace_file(Path(os.devnull), [b"x"])
    assert Path(os.devnull).is_char_device()
    long = tmp_path / ("é" * 120 + ".jsonl")
    replace_file(long, [b"x"])
    assert long.read_bytes() == b"x"
    with pytest.raises(OSError, match=r"gone/a\.jsonl'$"):
        replace_file(tmp_path / "gone" / "a.jsonl", [b"x"])
