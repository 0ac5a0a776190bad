"""A receipt is printed at most once under its order, whatever the printer does, and always settles."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from devices.host import Device, DeviceHost
from devices.receipt import Receipt
from devices.receipt.escpos import EscposPrinter
from devices.receipt.escpos_wire import marker_of
from devices.receipt.settlement import digest_of, print_receipt_once, settle
from devices.receipt.simulator import ReceiptSimulator
from devices.settings import ReceiptPrinterSettings
from devices.settlement import Act, ActOutcome, Settlement
from devices.state import Cancel
from sync.contract.problem import Problem
from tests.devices.conftest import QUICK
from tests.devices.memory_journal import MemoryJournal
from tests.devices.receipt.conftest import RECEIPT, make, tickets

Printer = Device[EscposPrinter]


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


async def print_it(
    device: Printer, journal: MemoryJournal, order: str = "NZZ-1", receipt: Receipt = RECEIPT, timeout_s: float = 4.0
) -> ActOutcome:
    return await print_receipt_once(device, journal, order, receipt, timeout_s=timeout_s)


async def test_a_receipt_comes_out_once_however_often_it_is_asked_for(
    device: Printer, journal: MemoryJournal, tmp_path: Path
) -> None:
    first, again = await asyncio.gather(print_it(device, journal), print_it(device, journal))
    assert first == again == ActOutcome(Settlement.DONE, 1, None)
    assert await print_it(device, journal) == first
    assert tickets(tmp_path) == 1
    assert journal.writes == ["NZZ-1 queued", "NZZ-1 sent", "NZZ-1 done"]


async def test_another_receipt_under_the_same_order_is_refused(
    device: Printer, journal: MemoryJournal, tmp_path: Path
) -> None:
    await print_it(device, journal)
    with pytest.raises(Problem, match=r"act\.order-reused"):
        await print_it(device, journal, receipt=Receipt("回执", ("另一张",)))
    assert tickets(tmp_path) == 1


async def test_a_new_roll_is_waited_for(
    device: Printer, simulator: ReceiptSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    simulator.apply("paper-out")
    asyncio.get_running_loop().call_later(0.5, simulator.apply, "feed")
    assert (await print_it(device, journal)).settlement is Settlement.DONE
    assert tickets(tmp_path) == 1


@pytest.mark.parametrize(
    ("verb", "code"), [("paper-out", "receipt.paper-out"), ("unplug", "receipt.absent"), ("silent", "receipt.silent")]
)
async def test_a_printer_that_stays_unready_is_surely_not_done(
    device: Printer, simulator: ReceiptSimulator, journal: MemoryJournal, tmp_path: Path, verb: str, code: str
) -> None:
    simulator.apply(verb)
    started = time.monotonic()
    outcome = await print_it(device, journal, timeout_s=1.2)
    assert time.monotonic() - started < 2.0
    assert (outcome.settlement, outcome.done_units) == (Settlement.NOT_DONE, 0)
    assert outcome.problem is not None
    assert outcome.problem.code == code
    simulator.apply("ok")
    assert (await print_it(device, journal)).settlement is Settlement.NOT_DONE
    assert tickets(tmp_path) == 0


@pytest.mark.parametrize(("fate", "out"), [("printed", 1), ("lost", 0)])
async def test_a_printer_that_dies_over_a_ticket_leaves_it_unknown_and_the_resident_is_asked(
    device: Printer, simulator: ReceiptSimulator, journal: MemoryJournal, tmp_path: Path, fate: str, out: int
) -> None:
    simulator.apply("dies-mid-ticket", {"argument": fate})
    outcome = await print_it(device, journal)
    assert outcome.settlement is Settlement.UNKNOWN
    assert outcome.problem is not None
    assert "请看一下出票口" in outcome.problem.resident.zh
    simulator.apply("ok")
    assert (await print_it(device, journal)).settlement is Settlement.UNKNOWN
    assert tickets(tmp_path) == out
    assert (await print_it(device, journal, order="NZZ-2")).settlement is Settlement.DONE


async def test_a_cable_pulled_and_put_back_while_it_prints_is_asked_again(
    device: Printer, simulator: ReceiptSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    simulator.apply("late-marker", {"seconds": "0.7"})
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, simulator.apply, "unplug")
    loop.call_later(0.4, simulator.apply, "plug")
    assert (await print_it(device, journal)).settlement is Settlement.DONE, "its marker came after the plug was back"
    assert tickets(tmp_path) == 1


async def test_a_marker_after_the_limit_settles_the_order_when_it_is_asked_for_again(
    device: Printer, simulator: ReceiptSimulator, journal: MemoryJournal, tmp_path: Path
) -> None:
    simulator.apply("paper-out", {"argument": "mid-ticket"})
    assert (await print_it(device, journal, timeout_s=0.8)).settlement is Settlement.UNKNOWN
    simulator.apply("feed")
    async with asyncio.timeout(3):
        while (await print_it(device, journal)).settlement is not Settlement.DONE:
            pass
    assert tickets(tmp_path) == 1
    assert journal.writes[-1] == "NZZ-1 done"


async def test_a_receipt_from_before_a_crash_is_settled_by_its_marker_and_never_printed_again(
    simulator: ReceiptSimulator, settings: ReceiptPrinterSettings, journal: MemoryJournal, tmp_path: Path
) -> None:
    journal.begin("NZZ-1", digest_of(RECEIPT), 1, act=Act.RECEIPT, device="receipt-printer")
    journal.sent("NZZ-1")
    journal.begin("NZZ-2", digest_of(RECEIPT), 1, act=Act.RECEIPT, device="receipt-printer")
    journal.sent("NZZ-2")
    dead = make(settings)()
    dead.open()
    dead._send(dead._typesetter.compose(RECEIPT, marker_of("NZZ-1")), Cancel())  # type: ignore[union-attr]
    dead.close()
    host = DeviceHost(QUICK)
    try:
        outcomes = await settle(host.add("receipt-printer", make(settings)), journal)
    finally:
        await host.close()
    assert [outcome.settlement for outcome in outcomes] == [Settlement.DONE, Settlement.UNKNOWN]
    assert journal.unsettled() == []
    assert tickets(tmp_path) == 1
