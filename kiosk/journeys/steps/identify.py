"""Who is there: the ID card, and where the item asks for more, a face or a code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NoReturn

from devices.idcard import IdCard
from kiosk.catalog import Condition
from kiosk.identity import Holder, Identity
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import ChooseWay, PresentCard
from kiosk.journeys.steps.base import Move, Step
from kiosk.journeys.ways import CHECKS, ENTRIES, Attempt, Check, Entry
from kiosk.journeys.ways.face import ByFace
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Assurance, Proof

WINDOW = "window"
FAILURES = 2
"""After so many failures of the centre no other way is offered: most of them need it."""
_COUNTER = ((WINDOW, Words(zh="去窗口办理", en="Go to a counter")),)
_OTHER = (("other", Words(zh="换一种方式", en="Another way")), *_COUNTER)
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
            visit.identity = await self._who(visit, talk)
            if visit.identity is None:
                return Move.BACK
        unmet = visit.item.unmet(visit.identity.holder.birth, visit.began_at.date())
        if unmet:
            await self._explain(unmet, talk)
            return Move.BACK
        if visit.identity.assurance.reaches(visit.item.assurance):
            return Move.DONE
        proof = await self._prove(visit, visit.identity, talk)
        visit.identity = replace(visit.identity, assurance=Assurance.VERIFIED, proof=proof)
        return Move.DONE

    async def _who(self, visit: Visit, talk: Conversation) -> Identity | None:
        """By the card that is put down or by another way that is chosen; None when the resident goes back."""
        entries: dict[str, Entry] = {entry.name: entry(self.services) for entry in ENTRIES}
        while True:
            offered = tuple(name for name, entry in entries.items() if entry.offered(visit))
            answer = await self._card(visit, talk, offered)
            if isinstance(answer, IdCard):
                visit.card = answer
                return Identity(Holder.of_card(answer), Assurance.CARD)
            if answer.action is Action.BACK:
                return None
            if answer.value in offered:
                identity = await entries[answer.value].enter(visit, talk)
                if identity is not None:
                    return identity

    async def _card(self, visit: Visit, talk: Conversation, others: tuple[str, ...]) -> IdCard | Answer:
        """A valid card, or what the resident touched instead."""
        page = PresentCard(others=others)
        while True:
            try:
                answer = await talk.race(page, self._read(page.hint))
            except Problem as problem:
                if problem.family is Family.EXPECTED:
                    visit.tell(problem.resident)
                    page = page.model_copy(update={"hint": problem.resident})
                    continue
                retry = problem.family is Family.TEMPORARY
                choice = await talk.trouble(problem, safe=CARD_SAFE, retry=retry, choices=_COUNTER)
                if choice.action is not Action.RETRY:
                    self.services.report(visit.id, problem)
                    raise VisitEnds(Outcome.HANDED_OVER) from problem
                page = PresentCard(others=others)
                continue
            if isinstance(answer, Answer):
                return answer
            visit.card_on_reader = True
            if _expired(answer, visit.began_at.date()):
                visit.tell(_EXPIRED)
                page = page.model_copy(update={"hint": _EXPIRED})
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

    async def _prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Proof:
        """Face where the resident agrees, else the way they choose, else a person at a counter."""
        checks: dict[str, Check] = {check.name: check(self.services) for check in CHECKS}
        attempt, failures = Attempt(), 0
        if checks[ByFace.name].offered(visit, identity):
            attempt = await checks[ByFace.name].prove(visit, identity, talk)
        while attempt.proof is None:
            offered = tuple(name for name, check in checks.items() if check.offered(visit, identity))
            answer = await talk.ask(ChooseWay(reason=attempt.reason, ways=(*offered, WINDOW)))
            if answer.value not in offered:
                await self._to_the_counter(visit, talk)
            try:
                attempt = await checks[answer.value].prove(visit, identity, talk)
            except Problem as problem:
                failures += 1
                choices = _OTHER if failures < FAILURES else _COUNTER
                if (await talk.trouble(problem, safe=CARD_SAFE, choices=choices)).value != "other":
                    await self._to_the_counter(visit, talk)
                attempt = Attempt()
        return attempt.proof

    async def _to_the_counter(self, visit: Visit, talk: Conversation) -> NoReturn:
        visit.tell(_WINDOW)
        problem = Problem(
            "identity.window", Family.EXPECTED, resident=_WINDOW, technician="the resident goes to a counter"
        )
        await talk.trouble(problem, safe=CARD_SAFE)
        raise VisitEnds(Outcome.HANDED_OVER)


def _expired(card: IdCard, today: date) -> bool:
    return card.valid_until is not None and card.valid_until < today
