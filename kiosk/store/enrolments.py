"""Enrolled faces as rows: each sealed with a key of its own, so that erasing the key erases every copy."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kiosk.store.tables import enrolments, face_keys, gallery_told

KEY_BITS = 256
_NONCE, _TAG = 12, 16


@dataclass(frozen=True)
class Enrolment:
    """What may be known of an enrolment without opening it."""

    id: str
    owner: str
    pack: str
    """Name of the models that made the template."""
    consent: str
    guardian: bool
    """A guardian agreed for a child under 14."""
    has_tail: bool
    """The last digits of the phone are the second factor, else the service PIN."""
    failures: int
    enrolled_at: datetime
    used_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Templates:
    """Everybody of one pack, opened: template after template in one piece of memory that can be overwritten."""

    ids: tuple[str, ...]
    size: int
    """Bytes of one template."""
    memory: bytearray = field(repr=False)
    """It never changes its length: that could leave a copy behind."""

    def rows(self) -> list[memoryview]:
        """One view a person, in the order of `ids`."""
        whole = memoryview(self.memory)
        return [whole[at * self.size : (at + 1) * self.size] for at in range(len(self.ids))]

    def wipe(self) -> None:
        """Overwrites all of it, in place: a copy on the way would be one more to overwrite."""
        block = bytes(1 << 20)
        with memoryview(self.memory) as whole:
            for at in range(0, len(whole), len(block)):
                part = whole[at : at + len(block)]
                part[:] = block[: len(part)]


@dataclass(frozen=True, repr=False)
class Sealed:
    """What goes into a row besides its dates."""

    key: bytes
    template: bytes
    holder: bytes
    tail: bytes | None


def seal(id: str, template: bytes, holder: bytes, tail: str | None) -> Sealed:
    """Seals with a new key (AES-256-GCM); the id is bound to it, so that rows cannot be swapped."""
    key = AESGCM.generate_key(KEY_BITS)
    cipher = AESGCM(key)
    return Sealed(
        key,
        _closed(cipher, template, _name(id, "template")),
        _closed(cipher, holder, _name(id, "holder")),
        None if tail is None else tail_digest(key, tail),
    )


def tail_digest(key: bytes, tail: str) -> bytes:
    """HMAC-SHA256: four digits are quickly tried by whoever has the key, and by nobody else."""
    return hmac.new(key, b"phone-tail\0" + tail.encode(), hashlib.sha256).digest()


def add(connection: Connection, sealed: Sealed, values: Mapping[str, Any]) -> None:
    """Writes an enrolment; `values` are the other columns. An integrity error: owner or consent is there already."""
    connection.execute(insert(face_keys).values(id=values["id"], key=sealed.key))
    row = {"template": sealed.template, "holder": sealed.holder, "tail": sealed.tail}
    connection.execute(insert(enrolments).values({**values, **row}))


def of_owner(connection: Connection, owner: str) -> Enrolment | None:
    """The enrolment of somebody."""
    row = connection.execute(select(enrolments).where(enrolments.c.owner == owner)).one_or_none()
    return None if row is None else _enrolment(row)


def by_id(connection: Connection, id: str) -> Enrolment | None:
    """One of which the id is known."""
    row = connection.execute(select(enrolments).where(enrolments.c.id == id)).one_or_none()
    return None if row is None else _enrolment(row)


def expired(connection: Connection, now: datetime) -> list[Enrolment]:
    """Those whose time is over."""
    rows = connection.execute(select(enrolments).where(enrolments.c.expires_at <= now))
    return [_enrolment(row) for row in rows]


def number(connection: Connection, pack: str | None = None) -> int:
    """How many there are, of one pack or of all."""
    counted = select(func.count()).select_from(enrolments)
    return connection.execute(counted if pack is None else counted.where(enrolments.c.pack == pack)).scalar_one()


def numbers(connection: Connection) -> tuple[dict[str, int], int]:
    """How many there are of each pack, and for how many of all a guardian agreed."""
    counted = select(enrolments.c.pack, func.count(), func.sum(enrolments.c.guardian)).group_by(enrolments.c.pack)
    found = connection.execute(counted).all()
    return {pack: number for pack, number, _ in found}, sum(guardian for _, _, guardian in found)


def oldest(connection: Connection) -> tuple[datetime | None, datetime | None]:
    """When the longest enrolled was enrolled, and when the next one expires unless they log in."""
    row = connection.execute(select(func.min(enrolments.c.enrolled_at), func.min(enrolments.c.expires_at))).one()
    return row[0], row[1]


def any_of(connection: Connection, pack: str, now: datetime) -> bool:
    """Whether there is anybody of a pack who has not expired."""
    found = select(enrolments.c.id).where(enrolments.c.pack == pack, enrolments.c.expires_at > now).limit(1)
    return connection.execute(found).scalar() is not None


def open_holder(connection: Connection, id: str) -> bytes | None:
    """What was sealed of the holder; None when there is no such enrolment, or its key does not fit."""
    joined = select(face_keys.c.key, enrolments.c.holder).join(enrolments, enrolments.c.id == face_keys.c.id)
    row = connection.execute(joined.where(face_keys.c.id == id)).one_or_none()
    if row is None:
        return None
    try:
        return AESGCM(row.key).decrypt(row.holder[:_NONCE], row.holder[_NONCE:], _name(id, "holder"))
    except InvalidTag:
        return None


def tail_fits(connection: Connection, id: str, tail: str) -> bool:
    """Compares the last digits of the phone with the digest that is kept."""
    joined = select(face_keys.c.key, enrolments.c.tail).join(enrolments, enrolments.c.id == face_keys.c.id)
    row = connection.execute(joined.where(face_keys.c.id == id)).one_or_none()
    if row is None or row.tail is None:
        return False
    return hmac.compare_digest(tail_digest(row.key, tail), row.tail)


def change(connection: Connection, id: str, **values: Any) -> None:
    """Changes dates or the count of failures."""
    connection.execute(update(enrolments).where(enrolments.c.id == id).values(values))


def open_templates(connection: Connection, pack: str, now: datetime) -> Templates:
    """Opens every template of a pack that has not expired; one that cannot be opened is left out."""
    columns = select(enrolments.c.id, face_keys.c.key, enrolments.c.template)
    found = columns.join(face_keys, face_keys.c.id == enrolments.c.id).where(
        enrolments.c.pack == pack, enrolments.c.expires_at > now
    )
    ids: list[str] = []
    memory, size, filled = bytearray(), 0, 0
    try:
        for row in connection.execution_options(yield_per=1000).execute(found):
            if not size:
                size = len(row.template) - _NONCE - _TAG
                memory = bytearray(size * number(connection, pack))
            with memoryview(memory) as whole:
                opened = _open_into(row.key, _name(row.id, "template"), row.template, whole[filled : filled + size])
            if opened:
                ids.append(row.id)
                filled += size
    except BaseException:
        Templates((), 0, memory).wipe()
        raise
    return Templates(tuple(ids), size, memory)


def tell_once(connection: Connection, state: str, at: datetime) -> bool:
    """Whether staff have yet to hear of a threshold; from now on they have."""
    if connection.execute(select(gallery_told).where(gallery_told.c.state == state)).one_or_none() is not None:
        return False
    connection.execute(insert(gallery_told).values(state=state, at=at))
    return True


def untell(connection: Connection, state: str) -> None:
    """The number is far below the threshold again: staff are told anew when it is crossed."""
    connection.execute(delete(gallery_told).where(gallery_told.c.state == state))


def _open_into(key: bytes, name: bytes, sealed: bytes, place: memoryview) -> bool:
    if len(sealed) != _NONCE + len(place) + _TAG:
        return False
    whole = memoryview(sealed)
    try:
        AESGCM(key).decrypt_into(whole[:_NONCE], whole[_NONCE:], name, place)
    except InvalidTag:
        return False
    return True


def _closed(cipher: AESGCM, plain: bytes, name: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, name)


def _name(id: str, part: str) -> bytes:
    return f"{id}/{part}".encode()


def _enrolment(row: Row[Any]) -> Enrolment:
    return Enrolment(
        id=row.id,
        owner=row.owner,
        pack=row.pack,
        consent=row.consent,
        guardian=row.guardian,
        has_tail=row.tail is not None,
        failures=row.failures,
        enrolled_at=row.enrolled_at,
        used_at=row.used_at,
        expires_at=row.expires_at,
    )
