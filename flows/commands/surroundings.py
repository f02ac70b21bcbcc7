"""What a command finds where it is called: the settings, and the desk."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.exits import wrong

if TYPE_CHECKING:
    from flows.desk import Desk
    from flows.limits import Bounds
    from flows.settings import Settings
    from models import Article, Rejection
    from raw.fetching import Fetcher
    from raw.receipt import Clock


def settings_of_user() -> "Settings":
    """Read the settings; end the command where they are wrong."""
    from flows.settings import WrongSettingsError, load_settings

    try:
        return load_settings()
    except WrongSettingsError as error:
        wrong(str(error))


def cap_and_bounds() -> "tuple[int, Bounds]":
    """Give what a document may take; the settings are read only where there are some, for reading them takes time."""
    if _there_are_settings():
        settings = settings_of_user()
        return settings.max_bytes, settings.bounds
    from flows.limits import Bounds
    from raw.receipt import MAX_BYTES

    return MAX_BYTES, Bounds()


def _there_are_settings() -> bool:
    return Path("copydesk.toml").is_file() or any(name.upper().startswith("COPYDESK_") for name in os.environ)


def fetcher_of_user(clock: "Clock", max_bytes: int) -> "Fetcher":
    """Make the HTTP client for whoever waits for a document, without a desk; end the command at wrong settings."""
    from raw.fetching import Fetcher

    fetching = settings_of_user().fetching
    return Fetcher(clock, max_bytes=max_bytes, manners=fetching, access=fetching)


def existing_desk(folder: Path | None) -> "Desk":
    """Give the desk in this folder, or the settings'; end the command where there is none."""
    from flows.desk import DESK, Desk

    desk = settings_of_user().at_desk(folder) if _there_are_settings() else Desk(folder=folder or DESK)
    if not desk.exists():
        wrong(f"{desk.folder}: there is no desk here; `copydesk ingest SOURCE --desk {desk.folder}` makes one")
    return desk


def expect_no_desk(arguments: Iterable[str]) -> None:
    """End the command where an argument is the folder of a desk: what lies in it are its own files."""
    from flows.desk import Desk

    for argument in arguments:
        # Of an address, or a name that is too long for a file's, nothing is to be told.
        with suppress(OSError):
            if Desk(folder=Path(argument)).is_in_folder():
                wrong(
                    f"{argument} is a desk, no folder of documents: `copydesk export --desk {argument}` gives its"
                    f" articles, `copydesk reprocess --all --desk {argument}` cleans again what it holds"
                )


def records_of(file: str, article: str | None, rule: str | None) -> "Iterator[Article | Rejection]":
    """Give the records of a file, or the one with an id; end the command where there is none, and for a wrong rule."""
    from flows.records import NotARecordError, records_in

    if rule is not None:
        expect_rule(rule)
    max_bytes, bounds = cap_and_bounds()
    found = 0
    try:
        for record in records_in(file, max_bytes=max_bytes, bounds=bounds):
            if article in (None, record.id):
                found += 1
                yield record
    except NotARecordError as error:
        wrong(str(error))
    if not found:
        wrong(f"{file} holds no record with the id {article!r}" if article else f"{file} holds no document")


def expect_rule(name: str) -> None:
    """End the command where there is no such rule; the nearest one is named."""
    from difflib import get_close_matches

    from clean.rules import RULES

    known = [rule.__name__ for rule in RULES]
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        wrong(f"there is no rule {name!r}; " + (f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"))
