"""Papers of a fictitious resident who rents a home: drawn as pictures for the simulated scanner and camera."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import typst
from PIL import Image, ImageFilter

from kiosk.scenario.people import card

DPI = 300
_SHEET_DPI = 200
_NAMES = ("id-front", "id-back", "lease-1", "lease-2", "bank-card", "withdrawal-form")
SHEETS = ("lease-1", "lease-2", "withdrawal-form")
"""Of A4; the others are cards."""


@dataclass(frozen=True)
class Packet:
    """What the six pages say."""

    name: str
    sex: str
    number: str
    address: str
    issuer: str
    valid: str
    year: str
    month: str
    day: str
    tenant: str
    tenant_number: str
    home: str = "北京市大兴区旧宫镇样本家园7号楼3单元502号"
    landlord: str = "赵志强"
    landlord_number: str = "110100196805170030"
    begin: str = "2026年3月1日"
    end: str = "2028年2月28日"
    rent: str = "4500.00"
    rent_capital: str = "肆仟伍佰元整"
    account: str = "6299991234567890122"
    amount: str = "13500.00"
    amount_capital: str = "壹万叁仟伍佰元整"
    phone: str = "13800000001"
    fund: str = "010012345678"
    applied: str = "2026年11月20日"

    @classmethod
    def of(cls, key: str) -> Packet:
        """The papers of somebody of the cast."""
        says = card(key)
        birth, end = says["birth"], says["end"]
        dotted = [f"{day[:4]}.{day[4:6]}.{day[6:]}" if day.isdigit() else day for day in (says["begin"], end)]
        return cls(
            name=says["name"],
            sex="男" if says["sex"] == "1" else "女",
            number=says["number"],
            address=says["address"],
            issuer=says["issuer"],
            valid="-".join(dotted),
            year=birth[:4],
            month=str(int(birth[4:6])),
            day=str(int(birth[6:])),
            tenant=says["name"],
            tenant_number=says["number"],
        )

    def rented_by(self, key: str) -> Packet:
        """The lease is another person's."""
        says = card(key)
        return replace(self, tenant=says["name"], tenant_number=says["number"])

    def expired(self) -> Packet:
        """The ID card is no longer valid."""
        return replace(self, valid="2004.03.01-2024.03.01")

    def secrets(self) -> dict[str, str]:
        """What must be left nowhere, by name."""
        names = ("name", "number", "home", "landlord", "landlord_number", "account", "phone")
        return {f"{name} of the papers": value for name, value in asdict(self).items() if name in names}


def draw(packet: Packet, folder: Path, suffix: str = "") -> None:
    """Writes the six pages into `folder` as `NAME[-SUFFIX].png`."""
    figures = packet.account
    grouped = " ".join(figures[at : at + 4] for at in range(0, len(figures), 4))
    told: Mapping[str, str] = {**asdict(packet), "account_grouped": grouped}
    made = typst.compile(
        Path(__file__).with_suffix(".typ").read_bytes(),
        format="png",
        ppi=float(DPI),
        sys_inputs={"packet": json.dumps(told, ensure_ascii=False)},
    )
    assert isinstance(made, list)
    for name, data in zip(_NAMES, made, strict=True):
        with Image.open(io.BytesIO(data)) as page:
            save(page.convert("RGB"), folder / f"{name}{suffix}.png", _SHEET_DPI if name in SHEETS else DPI)


def save(page: Image.Image, path: Path, dpi: int) -> None:
    """One page at so many dots per inch, as its file says."""
    size = (round(page.width * dpi / DPI), round(page.height * dpi / DPI))
    page.resize(size, reducing_gap=2.0).save(path, dpi=(dpi, dpi))


def blur(path: Path, to: Path) -> None:
    """The same page out of focus."""
    with Image.open(path) as page:
        page.filter(ImageFilter.GaussianBlur(9)).save(to, dpi=page.info["dpi"])


def turn(path: Path, to: Path) -> None:
    """The same page upside down."""
    with Image.open(path) as page:
        page.rotate(180).save(to, dpi=page.info["dpi"])
