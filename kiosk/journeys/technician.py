"""Technician mode: a staff card and its PIN open it, pulling the card closes it, all of it is written down."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devices.host import Device
from kiosk.journeys.answers import Action, ResidentGone
from kiosk.journeys.screen import Screen
from kiosk.journeys.technician_pages import StaffPin, StaffRefused
from kiosk.journeys.technician_rounds import Rounds, StaffLeaves
from kiosk.services import Services
from kiosk.technician.entry import Attempt, Entry, Gate
from kiosk.technician.presence import card_gone, staff_card
from kiosk.technician.roster import Staff
from sync.contract.problem import Problem, Words
from sync.contract.records import RecordKind

if TYPE_CHECKING:
    from devices.smartcard import StaffCard

log = logging.getLogger(__name__)

REFUSED_S = 15.0
"""How long a refusal stands when the card stays in."""
_PIN = Words(zh="请输入工作卡密码。", en="Please enter the PIN of the card.")


@dataclass(frozen=True)
class Audit:
    """Writes down what a member of staff does, as records for the centre and lines of the log."""

    services: Services
    staff: str

    def note(self, action: str, outcome: str, device: str | None = None) -> None:
        """One thing that was done or tried; `outcome` in one word."""
        log.info("technician %s: %s %s: %s", self.staff, action, device or "-", outcome)
        self.services.note(
            RecordKind.AUDIT,
            {
                "staff": self.staff,
                "action": action,
                "device": device,
                "outcome": outcome,
                "at": self.services.clock().isoformat(),
            },
        )


class Technician:
    """Whoever of the staff comes to one kiosk."""

    def __init__(self, services: Services, screen: Screen) -> None:
        self._services = services
        self._screen = screen
        self._stays = False
        """The card that was served may still be in the reader."""
        self._doing = "enter"
        """What a card that is pulled now breaks off: `enter`, `exit` from within, or nothing that was not told."""

    @property
    def _reader(self) -> Device[Any] | None:
        return self._services.devices.get("smart-card")

    async def comes(self) -> StaffCard:
        """Waits until a staff card is put in; one that was served before counts again after it was taken out."""
        card = await staff_card(self._reader, stays=self._stays)
        self._stays = False
        return card

    async def serve(self, card: StaffCard) -> None:
        """Lets its holder in and serves them; returns when the mode is over and the screen belongs to residents."""
        reader = self._reader
        assert reader is not None
        audit = Audit(self._services, card.id)
        self._doing = "enter"
        mode = asyncio.ensure_future(self._mode(card, reader, audit))
        gone = asyncio.ensure_future(card_gone(reader, card))
        try:
            await asyncio.wait({mode, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not mode.done():
                if self._doing:
                    audit.note(self._doing, gone.result())
                return
            if (outcome := mode.result()) is not None:
                audit.note("exit", outcome)
            if not gone.done():
                await self._card_taken(gone)
        finally:
            self._stays = not gone.done()
            mode.cancel()
            gone.cancel()
            await asyncio.gather(mode, gone, return_exceptions=True)

    async def _mode(self, card: StaffCard, reader: Device[Any], audit: Audit) -> str | None:
        """Why it ended; None when nobody was let in."""
        gate = Gate(self._services.settings.paths.state, reader, self._services.clock)
        try:
            staff = await self._let_in(gate, card, audit)
        except ResidentGone:
            audit.note("enter", "idle")
            return None
        if staff is None:
            return None
        self._doing = "exit"
        audit.note("enter", Entry.OPENED.value)
        return await self._rounds(staff, audit)

    async def _rounds(self, staff: Staff, audit: Audit) -> str:
        """Why they ended."""
        try:
            await Rounds(self._services, self._screen, staff, audit).walk()
        except StaffLeaves:
            return "left"
        except ResidentGone:
            return "idle"
        except Problem as problem:
            log.error("%s: %s", problem.code, problem.technician)  # noqa: TRY400  the text says it all
            return "broken"
        except Exception:
            log.exception("technician mode broke")
            return "broken"

    async def _let_in(self, gate: Gate, card: StaffCard, audit: Audit) -> Staff | None:
        """Asks for the PIN until it fits; None when nobody is let in."""
        known = gate.known(card)
        if isinstance(known, Attempt):
            audit.note("enter", known.entry.value)
            await self._refuse(known)
            return None
        problem: Words | None = None
        while True:
            page = StaffPin(staff=known.name, problem=problem, can_go_back=True)
            answer = await self._screen.show(page)
            if answer.action in {Action.BACK, Action.LEAVE}:
                audit.note("enter", "given-up")
                return None
            if answer.action is not Action.FILL:
                continue
            pin = answer.values.get("code", "")
            if not (pin.isascii() and pin.isdigit() and page.least <= len(pin) <= page.most):
                problem = _PIN
                continue
            attempt = await gate.open(known, card, pin)
            if attempt.entry is Entry.OPENED:
                return known
            audit.note("enter", attempt.entry.value)
            if not attempt.again:
                await self._refuse(attempt)
                return None
            problem = attempt.words

    async def _refuse(self, attempt: Attempt) -> None:
        self._doing = ""
        assert attempt.words is not None
        try:
            async with asyncio.timeout(REFUSED_S):
                await self._screen.show(StaffRefused(staff="-", reason=attempt.words))
        except (TimeoutError, ResidentGone):
            log.debug("nobody waited for the end of a refusal")

    async def _card_taken(self, gone: asyncio.Future[str]) -> None:
        """A card that opens nothing more is waited for to be taken out, so that it is not asked again at once."""
        page = StaffRefused(staff="-", reason=Words(zh="请取出工作卡。", en="Please take the staff card out."))
        shown: asyncio.Future[Any] = asyncio.ensure_future(self._screen.show(page))
        try:
            await asyncio.wait([gone, shown], timeout=REFUSED_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            shown.cancel()
            await asyncio.gather(shown, return_exceptions=True)
