"""The second person of a visit comes and goes: their card, what they may not be, and how the visit lets go of them."""

from __future__ import annotations

from devices.idcard import IdCard
from kiosk.identity import Holder, Identity
from kiosk.identity.companion import Companion, Role
from kiosk.journeys.conversation import CARD_SAFE, Conversation
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.ways.base import fitted
from kiosk.journeys.ways.card import ask_card
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.problem import Family, Problem, Words

ADULT = 18
"""Civil code, art. 18: who acts for others is of full age; a helper of the centre is, too."""
_MINOR = Words(
    zh="未满 18 周岁不能做代办员或志愿者。请找一位成年人帮忙，或到窗口办理。",
    en="A helper has to be at least 18. Please ask an adult, or go to a counter.",
)
HELPERS_OWN = Words(
    zh="这是帮忙的人自己的证件。请放上办事居民本人的身份证。",
    en="This card is the helper's own. Please put the resident's own ID card on the reader.",
)


def may_be_beside(services: Services, visit: Visit) -> bool:
    """Whether a second person can be taken into the visit: by their ID card, and under a keyed id."""
    return visit.companion is None and services.store is not None and fitted(services, "id-reader")


async def ask_helper(services: Services, visit: Visit, talk: Conversation, page: PresentCard) -> IdCard | None:
    """The card of an adult; None when they go back, or may not help and were told so.

    Raises:
        VisitEnds, ResidentGone: like a step.
    """
    card = await ask_card(services, visit, talk, page)
    if not isinstance(card, IdCard):
        return None
    if Holder.of_card(card).age(visit.began_at.date()) >= ADULT:
        return card
    minor = Problem("companion.minor", Family.EXPECTED, resident=_MINOR, technician="the helper is under 18")
    await talk.trouble(minor, safe=CARD_SAFE)
    return None


def beside(services: Services, visit: Visit, companion: Companion) -> None:
    """From now on every page and every record says who is beside the resident."""
    visit.companion = companion
    services.company.joins(visit.id, companion)


def part(services: Services, visit: Visit) -> None:
    """The second person goes before anything was done: nothing of them stays, nor what they brought."""
    if visit.companion is not None and visit.companion.role is Role.AGENT:
        visit.card = visit.identity = None
    visit.companion = None
    services.company.leaves(visit.id)


def is_helper(visit: Visit, identity: Identity) -> bool:
    """Whether who was just read is the second person over again."""
    companion = visit.companion
    return companion is not None and companion.identity.holder.number == identity.holder.number
