"""The seal in a file, found and checked as plain bytes: a CMS container in hex that must cover everything around it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.x509.oid import NameOID

from kiosk.certificates.trust import vouches

_HEX = re.compile(rb"<([0-9A-F]{2048,65536})>")
_CANDIDATES = 4
"""Containers looked at; a certificate has one."""


_UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.UnsupportedGeneralNameType,
)
"""What the two ASN.1 readers raise on bytes that are no container."""


@dataclass(frozen=True)
class Seal:
    """A container whose signer a trusted root vouches for; bytes `start` to `end` of the file hold it."""

    start: int
    end: int
    signer: str
    key: EllipticCurvePublicKey
    digest: bytes
    """SHA-256 of everything around the container, as the signer states it."""
    signed: bytes
    signature: bytes
    tidy: bool
    """Nothing in its place is left to choice: the container in its one form, then zeros."""

    def covers(self, pdf: bytes) -> bool:
        """Whether the signature is good and covers the whole file but the container itself (SHA-256, ECDSA)."""
        around = hashlib.sha256(pdf[: self.start] + pdf[self.end :]).digest()
        if not self.tidy or not hmac.compare_digest(self.digest, around):
            return False
        try:
            self.key.verify(self.signature, self.signed, ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


def find(pdf: bytes, roots: Iterable[x509.Certificate]) -> Seal | None:
    """The first container of this centre; none when there is no such or its signer is a stranger."""
    known = tuple(roots)
    for count, match in enumerate(_HEX.finditer(pdf)):
        if count == _CANDIDATES:
            return None
        seal = _read(match, known)
        if seal is not None:
            return seal
    return None


def _read(match: re.Match[bytes], roots: tuple[x509.Certificate, ...]) -> Seal | None:
    try:
        raw = bytes.fromhex(match.group(1).decode())
        content = cms.ContentInfo.load(raw)["content"]
        (certificate,) = content["certificates"]
        (signer,) = content["signer_infos"]
        leaf = x509.load_der_x509_certificate(certificate.chosen.dump())
        key = leaf.public_key()
        if not isinstance(key, EllipticCurvePublicKey) or not any(vouches(root, leaf) for root in roots):
            return None
        if not leaf.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment:
            return None
        # RFC 5652, 5.4: what is signed is the attributes as a SET.
        attributes = signer["signed_attrs"].untag()
        (digest,) = (one["values"][0].native for one in attributes if one["type"].native == "message_digest")
        return Seal(
            start=match.start(),
            end=match.end(),
            signer=str(leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value),
            key=key,
            digest=bytes(digest),
            signed=attributes.dump(),
            signature=signer["signature"].native,
            tidy=_is_canonical(raw, certificate, signer),
        )
    except _UNREADABLE:
        return None


def _is_canonical(raw: bytes, certificate: Any, signer: Any) -> bool:
    """Whether the container is the one that certificate, signed attributes and signature make, then zeros.

    CMS leaves versions, algorithm names and unsigned attributes unsigned; making it anew leaves no room to
    change any of them.
    """
    sha256 = {"algorithm": "sha256"}
    issuer = cms.IssuerAndSerialNumber(
        {"issuer": certificate.chosen.issuer, "serial_number": certificate.chosen.serial_number}
    )
    expected = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": {
                "version": "v1",
                "digest_algorithms": [sha256],
                "encap_content_info": {"content_type": "data"},
                "certificates": [certificate],
                "signer_infos": [
                    {
                        "version": "v1",
                        "sid": cms.SignerIdentifier("issuer_and_serial_number", issuer),
                        "digest_algorithm": sha256,
                        "signed_attrs": signer["signed_attrs"].untag(),
                        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                        "signature": signer["signature"].native,
                    }
                ],
            },
        }
    ).dump()
    return raw.startswith(expected) and not raw[len(expected) :].strip(b"\0")
