"""How a command ends: 0 when everything became an article, or one of these."""

from typing import NoReturn

import typer

from flows.terminal import complain

REJECTED = 1
WRONG_USE = 2


def wrong(message: str) -> NoReturn:
    """End the command: it was used in a way it cannot be, and the message says which would be right."""
    complain(message)
    raise typer.Exit(WRONG_USE)
