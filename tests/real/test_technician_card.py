"""A staff card at a real pcscd opens technician mode, is tested while it is in, and closes the mode when it goes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from devices.settings import SmartCardSettings
from devices.smartcard.pcsc import PcscReader
from devices.smartcard.simulator import SmartCardSimulator
from devices.smartcard.staff_issue import DEVELOPMENT_PIN, roster_line
from kiosk.journeys.answers import Answer
from kiosk.journeys.pages import Page
from kiosk.journeys.technician import Technician as Mode
from kiosk.technician.roster import Roster, Staff, roster_path
from tests.journeys.staff_card import BACK, Bench, Technician, choose, pin

pytest_plugins = ["pcscd"]
pytestmark = pytest.mark.real


async def test_a_real_card_opens_and_closes_it(cards: SmartCardSimulator, tmp_path: Path) -> None:
    async def pulled(_: Page) -> Answer | None:
        cards.apply("lift")
        return None

    bench = Bench(tmp_path, lambda: PcscReader(SmartCardSettings(socket=tmp_path / "pcscd.comm")))
    Roster().with_staff(Staff.model_validate(roster_line(tmp_path))).save(roster_path(tmp_path))
    steps = (pin("0000"), pin(DEVELOPMENT_PIN), choose("device:smart-card"), choose("test"), BACK, pulled)
    screen = Technician(*steps)
    mode = Mode(bench.services, cast(Any, screen))
    try:
        waiting = asyncio.ensure_future(mode.comes())
        cards.apply("put", {"card": "wang"})
        done, _ = await asyncio.wait({waiting}, timeout=1.0)
        assert not done, "a resident's card opens nothing"
        cards.apply("lift")
        await asyncio.wait({waiting}, timeout=0.6)
        cards.apply("put", {"card": "staff"})
        await asyncio.wait_for(mode.serve(await asyncio.wait_for(waiting, 10)), 20)
    finally:
        await bench.host.close()
        bench.journal.close()
    assert bench.audited == [
        ("enter", "wrong-pin", None),
        ("enter", "opened", None),
        ("test", "passed", "smart-card"),
        ("exit", "card-pulled", None),
    ]
    assert {body["staff"] for _, body in bench.records} == {"dev-1"}
