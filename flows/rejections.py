"""The records of documents that were refused, or could not be got."""

from clean.record.identity import document_id
from flows.versioning import pipeline_version
from models import RawDocument, Refusal, Rejection, Source, Unreceived


def reject_received(raw: RawDocument, refusal: Refusal) -> Rejection:
    """Make the record of a document whose bytes are there and were refused."""
    return _rejection(raw.source, raw.sha256, refusal)


def reject(unreceived: Unreceived) -> Rejection:
    """Make the record of a document whose bytes could not be got."""
    return _rejection(unreceived.source, None, unreceived.refusal)


def _rejection(source: Source, raw_sha256: str | None, refusal: Refusal) -> Rejection:
    return Rejection(
        pipeline_version=pipeline_version(),
        id=document_id(source, None, raw_sha256),
        source=source,
        raw_sha256=raw_sha256,
        stage=refusal.stage,
        reason=refusal.reason,
        detail=refusal.detail,
    )
