"""Without a face: the service PIN of the resident, or a code sent to their phone, checked by the centre."""

from __future__ import annotations

import asyncio
import math
from abc import abstractmethod
from typing import ClassVar

from kiosk.identity import Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import EnterCode
from kiosk.journeys.ways.base import Attempt, Check, is_citizen
from kiosk.journeys.ways.closing import close_way
from kiosk.journeys.ways.tries import tries
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.problem import Words
from sync.contract.services import CheckResult, CodeSent, Proof

_CHECKING = Words(zh="正在核对…", en="Checking…")
_SENDING = Words(zh="正在发送验证码…", en="Sending a code…")
LOCKED = {
    "pin": Words(
        zh="服务密码输错次数太多，为保护您的账户，请稍后再试，或换一种方式。",
        en="The PIN was wrong too often. To protect you, please try again later or use another way.",
    ),
    "code": Words(
        zh="验证码输错次数太多，为保护您的账户，请稍后再试，或换一种方式。",
        en="The code was wrong too often. To protect you, please try again later or use another way.",
    ),
    "phone-tail": Words(
        zh="手机号后四位输错次数太多，为保护您的账户，请稍后再试，或换一种方式。",
        en="The digits were wrong too often. To protect you, please try again later or use another way.",
    ),
}


def _how_many(length: int) -> Words:
    return Words(zh=f"请输入 {length} 位数字。", en=f"Please enter {length} digits.")


def _wrong(left: int, wait_s: int) -> Words:
    zh = f"不正确，请再试一次。还可以试 {left} 次。"
    en = f"That is not right. Please try again. Attempts left: {left}."
    if not wait_s:
        return Words(zh=zh, en=en)
    return Words(zh=f"{zh}请等 {wait_s} 秒再输入。", en=f"{en} Please wait {wait_s} s.")


def _early(wait_s: int) -> Words:
    """Tried again before its time: neither right nor wrong, and no try is lost."""
    return Words(
        zh=f"输得太快了。请等 {wait_s} 秒再输入；刚才输入的没有核对，也不算次数。",
        en=f"That was too soon. Please wait {wait_s} s; what you typed was not checked and does not count.",
    )


class Digits(Check):
    """Digits that the centre compares. It counts attempts and says how long the next has to wait."""

    proof: ClassVar[Proof]
    length: ClassVar[int] = 6

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._next_at = 0.0
        self._problem: Words | None = None

    def offered(self, visit: Visit, identity: Identity) -> bool:
        """See Check.offered. The centre knows people by their citizen numbers only."""
        spent = tries(self.services, visit, identity).spent
        return self.name not in spent and is_citizen(identity.holder.number)

    async def prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """See Check.prove. Asks until it fits; whoever goes back and comes again goes on where they were."""
        number = identity.holder.number
        sent_to = await self.send(number, talk)
        while True:
            wait_s = self._wait_s()
            page = EnterCode(way=self.name, length=self.length, sent_to=sent_to, wait_s=wait_s, problem=self._problem)
            answer = await talk.ask(page)
            if answer.action is Action.BACK:
                return Attempt()
            if answer.action is Action.RETRY:
                sent_to, self._problem = await self.send(number, talk, again=True), None
                continue
            digits = answer.values.get("code", "")
            if not (digits.isascii() and digits.isdigit() and len(digits) == self.length):
                self._problem = _how_many(self.length)
                continue
            if early := self._wait_s():
                self._problem = _early(early)
                continue
            result = await talk.wait(_CHECKING, self.compare(number, digits))
            if result.passed:
                return Attempt(proof=self.proof)
            if result.locked_until is not None or result.attempts_left <= 0:
                return close_way(
                    self.services, visit, identity, way=self.name, reason=LOCKED[self.name], until=result.locked_until
                )
            self._next_at = asyncio.get_running_loop().time() + result.retry_after_s
            told = _early(result.retry_after_s) if result.early else _wrong(result.attempts_left, result.retry_after_s)
            self._problem = told
            visit.tell(self._problem)

    async def send(self, number: str, talk: Conversation, *, again: bool = False) -> str:
        """Has digits sent where there are any to send; the masked phone number."""
        return ""

    @abstractmethod
    async def compare(self, number: str, digits: str) -> CheckResult:
        """Asks the centre."""

    def _wait_s(self) -> int:
        return max(0, math.ceil(self._next_at - asyncio.get_running_loop().time()))


class ByPin(Digits):
    """服务密码, six digits that the resident chose."""

    name = "pin"
    proof = Proof.PIN

    async def compare(self, number: str, digits: str) -> CheckResult:
        """See Digits.compare."""
        return await self.services.centre.check_pin(number, digits)


class ByCode(Digits):
    """短信验证码, six digits to the phone on file."""

    name = "code"
    proof = Proof.CODE

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._sent: CodeSent | None = None

    async def send(self, number: str, talk: Conversation, *, again: bool = False) -> str:
        """See Digits.send. A code that is on its way and good is not replaced unasked."""
        if again or self._sent is None or self.services.clock() >= self._sent.valid_until:
            self._sent = await talk.wait(_SENDING, self.services.centre.send_code(number))
        return self._sent.phone_masked

    async def compare(self, number: str, digits: str) -> CheckResult:
        """See Digits.compare."""
        return await self.services.centre.check_code(number, digits)
