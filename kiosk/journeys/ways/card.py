"""Asks for an ID card and reads it, whoever's card is wanted."""

from __future__ import annotations

from datetime import date

from devices.idcard import IdCard
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.ways.base import COUNTER
from kiosk.services import Services
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words

_EXPIRED = Words(
    zh="这张证件已经过期，需要换新证后办理。可以到综合窗口咨询换证。",
    en="This ID card has expired. Please renew it first; a counter can tell you how.",
)
_TAKE = Words(zh="请先取走这张身份证。", en="Please take this ID card first.")


async def ask_card(services: Services, visit: Visit, talk: Conversation, wanted: PresentCard) -> IdCard | Answer:
    """A valid card, or what the resident touched instead.

    Raises:
        VisitEnds, ResidentGone: like a step.
    """
    page = wanted
    while True:
        try:
            answer = await talk.race(page, _read(services, page.hint))
        except Problem as problem:
            if problem.family is Family.EXPECTED:
                visit.tell(problem.resident)
                page = page.model_copy(update={"hint": problem.resident})
                continue
            retry = problem.family is Family.TEMPORARY
            choice = await talk.trouble(problem, safe=CARD_SAFE, retry=retry, choices=COUNTER)
            if choice.action is not Action.RETRY:
                services.report(visit.id, problem)
                raise VisitEnds(Outcome.HANDED_OVER) from problem
            page = wanted
            continue
        if isinstance(answer, Answer):
            return answer
        visit.card_on_reader = True
        if _expired(answer, visit.began_at.date()):
            visit.tell(_EXPIRED)
            page = page.model_copy(update={"hint": _EXPIRED})
            continue
        return answer


async def ask_to_lift(services: Services, visit: Visit, talk: Conversation, page: PresentCard) -> bool:
    """Stays until the card that lies on the reader is taken; False when the resident goes back instead."""
    if not await services.card_present():
        visit.card_on_reader = False
        return True
    answer = await talk.race(page.model_copy(update={"hint": page.hint or _TAKE}), services.card_lifted())
    if isinstance(answer, Answer):
        return False
    visit.card_on_reader = False
    return True


async def _read(services: Services, told: Words | None) -> IdCard:
    """Waits for a card; what the page says already is no news, and must not count as a sign of life."""
    while True:
        try:
            return await services.read_card()
        except Problem as problem:
            if problem.family is not Family.EXPECTED or problem.resident != told:
                raise


def _expired(card: IdCard, today: date) -> bool:
    return card.valid_until is not None and card.valid_until < today
