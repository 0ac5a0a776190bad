"""Printing on CUPS' own printer, directly and through a real cupsd: what is out is counted, and nothing comes twice."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devices.host import Device, DeviceHost, HostLimits
from devices.printer import JobState, Printer
from devices.printer.cups import CupsPrinter
from devices.printer.ipp import IppPrinter
from devices.printer.progress import PrintLimits, PrintOutcome, PrintProgress, PrintStep
from devices.printer.proof_page import proof_page
from devices.printer.settlement import look_again, print_once, settle_unsettled
from devices.settings import CupsSettings, IppSettings
from devices.settlement import Act, Settlement
from devices.state import Cancel
from tests.devices.memory_journal import MemoryJournal
from tests.real.printing import EvePrinter, Queue, eve, programs, queue, until

__all__ = ["eve", "programs", "queue"]
pytestmark = [pytest.mark.real, pytest.mark.timeout(120)]

ROOT = Path(__file__).parents[2]
PDF = proof_page()
LIMITS = PrintLimits(
    total_s=30.0, media_s=20.0, reach_s=2.0, find_s=10.0, cancel_s=8.0, missing_s=1.0, poll_s=0.05, call_s=20.0
)
QUICK = HostLimits(poll_every_s=0.2, reopen_first_s=0.05, reopen_longest_s=0.2, grace_s=1.0)


@pytest.fixture
async def host() -> AsyncIterator[DeviceHost]:
    host = DeviceHost(QUICK)
    yield host
    await host.close()


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def printer(host: DeviceHost, eve: EvePrinter) -> Device[Printer]:
    settings = IppSettings(uri=eve.uri)
    return host.add("printer", lambda: IppPrinter(settings))


@pytest.fixture
def queued(host: DeviceHost, queue: Queue) -> Device[Printer]:
    settings = CupsSettings(uri=queue.uri)
    return host.add("printer", lambda: CupsPrinter(settings))


class Watch:
    """Keeps the steps of a print, and acts once: in a thread, when it comes to a step."""

    def __init__(self, step: PrintStep | None = None, act: Callable[[], object] = lambda: None) -> None:
        self.seen: list[PrintProgress] = []
        self.acting: asyncio.Future[Any] | None = None
        self._step = step
        self._act = act

    def __call__(self, progress: PrintProgress) -> None:
        self.seen.append(progress)
        if progress.state is self._step and self.acting is None:
            self.acting = asyncio.ensure_future(asyncio.to_thread(self._act))

    @property
    def problems(self) -> set[str]:
        """What was told on the way."""
        return {each.problem.code for each in self.seen if each.problem is not None}


async def print_it(
    printer: Device[Printer],
    journal: MemoryJournal,
    watch: Callable[[PrintProgress], None] = lambda _: None,
    order: str = "NZZ-1",
    limits: PrintLimits = LIMITS,
) -> PrintOutcome:
    return await print_once(printer, journal, order, PDF, 1, progress=watch, limits=limits)


async def holds(what: str, condition: Callable[[], bool]) -> None:
    await asyncio.to_thread(until, what, condition)


# The printer itself, over IPP.


async def test_a_page_is_printed_and_counted_once(
    printer: Device[Printer], eve: EvePrinter, journal: MemoryJournal
) -> None:
    assert await print_it(printer, journal) == PrintOutcome(Settlement.DONE, 1, None)
    assert await print_it(printer, journal) == PrintOutcome(Settlement.DONE, 1, None)
    assert eve.sheets == 1


async def test_an_empty_tray_is_waited_for(printer: Device[Printer], eve: EvePrinter, journal: MemoryJournal) -> None:
    eve.fill(0)
    watch = Watch(PrintStep.WAITING, lambda: eve.fill(250))
    assert (await print_it(printer, journal, watch)).settlement is Settlement.DONE
    assert "printer.media-empty" in watch.problems
    assert eve.sheets == 1


@pytest.mark.parametrize(("fault", "code"), [("jam", "printer.jam"), ("cover", "printer.cover-open")])
async def test_a_fault_in_the_middle_is_told_and_waited_for(
    printer: Device[Printer], eve: EvePrinter, journal: MemoryJournal, fault: str, code: str
) -> None:
    eve.fault(fault)
    watch = Watch(PrintStep.WAITING, lambda: eve.fault("ok"))
    assert (await print_it(printer, journal, watch)).settlement is Settlement.DONE
    assert code in watch.problems
    assert eve.sheets == 1


async def test_a_job_that_the_printer_aborts_is_not_done(
    printer: Device[Printer], eve: EvePrinter, journal: MemoryJournal
) -> None:
    eve.fault("abort")
    outcome = await print_it(printer, journal)
    assert (outcome.settlement, outcome.impressions) == (Settlement.NOT_DONE, 0)
    assert eve.sheets == 0


async def test_a_printer_that_is_killed_over_a_page_leaves_it_unknown_and_never_prints_it_twice(
    printer: Device[Printer], eve: EvePrinter, journal: MemoryJournal
) -> None:
    eve.fault("slow")

    def kill() -> None:
        until("the sheet is on its way", lambda: eve.begun)
        eve.kill()
        eve.fault("ok")
        eve.switch_on()

    watch = Watch(PrintStep.PRINTING, kill)
    outcome = await print_it(printer, journal, watch)
    assert outcome.settlement is Settlement.UNKNOWN
    assert watch.acting is not None
    await watch.acting
    assert (await print_it(printer, journal)).settlement is Settlement.UNKNOWN, "asked for again, and not printed"
    assert eve.sheets == 0
    assert (await print_it(printer, journal, order="NZZ-2")).settlement is Settlement.DONE
    assert eve.sheets == 1


async def test_supplies_and_test_page(printer: Device[Printer], eve: EvePrinter) -> None:
    eve.ink(3)
    left = await printer.call(lambda driver, _: driver.supplies(), timeout_s=5)  # type: ignore[attr-defined]
    assert {supply.name: supply.percent for supply in left}["Black Ink"] == 3
    assert left[0].name == "paper"
    found = await printer.call(
        lambda driver, cancel: driver.self_test(cancel),  # type: ignore[attr-defined]
        timeout_s=20,
    )
    assert found.ok, found.checks
    assert eve.sheets == 1


def test_the_command_line_prints_an_order_once(eve: EvePrinter, tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(PDF)
    command = [sys.executable, "-m", "devices", "print", str(file), "--printer", eve.uri, "--order", "NZZ-9", "--json"]
    command += ["--journal", str(tmp_path / "acts.db"), "--timeout", "30"]
    told = []
    for _ in range(2):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr.decode()
        told.append(json.loads(done.stdout))
    assert [(each["settlement"], each["impressions"]) for each in told] == [("done", 1), ("done", 1)]
    assert eve.sheets == 1


# Through a queue of a real cupsd.


async def test_a_page_through_a_queue_is_done_when_the_printer_counted_it(
    queued: Device[Printer], eve: EvePrinter, journal: MemoryJournal
) -> None:
    assert await print_it(queued, journal) == PrintOutcome(Settlement.DONE, 1, None)
    assert await print_it(queued, journal) == PrintOutcome(Settlement.DONE, 1, None)
    assert eve.sheets == 1


async def test_a_jam_behind_a_queue_is_not_taken_for_a_page(
    queued: Device[Printer], eve: EvePrinter, journal: MemoryJournal
) -> None:
    eve.fault("jam")
    watch = Watch(PrintStep.WAITING, lambda: eve.fault("ok"))
    outcome = await print_it(queued, journal, watch)
    assert (outcome.settlement, outcome.impressions) == (Settlement.DONE, 1)
    jammed = [each for each in watch.seen if each.problem is not None and each.problem.code == "printer.jam"]
    assert jammed, "the jam is told"
    assert jammed[0].printed == 0
    assert eve.sheets == 1


async def test_what_is_given_up_in_a_jam_is_never_called_not_done_when_it_comes_out(
    queued: Device[Printer], eve: EvePrinter, journal: MemoryJournal
) -> None:
    eve.fault("jam")
    outcome = await print_it(queued, journal, limits=replace(LIMITS, media_s=1.0, cancel_s=3.0))
    eve.fault("ok")
    if outcome.settlement is Settlement.NOT_DONE:
        await asyncio.to_thread(_settled_down, queued, eve)
        assert eve.sheets == 0
    else:
        assert outcome.settlement is Settlement.UNKNOWN


def _settled_down(queued: Device[Printer], eve: EvePrinter) -> None:
    """Waits until the printer has nothing to do any more."""
    printer = IppPrinter(IppSettings(uri=eve.uri))
    try:
        until("the printer has no job", lambda: not printer.jobs("not-completed"))
    finally:
        printer.close()


async def test_a_job_that_is_cancelled_before_it_is_begun_is_not_done(
    queued: Device[Printer], queue: Queue, eve: EvePrinter, journal: MemoryJournal
) -> None:
    def submit(driver: Any, cancel: Cancel) -> None:
        driver.submit("NZZ-1", PDF, 1)

    await asyncio.to_thread(queue.lp, "lpadmin", "-p", "kiosk", "-o", "job-hold-until-default=indefinite")
    await queued.call(submit, timeout_s=10)
    held = await queued.call(lambda driver, _: driver.job("NZZ-1"), timeout_s=10)
    assert held is not None
    assert held.state is JobState.HELD
    journal.begin("NZZ-1", "0" * 64, 1, act=Act.PRINT, device=queued.id)
    journal.sent("NZZ-1")
    await queued.call(lambda driver, _: driver.cancel("NZZ-1"), timeout_s=10)
    outcome = (await settle_unsettled(queued, journal, limits=LIMITS))[0]
    assert outcome.settlement is Settlement.NOT_DONE
    assert eve.sheets == 0


async def test_nothing_is_sent_to_a_queue_that_holds_a_job_of_somebody_else(
    queued: Device[Printer], queue: Queue, eve: EvePrinter, journal: MemoryJournal, tmp_path: Path
) -> None:
    file = tmp_path / "other.pdf"
    file.write_bytes(PDF)
    await asyncio.to_thread(queue.lp, "lp", "-d", "kiosk", "-H", "hold", str(file))
    outcome = await print_it(queued, journal, limits=replace(LIMITS, media_s=0.5))
    assert outcome.settlement is Settlement.NOT_DONE
    assert outcome.problem is not None
    assert outcome.problem.code == "printer.queue-busy"
    assert eve.sheets == 0


async def test_a_cupsd_that_is_killed_over_a_page_gets_no_second_order_and_its_word_is_not_believed(
    queued: Device[Printer], queue: Queue, eve: EvePrinter, journal: MemoryJournal
) -> None:
    eve.fault("slow")

    def kill() -> None:
        until("the sheet is on its way", lambda: eve.begun)
        queue.kill()

    watch = Watch(PrintStep.PRINTING, kill)
    outcome = await print_it(queued, journal, watch, limits=replace(LIMITS, find_s=2.0))
    assert outcome.settlement is Settlement.UNKNOWN
    assert outcome.problem is not None
    assert outcome.problem.code == "printer.unknown"
    assert watch.acting is not None, outcome.problem.technician
    await watch.acting
    eve.fault("ok")
    await asyncio.to_thread(queue.switch_on)
    orders = await asyncio.to_thread(_orders_when_empty, queue)
    assert orders == ["NZZ-1"], "the kiosk ordered once, whatever CUPS makes of it"
    later = await look_again(queued, journal, "NZZ-1", limits=LIMITS)
    assert later is not None
    assert later.settlement is Settlement.DONE
    assert later.impressions == eve.sheets, "two sheets are told as two"


def _orders_when_empty(queue: Queue) -> list[str]:
    """Waits until CUPS has printed again what it had when it was killed; the names of all jobs it ever had."""
    driver = IppPrinter(IppSettings(uri=queue.uri))
    try:
        until("the queue is empty", lambda: not driver.jobs("not-completed"), 30.0)
        return [job.order for job in driver.jobs("completed")]
    finally:
        driver.close()
