"""Who asks, and what nobody is told."""

import json

import pytest

from raw.manners import Access, Manners
from tests.visitors import HASTE, HOSTS, STORY, got, visitor
from tests.web import Web, page, status


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
