"""What a site lets robots fetch, as RFC 9309 reads its /robots.txt."""

import re
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "Copydesk"
"""The name by which a robots.txt speaks of us, and the first word of our user agent."""

MAX_BYTES = 512_000
"""The part of a robots.txt that is read: a little more than the 500 KiB that RFC 9309 asks for."""

MAX_REDIRECTS = 5

MAX_DELAY_SECONDS = 60
"""The longest Crawl-delay that is kept to; a file that asks for more asks not to be read."""

FRESH_SECONDS = 24 * 3600
FRESH_FAILURE_SECONDS = 300
"""How long an answer holds, and how long the news that there was none: the site may be up again."""

# The line that opens a group and the robot it names: "User-agent: Copydesk"; not "Disallow: /user-agent".
USER_AGENT = re.compile(r"^[ \t]*+user[ \t-]?agent[ \t:]++(?P<name>[^#\r\n]*+)", re.IGNORECASE | re.MULTILINE)


class Verdict(NamedTuple):
    """Whether an address may be fetched, and how long its host wants to be left alone between two requests."""

    refusal: str | None
    delay_seconds: float


class Answer(NamedTuple):
    """What came when a robots.txt was asked for."""

    status: int
    """The status of the last answer."""
    body: bytes


class _Site(NamedTuple):
    rules: "Protego | None"
    problem: str
    until: float


class Robots:
    """Asks each site for its robots.txt once a day and tells what it allows.

    Args:
        get: fetches a robots.txt: up to `MAX_BYTES` of it, over at most `MAX_REDIRECTS` redirects, after which it gives
            the last of them.
        now: tells the time in seconds; only differences count.

    A site that answers 4xx, or leads from one address to the next without end, has no rules; one that answers 5xx wants
    nothing fetched for now, and of one that does not answer nothing can be fetched.
    """

    def __init__(self, get: Callable[[str], Answer], *, now: Callable[[], float] = monotonic) -> None:
        self._get = get
        self._now = now
        self._sites: dict[str, _Site] = {}

    def verdict(self, site: str, address: str) -> Verdict:
        """Tell whether an address may be fetched.

        Args:
            site: scheme, host and port: "https://news.example:443".
            address: the whole address.

        Raises:
            whatever `get` raises; then nothing is known of the site.
        """
        known = self._sites.get(site)
        if known is None or known.until <= self._now():
            # Two threads that ask at once both fetch it: no harm but a request, and no lock is held over the network.
            known = self._sites[site] = self._ask(site)
        if known.rules is None:
            return Verdict(known.problem or None, 0)
        if not known.rules.can_fetch(address, PRODUCT):
            return Verdict("the site's robots.txt does not let robots fetch this address", 0)
        return Verdict(None, min(float(known.rules.crawl_delay(PRODUCT) or 0), MAX_DELAY_SECONDS))

    def _ask(self, site: str) -> _Site:
        answer = self._get(f"{site}/robots.txt")
        if 300 <= answer.status < 500:
            return _Site(None, "", self._now() + FRESH_SECONDS)
        if 200 <= answer.status < 300:
            return _Site(_rules(answer.body), "", self._now() + FRESH_SECONDS)
        problem = f"the site answered {answer.status} when asked for its robots.txt, which means: fetch nothing for now"
        return _Site(None, problem, self._now() + FRESH_FAILURE_SECONDS)


def _rules(body: bytes) -> "Protego":
    """Read a robots.txt; groups for other robots become one, for the reader's time grows with robots times rules."""
    from protego import Protego  # only who fetches needs it

    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    return Protego.parse(USER_AGENT.sub(_ours_or_another, text))


def _ours_or_another(line: re.Match[str]) -> str:
    name = line["name"].strip().lower()
    return line[0] if name == "*" or PRODUCT.lower() in name else "User-agent: another"
