import gzip
import socket
import ssl
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import RawDocument, Reason, Stage, Unreceived
from raw.connecting import Proxies
from raw.fetching import Fetcher
from raw.manners import Access, Manners, Patience
from raw.receipt import Received
from raw.sites import without_credentials
from tests.web import Answer, Web, bomb, drip, page, raw_bytes, status, web_server

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
STORY = b"<!DOCTYPE html><title>Ferry</title><p>The ferry sailed.</p>"
LOOPBACK = Access(allowed_hosts=("127.0.0.1", "::1"))
AT_ONCE = Manners(delay_seconds=0, attempts=1)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.fixture
def fetcher() -> Fetcher:
    """Give a client with a small cap."""
    return client(max_bytes=100_000)


@pytest.fixture
def impatient() -> Fetcher:
    """Give a client with little patience."""
    patience = Patience(connect_seconds=1, silent_seconds=0.4, total_seconds=0.8)
    return client(patience=patience)


def client(**how: Any) -> Fetcher:  # noqa: ANN401 what a fetcher takes
    """Give a client that may visit loopback and waits for nobody."""
    return Fetcher(lambda: NOON, **{"access": LOOPBACK, "manners": AT_ONCE, "proxies": Proxies({}), **how})


def refused(received: Received, reason: Reason) -> Unreceived:
    """Expect a refusal."""
    assert isinstance(received, Unreceived)
    assert received.refusal.stage is Stage.RAW
    assert received.refusal.reason is reason, received.refusal
    return received


def got(received: Received) -> RawDocument:
    """Expect a document."""
    assert isinstance(received, RawDocument), received
    return received


def test_document_comes_with_what_the_server_said(web: Web, fetcher: Fetcher) -> None:
    """The bytes, the time of the clock and the server's headers are in the record."""
    web.answers["/a/story"] = page(STORY, "text/html; charset=utf-8", ETag='"1"', Last_Modified="yesterday")
    document = got(fetcher.fetch(web.url("/a/story?x=1#part"), container="https://news.example/feed"))
    assert document.content == STORY
    source = document.source
    assert (source.uri, source.container) == (web.url("/a/story?x=1#part"), "https://news.example/feed")
    assert (source.media_type, source.retrieved_at) == ("text/html", NOON)
    assert source.http is not None
    assert (source.http.status, source.http.content_type) == (200, "text/html; charset=utf-8")
    assert (source.http.etag, source.http.last_modified) == ('"1"', "yesterday")


def test_request_says_honestly_who_asks(web: Web, fetcher: Fetcher) -> None:
    """The user agent is the program and its version."""
    web.answers["/"] = page(STORY)
    got(fetcher.fetch(web.url("")))
    ((path, headers),) = web.requests
    assert path == "/"
    assert headers["User-Agent"] == f"Copydesk/{version('copydesk')}"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (404, Reason.NOT_FOUND),
        (410, Reason.NOT_FOUND),
        (401, Reason.HTTP_STATUS),
        (500, Reason.HTTP_STATUS),
        (304, Reason.HTTP_STATUS),
        (302, Reason.HTTP_STATUS),
    ],
)
def test_status_that_is_no_success_is_refused_with_its_code(
    web: Web, fetcher: Fetcher, code: int, reason: Reason
) -> None:
    """A status tells what went wrong, and is recorded."""
    web.answers["/x"] = status(code)
    answer = refused(fetcher.fetch(web.url("/x")), reason)
    assert str(code) in answer.refusal.detail
    assert answer.source.http is not None
    assert answer.source.http.status == code


def test_redirects_are_followed_to_the_end(web: Web, fetcher: Fetcher) -> None:
    """Ten redirects are followed, absolute and relative, and the last address is recorded."""
    for hop in range(10):
        target = f"/{hop + 1}" if hop % 2 else web.url(f"/{hop + 1}")
        web.answers[f"/{hop}"] = status((301, 302, 303, 307, 308)[hop % 5], Location=target)
    web.answers["/10"] = page(STORY)
    document = got(fetcher.fetch(web.url("/0")))
    assert document.source.uri == web.url("/0")
    assert document.source.http is not None
    assert document.source.http.final_url == web.url("/10")


def test_redirect_loop_ends(web: Web, fetcher: Fetcher) -> None:
    """The eleventh redirect is not followed."""
    web.answers["/loop"] = status(302, Location="/loop")
    refused(fetcher.fetch(web.url("/loop")), Reason.TOO_MANY_REDIRECTS)
    assert len(web.requests) == 11


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "//[::"])
def test_redirect_leads_only_to_the_web(web: Web, fetcher: Fetcher, target: str) -> None:
    """A redirect to anything but an http address is not followed."""
    web.answers["/away"] = status(302, Location=target)
    refused(fetcher.fetch(web.url("/away")), Reason.UNREACHABLE)


def test_redirect_in_utf8_is_understood(web: Web, fetcher: Fetcher) -> None:
    """A Location with bare UTF-8 bytes leads where it says."""
    web.answers["/from"] = raw_bytes("HTTP/1.1 302 Found\r\nLocation: /zürich\r\nContent-Length: 0\r\n\r\n".encode())
    web.answers["/z%C3%BCrich"] = page(STORY)
    got(fetcher.fetch(web.url("/from")))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(drip(b"", b"H", 0.1), id="status line"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.1), id="header"),
        pytest.param(drip(HEAD + b"\r\n", b"word ", 0.1), id="body without length"),
        pytest.param(drip(HEAD + b"Content-Length: 90000\r\n\r\n", b"word ", 0.1), id="body"),
        pytest.param(drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.1), id="chunks"),
        pytest.param(drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0", 0.1), id="chunk length"),
        pytest.param(
            drip(b"", b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", 0.3), id="redirects"
        ),
        pytest.param(drip(HEAD + b"\r\n", b"late", 5), id="silence"),
    ],
)
def test_slow_answer_is_cut_off(web: Web, impatient: Fetcher, answer: Answer) -> None:
    """However an answer drips, it is over at the deadline."""
    web.answers["/x"] = answer
    started = perf_counter()
    refused(impatient.fetch(web.url("/x")), Reason.TIMEOUT)
    assert perf_counter() - started < 3


def test_cap_counts_what_is_unpacked(web: Web, fetcher: Fetcher) -> None:
    """A document of the cap's size comes in; a byte more, announced or not, packed or not, does not."""
    exact = b"x" * 100_000
    web.answers["/exact"] = page(exact)
    web.answers["/announced"] = page(exact + b"x")
    web.answers["/unannounced"] = raw_bytes(HEAD + b"\r\n" + exact + b"x")
    web.answers["/packed"] = page(gzip.compress(exact), Content_Encoding="gzip")
    web.answers["/bomb"] = bomb(50_000_000)
    assert got(fetcher.fetch(web.url("/exact"))).content == exact
    assert got(fetcher.fetch(web.url("/packed"))).content == exact
    for path in ("/announced", "/unannounced", "/bomb"):
        answer = refused(fetcher.fetch(web.url(path)), Reason.TOO_LARGE)
        assert "100,000 bytes" in answer.refusal.detail


def test_bomb_is_not_unpacked(web: Web, fetcher: Fetcher) -> None:
    """Two hundred megabytes of zeros in a gzip in a gzip costs no time."""
    layer = zlib.compressobj(wbits=31)
    packed = b"".join(layer.compress(bytes(10_000_000)) for _ in range(20)) + layer.flush()
    web.answers["/bomb"] = page(gzip.compress(packed), Content_Encoding="gzip, gzip")
    started = perf_counter()
    refused(fetcher.fetch(web.url("/bomb")), Reason.TOO_LARGE)
    assert perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (raw_bytes(HEAD + b"Content-Length: 99\r\n\r\nshort"), Reason.UNREACHABLE),
        (raw_bytes(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nsho"), Reason.UNREACHABLE),
        (raw_bytes(HEAD + b"Transfer-Encoding: chunked\r\n\r\nno length\r\n"), Reason.UNREACHABLE),
        (raw_bytes(b""), Reason.UNREACHABLE),
        (raw_bytes(b"SSH-2.0-OpenSSH_9.9\r\n"), Reason.UNREACHABLE),
        (raw_bytes(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"), Reason.UNREACHABLE),
        (raw_bytes(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"), Reason.UNREACHABLE),
        (page(b"no gzip", Content_Encoding="gzip"), Reason.DAMAGED),
        (page(b"?", Content_Encoding="compress"), Reason.UNREADABLE),
    ],
)
def test_broken_answer_is_refused(web: Web, fetcher: Fetcher, answer: Answer, reason: Reason) -> None:
    """An answer that breaks off or is none is no document."""
    web.answers["/x"] = answer
    refused(fetcher.fetch(web.url("/x")), reason)


def test_empty_body_is_a_document(web: Web, fetcher: Fetcher) -> None:
    """That nothing is in a document is the parser's to say."""
    web.answers["/x"] = page(b"", "text/plain")
    assert got(fetcher.fetch(web.url("/x"))).content == b""


def test_body_longer_than_its_length_ends_there(web: Web, fetcher: Fetcher) -> None:
    """What follows the announced length is none of the document."""
    web.answers["/x"] = raw_bytes(HEAD + b"Content-Length: 5\r\n\r\nshortlong")
    assert got(fetcher.fetch(web.url("/x"))).content == b"short"


@pytest.mark.parametrize(
    "url",
    [
        "http://no-such-host.invalid/",
        "http://" + "x" * 70 + ".invalid/",
        "http://.invalid/",
        "https://[::1/",
        "http://127.0.0.1:99999/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "",
        "http:",
        "http://\x00/",
        "http://\ud800.invalid/\udcff",
    ],
)
def test_address_that_leads_nowhere_is_refused(fetcher: Fetcher, url: str) -> None:
    """No string that is given as an address raises anything."""
    refused(fetcher.fetch(url), Reason.UNREACHABLE)


@settings(deadline=None)
@given(st.text() | st.builds("http://{}{}".format, st.text(alphabet=":@[]/?#%.\\\0é１x9-"), st.text()))
def test_no_string_raises(text: str) -> None:
    """Whatever is given as an address is fetched or refused, in a record that can be written."""

    def no_address(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", no_address)
        answer = refused(client().fetch(text), Reason.UNREACHABLE)
    assert answer.model_dump_json()


def test_a_name_server_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking where a host is takes no longer than connecting may."""
    answering = Event()

    def never(*_: object, **__: object) -> list[object]:
        answering.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", never)
    began = perf_counter()
    answer = refused(client(patience=Patience(connect_seconds=0.1)).fetch("http://news.example/"), Reason.TIMEOUT)
    answering.set()
    assert perf_counter() - began < 5
    assert "no name server told within 0.1 s where news.example is" in answer.refusal.detail


def test_nobody_listening_and_no_tls_are_unreachable(web: Web, fetcher: Fetcher) -> None:
    """A closed port and a port that speaks no TLS are told as such."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        answer = refused(fetcher.fetch(f"http://127.0.0.1:{closed.getsockname()[1]}/"), Reason.UNREACHABLE)
    assert "refused" in answer.refusal.detail
    answer = refused(fetcher.fetch(web.url("/").replace("http:", "https:")), Reason.UNREACHABLE)
    assert "TLS" in answer.refusal.detail


def test_every_address_of_a_host_is_tried(web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """One address that refuses does not make a host unreachable."""
    web.answers["/"] = page(STORY)
    asking = socket.getaddrinfo

    def two_addresses(host: str, port: int, **how: int) -> list[object]:
        assert host == "news.example"
        return [*asking("127.0.0.1", 1, **how), *asking("127.0.0.1", port, **how)]

    monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
    document = got(fetcher.fetch(web.url("/").replace("127.0.0.1", "NEWS.example")))
    assert document.content == STORY
    assert web.requests[0][1]["Host"].startswith("news.example:")


def test_ipv6_address_is_fetched(fetcher: Fetcher) -> None:
    """A host may be written as an IPv6 address in brackets."""
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 on loopback")
    with listener, ThreadPoolExecutor(1) as pool:
        fetching = pool.submit(fetcher.fetch, f"http://[::1]:{listener.getsockname()[1]}/")
        for path in (b"/robots.txt", b"/"):
            connection, _ = listener.accept()
            with connection:
                request = connection.recv(65_536)
                connection.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")
                assert request.startswith(b"GET " + path + b" ")
                assert b"\r\nHost: [::1]:" in request
        assert got(fetching.result()).content == b"ok"


def test_one_fetcher_serves_many_threads(web: Web, fetcher: Fetcher) -> None:
    """Fetches that run at the same time do not meet."""
    for number in range(20):
        web.answers[f"/{number}"] = page(f"Story {number}".encode())
    urls = [web.url(f"/{number}") for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        assert [got(one).content for one in pool.map(fetcher.fetch, urls)] == [
            f"Story {number}".encode() for number in range(20)
        ]


def test_listener_that_never_accepts_times_out() -> None:
    """A host that takes the connection and says nothing is given up."""
    fetcher = client(patience=Patience(silent_seconds=0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        refused(fetcher.fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/"), Reason.TIMEOUT)


def test_credentials_go_to_their_host_and_into_no_record(web: Web, fetcher: Fetcher) -> None:
    """A password opens the door it was given for, no other, and is written down nowhere."""
    with web_server() as other:
        secret = web.url("/in").replace("//", "//reader:s%40cret@")
        web.answers["/in"] = status(302, Location="/on")
        web.answers["/on"] = status(302, Location=other.url("/out").replace("//", "//other:s%40cret@"))
        other.answers["/out"] = page(STORY)
        document = got(fetcher.fetch(secret))
        assert [headers.get("Authorization") for _, headers in web.requests] == ["Basic cmVhZGVyOnNAY3JldA=="] * 2
        assert "Authorization" not in other.requests[0][1]
    assert document.source.uri == web.url("/in")
    assert "cret" not in document.source.model_dump_json()


@pytest.mark.parametrize(
    "url", ["http://me:cret@127.0.0.1:1/", "http://me:cr/cret@127.0.0.1/", "ftp://me:cret@x/", "http://me:cret@["]
)
def test_refusals_hold_no_credentials(fetcher: Fetcher, url: str) -> None:
    """What cannot be fetched is reported without its password."""
    assert "cret" not in fetcher.fetch(url).model_dump_json()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate that a host on loopback has signed for itself, with its key."""
    x509 = pytest.importorskip("cryptography.x509", reason="making a certificate needs cryptography")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "host.pem"
    file.write_bytes(signed.public_bytes(pem) + private)
    return file


def test_only_trusted_hosts_are_spoken_to(certificate: Path) -> None:
    """A certificate that nobody vouches for, or that is another host's, ends the fetch before the request."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trusting = client(tls=ssl.create_default_context(cafile=certificate))
    with web_server(tls=serving) as web:
        web.answers["/"] = page(STORY)
        assert got(trusting.fetch(web.url("/"))).content == STORY
        other_name = web.url("/").replace("127.0.0.1", "localhost")
        for answer in (client().fetch(web.url("/")), trusting.fetch(other_name)):
            assert "TLS" in refused(answer, Reason.UNREACHABLE).refusal.detail
        assert len(web.requests) == 1


def test_slow_answer_under_tls_is_cut_off(certificate: Path) -> None:
    """The deadline holds for encrypted answers too."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=certificate)
    fetcher = client(tls=trusting, patience=Patience(total_seconds=0.6))
    with web_server(tls=serving) as web:
        web.answers["/x"] = drip(HEAD + b"\r\n", b"word ", 0.1)
        started = perf_counter()
        refused(fetcher.fetch(web.url("/x")), Reason.TIMEOUT)
        assert perf_counter() - started < 3


@given(st.text())
def test_credentials_are_taken_from_any_string(text: str) -> None:
    """Taking credentials out of what has none changes nothing, and twice is once."""
    once = without_credentials(text)
    assert without_credentials(once) == once
    if "@" not in text:
        assert once == text
