"""Who is there: the ID card, and where the item asks for more, a face or a code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from devices.idcard import IdCard
from kiosk.catalog import Condition
from kiosk.identity import Identity
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.steps.base import Move, Step
from kiosk.journeys.steps.code import CodeCheck
from kiosk.journeys.steps.face import FaceLook
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Assurance

_COUNTER = (("window", Words(zh="去窗口办理", en="Go to a counter")),)
_EXPIRED = Words(
    zh="这张证件已经过期，需要换新证后办理。可以到综合窗口咨询换证。",
    en="This ID card has expired. Please renew it first; a counter can tell you how.",
)
_WINDOW = Words(
    zh="请带上身份证到综合窗口，工作人员会当面核对。",
    en="Please take your ID card to a counter, where staff will check it in person.",
)


class Identify(Step):
    """Card first; then as far as the item asks. A resident who is known well enough passes through."""

    passes_backwards = True

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        assert visit.item is not None
        if visit.identity is None:
            card = await self._card(visit, talk)
            if card is None:
                return Move.BACK
            visit.identity = Identity(card, Assurance.CARD)
        unmet = visit.item.unmet(visit.identity.card.birth, visit.began_at.date())
        if unmet:
            await self._explain(unmet, talk)
            return Move.BACK
        if visit.identity.assurance.reaches(visit.item.assurance):
            return Move.DONE
        return await self._verify(visit, visit.identity, talk)

    async def _card(self, visit: Visit, talk: Conversation) -> IdCard | None:
        """A valid card, or None when the resident goes back."""
        page = PresentCard()
        while True:
            try:
                answer = await talk.race(page, self._read(page.hint))
            except Problem as problem:
                if problem.family is Family.EXPECTED:
                    visit.tell(problem.resident)
                    page = PresentCard(hint=problem.resident)
                    continue
                retry = problem.family is Family.TEMPORARY
                choice = await talk.trouble(problem, safe=CARD_SAFE, retry=retry, choices=_COUNTER)
                if choice.action is not Action.RETRY:
                    self.services.report(visit.id, problem)
                    raise VisitEnds(Outcome.HANDED_OVER) from problem
                page = PresentCard()
                continue
            if isinstance(answer, Answer):
                return None
            visit.card_on_reader = True
            if _expired(answer, visit.began_at.date()):
                visit.tell(_EXPIRED)
                page = PresentCard(hint=_EXPIRED)
                continue
            return answer

    async def _read(self, told: Words | None) -> IdCard:
        """Waits for a card; what the page says already is no news, and must not count as a sign of life."""
        while True:
            try:
                return await self.services.read_card()
            except Problem as problem:
                if problem.family is not Family.EXPECTED or problem.resident != told:
                    raise

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

    async def _verify(self, visit: Visit, identity: Identity, talk: Conversation) -> Move:
        """Face where the resident agrees, else PIN or code, else a person."""
        by_face = FaceLook(self.services)
        by_code = CodeCheck(self.services)
        reason: Words | None = None
        if by_face.possible(identity.card):
            proof, reason = await by_face.run(visit, identity, talk)
            if proof is not None:
                visit.identity = replace(identity, assurance=Assurance.VERIFIED, proof=proof)
                return Move.DONE
        proof = await by_code.run(visit, identity, talk, reason)
        if proof is None:
            visit.tell(_WINDOW)
            await talk.trouble(
                Problem(
                    "identity.window", Family.EXPECTED, resident=_WINDOW, technician="the resident goes to a counter"
                ),
                safe=CARD_SAFE,
            )
            raise VisitEnds(Outcome.HANDED_OVER)
        visit.identity = replace(identity, assurance=Assurance.VERIFIED, proof=proof)
        return Move.DONE


def _expired(card: IdCard, today: date) -> bool:
    return card.valid_until is not None and card.valid_until < today
