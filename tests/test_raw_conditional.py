"""Conditional requests: what did not change is not sent again."""

import pytest

from models import Reason, Visit
from raw.manners import Manners, Patience
from tests.visitors import STORY, VisitsInMemory, got, refused, visitor
from tests.web import MONDAY, TUESDAY, Changing, Web, drip, status


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


@pytest.mark.parametrize("method", ["last", "remember"])
def test_a_full_disk_is_no_fault_of_the_host(web: Web, method: str) -> None:
    """A visit that cannot be looked up or noted down ends the fetch as what it is; no document is refused for it."""

    class Full(VisitsInMemory):
        def last(self, uri: str) -> Visit | None:
            return failing() if method == "last" else super().last(uri)

        def remember(self, visit: Visit, content: bytes) -> None:
            return failing() if method == "remember" else super().remember(visit, content)

    def failing() -> None:
        raise OSError(28, "No space left on device")

    web.answers["/story"] = Changing(STORY, '"1"', MONDAY)
    with pytest.raises(OSError, match="No space left"):
        visitor(visits=Full()).fetch(web.url("/story"))


def test_what_was_cut_off_is_not_remembered(web: Web) -> None:
    """An answer without a length that the deadline ended looks complete, and is neither taken nor asked about again."""
    head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "1"\r\nConnection: close\r\n\r\n'
    web.answers["/story"] = drip(head + STORY, b"<p>More.</p>", 0.05)
    visits = VisitsInMemory()
    hasty = Patience(connect_seconds=1, silent_seconds=1, total_seconds=0.3)
    once = Manners(delay_seconds=0, attempts=1)
    refused(visitor(visits=visits, patience=hasty, manners=once).fetch(web.url("/story")), Reason.TIMEOUT)
    assert visits.last(web.url("/story")) is None


def test_304_that_was_not_asked_for_is_no_document(web: Web) -> None:
    """A server that answers 304 to a request without conditions has sent nothing."""
    web.answers["/x"] = status(304)
    refused(visitor(visits=VisitsInMemory()).fetch(web.url("/x")), Reason.HTTP_STATUS)


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
