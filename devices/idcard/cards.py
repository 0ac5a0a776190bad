"""The cards of the simulated reader: fictitious people, written into text blocks the way a card holds them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from devices.idcard.layouts import BLOCK, LAYOUTS

CARDS = Path(__file__).with_name("cards.toml")
PORTRAIT = 1024
_FLAGS = {"resident": "", "hk-macau-taiwan": "J", "foreigner-2017": "I", "foreigner-2023": "Y"}


@dataclass(frozen=True, repr=False)
class SimulatedCard:
    """A key for the dock, a label for people, the 256 bytes of text, and whose portrait it bears."""

    key: str
    label: str
    text: bytes
    face: str


def load_cards(path: Path = CARDS) -> dict[str, SimulatedCard]:
    """All cards of a cards.toml by key."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        key: SimulatedCard(key, table.get("name") or table["english_name"], write(table), table.get("face", key))
        for key, table in tables.items()
    }


def write(says: dict[str, str]) -> bytes:
    """The text block of a card; `layout` names one of the four kinds, a value that is too long is refused."""
    flag = _FLAGS[says["layout"]]
    block = bytearray("  ".encode("utf-16-le") * (BLOCK // 4))
    values = {**says, "flag": flag}
    if flag == "Y":
        values["english_name"], values["english_name_more"] = says["english_name"][:35], says["english_name"][35:]
    for field, (offset, length) in LAYOUTS[flag].items():
        value = values.get(field, "")
        data = value.encode("utf-16-le")
        if len(data) > length:
            raise ValueError(f"{field} has {len(data)} bytes, {length} fit")
        block[offset : offset + len(data)] = data
    return bytes(block)


def portrait(people: Path, face: str) -> bytes:
    """The 1024 bytes of a portrait: `<people>/<face>.webp` filled up with zeros, or zeros when there is none."""
    file = people / f"{face}.webp"
    data = file.read_bytes() if file.is_file() else b""
    return data.ljust(PORTRAIT, b"\0") if len(data) <= PORTRAIT else bytes(PORTRAIT)
