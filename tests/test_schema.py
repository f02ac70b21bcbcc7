"""The committed JSON Schema is the code's, and the records are the schema's."""

import json

import pytest
from jsonschema import Draft202012Validator

from flows.pipeline import process
from flows.rejections import reject
from models import SCHEMA_VERSION, RawDocument, Reason, Refusal, Source, Stage, Unreceived, json_schema
from tests.articles import ROOT, Expected, raw_document, samples

COMMITTED = ROOT / "models" / "schema" / f"outcome-{SCHEMA_VERSION}.json"


def test_the_committed_schema_is_the_code_s() -> None:
    """A change of the records is a new schema version, written by `make schema`."""
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("expected", [pytest.param(e, id=e.raw.name) for e in samples()])
def test_articles_keep_the_schema(expected: Expected) -> None:
    """A consumer who validates our lines meets no surprise."""
    line = process(raw_document(expected.raw)).model_dump_json()
    Draft202012Validator(json_schema()).validate(json.loads(line))


def test_rejections_keep_the_schema() -> None:
    """So does a document that was refused, with bytes and without."""
    missing = Unreceived(
        source=Source(uri="gone.txt"), refusal=Refusal(stage=Stage.RAW, reason=Reason.NOT_FOUND, detail="no such file")
    )
    empty = RawDocument(content=b"", source=Source(uri="empty.txt", media_type="text/plain"))
    for outcome in (reject(missing), process(empty)):
        assert outcome.outcome == "rejection"
        Draft202012Validator(json_schema()).validate(json.loads(outcome.model_dump_json()))


def test_every_field_is_described() -> None:
    """The schema is the documentation of the record: no field of an outcome goes without a description."""
    definitions = json_schema()["$defs"]
    missing = [
        f"{name}.{field}"
        for name in ("Article", "Rejection", "Edit", "Quality", "Source")
        for field, schema in definitions[name]["properties"].items()
        if "description" not in schema and field not in {"outcome", "quality"}
    ]
    assert missing == []
