"""Paths that answer while a resident waits at the kiosk."""

from __future__ import annotations

from fastapi import APIRouter

from center import authorities, licences, social_insurance
from center.api.common import SIGNED, CentreHere, KioskHere, StrictRoute, failures
from center.identity import codes, passes, phones, pins
from sync.contract.authority import Authorities, AuthoritiesQuery
from sync.contract.services import (
    CheckResult,
    CodeCheck,
    CodeRequest,
    CodeSent,
    LicencePortrait,
    PassRedeemed,
    PassRedemption,
    PhoneTailCheck,
    PinCheck,
    PortraitQuery,
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
    """Five tries with pauses of 0, 2, 5 and 10 s after a wrong one, then locks of 5 min, 30 min, 2 h, 24 h.

    A try within its pause is neither compared nor counted. The same answer whether or not the person exists.
    """
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


@router.post("/portal/pass/redeem", summary="Whose phone showed a one-time pass", responses=failures(*SIGNED))
def redeem_pass(centre: CentreHere, kiosk: KioskHere, request: PassRedemption) -> PassRedeemed:
    """Good for two minutes, for the first visit that shows it. No holder for any pass that is not good here and now.

    A kiosk that shows twenty such passes is held back for five minutes: no holder for anything meanwhile.
    """
    return passes.redeem(centre, kiosk, request)


@router.post("/authorities", summary="For whom an agent may act", responses=failures(*SIGNED))
def agent_authorities(centre: CentreHere, kiosk: KioskHere, query: AuthoritiesQuery) -> Authorities:
    """授权委托书 in force, signed by the centre, and those that ended of late. Needs assurance `verified`."""
    return authorities.answer(centre, kiosk, query)


@router.post("/check/phone-tail", summary="Compare the last digits of the phone", responses=failures(*SIGNED))
def check_phone_tail(centre: CentreHere, kiosk: KioskHere, request: PhoneTailCheck) -> CheckResult:
    """Four digits, second factor beside an enrolled face. Tries and locks as with the PIN, counted apart."""
    return phones.check_phone_tail(centre, kiosk, request)


@router.post("/licence-portrait", summary="Borrow a portrait for one comparison", responses=failures(*SIGNED, 404))
def licence_portrait(centre: CentreHere, kiosk: KioskHere, query: PortraitQuery) -> LicencePortrait:
    """证照库 portrait of the resident, against their signed consent of a moment ago. Every call is audited."""
    return licences.lend(centre, kiosk, query)
