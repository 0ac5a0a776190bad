"""Asks for an ID card and reads it, whoever's card is wanted."""

from __future__ import annotations

from datetime import date

from devices.idcard import IdCard
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.ways.base import COUNTER, OTHER, WINDOW, fitted
from kiosk.journeys.ways.reader import card_lifted, card_present, read_card, read_sometime
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

    With a reader that does not work the other ways of `wanted` remain, and `window` beside them.

    Raises:
        VisitEnds, ResidentGone: like a step.
    """
    page = wanted
    if wanted.others and not fitted(services, "id-reader"):
        page = _without_reader(wanted)
    while True:
        try:
            answer = await talk.race(page, _read(services, page))
        except Problem as problem:
            if problem.family is Family.EXPECTED:
                visit.tell(problem.resident)
                page = page.model_copy(update={"hint": problem.resident})
            else:
                page = await _after(problem, services, visit, talk, wanted)
            continue
        if isinstance(answer, Answer):
            return answer
        visit.card_on_reader = True
        if _expired(answer, visit.began_at.date()):
            visit.tell(_EXPIRED)
            page = page.model_copy(update={"hint": _EXPIRED, "reader": True})
            continue
        return answer


async def ask_to_lift(services: Services, visit: Visit, talk: Conversation, page: PresentCard) -> bool:
    """Stays until the card that lies on the reader is taken; False when the resident goes back instead."""
    if not await card_present(services):
        visit.card_on_reader = False
        return True
    answer = await talk.race(page.model_copy(update={"hint": page.hint or _TAKE}), card_lifted(services))
    if isinstance(answer, Answer):
        return False
    visit.card_on_reader = False
    return True


async def _after(
    problem: Problem, services: Services, visit: Visit, talk: Conversation, wanted: PresentCard
) -> PresentCard:
    """The page to go on with when the reader has failed: the same again, or the one without it.

    Raises:
        VisitEnds: the resident goes to a counter.
    """
    retry, choices = problem.family is Family.TEMPORARY, OTHER if wanted.others else COUNTER
    choice = await talk.trouble(problem, safe=CARD_SAFE, retry=retry, choices=choices)
    if choice.action is Action.RETRY:
        return wanted
    if choice.value == OTHER[0][0]:
        return _without_reader(wanted)
    services.report(visit.id, problem)
    raise VisitEnds(Outcome.HANDED_OVER) from problem


def _without_reader(wanted: PresentCard) -> PresentCard:
    return wanted.model_copy(update={"reader": False, "others": (*wanted.others, WINDOW)})


async def _read(services: Services, page: PresentCard) -> IdCard:
    """Waits for a card; what the page says already is no news, and must not count as a sign of life."""
    while True:
        try:
            return await (read_card(services) if page.reader else read_sometime(services))
        except Problem as problem:
            if problem.family is not Family.EXPECTED or problem.resident != page.hint:
                raise


def _expired(card: IdCard, today: date) -> bool:
    return card.valid_until is not None and card.valid_until < today
