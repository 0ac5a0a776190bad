"""Consent, then the face beside the portrait on the card; refusing is always possible."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from kiosk.identity import Identity
from kiosk.identity.consent import TERMS
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.face_words import HINT_WORDS, face_check
from kiosk.journeys.pages import Consent, FaceHint
from kiosk.journeys.ways.base import Attempt, Check
from kiosk.journeys.ways.closing import close_way
from kiosk.journeys.ways.tries import tries
from kiosk.vision.client import FaceProgress, FaceVerdict
from kiosk.visit import Visit
from sync.contract.consent import Purpose
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Proof

SEEN_S = 0.6
"""How long the resident sees that it worked."""
LOOKS = 2
"""Face checks before another way is offered: a third look convinces nobody."""
OF_AGE = 14
"""Whoever is younger agrees through a guardian (PIPL, art. 31)."""
CAMERA_BACK_S = 6.0
"""How long a camera that was unplugged may take to come back before another way is offered."""
CAMERA_AGAIN_S = 0.5

_ANOTHER_WAY = Words(
    zh="没关系，我们换一种方式确认是您本人。", en="No problem. Let us confirm that it is you in another way."
)
_NOT_ALIKE = Words(
    zh="没能确认是您本人。我们换一种方式。", en="We could not confirm that it is you. Let us try another way."
)
_ONCE_MORE = Words(
    zh="没能确认是您本人。可以再试一次，也可以换一种方式。",
    en="We could not confirm that it is you. Try once more, or use another way.",
)
_CLOSED = Words(
    zh="几次都没能确认是您本人，为保护您，人脸核对暂停使用一段时间。请换一种方式。",
    en="We could not confirm that it is you several times. To protect you, face checks pause for a while. "
    "Please use another way.",
)
_OTHER = (("other", Words(zh="换一种方式", en="Another way")),)


def consent_page(purpose: Purpose, name_masked: str = "", *, guardian: bool = False) -> Consent:
    """The question as the resident reads it, in the very words that the record's digest covers."""
    terms = TERMS[purpose]
    return Consent(
        name_masked=name_masked,
        guardian=guardian,
        question=terms.question,
        sentences=tuple((topic.value, words) for topic, words in terms.sentences),
        agree=terms.agree,
        refuse=terms.refuse,
    )


async def watch(
    checks: Callable[[], AsyncIterator[FaceProgress | FaceVerdict]], visit: Visit, talk: Conversation
) -> FaceVerdict | None:
    """One look with its hints on the screen; None when the resident wants another way.

    A camera that is unplugged meanwhile is waited for.

    Raises:
        Problem: see Vision.check.
    """

    async def follow() -> FaceVerdict:
        async for event in checks():
            if isinstance(event, FaceVerdict):
                return event
            if event.hint is FaceHint.MANY_FACES:
                visit.tell(HINT_WORDS[event.hint])
            talk.update(face_check(event.hint, event.progress))
            await asyncio.sleep(0)
        raise AssertionError("a face check ends with a verdict or a problem")

    async def patiently() -> FaceVerdict:
        now, gone_at = asyncio.get_running_loop().time, None
        while True:
            try:
                return await follow()
            except Problem as problem:
                gone_at = now() if gone_at is None else gone_at
                if problem.code != "camera.absent" or now() - gone_at > CAMERA_BACK_S:
                    raise
                visit.tell(problem.resident)
                talk.update(face_check(FaceHint.ONE_MOMENT))
                await asyncio.sleep(CAMERA_AGAIN_S)

    result = await talk.race(face_check(FaceHint.LOOK), patiently())
    if isinstance(result, Answer):
        return None
    visit.face_checks.append(result.record())
    return result


class ByFace(Check):
    """1:1 comparison with the portrait on the card."""

    name = "face"

    def offered(self, visit: Visit, identity: Identity) -> bool:
        """See Check.offered. Without a store neither consent nor refusals can be kept, so nothing is compared."""
        holder, attempts = identity.holder, self.services.face_attempts
        return (
            holder.portrait is not None
            and holder.age(visit.began_at.date()) >= OF_AGE
            and self.services.vision.available
            and self.name not in tries(self.services, visit, identity).spent
            and attempts is not None
            and attempts.closed_until(holder.number) is None
        )

    async def prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """See Check.prove."""
        answer = await talk.ask(consent_page(Purpose.FACE_COMPARISON, identity.name_masked))
        given = answer.action is Action.NEXT
        consent = self.services.consents.answer(Purpose.FACE_COMPARISON, visit.id, given=given)
        if not given or consent is None:
            return self.another_way(visit)
        return await self.compare(visit, identity, talk)

    async def compare(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """Looks until it is this person, or another way is better; they have agreed to it."""
        result: Attempt | Problem = Attempt()
        for look in range(LOOKS):
            result = await self._look(visit, identity, talk)
            if isinstance(result, Attempt):
                return result
            if look + 1 == LOOKS or not await self._once_more(result, visit, talk):
                break
        assert isinstance(result, Problem)
        tried = tries(self.services, visit, identity)
        tried.spent.add(self.name)
        tried.no_portrait = tried.no_portrait or result.code == "face.portrait"
        reason = _NOT_ALIKE if result.code == "face.not-alike" else result.resident
        visit.tell(reason)
        return Attempt(reason=reason)

    async def _look(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt | Problem:
        """One check and what follows from it; a problem may be cured by another one."""
        portrait, attempts = identity.holder.portrait, self.services.face_attempts
        assert portrait is not None and attempts is not None
        try:
            verdict = await watch(lambda: self.services.vision.check(portrait), visit, talk)
        except Problem as problem:
            return problem
        if verdict is None:
            return self.another_way(visit)
        if verdict.match and verdict.live:
            attempts.passed(identity.holder.number)
            talk.update(face_check(FaceHint.DONE, 1.0))
            await asyncio.sleep(SEEN_S)
            return Attempt(proof=Proof.FACE)
        until = attempts.refused(identity.holder.number)
        if until is not None:
            return close_way(self.services, visit, identity, way=self.name, reason=_CLOSED, until=until)
        return Problem("face.not-alike", Family.EXPECTED, resident=_ONCE_MORE, technician="the face was refused")

    async def _once_more(self, problem: Problem, visit: Visit, talk: Conversation) -> bool:
        """Whether another look is worth it, and wanted."""
        if problem.code == "vision.lost":
            page = face_check(FaceHint.ONE_MOMENT)
            visit.tell(HINT_WORDS[page.hint])
            return await talk.race(page, self.services.vision_back()) is True
        if problem.family is not Family.EXPECTED or problem.code == "face.portrait":
            return False
        return (await talk.trouble(problem, retry=True, choices=_OTHER)).action is Action.RETRY

    def another_way(self, visit: Visit) -> Attempt:
        """Who does not want this one is told that there are others."""
        visit.tell(_ANOTHER_WAY)
        return Attempt(reason=_ANOTHER_WAY)
