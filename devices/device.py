"""One device as the event loop sees it: its commands, its state, and who holds it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar

from devices.claim import Claim, Claims
from devices.health import Supply
from devices.kinds import DeviceSection, Kind
from devices.listeners import Listener, Listeners
from devices.logbook import DeviceEvent, Logbook
from devices.order import TOLD, Order, closed
from devices.reopening import HostLimits
from devices.state import Cancel, DeviceState, DeviceStatus, Driver
from devices.stats import DeviceStats
from devices.wires import Look
from devices.worker import Worker
from sync.contract.problem import Family, Problem

D = TypeVar("D", bound=Driver)
T = TypeVar("T")
log = logging.getLogger("devices.host")


class Device(Generic[D]):
    """Made by `DeviceHost.add`; used in the thread of the event loop unless said otherwise."""

    def __init__(
        self,
        id: str,
        opener: Callable[[], D],
        limits: HostLimits,
        logbook: Callable[[Listener], Logbook],
        *,
        kind: Kind | None = None,
        section: DeviceSection | None = None,
        look: Look | None = None,
        first_s: float = 0.0,
    ) -> None:
        """See `DeviceHost.add`."""
        self.id = id
        self.kind = kind
        self.section = section
        """Its table in the settings, when it was fitted from there."""
        self._limits = limits
        self._listeners = Listeners()
        self._logbook = logbook(self._listeners.tell)
        self._claims = Claims(id)
        self._closed = False
        self._restarting = asyncio.Lock()

        def make(first_s: float = 0.0) -> Worker[D]:
            return Worker(id, opener, limits, self._logbook, look=look, first_s=first_s)

        self._make = make
        self._worker = make(first_s)
        self._worker.start()

    @property
    def status(self) -> DeviceStatus:
        """How the device is now."""
        return self._logbook.status

    @property
    def stats(self) -> DeviceStats:
        """What it has done since it was fitted."""
        return self._logbook.stats

    @property
    def supplies(self) -> tuple[Supply, ...]:
        """What was left when it was asked last; empty when it uses nothing up or never told."""
        return self._logbook.supplies

    @property
    def holder(self) -> str | None:
        """Who has claimed it."""
        return self._claims.holder

    def count(self, units: int) -> None:
        """Counts what the device made: pages, receipts, cards. From any thread."""
        self._logbook.count(units)

    async def call(self, command: Callable[[D, Cancel], T], *, timeout_s: float, claim: Claim | None = None) -> T:
        """Runs `command` in the device's thread and returns what it returns.

        Cancelling the awaiting task asks the command to stop. A device that is absent is tried once more
        at once, and its problem raised when that fails.

        Raises:
            Problem: whatever the driver tells; after `timeout_s` seconds `device.timeout`, or `device.busy` when
                it was at work for somebody else all the time; `device.claimed` while somebody else holds it.
                All of the host's own are temporary.
        """
        if self._closed:
            raise closed(self.id)
        self._claims.check(claim)
        loop = asyncio.get_running_loop()
        order = Order(command, loop, loop.create_future())
        self._worker.put(order)
        try:
            async with asyncio.timeout(timeout_s):
                return await order.future  # type: ignore[no-any-return]
        except TimeoutError:
            self._logbook.late()
            raise self._late(order, timeout_s) from None
        finally:
            if not order.future.done() or order.future.cancelled():
                order.cancel.request()
                loop.call_later(self._limits.grace_s, self._leave_behind, order)

    @contextlib.asynccontextmanager
    async def claim(self, holder: str, *, timeout_s: float) -> AsyncIterator[Claim]:
        """Holds the device for `holder` alone, at most `timeout_s` seconds; commands under way end first.

        Whoever calls without the claim meanwhile gets `device.claimed`. The hold ends with the block, and with the
        task that took it.

        Raises:
            Problem: `device.claimed` (temporary), somebody else holds it.
        """
        claim = self._claims.take(holder, timeout_s)

        def release(_: object = None) -> None:
            self._claims.release(claim)

        task = asyncio.current_task()
        if task is not None:
            task.add_done_callback(release)
        try:
            yield claim
        finally:
            release()
            if task is not None:
                task.remove_done_callback(release)

    async def restart(self) -> None:
        """Closes the driver and opens it afresh; back-off and budget begin anew.

        A command under way is asked to stop and raises `device.closed`; waiting ones go on to the fresh driver.
        Returns when that is about to be opened.
        """
        async with self._restarting:
            if self._closed:
                raise closed(self.id)
            log.info("%s: is opened afresh, because somebody asked for it", self.id)
            old, self._worker = self._worker, self._make()
            for waiting in old.hand_over():
                self._worker.put(waiting)
            ended = old.retire(asyncio.get_running_loop())
            if not await _within(self._limits.grace_s, ended):
                old.abandon()
                await _within(self._limits.grace_s, ended)
            self._logbook.show(DeviceState.STARTING)
            if not self._closed:
                self._worker.start()

    def listen(self, callback: Callable[[DeviceStatus], None]) -> Callable[[], None]:
        """Calls back with every new status, in the thread of the running event loop; returns the way out."""
        last = self.status

        def news(event: DeviceEvent) -> None:
            nonlocal last
            if event.status is not last:
                last = event.status
                callback(event.status)

        return self._listeners.add(news)

    async def close(self) -> None:
        """Stops the thread; commands under way are asked to stop, waiting ones get a Problem.

        A driver that does not stop is closed under its thread's feet; a thread that survives even that
        is told in the log.
        """
        self._closed = True
        worker = self._worker
        ended = worker.retire(asyncio.get_running_loop())
        if not await _within(self._limits.grace_s, ended):
            worker.abandon()
            if not await _within(self._limits.grace_s, ended):
                log.warning("%s: does not stop; its thread is left behind", self.id)
                return
        if worker.thread.is_alive():
            worker.thread.join(1.0)

    def _leave_behind(self, order: Order) -> None:
        """Gives up on a thread that still runs a command which should have stopped."""
        old = self._worker
        if self._closed or not old.stuck(order, self._limits.grace_s):
            return
        log.warning("%s: a command does not stop; the device is opened afresh", self.id)
        self._worker = self._make()
        for waiting in old.abandon():
            self._worker.put(waiting)
        self._worker.start()

    def _late(self, order: Order, timeout_s: float) -> Problem:
        status = self.status
        if status.problem is not None and status.state.lost:
            return status.problem
        if not order.began and not status.state.lost and status.state is not DeviceState.STARTING:
            code, why = "device.busy", "it was at work for somebody else. Try again when that is over"
        else:
            code, why = "device.timeout", f"no answer in {timeout_s:g} s. Check its power and its cable"
        return Problem(code, Family.TEMPORARY, resident=TOLD, technician=f"{self.id}: {why}.")


async def _within(seconds: float, event: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
