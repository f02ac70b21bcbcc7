"""Fetching from real servers on several hosts of this machine, with the faults that servers have."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Lock
from time import monotonic, perf_counter

import pytest

from models import RawDocument, Reason, Unreceived, Visit
from raw.answers import LONGEST_REST_SECONDS, rest_seconds
from raw.connecting import Proxies
from raw.fetching import Fetcher
from raw.manners import Access, Manners, Patience
from raw.pacing import NO_REST, HostRestsError, Pace, Rest, RestsInFolder, RestsInMemory
from raw.robots import Answer as RobotsAnswer
from raw.robots import Robots
from raw.visits import VisitsInMemory
from tests.web import Answer, Web, drip, page, raw_bytes, status, web_server

ROOT = Path(__file__).parent.parent
NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
STORY = b"<!DOCTYPE html><title>Ferry</title><p>The ferry sailed.</p>"
HASTE = Manners(delay_seconds=0, backoff_seconds=0, longest_wait_seconds=5)


@pytest.fixture
def hosts() -> Iterator[list[Web]]:
    """Give web servers on three hosts."""
    with ExitStack() as serving:
        yield [serving.enter_context(web_server(host=host)) for host in HOSTS]


@pytest.fixture
def web(hosts: list[Web]) -> Web:
    """Give one of them."""
    return hosts[0]


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


# The pause of a host


def gaps(web: Web) -> list[float]:
    """Give the times between one request that reached a server and the next."""
    return [later - earlier for earlier, later in pairwise(web.times)]


def test_pause_of_a_host_holds_across_threads(hosts: list[Web]) -> None:
    """Eight threads keep to each host's pause, robots.txt and redirects counted; hosts do not wait for each other."""
    delay = 0.25
    for web in hosts:
        for number in range(6):
            web.answers[f"/{number}"] = page(STORY)
        web.answers["/0"] = status(301, Location="/1")
    client = visitor(manners=HASTE.model_copy(update={"delay_seconds": delay, "longest_wait_seconds": 60}))
    urls = [web.url(f"/{number}") for number in range(6) for web in hosts]
    began = monotonic()
    with ThreadPoolExecutor(8) as pool:
        assert all(isinstance(one, RawDocument) for one in pool.map(client.fetch, urls))
    took = monotonic() - began
    for web in hosts:
        assert len(web.times) >= 8
        assert min(gaps(web)) >= delay
        assert median(gaps(web)) <= 1.1 * delay
    assert took < 2 * max(len(web.times) for web in hosts) * delay


PROCESS = """
import sys
from pathlib import Path
from raw.connecting import Proxies
from raw.fetching import Fetcher
from raw.manners import Access, Manners
from raw.pacing import RestsInFolder

folder, delay, *urls = sys.argv[1:]
access, manners = Access(allowed_hosts=("127.0.0.0/8",)), Manners(delay_seconds=float(delay))
client = Fetcher(lambda: None, manners=manners, access=access, rests=RestsInFolder(Path(folder)), proxies=Proxies({}))
print([type(client.fetch(url)).__name__ for url in urls])
"""


def test_pause_of_a_host_holds_across_processes(hosts: list[Web], tmp_path: Path) -> None:
    """Three processes that share a desk keep to one pause, and in the middle it is no tenth longer than configured."""
    delay = 0.3
    for web in hosts[:2]:
        for number in range(15):
            web.answers[f"/{number}"] = page(STORY)
    urls = [[web.url(f"/{number}") for number in range(first, 15, 3) for web in hosts[:2]] for first in range(3)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(tmp_path / "hosts"), str(delay), *mine],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for mine in urls
    ]
    assert [process.communicate(timeout=120)[0] for process in running] == [f"{['RawDocument'] * 10}\n"] * 3
    for web in hosts[:2]:
        assert len(web.times) == 18
        assert min(gaps(web)) >= delay
        assert median(gaps(web)) <= 1.1 * delay


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


def test_pause_begins_with_the_answer() -> None:
    """The pause counts from the moment at which the host has read the request for sure; no answer makes it double."""
    for latency, expected in ((0.0, 10.0), (0.5, 10.5), (5.0, 15.0), (15.0, 20.0), (30.0, 30.0)):
        hours = Hours()
        pace = Pace(RestsInMemory(), delay_seconds=10, longest_wait_seconds=60, now=hours, sleep=hours.sleep)
        sent = []
        for _ in range(3):
            with pace.turn("news.example") as turn:
                sent.append(hours.now)
            hours.sleep(latency)
            turn.answered()
        assert [later - earlier for earlier, later in pairwise(sent)] == pytest.approx([expected] * 2)


def test_clock_that_is_set_back_delays_nobody() -> None:
    """After the clock was set back by a day, a host is asked again after one pause."""
    hours = Hours()
    rests = RestsInMemory()
    pace = Pace(rests, delay_seconds=10, longest_wait_seconds=60, now=hours, sleep=hours.sleep)
    with pace.turn("news.example"):
        pass
    hours.now = began = -86_400.0
    with pace.turn("news.example"):
        assert hours.now - began <= 20


def test_rest_of_a_host_outlives_damage(tmp_path: Path) -> None:
    """A file that a crash cut off counts as none, and any name of a host can be kept."""
    rests = RestsInFolder(tmp_path)
    for host in ("news.example", "::1", "../up", "a" * 300, ""):
        with rests.held(host) as held:
            assert held.read() == NO_REST
            held.write(Rest(1.1, 2.2, 1e9 / 3))
        with rests.held(host) as held:
            assert held.read() == Rest(1.1, 2.2, 1e9 / 3)
    assert {path.parent for path in tmp_path.rglob("*")} == {tmp_path}
    for junk in (b"", b"12", b"1 2 3 4", b"\xff\xfe"):
        (tmp_path / "news.example").write_bytes(junk)
        with rests.held("news.example") as held:
            assert held.read() == NO_REST


# Retry-After and other faults that pass


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_host_is_left_alone_for_as_long_as_it_asks(web: Web, code: int, form: str) -> None:
    """Retry-After is kept to in both forms, and then the document comes."""
    now = datetime.now(UTC).replace(microsecond=0)
    headers = {"Retry-After": "1"}
    if form == "date":
        headers = {"Retry-After": format_datetime(now + timedelta(seconds=1), usegmt=True)}
        headers["Date"] = format_datetime(now, usegmt=True)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    resting = raw_bytes(f"HTTP/1.1 {code} Busy\r\n{head}Content-Length: 0\r\n\r\n".encode())
    web.answers["/story"] = in_turn(resting, page(STORY))
    got(visitor().fetch(web.url("/story")))
    assert gaps(web)[-1] >= 1


def test_host_that_asks_for_too_much_is_left_to_a_later_run(web: Web, tmp_path: Path) -> None:
    """Nobody waits an hour: the document is refused, and no process asks that host again before the hour is over."""
    web.answers["/story"] = status(429, Retry_After="3600")
    web.answers["/other"] = page(STORY)
    for client in (visitor(rests=RestsInFolder(tmp_path)), visitor(rests=RestsInFolder(tmp_path))):
        began = perf_counter()
        answers = [client.fetch(web.url(path)) for path in ("/story", "/other")]
        assert all(isinstance(answer, Unreceived) and "left alone" in answer.refusal.detail for answer in answers)
        assert perf_counter() - began < 2
    assert [path for path, _ in web.requests] == ["/story"]


def test_retry_after_is_read_in_both_forms() -> None:
    """What is neither seconds nor a date says nothing, a date that has passed says at once, and a day is the most."""
    noon = "Tue, 06 May 2031 12:00:00 GMT"
    assert rest_seconds(" 30 ", "") == 30
    assert rest_seconds("Tue, 06 May 2031 12:00:30 GMT", noon) == 30
    assert rest_seconds("Tuesday, 06-May-31 12:00:30 GMT", noon) == 30
    assert rest_seconds("Tue, 06 May 2031 11:00:00 GMT", noon) == 0
    assert rest_seconds(format_datetime(datetime.now(UTC) + timedelta(hours=1)), "no date") == pytest.approx(
        3600, abs=5
    )
    assert rest_seconds("9" * 5000, "") == rest_seconds("Tue, 06 May 2042 12:00:00 GMT", noon) == LONGEST_REST_SECONDS
    for nothing in ("", "soon", "-1", "1.5", "Tue, 99 May 2031 12:00:00 GMT", "Tue, 06 May 99999 12:00:00 GMT"):
        assert rest_seconds(nothing, noon) is None


FAULTS_THAT_PASS = {
    "408": status(408),
    "429": status(429),
    "500": status(500),
    "502": status(502),
    "503": status(503),
    "504": status(504),
    "reset": raw_bytes(b""),
    "no HTTP": raw_bytes(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "truncated": raw_bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"),
    "truncated chunks": raw_bytes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nsho"),
    "truncated gzip": raw_bytes(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    ),
    "slow drip": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", b"x", 0.1),
}


@pytest.mark.parametrize("fault", FAULTS_THAT_PASS)
def test_fault_that_passes_is_tried_again(web: Web, fault: str) -> None:
    """What went wrong twice and then right is a document; what goes wrong three times is refused."""
    client = visitor(patience=Patience(connect_seconds=1, silent_seconds=0.5, total_seconds=0.6))
    web.answers["/passes"] = in_turn(FAULTS_THAT_PASS[fault], FAULTS_THAT_PASS[fault], page(STORY))
    web.answers["/stays"] = FAULTS_THAT_PASS[fault]
    got(client.fetch(web.url("/passes")))
    assert isinstance(client.fetch(web.url("/stays")), Unreceived)
    assert [path for path, _ in web.requests] == ["/passes"] * 3 + ["/stays"] * 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451, 501])
def test_answer_that_stays_is_asked_for_once(web: Web, code: int) -> None:
    """Who is told no is told no."""
    web.answers["/x"] = status(code)
    assert isinstance(visitor().fetch(web.url("/x")), Unreceived)
    assert len(web.requests) == 1


def test_dead_host_is_not_asked_for_ever(web: Web) -> None:
    """After six connections in a row that failed, a host's other pages are refused at once; other hosts are not."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}"
        client = visitor()
        answers = [refused(client.fetch(f"{dead}/{number}"), Reason.UNREACHABLE) for number in range(4)]
    assert ["later run" in answer.refusal.detail for answer in answers] == [False, False, True, True]
    web.answers["/x"] = page(STORY)
    got(client.fetch(web.url("/x")))


def test_waits_between_attempts_grow_and_differ(web: Web) -> None:
    """Each wait is about twice the one before, and no two clients wait alike."""
    web.answers["/x"] = status(500)
    waits: list[list[float]] = []
    for _ in range(5):
        slept: list[float] = []
        manners = Manners(delay_seconds=0, attempts=5, backoff_seconds=1)
        visitor(manners=manners, sleep=slept.append).fetch(web.url("/x"))
        waits.append([seconds for seconds in slept if seconds])
    for waited in waits:
        assert len(waited) == 4
        assert all(0.5 * 2**number <= seconds <= 1.5 * 2**number for number, seconds in enumerate(waited))
    assert len({waited[0] for waited in waits}) == 5


def test_twenty_one_redirects_are_too_many(hosts: list[Web]) -> None:
    """A chain of 21 redirects over three hosts is given up, without a second attempt."""
    for hop in range(21):
        hosts[hop % 3].answers[f"/{hop}"] = status(302, Location=hosts[(hop + 1) % 3].url(f"/{hop + 1}"))
    hosts[0].answers["/21"] = page(STORY)
    refused(visitor().fetch(hosts[0].url("/0")), Reason.TOO_MANY_REDIRECTS)
    assert sum(len(web.requests) for web in hosts) == 11


def test_wrong_length_is_no_document(web: Web) -> None:
    """A body that is shorter than its length is refused; what follows a shorter length is none of it."""
    web.answers["/less"] = raw_bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nThe ferry")
    web.answers["/more"] = raw_bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nThe ferry sailed")
    refused(visitor().fetch(web.url("/less")), Reason.UNREACHABLE)
    assert got(visitor().fetch(web.url("/more"))).content == b"The ferry"


# Conditional requests


class Changing:
    """A page with validators that answers 304 as RFC 9110 tells it to."""

    def __init__(self, content: bytes, etag: str | None, last_modified: str | None) -> None:
        self.content = content
        self.etag = etag
        self.last_modified = last_modified
        self.statuses: list[int] = []

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        """Answer."""
        matches = request.headers.get("If-None-Match")
        since = request.headers.get("If-Modified-Since")
        same = matches == self.etag if matches is not None else since is not None and since == self.last_modified
        self.statuses.append(304 if same else 200)
        request.send_response(self.statuses[-1])
        for name, value in (("ETag", self.etag), ("Last-Modified", self.last_modified)):
            if value:
                request.send_header(name, value)
        request.send_header("Content-Length", str(0 if same else len(self.content)))
        request.end_headers()
        request.wfile.write(b"" if same else self.content)


MONDAY, TUESDAY = "Mon, 05 May 2031 12:00:00 GMT", "Tue, 06 May 2031 12:00:00 GMT"


@pytest.mark.parametrize(("etag", "modified"), [('"1"', MONDAY), ('W/"1"', None), (None, MONDAY)])
def test_what_did_not_change_is_not_sent_again(web: Web, etag: str | None, modified: str | None) -> None:
    """With either validator or both, the second fetch gives the same bytes for a 304."""
    changing = web.answers["/story"] = Changing(STORY, etag, modified)
    client = visitor(visits=VisitsInMemory())
    first, second = (got(client.fetch(web.url("/story"))) for _ in range(2))
    assert changing.statuses == [200, 304]
    assert first.content == second.content == STORY
    assert second.source.http is not None
    assert second.source.http.status == 304
    assert second.source.media_type == "text/html"


def test_validators_change_each_for_itself(web: Web) -> None:
    """A new ETag with the old date, and a new date with the old ETag, are kept each as it was last sent."""
    changing = web.answers["/story"] = Changing(STORY, '"1"', MONDAY)
    client = visitor(visits=VisitsInMemory())
    url = web.url("/story")
    got(client.fetch(url))
    changing.last_modified = TUESDAY
    got(client.fetch(url))
    changing.etag = '"2"'
    got(client.fetch(url))
    got(client.fetch(url))
    changing.etag = None
    changing.content += b"<p>Late.</p>"
    assert got(client.fetch(url)).content == changing.content
    got(client.fetch(url))
    assert changing.statuses == [200, 304, 200, 304, 200, 304]
    sent = [(head.get("If-None-Match"), head.get("If-Modified-Since")) for _, head in web.requests]
    assert sent == [
        (None, None),
        ('"1"', MONDAY),
        ('"1"', TUESDAY),
        ('"2"', TUESDAY),
        ('"2"', TUESDAY),
        (None, TUESDAY),
    ]


def test_validators_go_only_where_they_come_from(hosts: list[Web]) -> None:
    """A redirect is followed each time, and only the address that gave a validator is sent it back."""
    hosts[0].answers["/old"] = status(302, Location=hosts[1].url("/story"))
    hosts[1].answers["/story"] = Changing(STORY, '"1"', None)
    hosts[2].answers["/story"] = Changing(STORY + b"!", '"1"', None)
    client = visitor(visits=VisitsInMemory())
    for _ in range(2):
        assert got(client.fetch(hosts[0].url("/old"))).content == STORY
    hosts[0].answers["/old"] = status(302, Location=hosts[2].url("/story"))
    assert got(client.fetch(hosts[0].url("/old"))).content == STORY + b"!"
    assert not any("If-None-Match" in head for web in (hosts[0], hosts[2]) for _, head in web.requests)
    assert [head.get("If-None-Match") for _, head in hosts[1].requests] == [None, '"1"']


def test_lost_bytes_are_fetched_again(web: Web) -> None:
    """When the bytes of the last visit are gone, a 304 is no answer: the document is asked for without conditions."""

    class Forgetful(VisitsInMemory):
        def content(self, visit: Visit) -> bytes | None:
            assert visit.uri == web.url("/story")
            return None

    changing = web.answers["/story"] = Changing(STORY, '"1"', MONDAY)
    client = visitor(visits=Forgetful())
    assert got(client.fetch(web.url("/story"))).content == got(client.fetch(web.url("/story"))).content == STORY
    assert changing.statuses == [200, 304, 200]


def test_304_that_was_not_asked_for_is_no_document(web: Web) -> None:
    """A server that answers 304 to a request without conditions has sent nothing."""
    web.answers["/x"] = status(304)
    refused(visitor(visits=VisitsInMemory()).fetch(web.url("/x")), Reason.HTTP_STATUS)


# robots.txt

RULES = b"""
User-agent: *
Disallow: /

User-agent: OtherBot
Disallow: /open
User-agent: copydesk
Allow: /shut/but-open$
Disallow: /shut
Disallow: /*.pdf$
"""


def test_rules_for_us_are_kept_to(web: Web) -> None:
    """The group that names us is the one that counts, its longest rule decides, and robots.txt is asked for once."""
    web.answers["/robots.txt"] = page(RULES, "text/plain")
    client = visitor()
    for path, allowed in (("/open", 1), ("/shut/x", 0), ("/shut/but-open", 1), ("/a.pdf", 0), ("/a.pdf?x", 1)):
        web.answers[path.partition("?")[0]] = page(STORY)
        if allowed:
            got(client.fetch(web.url(path)))
        else:
            refused(client.fetch(web.url(path)), Reason.ROBOTS_TXT)
    assert [path for path, _ in web.requests] == ["/robots.txt", "/open", "/shut/but-open", "/a.pdf?x"]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 429, 451])
def test_site_without_rules_may_be_fetched(web: Web, code: int) -> None:
    """A 4xx answer means that there are no rules."""
    web.answers["/robots.txt"] = status(code)
    web.answers["/x"] = page(STORY)
    got(visitor().fetch(web.url("/x")))


@pytest.mark.parametrize("code", [500, 502, 503])
def test_site_that_cannot_tell_its_rules_is_left_alone(web: Web, code: int) -> None:
    """A 5xx answer means that nothing may be fetched."""
    web.answers["/robots.txt"] = status(code)
    web.answers["/x"] = page(STORY)
    answer = refused(visitor().fetch(web.url("/x")), Reason.ROBOTS_TXT)
    assert str(code) in answer.refusal.detail
    assert "/x" not in [path for path, _ in web.requests]


def test_site_whose_rules_do_not_come_is_left_alone(web: Web) -> None:
    """A robots.txt that drips or breaks off lets nothing be fetched."""
    web.answers["/x"] = page(STORY)
    client_patience = Patience(connect_seconds=1, silent_seconds=0.3, total_seconds=0.4)
    for fault in (raw_bytes(b""), drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", b"#", 0.1)):
        web.answers["/robots.txt"] = fault
        assert isinstance(visitor(patience=client_patience).fetch(web.url("/x")), Unreceived)
    assert "/x" not in [path for path, _ in web.requests]


def test_rules_may_lie_behind_five_redirects(hosts: list[Web]) -> None:
    """Five redirects to a robots.txt are followed, to other hosts too; a sixth means that there are no rules."""
    for first, expected in ((5, Unreceived), (6, RawDocument)):
        hosts[0].answers["/robots.txt"] = status(301, Location=hosts[1].url(f"/{first - 1}"))
        for hop in range(1, 6):
            hosts[1].answers[f"/{hop}"] = status(301, Location=f"/{hop - 1}")
        hosts[1].answers["/0"] = page(b"User-agent: *\nDisallow: /")
        hosts[0].answers["/x"] = page(STORY)
        assert isinstance(visitor().fetch(hosts[0].url("/x")), expected)


def test_redirect_keeps_to_the_rules_of_where_it_leads(hosts: list[Web]) -> None:
    """Each host on the way has rules of its own."""
    hosts[0].answers["/x"] = status(302, Location=hosts[1].url("/private"))
    hosts[1].answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /private")
    hosts[1].answers["/private"] = page(STORY)
    refused(visitor().fetch(hosts[0].url("/x")), Reason.ROBOTS_TXT)
    assert [path for path, _ in hosts[1].requests] == ["/robots.txt"]


def test_site_may_ask_for_a_longer_pause(web: Web) -> None:
    """A Crawl-delay is kept to where it is longer than ours."""
    web.answers["/robots.txt"] = page(b"User-agent: *\nCrawl-delay: 0.4\n")
    web.answers["/x"] = page(STORY)
    client = visitor()
    for _ in range(3):
        got(client.fetch(web.url("/x")))
    assert min(gaps(web)[1:]) >= 0.4


def test_vast_and_hostile_rules_cost_little(web: Web) -> None:
    """Ten megabytes of robots.txt are read to half a megabyte, and no rules take long to read."""
    for body in (
        b"User-agent: *\nDisallow: /private\n" + b"#" * 10_000_000,
        b"\n".join(b"User-agent: robot%d" % number for number in range(20_000)) + b"\nDisallow: /x" * 10_000,
        b"User-agent: *\nDisallow: /private\nDisallow: /" + b"*a" * 200_000 + b"$",
        bytes(range(256)) * 2000 + b"\nUser-agent: *\nDisallow: /private\n",
    ):
        web.answers["/robots.txt"] = page(body)
        web.answers["/x"] = web.answers["/private"] = page(STORY)
        client = visitor()
        began = perf_counter()
        got(client.fetch(web.url("/x")))
        client.fetch(web.url("/private"))
        assert perf_counter() - began < 3


def test_rules_hold_for_a_day() -> None:
    """A site's rules are asked for once a day, and once in five minutes while it fails to tell them."""
    hours = Hours()
    asked: list[str] = []

    def get(address: str) -> RobotsAnswer:
        asked.append(address)
        return RobotsAnswer(500 if "down" in address else 200, b"User-agent: *\nDisallow: /private")

    robots = Robots(get, now=hours)
    for seconds in (0, 200, 200, 80_000, 10_000):
        hours.sleep(seconds)
        assert robots.verdict("https://news.example:443", "https://news.example:443/private").refusal
        assert robots.verdict("https://news.example:443", "https://news.example:443/open").refusal is None
        assert robots.verdict("https://down.example:443", "https://down.example:443/open").refusal
    assert asked.count("https://news.example:443/robots.txt") == 2
    assert asked.count("https://down.example:443/robots.txt") == 4


# Who asks, and what nobody is told


def test_user_agent_tells_whom_to_ask(web: Web) -> None:
    """A contact stands in the user agent, and cannot hold a header of its own."""
    web.answers["/x"] = page(STORY)
    got(visitor(manners=HASTE.model_copy(update={"contact": "https://news.example/robot"})).fetch(web.url("/x")))
    assert web.requests[-1][1]["User-Agent"].endswith(" (+https://news.example/robot)")
    with pytest.raises(ValueError, match="contact"):
        Manners(contact="me\r\nX-Evil: 1")


def test_keys_of_sites_go_to_those_sites_only(hosts: list[Web], caplog: pytest.LogCaptureFixture) -> None:
    """Credentials from the settings open their own site, redirects included, and are in no record and no log."""
    caplog.set_level(0)
    hosts[0].answers["/a"] = status(302, Location=hosts[1].url("/b"))
    hosts[1].answers["/b"] = status(302, Location=hosts[2].url("/c"))
    hosts[2].answers["/c"] = page(STORY)
    access = Access(allowed_hosts=HOSTS, credentials={hosts[1].url("/"): "me:hush-hush"})
    document = got(visitor(access=access).fetch(hosts[0].url("/a")))
    assert ["Authorization" in web.requests[-1][1] for web in hosts] == [False, True, False]
    assert "hush" not in document.model_dump_json() + caplog.text + repr(access)
    assert "Authorization" not in json.dumps([head for path, head in hosts[1].requests if path == "/robots.txt"])


def test_pause_that_would_be_too_long_is_not_waited_for() -> None:
    """A rest beyond the longest wait is told at once."""
    hours = Hours()
    pace = Pace(RestsInMemory(), delay_seconds=1, longest_wait_seconds=60, now=hours, sleep=hours.sleep)
    pace.rest("news.example", 61)
    with pytest.raises(HostRestsError):
        pace.approach("news.example")
    hours.sleep(2)
    pace.approach("news.example")
    assert hours.now == 1061


def test_bytes_that_are_known_to_be_gone_are_not_asked_about(web: Web) -> None:
    """Where nothing is kept of the last visit, the request has no conditions."""

    class Emptied(VisitsInMemory):
        def holds(self, visit: Visit) -> bool:
            return visit.uri != web.url("/story")

    changing = web.answers["/story"] = Changing(STORY, '"1"', MONDAY)
    client = visitor(visits=Emptied())
    for _ in range(2):
        got(client.fetch(web.url("/story")))
    assert changing.statuses == [200, 200]
