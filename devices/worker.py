"""The thread of one device: opens its driver, runs its orders one after the other, polls it in between."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from typing import Any, Generic, TypeVar

from devices.health import Supplied
from devices.logbook import Logbook
from devices.order import TOLD, Order, closed
from devices.reopening import HostLimits, Reopening
from devices.state import Cancelled, DeviceProblem, DeviceState, Driver, Findable
from devices.wires import Look
from sync.contract.problem import Family, Problem

D = TypeVar("D", bound=Driver)
log = logging.getLogger(__name__)


class Worker(Generic[D]):
    """Started once; a device that is opened afresh gets another."""

    def __init__(
        self,
        id: str,
        opener: Callable[[], D],
        limits: HostLimits,
        logbook: Logbook,
        *,
        look: Look | None = None,
        first_s: float = 0.0,
    ) -> None:
        """`look` sees whether the wire is back; `first_s`: when the device is opened, unless somebody wants it."""
        self._id = id
        self._opener = opener
        self._limits = limits
        self._logbook = logbook
        self._look = look
        self._first_s = first_s
        self._reopening = Reopening(limits)
        self._lock = threading.Condition()
        self._queue: deque[Order] = deque()
        self._retired = False
        self._fault = ""
        self._clock = time.monotonic
        self._poll_due = 0.0
        self._supplies_due = 0.0
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
            self._fail_waiting(closed(self._id))
            ended.set()
        return ended

    def hand_over(self) -> list[Order]:
        """What still waits, for another worker."""
        with self._lock:
            waiting = list(self._queue)
            self._queue.clear()
        return waiting

    def abandon(self) -> list[Order]:
        """Leaves the thread behind and returns what still waits. Closing its driver from outside may free it."""
        with self._lock:
            self._retire()
            driver = self._driver
            waiting = self.hand_over()
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
        try:
            if self._first_s:
                self._rest(self._first_s, self._seen())
            while not self._retired:
                try:
                    self._turn()
                except Exception as error:  # a driver that answers nonsense must not end the life of its device
                    self._lose(self._told(error))
                    self._rest(self._limits.reopen_longest_s, None)
        finally:
            self._close_driver()
            self._fail_waiting(closed(self._id))
            if self._ended is not None:
                loop, ended = self._ended
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(ended.set)

    def _turn(self) -> None:
        """One order, or one look at how the device is."""
        if self._driver is None and not self._reopened():
            return
        order = self._next()
        if order is not None:
            self._execute(order)
        if self._driver is not None and not self._retired and self._clock() >= self._poll_due:
            self._poll()
        if self._driver is not None and self._idle() and self._clock() >= self._supplies_due:
            self._ask_supplies()

    def _reopened(self) -> bool:
        """Opens the driver, or rests until that may be tried again; a wire that comes back ends the rest."""
        wire, asked_for = self._seen(), not self._idle()
        if self._open():
            self._reopening.refill()
            return True
        if asked_for:  # somebody wants the device, which says nothing about how long it will be away
            self._rest(self._limits.reopen_first_s, wire)
            return False
        pause = self._reopening.failed()
        if self._reopening.just_spent:
            log.warning(
                "%s: not there after %d attempts; looked for every %g s from now on",
                self._id,
                self._limits.quick_attempts,
                pause,
            )
        if self._rest(pause, wire):
            self._reopening.refill()
        return False

    def _seen(self) -> Hashable:
        """What can be seen of the wire."""
        if self._look is None:
            return None
        try:
            with self._activity():
                return self._look()
        except Exception as error:  # a driver that cannot look is looked for by opening it
            self._told(error)
            return None

    def _open(self) -> bool:
        try:
            with self._activity():
                self._driver = self._opener()
                if isinstance(self._driver, Findable):
                    self._look = self._driver.there
                self._driver.open()
        except Exception as error:  # whatever a driver throws, the device is not there
            problem = self._told(error)
            self._lose(problem)
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
                    order.began = True
                    self._running = order
                    return order
        return None

    def _idle(self) -> bool:
        with self._lock:
            return not self._queue and not self._retired

    def _rest(self, seconds: float, wire: Hashable) -> bool:
        """Waits until somebody wants the device; ends early, with True, when the wire comes back."""
        end = self._clock() + seconds
        while (left := end - self._clock()) > 0:
            with self._lock:
                if not self._queue and not self._retired:
                    self._lock.wait(min(left, self._limits.look_every_s))
                if self._queue or self._retired:
                    return False
            seen = self._seen()
            if seen and seen != wire:
                return True
            wire = seen
        return False

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
        self._logbook.used(error)
        order.settle(result, error)
        self._logbook.keep()

    def _poll(self) -> None:
        assert self._driver is not None
        self._poll_due = self._clock() + self._limits.poll_every_s
        try:
            with self._activity():
                state = self._driver.poll()
        except Exception as error:  # as above
            problem = self._told(error)
            state = problem.state if isinstance(problem, DeviceProblem) else DeviceState.HARDWARE_ERROR
            if state.lost:
                self._lose(problem)
            else:
                self._show(state, problem)
        else:
            self._fault = ""
            self._logbook.good()
            self._show(state)
            self._logbook.keep()

    def _ask_supplies(self) -> None:
        assert self._driver is not None
        self._supplies_due = self._clock() + self._limits.supplies_every_s
        if not isinstance(self._driver, Supplied):
            return
        try:
            with self._activity():
                supplies = self._driver.supplies()
            if not self._retired:
                self._logbook.supplied(supplies)
        except Exception as error:  # as above; but a device is not lost because it cannot count
            problem = self._told(error)
            if error is problem and isinstance(problem, DeviceProblem) and problem.state.lost:
                self._lose(problem)

    def _lose(self, problem: Problem) -> None:
        """The driver is closed, to be opened again."""
        self._show(problem.state if isinstance(problem, DeviceProblem) else DeviceState.OFFLINE, problem)
        self._close_driver()
        self._fail_waiting(problem)

    @contextlib.contextmanager
    def _activity(self) -> Iterator[None]:
        self._since = self._clock()
        try:
            yield
        finally:
            self._since = None

    def _show(self, state: DeviceState, problem: Problem | None = None) -> None:
        if not self._retired:
            self._logbook.show(state, problem)

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
        for order in self.hand_over():
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
