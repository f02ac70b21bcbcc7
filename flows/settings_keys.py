"""Every key of the settings: what it takes, where it may be said, and what holds now."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from flows.outputs.shapes import bare
from flows.settings import (
    Settings,
    SourceSettings,
    read_settings_file,
    settings_file,
    variable_of,
    variable_that_says,
)

KINDS: dict[object, str] = {
    int: "whole number",
    float: "number",
    str: "text",
    Path: "path",
    tuple: "list",
    dict: "table",
    timedelta: "duration",
}

# The password in an address: "secret" in "postgresql://desk:secret@db/desk"; not the port of "http://db:80/".
PASSWORD = re.compile(r"(?<=://)([^/@:\s]*):[^/@\s]*@")

HIDDEN = "***"


class Key(NamedTuple):
    """One key of copydesk.toml."""

    name: str
    variable: str | None
    kind: str
    default: object
    purpose: str
    value: object
    origin: str


def keys_of(settings: Settings) -> Iterator[Key]:
    """Give every key there is, in the order of the example file, with what it is set to and by what."""
    file = settings_file()
    written = read_settings_file(file) if file else {}
    yield from _keys(settings, written, str(file), ())
    for name, field in SourceSettings.model_fields.items():
        yield Key(f"sources.NAME.{name}", None, _kind(field), _default(field), field.description or "", None, "")


def _keys(settings: BaseModel, written: Mapping[str, Any], file: str, path: tuple[str, ...]) -> Iterator[Key]:
    for name, field in type(settings).model_fields.items():
        value, here = getattr(settings, name), (*path, name)
        if isinstance(value, BaseModel):
            yield from _keys(value, written.get(name, {}), file, here)
        elif name != "sources":
            origin = variable_that_says(here) or (file if name in written else "default")
            default, purpose = _default(field), field.description or ""
            yield Key(".".join(here), variable_of(here), _kind(field), default, purpose, _shown(value), origin)


def _kind(field: FieldInfo) -> str:
    kind = bare(field.annotation)
    return KINDS.get(get_origin(kind) or kind, "text")


def _default(field: FieldInfo) -> object:
    default = field.get_default(call_default_factory=True)
    return None if default is PydanticUndefined else default


def _shown(value: object) -> object:
    """Give a value as it may be shown to whoever looks over a shoulder."""
    if isinstance(value, Mapping):
        return dict.fromkeys(map(str, value), HIDDEN)
    return PASSWORD.sub(rf"\1:{HIDDEN}@", str(value)) if isinstance(value, str | Path) else value
