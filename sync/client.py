"""The centre as the kiosk calls it: every request signed, every answer checked."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import httpx
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from sync.contract.authority import Authorities, AuthoritiesQuery
from sync.contract.consent import Consent
from sync.contract.problem import Family, Problem, Words
from sync.contract.records import Batch, BatchReply, ChangePage, Wire
from sync.contract.services import (
    CheckResult,
    CodeCheck,
    CodeRequest,
    CodeSent,
    LicencePortrait,
    PassRedeemed,
    PassRedemption,
    PhoneTailCheck,
    PinCheck,
    PortraitQuery,
    SocialInsuranceQuery,
    SocialInsuranceRecord,
)
from sync.contract.signing import Envelope
from sync.exchange import Exchange, unknown_person
from sync.identity import KioskIdentity
from sync.settings import SyncSettings

COMPRESSED_FROM_BYTES = 1_000

A = TypeVar("A", bound=Wire)


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Centre:
    """Asks the centre in the name of this kiosk.

    Every method raises Problem: `centre.down` (temporary: refused, cut, too slow, 5xx), `centre.nonsense`
    (temporary: the answer is not the contract), `centre.refused` (permanent: not enrolled or the
    signature does not fit), `centre.rejected` (permanent: this request will never be taken).
    """

    def __init__(
        self,
        settings: SyncSettings,
        identity: KioskIdentity,
        clock: Callable[[], datetime] = utc_now,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._settings = settings
        self._identity = identity
        self._clock = clock
        self._nonce = nonce
        self._exchange = Exchange(settings.centre, transport)

    async def close(self) -> None:
        """Closes the connections."""
        await self._exchange.close()

    async def social_insurance(self, query: SocialInsuranceQuery) -> SocialInsuranceRecord:
        """The resident's own payment record; `centre.unknown-person` (expected) when there is none."""
        return await self._about_person(SocialInsuranceRecord, "/v1/social-insurance", query)

    async def check_pin(self, number: str, pin: str) -> CheckResult:
        """Compares a PIN of six digits."""
        return await self._about_person(CheckResult, "/v1/check/pin", _question(PinCheck, number=number, pin=pin))

    async def send_code(self, number: str) -> CodeSent:
        """Has a one-time code sent to the phone that the centre knows."""
        return await self._about_person(CodeSent, "/v1/code", _question(CodeRequest, number=number))

    async def check_code(self, number: str, code: str) -> CheckResult:
        """Compares a one-time code of six digits."""
        return await self._about_person(CheckResult, "/v1/check/code", _question(CodeCheck, number=number, code=code))

    async def redeem_pass(self, token: str, visit: str, number: str | None = None) -> PassRedeemed:
        """Whose phone showed this one-time pass; with `number`, only when it is of that person.

        Asking again for the same visit is harmless: an answer that was lost on the way is given once more.
        """
        question = _question(PassRedemption, token=token, visit=visit, number=number)
        return await self._about_person(PassRedeemed, "/v1/portal/pass/redeem", question)

    async def check_phone_tail(self, number: str, tail: str) -> CheckResult:
        """Compares the last four digits of the phone on file."""
        question = _question(PhoneTailCheck, number=number, tail=tail)
        return await self._about_person(CheckResult, "/v1/check/phone-tail", question)

    async def licence_portrait(self, number: str, consent: Consent) -> LicencePortrait:
        """The portrait in the licence register; `centre.unknown-person` (expected) when there is none."""
        question = _question(PortraitQuery, number=number, consent=consent)
        return await self._about_person(LicencePortrait, "/v1/licence-portrait", question)

    async def authorities(self, query: AuthoritiesQuery) -> Authorities:
        """For whom an agent may act; `centre.nonsense` when an authority is not under the centre's own signature."""
        found = await self._about_person(Authorities, "/v1/authorities", query)
        known = self._identity.centre_key
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(known)) if known else None
        if key is None or not all(each.fits(key) for each in found.granted):
            raise self._exchange.nonsense("/v1/authorities: an authority is not signed by the centre")
        return found

    async def upload(self, batch: Batch) -> BatchReply:
        """Hands records over; sending the same ones again is harmless."""
        body = batch.model_dump_json().encode()
        headers = {}
        if len(body) > COMPRESSED_FROM_BYTES:
            body = zstandard.compress(body)
            headers["content-encoding"] = "zstd"
        return await self._signed(
            BatchReply, "POST", "/v1/records", body, limit_s=self._settings.upload_timeout_s, headers=headers
        )

    async def changes(self, cursor: int) -> ChangePage:
        """What happened at the centre after `cursor`."""
        target = f"/v1/changes?after={cursor}"
        return await self._signed(ChangePage, "GET", target, b"", limit_s=self._settings.query_timeout_s, headers={})

    async def _about_person(self, answer: type[A], path: str, question: Wire) -> A:
        body = question.model_dump_json().encode()
        try:
            return await self._signed(answer, "POST", path, body, limit_s=self._settings.query_timeout_s, headers={})
        except Problem as problem:
            if problem.code == "centre.unknown":
                raise unknown_person(problem.technician) from None
            raise

    async def _signed(
        self, answer: type[A], method: str, target: str, body: bytes, *, limit_s: float, headers: dict[str, str]
    ) -> A:
        kiosk = self._identity.kiosk
        if kiosk is None:
            raise _not_enrolled()
        envelope = Envelope(kiosk, self._nonce(), self._clock().astimezone(UTC).isoformat())
        signature = envelope.sign(self._identity.key, method, target, body)
        return await self._exchange.ask(answer, method, target, body, limit_s=limit_s, headers={**headers, **signature})


def _question(model: type[A], **values: object | None) -> A:
    try:
        return model.model_validate(values)
    except ValidationError:  # its message would repeat the number
        raise unknown_person("the number or code does not have the form the centre asks for") from None


def _not_enrolled() -> Problem:
    return Problem(
        "centre.refused",
        Family.PERMANENT,
        resident=Words(
            zh="本机还没有启用，请使用旁边的设备或到窗口办理。",
            en="This kiosk is not in service yet. Please use the next one or a counter.",
        ),
        technician=(
            "This kiosk is not enrolled. "
            "`python -m center enrol-code` at the centre, then `python -m sync enrol CODE` here."
        ),
    )
