"""The web as the settings have it visited, and the keys to it that stand in addresses."""

import json
import os
from typing import TYPE_CHECKING

from raw.reception import MakesFetcher
from raw.sites import credentials, site, without_credentials
from raw.sources.url import is_address

if TYPE_CHECKING:
    from flows.desk import Desk
    from flows.settings import FetchingSettings
    from raw.fetching import Fetcher
    from raw.receipt import Clock

KEYS = "COPYDESK_FETCHING__CREDENTIALS"
"""The variable of the environment in which the keys to sites travel to where they are needed."""


def web(settings: "FetchingSettings", desk: "Desk") -> MakesFetcher:
    """Give what makes an HTTP client; all that work at a desk share the pause of a host."""

    def fetcher(clock: "Clock", max_bytes: int) -> "Fetcher":
        from raw.fetching import Fetcher
        from raw.pacing import RestsInFolder

        rests = RestsInFolder(desk.hosts)
        return Fetcher(clock, max_bytes=max_bytes, manners=settings, access=settings, rests=rests)

    return fetcher


def without_keys(argument: str) -> str:
    """Take the user name and password out of an address and keep them in the environment of this process.

    What a flow is called with is kept by Prefect for everyone to see; the environment is seen by the flow's own
    processes.
    """
    if "@" not in argument or not is_address(argument):
        return argument
    if pair := credentials(argument):
        os.environ[KEYS] = json.dumps({**json.loads(os.environ.get(KEYS, "{}")), site(argument): pair})
    return without_credentials(argument)
