"""What the kiosk keeps: drafts, applications and certificates, encrypted and safe from a power cut."""

from __future__ import annotations

from kiosk.store.drafts import Application, Draft
from kiosk.store.store import KEEP_TRACES, Store

__all__ = ["KEEP_TRACES", "Application", "Draft", "Store"]
