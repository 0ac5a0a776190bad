"""The keys of the seal: a test root, the seal it vouches for, and the key of the QR codes.

    state/keys/seal/     root.pem  seal.pem  seal.key  qr.pem  qr.key      made once, all together

The private key of the test root signs twice and is forgotten: nobody can make another seal with it. A real
seal takes the place of the test files under the same names.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from kiosk.certificates.trust import TOLD, key_id, vouches
from sync.contract.problem import Family, Problem

VALID_FROM, VALID_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
"""The test keys hold at any hour that a kiosk without a network, or a virtual clock, may show."""

PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


@dataclass(frozen=True)
class SealKeys:
    """The private keys of this kiosk with their certificates."""

    root: x509.Certificate
    seal: x509.Certificate
    seal_key: ec.EllipticCurvePrivateKey
    qr: x509.Certificate
    qr_key: ed25519.Ed25519PrivateKey

    @property
    def qr_id(self) -> bytes:
        """What a QR code calls its key."""
        return key_id(self.qr_key.public_key())


def open_or_create(state: Path) -> SealKeys:
    """The keys below `state`; made the first time, complete or not at all, even when two processes try.

    Raises:
        Problem: certificate.keys, the files cannot be read or made, or do not fit each other.
    """
    folder = state / "keys" / "seal"
    try:
        if not folder.exists():
            _create(folder)
        return _load(folder)
    except (OSError, ValueError, TypeError) as error:
        raise Problem(
            "certificate.keys",
            Family.PERMANENT,
            resident=TOLD,
            technician=f"{folder}: {type(error).__name__}. Bring the folder back from the backup; or remove it, "
            "then a new test seal is made and earlier certificates are no longer recognised here.",
        ) from None


def _create(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = Path(tempfile.mkdtemp(prefix=".seal-", dir=folder.parent))
    try:
        for name, content in _make().items():
            _write(fresh / name, content, 0o644 if name.endswith(".pem") else 0o600)
        _sync(fresh)
        # Renaming onto a filled folder fails: of two processes the first wins and both load its keys.
        try:
            fresh.rename(folder)
        except OSError:
            if not folder.exists():
                raise
        _sync(folder.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _make() -> dict[str, bytes]:
    """The five files of a new test seal."""

    pem = serialization.Encoding.PEM
    form = (pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    root_key = ec.generate_private_key(ec.SECP256R1())
    seal_key = ec.generate_private_key(ec.SECP256R1())
    qr_key = ed25519.Ed25519PrivateKey.generate()
    root = _certificate("南中轴综合服务中心测试根", root_key.public_key(), None, root_key)
    seal = _certificate("南中轴综合服务中心测试专用章", seal_key.public_key(), root, root_key)
    qr = _certificate("南中轴综合服务中心测试二维码", qr_key.public_key(), root, root_key)
    return {
        "root.pem": root.public_bytes(pem),
        "seal.pem": seal.public_bytes(pem),
        "seal.key": seal_key.private_bytes(*form),
        "qr.pem": qr.public_bytes(pem),
        "qr.key": qr_key.private_bytes(*form),
    }


def _certificate(
    name: str, key: PublicKey, issuer: x509.Certificate | None, issuer_key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    """A certificate by the root; without an issuer the root itself."""

    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "南中轴综合服务中心（测试）"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    root = issuer is None
    usage = x509.KeyUsage(
        digital_signature=not root,
        content_commitment=not root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )
    public = issuer_key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.BasicConstraints(root, 0 if root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _load(folder: Path) -> SealKeys:

    root, seal, qr = (
        x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes()) for name in ("root", "seal", "qr")
    )
    seal_key, qr_key = (
        serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), None) for name in ("seal", "qr")
    )
    if not isinstance(seal_key, ec.EllipticCurvePrivateKey) or not isinstance(qr_key, ed25519.Ed25519PrivateKey):
        raise TypeError("keys of another kind")
    if seal.public_key() != seal_key.public_key() or qr.public_key() != qr_key.public_key():
        raise ValueError("keys and certificates of different seals")
    if not vouches(root, seal) or not vouches(root, qr):
        raise ValueError("certificates of another root")
    return SealKeys(root, seal, seal_key, qr, qr_key)


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
