"""A resident's separate consent (单独同意, PIPL art. 14 and 29), refusal or withdrawal, signed by the kiosk."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field

from sync.contract.companion import CompanionMark
from sync.contract.records import RecordId, Wire


class Purpose(StrEnum):
    """What is agreed to; each is asked for by itself."""

    FACE_COMPARISON = "face-comparison"
    """One look, compared with the portrait on the card; nothing is kept."""
    FACE_LOGIN = "face-login"
    """A face template is kept on this kiosk, so that the resident is known without a card."""
    FACE_SEARCH = "face-search"
    """One look, compared with the templates of all who enrolled on this kiosk; nothing is kept."""
    LICENCE_PORTRAIT = "licence-portrait"
    """One look, compared with the portrait that the licence register holds; nothing is kept."""


class FilingState(StrEnum):
    """How far the number of stored faces is from the duty to file it (备案)."""

    FINE = "fine"
    WARN = "warn"
    FILE = "file"

    @classmethod
    def of(cls, number: int, *, warn_at: int, filing_at: int) -> FilingState:
        """The state of so many faces."""
        if number >= filing_at:
            return cls.FILE
        return cls.WARN if number >= warn_at else cls.FINE


class Consent(Wire):
    """One answer to one question. It says nothing of who answered: the visit's number leads to that, for a while."""

    consent: RecordId
    """Stands on the resident's receipt; withdrawal names it."""
    purpose: Purpose
    visit: str
    given: bool
    at: datetime
    terms: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the words that were shown, in both languages."""
    guardian: bool = False
    """A guardian answered for a child under 14 (监护人)."""
    withdraws: RecordId | None = None
    """The consent that ends with this one; `given` is false then."""
    companion: CompanionMark | None = None
    """An agent answered, or a volunteer stood beside the resident."""
    signature: str = ""
    """Ed25519 of the kiosk's device key over `signed_bytes`, in base64."""

    def signed_bytes(self) -> bytes:
        """What the signature covers: everything else, as canonical JSON."""
        body = self.model_dump(mode="json", exclude={"signature"})
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def signed(self, key: Ed25519PrivateKey) -> Self:
        """The same with the kiosk's signature."""
        return self.model_copy(update={"signature": base64.b64encode(key.sign(self.signed_bytes())).decode()})

    def fits(self, key: Ed25519PublicKey) -> bool:
        """Whether the signature is of this key over exactly this content."""
        try:
            key.verify(base64.b64decode(self.signature, validate=True), self.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True
