"""One kiosk in one world for many visits: everything is mended, and everybody starts anew, between two of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk.identity import Holder, Source
from kiosk.journeys.driver import Driver, Report
from kiosk.journeys.pages import FaceHint
from kiosk.journeys.scripted import EndlessVisitError, ScriptedScreen
from kiosk.journeys.ways.code import ByCode
from kiosk.journeys.ways.face_login import FaceLogin
from kiosk.scenario.account import Account, Evidence, gather_evidence
from kiosk.scenario.night import delivered, kiosk_in, ready
from kiosk.scenario.paths import Act, IdentityPath
from kiosk.scenario.people import TAILS, birth_of, card, face_of
from kiosk.scenario.residue import search
from kiosk.scenario.traces import Traces, in_memory
from kiosk.scenario.troubles import Trouble
from kiosk.scenario.visitor import Visitor, cast_of
from kiosk.scenario.world import World
from kiosk.services import Services
from kiosk.settings import KioskSettings
from kiosk.store.enrolments import Enrolment
from kiosk.vision.client import FaceVerdict
from sync.contract.consent import Purpose
from sync.contract.problem import Problem

PREPARED = "prepared"
"""Instead of a visit, for what is made ready before one."""
VISIT_LIMIT_S = 120.0
ENROLLED = ("wang", "li")
"""Who can have switched login by face on before a visit."""
KNOWN = (*ENROLLED, "zhang", "zhou")


class Stage:
    """Use `Stage.open`."""

    def __init__(self, world: World, services: Services) -> None:
        self.world = world
        self.services = services
        self.traces = Traces(world.settings.paths.assets)
        world.vision_pid = lambda: services.vision.pid
        self._templates: dict[str, bytes] = {}
        self._involved: set[str] = set()

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: KioskSettings, out: Path) -> AsyncIterator[Stage]:
        """A world with a kiosk in it, whose register of licences and of authorities is filled."""
        async with World(settings, out) as world, kiosk_in(world) as services:
            stage = cls(world, services)
            await stage._fill_registers()
            yield stage

    async def play(self, path: IdentityPath, name: str, trouble: Trouble) -> Account:
        """One visit, with what is found of it when it is over."""
        item = self.services.catalog.items[path.item]
        resident = trouble.who or ("li" if item.unmet(birth_of("wang"), datetime.now(UTC).date()) else "wang")
        cast = cast_of(path, resident)
        visitor = Visitor(self.world, self.world.settings.pace.adult, path, cast)
        self._mend()
        await ready(self.services, path.item)
        if path.entry == FaceLogin.name or path.act is Act.OFF:
            await self._enrol(cast.resident, tail=path.check != "pin")
        visitor.stand(face_of(visitor.proving))
        trouble.arrange(visitor, self.services)
        before, sheets, began = self._kept(cast.resident), self.world.sheets(), datetime.now(UTC)
        screen, started = ScriptedScreen(visitor), time.perf_counter()
        report, broke = await self._visit(screen)
        machine_s = time.perf_counter() - started
        played = Account(
            path=path,
            trouble=name,
            item=item,
            visitor=visitor,
            report=report,
            broke=broke,
            began=began,
            ended=datetime.now(UTC),
            machine_s=machine_s,
            attended_s=machine_s + sum(moment.resident_s for moment in screen.moments()),
            sheets=self.world.sheets() - sheets,
            before=before,
            after=self._kept(cast.resident),
            closed=self._closed(visitor.proving),
        )
        return await self._afterwards(played)

    async def _afterwards(self, played: Account) -> Account:
        """Looks for what is left, mends what was broken, and lets everybody start anew."""
        visitor = played.visitor
        people = {visitor.cast.resident, visitor.cast.agent, *visitor.put} - {""}
        self._involved |= people
        wanted = self.traces.of(sorted(people), visitor.scenes)
        residue = search([self.world.state, self.world.temp, self.world.logs], wanted)
        held: set[str] = set()
        for pid in {*visitor.watched_by, self.services.vision.pid}:
            held |= set(await asyncio.to_thread(in_memory, pid, wanted)) if pid is not None else set()
        self._mend()
        unplugged = played.trouble == "camera-unplugged"
        well = not unplugged or bool(await self._template(face_of(visitor.proving)))
        await self._forgive(people, unlock="locked" in played.trouble or played.path.check == ByCode.name)
        return replace(played, residue=tuple(residue), memory=tuple(sorted(held)), well=well)

    def _closed(self, key: str) -> bool:
        attempts = self.services.face_attempts
        return attempts is not None and attempts.closed_until(card(key)["number"]) is not None

    async def evidence(self) -> Evidence:
        """What the centre knows of all visits; everything is delivered first."""
        assert self.services.store is not None
        await delivered(self.world, self.services.store)
        return await gather_evidence(self.world, self._involved)

    async def _visit(self, screen: ScriptedScreen) -> tuple[Report | None, str]:
        try:
            async with asyncio.timeout(VISIT_LIMIT_S):
                return await Driver(self.services, screen).visit(), ""
        except (EndlessVisitError, TimeoutError, ValueError, Problem) as error:
            pages = " > ".join(moment.name for moment in screen.moments()[-8:])
            return None, f"{type(error).__name__}: {error} after {pages}"

    async def _fill_registers(self) -> None:
        """Portraits at the centre, an authority for the agent, and templates of whoever may be enrolled."""
        people = self.world.settings.paths.assets / "people"
        for key in KNOWN:
            await self.world.centre("portrait", card(key)["number"], str(people / f"{face_of(key)}.webp"))
        items = ",".join(code for code, item in self.services.catalog.items.items() if item.delegable)
        cast = ("--resident", card("li")["number"], "--agent", card("wang")["number"])
        await self.world.centre("authority", "grant", *cast, "--items", items)

    def _mend(self) -> None:
        self.world.call_off()
        for device, verb in (("camera", "ok"), ("id-reader", "ok"), ("printer", "ok")):
            self.world.act(device, verb)
        for device in ("id-reader", "smart-card"):
            self.world.act(device, "lift")

    def _kept(self, key: str) -> Enrolment | None:
        gallery = self.services.gallery
        return gallery.of(card(key)["number"]) if gallery else None

    async def _enrol(self, key: str, *, tail: bool) -> None:
        """As if they had switched login by face on another day."""
        gallery, services = self.services.gallery, self.services
        assert gallery is not None
        template = self._templates.get(key) or await self._template(face_of(key))
        if not template:
            raise RuntimeError(f"the face of {key} is not recognised before any visit")
        self._templates[key] = template
        self.traces.learn(key, template)
        consent = services.consents.answer(Purpose.FACE_LOGIN, PREPARED, given=True)
        assert consent is not None
        holder = Holder(Source.ID_CARD, card(key)["name"], card(key)["number"], birth_of(key))
        gallery.enrol(holder, template, services.vision.pack, consent, TAILS[key] if tail else None)

    async def _template(self, face: str) -> bytes:
        """A look as at an enrolment, and a second one where the first came to nothing; empty where both did."""
        return await self._look(face) or await self._look(face)

    async def _look(self, face: str) -> bytes:
        """One of them, the head turned as asked."""
        portrait = (self.world.settings.paths.assets / "people" / f"{face}.webp").read_bytes()
        scenes = {FaceHint.TURN_LEFT: f"{face}-left", FaceHint.TURN_RIGHT: f"{face}-right", FaceHint.FRONT_AGAIN: face}
        self.world.act("camera", "show", face)
        try:
            async for event in self.services.vision.enrol(portrait):
                if isinstance(event, FaceVerdict):
                    return event.template
                if scene := scenes.get(event.hint):
                    self.world.act("camera", "show", scene)
        except Problem:
            return b""
        finally:
            await self.services.vision.forget()
        return b""

    async def _forgive(self, people: set[str], *, unlock: bool) -> None:
        """Nobody pays for an earlier visit."""
        gallery, attempts = self.services.gallery, self.services.face_attempts
        assert gallery is not None and attempts is not None
        gallery.patience.passed()
        for key in people:
            number = card(key)["number"]
            attempts.passed(number)
            if (kept := gallery.of(number)) is not None:
                gallery.withdraw(kept, PREPARED)
            if unlock:
                await self.world.centre("unlock", number)
