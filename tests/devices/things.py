"""A device in memory whose plug is an event, for tests of the host."""

from __future__ import annotations

import threading
from collections.abc import Callable

from devices.host import Cancel
from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Words

WORDS = Words(zh="坏了", en="broken")


def lost(code: str = "thing.absent", state: DeviceState = DeviceState.ABSENT) -> DeviceProblem:
    """What a driver says when its device is gone."""
    return DeviceProblem(code, Family.TEMPORARY, resident=WORDS, technician="plug it in", state=state)


class Thing:
    """A driver."""

    def __init__(self, plugged: threading.Event) -> None:
        self.plugged = plugged
        self.closed = threading.Event()

    def open(self) -> None:
        self._look()

    def close(self) -> None:
        self.closed.set()

    def poll(self) -> DeviceState:
        self._look()
        return DeviceState.ONLINE

    def work(self, cancel: Cancel) -> str:
        self._look()
        return threading.current_thread().name

    def wait(self, cancel: Cancel) -> None:
        while True:
            cancel.wait(0.01)

    def hang(self, cancel: Cancel) -> None:
        """Does not look at cancel; only closing frees it."""
        self.closed.wait(10)

    def _look(self) -> None:
        if not self.plugged.is_set():
            raise lost()


def opener(plugged: threading.Event, made: list[Thing] | None = None) -> Callable[[], Thing]:
    """Makes fresh things on one wire."""

    def make() -> Thing:
        thing = Thing(plugged)
        if made is not None:
            made.append(thing)
        return thing

    return make
