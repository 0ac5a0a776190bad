"""Without a face: the PIN of the resident, or a code sent to their phone, checked by the centre."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from kiosk.identity import Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import ChooseWay, EnterCode
from kiosk.services import Services
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import CheckResult, Proof

_CHECKING = Words(zh="正在核对…", en="Checking…")
_SENDING = Words(zh="正在发送验证码…", en="Sending a code…")
_COUNTER = (("window", Words(zh="去窗口办理", en="Go to a counter")),)
_OTHER = (("other", Words(zh="换一种方式", en="Another way")), *_COUNTER)
FAILURES = 2
"""After so many failures of the centre no other way is offered: all of them need it."""
_SIX = Words(zh="请输入 6 位数字。", en="Please enter six digits.")
LOCKED = Words(
    zh="输入错误次数太多，为保护您的账户，请稍后再试或到窗口办理。",
    en="Too many wrong entries. To protect you, please try again later or go to a counter.",
)


def _wrong(left: int) -> Words:
    return Words(
        zh=f"不正确，请再试一次。还可以试 {left} 次。",
        en=f"That is not right. Please try again. Attempts left: {left}.",
    )


class CodeCheck:
    """PIN or one-time code. The centre counts attempts; the kiosk only tells how many are left."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def run(self, visit: Visit, identity: Identity, talk: Conversation, reason: Words | None) -> Proof | None:
        """The proof, or None when the resident would rather go to a counter."""
        failures = 0
        while True:
            answer = await talk.ask(ChooseWay(reason=reason))
            if answer.action is Action.BACK or answer.value == "window":
                return None
            proof = Proof.PIN if answer.value == "pin" else Proof.CODE
            try:
                passed = await self._enter(visit, identity.card.number, proof, talk)
            except Problem as problem:
                failures += 1
                choices = _OTHER if failures < FAILURES else _COUNTER
                choice = await talk.trouble(problem, safe=CARD_SAFE, choices=choices)
                if choice.value != "other":
                    return None
                reason = None
                continue
            if passed:
                return proof
            reason = None

    async def _enter(self, visit: Visit, number: str, proof: Proof, talk: Conversation) -> bool:
        """Asks until it fits; False when the resident goes back."""
        sent_to = await self._send(number, talk) if proof is Proof.CODE else ""
        page = EnterCode(way=proof.value, sent_to=sent_to)
        while True:
            answer = await talk.ask(page)
            if answer.action is Action.BACK:
                return False
            if answer.action is Action.RETRY:
                if proof is Proof.CODE:
                    page = EnterCode(way=proof.value, sent_to=await self._send(number, talk))
                continue
            code = answer.values.get("code", "")
            if not (code.isascii() and code.isdigit() and len(code) == page.length):
                page = page.model_copy(update={"problem": _SIX})
                continue
            result = await talk.wait(_CHECKING, self._check(number, proof, code))
            if result.passed:
                return True
            if result.locked_until is not None or result.attempts_left <= 0:
                locked = Problem("identity.locked", Family.EXPECTED, resident=LOCKED, technician="no attempts left")
                await talk.trouble(locked, safe=CARD_SAFE)
                raise VisitEnds(Outcome.REFUSED)
            problem = _wrong(result.attempts_left)
            visit.tell(problem)
            page = EnterCode(way=proof.value, sent_to=sent_to, problem=problem)

    async def _send(self, number: str, talk: Conversation) -> str:
        return (await talk.wait(_SENDING, self._services.centre.send_code(number))).phone_masked

    def _check(self, number: str, proof: Proof, code: str) -> Coroutine[Any, Any, CheckResult]:
        centre = self._services.centre
        return centre.check_pin(number, code) if proof is Proof.PIN else centre.check_code(number, code)
