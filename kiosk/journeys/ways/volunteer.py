"""志愿者: a volunteer stands beside the resident; their own card says who they are, the rest is the resident's."""

from __future__ import annotations

from dataclasses import replace

from kiosk.identity import Holder, Identity
from kiosk.identity.companion import Companion, Role
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.ways.base import Entry
from kiosk.journeys.ways.card import ask_to_lift
from kiosk.journeys.ways.helper import ask_helper, beside, may_be_beside, part
from kiosk.visit import Visit
from sync.contract.problem import Words
from sync.contract.services import Assurance

_LIFT = Words(
    zh="已登记志愿者。请志愿者取走自己的身份证，再由居民本人放上身份证。",
    en="The volunteer is noted. Volunteer, please take your card; then it is the resident's turn.",
)


class VolunteerEntry(Entry):
    """Notes the volunteer, then the resident says and proves who they are in whatever way they like."""

    name = "volunteer"

    def offered(self, visit: Visit) -> bool:
        """See Entry.offered."""
        return may_be_beside(self.services, visit)

    async def enter(self, visit: Visit, talk: Conversation) -> Identity | None:
        """See Entry.enter. Always None: who the volunteer is does not say who the resident is."""
        card = await ask_helper(self.services, visit, talk, PresentCard(who=Role.VOLUNTEER.value))
        if card is None:
            return None
        # Of a volunteer no more is needed than to name them on the page and to know them again.
        holder = replace(Holder.of_card(card), portrait=None, address=None, sex=None)
        beside(self.services, visit, Companion(Role.VOLUNTEER, Identity(holder, Assurance.CARD)))
        if not await ask_to_lift(self.services, visit, talk, PresentCard(who=Role.VOLUNTEER.value, hint=_LIFT)):
            part(self.services, visit)
        return None
