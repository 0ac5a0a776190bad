"""Every way through the question who somebody is, worked out from the ways there are and what an item asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.catalog import Item
from kiosk.journeys.ways import CHECKS, ENTRIES, Check, Entry
from kiosk.journeys.ways.agent import AgentEntry
from kiosk.journeys.ways.base import WINDOW
from kiosk.journeys.ways.code import ByPin
from kiosk.journeys.ways.face import ByFace
from kiosk.journeys.ways.face_login import FaceLogin
from kiosk.journeys.ways.licence_face import ByLicencePortrait
from kiosk.journeys.ways.phone_tail import ByPhoneTail
from kiosk.journeys.ways.portal import PortalEntry
from kiosk.journeys.ways.social_security import BySocialSecurityCard
from kiosk.journeys.ways.volunteer import VolunteerEntry
from sync.contract.services import Assurance

ID_CARD = "id-card"
NOTHING = ""
"""In place of a check: this way in proves it by itself, or the item asks for no proof."""
_SECOND_FACTORS = (ByPhoneTail.name, ByPin.name)
_NO_PORTRAIT = {BySocialSecurityCard.name: ByFace.name}
"""Such a card has no portrait to compare with; every other has, and needs none of the licence register."""


class Act(StrEnum):
    """What is done with an item that can be done in two ways."""

    WHOLE = ""
    """There is one way only."""
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, order=True)
class IdentityPath:
    """One way to say and to prove who one is, for one item."""

    item: str
    entry: str
    """`id-card`, or the name of an Entry."""
    check: str
    """The name of a Check, `window`, a second factor, or NOTHING."""
    act: Act = Act.WHOLE
    helped: bool = False
    """A volunteer stands beside the resident."""

    @property
    def looks(self) -> bool:
        """Whether the camera says or proves who it is."""
        return self.entry == FaceLogin.name or self.check in (ByFace.name, ByLicencePortrait.name)

    @property
    def delegated(self) -> bool:
        """Whether somebody acts for a resident who is not here."""
        return self.entry == AgentEntry.name

    def __str__(self) -> str:
        helped = f"{VolunteerEntry.name}+" if self.helped else ""
        act = f" ({self.act})" if self.act else ""
        return f"{self.item}{act} by {helped}{self.entry}{'+' + self.check if self.check else ''}"


def paths(
    item: Item, *, entries: Iterable[type[Entry]] = ENTRIES, checks: Iterable[type[Check]] = CHECKS
) -> Iterator[IdentityPath]:
    """All paths of an item: each way in with each check it leaves open, and each way in beside a volunteer."""
    ways = [entry.name for entry in entries]
    alone = [ID_CARD, *(way for way in ways if way != VolunteerEntry.name)]
    names = [check.name for check in checks]
    for act in (Act.ON, Act.OFF) if "face-login" in item.steps else (Act.WHOLE,):
        for way in alone:
            if not _open_to(item, way, act):
                continue
            proofs = _proofs(item, way, names)
            for proof in proofs:
                yield IdentityPath(item.code, way, proof, act)
            if VolunteerEntry.name in ways and way != AgentEntry.name:
                beside = ByPin.name if ByPin.name in proofs else proofs[0]
                yield IdentityPath(item.code, way, beside, act, helped=True)


def _open_to(item: Item, way: str, act: Act) -> bool:
    """Who is not here acts through others only where the item allows it; who logs in by face has switched it on."""
    if way == AgentEntry.name:
        return item.delegable
    return not (way == FaceLogin.name and act is Act.ON)


def _proofs(item: Item, way: str, checks: list[str]) -> tuple[str, ...]:
    if way == FaceLogin.name:
        return _SECOND_FACTORS
    if way == PortalEntry.name or (item.assurance is not Assurance.VERIFIED and way != AgentEntry.name):
        return (NOTHING,)
    none = _NO_PORTRAIT.get(way, ByLicencePortrait.name)
    return (*(check for check in checks if check != none), WINDOW)
