"""Opens connections: only to addresses that were looked at, and only for as long as there is time.

A name is resolved here, every address it has is checked, and the connection is made to the very address that passed: a
name that means something else a moment later changes nothing. A proxy that the environment names is told that address
and not the name, by CONNECT also for plain HTTP, so that it cannot be led elsewhere either. The proxy's own address is
its owner's choice and is not checked.
"""

import http.client
import socket
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from urllib3.connection import HTTPConnection, HTTPSConnection

from raw.addresses import OwnHosts, special

PROXY_PORT = 8080
"""Where a proxy listens whose address names no port."""


class ForbiddenAddressError(Exception):
    """A host's address is none that is fetched from."""


class ProxyError(OSError):
    """The proxy would not or could not make the connection."""


class NoNameServerError(TimeoutError):
    """No name server told in time where a host is."""


class Deadline:
    """A moment after which a fetch is over, whatever it is doing."""

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left; none when it has passed."""
        return max(0.0, self._ends - monotonic())

    def extend(self, seconds: float) -> None:
        """Put the moment off: what was spent waiting for a turn is not the host's fault."""
        self._ends += seconds

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let no time run out in the block."""
        began = monotonic()
        try:
            yield
        finally:
            self.extend(monotonic() - began)

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


class Proxies:
    """The proxies that the environment names: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`, in either case."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._addresses = dict(getproxies_environment() if environment is None else environment)

    def between(self, scheme: str, host: str) -> "Proxy | None":
        """Give the proxy that stands between us and a host.

        Raises:
            ProxyError: it speaks no plain HTTP.
        """
        address = self._addresses.get(scheme) or self._addresses.get("all")
        if not address or proxy_bypass_environment(host, self._addresses):
            return None
        parts = urlsplit(address if "://" in address else f"http://{address}")
        try:
            if parts.scheme == "http" and parts.hostname:
                return Proxy(parts.hostname, parts.port or PROXY_PORT, _proxy_authorization(parts))
        except ValueError:
            pass
        raise ProxyError(f"the proxy that {scheme}_proxy or all_proxy names is no http:// address; only such are used")


class Proxy(NamedTuple):
    """Where a proxy listens, and what it is to be told about who we are."""

    host: str
    port: int
    authorization: str


def _proxy_authorization(parts: SplitResult) -> str:
    if parts.username is None:
        return ""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return f"Proxy-Authorization: Basic {b64encode(pair).decode()}\r\n"


SocketAddress = tuple[Any, ...]

Place = tuple[int, SocketAddress]
"""A family of addresses, and an address of it."""


def resolve(host: str, port: int, seconds: float) -> list[Place]:
    """Ask for the addresses of a name.

    The system's resolver has no limit that a program could set, so a thread waits for it that nobody waits for: it
    ends when the resolver gives up, or with the process.

    Raises:
        NoNameServerError: there was no answer within so many seconds.
        OSError: the name has no address.
        UnicodeError: it is no name that could have one.
    """
    answers: SimpleQueue[list[Place] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except Exception as error:
            answers.put(error)
        else:
            answers.put([(family, address) for family, *_, address in found])

    Thread(target=ask, name=f"resolving {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise NoNameServerError(f"no name server told within {seconds:.1f} s where {host} is") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


class Dialler:
    """Opens sockets to hosts.

    Args:
        own: the hosts that are connected to wherever they are.
        proxies: the proxies to go through; the environment's if not given.
        connect_seconds: how long name servers may take to answer, and each address to accept.
    """

    def __init__(self, *, own: OwnHosts, connect_seconds: float, proxies: Proxies | None = None) -> None:
        self._own = own
        self._proxies = proxies
        self._connect_seconds = connect_seconds

    def dial(self, scheme: str, host: str, port: int, deadline: Deadline) -> socket.socket:
        """Connect to the first of a host's addresses that accepts, or have a proxy do so.

        Raises:
            ForbiddenAddressError: one of its addresses is none that is fetched from: then none is tried.
            OSError: nobody accepts.
        """
        proxy = (self._proxies or Proxies()).between(scheme, host)
        addresses = self._addresses(host, port, deadline)
        if proxy is None:
            return self._first(addresses, deadline)
        failure = OSError(f"{host} has no address")
        for _, address in addresses:
            try:
                return self._through(proxy, address, deadline)
            except ProxyError as error:
                failure = error
        raise failure

    def _addresses(self, host: str, port: int, deadline: Deadline) -> list[Place]:
        """Resolve a name and check every address it has."""
        found = resolve(host, port, self._seconds_left(deadline))
        if not self._own.has_name(host):
            for _, address in found:
                self._check(host, str(address[0]))
        return found

    def _check(self, host: str, written: str) -> None:
        try:
            address = ip_address(written)
        except ValueError:
            raise ForbiddenAddressError(f"{host} leads to {written}, which is no address of the internet") from None
        meaning = special(address)
        if meaning and not self._own.has_address(address):
            raise ForbiddenAddressError(
                f"{host} leads to {written}: {meaning}; if it is your own, name it in `allowed_hosts`"
            )

    def _seconds_left(self, deadline: Deadline) -> float:
        # A socket with a timeout of 0 would not wait at all.
        return min(self._connect_seconds, deadline.remaining) or 0.001

    def _first(self, addresses: list[Place], deadline: Deadline) -> socket.socket:
        failure = OSError("the host has no address")
        for family, address in addresses:
            dialling = socket.socket(family, socket.SOCK_STREAM)
            try:
                dialling.settimeout(self._seconds_left(deadline))
                dialling.connect(address)
                dialling.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                dialling.close()
                failure = error
            else:
                return dialling
        raise failure

    def _through(self, proxy: Proxy, address: SocketAddress, deadline: Deadline) -> socket.socket:
        """Have a proxy connect to an address, and give the connection that leads there."""
        dialled = self._first(resolve(proxy.host, proxy.port, self._seconds_left(deadline)), deadline)
        try:
            with deadline.cutting(dialled):
                _ask_for_tunnel(dialled, proxy, address)
        except BaseException:
            dialled.close()
            raise
        return dialled


def _ask_for_tunnel(dialled: socket.socket, proxy: Proxy, address: SocketAddress) -> None:
    written = str(address[0])
    target = f"[{written}]:{address[1]}" if ":" in written else f"{written}:{address[1]}"
    dialled.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{proxy.authorization}\r\n".encode("latin-1"))
    # Nothing follows the answer's head before we speak: the client's reader may read ahead and be thrown away.
    answer = http.client.HTTPResponse(dialled, method="CONNECT")
    try:
        answer.begin()
        if not 200 <= answer.status < 300:
            raise ProxyError(f"the proxy answered {answer.status} when asked to connect to {target}")
    finally:
        answer.close()


class Connection(HTTPConnection):
    """An HTTP connection whose socket a dialler opens.

    Args:
        host: the host's name or address, an IPv6 address without its brackets.
        port: the port.
        dialler: opens the socket.
        deadline: when it must be open at the latest.
    """

    scheme = "http"

    def __init__(self, host: str, port: int, *, dialler: Dialler, deadline: Deadline, **options: Any) -> None:  # noqa: ANN401 the base class knows them
        super().__init__(host, port, **options)
        self._dialler = dialler
        self._deadline = deadline

    def _new_conn(self) -> socket.socket:
        return self._dialler.dial(self.scheme, self.host, self.port, self._deadline)


class TlsConnection(Connection, HTTPSConnection):
    """The same under TLS; `ssl_context` says what certificates to trust."""

    scheme = "https"
