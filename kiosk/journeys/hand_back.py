"""The end of the help: it is recorded, and a volunteer gives the screen back to the resident."""

from __future__ import annotations

from kiosk.identity.companion import Role
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import HandBack
from kiosk.services import Services
from kiosk.visit import Outcome, Visit

SERVED = (Outcome.DONE, Outcome.QUEUED, Outcome.HANDED_OVER)
"""Something was done for the resident."""


async def hand_back(services: Services, visit: Visit, talk: Conversation, outcome: Outcome) -> None:
    """The resident confirms that the volunteer is done, and the kiosk forgets the volunteer.

    An agent stays to the end: nobody else is here.
    """
    companion = visit.companion
    if companion is None:
        return
    record_help(services, visit, outcome)
    if companion.role is Role.AGENT:
        return
    if outcome in SERVED and visit.identity is not None:
        helper = companion.identity.name_masked
        await talk.ask(HandBack(helper_masked=helper, name_masked=visit.identity.name_masked))
    visit.companion = None


def record_help(services: Services, visit: Visit, outcome: Outcome) -> None:
    """The one record of the help; where no resident became known, nobody was helped."""
    if visit.item is not None and visit.identity is not None:
        services.company.helped(visit.id, visit.item.code, outcome.value)
