"""Without a face: the service PIN of the resident, or a code sent to their phone, checked by the centre."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from kiosk.identity import Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import EnterCode
from kiosk.journeys.ways.base import Attempt, Check
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import CheckResult, Proof

_CHECKING = Words(zh="正在核对…", en="Checking…")
_SENDING = Words(zh="正在发送验证码…", en="Sending a code…")
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


class _Digits(Check):
    """Digits that the centre compares. It counts attempts; the kiosk only tells how many are left."""

    proof: ClassVar[Proof]

    def offered(self, visit: Visit, identity: Identity) -> bool:
        """See Check.offered."""
        return True

    async def prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """See Check.prove. Asks until it fits."""
        number = identity.holder.number
        sent_to = await self.send(number, talk)
        page = EnterCode(way=self.name, sent_to=sent_to)
        while True:
            answer = await talk.ask(page)
            if answer.action is Action.BACK:
                return Attempt()
            if answer.action is Action.RETRY:
                sent_to = await self.send(number, talk)
                page = EnterCode(way=self.name, sent_to=sent_to)
                continue
            digits = answer.values.get("code", "")
            if not (digits.isascii() and digits.isdigit() and len(digits) == page.length):
                page = page.model_copy(update={"problem": _SIX})
                continue
            result = await talk.wait(_CHECKING, self.compare(number, digits))
            if result.passed:
                return Attempt(proof=self.proof)
            if result.locked_until is not None or result.attempts_left <= 0:
                locked = Problem("identity.locked", Family.EXPECTED, resident=LOCKED, technician="no attempts left")
                await talk.trouble(locked, safe=CARD_SAFE)
                raise VisitEnds(Outcome.REFUSED)
            problem = _wrong(result.attempts_left)
            visit.tell(problem)
            page = EnterCode(way=self.name, sent_to=sent_to, problem=problem)

    async def send(self, number: str, talk: Conversation) -> str:
        """Has digits sent where there are any to send; the masked phone number."""
        return ""

    @abstractmethod
    async def compare(self, number: str, digits: str) -> CheckResult:
        """Asks the centre."""


class ByPin(_Digits):
    """服务密码, six digits that the resident chose."""

    name = "pin"
    proof = Proof.PIN

    async def compare(self, number: str, digits: str) -> CheckResult:
        """See _Digits.compare."""
        return await self.services.centre.check_pin(number, digits)


class ByCode(_Digits):
    """短信验证码, six digits to the phone on file."""

    name = "code"
    proof = Proof.CODE

    async def send(self, number: str, talk: Conversation) -> str:
        """See _Digits.send."""
        return (await talk.wait(_SENDING, self.services.centre.send_code(number))).phone_masked

    async def compare(self, number: str, digits: str) -> CheckResult:
        """See _Digits.compare."""
        return await self.services.centre.check_code(number, digits)
