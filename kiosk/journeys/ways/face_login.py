"""Says and proves who one is by an enrolled face and a second factor, without any card."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from kiosk.identity import Identity
from kiosk.identity.gallery import Gallery
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import CARD_SAFE, Conversation
from kiosk.journeys.face_words import face_check
from kiosk.journeys.pages import FaceHint
from kiosk.journeys.ways.base import Entry
from kiosk.journeys.ways.closing import close_way
from kiosk.journeys.ways.code import ByPin, Digits
from kiosk.journeys.ways.face import SEEN_S, consent_page, watch
from kiosk.journeys.ways.phone_tail import ByPhoneTail
from kiosk.journeys.ways.tries import tries
from kiosk.services import Services
from kiosk.store.enrolments import Enrolment
from kiosk.visit import Visit
from sync.contract.consent import Purpose
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Assurance, Proof

LOOKS = 2
"""Looks in one visit that find nobody, before only the other ways are left."""
_LOADING = Words(zh="请稍等…", en="One moment…")
NOT_RECOGNISED = Words(
    zh="没有认出您。请用身份证，或换一种方式。",
    en="You were not recognised. Please use your ID card or another way.",
)
"""The same whether nobody is enrolled, two are too alike, or a picture was shown: it tells nothing of anybody."""
_NOT_WRITTEN = Words(
    zh="现在不能用人脸登录，请用身份证，或换一种方式。",
    en="Login by face is not possible now. Please use your ID card or another way.",
)


class FaceLogin(Entry):
    """1:N among those who enrolled on this kiosk. A passer-by is asked before the camera opens."""

    name = "face-login"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._missed = 0

    def offered(self, visit: Visit) -> bool:
        """See Entry.offered."""
        gallery, vision = self.services.gallery, self.services.vision
        return (
            gallery is not None
            and vision.available
            and self.name not in tries(self.services, visit).spent
            and gallery.patience.closed_until is None
            and gallery.has(vision.pack)
        )

    async def enter(self, visit: Visit, talk: Conversation) -> Identity | None:
        """See Entry.enter."""
        gallery = self.services.gallery
        assert gallery is not None
        answer = await talk.ask(consent_page(Purpose.FACE_SEARCH))
        given = answer.action is Action.NEXT
        consent = self.services.consents.answer(Purpose.FACE_SEARCH, visit.id, given=given)
        if not given:
            return None
        if consent is None:
            await self._tell(_NOT_WRITTEN, visit, talk)
            return None
        found = await self._look(gallery, visit, talk)
        if found is None:
            return None
        return await self._second_factor(gallery, found, visit, talk)

    async def _look(self, gallery: Gallery, visit: Visit, talk: Conversation) -> Enrolment | None:
        """Who it is; None when nobody was recognised, which is told, or another way is wanted.

        Templates are in the memory of this process only while somebody looks into the camera.
        """
        vision = self.services.vision
        async with AsyncExitStack() as opened:
            templates = await talk.wait(_LOADING, opened.enter_async_context(gallery.opened(vision.pack)))
            verdict = await watch(lambda: vision.search(templates.rows()), visit, talk)
        if verdict is None:
            return None
        if verdict.match and verdict.live and 0 <= verdict.who < len(templates.ids):
            found = gallery.get(templates.ids[verdict.who])
            if found is not None:
                talk.update(face_check(FaceHint.DONE, 1.0))
                await asyncio.sleep(SEEN_S)
                return found
        await self._not_recognised(gallery, visit, talk)
        return None

    async def _not_recognised(self, gallery: Gallery, visit: Visit, talk: Conversation) -> None:
        self._missed += 1
        until = gallery.patience.failed()
        if until is not None:
            close_way(self.services, visit, None, way=self.name, reason=NOT_RECOGNISED, until=until)
        elif self._missed >= LOOKS:
            tries(self.services, visit).spent.add(self.name)
        await self._tell(NOT_RECOGNISED, visit, talk)

    async def _second_factor(
        self, gallery: Gallery, found: Enrolment, visit: Visit, talk: Conversation
    ) -> Identity | None:
        holder = gallery.holder(found.id)
        if holder is None:  # it was withdrawn a moment ago
            await self._tell(NOT_RECOGNISED, visit, talk)
            return None
        identity = Identity(holder, Assurance.VERIFIED, Proof.FACE_LOGIN)
        factor: Digits = ByPhoneTail(self.services, found) if found.has_tail else ByPin(self.services)
        attempt = await factor.prove(visit, identity, talk)
        if attempt.proof is not None:
            gallery.patience.passed()
            gallery.used(found.id)
            return identity
        gallery.patience.failed()
        if attempt.reason is not None:
            tries(self.services, visit).spent.add(self.name)
            await self._tell(attempt.reason, visit, talk)
        return None

    async def _tell(self, words: Words, visit: Visit, talk: Conversation) -> None:
        problem = Problem("face-login.no", Family.EXPECTED, resident=words, technician="nobody was logged in by face")
        await talk.trouble(problem, safe=CARD_SAFE)
