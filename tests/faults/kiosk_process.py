"""A kiosk in a process of its own: serves one visit of 王女士, and may be killed in the middle of it.

Arguments: config.toml, where to die (`Page` or `Printing:state`, empty for nowhere), the item (default: her record).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from devices.simulators import send
from kiosk.assembly import assemble
from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.driver import Driver
from kiosk.journeys.pages import FieldKind, Page, Printing
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.personas import Wang
from kiosk.settings import KioskSettings
from sync.contract.settings import load


class Wires:
    """What 王女士 touches, moved through the simulators' control socket."""

    def __init__(self, settings: KioskSettings) -> None:
        self._simulators = settings.devices.simulators

    def act(self, device: str, verb: str, argument: str = "") -> None:
        given = {"argument": argument} if argument else {}
        send(self._simulators.control, device, verb, **given)

    def sheets(self) -> int:
        return len(list(self._simulators.paper.glob("*.pdf")))


def die(_: Page) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fill(page: Page) -> Answer:
    assert isinstance(page, pages.FillForm)
    asked = [field for field in page.fields if field.kind is not FieldKind.GIVEN]
    return Answer(
        action=Action.FILL,
        values={field.name: field.choices[0][0] if field.choices else "13800000009" for field in asked},
    )


async def serve(settings: KioskSettings, die_at: str, item: str) -> None:
    services = await assemble(settings, wait_vision=True)
    wang = Wang(Wires(settings), settings.pace.adult)
    wang.meeting["ChooseItem"] = lambda _: Answer(action=Action.CHOOSE, value=item)
    wang.meeting["FillForm"] = fill
    kind, _, state = die_at.partition(":")
    if state:
        wang.seeing[kind] = lambda page: die(page) if isinstance(page, Printing) and page.state == state else None
    elif kind:
        wang.meeting[kind] = die
    report = await Driver(services, ScriptedScreen(wang)).visit()
    await services.close()
    print(json.dumps({"outcome": report.outcome, "number": report.number, "told": [words.zh for words in report.told]}))


if __name__ == "__main__":
    asyncio.run(serve(load(KioskSettings, Path(sys.argv[1])), sys.argv[2], sys.argv[3]))
