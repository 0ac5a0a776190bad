"""How a process tells its supervisor that it is well: systemd's notifications, and a pulse that stops with any part.

sd_notify(3), sd_watchdog_enabled(3). Sent by ourselves: a socket, one datagram, UTF-8.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from sync.contract.problem import Problem

SEND_S = 0.5
log = logging.getLogger(__name__)


class Notifier:
    """systemd at the other end of NOTIFY_SOCKET; without one nothing is sent and nothing is wrong."""

    def __init__(self, address: str = "", period_s: float | None = None) -> None:
        """`address`: a path, or a name of the abstract namespace after `@`; `period_s`: WatchdogSec, if it is set."""
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.period_s = period_s if address else None
        """After how many seconds without `alive` systemd restarts this process; None: it does not."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], pid: int) -> Notifier:
        """As systemd says; a watchdog that is meant for another process (WATCHDOG_PID) is not ours."""
        microseconds = environment.get("WATCHDOG_USEC", "")
        ours = environment.get("WATCHDOG_PID", str(pid)) == str(pid)
        period_s = int(microseconds) / 1e6 if ours and microseconds.isdecimal() and int(microseconds) else None
        return cls(environment.get("NOTIFY_SOCKET", ""), period_s)

    @property
    def supervised(self) -> bool:
        """Whether systemd started this process and wants to hear of it."""
        return bool(self._address)

    def ready(self) -> None:
        """It serves. Raises OSError, like all of these, when nobody listens any more."""
        self._send("READY=1")

    def alive(self) -> None:
        """It is well; to be said more often than every `period_s`."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """It ends, because it was asked to."""
        self._send("STOPPING=1")

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self._send(f"STATUS={' '.join(text.split())}")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as connection:
            connection.settimeout(SEND_S)
            connection.connect(self._address)
            connection.sendall(message.encode())


Answers = Callable[[], Awaitable[object] | object]
"""A part of the process: False, an exception, or no answer in time means that it is not well."""
Beat = Callable[[], Awaitable[object] | object]


class Pulse:
    """Beats while the event loop runs and every part answers. One that does not, and there is no beat.

    Whoever listens to the beats then restarts the process: a hang must not look like life.
    """

    def __init__(self, beat: Beat, parts: Mapping[str, Answers], *, every_s: float, answer_s: float = 2.0) -> None:
        """`answer_s`: how long a part may take."""
        self._beats = [beat]
        self._parts = dict(parts)
        self._every_s = every_s
        self._answer_s = answer_s
        self._missing = ""

    @classmethod
    def of(cls, notifier: Notifier, parts: Mapping[str, Answers]) -> Pulse:
        """For systemd: three beats in its period, or every five seconds when it has none."""
        return cls(notifier.alive, parts, every_s=min(5.0, (notifier.period_s or 15.0) / 3))

    def also(self, beat: Beat) -> None:
        """Lets somebody else hear the beats, too."""
        self._beats.append(beat)

    async def run(self) -> None:
        """Beats until it is cancelled."""
        while True:
            await self.once()
            await asyncio.sleep(self._every_s)

    async def once(self) -> bool:
        """Asks every part, and beats when all are well."""
        for name, answers in self._parts.items():
            if not await self._well(name, answers):
                return False
        if self._missing:
            log.warning("pulse: %s answers again", self._missing)
            self._missing = ""
        for beat in self._beats:
            try:
                await self._within(beat)
            except (OSError, TimeoutError, Problem) as error:
                log.warning("pulse: a beat is not heard (%s)", error)
        return True

    async def _well(self, name: str, answers: Answers) -> bool:
        try:
            if await self._within(answers) is not False:
                return True
            why = "is not well"
        except TimeoutError:
            why = f"does not answer in {self._answer_s:g} s"
        except Exception as error:  # whatever a part throws, it is not well
            why = f"fails with {type(error).__name__}"
        if self._missing != name:
            self._missing = name
            log.error("pulse: no beat, because %s %s; whoever supervises this process restarts it", name, why)
        return False

    async def _within(self, ask: Callable[[], Any]) -> object:
        answer = ask()
        if inspect.isawaitable(answer):
            async with asyncio.timeout(self._answer_s):
                return await answer
        return answer


@contextlib.asynccontextmanager
async def supervised(parts: Mapping[str, Answers]) -> AsyncIterator[Pulse]:
    """Tells the supervisor of this process READY, beats while all parts are well, and tells it STOPPING at the end."""
    notifier = Notifier.from_environment(os.environ, os.getpid())
    pulse = Pulse.of(notifier, parts)
    _say(notifier.ready)
    beating = asyncio.create_task(pulse.run())
    try:
        yield pulse
    finally:
        _say(notifier.stopping)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


def _say(word: Callable[[], None]) -> None:
    try:
        word()
    except OSError as error:
        log.warning("the supervisor of this process does not listen: %s", error.strerror or type(error).__name__)
