"""A client that visits servers on several hosts of this machine."""

from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from threading import Lock

from models import RawDocument, Reason, Unreceived, Visit
from raw.connecting import Proxies
from raw.fetching import Fetcher
from raw.manners import Access, Manners
from tests.web import Answer, Web

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
STORY = b"<!DOCTYPE html><title>Ferry</title><p>The ferry sailed.</p>"
HASTE = Manners(delay_seconds=0, backoff_seconds=0, longest_wait_seconds=5)


def visitor(**how: object) -> Fetcher:
    """Give a client that may visit this machine, and hurries unless told otherwise."""
    settings = {"manners": HASTE, "access": Access(allowed_hosts=("127.0.0.0/8",)), "proxies": Proxies({}), **how}
    return Fetcher(lambda: NOON, **settings)  # type: ignore[arg-type]


def got(answer: object) -> RawDocument:
    """Expect a document."""
    assert isinstance(answer, RawDocument), answer
    return answer


def refused(answer: object, reason: Reason) -> Unreceived:
    """Expect a refusal."""
    assert isinstance(answer, Unreceived), answer
    assert answer.refusal.reason is reason, answer
    return answer


def in_turn(*answers: Answer) -> Answer:
    """Answer each request differently; the last answer stays."""
    left = list(answers)
    lock = Lock()

    def answer(request: BaseHTTPRequestHandler) -> None:
        with lock:
            now = left.pop(0) if len(left) > 1 else left[0]
        now(request)

    return answer


def gaps(web: Web) -> list[float]:
    """Give the times between one request that reached a server and the next."""
    return [later - earlier for earlier, later in pairwise(web.times)]


class Hours:
    """A clock that runs only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


class VisitsInMemory:
    """Remembers visits for as long as the process lives."""

    def __init__(self) -> None:
        self._visits: dict[str, Visit] = {}
        self._contents: dict[str, bytes] = {}

    def last(self, uri: str) -> Visit | None:
        """Give the last visit to an address."""
        return self._visits.get(uri)

    def holds(self, visit: Visit) -> bool:
        """Whether the bytes of a visit are still there."""
        return visit.uri in self._contents

    def content(self, visit: Visit) -> bytes | None:
        """Give the bytes of a visit."""
        return self._contents.get(visit.uri)

    def remember(self, visit: Visit, content: bytes) -> None:
        """Put a visit in the place of the one before."""
        self._visits[visit.uri], self._contents[visit.uri] = visit, content
