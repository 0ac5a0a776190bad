"""Who is there: the ID card, and where the item asks for more, a face or a code."""

from __future__ import annotations

from dataclasses import replace

from devices.idcard import IdCard
from kiosk.catalog import Condition
from kiosk.identity import Holder, Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import CARD_SAFE, Conversation
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.steps.base import Move, Step
from kiosk.journeys.ways import CHECKS, ENTRIES, Entry
from kiosk.journeys.ways.agent import out_of_scope
from kiosk.journeys.ways.base import OTHER, WINDOW
from kiosk.journeys.ways.card import ask_card
from kiosk.journeys.ways.helper import HELPERS_OWN, is_helper, part
from kiosk.journeys.ways.proving import prove
from kiosk.journeys.ways.window import to_the_counter
from kiosk.visit import Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Assurance


class Identify(Step):
    """Card first; then as far as the item asks. A resident who is known well enough passes through."""

    passes_backwards = True

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        assert visit.item is not None
        if visit.identity is None:
            visit.identity = await self._who(visit, talk)
            if visit.identity is None:
                return Move.BACK
        beyond = out_of_scope(self.services, visit)
        if beyond is not None:
            await talk.trouble(beyond, safe=CARD_SAFE)
            return Move.BACK
        unmet = visit.item.unmet(visit.identity.holder.birth, visit.began_at.date())
        if unmet:
            await self._explain(unmet, talk)
            return Move.BACK
        if visit.identity.assurance.reaches(visit.item.assurance):
            return Move.DONE
        proof = await prove(self.services, CHECKS, visit, visit.identity, talk)
        if proof is None:
            return Move.BACK
        visit.identity = replace(visit.identity, assurance=Assurance.VERIFIED, proof=proof)
        return Move.DONE

    async def _who(self, visit: Visit, talk: Conversation) -> Identity | None:
        """By the card that is put down or by another way that is chosen; None when the resident goes back."""
        entries: dict[str, Entry] = {entry.name: entry(self.services) for entry in ENTRIES}
        hint: Words | None = None
        while True:
            offered = tuple(name for name, entry in entries.items() if entry.offered(visit))
            answer = await ask_card(self.services, visit, talk, PresentCard(others=offered, hint=hint))
            identity, hint = None, None
            if isinstance(answer, IdCard):
                identity = Identity(Holder.of_card(answer), Assurance.CARD)
            elif answer.value in offered:
                identity = await self._enter(entries[answer.value], visit, talk)
            elif answer.value == WINDOW:
                await to_the_counter(self.services, visit, talk)
            elif answer.action is Action.BACK:
                if visit.companion is None:
                    return None
                part(self.services, visit)
            if identity is not None and is_helper(visit, identity):
                identity, hint = None, HELPERS_OWN
                visit.slot_card = None
                visit.tell(hint)
            if identity is not None:
                visit.card = answer if isinstance(answer, IdCard) else visit.card
                return identity

    async def _enter(self, entry: Entry, visit: Visit, talk: Conversation) -> Identity | None:
        """By a way that was chosen; one that is out of order is told, and the others are offered again."""
        try:
            return await entry.enter(visit, talk)
        except Problem as problem:
            choice = await talk.trouble(problem, safe=CARD_SAFE, choices=OTHER)
            if choice.value != OTHER[0][0]:
                await to_the_counter(self.services, visit, talk)
            return None

    async def _explain(self, unmet: tuple[Condition, ...], talk: Conversation) -> None:
        """Says at once, before anything is typed, why this item is not for the holder of this card."""
        reasons = Words(zh="；".join(c.text.zh for c in unmet), en="; ".join(c.text.en for c in unmet))
        await talk.trouble(
            Problem(
                "item.unmet",
                Family.EXPECTED,
                resident=Words(zh=f"还不能办理：{reasons.zh}。", en=f"Not possible yet: {reasons.en}."),
                technician="a condition of the item is not met",
            ),
            safe=CARD_SAFE,
        )
