"""The centre's own secrets: its Ed25519 key, and the keyed digests that stand for people and codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from center.problems import Refusal
from sync.contract.problem import Family

FILE_NAME = "centre.key"
_SEED_BYTES = 32


@dataclass(frozen=True)
class CentreKeys:
    """One 32-byte seed, never printed; everything else is derived from it."""

    seed: bytes = field(repr=False)

    @classmethod
    def load_or_create(cls, state: Path) -> CentreKeys:
        """Reads the seed, or makes one (mode 0600); two processes that start together agree on one.

        Raises:
            Refusal: the file is there but is no key.
        """
        path = state / FILE_NAME
        if not path.exists():
            _create(path)
        seed = path.read_bytes()
        if len(seed) != _SEED_BYTES:
            raise Refusal(
                500,
                "centre.key",
                Family.PERMANENT,
                technician=f"{FILE_NAME} in the centre's state folder is damaged. Put it back from the backup.",
            )
        return cls(seed)

    @property
    def public(self) -> str:
        """The centre's public key, raw, in base64."""
        return base64.b64encode(
            Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        ).decode()

    def subject(self, number: str) -> str:
        """Stands for a person in audit and attempt rows, where the number itself need not be."""
        return self.digest("subject", number).hex()

    def digest(self, purpose: str, *parts: str) -> bytes:
        """Keyed digest (HMAC-SHA256); `purpose` keeps digests of different things apart."""
        message = b"\0".join(part.encode() for part in (purpose, *parts))
        return hmac.new(self.seed, message, hashlib.sha256).digest()


def _create(path: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, leaves the key alone that another process made in the meantime.
        path.hardlink_to(temporary)
    except FileExistsError:
        return
    finally:
        temporary.unlink()
