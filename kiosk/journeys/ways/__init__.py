"""The ways in: to say who one is, and to prove it. Residents choose; none of them is the only one."""

from __future__ import annotations

from kiosk.journeys.ways.agent import AgentEntry
from kiosk.journeys.ways.base import Attempt, Check, Entry
from kiosk.journeys.ways.code import ByCode, ByPin
from kiosk.journeys.ways.face import ByFace
from kiosk.journeys.ways.face_login import FaceLogin
from kiosk.journeys.ways.licence_face import ByLicencePortrait
from kiosk.journeys.ways.portal import PortalCheck, PortalEntry
from kiosk.journeys.ways.social_security import BySocialSecurityCard
from kiosk.journeys.ways.volunteer import VolunteerEntry

ENTRIES: tuple[type[Entry], ...] = (BySocialSecurityCard, PortalEntry, FaceLogin, AgentEntry, VolunteerEntry)
"""Beside the ID card, in the order they are shown."""
CHECKS: tuple[type[Check], ...] = (ByFace, ByPin, ByCode, PortalCheck, ByLicencePortrait)
"""In the order they are shown; the counter is always the last."""

__all__ = ["CHECKS", "ENTRIES", "Attempt", "Check", "Entry"]
