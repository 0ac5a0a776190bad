"""Plays one night visit and measures it: attended time, outputs, and what is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2

from kiosk.assembly import assemble
from kiosk.certificates import verify
from kiosk.journeys.driver import Driver, Report
from kiosk.journeys.pages import Record
from kiosk.journeys.scripted import Moment, Resident, ScriptedScreen
from kiosk.scenario.faults import FAULTS
from kiosk.scenario.people import card
from kiosk.scenario.personas import PIN, Wang
from kiosk.scenario.residue import search
from kiosk.scenario.world import World
from kiosk.services import Services
from kiosk.settings import KioskSettings
from kiosk.store import Store
from sync.contract.problem import Problem
from sync.database import reading
from sync.status import read_status

CLAIM_S = 180
"""What the founding document promises for this case (Q04): three minutes."""
VISIT_LIMIT_S = 120.0
DELIVERY_LIMIT_S = 10.0
READY_LIMIT_S = 30.0
_ITEM = "social-insurance-record"


@dataclass(frozen=True)
class Played:
    """One run of the scenario."""

    report: Report
    moments: list[Moment]
    machine_s: float
    outputs: list[dict[str, Any]]
    residue: list[str]
    undelivered: int
    """Records that the outbox still holds."""

    def as_dict(self, fault: str | None) -> dict[str, Any]:
        """What `--json` prints."""
        resident = sum(moment.resident_s for moment in self.moments)
        return {
            "scenario": "wang",
            "fault": fault,
            "outcome": self.report.outcome.value,
            "told": [words.zh for words in self.report.told],
            "claim_s": CLAIM_S,
            "attended_s": round(self.machine_s + resident, 2),
            "machine_s": round(self.machine_s, 2),
            "proof": self.report.proof,
            "settlement": self.report.settlement,
            "steps": [
                {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(moment).items()}
                for moment in self.moments
            ],
            "outputs": self.outputs,
            "undelivered": self.undelivered,
            "residue": self.residue,
        }


Stage = Callable[[Wang, Services], Resident]
"""Puts a resident in front of something else than a bare script, such as a window."""


def script(wang: Wang, _: Services) -> Resident:
    """The plain stage: she answers the pages herself."""
    return wang


async def play(settings: KioskSettings, *, fault: str | None, pace: str, out: Path, stage: Stage = script) -> Played:
    """Runs the whole visit against a world of its own; printed sheets stay in `out`/paper.

    Raises:
        Problem: the world could not be started.
    """
    async with World(settings, out) as world:
        async with kiosk_in(world) as services:
            night = Night(world, services)
            played = await night.visit(fault, pace, stage)
        # What a kiosk writes only when it stops counts, too.
        return replace(played, residue=await night.residue())


@asynccontextmanager
async def kiosk_in(world: World) -> AsyncIterator[Services]:
    """A kiosk and its uploader; its log and its temporary files lie where they are searched for."""
    kiosk_log = logging.FileHandler(world.logs / "kiosk.log", encoding="utf-8")
    logging.getLogger().addHandler(kiosk_log)
    try:
        with _temporary_files(world.temp):
            services, _ = await asyncio.gather(assemble(world.settings, wait_vision=True), world.start_sync())
            try:
                yield services
            finally:
                await services.close()
    finally:
        logging.getLogger().removeHandler(kiosk_log)
        kiosk_log.close()


@contextlib.contextmanager
def _temporary_files(folder: Path) -> Iterator[None]:
    """Whatever this process or its vision process puts aside lies where it is searched for."""
    before, chosen = os.environ.get("TMPDIR"), tempfile.tempdir
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = chosen
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


class Night:
    """王女士's visits to one kiosk; each begins with everything mended and nothing of her kept."""

    def __init__(self, world: World, services: Services) -> None:
        self._world = world
        self._services = services
        self._facts: dict[str, str] = {}
        world.vision_pid = lambda: services.vision.pid

    async def visit(self, fault: str | None = None, pace: str = "adult", stage: Stage = script) -> Played:
        """One visit with what can go wrong in it."""
        world, services = self._world, self._services
        assert services.store is not None
        await self.mend()
        wang = Wang(world, getattr(world.settings.pace, pace))
        if fault is not None:
            FAULTS[fault].inject(world, wang)
        screen = ScriptedScreen(stage(wang, services))
        began = time.perf_counter()
        async with asyncio.timeout(VISIT_LIMIT_S):
            report = await Driver(services, screen).visit()
        machine_s = time.perf_counter() - began
        undelivered = await delivered(world, services.store)
        person = await self._person()
        if fault == "card.found":
            await world.centre("unlock", person["number"])
        personal = (person["name"], person["number"])
        return Played(
            report=report,
            moments=screen.moments(),
            machine_s=machine_s,
            outputs=[_output(path, world, personal, wang.record) for path in sorted(world.paper.glob("*.pdf"))],
            residue=await self.residue(),
            undelivered=undelivered,
        )

    async def residue(self) -> list[str]:
        """What is left of her on this kiosk's disk and in its logs, as of now."""
        world, person = self._world, await self._person()
        canaries: dict[str, str | bytes] = {
            "name": person["name"],
            "number": person["number"],
            "address": world.canary,
            "PIN": PIN,
            "portrait": _portrait(world),
        }
        return search([world.state, world.temp, world.logs], canaries)

    async def _person(self) -> dict[str, str]:
        if not self._facts:
            residents = (await self._world.centre("residents"))["residents"]
            self._facts = next(person for person in residents if person["name"] == "王丽华")
        return self._facts

    async def mend(self) -> None:
        """What an earlier visit broke, or left for her to find."""
        world, services = self._world, self._services
        store = services.store
        assert store is not None
        world.call_off()
        for device in ("camera", "id-reader", "printer"):
            world.act(device, "ok")
        for slot in ("id-reader", "smart-card"):
            world.act(slot, "lift")
        for sheet in world.paper.glob("*.pdf"):
            sheet.unlink()  # she has taken it along
        world.act("camera", "show", "wang")
        number = card("wang")["number"]
        if (draft := store.find_draft(store.owner(number), _ITEM)) is not None:
            store.drop_draft(draft.id)
        if services.face_attempts is not None:
            services.face_attempts.passed(number)
        await ready(services, _ITEM)


async def ready(services: Services, code: str) -> None:
    """Waits until an item can be finished here and the reader answers, whatever an earlier visit did to it.

    Raises:
        TimeoutError: something stays away.
    """
    item = services.catalog.items[code]
    async with asyncio.timeout(READY_LIMIT_S):
        while services.obstacle(item) is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await services.vision.start()  # a visit that looked has ended its process; the next one warms up
        while not await _answers(services):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def _answers(services: Services) -> bool:
    try:
        await services.reader.call(lambda reader, _: reader.present(), timeout_s=5.0)
    except Problem:
        return False
    return True


async def delivered(world: World, store: Store) -> int:
    """Puts the cable back and waits for the outbox; how many records are still in it."""
    world.act("link", "restore")
    end = time.monotonic() + DELIVERY_LIMIT_S
    while (waiting := _waiting(store)) and time.monotonic() < end:  # noqa: ASYNC110  another process empties it
        await asyncio.sleep(0.05)
    return waiting


def _waiting(store: Store) -> int:
    with reading(store.engine) as connection:
        status = read_status(connection, None, datetime.now(UTC))
    return sum(status.queued.values()) + len(status.quarantined)


def _portrait(world: World) -> bytes:
    return (world.settings.paths.assets / "people" / "wang.webp").read_bytes()[64:128]


def _output(path: Path, world: World, personal: tuple[str, ...], shown: Record | None) -> dict[str, Any]:
    """A sheet from the tray: does it say in real text what the screen showed, is its seal genuine?"""
    data = path.read_bytes()
    document = pypdfium2.PdfDocument(data)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    figures = [cell for row in (shown.rows if shown else ()) for cell in row.cells if isinstance(cell, str)]
    return {
        "kind": "certificate",
        "path": str(path),
        "sha256": hashlib.sha256(data).hexdigest(),
        "pages": len(document),
        "text_ok": all(word in text for word in (*personal, *figures)),
        "signature": verify(data, world.state).verdict.value,
    }
