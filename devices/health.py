"""What a device tells of itself beyond its state: the outcome of a self-test, and how much of a supply is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from devices.state import Cancel, Cancelled
from sync.contract.problem import Problem


@dataclass(frozen=True)
class Check:
    """One thing that was tried. `detail` is for the technician and holds nothing about a person."""

    name: str
    ok: bool
    ms: float
    detail: str = ""


@dataclass(frozen=True)
class SelfTest:
    """What a self-test found; `picture` is a PNG or JPEG of what the device saw or made."""

    checks: tuple[Check, ...]
    picture: bytes | None = None

    @property
    def ok(self) -> bool:
        """Whether everything is well."""
        return all(check.ok for check in self.checks)


@runtime_checkable
class SelfTesting(Protocol):
    """A driver that can prove its device."""

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Tries the device without a resident, within 15 s; a printer prints a test page.

        Never raises for what is wrong with the device: that is a check which is not ok.
        """


@runtime_checkable
class QuickTesting(Protocol):
    """A driver with a part of its self-test for every day: the rest of it takes long, is heard or uses something up."""

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Like `self_test`, within 3 s, and without paper, sound or light."""


@dataclass(frozen=True)
class Supply:
    """Paper, toner, tickets: `percent` is None when the device only knows low or not."""

    name: str
    percent: int | None
    low: bool


@runtime_checkable
class Supplied(Protocol):
    """A driver that knows what its device uses up."""

    def supplies(self) -> tuple[Supply, ...]:
        """What is left. Raises DeviceProblem when the device is lost."""


REFILLED = 5
"""Percent above the threshold from which a supply is no longer low: a level that trembles is told once."""


def judged(before: tuple[Supply, ...], now: tuple[Supply, ...], low_percent: int) -> tuple[Supply, ...]:
    """Supplies with `low` as the kiosk sees it: below its own threshold, or by the word of the device."""
    was_low = {supply.name for supply in before if supply.low}

    def low(supply: Supply) -> bool:
        if supply.percent is None:
            return supply.low
        return supply.low or supply.percent < low_percent + (REFILLED if supply.name in was_low else 0)

    return tuple(Supply(supply.name, supply.percent, low(supply)) for supply in now)


def checked(name: str, act: Callable[[], str]) -> Check:
    """Does `act` and tells how it went and how long it took; what it returns is the detail.

    A Problem makes a check that is not ok. Raises Cancelled when the test is asked to stop.
    """
    started = time.perf_counter()
    try:
        detail, ok = act(), True
    except Cancelled:
        raise
    except Problem as problem:
        detail, ok = f"{problem.code}: {problem.technician}", False
    return Check(name, ok, round((time.perf_counter() - started) * 1000, 1), detail)
