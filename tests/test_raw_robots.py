"""robots.txt, as RFC 9309 reads it."""

from time import perf_counter

import pytest

from models import RawDocument, Reason, Unreceived
from raw.manners import Patience
from raw.robots import Answer as RobotsAnswer
from raw.robots import Robots
from tests.visitors import STORY, Hours, gaps, got, refused, visitor
from tests.web import Web, drip, page, raw_bytes, status

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
