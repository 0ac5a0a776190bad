"""Written authorities (授权委托书) at the centre: granted, revoked, and asked for by agents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from center.audit import Event, note
from center.centre import BEIJING, Centre
from center.feed import publish
from center.problems import Refusal
from center.registry import Resident, find_resident
from center.schema import authorities
from kiosk.catalog import Catalog, Item, load
from sync.contract.authority import (
    Authorities,
    AuthoritiesQuery,
    EndedAuthority,
    Ending,
    GrantedBy,
    Principal,
    WrittenAuthority,
)
from sync.contract.problem import Family, Words
from sync.contract.records import ChangeKind
from sync.contract.services import Assurance

LONGEST_DAYS = 365
TOLD_FOR = timedelta(days=90)
"""How long an agent is told of an authority that is over."""
ADULT = 18
_REVOKED = "委托人已撤销授权"
_ENDED = Words(
    zh="这份授权书已经到期、撤销，或者不包含这项业务。请委托人重新授权，或到窗口办理。",
    en="This authority has expired, was revoked, or does not cover this item.",
)


@dataclass(frozen=True, repr=False)
class Filed:
    """An authority as it is on file."""

    written: WrittenAuthority
    revoked_at: datetime | None

    def in_force(self, at: datetime) -> bool:
        """Whether somebody may act by it at this moment."""
        return at < self.written.valid_until and (self.revoked_at is None or at < self.revoked_at)


def grant(
    centre: Centre, *, resident: str, agent: str, items: Iterable[str], days: int, by: GrantedBy = GrantedBy.COUNTER
) -> tuple[WrittenAuthority, str]:
    """A new authority and its letter, word by word, for the resident to sign.

    Raises:
        Refusal: somebody is not in the register or is no adult, both are one person, an item is unknown or must
            be done in person, or it would be valid for longer than a year.
    """
    now, catalog = centre.clock(), load()
    wanted = tuple(dict.fromkeys(items))
    _check(resident, agent, wanted, days, catalog)
    with centre.database.write() as connection:
        of, to = (_person(connection, number) for number in (resident, agent))
        _adult(to, now)
        number = f"WT{now.astimezone(BEIJING):%Y%m%d}-{centre.dice(4).hex().upper()}"
        until = now + timedelta(days=days)
        letter = _letter(number, of, to, [catalog.items[item] for item in wanted], until)
        written = WrittenAuthority(
            number=number,
            agent=to.number,
            principal=_principal(of),
            items=wanted,
            granted_by=by,
            granted_at=now,
            valid_until=until,
            terms=hashlib.sha256(letter.encode()).hexdigest(),
        ).signed(Ed25519PrivateKey.from_private_bytes(centre.keys.seed))
        connection.execute(
            authorities.insert().values(
                number=number, agent=agent, resident=resident, valid_until=until, body=written.model_dump_json()
            )
        )
        note(connection, Event.AUTHORITY_GRANTED, now, subject=centre.keys.subject(resident), detail=number)
    return written, letter


def revoke(centre: Centre, number: str) -> bool:
    """Ends an authority now and has every kiosk hear of it; False when it had been revoked before.

    Raises:
        Refusal: there is none of this number.
    """
    now = centre.clock()
    with centre.database.write() as connection:
        filed = find(connection, number)
        if filed is None:
            raise Refusal(
                404, "authority.unknown", Family.EXPECTED, technician=f"No authority {number}: see `authority list`."
            )
        if filed.revoked_at is not None:
            return False
        connection.execute(authorities.update().where(authorities.c.number == number).values(revoked_at=now))
        subject = centre.keys.subject(filed.written.principal.number)
        publish(connection, ChangeKind.REVOCATION, {"number": number, "reason": _REVOKED}, now, kiosk=None)
        note(connection, Event.AUTHORITY_REVOKED, now, subject=subject, detail=number)
    return True


def listed(centre: Centre) -> list[tuple[WrittenAuthority, str]]:
    """All authorities, newest first, each with its state: in-force, expired or revoked."""
    now = centre.clock()
    with centre.database.read() as connection:
        rows = connection.execute(select(authorities).order_by(authorities.c.number.desc())).all()
    return [(filed.written, _state(filed, now)) for filed in (_filed(row.body, row.revoked_at) for row in rows)]


def find(connection: Connection, number: str) -> Filed | None:
    """The authority of this number."""
    row = connection.execute(select(authorities).where(authorities.c.number == number)).one_or_none()
    return _filed(row.body, row.revoked_at) if row else None


def answer(centre: Centre, kiosk: str, query: AuthoritiesQuery) -> Authorities:
    """For whom an agent may act, and which authorities of theirs ended of late.

    Raises:
        Refusal: 403, the kiosk is not sure enough who the agent is; audited.
    """
    now = centre.clock()
    subject = centre.keys.subject(query.number)
    sure = query.assurance.reaches(Assurance.VERIFIED) and query.proof is not None
    with centre.database.write() as connection:
        rows = connection.execute(
            select(authorities)
            .where(authorities.c.agent == query.number, authorities.c.valid_until > now - TOLD_FOR)
            .order_by(authorities.c.valid_until)
        ).all()
        filed = [_filed(row.body, row.revoked_at) for row in rows] if sure else []
        proof = query.proof.value if query.proof else "none"
        detail = f"assurance={query.assurance} proof={proof} found={len(filed)}"
        event = Event.AUTHORITIES_READ if sure else Event.AUTHORITIES_REFUSED
        note(connection, event, now, kiosk=kiosk, subject=subject, visit=query.visit, detail=detail)
    if not sure:
        raise Refusal(
            403,
            "authority.assurance",
            Family.EXPECTED,
            resident=Words(zh="代办前需要先核验代办员本人。", en="The agent has to prove who they are first."),
            technician="Authorities are told to an agent of assurance 'verified' with its proof only.",
        )
    return Authorities(
        granted=tuple(one.written for one in filed if one.in_force(now)),
        ended=tuple(_ended(one) for one in filed if not one.in_force(now) and _end(one) > now - TOLD_FOR),
    )


def check_use(
    connection: Connection, number: str | None, *, agent: str | None, resident: str, item: str, at: datetime
) -> None:
    """Whether this agent may do this for this resident at this moment. Nobody's word counts but the file.

    Args:
        agent: None where the sender has no number to show, only the authority's.

    Raises:
        Refusal: 409 authority.invalid.
    """
    filed = find(connection, number) if number else None
    written = filed.written if filed else None
    good = (
        filed is not None
        and written is not None
        and filed.in_force(at)
        and written.principal.number == resident
        and item in written.items
        and agent in (None, written.agent)
    )
    if not good:
        raise Refusal(
            409,
            "authority.invalid",
            Family.EXPECTED,
            resident=_ENDED,
            technician="No authority in force of this agent for this resident and item: see `authority list`.",
        )


def _check(resident: str, agent: str, items: tuple[str, ...], days: int, catalog: Catalog) -> None:
    wrong = [item for item in items if item not in catalog.items or not catalog.items[item].delegable]
    reason = ""
    if resident == agent:
        reason = "Nobody needs an authority to act for themselves."
    elif not items or wrong:
        named = f"{', '.join(wrong)}: unknown, or to be done in person. " if wrong else "Name at least one item. "
        reason = f"{named}See python -m kiosk catalog list --delegable."
    elif not 1 <= days <= LONGEST_DAYS:
        reason = f"An authority is valid for 1 to {LONGEST_DAYS} days."
    if reason:
        raise Refusal(400, "authority.terms", Family.PERMANENT, technician=reason)


def _person(connection: Connection, number: str) -> Resident:
    found = find_resident(connection, number)
    if found is None:
        raise Refusal(
            404,
            "authority.unknown-person",
            Family.EXPECTED,
            technician="The register has nobody of one of these numbers: python -m center residents.",
        )
    return found


def _adult(agent: Resident, now: datetime) -> None:
    """Civil code, art. 18: whoever acts for others is of full age."""
    born, today = agent.birth, now.astimezone(BEIJING).date()
    if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < ADULT:
        raise Refusal(400, "authority.minor", Family.PERMANENT, technician=f"An agent is at least {ADULT} years old.")


def _principal(resident: Resident) -> Principal:
    return Principal(
        number=resident.number,
        name=resident.name,
        birth=resident.birth,
        sex=resident.sex,
        address=resident.address,
    )


def _letter(number: str, of: Resident, to: Resident, items: list[Item], until: datetime) -> str:
    """授权委托书 after the model of the civil code, art. 165: names, matters, powers, term."""
    last = until.astimezone(BEIJING)
    return "\n".join(
        (
            f"授权委托书 {number}",
            f"委托人 {of.name}，公民身份号码 {of.number}",
            f"受托人（代办员） {to.name}，公民身份号码 {to.number}",
            f"委托事项：{'、'.join(item.name.zh for item in items)}",
            "权限：代为填写、提交申请，代为领取办理结果；不得转委托。",
            f"期限：至 {last:%Y-%m-%d %H:%M}。委托人可随时到任一窗口撤销。",
        )
    )


def _filed(body: str, revoked_at: datetime | None) -> Filed:
    return Filed(WrittenAuthority.model_validate(json.loads(body)), revoked_at)


def _end(filed: Filed) -> datetime:
    return min(filed.written.valid_until, filed.revoked_at or filed.written.valid_until)


def _state(filed: Filed, now: datetime) -> str:
    if filed.in_force(now):
        return "in-force"
    return (Ending.REVOKED if filed.revoked_at is not None else Ending.EXPIRED).value


def _ended(filed: Filed) -> EndedAuthority:
    name = filed.written.principal.name
    return EndedAuthority(
        number=filed.written.number,
        name_masked=name[:1] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else ""),
        how=Ending.REVOKED if filed.revoked_at is not None else Ending.EXPIRED,
        at=_end(filed),
    )
