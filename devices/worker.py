"""The thread of one device: opens its driver, runs its orders one after the other, polls it in between."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState, Driver
from sync.contract.problem import Family, Problem, Words

D = TypeVar("D", bound=Driver)
log = logging.getLogger(__name__)

TOLD = Words(
    zh="设备暂时没有反应，请稍等一下再试。", en="The device does not respond at the moment. Please try again shortly."
)


class Show(Protocol):
    """Where a worker tells how its device is."""

    def __call__(self, state: DeviceState, problem: Problem | None = None) -> None: ...


@dataclass(frozen=True)
class HostLimits:
    """The host's windows of time in seconds."""

    poll_every_s: float = 1.0
    """How often a device is asked how it is, between commands."""
    reopen_first_s: float = 0.25
    reopen_longest_s: float = 5.0
    grace_s: float = 1.0
    """How long a cancelled command may take to stop before its thread is left behind."""


@dataclass
class Order:
    """One command on its way to the device's thread and back."""

    command: Callable[[Any, Cancel], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    cancel: Cancel = field(default_factory=Cancel)

    def settle(self, result: Any = None, error: BaseException | None = None) -> None:
        """Brings the outcome to the event loop. From any thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self.loop.call_soon_threadsafe(self._tell, result, error)

    def _tell(self, result: Any, error: BaseException | None) -> None:
        if self.future.done():
            return
        if isinstance(error, Cancelled):  # whoever awaited is still there, so it was the host that is closing
            self.future.set_exception(closed("device"))
        elif error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Worker(Generic[D]):
    """The thread of a device: opens the driver, runs its orders, polls it when there is nothing to do."""

    def __init__(self, id: str, opener: Callable[[], D], limits: HostLimits, show: Show) -> None:
        self._id = id
        self._opener = opener
        self._limits = limits
        self._tell = show
        self._lock = threading.Condition()
        self._queue: deque[Order] = deque()
        self._retired = False
        self._fault = ""
        self._clock = time.monotonic
        self._poll_due = 0.0
        self._running: Order | None = None
        self._since: float | None = None
        self._driver: D | None = None
        self._ended: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self.thread = threading.Thread(target=self._run, name=f"device-{id}", daemon=True)
        self.start = self.thread.start

    def put(self, order: Order) -> None:
        """Queues an order."""
        with self._lock:
            self._queue.append(order)
            self._lock.notify_all()

    def retire(self, loop: asyncio.AbstractEventLoop) -> asyncio.Event:
        """Asks the thread to end; the event is set in `loop` when it has."""
        ended = asyncio.Event()
        with self._lock:
            self._ended = (loop, ended)
            self._retire()
        if not self.thread.is_alive():
            ended.set()
        return ended

    def abandon(self) -> list[Order]:
        """Leaves the thread behind and returns what still waits. Closing its driver from outside may free it."""
        with self._lock:
            self._retire()
            driver = self._driver
            waiting = list(self._queue)
            self._queue.clear()
        if driver is not None:
            threading.Thread(target=driver.close, name=f"leave-{self._id}", daemon=True).start()
        return waiting

    def _retire(self) -> None:
        self._retired = True
        if self._running is not None:
            self._running.cancel.request()
        self._lock.notify_all()

    def stuck(self, order: Order, grace_s: float) -> bool:
        """Whether the thread hangs: in `order` itself, or in opening or polling while `order` waits."""
        with self._lock:
            if self._running is order:
                return True
            waited = order in self._queue
            if waited:
                self._queue.remove(order)
            return (
                waited and self._running is None and self._since is not None and self._clock() - self._since > grace_s
            )

    def _run(self) -> None:
        pause = self._limits.reopen_first_s
        try:
            while not self._retired:
                if self._driver is None and not self._open():
                    self._rest(pause)
                    pause = min(pause * 2, self._limits.reopen_longest_s)
                    continue
                pause = self._limits.reopen_first_s
                order = self._next()
                if order is not None:
                    self._execute(order)
                if self._driver is not None and not self._retired and self._clock() >= self._poll_due:
                    self._poll()
        finally:
            self._close_driver()
            self._fail_waiting(closed(self._id))
            if self._ended is not None:
                loop, ended = self._ended
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(ended.set)

    def _open(self) -> bool:
        try:
            with self._activity():
                self._driver = self._opener()
                self._driver.open()
        except Exception as error:  # whatever a driver throws, the device is not there
            problem = self._told(error)
            self._close_driver()
            self._fail_waiting(problem)
            self._show(problem.state if isinstance(problem, DeviceProblem) else DeviceState.OFFLINE, problem)
            return False
        self._poll()
        return self._driver is not None

    def _next(self) -> Order | None:
        with self._lock:
            if not self._queue and not self._retired:
                self._lock.wait(max(0.0, self._poll_due - self._clock()))
            while self._queue and not self._retired:
                order = self._queue.popleft()
                if not order.cancel.requested():
                    self._running = order
                    return order
        return None

    def _rest(self, seconds: float) -> None:
        with self._lock:
            if not self._queue and not self._retired:
                self._lock.wait(seconds)

    def _execute(self, order: Order) -> None:
        assert self._driver is not None
        result: Any = None
        error: BaseException | None = None
        try:
            with self._activity():
                result = order.command(self._driver, order.cancel)
        except (Problem, Cancelled) as told:
            error = told
        except Exception as unforeseen:  # a driver's fault must not take the thread down
            error = self._told(unforeseen)
        with self._lock:
            self._running = None
        after = error if isinstance(error, DeviceProblem) else None
        if after is not None:
            self._show(after.state, after)
            if after.state.lost:
                self._close_driver()
        order.settle(result, error)

    def _poll(self) -> None:
        assert self._driver is not None
        self._poll_due = self._clock() + self._limits.poll_every_s
        try:
            with self._activity():
                state = self._driver.poll()
        except Exception as error:  # as above
            problem = self._told(error)
            state = problem.state if isinstance(problem, DeviceProblem) else DeviceState.HARDWARE_ERROR
            self._show(state, problem)
            if state.lost:
                self._close_driver()
                self._fail_waiting(problem)
        else:
            self._fault = ""
            self._show(state)

    @contextlib.contextmanager
    def _activity(self) -> Iterator[None]:
        self._since = self._clock()
        try:
            yield
        finally:
            self._since = None

    def _show(self, state: DeviceState, problem: Problem | None = None) -> None:
        if not self._retired:
            self._tell(state, problem)

    def _close_driver(self) -> None:
        with self._lock:
            driver, self._driver = self._driver, None
        if driver is None:
            return
        try:
            driver.close()
        except Exception as error:  # a driver that cannot even close is as good as closed
            self._told(error)

    def _fail_waiting(self, problem: Problem) -> None:
        with self._lock:
            waiting = list(self._queue)
            self._queue.clear()
        for order in waiting:
            order.settle(error=problem)

    def _told(self, error: Exception) -> Problem:
        """The Problem of an error; one that no driver foresaw is logged without its words, which may be personal."""
        if isinstance(error, Problem):
            return error
        name = type(error).__name__
        if self._fault != name:
            self._fault = name
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s: its driver failed with %s\n%s", self._id, name, where)
        return DeviceProblem(
            "device.fault",
            Family.TEMPORARY,
            resident=TOLD,
            technician=f"{self._id}: its driver failed with {name}; the log says where. It is opened again by itself.",
            state=DeviceState.OFFLINE,
        )


def closed(id: str) -> Problem:
    """The device is being closed and takes no more orders."""
    return Problem(
        "device.closed",
        Family.TEMPORARY,
        resident=TOLD,
        technician=f"{id}: the kiosk is shutting down; nothing was asked of the device.",
    )
