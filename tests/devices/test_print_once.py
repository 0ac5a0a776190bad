"""A print settles: done, not done or unknown, and no order ever comes out twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.host import Device, DeviceHost
from devices.printer import Printer
from devices.printer.ipp import IppPrinter
from devices.printer.progress import PrintLimits, PrintOutcome, PrintProgress, PrintStep
from devices.printer.settlement import print_once, settle_unsettled
from devices.printer.simulator import PrinterSimulator
from devices.settings import IppSettings
from devices.settlement import Act, KnownAct, Settlement
from sync.contract.problem import Family, Problem
from tests.devices.conftest import PRINT_LIMITS, make_pdf
from tests.devices.memory_journal import MemoryJournal

PDF = make_pdf()
Watch = Callable[[PrintProgress], None]


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


def paper(simulator: PrinterSimulator, tmp_path: Path) -> int:
    """Sheets in the outlet; the printer counts them and keeps a file for every finished document."""
    assert len(list((tmp_path / "paper").iterdir())) <= simulator.press.sheets
    return simulator.press.sheets


def when(step: PrintStep, act: Callable[[], object], seen: list[PrintProgress] | None = None) -> Watch:
    """Watches a print and acts once, when it comes to `step`."""
    acted: list[object] = []

    def watch(progress: PrintProgress) -> None:
        if seen is not None:
            seen.append(progress)
        if progress.state is step and not acted:
            acted.append(act())

    return watch


async def print_it(
    printer: Device[Printer],
    journal: MemoryJournal,
    *,
    watch: Watch = lambda _: None,
    limits: PrintLimits = PRINT_LIMITS,
    document: bytes = PDF,
    pages: int = 1,
    order: str = "NZZ-1",
) -> PrintOutcome:
    return await print_once(printer, journal, order, document, pages, progress=watch, limits=limits)


async def test_a_print_is_done_when_the_printer_counted_its_pages(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    seen: list[PrintProgress] = []
    document = make_pdf(3)
    outcome = await print_it(printer, journal, watch=seen.append, document=document, pages=3)
    assert outcome == PrintOutcome(Settlement.DONE, 3, None)
    steps = [progress.state for progress in seen]
    assert steps[:2] == [PrintStep.PREPARING, PrintStep.SENDING]
    assert steps[-1] is PrintStep.DONE
    assert {progress.printed for progress in seen} >= {1, 3}
    assert (tmp_path / "paper" / "1.pdf").read_bytes() == document
    assert journal.writes == ["NZZ-1 queued", "NZZ-1 sent", "NZZ-1 done"]


async def test_the_journal_is_written_before_the_printer_gets_anything(
    printer: Device[Printer], printer_simulator: PrinterSimulator
) -> None:
    class Watching(MemoryJournal):
        def sent(self, order: str) -> None:
            assert printer_simulator.press.jobs() == []
            super().sent(order)

    assert (await print_it(printer, Watching())).settlement is Settlement.DONE


async def test_the_same_order_is_printed_once(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    first = await print_it(printer, journal)
    assert await print_it(printer, journal) == first
    assert paper(printer_simulator, tmp_path) == 1
    assert len(printer_simulator.press.jobs()) == 1


async def test_the_same_order_at_the_same_time_is_printed_once(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    outcomes = await asyncio.gather(*(print_it(printer, journal) for _ in range(3)))
    assert {outcome.settlement for outcome in outcomes} == {Settlement.DONE}
    assert paper(printer_simulator, tmp_path) == 1


async def test_an_order_with_another_document_is_refused(printer: Device[Printer], journal: MemoryJournal) -> None:
    await print_it(printer, journal)
    with pytest.raises(Problem) as told:
        await print_it(printer, journal, document=make_pdf(2), pages=2)
    assert (told.value.code, told.value.family) == ("printer.order-reused", Family.PERMANENT)


async def test_an_empty_tray_is_told_in_plain_words_and_printing_goes_on_with_paper(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    seen: list[PrintProgress] = []
    printer_simulator.apply("media-empty")
    outcome = await print_it(
        printer, journal, watch=when(PrintStep.WAITING, lambda: printer_simulator.apply("feed"), seen)
    )
    assert outcome.settlement is Settlement.DONE
    waiting = next(progress for progress in seen if progress.state is PrintStep.WAITING)
    assert waiting.problem is not None
    assert waiting.problem.code == "printer.media-empty"
    assert "没有纸" in waiting.problem.resident.zh
    assert paper(printer_simulator, tmp_path) == 1


async def test_a_tray_that_stays_empty_ends_with_nothing_sent(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    printer_simulator.apply("media-empty")
    outcome = await print_it(printer, journal, limits=replace(PRINT_LIMITS, media_s=0.1))
    assert (outcome.settlement, outcome.impressions) == (Settlement.NOT_DONE, 0)
    assert printer_simulator.press.jobs() == []
    assert journal.writes == ["NZZ-1 queued", "NZZ-1 not-done"]


async def test_a_tray_that_runs_empty_between_pages_waits_and_goes_on(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    seen: list[PrintProgress] = []

    def watch(progress: PrintProgress) -> None:
        seen.append(progress)
        if progress.state is PrintStep.PRINTING and progress.printed == 1 and len(seen) < 5:
            printer_simulator.apply("media-empty")
        if progress.state is PrintStep.WAITING:
            printer_simulator.apply("feed")

    outcome = await print_it(printer, journal, watch=watch, document=make_pdf(3), pages=3)
    assert (outcome.settlement, outcome.impressions) == (Settlement.DONE, 3)
    assert any(progress.state is PrintStep.WAITING and progress.printed >= 1 for progress in seen)


async def test_a_sheet_that_jams_is_printed_again_by_the_printer_only(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    seen: list[PrintProgress] = []
    printer_simulator.apply("jam-mid-job")
    outcome = await print_it(
        printer, journal, watch=when(PrintStep.WAITING, lambda: printer_simulator.apply("feed"), seen)
    )
    assert (outcome.settlement, outcome.impressions) == (Settlement.DONE, 1)
    assert {progress.problem.code for progress in seen if progress.problem} == {"printer.jam"}
    assert paper(printer_simulator, tmp_path) == 1
    assert len(printer_simulator.press.jobs()) == 1


async def test_a_jam_nobody_clears_is_cancelled_and_never_comes_out_later(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    printer_simulator.apply("jam-mid-job")
    outcome = await print_it(printer, journal, limits=replace(PRINT_LIMITS, media_s=0.1))
    assert (outcome.settlement, outcome.impressions) == (Settlement.NOT_DONE, 0)
    assert outcome.problem is not None
    assert outcome.problem.code == "printer.jam"
    printer_simulator.apply("feed")
    assert (await print_it(printer, journal, order="NZZ-2")).settlement is Settlement.DONE
    assert paper(printer_simulator, tmp_path) == 1


async def test_a_print_that_takes_too_long_is_given_up(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    printer_simulator.apply("slow")
    outcome = await print_it(printer, journal, limits=replace(PRINT_LIMITS, total_s=0.1))
    assert (outcome.settlement, outcome.impressions) == (Settlement.NOT_DONE, 0)
    assert outcome.problem is not None
    assert outcome.problem.code == "printer.gave-up"
    assert paper(printer_simulator, tmp_path) == 0


async def test_a_slow_printer_is_waited_for(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal
) -> None:
    printer_simulator.apply("slow")
    assert (await print_it(printer, journal)).settlement is Settlement.DONE


@pytest.mark.parametrize(
    ("fate", "settlement", "sheets"),
    [("printed", Settlement.DONE, 1), ("lost", Settlement.NOT_DONE, 0), ("unanswered", Settlement.DONE, 1)],
)
async def test_a_printer_that_dies_is_asked_when_it_is_back(
    printer: Device[Printer],
    printer_simulator: PrinterSimulator,
    journal: MemoryJournal,
    tmp_path: Path,
    fate: str,
    settlement: Settlement,
    sheets: int,
) -> None:
    seen: list[PrintProgress] = []
    printer_simulator.apply("dies-mid-job", {"argument": fate})

    checking = asyncio.Event()

    async def heal() -> None:
        await checking.wait()
        assert await asyncio.to_thread(printer_simulator.press.died.wait, 2)
        printer_simulator.apply("ok")

    outcome, _ = await asyncio.gather(
        print_it(printer, journal, watch=when(PrintStep.CHECKING, checking.set, seen)), heal()
    )
    assert (outcome.settlement, outcome.impressions) == (settlement, sheets)
    assert PrintStep.CHECKING in {progress.state for progress in seen}
    assert paper(printer_simulator, tmp_path) == sheets
    assert len(printer_simulator.press.jobs()) == 1, "nothing was sent a second time"


@pytest.mark.parametrize(("fate", "settlement"), [("printed", Settlement.DONE), ("lost", Settlement.NOT_DONE)])
async def test_a_printer_that_stays_away_leaves_an_order_unknown_until_it_is_back(
    printer: Device[Printer],
    printer_simulator: PrinterSimulator,
    journal: MemoryJournal,
    fate: str,
    settlement: Settlement,
) -> None:
    printer_simulator.apply("dies-mid-job", {"argument": fate})
    outcome = await print_it(printer, journal, limits=replace(PRINT_LIMITS, find_s=0.2))
    assert outcome.settlement is Settlement.UNKNOWN
    assert outcome.problem is not None
    assert "出纸口" in outcome.problem.resident.zh
    assert (await print_it(printer, journal)).settlement is Settlement.UNKNOWN, "asked again, it is still away"
    printer_simulator.apply("ok")
    assert (await print_it(printer, journal)).settlement is settlement
    assert len(printer_simulator.press.jobs()) == 1


@pytest.mark.parametrize("how", ["refused", "silent"])
async def test_with_the_printer_off_nothing_is_sent(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal, how: str
) -> None:
    printer_simulator.apply("offline", {"argument": how})
    outcome = await print_it(printer, journal)
    assert outcome.settlement is Settlement.NOT_DONE
    assert outcome.problem is not None
    assert outcome.problem.code == "printer.offline"
    assert journal.writes == ["NZZ-1 queued", "NZZ-1 not-done"]
    printer_simulator.apply("ok")
    assert (await print_it(printer, journal, order="NZZ-2")).settlement is Settlement.DONE


async def test_a_printer_that_comes_back_before_anything_is_sent_prints(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal
) -> None:
    printer_simulator.apply("offline", {"argument": "refused"})

    def heal(progress: PrintProgress) -> None:
        if progress.state is PrintStep.WAITING:
            printer_simulator.apply("ok")

    outcome = await print_once(
        printer, journal, "NZZ-1", PDF, 1, progress=heal, limits=replace(PRINT_LIMITS, reach_s=3.0)
    )
    assert outcome.settlement is Settlement.DONE
    assert journal.writes == ["NZZ-1 queued", "NZZ-1 sent", "NZZ-1 done"]


async def test_what_the_printer_refuses_is_not_done(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal
) -> None:
    outcome = await print_it(printer, journal, document=b"no PDF")
    assert (outcome.settlement, outcome.impressions) == (Settlement.NOT_DONE, 0)
    assert outcome.problem is not None
    assert outcome.problem.code == "printer.refused"


async def crash_while(step: PrintStep, printer: Device[Printer], journal: MemoryJournal) -> None:
    """Prints, and is killed when the print comes to `step`."""
    reached = asyncio.Event()
    task = asyncio.create_task(print_it(printer, journal, watch=when(step, reached.set)))
    await asyncio.wait_for(reached.wait(), 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_after_a_crash_the_printer_tells_what_became_of_the_order(
    host: DeviceHost,
    printer_simulator: PrinterSimulator,
    printer: Device[Printer],
    journal: MemoryJournal,
    tmp_path: Path,
) -> None:
    await crash_while(PrintStep.PRINTING, printer, journal)
    assert [entry.state for entry in journal.unsettled()] == ["sent"]
    outcomes = await settle_unsettled(printer, journal, limits=PRINT_LIMITS)
    assert [outcome.settlement for outcome in outcomes] == [Settlement.DONE]
    assert journal.unsettled() == []
    assert paper(printer_simulator, tmp_path) == 1


async def test_an_order_that_was_never_sent_is_not_done_and_the_printer_not_asked(
    printer: Device[Printer], printer_simulator: PrinterSimulator, journal: MemoryJournal
) -> None:
    printer_simulator.apply("media-empty")
    await crash_while(PrintStep.WAITING, printer, journal)
    assert [entry.state for entry in journal.unsettled()] == ["queued"]
    printer_simulator.apply("offline")
    outcomes = await settle_unsettled(printer, journal, limits=PRINT_LIMITS)
    assert [outcome.settlement for outcome in outcomes] == [Settlement.NOT_DONE]


async def test_an_order_the_printer_does_not_remember_is_unknown_after_a_crash(
    printer: Device[Printer], journal: MemoryJournal
) -> None:
    journal.begin("NZZ-9", "digest", 1, act=Act.PRINT, device="printer")
    journal.sent("NZZ-9")
    outcomes = await settle_unsettled(printer, journal, limits=PRINT_LIMITS)
    assert [outcome.settlement for outcome in outcomes] == [Settlement.UNKNOWN]
    assert journal.find("NZZ-9") is not None


@pytest.mark.parametrize(
    ("minutes_ago", "settlement"), [(1, Settlement.NOT_DONE), (30, Settlement.UNKNOWN), (-1, Settlement.UNKNOWN)]
)
async def test_a_printer_that_was_on_all_the_time_remembers_what_it_did_not_get(
    printer: Device[Printer],
    printer_simulator: PrinterSimulator,
    journal: MemoryJournal,
    monkeypatch: pytest.MonkeyPatch,
    minutes_ago: int,
    settlement: Settlement,
) -> None:
    monkeypatch.setattr(printer_simulator.press, "_started", time.monotonic() - 3600)
    now = datetime(2026, 11, 23, 23, 50, tzinfo=UTC)
    begun_at = now - timedelta(minutes=minutes_ago)
    journal.entries["NZZ-9"] = KnownAct("NZZ-9", Act.PRINT, "printer", "digest", 1, "sent", 0, begun_at)
    outcomes = await settle_unsettled(printer, journal, limits=PRINT_LIMITS, clock=lambda: now)
    assert [outcome.settlement for outcome in outcomes] == [settlement]


async def test_a_job_is_found_by_its_name_after_the_driver_was_opened_afresh(
    host: DeviceHost, printer_simulator: PrinterSimulator, printer: Device[Printer], journal: MemoryJournal
) -> None:
    await print_it(printer, journal, order="NZZ-5")
    fresh = host.add("printer-2", lambda: IppPrinter(IppSettings(uri=printer_simulator.uri)))
    report = await fresh.call(lambda driver, _: driver.job("NZZ-5"), timeout_s=2)
    assert report is not None
    assert (report.order, report.impressions) == ("NZZ-5", 1)
    assert await fresh.call(lambda driver, _: driver.job("NZZ-6"), timeout_s=2) is None
