"""The pause of a host: between threads, between processes, and when clocks and disks fail."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import monotonic

import pytest

from models import RawDocument
from raw.pacing import NO_REST, HostRestsError, Pace, Rest, RestsInFolder, RestsInMemory
from tests.visitors import HASTE, STORY, Hours, gaps, visitor
from tests.web import Web, page, status

ROOT = Path(__file__).parent.parent


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
