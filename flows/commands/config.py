"""`copydesk config`."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.surroundings import settings_of_user
from flows.terminal import paint_for_output, put
from raw.sites import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings_keys import Key
    from flows.terminal import Paint


def config(
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of every key what it is for and what it takes.")
    ] = False,
) -> None:
    """Print the settings that hold here.

    They come from copydesk.toml, the environment and the defaults.

    Passwords are not shown.

    Example: copydesk config --explain
    """
    from flows.settings_keys import keys_of

    settings, paint = settings_of_user(), paint_for_output()
    lines = [line for key in keys_of(settings) for line in (_explained(key, paint) if explain else _value(key, paint))]
    put("\n".join([*lines, ""]))
    for name, source in settings.sources.items():
        arguments = _toml([without_credentials(argument) for argument in source.arguments])
        put(f"sources.{name} = {arguments}{f'  # cron {source.cron}' if source.cron else ''}\n")


def _value(key: "Key", paint: "Paint") -> "Iterator[str]":
    if key.origin:
        yield f"{paint.name(key.name)} = {_toml(key.value)}  {paint.aside(f'# {key.origin}')}"


def _explained(key: "Key", paint: "Paint") -> "Iterator[str]":
    default = f", {_toml(key.default)} unless told otherwise" if key.default is not None else ""
    yield f"{paint.name(key.name)}  {key.kind}{default}"
    yield f"    {key.purpose}"
    if key.variable:
        yield f"    {paint.aside(key.variable)}"
    if key.origin not in {"", "default"}:
        yield f"    now {_toml(key.value)}, from {key.origin}"
    yield ""


def _toml(value: object) -> str:
    """Write a value as TOML has it, or nearly so: what is not set is no value there."""
    import json

    return "not set" if value is None else json.dumps(value, ensure_ascii=False, default=str)
