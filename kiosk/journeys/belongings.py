"""Papers and cards go with the resident: they are asked to take them, and staff are told of what is left behind."""

from __future__ import annotations

import asyncio

from kiosk.journeys.answers import Answer, ResidentGone
from kiosk.journeys.conversation import Conversation, VisitEnds
from kiosk.journeys.pages import TakeBelongings
from kiosk.journeys.screen import Screen
from kiosk.journeys.ways.reader import card_lifted, card_present
from kiosk.journeys.ways.slot import slot_emptied, slot_holds_card
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.problem import Words

CARD_REMINDER_S = 120.0
"""How long a forgotten card is asked for before staff are told."""
_CARD_LEFT = Words(zh="请取走您的身份证。", en="Please take your ID card.")
_LEFT_IN_SLOT = Words(zh="请取走您的社保卡。", en="Please take your social-security card.")


async def give_back(services: Services, visit: Visit, talk: Conversation) -> None:
    """Until the cards are taken or, without a card, the resident has taken the papers.

    Raises:
        VisitEnds, ResidentGone: like a step.
    """
    if visit.card_in_slot:
        visit.card_in_slot = await slot_holds_card(services)
    if visit.card_on_reader or visit.card_in_slot:
        await _take_cards(services, visit, talk)
    elif visit.papers:
        await talk.ask(TakeBelongings(papers=visit.papers))


async def bring_back(services: Services, screen: Screen, visit: Visit) -> None:
    """The same where nobody is there any more, for a while; then staff are told."""
    if visit.papers:
        services.work_order(visit.id, "papers-left", "papers may lie in the output tray")
    if visit.card_on_reader:
        visit.card_on_reader = await card_present(services)
    if visit.card_in_slot:
        visit.card_in_slot = await slot_holds_card(services)
    if not (visit.card_on_reader or visit.card_in_slot):
        return
    visit.tell(_CARD_LEFT if visit.card_on_reader else _LEFT_IN_SLOT)
    try:
        async with asyncio.timeout(CARD_REMINDER_S):
            await _take_cards(services, visit, Conversation(screen, visit, services))
    except (TimeoutError, ResidentGone, VisitEnds):
        services.work_order(visit.id, "card-left", "a card was left and nobody is there")


async def _take_cards(services: Services, visit: Visit, talk: Conversation) -> None:
    while visit.card_on_reader or visit.card_in_slot:
        page = TakeBelongings(papers=visit.papers, card=visit.card_on_reader, slot=visit.card_in_slot)
        on_reader = visit.card_on_reader
        answer = await talk.race(page, card_lifted(services) if on_reader else slot_emptied(services))
        if on_reader:
            visit.card_on_reader = isinstance(answer, Answer) and await card_present(services)
        if visit.card_in_slot:
            visit.card_in_slot = await slot_holds_card(services)
        if isinstance(answer, Answer) and (visit.card_on_reader or visit.card_in_slot):
            visit.tell(_CARD_LEFT if visit.card_on_reader else _LEFT_IN_SLOT)
