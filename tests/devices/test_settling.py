"""After a crash every act is settled at start: by its kind where the device can tell, as unknown where nobody can."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from devices.host import Device, DeviceHost
from devices.journal import Journal
from devices.printer.ipp import IppPrinter
from devices.settlement import Act, ActJournal, Settlement
from devices.settling import settle_all
from sync.contract.problem import Problem
from tests.devices.things import WORDS, lost, opener


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "acts.db")
    yield journal
    journal.close()


def begun(journal: Journal, order: str, act: Act, device: str, *, sent: bool = True) -> None:
    journal.begin(order, "ab" * 32, 1, act=act, device=device)
    if sent:
        journal.sent(order)


def states(journal: Journal, *orders: str) -> list[str]:
    found = [journal.find(order) for order in orders]
    return [act.state for act in found if act is not None]


async def test_the_printer_is_asked_for_its_prints(printer: Device[IppPrinter], journal: Journal) -> None:
    begun(journal, "P1", Act.PRINT, "printer", sent=False)
    begun(journal, "P2", Act.PRINT, "printer")
    async with asyncio.timeout(4):
        await settle_all({"printer": printer}, journal)
    assert states(journal, "P1", "P2") == ["not-done", "unknown"], "a printer that just came on remembers nothing"
    assert [act.order for act in journal.unknown()] == ["P2"]


async def test_what_nobody_can_settle_becomes_unknown_and_is_listed(journal: Journal) -> None:
    begun(journal, "C1", Act.CARD, "gone")
    begun(journal, "C2", Act.CARD, "gone", sent=False)
    begun(journal, "R1", Act.RECEIPT, "tcp://elsewhere:9100")
    await settle_all({}, journal)
    assert states(journal, "C1", "C2", "R1") == ["unknown", "not-done", "unknown"]
    assert [act.order for act in journal.unknown()] == ["C1", "R1"] and journal.unsettled() == []


async def test_a_device_that_is_away_delays_no_other(
    host: DeviceHost, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    away, settled = asyncio.Event(), asyncio.Event()

    async def slow(device: object, journal: ActJournal) -> list[object]:
        await away.wait()
        raise lost()

    async def quick(device: object, journal: ActJournal) -> list[object]:
        journal.settle("M1", Settlement.DONE, 500)
        settled.set()
        return []

    monkeypatch.setattr(
        "devices.settling.importlib.import_module",
        lambda name: SimpleNamespace(settle=slow if "receipt" in name else quick),
    )
    devices = {id: host.add(id, opener(threading.Event())) for id in ("receipt-printer", "pay-terminal")}
    begun(journal, "R1", Act.RECEIPT, "receipt-printer")
    begun(journal, "M1", Act.PAYMENT, "pay-terminal")
    settling = asyncio.create_task(settle_all(devices, journal))
    async with asyncio.timeout(2):
        await settled.wait()
    assert states(journal, "R1", "M1") == ["sent", "done"]
    away.set()
    await settling
    assert states(journal, "R1") == ["unknown"]


async def test_what_is_begun_while_others_are_settled_is_left_alone(
    host: DeviceHost, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meanwhile(device: object, journal: Journal) -> list[object]:
        begun(journal, "M2", Act.PAYMENT, "pay-terminal")
        raise Problem("pay.offline", lost().family, resident=WORDS, technician="planted by this test")

    monkeypatch.setattr("devices.settling.importlib.import_module", lambda name: SimpleNamespace(settle=meanwhile))
    begun(journal, "M1", Act.PAYMENT, "pay-terminal")
    await settle_all({"pay-terminal": host.add("pay-terminal", opener(threading.Event()))}, journal)
    assert states(journal, "M1", "M2") == ["unknown", "sent"]
