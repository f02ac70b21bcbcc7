"""Gets documents over HTTP and HTTPS: the only code here that opens a connection.

The client is urllib3. It is maintained, it is what most of Python's HTTP stands on, and it lets one do what fetching
from anywhere needs: open the socket oneself (so that an address can be refused at the moment of connecting, when a name
can no longer change its meaning), read an answer piece by piece with a cap on what it is *after* decompression, and
follow redirects oneself, so that every hop passes the same checks. Proxies named in the environment are not used.

A connection serves one request: between two requests to one host lies a polite pause, not a saved handshake.
"""

import http.client
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from importlib.metadata import version
from pathlib import PurePosixPath
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError, ProtocolError, ReadTimeoutError
from urllib3.util import make_headers, parse_url

from models import HttpFacts, RawDocument, Reason, Record, Source
from raw.media_type import media_type
from raw.receipt import MAX_BYTES, Clock, Received, too_large, unreceived

MAX_REDIRECTS = 10
PIECE_BYTES = 65_536
SCHEMES = ("http", "https")
GONE = frozenset({404, 410})

ACCEPTED = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.9,application/pdf;q=0.9,*/*;q=0.5"

EXPLANATIONS: tuple[tuple[tuple[type[Exception], ...], Reason, str], ...] = (
    # What was raised, the reason it stands for, and what to say of it; the first that fits counts.
    ((TimeoutError, ReadTimeoutError), Reason.TIMEOUT, "the host did not answer in time; try again later"),
    (
        (socket.gaierror, UnicodeError),
        Reason.UNREACHABLE,
        "the host name has no address; check its spelling and the network",
    ),
    ((ssl.SSLError, urllib3.exceptions.SSLError), Reason.UNREACHABLE, "no trusted TLS connection: {error}"),
    ((DecodeError,), Reason.DAMAGED, "the body is not packed in the way that its Content-Encoding declares"),
    (
        (http.client.HTTPException, ProtocolError),
        Reason.UNREACHABLE,
        "the answer broke off or is no HTTP; try again later",
    ),
    ((OSError,), Reason.UNREACHABLE, "no connection: {error}; try again later"),
)


class Patience(Record):
    """How long to wait, in seconds, before a host is given up."""

    connect_seconds: float = 10
    """For each address of the host to accept the connection."""
    silent_seconds: float = 20
    """Between one piece of the answer and the next."""
    total_seconds: float = 60
    """For everything together, redirects included: an answer that drips is cut off."""


class Fetcher:
    """Fetches one address at a time; it holds no connection between two fetches.

    Args:
        clock: tells the time that becomes `retrieved_at`.
        max_bytes: the cap on a document, counted after decompression.
        patience: how long to wait.
        tls: what certificates to trust, for hosts with an authority of their own; the system's if not given.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        max_bytes: int = MAX_BYTES,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self._max_bytes = max_bytes
        self._patience = patience or Patience()
        self._given_tls = tls

    def fetch(self, url: str, *, container: str | None = None) -> Received:
        """Get the document at an http(s) address, following up to ten redirects.

        A user name and password in the address are sent to that host as Basic credentials, to no other host that
        redirects lead to, and appear in no record. The bytes are what the server sent with its Content-Encoding undone.

        Returns:
            The document, or why it could not be got: `not_found` (404, 410), `http_status` (another status that is
            no success), `too_many_redirects`, `too_large`, `timeout`, `damaged` (a body that cannot be decompressed),
            `unreachable` (all else: no such host, refused, TLS, a broken answer, a scheme that is not http or https).
            Nothing is raised.
        """
        # Half of a surrogate pair, as some feeds have, fits into no record and no request.
        url = url.encode("utf-8", "replace").decode("utf-8")
        source = Source(uri=without_credentials(url), container=container)
        deadline = Deadline(self._patience.total_seconds)
        try:
            received = self._follow(url, source, deadline)
        except _GaveUpError as error:
            return unreceived(source, error.reason, error.detail)
        except (OSError, HTTPError, http.client.HTTPException, UnicodeError) as error:
            if deadline.remaining:
                return unreceived(source, *_explained(error))
        else:
            # A body without a length looks complete when it was cut off.
            if deadline.remaining:
                return received
        seconds = self._patience.total_seconds
        return unreceived(source, Reason.TIMEOUT, f"no complete answer within {seconds:g} seconds; try again later")

    def _follow(self, url: str, source: Source, deadline: "Deadline") -> Received:
        origin = _split(url)
        address = url
        for _ in range(MAX_REDIRECTS + 1):
            with self._asked(address, _authorization(origin, _split(address)), deadline) as response:
                target = response.get_redirect_location()
                if not target:
                    return self._received(response, address, source)
            address = _next_hop(address, target)
        raise _GaveUpError(
            Reason.TOO_MANY_REDIRECTS,
            f"more than {MAX_REDIRECTS} redirects, the last to {without_credentials(address)}",
        )

    @contextmanager
    def _asked(
        self, address: str, authorization: dict[str, str], deadline: "Deadline"
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Send the request for one hop and give the answer, its body still unread."""
        connection = self._connection(address, deadline)
        try:
            connection.connect()
            connection.timeout = self._patience.silent_seconds
            with deadline.cutting(connection.sock):
                connection.request(
                    "GET",
                    parse_url(_without_fragment(address)).request_uri,
                    headers={**_headers(), **authorization},
                    preload_content=False,
                )
                with connection.getresponse() as response:
                    yield response
        finally:
            connection.close()

    def _connection(self, address: str, deadline: "Deadline") -> "_Connection":
        try:
            url = parse_url(address)
        except LocationParseError:
            # Its message repeats the address, credentials and all.
            raise _GaveUpError(Reason.UNREACHABLE, "this is no valid address; check its spelling") from None
        if url.scheme not in SCHEMES or not url.host:
            detail = f"{without_credentials(address)} is no http or https address, and no other is fetched"
            raise _GaveUpError(Reason.UNREACHABLE, detail)
        host = url.host.strip("[]")
        tls = url.scheme == "https"
        connection = _TlsConnection(host, url.port, ssl_context=self._tls) if tls else _Connection(host, url.port)
        connection.deadline = deadline
        connection.connect_seconds = self._patience.connect_seconds
        return connection

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given_tls or ssl.create_default_context()

    def _received(self, response: urllib3.BaseHTTPResponse, address: str, source: Source) -> Received:
        facts = HttpFacts(
            status=response.status,
            final_url=without_credentials(address),
            content_type=response.headers.get("Content-Type"),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
        )
        source = source.model_copy(update={"http": facts})
        if refused := _refused(response):
            return unreceived(source, *refused)
        content = _body(response, self._max_bytes)
        if content is None:
            return too_large(source, self._max_bytes)
        name = PurePosixPath(unquote(parse_url(address).path or "")).name
        known = {"media_type": media_type(content, name, facts.content_type), "retrieved_at": self._clock()}
        return RawDocument(content=content, source=source.model_copy(update=known))


class Deadline:
    """A moment after which a fetch is over, whatever it is doing."""

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left; none when it has passed."""
        return max(0.0, self._ends - monotonic())

    @contextmanager
    def cutting(self, connected: socket.socket) -> Iterator[None]:
        """Shut the connection down at the deadline.

        A timeout of the socket would not do: it starts anew with every byte that drips in, in the headers too.
        """
        timer = Timer(self.remaining, _shut_down, [connected])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _shut_down(connected: socket.socket) -> None:
    with suppress(OSError):
        # Not the method of a TLS socket, which would go on to read the other side's plain bytes.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


class _Connection(HTTPConnection):
    """A connection whose socket is opened here."""

    deadline: Deadline
    connect_seconds: float

    def _new_conn(self) -> socket.socket:
        return _dialled(self.host, self.port, self.connect_seconds, self.deadline)


class _TlsConnection(_Connection, HTTPSConnection):
    """The same under TLS."""


def _dialled(host: str, port: int, connect_seconds: float, deadline: Deadline) -> socket.socket:
    """Connect to the first of the host's addresses that accepts."""
    failure = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        dialling = socket.socket(family, kind, protocol)
        try:
            # A socket with a timeout of 0 would not wait at all.
            dialling.settimeout(min(connect_seconds, deadline.remaining) or 0.001)
            dialling.connect(address)
            dialling.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            dialling.close()
            failure = error
        else:
            return dialling
    raise failure


class _GaveUpError(Exception):
    """A fetch ended without a document, for a reason that is known."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def _next_hop(address: str, location: str) -> str:
    try:
        # Servers write addresses in UTF-8, whatever http.client takes header bytes for.
        return urljoin(address, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError:
        raise _GaveUpError(Reason.UNREACHABLE, "the server redirects to what is no valid address") from None


def _refused(response: urllib3.BaseHTTPResponse) -> tuple[Reason, str] | None:
    """Say why an answer holds no document, by its head."""
    if response.status in GONE:
        return Reason.NOT_FOUND, f"the server answered {response.status}: nothing is there (any more)"
    if not 200 <= response.status < 300:
        phrase = http.client.responses.get(response.status, "no known status")
        return Reason.HTTP_STATUS, f"the server answered {response.status} ({phrase})"
    codings = {coding.strip().lower() for coding in response.headers.get("Content-Encoding", "").split(",")}
    if unknown := codings - {"", "identity", *response.CONTENT_DECODERS}:
        return Reason.UNREADABLE, f"the answer is packed as {', '.join(sorted(unknown))}, which was not asked for"
    return None


def _body(response: urllib3.BaseHTTPResponse, max_bytes: int) -> bytes | None:
    """Read the decompressed body piece by piece; None as soon as it is over the cap."""
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced[:20]) > max_bytes:
        return None
    content = bytearray()
    while piece := response.read1(PIECE_BYTES):
        content += piece
        if len(content) > max_bytes:
            return None
    return bytes(content)


def _explained(error: Exception) -> tuple[Reason, str]:
    """Give the reason and the words for what a connection raised."""
    for kinds, reason, detail in EXPLANATIONS:
        if isinstance(error, kinds):
            return reason, detail.format(error=getattr(error, "strerror", None) or type(error).__name__)
    return Reason.UNREACHABLE, f"the fetch failed: {type(error).__name__}; try again later"


def without_credentials(address: str) -> str:
    """Take a user name and password out of an address.

    What is no valid address loses everything up to its last "@", because any of it may be a password.

    >>> without_credentials("https://reader:secret@example.org/a@b?c=d")
    'https://example.org/a@b?c=d'
    >>> without_credentials("https://reader:sec/ret@example.org/a")
    'https://example.org/a'
    >>> without_credentials("mail@example.org")
    'mail@example.org'
    """
    scheme, slashes, rest = address.partition("//")
    if not slashes or "@" not in rest:
        return address
    parts = _split(address)
    authority, rest_of_it = (parts.netloc, rest[len(parts.netloc) :]) if parts else (rest, "")
    return f"{scheme}//{authority.rpartition('@')[2]}{rest_of_it}"


def _split(address: str) -> SplitResult | None:
    """Split an address; None when it is no valid one."""
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _without_fragment(address: str) -> str:
    return address.partition("#")[0]


def _authorization(origin: SplitResult | None, hop: SplitResult | None) -> dict[str, str]:
    """Give the first address's credentials to hops on the same host, port and scheme."""
    if not origin or not hop or origin.username is None:
        return {}
    if (origin.scheme, origin.hostname, origin.port) != (hop.scheme, hop.hostname, hop.port):
        return {}
    pair = f"{unquote(origin.username)}:{unquote(origin.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"Copydesk/{version('copydesk')}",
        "Accept": ACCEPTED,
        "Connection": "close",
        **make_headers(accept_encoding=True),
    }
