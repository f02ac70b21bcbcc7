"""`copydesk forget`."""

from typing import Annotated

import typer

from flows.commands.exits import wrong
from flows.commands.options import DeskOption
from flows.commands.surroundings import existing_desk
from flows.terminal import put
from flows.words import UnknownArticleError


def forget(
    article: Annotated[str, typer.Argument(metavar="ID", help="The article's id.")],
    desk: DeskOption = None,
) -> None:
    """Remove an article for good: its bytes, its outcomes, and its place in the exports.

    Its source is not told: a later ingest of the same source brings the article back.

    Example: copydesk forget 0b8f6c1e-2f0d-5f0a-9c51-3f0f4a1b7a10
    """
    from flows.forget import forget_article

    try:
        removed = forget_article(existing_desk(desk), article)
        put(f"Forgotten: {article}, with {removed} file{'' if removed == 1 else 's'} of bytes\n")
    except UnknownArticleError as error:
        wrong(str(error))
