"""A print that is given up must not come out later, also when the first word to the printer got lost."""

from __future__ import annotations

from dataclasses import replace

from devices.host import DeviceHost
from devices.printer import problems
from devices.printer.ipp import IppPrinter
from devices.printer.settlement import print_once
from devices.printer.simulator import PrinterSimulator
from devices.settings import IppSettings
from devices.settlement import Settlement
from tests.devices.conftest import PRINT_LIMITS, make_pdf
from tests.devices.memory_journal import MemoryJournal


async def test_a_cancel_that_was_lost_is_asked_again(host: DeviceHost, printer_simulator: PrinterSimulator) -> None:
    asked: list[str] = []

    class LosesTheFirst(IppPrinter):
        def cancel(self, order: str) -> None:
            asked.append(order)
            if len(asked) == 1:
                raise problems.Refused("ipp://printer", 0x0507)
            super().cancel(order)

    printer = host.add("printer", lambda: LosesTheFirst(IppSettings(uri=printer_simulator.uri)))
    printer_simulator.apply("slow")
    outcome = await print_once(
        printer,
        MemoryJournal(),
        "NZZ-1",
        make_pdf(3),
        3,
        progress=lambda _: None,
        limits=replace(PRINT_LIMITS, total_s=0.1),
    )
    assert (outcome.settlement, outcome.impressions) == (Settlement.NOT_DONE, 0)
    assert asked == ["NZZ-1", "NZZ-1"]
    assert printer_simulator.press.sheets == 0
