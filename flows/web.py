"""The web as the settings have it visited, and the keys to it that stand in addresses."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from models import Visit
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


@contextmanager
def web(settings: "FetchingSettings", desk: "Desk") -> Iterator[MakesFetcher]:
    """Give what makes an HTTP client: all that work at a desk share the pauses of hosts and what was fetched before."""
    with ExitStack() as opened:

        def fetcher(clock: "Clock", max_bytes: int) -> "Fetcher":
            from raw.fetching import Fetcher
            from raw.pacing import RestsInFolder

            visits = VisitsAtDesk(desk)
            opened.callback(visits.close)
            rests = RestsInFolder(desk.hosts)
            return Fetcher(clock, max_bytes=max_bytes, manners=settings, access=settings, rests=rests, visits=visits)

        yield fetcher


class VisitsAtDesk:
    """Remembers visits in the desk's database; the bytes lie where they are kept anyway."""

    def __init__(self, desk: "Desk") -> None:
        from raw.last_copies import LastCopies

        self._log = desk.open_visits()
        self._raw = desk.open_raw()
        self._lists = LastCopies(desk.lists)

    def close(self) -> None:
        """Give back the connections."""
        self._log.close()

    def last(self, uri: str) -> Visit | None:
        """Give the last visit to an address."""
        return self._log.last(uri)

    def holds(self, visit: Visit) -> bool:
        """Whether the bytes of a visit are still there."""
        return visit.raw_sha256 in self._raw or self._lists.get(visit.uri, visit.raw_sha256) is not None

    def content(self, visit: Visit) -> bytes | None:
        """Give the bytes of a visit: those of a list, or those in the raw store."""
        from raw.store import BytesCorruptError, BytesMissingError

        with suppress(BytesMissingError, BytesCorruptError):
            return self._raw.get(visit.raw_sha256)
        return self._lists.get(visit.uri, visit.raw_sha256)

    def remember(self, visit: Visit, content: bytes) -> None:
        """Put a visit in the place of the one before; whoever takes a document in keeps its bytes himself."""
        from raw.media_type import media_type
        from raw.sites import name_in
        from raw.sources.lists import LISTS

        if media_type(content, name_in(visit.final_url), visit.content_type) in LISTS:
            self._lists.put(visit.uri, content)
        self._log.note(visit)


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
