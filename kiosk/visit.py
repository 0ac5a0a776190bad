"""A visit: everything the kiosk knows of a resident, and the moment it forgets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from devices.idcard import IdCard
from devices.smartcard import SocialSecurityCard
from kiosk.catalog import Item
from kiosk.identity import Identity
from kiosk.identity.companion import Companion
from kiosk.papers.desk import Desk
from kiosk.store import Draft
from sync.contract.problem import Words
from sync.contract.services import Proof, SocialInsuranceRecord


class Outcome(StrEnum):
    """How a visit ended, as its resident would put it."""

    DONE = "done"
    QUEUED = "queued"
    """Written down here; done as soon as the centre can be reached."""
    HANDED_OVER = "handed-over"
    """A person or another place takes it from here, and knows about it."""
    REFUSED = "refused"
    """The kiosk could not be sure who it is."""
    LEFT = "left"
    """The resident ended it."""
    WALKED_AWAY = "walked-away"
    """Nobody answered any more."""


@dataclass
class Tries:
    """What one person has tried in a visit."""

    spent: set[str] = field(default_factory=set)
    """Ways to say or prove who one is that are of no use to them any more in this visit."""
    closed: set[str] = field(default_factory=set)
    """Those of them that too many wrong tries closed, for longer than this visit."""
    shown: bool = False
    """The ways to prove who one is were on the screen: whoever comes back chooses anew."""
    no_portrait: bool = False
    """The portrait on their card cannot be compared with."""


@dataclass
class Visit:
    """Lives from the first touch to the purge; held by nobody after it."""

    began_at: datetime
    id: str = field(default_factory=lambda: uuid4().hex)
    item: Item | None = None
    identity: Identity | None = None
    card: IdCard | None = None
    """The ID card that was read in this visit: another person's must not take its place unseen."""
    slot_card: SocialSecurityCard | None = None
    """The social-security card that said who it is; the same holds for it."""
    companion: Companion | None = None
    """Who acts for the resident or stands beside them (代办员, 志愿者)."""
    values: dict[str, str] = field(default_factory=dict)
    desk: Desk | None = None
    """The papers that were laid down for this item."""
    read: dict[str, str] = field(default_factory=dict)
    """By field of the form: what papers say, as it would be typed."""
    record: SocialInsuranceRecord | None = None
    draft: Draft | None = None
    card_on_reader: bool = False
    card_in_slot: bool = False
    papers: int = 0
    """Sheets waiting in the output tray."""
    settlement: str | None = None
    """What became of the print, if there was one."""
    number: str | None = None
    """The number of the application or certificate."""
    filed: bool = False
    """An application was handed in; it is on its way to the centre."""
    face_checks: list[dict[str, Any]] = field(default_factory=list)
    """How each face check of this visit went, as it is recorded: no picture, nobody's name."""
    forgotten: bool = False
    _proof: Proof | None = None
    _tries: dict[str, Tries] = field(default_factory=dict)
    told: list[Words] = field(default_factory=list)
    """What went wrong or was asked, in the words the resident saw."""

    def begin(self, item: Item) -> None:
        """Turns to an item; who the resident is stays known, what they did for another item does not mix in."""
        self.item = item
        self.values, self.read = {}, {}
        self.desk = self.record = self.draft = None
        self.settlement = self.number = None

    def tried(self, person: str) -> Tries:
        """What somebody has tried; `person` is a keyed hash, empty while nobody is known."""
        return self._tries.setdefault(person, Tries())

    @property
    def closed(self) -> set[str]:
        """What too many wrong tries closed in this visit, to whomever."""
        return {way for tried in self._tries.values() for way in tried.closed}

    def tell(self, words: Words) -> None:
        """Remembers what the resident was told, once in a row."""
        if not self.told or self.told[-1] != words:
            self.told.append(words)

    @property
    def proof(self) -> str | None:
        """What showed that it is the resident; no secret, and still known when the rest is forgotten."""
        proof = self.identity.proof if self.identity else self._proof
        return proof.value if proof else None

    @property
    def known_numbers(self) -> tuple[str, ...]:
        """Whose cards may lie on the reader: of who the visit is, and of who is beside them."""
        companion = (self.companion.identity.holder.number,) if self.companion else ()
        return (*((self.card.number,) if self.card else ()), *companion)

    def forget(self) -> list[str]:
        """Drops everything personal; returns the names of what was erased."""
        self.forgotten = True
        self._proof = self.identity.proof if self.identity else None
        erased = [
            name
            for name in ("identity", "card", "slot_card", "companion", "values", "read", "desk", "record", "draft")
            if getattr(self, name)
        ]
        self.identity = self.card = self.slot_card = self.companion = self.desk = self.record = self.draft = None
        self.values, self.read, self._tries = {}, {}, {}
        return erased
