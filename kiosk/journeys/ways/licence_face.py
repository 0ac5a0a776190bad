"""For whoever came without a photo: consent, then the face beside the portrait that the licence register holds."""

from __future__ import annotations

from dataclasses import replace

from kiosk.identity import Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.ways.base import Attempt, is_citizen
from kiosk.journeys.ways.face import OF_AGE, ByFace, consent_page
from kiosk.journeys.ways.tries import tries
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.consent import Consent, Purpose
from sync.contract.problem import Problem, Words

_ASKING = Words(zh="正在调取照片…", en="Asking for the portrait…")
_NO_PORTRAIT = Words(
    zh="没有可以比对的照片，请换一种方式。", en="There is no portrait to compare with. Please use another way."
)


class ByLicencePortrait(ByFace):
    """1:1 comparison with the portrait on file at the centre (证照库)."""

    name = "licence-face"

    def offered(self, visit: Visit, identity: Identity) -> bool:
        """See Check.offered. Only where there is no portrait to compare with that is nearer."""
        holder, attempts = identity.holder, self.services.face_attempts
        tried = tries(self.services, visit, identity)
        return (
            (holder.portrait is None or tried.no_portrait)
            and is_citizen(holder.number)
            and holder.age(visit.began_at.date()) >= OF_AGE
            and self.services.vision.available
            and self.name not in tried.spent
            and attempts is not None
            and attempts.closed_until(holder.number) is None
        )

    async def prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """See Check.prove."""
        portrait = await borrow_portrait(self.services, visit, identity, talk)
        if isinstance(portrait, Words):
            tries(self.services, visit, identity).spent.add(self.name)
            visit.tell(portrait)
            return Attempt(reason=portrait)
        if portrait is None:
            return self.another_way(visit)
        shown = replace(identity, holder=replace(identity.holder, portrait=portrait))
        return await self.compare(visit, shown, talk)


async def borrow_portrait(
    services: Services, visit: Visit, identity: Identity, talk: Conversation, agreed: Consent | None = None
) -> bytes | Words | None:
    """The portrait at the centre, after separate consent; None without it, and words where there is none.

    Args:
        agreed: the consent where it was given before; a child's is the guardian's, a child is not asked.

    Raises:
        VisitEnds, ResidentGone: like a step.
        Problem: the centre is away.
    """
    of_age = identity.holder.age(visit.began_at.date()) >= OF_AGE
    consent = agreed or (await _asked(services, visit, identity, talk) if of_age else None)
    if consent is None:
        return None
    try:
        found = await talk.wait(_ASKING, services.centre.licence_portrait(identity.holder.number, consent))
    except Problem as problem:
        if problem.code == "centre.unknown-person":
            return _NO_PORTRAIT
        raise
    return found.image


async def _asked(services: Services, visit: Visit, identity: Identity, talk: Conversation) -> Consent | None:
    answer = await talk.ask(consent_page(Purpose.LICENCE_PORTRAIT, identity.name_masked))
    given = answer.action is Action.NEXT
    consent = services.consents.answer(Purpose.LICENCE_PORTRAIT, visit.id, given=given)
    return consent if given else None
