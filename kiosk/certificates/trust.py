"""Whom a verification believes: roots of seals and keys of QR codes, all from files of this kiosk.

state/keys/seal/     root.pem and qr.pem of this kiosk itself
state/keys/trusted/  *.pem: root.pem and qr.pem of other kiosks, brought by the operator
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.contract.problem import Family, Problem, Words

KEY_ID = 4
TOLD = Words(
    zh="本机暂时不能出具和查验证明，请使用旁边的设备或到窗口办理。",
    en="This kiosk cannot issue or check certificates now. Please use the next one or a counter.",
)


@dataclass(frozen=True)
class Trust:
    """Whom a verification believes: roots, and the QR keys that one of them vouches for."""

    roots: tuple[x509.Certificate, ...]
    qr_keys: Mapping[bytes, Ed25519PublicKey]

    @classmethod
    def load(cls, state: Path) -> Trust:
        """The trust of a kiosk; empty when nothing has been set up below `state`.

        Raises:
            Problem: certificate.trust, a file is no certificate.
        """
        own = [path for name in ("root.pem", "qr.pem") if (path := state / "keys" / "seal" / name).exists()]
        others = sorted((state / "keys" / "trusted").glob("*.pem"))
        return cls.of(certificate for path in (*own, *others) for certificate in _read_certificates(path))

    @classmethod
    def of(cls, certificates: Iterable[x509.Certificate]) -> Trust:
        """Sorts roots from QR certificates; a QR certificate that no root vouches for is left out."""
        known = list(certificates)
        roots = tuple(one for one in known if one.subject == one.issuer and vouches(one, one))
        keys: dict[bytes, Ed25519PublicKey] = {}
        for one in known:
            key = one.public_key()
            if isinstance(key, Ed25519PublicKey) and any(vouches(root, one) for root in roots):
                keys[key_id(key)] = key
        return cls(roots, keys)


def vouches(root: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether `root` signed `certificate`."""
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def key_id(key: Ed25519PublicKey) -> bytes:
    """The first four bytes of the SHA-256 of a public key."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:KEY_ID]


def _read_certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Problem(
            "certificate.trust",
            Family.PERMANENT,
            resident=TOLD,
            technician=f"{path}: no PEM certificate ({type(error).__name__}). Replace or remove the file.",
        ) from None
