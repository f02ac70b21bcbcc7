"""`copydesk forget`."""

from typing import Annotated

import typer

from flows.commands.exits import wrong
from flows.commands.options import DeskOption
from flows.commands.surroundings import existing_desk
from flows.terminal import put
from flows.words import UnknownArticleError, counted


def forget(
    article: Annotated[str, typer.Argument(metavar="ID", help="The article's id.")],
    *,
    lift: Annotated[bool, typer.Option("--lift", help="Let the article come back.")] = False,
    desk: DeskOption = None,
) -> None:
    """Remove an article for good.

    Its bytes, its outcomes and its place in the exports go. A later ingest leaves it out, until that is lifted.

    Example: copydesk forget 0b8f6c1e-2f0d-5f0a-9c51-3f0f4a1b7a10
    """
    from flows.forget import forget_article, lift_forgetting

    try:
        if lift:
            lift_forgetting(existing_desk(desk), article)
            put(f"{article} comes back when it is ingested again\n")
            return
        removed = forget_article(existing_desk(desk), article)
        put(f"Forgotten: {article}, with {counted(removed, 'file')} of bytes\n")
    except UnknownArticleError as error:
        wrong(str(error))
