"""What every driver of every kind must do; each check is a sentence of docs/devices/new-driver.md.

The checks are plain functions over a Rig, so that a driver from outside is tried with the very same ones.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import threading
import time
from collections.abc import Callable

import pytest

from devices.health import QuickTesting, SelfTest, SelfTesting
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem
from tests.conformance.commands import CONTRACT, READING, WAITING, Waiting
from tests.conformance.rig import Rig

POLL_S = 6.0
"""The longest that one look at a device may take."""
CLOSE_S = 1.0
CANCEL_S = 0.2
SELF_TEST_S = 15.0
QUICK_TEST_S = 3.5
LOST_S = 10.0
CODE = r"^[a-z-]+(\.[a-z0-9-]+)+$"

Check = Callable[[Rig], None]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Adds a check to the suite."""
    CHECKS.append(function)
    return function


def well_told(problem: BaseException) -> None:
    """A problem has a dotted code, words for residents in both languages, and something a technician can do."""
    assert isinstance(problem, Problem), f"{type(problem).__name__} is not a Problem"
    assert re.match(CODE, problem.code), problem.code
    assert any("\u4e00" <= letter <= "\u9fff" for letter in problem.resident.zh), "no Chinese words"
    assert problem.resident.en.strip(), "no English words"
    assert problem.code not in problem.resident.zh + problem.resident.en, "residents never see a code"
    assert len(problem.technician) > 20, "a technician needs a sentence"
    assert problem.family in Family


def wait_until(what: Callable[[], bool], limit_s: float) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + limit_s
    tick = threading.Event()
    while not (done := what()) and time.monotonic() < end:
        tick.wait(0.01)
    return done


@check
def it_has_the_commands_of_its_kind(rig: Rig) -> None:
    driver = rig.make()
    missing = [
        each
        for each in ("open", "close", "poll", *CONTRACT[rig.driver.kind])
        if not callable(getattr(driver, each, None))
    ]
    driver.close()
    assert missing == []


@check
def its_options_say_where_it_is(rig: Rig) -> None:
    assert isinstance(rig.section, rig.driver.options)
    assert rig.section.driver == rig.driver.name
    assert not rig.section.address or rig.section.address in type(rig.section).model_fields


@check
def it_opens_and_closes_any_number_of_times(rig: Rig) -> None:
    for _ in range(3):
        driver = rig.make()
        driver.open()
        driver.close()
        driver.close()


@check
def it_closes_without_having_been_opened(rig: Rig) -> None:
    driver = rig.make()
    driver.close()
    driver.close()


@check
def it_tells_how_it_is_within_its_limit(rig: Rig) -> None:
    with rig.opened() as driver:
        started = time.monotonic()
        state = driver.poll()
        assert time.monotonic() - started < POLL_S
    assert isinstance(state, DeviceState)
    assert not state.lost


@check
def it_stops_within_200_ms_when_asked(rig: Rig) -> None:
    for waiting in _waiting(rig):
        if waiting.cancel:
            _stopped(rig, waiting, lambda _, cancel: cancel.request(), CANCEL_S, (Cancelled,))


@check
def closing_it_from_another_thread_ends_what_it_does_within_a_second(rig: Rig) -> None:
    for waiting in _waiting(rig):
        _stopped(rig, waiting, lambda driver, _: driver.close(), CLOSE_S, (Cancelled, Problem))


@check
def without_its_plug_it_is_lost_and_says_so(rig: Rig) -> None:
    _needs_simulator(rig)
    with rig.opened() as driver:
        rig.do("unplug")
        try:
            told = _loss(driver)
        finally:
            rig.do("plug")
    if told is not None:
        well_told(told)
        assert told.family is not Family.EXPECTED, "a plug that is out is nothing a resident does"


@check
def it_does_not_open_without_its_plug_and_does_with_it(rig: Rig) -> None:
    _needs_simulator(rig)
    driver = rig.make()
    rig.do("unplug")
    started = time.monotonic()
    try:
        with pytest.raises(Problem) as told:
            driver.open()
            driver.poll()
    finally:
        rig.do("plug")
        driver.close()
    assert time.monotonic() - started < LOST_S
    well_told(told.value)
    assert isinstance(told.value, DeviceProblem)
    assert told.value.state.lost
    with rig.opened() as again:
        assert not again.poll().lost


@check
def nothing_of_it_is_left_after_close(rig: Rig) -> None:
    def use() -> None:
        with rig.opened() as driver:
            driver.poll()

    use()  # what is made once in a process stays: loaded libraries, a logger's file
    threads = set(threading.enumerate())
    gc.collect()
    before = _descriptors()
    for _ in range(5):
        use()
    gc.collect()
    assert wait_until(lambda: not _left(threads), 2.0), f"threads are left: {_left(threads)}"
    assert wait_until(lambda: _descriptors() < before + 5, 2.0), "descriptors are left"


@check
def its_self_test_tells_and_never_raises(rig: Rig) -> None:
    with rig.opened() as driver:
        assert isinstance(driver, SelfTesting), "every driver proves its device"
        started = time.monotonic()
        test = driver.self_test(Cancel())
        assert time.monotonic() - started < SELF_TEST_S
        _is_told(test)
        assert test.ok, [each for each in test.checks if not each.ok]
        if rig.simulator is not None:
            rig.do("unplug")
            try:
                lost = driver.self_test(Cancel())
            finally:
                rig.do("plug")
            _is_told(lost)
            assert not lost.ok, "without its plug nothing can be well"
    closed = rig.make()
    _is_told(closed.self_test(Cancel()))
    closed.close()


@check
def its_quick_test_is_quick(rig: Rig) -> None:
    with rig.opened() as driver:
        if not isinstance(driver, QuickTesting):
            pytest.skip("it has no quick test")
        started = time.monotonic()
        test = driver.quick_test(Cancel())
        assert time.monotonic() - started < QUICK_TEST_S
        _is_told(test)
        assert test.ok, [each for each in test.checks if not each.ok]
    closed = rig.make()
    assert isinstance(closed, QuickTesting)
    _is_told(closed.quick_test(Cancel()))
    closed.close()


@check
def what_it_reads_of_a_person_shows_nowhere(rig: Rig) -> None:
    reading = READING.get(rig.driver.kind)
    if reading is None or rig.simulator is None:
        pytest.skip("it reads nothing of a person that a simulator could show")
    told = _Told()
    logging.getLogger().addHandler(told)
    try:
        with rig.opened() as driver:
            waiting = threading.Timer(0.1, rig.do, reading.show)
            waiting.start()
            read = reading.run(driver, Cancel())
            waiting.join()
            shown = f"{driver!r} {told.lines}" + ("" if isinstance(read, str) else f" {read!r} {read}")
    finally:
        logging.getLogger().removeHandler(told)
    personal = reading.personal(read)
    assert personal, "something was read"
    assert [each for each in personal if each and each in shown] == []


class _Told(logging.Handler):
    """Keeps what is logged while a driver reads."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _waiting(rig: Rig) -> tuple[Waiting, ...]:
    return tuple(each for each in WAITING.get(rig.driver.kind, ()) if rig.simulator is not None or not each.before)


def _stopped(
    rig: Rig,
    waiting: Waiting,
    stop: Callable[[object, Cancel], None],
    limit_s: float,
    allowed: tuple[type[Exception], ...],
) -> None:
    """Begins a command that waits, stops it, and demands that it ends in time the way it may."""
    cancel, outcome = Cancel(), []
    begun = threading.Event()
    with rig.opened() as driver:

        def run() -> None:
            begun.set()
            try:
                waiting.run(driver, cancel)
            except Exception as error:  # whatever comes is judged below
                outcome.append(error)

        for verb, argument in waiting.before:
            rig.do(verb, argument)
        thread = threading.Thread(target=run, daemon=True)
        try:
            thread.start()
            begun.wait(1.0)
            thread.join(0.15)
            assert thread.is_alive() or waiting.before, f"{waiting.name} does not wait: {outcome}"
            started = time.monotonic()
            stop(driver, cancel)
            thread.join(limit_s + 2)
            took = time.monotonic() - started
        finally:
            if rig.simulator is not None:
                rig.do("ok")
    assert not thread.is_alive(), f"{waiting.name} does not end"
    assert took < limit_s, f"{waiting.name} ended after {took:.2f} s"
    for error in outcome:
        assert isinstance(error, allowed), f"{waiting.name}: {type(error).__name__}"
        if isinstance(error, Problem):
            well_told(error)


def _loss(driver: object) -> Problem | None:
    """Polls until the device is lost; the problem that says so, if there is one."""
    end = time.monotonic() + LOST_S
    while time.monotonic() < end:
        try:
            state = driver.poll()  # type: ignore[attr-defined]
        except Problem as problem:
            if isinstance(problem, DeviceProblem) and problem.state.lost:
                return problem
            state = DeviceState.HARDWARE_ERROR
        if state.lost:
            return None
    raise AssertionError("it does not notice that its plug is out")


def _is_told(test: object) -> None:
    assert isinstance(test, SelfTest)
    assert test.checks, "something was tried"
    for each in test.checks:
        assert each.name, "a check has a name"
        assert each.ok or each.detail, "what is not well is told"


def _needs_simulator(rig: Rig) -> None:
    if rig.simulator is None:
        pytest.skip("nobody pulls the plug of hardware")


def _left(before: set[threading.Thread]) -> list[str]:
    return [each.name for each in set(threading.enumerate()) - before if not _serves(each)]


def _serves(thread: threading.Thread) -> bool:
    """Threads of simulators answer for as long as they like."""
    return "simulator" in thread.name or "process_request_thread" in thread.name


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  only their number counts
