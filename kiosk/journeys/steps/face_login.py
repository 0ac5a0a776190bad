"""Switches login by face on for who stands here, shows what is kept, and erases it on the spot."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.clock import BEIJING
from kiosk.identity import Identity, Source
from kiosk.identity.gallery import OF_AGE, Gallery
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import CARD_SAFE, Conversation
from kiosk.journeys.pages import Erased, FaceLoginStatus
from kiosk.journeys.steps.base import Move, Step
from kiosk.journeys.steps.guardian import guardian_agrees
from kiosk.journeys.ways.base import is_citizen
from kiosk.journeys.ways.code import ByPin
from kiosk.journeys.ways.face import consent_page, watch
from kiosk.journeys.ways.licence_face import borrow_portrait
from kiosk.journeys.ways.phone_tail import ByPhoneTail
from kiosk.journeys.ways.tries import tries
from kiosk.store.enrolments import Enrolment
from kiosk.visit import Visit
from sync.contract.consent import Consent, Purpose
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Proof

LOOKS = 2
_NOT_NOW = Words(
    zh="现在不能开通人脸登录，不影响办其他事。请改天再来，或到人工窗口。",
    en="Login by face cannot be switched on now; everything else works. Please come another day or go to a counter.",
)
_CITIZENS = Words(
    zh="人脸登录目前只能用居民身份证开通，不影响办其他事。",
    en="Login by face needs a resident ID card for now; everything else works.",
)
_IN_PERSON = Words(
    zh="人脸登录要本人来开通或关闭，不能代办。", en="Only residents themselves can switch login by face on or off."
)
_AGAIN = Words(
    zh="这台机器的人脸识别换新了，您以前留下的人脸数据已经永久删除。要继续用，请重新开通。",
    en="Face recognition on this kiosk was renewed. What was kept of your face is erased for ever. "
    "To go on using it, please switch it on again.",
)
_NOT_ALIKE = Words(
    zh="没能确认是您本人，人脸登录没有开通，什么都没有留下。",
    en="We could not confirm that it is you. Login by face is not switched on, and nothing was kept.",
)
_ONCE_MORE = Words(zh="没能确认是您本人。可以再试一次。", en="We could not confirm that it is you. You can try again.")
_LEFT_OFF = Words(zh="人脸登录没有开通，什么都没有留下。", en="Login by face is not switched on, and nothing was kept.")
_STOP = (("stop", Words(zh="不开通了", en="Leave it off")),)


@dataclass(frozen=True)
class _Factor:
    """What is asked beside the face: the digits that fitted, or the service PIN."""

    tail: str | None = None


class _UnfitError(Exception):
    """A portrait that cannot be compared with anybody."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class FaceLogin(Step):
    """The resident is VERIFIED. Whoever is enrolled sees what is kept; whoever is not may enrol."""

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        identity, gallery = visit.identity, self.services.gallery
        assert identity is not None
        if gallery is None:
            return await self._tell(_NOT_NOW, visit, talk)
        if identity.holder.source is Source.AUTHORITY:
            return await self._tell(_IN_PERSON, visit, talk)
        kept = gallery.of(identity.holder.number)
        pack = self.services.vision.pack
        if kept is not None and pack and kept.pack != pack:
            gallery.withdraw(kept, visit.id)
            await self._tell(_AGAIN, visit, talk)
            kept = None
        if kept is not None:
            return await self._status(gallery, kept, identity, visit, talk, fresh=False)
        if not is_citizen(identity.holder.number):
            return await self._tell(_CITIZENS, visit, talk)
        if not self.services.vision.available:
            return await self._tell(_NOT_NOW, visit, talk)
        return await self._enrol(gallery, identity, visit, talk)

    async def _status(
        self, gallery: Gallery, kept: Enrolment, identity: Identity, visit: Visit, talk: Conversation, *, fresh: bool
    ) -> Move:
        page = FaceLoginStatus(
            name_masked=identity.name_masked,
            since=f"{kept.enrolled_at.astimezone(BEIJING):%Y-%m-%d}",
            until=f"{kept.expires_at.astimezone(BEIJING):%Y-%m-%d}",
            consent=kept.consent,
            phone=kept.has_tail,
            guardian=kept.guardian,
            fresh=fresh,
        )
        answer = await talk.ask(page)
        if answer.action is Action.BACK and not fresh:
            return Move.BACK
        if answer.action is Action.CHOOSE and answer.value == "withdraw":
            gallery.withdraw(kept, visit.id)
            await talk.ask(Erased(name_masked=identity.name_masked, consent=kept.consent))
        return Move.DONE

    async def _enrol(self, gallery: Gallery, identity: Identity, visit: Visit, talk: Conversation) -> Move:
        consents = await self._consents(identity, visit, talk)
        consent = consents.get(Purpose.FACE_LOGIN)
        if consent is None:
            visit.tell(_LEFT_OFF)
            return Move.BACK
        kept: Enrolment | None = None
        try:
            kept = await self._keep(gallery, identity, consents, visit, talk)
        finally:
            if kept is None:  # nothing is kept in the name of this consent, so it ends
                gallery.end(consent)
        if kept is None:
            visit.tell(_LEFT_OFF)
            return Move.BACK
        return await self._status(gallery, kept, identity, visit, talk, fresh=True)

    async def _consents(self, identity: Identity, visit: Visit, talk: Conversation) -> dict[Purpose, Consent]:
        """The written consents of who may give them; without a record nothing is kept.

        A child without a portrait needs that of the licence register: the guardian is asked for both at once.
        """
        if identity.holder.age(visit.began_at.date()) < OF_AGE:
            borrowed = () if identity.holder.portrait else (Purpose.LICENCE_PORTRAIT,)
            return await guardian_agrees(self.services, visit, talk, identity, (Purpose.FACE_LOGIN, *borrowed))
        answer = await talk.ask(consent_page(Purpose.FACE_LOGIN, identity.name_masked))
        given = answer.action is Action.NEXT
        consent = self.services.consents.answer(Purpose.FACE_LOGIN, visit.id, given=given)
        if given and consent is None:
            await self._tell(_NOT_NOW, visit, talk)
        return {Purpose.FACE_LOGIN: consent} if given and consent else {}

    async def _keep(
        self,
        gallery: Gallery,
        identity: Identity,
        consents: dict[Purpose, Consent],
        visit: Visit,
        talk: Conversation,
    ) -> Enrolment | None:
        template = await self._template(identity, consents.get(Purpose.LICENCE_PORTRAIT), visit, talk)
        factor = await self._second_factor(identity, visit, talk) if template else None
        if factor is None:
            return None
        return gallery.enrol(
            identity.holder, template, self.services.vision.pack, consents[Purpose.FACE_LOGIN], factor.tail
        )

    async def _template(self, identity: Identity, agreed: Consent | None, visit: Visit, talk: Conversation) -> bytes:
        """By the portrait of the card, or of the licence register where that one is none and the resident agrees."""
        tried = tries(self.services, visit, identity)
        portrait = None if tried.no_portrait else identity.holder.portrait
        try:
            if portrait is not None:
                return await self._look(portrait, visit, talk)
        except _UnfitError:
            tried.no_portrait = True
        try:
            borrowed = await borrow_portrait(self.services, visit, identity, talk, agreed)
            if isinstance(borrowed, bytes):
                return await self._look(borrowed, visit, talk)
        except (_UnfitError, Problem) as problem:
            told = problem.problem if isinstance(problem, _UnfitError) else problem
            await talk.trouble(told, safe=CARD_SAFE)
            return b""
        if borrowed is not None:
            await self._tell(borrowed, visit, talk)
        return b""

    async def _look(self, portrait: bytes, visit: Visit, talk: Conversation) -> bytes:
        """The template of who stands there, when it is the person of the portrait and alive; else empty.

        Raises:
            _UnfitError: the portrait cannot be compared with anybody.
        """
        for look in range(LOOKS):
            problem = Problem("face.not-alike", Family.EXPECTED, resident=_ONCE_MORE, technician="refused at enrolment")
            try:
                verdict = await watch(lambda: self.services.vision.enrol(portrait), visit, talk)
            except Problem as found:
                if found.code == "face.portrait":
                    raise _UnfitError(found) from None
                problem = found
            else:
                if verdict is None:
                    return b""
                if verdict.match and verdict.live and verdict.template:
                    return verdict.template
            last = look + 1 == LOOKS or problem.family is Family.PERMANENT
            if last or (await talk.trouble(problem, retry=True, choices=_STOP)).action is not Action.RETRY:
                break
        await self._tell(_NOT_ALIKE, visit, talk)
        return b""

    async def _second_factor(self, identity: Identity, visit: Visit, talk: Conversation) -> _Factor | None:
        """What will be asked beside the face. Whoever came by PIN knows it; else the phone, else the PIN."""
        if identity.proof is Proof.PIN:
            return _Factor()
        tail = ByPhoneTail(self.services)
        try:
            if (await tail.prove(visit, identity, talk)).proof is not None:
                return _Factor(tail.confirmed)
            pin = ByPin(self.services)
            if pin.offered(visit, identity) and (await pin.prove(visit, identity, talk)).proof is not None:
                return _Factor()
        except Problem as problem:
            await talk.trouble(problem, safe=CARD_SAFE)
        return None

    async def _tell(self, words: Words, visit: Visit, talk: Conversation) -> Move:
        problem = Problem("face-login.not-now", Family.EXPECTED, resident=words, technician="face login is left as is")
        await talk.trouble(problem, safe=CARD_SAFE)
        return Move.BACK
