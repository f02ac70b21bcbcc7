"""What a command finds where it is called: the settings, and the desk."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.exits import wrong

if TYPE_CHECKING:
    from flows.desk import Desk
    from flows.limits import Bounds
    from flows.settings import Settings
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
    if Path("copydesk.toml").is_file() or any(name.startswith("COPYDESK_") for name in os.environ):
        settings = settings_of_user()
        return settings.max_bytes, settings.bounds
    from flows.limits import Bounds
    from raw.receipt import MAX_BYTES

    return MAX_BYTES, Bounds()


def fetcher_of_user(clock: "Clock", max_bytes: int) -> "Fetcher":
    """Make the HTTP client for whoever waits for a document, without a desk; end the command at wrong settings."""
    from raw.fetching import Fetcher

    fetching = settings_of_user().fetching
    return Fetcher(clock, max_bytes=max_bytes, manners=fetching, access=fetching)


def existing_desk(folder: Path | None) -> "Desk":
    """Give the desk in this folder, or the settings'; end the command where there is none."""
    desk = settings_of_user().at_desk(folder)
    if not desk.exists():
        wrong(f"{desk.folder}: there is no desk here; `copydesk ingest SOURCE --desk {desk.folder}` makes one")
    return desk
