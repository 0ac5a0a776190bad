"""Answers a resident's question for their own payment record (社会保险缴费记录), and remembers who asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from center.audit import Event, note
from center.authorities import check_use
from center.centre import BEIJING, Centre
from center.problems import Refusal
from center.registry import find_resident, payment_record
from sync.contract.problem import Family, Words
from sync.contract.services import Assurance, Proof, SocialInsuranceQuery, SocialInsuranceRecord

ITEM = "social-insurance-record"
"""As authorities name it."""
_NEEDED = Assurance.VERIFIED
_SHORT = 16
"""So much of a subject finds its lines in the audit, and leaves room for the rest."""


def answer(centre: Centre, kiosk: str, query: SocialInsuranceQuery) -> SocialInsuranceRecord:
    """The record of the person with this number and this name.

    Raises:
        Refusal: 403 when the kiosk is not sure enough who stands there, 409 when an agent asks without an
            authority in force, 404 when the register has no such person (number unknown, or under another
            name). All are audited.
    """
    now = centre.clock()
    sure = query.assurance.reaches(_NEEDED) and query.proof is not None
    with centre.database.write() as connection:
        delegated = _delegation(connection, query, now) if sure else None
        resident = find_resident(connection, query.number) if sure and not isinstance(delegated, Refusal) else None
        if resident is not None and resident.name != query.name.strip():
            resident = None
        _audit(centre, connection, kiosk, query, now, read=resident is not None)
        record = payment_record(connection, resident, now.astimezone(BEIJING).date()) if resident else None
    if delegated is not None:
        raise delegated
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


def _delegation(connection: Connection, query: SocialInsuranceQuery, now: datetime) -> Refusal | None:
    """What is wrong with the authority that the query goes by; None when nothing is, or it goes by none."""
    if query.proof is not Proof.AUTHORITY and query.authority is None:
        return None
    try:
        check_use(connection, query.authority, agent=query.agent or "", resident=query.number, item=ITEM, at=now)
    except Refusal as refusal:
        return refusal
    return None


def _audit(
    centre: Centre, connection: Connection, kiosk: str, query: SocialInsuranceQuery, now: datetime, *, read: bool
) -> None:
    """A line about the resident; by an authority one about the agent as well, each naming the authority."""
    proof = query.proof.value if query.proof else "none"
    delegated = query.authority or query.proof is Proof.AUTHORITY
    purpose = f"delegated-record authority={query.authority}" if delegated else "own-record"
    event = Event.INSURANCE_READ if read else Event.INSURANCE_REFUSED
    subject = centre.keys.subject(query.number)
    agent = centre.keys.subject(query.agent) if query.agent else None
    detail = f"purpose={purpose} assurance={query.assurance} proof={proof}"
    acted = f" agent={agent[:_SHORT]}" if agent else ""
    visit = query.visit[:64]
    note(connection, event, now, kiosk=kiosk, subject=subject, visit=visit, detail=detail + acted)
    if delegated and agent:
        detail = f"{event.value} authority={query.authority} resident={subject[:_SHORT]}"
        note(connection, Event.AUTHORITY_USED, now, kiosk=kiosk, subject=agent, visit=visit, detail=detail)
