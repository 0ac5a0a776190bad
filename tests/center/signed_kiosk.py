"""A kiosk as the centre's tests need it: signs requests, and lets a test spoil them."""

from __future__ import annotations

import base64
import itertools
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from center.app import create_app
from center.centre import Centre
from center.enrolment import make_code
from sync.contract.consent import Consent, Purpose
from sync.contract.signing import Envelope

WANG = "110100198604120028"
NOBODY = "110100199901010019"
WRONG_PIN = "000000"
WANG_PIN = "135790"


class TestClock:
    """A clock that stands still until it is moved."""

    __test__ = False

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def over_asgi(centre: Centre) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(centre)), base_url="http://centre")


class SignedKiosk:
    """Sends signed requests; every request can be sent again or changed by hand."""

    _nonces = itertools.count()

    def __init__(self, http: httpx.AsyncClient, clock: Callable[[], datetime], name: str) -> None:
        self.http = http
        self.clock = clock
        self.name = name
        self.key = Ed25519PrivateKey.generate()

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    async def enrol(self, centre: Centre) -> SignedKiosk:
        code, _, _ = make_code(centre, self.name)
        answer = await self.http.post(
            "/v1/enrol", json={"code": code, "public_key": self.public_key, "site": f"site of {self.name}"}
        )
        assert answer.status_code == 200, answer.text
        return self

    def sign(self, method: str, target: str, body: bytes, *, time: datetime | None = None) -> dict[str, str]:
        envelope = Envelope(self.name, f"nonce-{next(self._nonces):06d}", (time or self.clock()).isoformat())
        return envelope.sign(self.key, method, target, body)

    async def post(self, target: str, message: Any, **headers: str) -> httpx.Response:
        return await self.post_bytes(target, json.dumps(message).encode(), headers)

    async def post_bytes(self, target: str, body: bytes, headers: Mapping[str, str] = {}) -> httpx.Response:
        signed = {"content-type": "application/json", **headers, **self.sign("POST", target, body)}
        return await self.http.post(target, content=body, headers=signed)

    async def changes(self, after: int = 0) -> dict[str, Any]:
        target = f"/v1/changes?after={after}"
        answer = await self.http.get(target, headers=self.sign("GET", target, b""))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def hand_over(self, *records: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await self.post("/v1/records", {"records": records})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["results"])


def new_record(kind: str, body: dict[str, Any], **over: Any) -> dict[str, Any]:
    return {"id": secrets.token_hex(16), "kind": kind, "made_at": "2026-11-02T16:00:00Z", "body": body, **over}


def application(number: str, **over: Any) -> dict[str, Any]:
    body = {
        "number": number,
        "item": "residence-permit",
        "values": {"phone": "1"},
        "assurance": "verified",
        "proof": None,
    }
    return new_record("application", body, **over)


def certificate(number: str) -> dict[str, Any]:
    body = {
        "number": number,
        "sha256": "0" * 64,
        "item": "social-insurance-record",
        "issued_at": "2026-11-02T16:00:00Z",
    }
    return new_record("certificate", body)


def signed_consent(kiosk: SignedKiosk, **over: Any) -> Consent:
    values = {
        "consent": secrets.token_hex(16),
        "purpose": Purpose.FACE_LOGIN,
        "visit": "visit-1",
        "given": True,
        "at": kiosk.clock(),
        "terms": "0" * 64,
    }
    return Consent.model_validate({**values, **over}).signed(kiosk.key)


def consent_record(consent: Consent) -> dict[str, Any]:
    return new_record("consent", consent.model_dump(mode="json"))


def rating(level: Any, visit: str = "visit-1") -> dict[str, Any]:
    return new_record("rating", {"visit": visit, "item": "social-insurance-record", "level": level})


def insurance_query(**over: Any) -> dict[str, Any]:
    query = {"number": WANG, "name": "王丽华", "assurance": "verified", "proof": "face", "visit": "visit-1"}
    return {**query, **over}


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    """The problem of a refused request, in the shape of the contract."""
    body = answer.json()
    assert list(body) == ["error"], body
    assert set(body["error"]) == {"family", "code", "resident", "technician"}
    assert all(body["error"].values())
    return dict(body["error"])
