import socket
from base64 import b64decode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import RawDocument, Reason, Unreceived
from raw.addresses import OwnHosts, special
from raw.connecting import Proxies
from raw.fetching import Fetcher
from raw.manners import Access, Manners, Patience
from tests.web import page, status, web_server

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
HASTE = Manners(delay_seconds=0, attempts=2, backoff_seconds=0)
PATIENCE = Patience(connect_seconds=0.2, silent_seconds=1, total_seconds=5)

FORBIDDEN_HOSTS = (
    # This machine, as browsers, shells and C libraries let one write it.
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "0x7f000001",
    "0x7F.0.0.1",
    "0x7f.1",
    "2130706433",
    "017700000001",
    "0177.0.0.01",
    "0177.1",
    "00000177.0x0.0.1",
    "0",
    "0.0.0.0",
    "0x0",
    "0.1.2.3",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "127。0。0。1",
    "ⓛocalhost",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:7f00:1::1]",
    "[2001:0:7f00:1::]",
    "[2001::5ef5:fffe]",
    "[2606:4700::5efe:7f00:1]",
    "[2606:4700::200:5efe:127.0.0.1]",
    # The clouds' own services.
    "169.254.169.254",
    "169.254.170.2",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:a9fe:a9fe::]",
    "[fd00:ec2::254]",
    "[fe80::a9fe:a9fe]",
    "[fe80::1%25lo]",
    "168.63.129.16",
    "0xa83f8110",
    "100.100.100.200",
    "192.0.0.192",
    # Networks behind the door.
    "10.0.0.1",
    "012.0.0.1",
    "10.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "192.168.257",
    "100.64.0.1",
    "100.127.255.254",
    "[fc00::1]",
    "[fdff:ffff::1]",
    "[fec0::1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:0a00:0001]",
    # What no public host has.
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[2001:db8::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[100::1]",
    "[ff02::1]",
)

PUBLIC = (
    "9.9.9.9",
    "172.32.0.1",
    "192.169.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "64:ff9b::808:808",
    "::ffff:9.9.9.9",
)


class Canary:
    """A listener on loopback that counts who comes."""

    def __init__(self) -> None:
        self.visits: list[object] = []
        self.port = 0


@contextmanager
def canary() -> Iterator[Canary]:
    """Listen on one port of all of this machine's addresses, IPv6 too where there is any."""
    bird = Canary()
    with ExitStack() as listening:
        listener = listening.enter_context(_everywhere())
        bird.port = listener.getsockname()[1]
        thread = Thread(target=_count, args=(listener, bird), daemon=True)
        thread.start()
        try:
            yield bird
        finally:
            # One visit of our own, to show that the canary lives, and to end its thread.
            before = len(bird.visits)
            socket.create_connection(("127.0.0.1", bird.port)).close()
            thread.join(5)
            assert len(bird.visits) == before + 1, "the canary was dead"
            bird.visits.pop()


def _everywhere() -> socket.socket:
    if socket.has_dualstack_ipv6():
        return socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    return socket.create_server(("", 0))


def _count(listener: socket.socket, bird: Canary) -> None:
    while True:
        connection, address = listener.accept()
        with connection:
            connection.settimeout(0.2)
            try:
                said = connection.recv(100)
            except TimeoutError:
                said = b"silence"
            bird.visits.append((address, said))
            if not said:
                return


@contextmanager
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """Serve as a proxy that connects to wherever it is told, and note what it is told."""
    heads: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_relay, args=(listener, heads), daemon=True).start()
        yield f"http://user:pro%78y-secret@127.0.0.1:{listener.getsockname()[1]}", heads


def _relay(listener: socket.socket, heads: list[bytes]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        Thread(target=_relay_one, args=(client, heads), daemon=True).start()


def _relay_one(client: socket.socket, heads: list[bytes]) -> None:
    with client:
        head = client.recv(65_536)
        heads.append(head)
        host, _, port = head.split()[1].decode().rpartition(":")
        try:
            target = socket.create_connection((host.strip("[]"), int(port)), timeout=1)
        except OSError:
            client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        with target:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_pump, args=(target, client), daemon=True)
            back.start()
            _pump(client, target)
            back.join(5)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


def visitor(**how: object) -> Fetcher:
    """Give a client without friends on loopback."""
    settings = {"manners": HASTE, "patience": PATIENCE, "proxies": Proxies({}), **how}
    return Fetcher(lambda: NOON, **settings)  # type: ignore[arg-type]


def kept_out(answer: object, *reasons: Reason) -> Unreceived:
    """Expect that nothing was got."""
    assert isinstance(answer, Unreceived), answer
    assert answer.refusal.reason in (reasons or (Reason.FORBIDDEN_ADDRESS,)), answer
    return answer


ODD = (Reason.FORBIDDEN_ADDRESS, Reason.UNREACHABLE)
"""A spelling that this machine's resolver does not know is as good as forbidden."""


def test_there_are_enough_spellings() -> None:
    """The list of spellings is long, and none is there twice."""
    assert len(FORBIDDEN_HOSTS) == len(set(FORBIDDEN_HOSTS)) >= 60


def test_no_spelling_leads_to_this_machine() -> None:
    """However an address is written, asked for directly no connection is made; most are recognised by name."""
    with canary() as bird:
        client = visitor()
        reasons = [
            kept_out(client.fetch(f"{scheme}://{host}:{bird.port}/x"), *ODD).refusal.reason
            for host in FORBIDDEN_HOSTS
            for scheme in ("http", "https")
        ]
        assert bird.visits == []
    assert reasons.count(Reason.FORBIDDEN_ADDRESS) > 0.8 * len(reasons)


def test_no_redirect_leads_to_this_machine() -> None:
    """A host that may be visited cannot send us where we would not go, neither for a document nor for robots.txt."""
    with canary() as bird, web_server(host="127.0.0.2") as web:
        client = visitor(access=Access(allowed_hosts=("127.0.0.2",)))
        for number, host in enumerate(FORBIDDEN_HOSTS):
            web.answers[f"/{number}"] = status(302, Location=f"http://{host}:{bird.port}/x")
            kept_out(client.fetch(web.url(f"/{number}")), *ODD)
        assert len(web.requests) >= len(FORBIDDEN_HOSTS)
        for host in FORBIDDEN_HOSTS:
            web.answers["/robots.txt"] = status(301, Location=f"http://{host}:{bird.port}/robots.txt")
            asking = visitor(access=Access(allowed_hosts=("127.0.0.2",)))
            kept_out(asking.fetch(web.url("/story")), *ODD)
        assert bird.visits == []


def test_no_proxy_leads_to_this_machine() -> None:
    """A proxy is not even asked to go where we would not go, also when a redirect wants it."""
    with canary() as bird, proxy() as (address, heads), web_server(host="127.0.0.2") as web:
        proxies = Proxies({"http": address, "https": address})
        client = visitor(proxies=proxies)
        for host in FORBIDDEN_HOSTS:
            for scheme in ("http", "https"):
                kept_out(client.fetch(f"{scheme}://{host}:{bird.port}/x"), *ODD)
        assert heads == []
        allowed = visitor(proxies=proxies, access=Access(allowed_hosts=("127.0.0.2",)))
        for number, host in enumerate(FORBIDDEN_HOSTS):
            web.answers[f"/{number}"] = status(307, Location=f"http://{host}:{bird.port}/x")
            kept_out(allowed.fetch(web.url(f"/{number}")), *ODD)
        port = web.base.rpartition(":")[2].encode()
        assert {head.split()[1] for head in heads} == {b"127.0.0.2:" + port}
        assert bird.visits == []


class Resolver:
    """A name server that answers each question differently."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self._real = socket.getaddrinfo

    def __call__(self, host: str, port: int, family: int = 0, type: int = 0) -> list[object]:  # noqa: A002 its name
        """Answer as `socket.getaddrinfo` would."""
        if host != "news.example":
            return [*self._real(host, port, family, type)]
        self.asked.append(host)
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [one for address in addresses for one in self._real(address, port, family, type)]


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Record every address that a socket is told to connect to; public ones are not reached."""
    addresses: list[object] = []
    connect = socket.socket.connect

    def recording(self: socket.socket, address: tuple[str, int]) -> None:
        addresses.append(address[0])
        if special(ip_address(address[0])) is None:
            raise OSError(101, "Network is unreachable")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", recording)
    return addresses


def test_name_that_changes_its_meaning_gains_nothing(monkeypatch: pytest.MonkeyPatch, dialled: list[object]) -> None:
    """The address that was checked is the one that is connected to: a second answer of the name server is not used."""
    with canary() as bird:
        for second in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254"):
            resolver = Resolver(("9.9.9.9",), (second,))
            monkeypatch.setattr(socket, "getaddrinfo", resolver)
            dialled.clear()
            client = visitor(manners=HASTE.model_copy(update={"attempts": 4}))
            kept_out(client.fetch(f"http://news.example:{bird.port}/"))
            # Asked anew for each attempt, and every answer is checked.
            assert resolver.asked == ["news.example"] * 2
            assert dialled == ["9.9.9.9"]
        assert bird.visits == []


def test_name_with_one_forbidden_address_is_forbidden(monkeypatch: pytest.MonkeyPatch, dialled: list[object]) -> None:
    """A name that has a public address and one of ours is not visited at all."""
    with canary() as bird:
        for forbidden in ("127.0.0.1", "::1", "10.0.0.1", "fd00::1"):
            for answer in (("9.9.9.9", forbidden), (forbidden, "9.9.9.9")):
                monkeypatch.setattr(socket, "getaddrinfo", Resolver(answer))
                kept_out(visitor().fetch(f"http://news.example:{bird.port}/"))
        assert dialled == []
        assert bird.visits == []


def test_proxy_is_told_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch, dialled: list[object]) -> None:
    """A proxy gets no name to resolve once more, for plain HTTP neither, and its password is written down nowhere."""
    with canary() as bird, proxy() as (address, heads):
        monkeypatch.setattr(socket, "getaddrinfo", Resolver(("9.9.9.9",), ("127.0.0.1",)))
        client = visitor(proxies=Proxies({"all": address}), manners=HASTE.model_copy(update={"attempts": 1}))
        answer = kept_out(client.fetch(f"http://news.example:{bird.port}/"), Reason.UNREACHABLE)
        assert "502" in answer.refusal.detail
        assert "secret" not in answer.model_dump_json()
        kept_out(client.fetch(f"http://news.example:{bird.port}/"))
        assert bird.visits == []
    (head,) = heads
    assert head.startswith(f"CONNECT 9.9.9.9:{bird.port} HTTP/1.1\r\n".encode())
    assert b64decode(head.partition(b"Basic ")[2].split()[0]) == b"user:proxy-secret"
    assert dialled[0] == "127.0.0.1"


def test_own_hosts_are_visited_directly_and_through_a_proxy() -> None:
    """One's own hosts are open, by their names and addresses, and nobody else's are."""
    with web_server() as web, proxy() as (address, heads):
        web.answers["/story"] = page(b"<p>The ferry sailed.</p>")
        for allowed in ("127.0.0.1", "127.0.0.0/8", "localhost"):
            for proxies in (Proxies({}), Proxies({"http": address}), Proxies({"http": address, "no": "127.0.0.1"})):
                client = visitor(access=Access(allowed_hosts=(allowed,)), proxies=proxies)
                url = web.url("/story").replace("127.0.0.1", allowed if allowed == "localhost" else "127.0.0.1")
                assert isinstance(client.fetch(url), RawDocument), (allowed, url)
        kept_out(visitor(access=Access(allowed_hosts=("other.example", "10.0.0.0/8"))).fetch(web.url("/story")))
    assert heads


def test_environment_names_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxies are those of the environment, and hosts that it excepts go without."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert Proxies().between("http", "news.example") is None
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", ".inner.example")
    assert Proxies().between("http", "news.example") is None
    found = Proxies().between("https", "news.example")
    assert found is not None
    assert (found.host, found.port) == ("proxy.example", 3128)
    assert Proxies().between("https", "a.inner.example") is None
    monkeypatch.setenv("all_proxy", "socks5://me:secret@127.0.0.1:1")
    answer = kept_out(visitor(proxies=None).fetch("http://9.9.9.9/"), Reason.UNREACHABLE)
    assert "all_proxy" in answer.refusal.detail
    assert "secret" not in answer.model_dump_json()


def test_public_addresses_are_public() -> None:
    """Neighbours of special networks are not special."""
    assert [special(ip_address(address)) for address in PUBLIC] == [None] * len(PUBLIC)


@given(st.ip_addresses(v=4))
def test_every_wrapping_is_seen_through(address: IPv4Address) -> None:
    """An IPv6 address that leads to an IPv4 address is as special as that."""
    for wrapped in (0xFFFF << 32, 0x0064FF9B << 96):
        assert special(IPv6Address(wrapped | int(address))) == special(address)


@given(st.ip_addresses())
def test_what_python_calls_private_is_refused(address: IPv4Address | IPv6Address) -> None:
    """No address is let through that the standard library knows as no global one."""
    nat64 = address in ip_network("64:ff9b::/96") or address in ip_network("::ffff:0:0/96")
    if not nat64 and not address.is_global:
        assert special(address)


@pytest.mark.parametrize("name", ["", "*", "http://a.example", "a.example:80", "10.0.0.0/33", "a b", "me@a.example"])
def test_own_hosts_are_hosts(name: str) -> None:
    """What is no host is told at once, not when it is needed."""
    with pytest.raises(ValueError, match=r"is neither a host's name"):
        OwnHosts([name])
