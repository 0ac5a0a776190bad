"""The staff who may open technician mode: their cards' public keys, kept in one file of the kiosk.

A card proves itself by ECDSA over P-256 with SHA-256 (FIPS 186-5); only the key in this file counts,
never the one that the card tells of itself.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Annotated

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from sync.contract.problem import SERVICED, Family, Problem
from sync.contract.whole import write_whole

CHALLENGE_BYTES = 32
RAW_SIGNATURE_BYTES = 64
_HEX = re.compile("(?:[0-9a-fA-F]{2})+")


class Staff(BaseModel):
    """One member of staff: the number of their card, what they are called here, the card's public key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,32}$")]
    name: Annotated[str, Field(min_length=1, max_length=40)]
    public_key: str
    """The uncompressed point (SEC 1, 65 bytes) in hexadecimal."""

    @field_validator("public_key")
    @classmethod
    def _is_key(cls, text: str) -> str:
        try:
            given = bytes.fromhex(text) if _HEX.fullmatch(text) else base64.b64decode(text, validate=True)
            return _point(given).hex()
        except (binascii.Error, ValueError) as error:
            raise ValueError("no P-256 public key in hexadecimal or base64") from error

    def proven(self, challenge: bytes, signature: bytes) -> bool:
        """Whether the card signed this challenge; the signature is DER, or r and s of 32 bytes each."""
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), bytes.fromhex(self.public_key))
        try:
            key.verify(_der(signature), challenge, ECDSA(SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return True


class Roster(BaseModel):
    """Everybody who may come in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    staff: tuple[Staff, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Roster:
        """Reads the file; nobody may come in when there is none.

        Raises:
            Problem: staff.roster (permanent), it cannot be read or is not a roster.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise _unusable(path, error.strerror or type(error).__name__) from None
        except ValidationError as error:
            raise _unusable(path, error.errors(include_input=False, include_url=False)[0]["msg"]) from None

    def find(self, id: str) -> Staff | None:
        """The member of staff whose card has this number."""
        return next((one for one in self.staff if one.id == id), None)

    def with_staff(self, new: Staff) -> Roster:
        """With one more; the same number again takes the place of the old entry."""
        return Roster(staff=(*(one for one in self.staff if one.id != new.id), new))

    def without(self, id: str) -> Roster:
        """Without one. Raises Problem `staff.unknown` when nobody has this number."""
        if self.find(id) is None:
            raise Problem(
                "staff.unknown",
                Family.PERMANENT,
                resident=SERVICED,
                technician=f"No card {id!r} on the roster. `python -m kiosk staff list` shows who is.",
            )
        return Roster(staff=tuple(one for one in self.staff if one.id != id))

    def save(self, path: Path) -> None:
        """Writes the file whole or not at all, for this user only."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, (json.dumps(self.model_dump(), ensure_ascii=False, indent=2) + "\n").encode())


def roster_path(state: Path) -> Path:
    """Where the roster of a kiosk is."""
    return state / "keys" / "staff.json"


def _point(data: bytes) -> bytes:
    """The uncompressed point of a key that comes as a point or as DER (SubjectPublicKeyInfo)."""
    if data[:1] == b"\x30":
        key = load_der_public_key(data)
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            raise ValueError("another kind of key")
    else:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), data)
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _der(signature: bytes) -> bytes:
    if len(signature) != RAW_SIGNATURE_BYTES:
        return signature
    half = RAW_SIGNATURE_BYTES // 2
    return encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))


def _unusable(path: Path, why: str) -> Problem:
    return Problem(
        "staff.roster",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"{path}: {why}. Nobody can open technician mode. Mend the file, "
        "or move it away and add everybody again with `python -m kiosk staff add`.",
    )
