"""Who acted for a resident or helped them in a visit, as every record of it says: never by name."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from sync.contract.records import Wire

AuthorityNumber = Annotated[str, Field(pattern=r"^WT\d{8}-[0-9A-F]{8}$")]
"""委托书编号: the day it was granted and 32 random bits. No secret."""


class Role(StrEnum):
    """In what capacity somebody helps."""

    AGENT = "agent"
    """代办员: acts for a resident who is not here."""
    VOLUNTEER = "volunteer"
    """志愿者: helps a resident who is here."""


class CompanionMark(Wire):
    """The second person of a visit."""

    role: Role
    helper: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Keyed digest of their citizen number; only the kiosk that made it can make it again."""
    authority: AuthorityNumber | None = None
    """The written authority that an agent acted by."""
