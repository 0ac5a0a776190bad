"""Keeps the devices alive: one thread and one queue each, limits on every command, reconnect by itself.

A device that is absent or hangs costs nobody else any time. A command that does not stop when asked is
left behind with its thread, and the device is opened afresh.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from devices.state import Cancel, DeviceState, DeviceStatus, Driver
from devices.worker import TOLD, HostLimits, Order, Worker, closed
from sync.contract.problem import Family, Problem

__all__ = ["Cancel", "Device", "DeviceHost", "HostLimits"]

D = TypeVar("D", bound=Driver)
T = TypeVar("T")
log = logging.getLogger(__name__)


class Device(Generic[D]):
    """One device as the event loop sees it."""

    def __init__(self, id: str, opener: Callable[[], D], limits: HostLimits, clock: Callable[[], float]) -> None:
        self.id = id
        self._opener = opener
        self._limits = limits
        self._clock = clock
        self._status = DeviceStatus(DeviceState.STARTING, clock())
        self._listeners: list[tuple[asyncio.AbstractEventLoop, Callable[[DeviceStatus], None]]] = []
        self._closed = False
        self._worker = Worker(id, opener, limits, self._show)
        self._worker.start()

    @property
    def status(self) -> DeviceStatus:
        """How the device is now."""
        return self._status

    async def call(self, command: Callable[[D, Cancel], T], *, timeout_s: float) -> T:
        """Runs `command` in the device's thread and returns what it returns.

        Cancelling the awaiting task asks the command to stop. A device that is absent is tried once more
        at once, and its problem raised when that fails.

        Raises:
            Problem: whatever the driver tells; `device.timeout` (temporary) after `timeout_s` seconds.
        """
        if self._closed:
            raise closed(self.id)
        loop = asyncio.get_running_loop()
        order = Order(command, loop, loop.create_future())
        worker = self._worker
        worker.put(order)
        try:
            async with asyncio.timeout(timeout_s):
                return await order.future  # type: ignore[no-any-return]
        except TimeoutError:
            raise self._late(timeout_s) from None
        finally:
            if not order.future.done() or order.future.cancelled():
                order.cancel.request()
                loop.call_later(self._limits.grace_s, self._leave_behind, order)

    def listen(self, callback: Callable[[DeviceStatus], None]) -> Callable[[], None]:
        """Calls back with every new status, in the thread of the running event loop; returns the way out."""
        entry = (asyncio.get_running_loop(), callback)
        self._listeners.append(entry)

        def stop() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(entry)

        return stop

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
        worker.thread.join(1.0)

    def _leave_behind(self, order: Order) -> None:
        """Gives up on a thread that still runs a command which should have stopped."""
        old = self._worker
        if self._closed or not old.stuck(order, self._limits.grace_s):
            return
        log.warning("%s: a command does not stop; the device is opened afresh", self.id)
        self._worker = Worker(self.id, self._opener, self._limits, self._show)
        for waiting in old.abandon():
            self._worker.put(waiting)
        self._worker.start()

    def _late(self, timeout_s: float) -> Problem:
        if self._status.problem is not None and self._status.state.lost:
            return self._status.problem
        return Problem(
            "device.timeout",
            Family.TEMPORARY,
            resident=TOLD,
            technician=f"{self.id}: no answer in {timeout_s:g} s. Check its power and its cable.",
        )

    def _show(self, state: DeviceState, problem: Problem | None = None) -> None:
        """Keeps and tells a status that is new; in the device's thread."""
        old = self._status
        if old.state is state and _code(old.problem) == _code(problem):
            return
        self._status = new = DeviceStatus(state, self._clock(), problem)
        self._log(old, new)
        for loop, callback in list(self._listeners):
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(callback, new)

    def _log(self, old: DeviceStatus, new: DeviceStatus) -> None:
        if new.problem is not None and _code(old.problem) != new.problem.code:
            log.warning("%s: %s: %s", self.id, new.state.value, new.problem.technician)
        elif old.problem is not None and new.problem is None:
            log.info("%s: %s again after %.1f s", self.id, new.state.value, new.since - old.since)


class DeviceHost:
    """All devices of a kiosk."""

    def __init__(self, limits: HostLimits | None = None, clock: Callable[[], float] = time.time) -> None:
        self._limits = limits or HostLimits()
        self._clock = clock
        self._devices: list[Device[Any]] = []

    def add(self, id: str, opener: Callable[[], D]) -> Device[D]:
        """Starts a device; returns at once. `opener` makes a fresh driver for every attempt to open."""
        device = Device(id, opener, self._limits, self._clock)
        self._devices.append(device)
        return device

    async def close(self) -> None:
        """Closes all devices at the same time."""
        await asyncio.gather(*(device.close() for device in self._devices))


async def _within(seconds: float, event: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True


def _code(problem: Problem | None) -> str | None:
    return problem.code if problem is not None else None
