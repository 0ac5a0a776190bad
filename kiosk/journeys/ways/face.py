"""Consent, then the face beside the portrait on the card; refusing is always possible."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from kiosk.identity import Identity
from kiosk.identity.consent import TERMS
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import Consent, FaceCheck, FaceHint
from kiosk.journeys.ways.base import Attempt, Check
from kiosk.vision.client import FaceProgress, FaceVerdict
from kiosk.visit import Visit
from sync.contract.consent import Purpose
from sync.contract.problem import Problem, Words
from sync.contract.services import Proof

SEEN_S = 0.6
"""How long the resident sees that it worked."""
LOOKS = 2
"""Face checks before another way is offered: a third look convinces nobody."""

_TWO_PEOPLE = Words(zh="镜头里有不止一个人，请只留您自己。", en="More than one person is in view. Please stand alone.")
_ANOTHER_WAY = Words(
    zh="没关系，我们换一种方式确认是您本人。", en="No problem. Let us confirm that it is you in another way."
)
_NOT_ALIKE = Words(
    zh="没能确认是您本人。我们换一种方式。", en="We could not confirm that it is you. Let us try another way."
)
_ONE_MOMENT = Words(zh="请稍等，摄像头正在重新准备。", en="One moment, the camera is getting ready again.")


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


class ByFace(Check):
    """1:1 comparison with the portrait on the card."""

    name = "face"

    def offered(self, visit: Visit, identity: Identity) -> bool:
        """See Check.offered."""
        return identity.holder.portrait is not None and self.services.vision.available and self.name not in visit.spent

    async def prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """See Check.prove."""
        answer = await talk.ask(consent_page(Purpose.FACE_COMPARISON, identity.name_masked))
        given = answer.action is Action.NEXT
        self.services.consents.answer(Purpose.FACE_COMPARISON, visit.id, given=given)
        if not given:
            visit.tell(_ANOTHER_WAY)
            return Attempt(reason=_ANOTHER_WAY)
        portrait = identity.holder.portrait
        assert portrait is not None
        reason = _NOT_ALIKE
        for look in range(LOOKS):
            try:
                verdict = await self._look(visit, portrait, talk)
            except Problem as problem:
                reason = problem.resident
                visit.tell(_ONE_MOMENT if problem.code == "vision.lost" else reason)
                if look + 1 == LOOKS:
                    break
                back = await talk.race(FaceCheck(hint=FaceHint.ONE_MOMENT), self.services.vision_back())
                if isinstance(back, Answer):
                    visit.tell(_ANOTHER_WAY)
                    return Attempt(reason=_ANOTHER_WAY)
                if not back:
                    break
                continue
            if verdict is None:
                visit.tell(_ANOTHER_WAY)
                return Attempt(reason=_ANOTHER_WAY)
            if verdict.match and verdict.live:
                talk.update(FaceCheck(hint=FaceHint.DONE, progress=1.0))
                await asyncio.sleep(SEEN_S)
                return Attempt(proof=Proof.FACE)
            reason = _NOT_ALIKE
        visit.spent.add(self.name)
        visit.tell(reason)
        return Attempt(reason=reason)

    async def _look(self, visit: Visit, portrait: bytes, talk: Conversation) -> FaceVerdict | None:
        """One check with its hints on the screen; None when the resident wants another way."""

        async def watch(checks: AsyncIterator[FaceProgress | FaceVerdict]) -> FaceVerdict:
            async for event in checks:
                if isinstance(event, FaceVerdict):
                    return event
                if event.hint is FaceHint.MANY_FACES:
                    visit.tell(_TWO_PEOPLE)
                talk.update(FaceCheck(hint=event.hint, progress=event.progress))
                await asyncio.sleep(0)
            raise AssertionError("a face check ends with a verdict or a problem")

        result = await talk.race(FaceCheck(), watch(self.services.vision.check(portrait)))
        return None if isinstance(result, Answer) else result
