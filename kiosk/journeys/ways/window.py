"""Hands a resident over to staff at a counter, who know what is done already and find it under a short number."""

from __future__ import annotations

from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from kiosk.identity import Source
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.services import Services
from kiosk.store.hand_overs import next_number
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words

REASON = "hand-over"
"""What the work order is listed under."""
_DOCUMENT = {
    Source.ID_CARD: Words(zh="身份证", en="ID card"),
    Source.SOCIAL_SECURITY_CARD: Words(zh="社保卡", en="social-security card"),
}
_ANY = Words(zh="有效证件", en="ID")


async def to_the_counter(
    services: Services, visit: Visit, talk: Conversation, *, reason: Words | None = None
) -> NoReturn:
    """The resident goes to a counter: tells where, with what and under which number, and ends the visit.

    Args:
        reason: why no other way is left, where that is not on the screen already.
    """
    number = _noted(services, visit)
    words = _words(number, _DOCUMENT.get(visit.identity.holder.source, _ANY) if visit.identity else _ANY)
    problem = Problem("identity.window", Family.EXPECTED, resident=words, technician="the resident goes to a counter")
    await talk.trouble(problem, safe=CARD_SAFE, advice=reason)
    raise VisitEnds(Outcome.HANDED_OVER)


def _words(number: str | None, document: Words) -> Words:
    if number is None:
        return Words(
            zh=f"请带上{document.zh}到综合窗口，工作人员会当面核对。",
            en=f"Please take your {document.en} to a counter, where staff will check it in person.",
        )
    return Words(
        zh=f"请带上{document.zh}到综合窗口，报 {number}，工作人员会当面核对，接着为您办理。",
        en=f"Please take your {document.en} to a counter and say {number}. Staff will check it in person and go on.",
    )


def _noted(services: Services, visit: Visit) -> str | None:
    """The number under which the counter finds the visit; None when it cannot be written down."""
    if services.store is None:
        return None
    try:
        with services.store.engine.begin() as connection:
            number = f"{services.kiosk_name}-{next_number(connection, services.clock().date())}"
    except SQLAlchemyError as error:
        services.report(visit.id, _unnumbered(error))
        return None
    return number if services.work_order(visit.id, REASON, f"{number}: {_done(visit)}") else None


def _done(visit: Visit) -> str:
    """What is known to be done, without anything of the person."""
    here = f"came by {visit.identity.holder.source}" if visit.identity else "not known yet"
    sure = visit.identity.assurance.value if visit.identity else "none"
    tried = f"; closed: {', '.join(sorted(visit.closed))}" if visit.closed else ""
    filled = f"; filled in: {', '.join(sorted(visit.values))}" if visit.values else ""
    return f"item {visit.item.code if visit.item else 'none'}; {here}; assurance {sure}{tried}{filled}"


def _unnumbered(error: Exception) -> Problem:
    return Problem(
        "identity.no-number",
        Family.PERMANENT,
        resident=_words(None, _ANY),
        technician=f"A hand-over got no number ({type(error).__name__}). Look at the kiosk's store.",
    )
