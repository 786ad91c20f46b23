"""Takes messages in from every channel: kept first, acknowledged then, answered later."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import structlog

from bot.channels.intake.admission import IntakeLimits
from bot.channels.intake.journal import Journal
from bot.channels.intake.relay import Queue, Relay
from bot.clock import Clock
from bot.messages import InboundMessage
from bot.storage.engine import SessionFactory

_AT_ONCE = 200
_LOOK_EVERY_S = 1.0
_FULL_PAUSE_S = 0.05
_FAILURE_PAUSE_S = 1.0

BURST_LASTS_S = 10.0
"""How long a burst may hold up the answers."""

_log = structlog.get_logger(__name__)


class _Given(NamedTuple):
    message: InboundMessage
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[None]


class Intake:
    """The application's `receive`, one for all channels of a process.

    What has arrived since the last commit is committed together: in a local file at once by the
    event loop that brought it, so that no thread competes with it for the interpreter; by a
    thread where there is a server or another writer to wait for. A second thread hands on what
    was kept; it may run in another process. What a killed process left is handed on by the next
    one, or by another that runs.
    """

    def __init__(
        self, sessions: SessionFactory, queue: Queue, clock: Clock, limits: IntakeLimits
    ) -> None:
        self._journal = Journal(sessions, clock, limits)
        self._relay = Relay(sessions, queue, clock)
        self._given: list[_Given] = []
        self._has_given = threading.Condition()
        # Held from taking to committing: what came later must not be kept before.
        self._keeping = threading.Lock()
        self._has_kept = threading.Event()
        self._tell_kept: Callable[[], None] = self._has_kept.set
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    async def __call__(self, message: InboundMessage) -> None:
        """Return when `message` is safely kept; its repetition changes nothing.

        Raises:
            Exception: it could not be kept; the vendor's repetition is the only copy left.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        with self._has_given:
            is_first = not self._given
            self._given.append(_Given(message, loop, done))
        if is_first:
            # Not before the loop has seen to everybody it was about to: one commit serves them.
            loop.call_soon(self._keep_soon)
        await done

    def start(self) -> None:
        """Keep what is given, and hand on what is kept."""
        self._start_keeping()
        self._start("intake-relay", self._relay_kept)

    def start_keeping(self, tell_kept: Callable[[], None]) -> None:
        """Keep only: another process hands on, which `tell_kept` wakes; it must not wait."""
        self._tell_kept = tell_kept
        self._start_keeping()

    def wake(self) -> None:
        """Hand on at once what another process has kept, instead of at the next look."""
        self._has_kept.set()

    def stop(self) -> None:
        """Keep what was given, then end both threads; what still waits is for the next start."""
        self._stopping.set()
        self._has_kept.set()
        self._wake_keeper()
        for thread in self._threads:
            thread.join()
        self._threads = []
        self._journal.close()

    def _start_keeping(self) -> None:
        self._start("intake-keep", self._keep_given)

    def _start(self, name: str, work: Callable[[], None]) -> None:
        self._stopping.clear()
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _wake_keeper(self) -> None:
        with self._has_given:
            self._has_given.notify()

    def _keep_soon(self) -> None:
        if not (self._journal.is_local and self._keep_at_once()):
            self._wake_keeper()

    def _keep_at_once(self) -> bool:
        """Keep what is given; False when that is not done at once: the thread is patient."""
        if not self._threads or not self._keeping.acquire(blocking=False):
            return False
        try:
            given = self._take()
            try:
                self._journal.keep([each.message for each in given], waits=False)
            except Exception:
                self._put_back(given)
                return False
        finally:
            self._keeping.release()
        self._acknowledge(given, None, here=asyncio.get_running_loop())
        return not self._given

    def _take(self) -> list[_Given]:
        with self._has_given:
            given, self._given = self._given[:_AT_ONCE], self._given[_AT_ONCE:]
        return given

    def _put_back(self, given: list[_Given]) -> None:
        with self._has_given:
            self._given = given + self._given

    def _keep_given(self) -> None:
        while True:
            with self._has_given:
                self._has_given.wait_for(lambda: self._given or self._stopping.is_set())
            with self._keeping:
                given = self._take()
                if given:
                    self._keep(given)
            if not given and self._stopping.is_set():
                return

    def _keep(self, given: list[_Given]) -> None:
        try:
            self._journal.keep([each.message for each in given])
        except Exception:
            # One message that cannot be written must not cost the others theirs, nor a
            # connection that the server has ended cost anybody anything.
            for each in given:
                self._keep_alone(each)
            return
        self._acknowledge(given, None)

    def _keep_alone(self, given: _Given) -> None:
        failure: Exception | None = None
        try:
            self._journal.keep([given.message])
        except Exception as exc:  # told to the callback, whose vendor then repeats
            failure = exc
        self._acknowledge([given], failure)

    def _acknowledge(
        self,
        given: list[_Given],
        failure: Exception | None,
        *,
        here: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Settle what waits in each event loop, that of this thread (`here`) at once."""
        for loop in {each.loop for each in given}:
            done = [each.done for each in given if each.loop is loop]
            if loop is here:
                _settle(done, failure)
                continue
            # A loop that has ended has nobody who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, done, failure)
        self._tell_kept()

    def _relay_kept(self) -> None:
        while not self._stopping.is_set():
            self._has_kept.clear()
            try:
                self._let_burst_pass()
                moved, is_more = self._relay.move()
            except Exception as exc:  # the database is away: nothing is lost by waiting
                _log.warning("relay_failed", error=type(exc).__name__)
                self._stopping.wait(_FAILURE_PAUSE_S)
                continue
            if is_more:
                self._stopping.wait(0 if moved else _FULL_PAUSE_S)
            elif not moved:
                self._has_kept.wait(_LOOK_EVERY_S)

    def _let_burst_pass(self) -> None:
        patience = BURST_LASTS_S
        while patience > 0 and self._relay.is_burst() and not self._stopping.wait(_FULL_PAUSE_S):
            patience -= _FULL_PAUSE_S


def _settle(awaited: list[asyncio.Future[None]], failure: Exception | None) -> None:
    for done in awaited:
        # The vendor may have hung up meanwhile.
        if done.done():
            continue
        if failure is None:
            done.set_result(None)
        else:
            done.set_exception(failure)
