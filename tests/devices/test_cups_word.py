"""How the word of a CUPS queue is judged: it is believed that nothing was begun, and never that a page came out."""

from __future__ import annotations

import pytest

from devices.printer import JobReport, JobState
from devices.printer.cups import CupsPrinter, judge
from devices.printer.simulator import PrinterSimulator
from devices.settings import CupsSettings
from devices.state import DeviceState
from sync.contract.problem import Problem
from tests.devices.conftest import make_pdf


def job(state: JobState, impressions: int | None = 1, begun: bool | None = True, id: int = 1) -> JobReport:
    return JobReport(id, "NZZ-1", state, impressions, begun=begun)


OPEN, DONE, GONE = JobState.PROCESSING, JobState.COMPLETED, JobState.CANCELED


@pytest.mark.parametrize(
    ("queued", "at_printer", "certain"),
    [
        # Only the printer behind the queue proves a page.
        (job(DONE), [job(DONE, 1)], (DONE, 1)),
        (job(DONE), [], (DONE, 0)),
        (job(OPEN), [], (OPEN, 0)),
        (job(OPEN), [job(DONE, 1)], (OPEN, 1)),
        # Completed for the queue, jammed at the printer.
        (job(DONE), [job(JobState.STOPPED, 0)], (JobState.STOPPED, 0)),
        # Cancelled in the queue: gone only if it was never begun, or if the printer says so.
        (job(GONE, 0, begun=False), [], (GONE, 0)),
        (job(GONE, 0, begun=True), [], (GONE, None)),
        (job(GONE, 0, begun=None), [], (GONE, None)),
        (job(GONE, 1), [job(OPEN, 0)], (OPEN, 0)),
        (job(GONE, 1), [job(DONE, 1)], (DONE, 1)),
        (job(GONE, 1), [job(GONE, 0)], (GONE, 0)),
        (job(JobState.ABORTED, 1), [], (JobState.ABORTED, None)),
        # Killed over the job and started again: two sheets are two sheets.
        (job(DONE), [job(DONE, 1), job(DONE, 1, id=2)], (DONE, 2)),
        (job(DONE), [job(DONE, 1), job(OPEN, 0, id=2)], (OPEN, 1)),
        (job(DONE), [job(DONE, None)], (DONE, None)),
    ],
)
def test_a_queue_is_believed_as_far_as_the_printer_confirms_it(
    queued: JobReport, at_printer: list[JobReport], certain: tuple[JobState, int | None]
) -> None:
    judged = judge(queued, at_printer)
    assert (judged.state, judged.impressions) == certain


def test_nothing_is_sent_to_a_queue_that_holds_another_job(printer_simulator: PrinterSimulator) -> None:
    # The queue's side of IPP is that of a printer; who is behind it is not told here.
    queue = CupsPrinter(CupsSettings(uri=printer_simulator.uri))
    try:
        queue.open()
        printer_simulator.apply("media-empty")
        waiting = printer_simulator.press.take("somebody else's", make_pdf(), 1)
        printer_simulator.press.cancel(waiting)
        printer_simulator.press.take("somebody else's", make_pdf(), 1)
        with pytest.raises(Problem, match=r"printer\.queue-busy"):
            queue.submit("NZZ-1", make_pdf(), 1)
        assert [each.name for each in printer_simulator.press.jobs()] == ["somebody else's"] * 2
        status = queue.status()
        assert status.state is DeviceState.NO_MEDIA, "what keeps the printer from printing comes first"
        assert status.up_s is None, "the time of day says nothing about a restart"
    finally:
        queue.close()
