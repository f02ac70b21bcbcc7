"""Keeps a pause between two requests to one host, across threads, tasks and processes.

What is known of a host is two moments: when that was written, and before when it is not to be asked again. They lie in
a file for each host, and whoever is about to ask holds the file's lock; a process that dies gives it back. Time is that
of the wall clock, so that machines which share the folder share the pause.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Protocol
from urllib.parse import quote

STRETCH = 1.08
"""How much longer than the delay the pause may be. A host may read a request later than it was sent, so the pause
begins when its answer begins, for by then it has; but a slow answer makes it no longer than this."""


class Rest(NamedTuple):
    """When a host may be asked again, in seconds since 1970."""

    written: float
    until: float


NO_REST = Rest(0, 0)


class HostRestsError(Exception):
    """The host asked for more time than is waited for."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} seconds")
        self.seconds = seconds


class RestsLostError(OSError):
    """What is known of hosts cannot be read or written: the folder's trouble, not the host's."""


class Rests(Protocol):
    """Keeps the rest of each host; who holds one is alone with it."""

    def held(self, host: str) -> AbstractContextManager["Held"]:
        """Hold what is known of a host."""


class Held(Protocol):
    """What is known of one host, for as long as it is held."""

    def read(self) -> Rest:
        """Give its rest."""

    def write(self, rest: Rest) -> None:
        """Replace its rest."""


class Pace:
    """The pause between requests to one host.

    Args:
        rests: where the rests of hosts are kept.
        delay_seconds: the shortest time between two requests to one host, whoever sends them; in the middle it is at
            most a tenth longer.
        longest_wait_seconds: a host that asks for more (Retry-After) is not waited for.
        now: tells the time; `sleep` lets it pass.
    """

    def __init__(
        self,
        rests: Rests,
        *,
        delay_seconds: float,
        longest_wait_seconds: float,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rests = rests
        self._delay = delay_seconds
        self._longest_wait = longest_wait_seconds
        self._now = now
        self._sleep = sleep

    def approach(self, host: str, *, delay_seconds: float = 0) -> None:
        """Wait until it is worth opening a connection to a host.

        Raises:
            HostRestsError: that would take too long.
        """
        with self._rests.held(host) as known:
            rest = known.read()
        self._sleep(self._left(rest, delay_seconds))

    @contextmanager
    def turn(self, host: str, *, delay_seconds: float = 0) -> Iterator["Turn"]:
        """Wait until the host may be asked and hold its turn while the request is sent: no longer than that.

        Args:
            host: its name, in lower case.
            delay_seconds: what the host itself asks for; the longer one of this and the configured one holds.

        Raises:
            HostRestsError: the wait would be too long.
        """
        delay = max(delay_seconds, self._delay)
        with self._rests.held(host) as known:
            left = self._left(known.read(), delay)
            self._sleep(left)
            turn = Turn(self, host, delay, waited_seconds=left)
            try:
                yield turn
            finally:
                # Also what failed may have reached the host.
                turn.sent = self._now()
                turn.rest = Rest(turn.sent, turn.sent + STRETCH * delay)
                known.write(turn.rest)

    def begin_pause(self, turn: "Turn") -> None:
        """Let the pause begin now, at the beginning of the answer, unless it is to end earlier."""
        now = self._now()
        if now + turn.delay < turn.rest.until:
            with self._rests.held(turn.host) as known:
                if known.read() == turn.rest:
                    known.write(Rest(now, now + turn.delay))

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for some time, because it said so."""
        now = self._now()
        with self._rests.held(host) as known:
            known.write(Rest(now, max(now + seconds, known.read().until)))

    def _left(self, rest: Rest, delay: float) -> float:
        now = self._now()
        # A clock that was set back would have a host rest for as long as it was set back.
        left = rest.until - now if now >= rest.written else min(rest.until - rest.written, max(delay, self._delay))
        if left > max(self._longest_wait, STRETCH * max(delay, self._delay)):
            raise HostRestsError(left)
        return max(0.0, left)


class Turn:
    """One request's turn."""

    def __init__(self, pace: Pace, host: str, delay: float, *, waited_seconds: float) -> None:
        self._pace = pace
        self.host = host
        self.delay = delay
        self.waited_seconds = waited_seconds
        self.sent = 0.0
        self.rest = NO_REST

    def answered(self) -> None:
        """Say that the answer to the request has begun."""
        self._pace.begin_pause(self)


class RestsInMemory:
    """The rests of hosts for the threads of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hosts: dict[str, _HeldInMemory] = {}

    def held(self, host: str) -> AbstractContextManager[Held]:
        """Hold what is known of a host."""
        with self._lock:
            return self._hosts.setdefault(host, _HeldInMemory()).alone()


class _HeldInMemory:
    def __init__(self) -> None:
        self._lock = Lock()
        self._rest = NO_REST

    @contextmanager
    def alone(self) -> Iterator[Held]:
        with self._lock:
            yield self

    def read(self) -> Rest:
        return self._rest

    def write(self, rest: Rest) -> None:
        self._rest = rest


class RestsInFolder:
    """The rests of hosts for all processes that share a folder: a file for each host, locked while it is held."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def held(self, host: str) -> Iterator[Held]:
        """Hold what is known of a host.

        Raises:
            RestsLostError: the folder cannot be written to.
        """
        # "%2F" for a slash; a host's name has at most 253 letters, a file's 255.
        path = self._folder / (quote(host, safe=":")[:250] or "none")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise RestsLostError(f"{path}: {error.strerror}") from error
        try:
            flock(descriptor, LOCK_EX)
            yield _HeldInFile(descriptor)
        finally:
            os.close(descriptor)


class _HeldInFile:
    """The two moments as text in a file; what a crash left of them is none."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self) -> Rest:
        try:
            written, until = os.pread(self._descriptor, 100, 0).split()
            return Rest(float(written), float(until))
        except ValueError:
            return NO_REST

    def write(self, rest: Rest) -> None:
        try:
            # As long as before, so that it takes no room on a disk that has become full.
            os.pwrite(self._descriptor, f"{rest.written:<25.6f} {rest.until:<25.6f}\n".encode(), 0)
        except OSError as error:
            raise RestsLostError(f"the pause of a host cannot be written down: {error.strerror}") from error
