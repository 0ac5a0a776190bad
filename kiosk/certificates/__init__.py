"""Certificates that residents take home: set in type, sealed, and verified anywhere without a network."""

from __future__ import annotations

from kiosk.certificates.certificate import Certificate, Certificates
from kiosk.certificates.trust import Trust
from kiosk.certificates.verification import Verdict, Verification, verify

__all__ = ["Certificate", "Certificates", "Trust", "Verdict", "Verification", "verify"]
