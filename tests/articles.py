"""The articles that tests run over: our samples everywhere, the seeds where `../shared` is there."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models import RawDocument, Source
from raw.media_type import media_type

ROOT = Path(__file__).parent.parent
RAW_SAMPLES = ROOT / "raw" / "samples"
CLEAN_SAMPLES = ROOT / "clean" / "samples"
SHARED = Path(os.environ.get("COPYDESK_DATA", ROOT.parent / "shared"))


@dataclass(frozen=True)
class Expected:
    """A raw file beside the fields its record must have."""

    raw: Path
    fields: dict[str, Any]


def samples() -> list[Expected]:
    """List our own samples with the records expected of them."""
    return [
        Expected(file, json.loads((CLEAN_SAMPLES / f"{file.stem}.expected.json").read_text(encoding="utf-8")))
        for file in sorted(RAW_SAMPLES.iterdir())
    ]


def seeds() -> list[Expected]:
    """List the two real articles; none where the shared data is not beside the checkout."""
    return [
        Expected(file, json.loads(file.with_suffix(".gold.json").read_text(encoding="utf-8")))
        for file in sorted((SHARED / "seeds").glob("*.txt"))
    ]


def raw_document(file: Path) -> RawDocument:
    """Read a file as the desk would, without a clock."""
    content = file.read_bytes()
    return RawDocument(content=content, source=Source(uri=file.name, media_type=media_type(content, file.name, None)))
