"""What the kiosk keeps: drafts, applications, certificates and prints, encrypted and safe from a power cut."""

from __future__ import annotations

from kiosk.store.drafts import Application, Draft
from kiosk.store.store import Store

__all__ = ["Application", "Draft", "Store"]
