"""A guardian (监护人) agrees for a child under 14: another person, of age, known and proved like any resident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from devices.idcard import IdCard
from kiosk.identity import Holder, Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.ways import CHECKS
from kiosk.journeys.ways.card import ask_card, ask_to_lift
from kiosk.journeys.ways.face import consent_page
from kiosk.journeys.ways.proving import prove
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.consent import Consent, Purpose
from sync.contract.problem import Words
from sync.contract.services import Assurance

ADULT = 18
_FIRST = Words(
    zh="未满 14 岁，要由监护人同意。请取走孩子的证件，放上监护人的身份证。",
    en="Under 14 a guardian agrees. Please take the child's card and put the guardian's ID card on the reader.",
)
_SAME = Words(
    zh="这还是孩子的身份证，请换成监护人的。", en="This is still the child's card. Please put on the guardian's."
)
_NOT_ADULT = Words(zh="监护人要年满 18 岁。", en="A guardian must be 18 or older.")
_TAKE = Words(zh="请取走监护人的身份证。", en="Please take the guardian's ID card.")


async def guardian_agrees(
    services: Services, visit: Visit, talk: Conversation, child: Identity, purposes: Sequence[Purpose]
) -> dict[Purpose, Consent]:
    """The guardian's written consents, each asked by itself; what follows the first refusal is not asked.

    That the adult is the child's guardian they declare; no register is asked.

    Raises:
        VisitEnds, ResidentGone: like a step.
    """
    guardian = await _guardian(services, visit, talk, child)
    if guardian is None or not await _proved(services, visit, talk, guardian):
        return {}
    consents: dict[Purpose, Consent] = {}
    for purpose in purposes:
        answer = await talk.ask(consent_page(purpose, child.name_masked, guardian=True))
        given = answer.action is Action.NEXT
        consent = services.consents.answer(purpose, visit.id, given=given, guardian=True)
        if consent is None or not given:
            break
        consents[purpose] = consent
    # The visit is the child's: with another card on the reader it could not go on.
    await ask_to_lift(services, visit, talk, PresentCard(who="guardian", hint=_TAKE))
    return consents


async def _guardian(services: Services, visit: Visit, talk: Conversation, child: Identity) -> Identity | None:
    page = PresentCard(who="guardian", hint=_FIRST)
    while True:
        if not await ask_to_lift(services, visit, talk, page):
            return None
        card = await ask_card(services, visit, talk, page)
        if not isinstance(card, IdCard):
            return None
        refusal = _unfit(Holder.of_card(card), child.holder, visit.began_at.date())
        if refusal is None:
            return Identity(Holder.of_card(card), Assurance.CARD)
        visit.tell(refusal)
        page = page.model_copy(update={"hint": refusal})


def _unfit(guardian: Holder, child: Holder, today: date) -> Words | None:
    if guardian.number == child.number:
        return _SAME
    return _NOT_ADULT if guardian.age(today) < ADULT else None


async def _proved(services: Services, visit: Visit, talk: Conversation, guardian: Identity) -> bool:
    """Whether it is the holder of the card."""
    return await prove(services, CHECKS, visit, guardian, talk) is not None
