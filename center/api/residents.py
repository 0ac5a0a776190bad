"""Paths that answer while a resident waits at the kiosk."""

from __future__ import annotations

from fastapi import APIRouter

from center import social_insurance
from center.api.common import SIGNED, CentreHere, KioskHere, StrictRoute, failures
from center.identity import codes, pins
from sync.contract.services import (
    CheckResult,
    CodeCheck,
    CodeRequest,
    CodeSent,
    PinCheck,
    SocialInsuranceQuery,
    SocialInsuranceRecord,
)

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["residents"])


@router.post("/social-insurance", summary="A resident's own payment record", responses=failures(*SIGNED, 404))
def payment_record(centre: CentreHere, kiosk: KioskHere, query: SocialInsuranceQuery) -> SocialInsuranceRecord:
    """社会保险缴费记录 by year and scheme. Needs assurance `verified` and its proof; every call is audited."""
    return social_insurance.answer(centre, kiosk, query)


@router.post("/check/pin", summary="Compare a PIN", responses=failures(*SIGNED))
def check_pin(centre: CentreHere, kiosk: KioskHere, request: PinCheck) -> CheckResult:
    """Five tries, then locks of 5 min, 30 min, 2 h, 24 h. The same answer whether or not the person exists."""
    return pins.check_pin(centre, kiosk, request)


@router.post("/code", summary="Send a one-time code", responses=failures(*SIGNED))
def send_code(centre: CentreHere, kiosk: KioskHere, request: CodeRequest) -> CodeSent:
    """Six digits to the phone on file, valid five minutes; replaces the code before.

    The same answer whether or not the person exists. 409 after ten codes in an hour, or while locked.
    """
    return codes.send_code(centre, kiosk, request)


@router.post("/check/code", summary="Compare a one-time code", responses=failures(*SIGNED))
def check_code(centre: CentreHere, kiosk: KioskHere, request: CodeCheck) -> CheckResult:
    """A code fits once. Tries and locks as with the PIN, counted apart."""
    return codes.check_code(centre, kiosk, request)
