"""A one-time code that the resident's own phone shows (南中轴服务通): says who one is, and proves it."""

from __future__ import annotations

import re

from devices.idcard import Sex
from kiosk.identity import Holder, Identity, Source
from kiosk.journeys.answers import Answer
from kiosk.journeys.conversation import CARD_SAFE, Conversation
from kiosk.journeys.pages import ShowCode
from kiosk.journeys.ways.base import Attempt, Check, Entry, fitted, is_citizen
from kiosk.journeys.ways.tries import tries
from kiosk.services import READ_LIMIT_S, Services
from kiosk.visit import Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Assurance, PassHolder, Proof

TRIES = 5
"""Codes that are shown in vain before another way is offered."""
_PASS = re.compile(r"NZZ:PASS:([A-Z2-7]{26})")
_PAYMENT = re.compile(r"1[0-5]\d{16}|(2[5-9]|30)\d{14,22}|(weixin|wxp|alipays?)://.*", re.IGNORECASE)
"""Payment codes of WeChat Pay and Alipay, shown by the payer or the payee."""
_CHECKING = Words(zh="正在核对…", en="Checking…")
_NOT_GOOD = Words(
    zh="这个登录码无效，或者已经过期。请在手机上刷新后再扫一次。",
    en="This code is not valid, or no longer. Please refresh it on your phone and show it again.",
)
_IS_PAYMENT = Words(
    zh="这是付款码。我们没有扣款，请先收起来，换成服务通里的登录码。",
    en="This is a payment code. Nothing was charged. Please put it away and show the login code of the portal.",
)
_IS_ADDRESS = Words(
    zh="这是一个网址的二维码，不是登录码。请打开服务通里的登录码。",
    en="This is the code of a web address. Please open the login code of the portal.",
)
_IS_OTHER = Words(
    zh="这不是服务通的登录码。请在手机上打开服务通，点开登录码再扫。",
    en="This is not the login code. Please open the portal on your phone and show its login code.",
)
_ENOUGH = Words(
    zh="几次都没有认出有效的登录码，请换一种方式。", en="No valid login code was recognised. Please use another way."
)


class PortalEntry(Entry):
    """Whoever is logged in on the phone stands here and shows it: known and proved at once."""

    name = "portal"

    def offered(self, visit: Visit) -> bool:
        """See Entry.offered."""
        return fitted(self.services, "code-reader") and self.name not in tries(self.services, visit).spent

    async def enter(self, visit: Visit, talk: Conversation) -> Identity | None:
        """See Entry.enter."""
        holder = await _shown(self.services, visit, talk)
        return Identity(holder_of(holder), Assurance.VERIFIED, Proof.PORTAL) if holder else None


class PortalCheck(Check):
    """Beside a card: the phone has to be of the same person."""

    name = "portal"

    def offered(self, visit: Visit, identity: Identity) -> bool:
        """See Check.offered."""
        return (
            fitted(self.services, "code-reader")
            and self.name not in tries(self.services, visit, identity).spent
            and is_citizen(identity.holder.number)
            and identity.holder.source is not Source.PORTAL
        )

    async def prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """See Check.prove."""
        holder = await _shown(self.services, visit, talk, identity)
        return Attempt(proof=Proof.PORTAL) if holder else Attempt()


def holder_of(holder: PassHolder) -> Holder:
    """The resident whose phone it is, as the centre knows them."""
    return Holder(
        Source.PORTAL,
        name=holder.name,
        number=holder.number,
        birth=holder.birth,
        sex=Sex(holder.sex),
        address=holder.address,
    )


async def _shown(
    services: Services, visit: Visit, talk: Conversation, identity: Identity | None = None
) -> PassHolder | None:
    """Whose pass is shown; None when the resident goes back, or has shown too many that are not good."""
    number = identity.holder.number if identity else None
    page, shown = ShowCode(), 0
    while shown < TRIES:
        words: Words | None = None
        try:
            text = await talk.race(page, _read(services, page.hint))
        except Problem as problem:
            if problem.family is not Family.EXPECTED:
                raise
            words = problem.resident
        else:
            if isinstance(text, Answer):
                return None
            shown += 1
            if (found := _PASS.fullmatch(text)) is None:
                words = _kind_of(text)
            else:
                asked = services.centre.redeem_pass(found[1], visit.id, number)
                if (holder := (await talk.wait(_CHECKING, asked)).holder) is not None:
                    return holder
                words = _NOT_GOOD
        visit.tell(words)
        page = page.model_copy(update={"hint": words})
    tries(services, visit, identity).spent.add("portal")
    enough = Problem("portal.enough", Family.EXPECTED, resident=_ENOUGH, technician="too many codes that are not good")
    await talk.trouble(enough, safe=CARD_SAFE)
    return None


async def _read(services: Services, told: Words | None) -> str:
    """Waits for a code; what the page says already is no news, and must not count as a sign of life."""
    reader = services.devices["code-reader"]
    while True:
        try:
            return str(await reader.call(lambda driver, cancel: driver.read_code(cancel), timeout_s=READ_LIMIT_S))
        except Problem as problem:
            if problem.family is not Family.EXPECTED or problem.resident != told:
                raise


def _kind_of(text: str) -> Words:
    """What to say of a code that is none of ours."""
    if _PAYMENT.fullmatch(text):
        return _IS_PAYMENT
    return _IS_ADDRESS if re.match(r"https?://", text, re.IGNORECASE) else _IS_OTHER
