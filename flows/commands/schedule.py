"""`copydesk schedule`."""

import os

from flows.commands.exits import wrong
from flows.commands.options import DeskOption
from flows.commands.surroundings import settings_of_user


def schedule(desk: DeskOption = None) -> None:
    """Serve the sources of copydesk.toml on their schedules.

    It goes on until it is interrupted.

    Example: copydesk --config copydesk.toml schedule
    """
    # Whoever watches a service wants to see its runs; it is read when Prefect is imported.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO")
    os.environ.setdefault("PREFECT_INTERNAL_LOGGING_LEVEL", "ERROR")
    from flows.schedule import CannotServeError, serve_schedules
    from flows.server import ServerFailedError

    settings = settings_of_user()
    try:
        serve_schedules(settings, settings.at_desk(desk))
    except (CannotServeError, ServerFailedError) as error:
        wrong(str(error))
