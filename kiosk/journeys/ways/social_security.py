"""Says who one is with the social-security card (社会保障卡) in its slot; PIN, code or portal prove it."""

from __future__ import annotations

from devices.smartcard import SocialSecurityCard
from kiosk.identity import Holder, Identity, Source
from kiosk.journeys.answers import Answer
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import InsertCard
from kiosk.journeys.ways.base import Entry, fitted
from kiosk.journeys.ways.slot import next_card
from kiosk.journeys.ways.tries import tries
from kiosk.visit import Visit
from sync.contract.problem import Problem, Words
from sync.contract.services import Assurance

_OUT = frozenset({"smartcard.pulled", "smartcard.absent-card"})
_NO_READER = frozenset({"smartcard.absent", "smartcard.service", "smartcard.busy"})
_EXPIRED = Words(
    zh="这张社保卡已经过期，请到社保窗口换卡。您可以改用身份证或其他方式。",
    en="This social-security card has expired; a counter can renew it. Please use your ID card or another way.",
)


class BySocialSecurityCard(Entry):
    """The card says a name and a number; it has no picture and no address."""

    name = "social-security-card"

    def offered(self, visit: Visit) -> bool:
        """See Entry.offered."""
        return fitted(self.services, "smart-card") and self.name not in tries(self.services, visit).spent

    async def enter(self, visit: Visit, talk: Conversation) -> Identity | None:
        """See Entry.enter."""
        page = InsertCard()
        while True:
            try:
                answer = await talk.race(page, next_card(self.services, after=page.hint is not None))
            except Problem as problem:
                if problem.code in _NO_READER:
                    raise
                visit.card_in_slot = problem.code not in _OUT
                page = self._say(visit, page, problem.resident)
                continue
            if isinstance(answer, Answer):
                return None
            visit.card_in_slot = True
            if answer.expires < visit.began_at.date():
                page = self._say(visit, page, _EXPIRED)
                continue
            visit.slot_card = answer
            return Identity(holder_of(answer), Assurance.CARD)

    def _say(self, visit: Visit, page: InsertCard, words: Words) -> InsertCard:
        visit.tell(words)
        return page.model_copy(update={"hint": words})


def holder_of(card: SocialSecurityCard) -> Holder:
    """The holder of a social-security card."""
    return Holder(
        Source.SOCIAL_SECURITY_CARD,
        name=card.name,
        number=card.number,
        birth=card.birth,
        sex=card.sex,
        valid_until=card.expires,
    )
