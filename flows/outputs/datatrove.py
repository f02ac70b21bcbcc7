"""Documents as datatrove's readers take them: `text`, `id`, and everything else in `metadata`, a document a line.

Edits and paragraphs are left out: the text is what a corpus is made of, and `id` leads back to the record.
"""

from collections.abc import Iterable, Iterator

from pydantic_core import from_json, to_json

LEFT_OUT = {"outcome", "schema_version", "edits", "paragraphs"}


def datatrove(records: Iterable[str]) -> Iterator[bytes]:
    """Write records as documents."""
    for record in records:
        content = from_json(record)
        document = {"text": content.pop("text", ""), "id": content.pop("id")}
        metadata = {name: value for name, value in content.items() if name not in LEFT_OUT}
        yield to_json({**document, "metadata": metadata}) + b"\n"
