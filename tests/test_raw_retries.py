"""What servers do wrong: what passes is tried again, what stays is not, and a host that asks for rest has it."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import perf_counter

import pytest

from models import Reason, Unreceived
from raw.answers import LONGEST_REST_SECONDS, rest_seconds
from raw.manners import Manners, Patience
from raw.pacing import RestsInFolder
from tests.visitors import STORY, gaps, got, in_turn, refused, visitor
from tests.web import Web, drip, page, raw_bytes, status


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
