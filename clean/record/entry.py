"""An outcome as it is kept: its record, and beside it what has to be known without reading that."""

from typing import Literal

from pydantic import ConfigDict, Field

from clean.record.near_duplicates import signature
from models import Article, Record, Rejection

Kind = Literal["article", "rejection"]


class Entry(Record):
    """What the clean store takes of an outcome; it is made where the outcome is, and travels as JSON."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    outcome: Kind
    id: str
    pipeline_version: str
    stage: str | None = Field(description="The stage that rejected it; null for an article, and so is the reason.")
    reason: str | None
    record: str = Field(description="The Article or Rejection as JSON.")
    signature: bytes | None = Field(description="By which near-duplicates are found; articles of some length have one.")


def entry(outcome: Article | Rejection) -> Entry:
    """Make the entry of an outcome."""
    rejection = outcome if isinstance(outcome, Rejection) else None
    return Entry(
        outcome=outcome.outcome,
        id=outcome.id,
        pipeline_version=outcome.pipeline_version,
        stage=rejection and rejection.stage.value,
        reason=rejection and rejection.reason.value,
        record=outcome.model_dump_json(),
        signature=signature(outcome.text) if isinstance(outcome, Article) else None,
    )
