"""The staff card of development: its key is made at first use, and kept beside the wires."""

from __future__ import annotations

import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from devices.smartcard.chips import StaffChip, public_point, staff_card

STAFF_ID = "dev-1"
STAFF_NAME = "开发人员"
DEVELOPMENT_PIN = "123456"
KEY_FILE = "staff-card.key"
PUBLIC_FILE = "staff-card.json"


def issue(folder: Path) -> StaffChip:
    """The simulated staff card of a folder; beside its key lies `staff-card.json`, its line for a roster."""
    chip = staff_card(STAFF_ID, _key(folder / KEY_FILE), DEVELOPMENT_PIN)
    line = {"id": STAFF_ID, "name": STAFF_NAME, "public_key": public_point(chip.key).hex()}
    (folder / PUBLIC_FILE).write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    return chip


def roster_line(folder: Path) -> dict[str, str]:
    """`id`, `name` and `public_key` of the simulated staff card, for the roster of a kiosk in development."""
    issue(folder)
    line: dict[str, str] = json.loads((folder / PUBLIC_FILE).read_text(encoding="utf-8"))
    return line


def _key(file: Path) -> ec.EllipticCurvePrivateKey:
    if file.is_file():
        kept = load_pem_private_key(file.read_bytes(), None)
        assert isinstance(kept, ec.EllipticCurvePrivateKey)
        return kept
    key = ec.generate_private_key(ec.SECP256R1())
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    fresh.replace(file)
    return key
