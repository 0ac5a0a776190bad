"""Answers a resident's question for their own payment record (社会保险缴费记录), and remembers who asked."""

from __future__ import annotations

from datetime import timedelta, timezone

from center.audit import Event, note
from center.centre import Centre
from center.problems import Refusal
from center.registry import find_resident, payment_record
from sync.contract.problem import Family, Words
from sync.contract.services import Assurance, SocialInsuranceQuery, SocialInsuranceRecord

BEIJING = timezone(timedelta(hours=8))
_NEEDED = Assurance.VERIFIED


def answer(centre: Centre, kiosk: str, query: SocialInsuranceQuery) -> SocialInsuranceRecord:
    """The record of the person with this number and this name.

    Raises:
        Refusal: 403 when the kiosk is not sure enough who stands there, 404 when the register has no such
            person (number unknown, or under another name). Both are audited.
    """
    now = centre.clock()
    subject = centre.keys.subject(query.number)
    sure = query.assurance.reaches(_NEEDED) and query.proof is not None
    with centre.database.write() as connection:
        resident = find_resident(connection, query.number) if sure else None
        if resident is not None and resident.name != query.name.strip():
            resident = None
        proof = query.proof.value if query.proof else "none"
        note(
            connection,
            Event.INSURANCE_READ if resident else Event.INSURANCE_REFUSED,
            now,
            kiosk=kiosk,
            subject=subject,
            visit=query.visit[:64],
            detail=f"purpose=own-record assurance={query.assurance} proof={proof}",
        )
        record = payment_record(connection, resident, now.astimezone(BEIJING).date()) if resident else None
    if not sure:
        raise Refusal(
            403,
            "social-insurance.assurance",
            Family.EXPECTED,
            resident=Words(zh="查询社保记录需要先核验本人身份。", en="Please prove your identity first."),
            technician="A payment record needs assurance 'verified' and its proof (face, pin or code).",
        )
    if record is None:
        raise Refusal(
            404,
            "social-insurance.unknown-person",
            Family.EXPECTED,
            resident=Words(
                zh="没有查到您的社保缴费记录，请到窗口咨询。",
                en="No payment record was found for you. Please ask at a counter.",
            ),
            technician="The register has nobody with this number and name.",
        )
    return record
