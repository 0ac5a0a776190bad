"""Who stands at the kiosk, how sure it is of that, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from devices.idcard import IdCard
from sync.contract.services import Assurance, Proof


@dataclass(frozen=True)
class Identity:
    """A resident as far as the visit knows them."""

    card: IdCard
    assurance: Assurance
    proof: Proof | None = None

    @property
    def name_masked(self) -> str:
        """The name for the screen: others may stand behind the resident."""
        return mask_name(self.card.name)

    @property
    def number_masked(self) -> str:
        """The document number for the screen."""
        return mask_number(self.card.number)


def mask_name(name: str) -> str:
    """王丽华 → 王*华, 张三 → 张*; a Latin name keeps its first letters: J*** S****."""
    if name.isascii():
        return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
    return name[:1] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")


def mask_number(number: str) -> str:
    """Keeps the first four and last four characters."""
    return number[:4] + "*" * max(0, len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)
