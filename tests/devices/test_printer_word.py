"""How the word of a printer is judged: what it counts, what it forgets, and what it does not confirm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.host import DeviceHost
from devices.printer import JobReport, JobState, PrinterStatus, problems
from devices.printer.settlement import print_once
from devices.settlement import Settlement
from devices.state import DeviceState
from tests.devices.conftest import PRINT_LIMITS
from tests.devices.memory_journal import MemoryJournal

GOOD = PrinterStatus(DeviceState.ONLINE, (), None, up_s=1000)


class Oracle:
    """A printer that says what it is told to."""

    def __init__(self, says: JobReport | None, *, status: PrinterStatus = GOOD, taken: bool = True) -> None:
        self.says = says
        self.now = status
        self.taken = taken
        self.submits = 0

    def open(self) -> None: ...
    def close(self) -> None: ...

    def poll(self) -> DeviceState:
        return DeviceState.ONLINE

    def status(self) -> PrinterStatus:
        return self.now

    def submit(self, order: str, document: bytes, pages: int) -> None:
        self.submits += 1
        if not self.taken:
            raise problems.offline("ipp://oracle", "broke off")

    def job(self, order: str) -> JobReport | None:
        return self.says

    def cancel(self, order: str) -> None: ...


def says(state: JobState, impressions: int | None) -> JobReport:
    return JobReport(1, "N", state, impressions)


@pytest.mark.parametrize(
    ("report", "settlement"),
    [
        (says(JobState.COMPLETED, 2), Settlement.DONE),
        (says(JobState.COMPLETED, None), Settlement.DONE),
        (says(JobState.COMPLETED, 1), Settlement.UNKNOWN),
        (says(JobState.COMPLETED, 0), Settlement.UNKNOWN),
        (says(JobState.CANCELED, 0), Settlement.NOT_DONE),
        (says(JobState.CANCELED, 1), Settlement.UNKNOWN),
        (says(JobState.CANCELED, None), Settlement.UNKNOWN),
        (says(JobState.CANCELED, 2), Settlement.DONE),
        (says(JobState.ABORTED, 0), Settlement.NOT_DONE),
        (says(JobState.ABORTED, 1), Settlement.UNKNOWN),
        (None, Settlement.UNKNOWN),
    ],
)
async def test_an_ended_job_is_judged_by_the_pages_it_counted(
    host: DeviceHost, report: JobReport | None, settlement: Settlement
) -> None:
    oracle = Oracle(report)
    outcome = await print_once(
        host.add("printer", lambda: oracle), MemoryJournal(), "N", b"", 2, progress=lambda _: None, limits=PRINT_LIMITS
    )
    assert outcome.settlement is settlement
    assert (outcome.problem is None) is (settlement is Settlement.DONE)
    assert oracle.submits == 1


async def test_a_cancel_that_is_not_confirmed_is_unknown(host: DeviceHost) -> None:
    oracle = Oracle(says(JobState.PROCESSING, 0))
    outcome = await print_once(
        host.add("printer", lambda: oracle),
        MemoryJournal(),
        "N",
        b"",
        1,
        progress=lambda _: None,
        limits=replace(PRINT_LIMITS, total_s=0.05, cancel_s=0.1),
    )
    assert outcome.settlement is Settlement.UNKNOWN


@pytest.mark.parametrize(
    ("up_s", "settlement"), [(1000, Settlement.NOT_DONE), (1, Settlement.UNKNOWN), (None, Settlement.UNKNOWN)]
)
async def test_a_job_that_broke_off_and_is_not_known_is_not_done_only_if_the_printer_was_on_all_the_time(
    host: DeviceHost, up_s: int | None, settlement: Settlement
) -> None:
    oracle = Oracle(None, status=replace(GOOD, up_s=up_s), taken=False)
    outcome = await print_once(
        host.add("printer", lambda: oracle), MemoryJournal(), "N", b"", 1, progress=lambda _: None, limits=PRINT_LIMITS
    )
    assert outcome.settlement is settlement


@pytest.mark.parametrize(
    ("reasons", "code", "state"),
    [
        (("media-empty-error",), "printer.media-empty", DeviceState.NO_MEDIA),
        (("media-needed", "media-empty-report"), "printer.media-empty", DeviceState.NO_MEDIA),
        (("media-jam-error", "media-empty-error"), "printer.jam", DeviceState.USER_ERROR),
        (("cover-open-error",), "printer.cover-open", DeviceState.USER_ERROR),
        (("marker-supply-empty-error",), "printer.toner-empty", DeviceState.HARDWARE_ERROR),
        (("fuser-over-temp-error",), "printer.stopped", DeviceState.HARDWARE_ERROR),
    ],
)
def test_a_stopped_printer_says_why(reasons: tuple[str, ...], code: str, state: DeviceState) -> None:
    told = problems.explain(reasons, stopped=True)
    assert told is not None
    assert (told.code, told.state) == (code, state)


@pytest.mark.parametrize("reasons", [(), ("media-low-warning",), ("toner-low-report",), ("media-jam-warning",)])
def test_warnings_keep_nobody_from_printing(reasons: tuple[str, ...]) -> None:
    assert problems.explain(reasons, stopped=False) is None


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        (("media-jam-warning",), "printer.jam"),
        (("media-empty-warning", "media-needed-warning"), "printer.media-empty"),
        (("cover-open-warning",), "printer.cover-open"),
        (("media-empty-warning",), None),
        (("toner-empty-warning",), None),
    ],
)
def test_in_the_middle_of_a_job_a_warning_of_what_holds_it_up_counts(
    reasons: tuple[str, ...], code: str | None
) -> None:
    told = problems.explain(reasons, stopped=False, working=True)
    assert (told.code if told else None) == code
