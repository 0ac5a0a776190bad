"""Who is beside the resident, or here in their place: an agent with a written authority, or a volunteer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.identity import Identity
from sync.contract.companion import Role

__all__ = ["Authority", "Companion", "Role"]


@dataclass(frozen=True, repr=False)
class Authority:
    """A written authority (授权委托): who may do what for whom, until when. Its number is no secret."""

    number: str
    items: tuple[str, ...]
    """Codes of the items that it covers."""
    valid_until: datetime

    def covers(self, item: str, at: datetime) -> bool:
        """Whether it allows this item at this moment."""
        return item in self.items and at < self.valid_until


@dataclass(frozen=True, repr=False)
class Companion:
    """The second person of a visit."""

    role: Role
    identity: Identity
    authority: Authority | None = None
    """What allows an agent to act; a volunteer needs none, the resident is here."""
