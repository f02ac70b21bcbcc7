"""Keeps a pause between two requests to one host, across threads, tasks and processes.

What is known of a host is a few moments: when that was written, and when it may be asked again. They lie in a file for
each host, and whoever asks holds the file's lock; a process that dies gives it back. Time is that
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

STRETCH = 2.0
"""How many times the delay the pause may be. A host may read a request later than it was sent, so the pause begins when
its answer begins, for by then it has: no two requests come closer than the delay, and hosts that answer at once are
asked again after little more than that. A host that is slow to answer rests longer, but no longer than this."""


NAP_SHARE = 0.02
"""How often a pause that may end early is looked at again, as a share of the delay."""


class Rest(NamedTuple):
    """When a host may be asked again, in seconds since 1970."""

    written: float
    earliest: float
    """Not before this, whatever the host still answers."""
    until: float
    """From then on in any case."""


NO_REST = Rest(0, 0, 0)


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
        delay_seconds: the shortest time between two requests to one host, whoever sends them.
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
            rest = self._rest_of(known)
        self._sleep(self._nap(rest, max(delay_seconds, self._delay)))

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
        began = self._now()
        with self._held_when_due(host, delay) as known:
            turn = Turn(self, host, delay, waited_seconds=max(0.0, self._now() - began))
            try:
                yield turn
            finally:
                # Also what failed may have reached the host.
                now = self._now()
                turn.rest = Rest(now, now + delay, now + STRETCH * delay)
                known.write(turn.rest)

    @contextmanager
    def _held_when_due(self, host: str, delay: float) -> Iterator["Held"]:
        """Hold what is known of a host as soon as it may be asked; while that is not so, others may hold it."""
        while True:
            with self._rests.held(host) as known:
                nap = self._nap(self._rest_of(known), delay)
                if not nap:
                    yield known
                    return
            self._sleep(nap)

    def begin_pause(self, turn: "Turn") -> None:
        """Let the pause begin now, at the beginning of the answer, unless it is to end earlier."""
        due = self._now() + turn.delay
        if due < turn.rest.until:
            with self._rests.held(turn.host) as known:
                if known.read() == turn.rest:
                    known.write(Rest(self._now(), due, due))

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for some time, because it said so."""
        now = self._now()
        with self._rests.held(host) as known:
            due = max(now + seconds, known.read().until)
            known.write(Rest(now, due, due))

    def _rest_of(self, known: "Held") -> Rest:
        """Read a rest; when the clock was set back since it was written, it begins anew."""
        rest, now = known.read(), self._now()
        if now < rest.written:
            rest = Rest(now, now + rest.earliest - rest.written, now + rest.until - rest.written)
            known.write(rest)
        return rest

    def _nap(self, rest: Rest, delay: float) -> float:
        """Give the seconds after which it is time to look at a rest again; none when it is over."""
        now = self._now()
        left = rest.until - now
        if left > max(self._longest_wait, STRETCH * delay):
            raise HostRestsError(left)
        if left <= 0:
            return 0.0
        return rest.earliest - now if rest.earliest > now else min(left, max(NAP_SHARE * delay, 0.001))


class Turn:
    """One request's turn."""

    def __init__(self, pace: Pace, host: str, delay: float, *, waited_seconds: float) -> None:
        self._pace = pace
        self.host = host
        self.delay = delay
        self.waited_seconds = waited_seconds
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
    """The moments as text in a file; what a crash left of them is none."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self) -> Rest:
        try:
            written, earliest, until = os.pread(self._descriptor, 100, 0).split()
            return Rest(float(written), float(earliest), float(until))
        except ValueError:
            return NO_REST

    def write(self, rest: Rest) -> None:
        try:
            # As long as before, so that it takes no room on a disk that has become full.
            os.pwrite(self._descriptor, "".join(f"{moment!r:<24} " for moment in rest).encode(), 0)
        except OSError as error:
            raise RestsLostError(f"the pause of a host cannot be written down: {error.strerror}") from error
