"""Who stands at the kiosk, how sure it is of that, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sync.contract.services import Assurance, Proof

if TYPE_CHECKING:
    from devices.idcard import IdCard, Sex


class Source(StrEnum):
    """What said who it is."""

    ID_CARD = "id-card"
    SOCIAL_SECURITY_CARD = "social-security-card"
    PORTAL = "portal"
    """A code that the resident's phone shows (南中轴服务通)."""
    FACE_LOGIN = "face-login"
    """An enrolled face and a second factor."""
    AUTHORITY = "authority"
    """The written authority of somebody who is not here (委托)."""


@dataclass(frozen=True, repr=False)
class Holder:
    """The person an identity is of. It never shows itself in a log: its repr is the source only."""

    source: Source
    name: str
    number: str
    birth: date
    sex: Sex | None = None
    address: str | None = None
    """None: this source does not say."""
    valid_until: date | None = None
    """Of the document; None: for life, or there is none."""
    portrait: bytes | None = None
    """An open image format; None when there is none to compare with."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} by {self.source}>"

    @classmethod
    def of_card(cls, card: IdCard) -> Holder:
        """The holder of an ID card that lies on the reader."""
        return cls(
            Source.ID_CARD,
            name=card.name,
            number=card.number,
            birth=card.birth,
            sex=card.sex,
            address=getattr(card, "address", None),
            valid_until=card.valid_until,
            portrait=card.portrait,
        )

    def age(self, on: date) -> int:
        """Full years (周岁) on a day."""
        return on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))


@dataclass(frozen=True)
class Identity:
    """A resident as far as the visit knows them."""

    holder: Holder
    assurance: Assurance
    proof: Proof | None = None

    @property
    def name_masked(self) -> str:
        """The name for the screen: others may stand behind the resident."""
        return mask_name(self.holder.name)

    @property
    def number_masked(self) -> str:
        """The document number for the screen."""
        return mask_number(self.holder.number)


def mask_name(name: str) -> str:
    """王丽华 → 王*华, 张三 → 张*; a Latin name keeps its first letters: J*** S****."""
    if name.isascii():
        return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
    return name[:1] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")


def mask_number(number: str) -> str:
    """Keeps the first four and last four characters."""
    return number[:4] + "*" * max(0, len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)
