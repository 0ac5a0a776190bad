"""Walks visits through their journeys: forwards, back, and out by every door, leaving nothing behind."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.catalog import Item
from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.belongings import bring_back, give_back
from kiosk.journeys.conversation import Conversation, VisitEnds
from kiosk.journeys.drafts import drop_draft, save_draft
from kiosk.journeys.guide import choose_page, guide_page, trail
from kiosk.journeys.hand_back import SERVED, hand_back, record_help
from kiosk.journeys.pages import Attract, Farewell, Rate
from kiosk.journeys.screen import Screen
from kiosk.journeys.steps import STEPS, Move, Step
from kiosk.journeys.technician import Technician
from kiosk.journeys.ways.agent import out_of_scope
from kiosk.journeys.ways.reader import card_changed
from kiosk.journeys.ways.slot import slot_changed
from kiosk.services import Services
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.records import RecordKind

if TYPE_CHECKING:
    from devices.smartcard import StaffCard

log = logging.getLogger(__name__)

FAREWELL_S = 10.0
"""The last resort: the page goes away by itself a little earlier."""

_BROKEN = Words(
    zh="这里出了点问题，没有办成。请换一台自助机，或到窗口办理。",
    en="Something went wrong here. Please use another kiosk, or go to a counter.",
)
_SAFE = Words(zh="没有重复办理，也没有产生费用。", en="Nothing was done twice, and nothing was charged.")
_DRAFT_KEPT = Words(
    zh="没办完的内容已加密保存，再来刷身份证可以接着办；30 天后删除。",
    en="What is unfinished is kept encrypted for 30 days. Show your card again to go on.",
)
_ON_ITS_WAY = Words(
    zh="您提交的申请会加密送到中心，其他信息都没有留下。",
    en="Your application goes to the centre encrypted. Nothing else was kept.",
)
_OTHER_CARD = Words(
    zh="读卡器上换了另一个人的身份证。为保护前一位的信息，这次办理到此结束，请取走证件后重新开始。",
    en="There is another person's card on the reader. To protect the first person this visit ends here; "
    "please take the card and start again.",
)
_OTHER_IN_SLOT = Words(
    zh="插卡口里换了另一个人的社保卡。为保护前一位的信息，这次办理到此结束，请取走卡片后重新开始。",
    en="There is another person's social-security card in the slot. To protect the first person this visit ends here; "
    "please take the card and start again.",
)


@dataclass(frozen=True)
class Report:
    """How a visit went, without anything personal."""

    visit: str
    item: str | None
    outcome: Outcome
    told: tuple[Words, ...]
    proof: str | None
    settlement: str | None
    number: str | None


class StaffArrives(Exception):  # noqa: N818  it is what happened, not a fault
    """A staff card was put in before anything of a resident was known."""

    def __init__(self, card: StaffCard) -> None:
        super().__init__()
        self.card = card


class Driver:
    """One visit after the other on one screen."""

    def __init__(self, services: Services, screen: Screen) -> None:
        self._services = services
        self._screen = screen
        self._technician = Technician(services, screen)

    async def serve(self) -> None:
        """Serves visits until it is cancelled; one that breaks never stops the next."""
        while True:
            await self.visit()

    async def visit(self) -> Report:
        """Waits for a touch, serves the resident, forgets them."""
        await self._welcome()
        visit = Visit(began_at=self._services.clock())
        talk = Conversation(self._screen, visit, self._services)
        try:
            outcome = await self._serve(visit, talk)
        except StaffArrives as staff:
            outcome = Outcome.LEFT
            await self._forget(visit)
            await self._technician.serve(staff.card)
        finally:
            await self._forget(visit)
        return Report(
            visit=visit.id,
            item=visit.item.code if visit.item else None,
            outcome=outcome,
            told=tuple(visit.told),
            proof=visit.proof,
            settlement=visit.settlement,
            number=visit.number,
        )

    async def _welcome(self) -> None:
        """The attract page until somebody touches it; staff who put their card in are served meanwhile."""
        while True:
            touch = asyncio.ensure_future(self._screen.show(Attract(bulletins=self._services.bulletins())))
            card = asyncio.ensure_future(self._technician.comes())
            try:
                await asyncio.wait({touch, card}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in (touch, card):
                    each.cancel()
                await asyncio.gather(touch, card, return_exceptions=True)
            if not touch.cancelled():
                touch.result()
                return
            await self._technician.serve(card.result())

    async def _serve(self, visit: Visit, talk: Conversation) -> Outcome:
        try:
            outcome = await self._business(visit, talk)
        except ResidentGone:
            await self._left_behind(visit)
            return Outcome.WALKED_AWAY
        try:
            await self._part(visit, talk, outcome)
        except (ResidentGone, VisitEnds):
            await self._left_behind(visit)
        except Exception:
            # The business is settled; whatever breaks now must not keep the kiosk from forgetting and going on.
            log.exception("visit %s: the end of it broke", visit.id)
        return outcome

    async def _business(self, visit: Visit, talk: Conversation) -> Outcome:
        """From home to the end of an item."""
        try:
            while True:
                talk.trail = None
                item = await self._choose(visit, talk)
                visit.begin(item)
                if await self._walk(visit, item, talk):
                    return Outcome.DONE
        except VisitEnds as end:
            return end.outcome
        except Problem as problem:
            self._services.report(visit.id, problem)
            return await self._give_up(talk, problem)
        except (ResidentGone, StaffArrives, asyncio.CancelledError):
            raise
        except Exception:
            log.exception("visit %s: a step broke", visit.id)
            broken = Problem(
                "journey.broken", Family.PERMANENT, resident=_BROKEN, technician="see the log of this minute"
            )
            self._services.report(visit.id, broken)
            return await self._give_up(talk, broken)

    async def _give_up(self, talk: Conversation, problem: Problem) -> Outcome:
        talk.trail = None
        try:
            await talk.trouble(problem, safe=_SAFE)
        except VisitEnds:
            log.debug("the resident left the last page")
        return Outcome.HANDED_OVER

    async def _choose(self, visit: Visit, talk: Conversation) -> Item:
        """Home until an item is chosen that the resident begins."""
        while True:
            answer = await self._home(visit, talk)
            item = self._services.catalog.items.get(answer.value)
            if item is None or self._services.obstacle(item) is not None:
                continue
            if (await talk.ask(guide_page(item))).action is Action.NEXT:
                return item

    async def _home(self, visit: Visit, talk: Conversation) -> Answer:
        """Home; as long as nobody is known, a staff card takes the screen over."""
        page = choose_page(self._services)
        if visit.identity is not None or visit.companion is not None:
            return await talk.ask(page)
        answer = await talk.race(page, self._technician.comes())
        if not isinstance(answer, Answer):
            raise StaffArrives(answer)
        return answer

    async def _walk(self, visit: Visit, item: Item, talk: Conversation) -> bool:
        """The steps of an item, forwards and back; False when the resident goes back before the first.

        False as well when an agent's authority ends meanwhile: who they are the first step asks, and says the same.
        """
        steps: list[Step] = [STEPS[name](self._services) for name in item.steps]
        at = 0
        while at < len(steps):
            talk.trail = trail(item, at)
            await self._check_card(visit, talk)
            if at and (beyond := out_of_scope(self._services, visit)) is not None:
                await talk.trouble(beyond, safe=_SAFE)
                return False
            move = await steps[at].run(visit, talk)
            if move is Move.DONE:
                at += 1
                if at < len(steps):  # what is finished needs no draft
                    save_draft(self._services, visit, at)
                continue
            at -= 1
            while at >= 0 and steps[at].passes_backwards:
                at -= 1
            if at < 0:
                return False
        return True

    async def _check_card(self, visit: Visit, talk: Conversation) -> None:
        """A visit belongs to one card: another person's on the reader ends it before anything more is shown.

        The card of a helper who is known is no stranger's, until the screen is handed back.
        """
        if visit.card is not None and await card_changed(self._services, *visit.known_numbers):
            visit.card_on_reader, words = True, _OTHER_CARD
        elif visit.slot_card is not None and await slot_changed(self._services, visit.slot_card):
            visit.card_in_slot, words = True, _OTHER_IN_SLOT
        else:
            return
        swapped = Problem("journey.other-card", Family.EXPECTED, resident=words, technician="cards were swapped")
        await talk.trouble(swapped, safe=_SAFE)
        raise VisitEnds(Outcome.REFUSED)

    async def _part(self, visit: Visit, talk: Conversation, outcome: Outcome) -> None:
        """Hand-back, papers, card, rating, farewell; when the farewell says that all is erased, it is."""
        talk.trail = None
        await hand_back(self._services, visit, talk, outcome)
        papers = visit.papers
        await give_back(self._services, visit, talk)
        visit.papers = 0
        if outcome is Outcome.DONE:
            drop_draft(self._services, visit)
        if outcome in SERVED and visit.item and visit.identity:
            await self._rate(visit, talk)
        kept = _DRAFT_KEPT if visit.draft else _ON_ITS_WAY if visit.filed else None
        await self._forget(visit)
        await talk.race(Farewell(papers=papers, kept=kept), asyncio.sleep(FAREWELL_S))

    async def _rate(self, visit: Visit, talk: Conversation) -> None:
        answer = await talk.ask(Rate())
        if answer.action is Action.CHOOSE and answer.value in {"1", "2", "3", "4", "5"}:
            assert visit.item is not None
            body = {"visit": visit.id, "item": visit.item.code, "level": int(answer.value)}
            # After the hand-back only an agent is left beside: whoever is here then is the resident.
            by = visit.companion.role.value if visit.companion else "resident"
            self._services.note(RecordKind.RATING, {**body, "by": by})

    async def _left_behind(self, visit: Visit) -> None:
        """Nobody is there any more, but perhaps their papers and their card are."""
        record_help(self._services, visit, Outcome.WALKED_AWAY)
        await self._forget(visit)
        await bring_back(self._services, self._screen, visit)

    async def _forget(self, visit: Visit) -> None:
        """Once, as early as possible, and in any case at the end."""
        if not visit.forgotten:
            await self._services.purge(visit.id, visit.forget(), visit.face_checks)
