"""Gets documents over HTTP and HTTPS.

The client is urllib3. It is maintained, it is what most of Python's HTTP stands on, and it lets one do what fetching
from anywhere needs: open the socket oneself (so that an address can be refused at the moment of connecting, when a name
can no longer change its meaning), read an answer piece by piece with a cap, and follow redirects oneself, so that every
hop passes the same checks: scheme, robots.txt, the host's pause, its address. (requests and httpx hide the socket and
follow by themselves; aiohttp would put an event loop under a program that waits for hosts one at a time.)

A connection serves one request: between two requests to one host lies a polite pause, not a saved handshake.
"""

import http.client
import socket
import ssl
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from importlib.metadata import version
from random import SystemRandom
from typing import NamedTuple
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError, ProtocolError, ReadTimeoutError
from urllib3.util import Url, parse_url

from models import HttpFacts, RawDocument, Reason, Source, Visit
from raw import answers, content_coding
from raw.addresses import OwnHosts
from raw.connecting import (
    Connection,
    Deadline,
    Dialler,
    ForbiddenAddressError,
    NoNameServerError,
    Proxies,
    ProxyError,
    TlsConnection,
)
from raw.manners import Access, Manners, Patience
from raw.media_type import media_type
from raw.pacing import HostRestsError, Pace, Rests, RestsInMemory, RestsLostError
from raw.receipt import MAX_BYTES, Clock, Received, too_large, unreceived
from raw.robots import MAX_BYTES as MAX_ROBOTS_BYTES
from raw.robots import MAX_REDIRECTS as MAX_ROBOTS_REDIRECTS
from raw.robots import PRODUCT, Answer, Robots
from raw.sites import PORTS, credentials, name_in, site, without_credentials
from raw.visits import NoVisits, Visits

MAX_REDIRECTS = 10

IN_VAIN = 6
"""After so many connections in a row that failed, a host is left alone for the life of the client: a list of a thousand
pages of a dead host would take hours."""

ACCEPTED = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.9,application/pdf;q=0.9,*/*;q=0.5"

Explanation = tuple[tuple[type[Exception], ...], Reason, str, bool]

EXPLANATIONS: tuple[Explanation, ...] = (
    # What was raised, the reason it stands for, what to say of it, and whether it may pass; the first that fits counts.
    ((ForbiddenAddressError,), Reason.FORBIDDEN_ADDRESS, "{error}", False),
    (
        (HostRestsError,),
        Reason.UNREACHABLE,
        "the host wants to be left alone for another {error}; try again then",
        False,
    ),
    ((ProxyError,), Reason.UNREACHABLE, "{error}", False),
    ((NoNameServerError,), Reason.TIMEOUT, "{error}; try again later", True),
    ((TimeoutError, ReadTimeoutError), Reason.TIMEOUT, "the host did not answer in time; try again later", True),
    (
        (socket.gaierror, UnicodeError),
        Reason.UNREACHABLE,
        "the host name has no address; check its spelling and the network",
        False,
    ),
    ((ssl.SSLError, urllib3.exceptions.SSLError), Reason.UNREACHABLE, "no trusted TLS connection: {error}", False),
    ((content_coding.UnknownCodingError,), Reason.UNREADABLE, "{error}", False),
    (
        (content_coding.DamagedError,),
        Reason.DAMAGED,
        "the body is not packed in the way that its Content-Encoding declares: {error}",
        True,
    ),
    (
        (http.client.HTTPException, ProtocolError),
        Reason.UNREACHABLE,
        "the answer broke off or is no HTTP; try again later",
        True,
    ),
    ((OSError,), Reason.UNREACHABLE, "no connection: {error}; try again later", True),
)


class _Hop(NamedTuple):
    """One address on the way to a document."""

    address: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


class _Tried(NamedTuple):
    """What an attempt ended as, and whether another may end better."""

    received: Received
    may_pass: bool = False


class Fetcher:
    """Fetches one address at a time; it holds no connection between two fetches.

    Args:
        clock: tells the time that becomes `retrieved_at`.
        max_bytes: the cap on a document, counted after decompression.
        patience: how long to wait.
        manners: how hosts are treated.
        access: one's own hosts and the keys to them.
        rests: where the pauses of hosts are kept; shared, they hold for all who share them.
        visits: what is remembered of earlier fetches, for asking whether anything changed.
        proxies: what to go through; what the environment names if not given.
        tls: what certificates to trust, for hosts with an authority of their own; the system's if not given.

    """

    def __init__(  # noqa: PLR0913 each has a default, and what they are is said above
        self,
        clock: Clock,
        *,
        max_bytes: int = MAX_BYTES,
        patience: Patience | None = None,
        manners: Manners | None = None,
        access: Access | None = None,
        rests: Rests | None = None,
        visits: Visits | None = None,
        proxies: Proxies | None = None,
        tls: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._max_bytes = max_bytes
        self._patience = patience or Patience()
        self._manners = manners or Manners()
        self._access = access or Access()
        self._keys = {site(name): pair for name, pair in self._access.credentials.items()}
        self._visits = visits or NoVisits()
        self._given_tls = tls
        self._sleep = sleep
        self._random = SystemRandom()
        self._in_vain: Counter[str] = Counter()
        self._robots = Robots(self._robots_txt)
        own = OwnHosts(self._access.allowed_hosts)
        self._dialler = Dialler(own=own, connect_seconds=self._patience.connect_seconds, proxies=proxies)
        self._pace = Pace(
            rests or RestsInMemory(),
            delay_seconds=self._manners.delay_seconds,
            longest_wait_seconds=self._manners.longest_wait_seconds,
            sleep=sleep,
        )

    def fetch(self, url: str, *, container: str | None = None) -> Received:
        """Get the document at an http(s) address, following up to ten redirects.

        A user name and password in the address are sent to that host as Basic credentials, to no other host that
        redirects lead to, and appear in no record. The bytes are what the server sent with its Content-Encoding undone.
        What was fetched before is asked for on condition that it changed; when it did not, its bytes are those of then.

        Returns:
            The document, or why it could not be got: `forbidden_address` (the host is on a private network),
            `robots_txt` (the site wants no robots there), `not_found` (404, 410), `http_status` (another status that is
            no success), `too_many_redirects`, `too_large`, `timeout`, `damaged` (a body that cannot be decompressed),
            `unreachable` (all else: no such host, refused, TLS, a broken answer, a scheme that is not http or https).
            What may pass is tried again after a while.

        Raises:
            raw.pacing.RestsLostError: the pauses of hosts cannot be kept: a full disk. Nothing is raised for the sake
                of the address or its host.
            Exception: whatever `visits` raises that cannot tell of a visit, or not remember one.
        """
        # Half of a surrogate pair, as some feeds have, fits into no record and no request.
        url = url.encode("utf-8", "replace").decode("utf-8")
        source = Source(uri=without_credentials(url), container=container)
        visit = self._last_visit(source.uri)
        received = self._insistently(url, source, visit)
        if isinstance(received, RawDocument) and (facts := received.source.http):
            # Out of reach of what is caught for the host's sake: a full disk of ours is no fault of his.
            self._visits.remember(_visit_to(received, facts), received.content)
        return received

    def _insistently(self, url: str, source: Source, visit: Visit | None) -> Received:
        """Try, and try again what may pass."""
        for attempt in range(1, self._manners.attempts):
            tried = self._tried(url, source, visit)
            if not tried.may_pass:
                return tried.received
            self._sleep(self._backoff(attempt))
        return self._tried(url, source, visit).received

    def _last_visit(self, uri: str) -> Visit | None:
        """Give the last visit to an address, if what it got is still there to be given again."""
        visit = self._visits.last(uri)
        return visit if visit and self._visits.holds(visit) else None

    def _backoff(self, attempt: int) -> float:
        """Give the wait after an attempt, in which those who failed together do not come back together."""
        return self._manners.backoff_seconds * float(2 ** (attempt - 1)) * self._random.uniform(0.5, 1.5)

    def _tried(self, url: str, source: Source, visit: Visit | None) -> _Tried:
        deadline = Deadline(self._patience.total_seconds)
        try:
            tried = self._follow(url, source, visit, deadline)
        except _GaveUpError as error:
            return _Tried(unreceived(source, error.reason, error.detail))
        except _BytesLostError:
            return self._tried(url, source, None)
        except RestsLostError:
            raise
        except FETCH_ERRORS as error:
            if deadline.remaining:
                reason, detail, may_pass = _explained(error)
                return _Tried(unreceived(source, reason, detail), may_pass)
        else:
            # A body without a length looks complete when it was cut off.
            if deadline.remaining:
                return tried
        seconds = self._patience.total_seconds
        detail = f"no complete answer within {seconds:g} seconds; try again later"
        return _Tried(unreceived(source, Reason.TIMEOUT, detail), may_pass=True)

    def _follow(self, url: str, source: Source, visit: Visit | None, deadline: Deadline) -> _Tried:
        hop = _hop(url)
        for _ in range(MAX_REDIRECTS + 1):
            with deadline.paused():
                delay = self._delay_where_allowed(hop)
            headers = {
                "Accept": ACCEPTED,
                "Accept-Encoding": content_coding.ACCEPTED,
                **_conditions(visit, hop),
                **self._authorization(url, hop),
            }
            with self._asked(hop, headers, deadline, delay_seconds=delay) as response:
                target = response.get_redirect_location()
                if not target:
                    return self._received(response, hop, source, visit)
            hop = _next_hop(hop, target)
        raise _GaveUpError(
            Reason.TOO_MANY_REDIRECTS,
            f"more than {MAX_REDIRECTS} redirects, the last to {without_credentials(hop.address)}",
        )

    def _delay_where_allowed(self, hop: _Hop) -> float:
        """Give the pause that a site asks for in its robots.txt.

        Raises:
            _GaveUpError: the site does not let robots fetch the address.
        """
        verdict = self._robots.verdict(hop.site, f"{hop.site}{hop.target}")
        if verdict.refusal:
            raise _GaveUpError(Reason.ROBOTS_TXT, verdict.refusal)
        return verdict.delay_seconds

    def _robots_txt(self, address: str) -> Answer:
        """Fetch a robots.txt, which no robots.txt forbids; where none can be had, the document fares no better."""
        deadline = Deadline(self._patience.total_seconds)
        hop = _hop(address)
        for _ in range(MAX_ROBOTS_REDIRECTS + 1):
            with self._asked(hop, {"Accept": "text/plain,*/*;q=0.5"}, deadline) as response:
                target = response.get_redirect_location()
                if not target:
                    return Answer(response.status, answers.opening(response, MAX_ROBOTS_BYTES))
            hop = _next_hop(hop, target)
        return Answer(response.status, b"")

    @contextmanager
    def _asked(
        self, hop: _Hop, headers: Mapping[str, str], deadline: Deadline, *, delay_seconds: float = 0
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Send the request for one hop when its host's turn comes, and give the answer, its body still unread."""
        with deadline.paused():
            self._pace.approach(hop.host, delay_seconds=delay_seconds)
        opened = self._connection(hop, deadline)
        try:
            self._connect(opened, hop)
            opened.timeout = self._patience.silent_seconds
            opened.sock.settimeout(self._patience.silent_seconds)
            with self._pace.turn(hop.host, delay_seconds=delay_seconds) as turn:
                deadline.extend(turn.waited_seconds)
                opened.request("GET", hop.target, headers={**self._greeting, **headers}, preload_content=False)
            with deadline.cutting(opened.sock), opened.getresponse() as response:
                turn.answered()
                if seconds := answers.retry_after(response):
                    self._pace.rest(hop.host, seconds)
                yield response
        finally:
            opened.close()

    def _connect(self, opened: Connection, hop: _Hop) -> None:
        """Open a connection, unless the host was asked in vain so often that it is not worth the wait any more."""
        if self._in_vain[hop.site] >= IN_VAIN:
            raise _GaveUpError(Reason.UNREACHABLE, f"no connection {IN_VAIN} times in a row; left to a later run")
        try:
            opened.connect()
        except OSError:
            self._in_vain[hop.site] += 1
            raise
        self._in_vain[hop.site] = 0

    def _connection(self, hop: _Hop, deadline: Deadline) -> Connection:
        if hop.scheme == "http":
            return Connection(hop.host, hop.port, dialler=self._dialler, deadline=deadline)
        return TlsConnection(hop.host, hop.port, dialler=self._dialler, deadline=deadline, ssl_context=self._tls)

    @cached_property
    def _greeting(self) -> dict[str, str]:
        contact = f" (+{self._manners.contact})" if self._manners.contact else ""
        return {"User-Agent": f"{PRODUCT}/{version('copydesk')}{contact}", "Connection": "close"}

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given_tls or ssl.create_default_context()

    def _authorization(self, url: str, hop: _Hop) -> dict[str, str]:
        """Give the first address's credentials to hops on the same site; to others those that are known for them."""
        pair = credentials(url) if site(url) == site(hop.address) else None
        pair = pair or self._keys.get(site(hop.address))
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"} if pair else {}

    def _received(self, response: urllib3.BaseHTTPResponse, hop: _Hop, source: Source, visit: Visit | None) -> _Tried:
        facts = HttpFacts(
            status=response.status,
            final_url=without_credentials(hop.address),
            content_type=response.headers.get("Content-Type"),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
        )
        source = source.model_copy(update={"http": facts})
        if response.status == answers.NOT_MODIFIED and visit and _conditions(visit, hop):
            return self._unchanged(source, facts, visit)
        if refusal := answers.refused(response):
            reason, detail = refusal
            return _Tried(unreceived(source, reason, detail + _rest(response)), response.status in answers.PASSING)
        try:
            content = answers.body(response, self._max_bytes)
        except content_coding.TooLargeError:
            return _Tried(too_large(source, self._max_bytes))
        return _Tried(self._document(content, source, facts))

    def _unchanged(self, source: Source, facts: HttpFacts, visit: Visit) -> _Tried:
        """Give the bytes of the last visit; what the answer says of them anew takes the place of what was said then."""
        content = None
        with suppress(OSError):  # a disk that does not give them any more
            content = self._visits.content(visit)
        if content is None:
            raise _BytesLostError
        known = {name: value for name, value in visit.model_dump().items() if name in type(facts).model_fields}
        facts = facts.model_copy(update={name: value for name, value in known.items() if not getattr(facts, name)})
        return _Tried(self._document(content, source, facts))

    def _document(self, content: bytes, source: Source, facts: HttpFacts) -> RawDocument:
        known = {
            "media_type": media_type(content, name_in(facts.final_url), facts.content_type),
            "retrieved_at": self._clock(),
            "http": facts,
        }
        return RawDocument(content=content, source=source.model_copy(update=known))


class _GaveUpError(Exception):
    """A fetch ended without a document, for a reason that is known."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class _BytesLostError(Exception):
    """The bytes that did not change are not kept any more."""


FETCH_ERRORS = (
    OSError,
    HTTPError,
    http.client.HTTPException,
    UnicodeError,
    ForbiddenAddressError,
    HostRestsError,
    content_coding.DamagedError,
    content_coding.UnknownCodingError,
)
"""What ends an attempt; anything else is a mistake of ours."""


def _hop(address: str) -> _Hop:
    try:
        url = parse_url(address)
    except LocationParseError:
        # Its message repeats the address, credentials and all.
        raise _GaveUpError(Reason.UNREACHABLE, "this is no valid address; check its spelling") from None
    if url.scheme not in PORTS or not url.host:
        detail = f"{without_credentials(address)} is no http or https address, and no other is fetched"
        raise _GaveUpError(Reason.UNREACHABLE, detail)
    target = Url(path=url.path, query=url.query).request_uri
    return _Hop(address, url.scheme, url.host.strip("[]").rstrip("."), url.port or PORTS[url.scheme], target)


def _next_hop(hop: _Hop, location: str) -> _Hop:
    try:
        # Servers write addresses in UTF-8, whatever http.client takes header bytes for.
        address = urljoin(hop.address, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError:
        raise _GaveUpError(Reason.UNREACHABLE, "the server redirects to what is no valid address") from None
    return _hop(address)


def _conditions(visit: Visit | None, hop: _Hop) -> dict[str, str]:
    """Give the headers that ask whether anything changed; each stands for itself, for a server may know only one."""
    if visit is None or visit.final_url != without_credentials(hop.address):
        return {}
    validators = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {name: value for name, value in validators.items() if value}


def _visit_to(document: RawDocument, facts: HttpFacts) -> Visit:
    """Give what is to be remembered of a document that was fetched."""
    return Visit(
        uri=document.source.uri,
        final_url=facts.final_url,
        etag=facts.etag,
        last_modified=facts.last_modified,
        content_type=facts.content_type,
        raw_sha256=document.sha256,
        at=document.source.retrieved_at,
    )


def _rest(response: urllib3.BaseHTTPResponse) -> str:
    seconds = answers.retry_after(response)
    return "" if seconds is None else f" and wants to be left alone for {seconds:g} seconds"


def _explained(error: Exception) -> tuple[Reason, str, bool]:
    """Give the reason and the words for what was raised, and whether it may pass."""
    for kinds, reason, detail, may_pass in EXPLANATIONS:
        if isinstance(error, kinds):
            words = getattr(error, "strerror", None) or (type(error).__name__ if _is_foreign(error) else str(error))
            return reason, detail.format(error=words), may_pass or getattr(error, "errno", None) == socket.EAI_AGAIN
    return Reason.UNREACHABLE, f"the fetch failed: {type(error).__name__}; try again later", True


def _is_foreign(error: Exception) -> bool:
    """Whether an error's words are not ours: they may repeat an address with its credentials."""
    return not type(error).__module__.startswith("raw.")
