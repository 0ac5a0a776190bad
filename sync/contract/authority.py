"""A written authority (授权委托书): who may do what for whom until when, signed by the centre, checked anywhere."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field

from sync.contract.companion import AuthorityNumber
from sync.contract.records import Wire
from sync.contract.services import Assurance, CitizenNumber, Proof

ItemCode = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class GrantedBy(StrEnum):
    """Where the resident gave it."""

    COUNTER = "counter"
    """On paper, before staff (窗口)."""
    PORTAL = "portal"
    """On the phone, logged in (南中轴服务通)."""


class Principal(Wire):
    """The resident who is acted for (委托人), as far as it takes to act for them."""

    number: CitizenNumber
    name: str
    birth: date
    sex: Literal["1", "2"]
    """GB/T 2261.1."""
    address: str | None = None


class WrittenAuthority(Wire):
    """One authority. An agent needs its whole content to act, so only they are given it."""

    number: AuthorityNumber
    agent: CitizenNumber
    principal: Principal
    items: Annotated[tuple[ItemCode, ...], Field(min_length=1)]
    granted_by: GrantedBy
    granted_at: datetime
    valid_until: datetime
    terms: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the letter that the resident signed, word by word."""
    signature: str = ""
    """Ed25519 of the centre's key over `signed_bytes`, in base64."""

    def __repr__(self) -> str:
        return f"<WrittenAuthority {self.number}>"

    __str__ = __repr__

    def signed_bytes(self) -> bytes:
        """What the signature covers: everything else, as canonical JSON."""
        body = self.model_dump(mode="json", exclude={"signature"})
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def signed(self, key: Ed25519PrivateKey) -> Self:
        """The same with the centre's signature."""
        return self.model_copy(update={"signature": base64.b64encode(key.sign(self.signed_bytes())).decode()})

    def fits(self, key: Ed25519PublicKey) -> bool:
        """Whether the signature is of this key over exactly this content."""
        try:
            key.verify(base64.b64decode(self.signature, validate=True), self.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True


class Ending(StrEnum):
    """Why an authority is of no use any more."""

    EXPIRED = "expired"
    REVOKED = "revoked"


class EndedAuthority(Wire):
    """What an agent is told of an authority that is over: enough to know which one it was, no more."""

    number: AuthorityNumber
    name_masked: str
    how: Ending
    at: datetime


class AuthoritiesQuery(Wire):
    """An agent (代办员) who has proven who they are asks for whom they may act."""

    number: CitizenNumber
    assurance: Assurance
    proof: Proof | None
    visit: Annotated[str, Field(min_length=1, max_length=64)]


class Authorities(Wire):
    """The authorities in force, soonest to end first, and those that ended of late."""

    granted: tuple[WrittenAuthority, ...] = ()
    ended: tuple[EndedAuthority, ...] = ()
