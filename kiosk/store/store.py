"""The one door to the kiosk's database; a business row and its record for the centre are one transaction."""

from __future__ import annotations

import hashlib
import hmac
import secrets as entropy
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, or_, select

from devices.journal import Journal
from kiosk.store import drafts
from kiosk.store.drafts import Application, Draft
from kiosk.store.journal import hand_over
from kiosk.store.schema import migrate
from kiosk.store.tables import applications, certificates, secrets
from sync import feed, outbox
from sync.contract.packet import pieces
from sync.contract.problem import Words
from sync.contract.records import RecordId, RecordKind
from sync.database import database_path, key_path, open_database, reading, wipe_deleted, wrong_key
from sync.keyfile import read_key, read_or_create_key
from sync.outbox import QUEUE_LIMIT, enqueue
from sync.tables import bulletins, cases, delivered, feed_state, revocations

KEEP_DRAFTS = timedelta(days=30)
"""How long a half-done journey waits for its resident."""
KEEP_TRACES = timedelta(days=180)
"""How long the numbers of settled acts and of delivered records stay; they name nobody."""


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Store:
    """Everything personal that outlives a touch of the screen is in here and nowhere else."""

    def __init__(self, engine: Engine, owner_secret: bytes, clock: Callable[[], datetime], queue_limit: int) -> None:
        self.engine = engine
        self._owner_secret = owner_secret
        self._clock = clock
        self._queue_limit = queue_limit

    @classmethod
    def open(cls, state: Path, *, clock: Callable[[], datetime] = utc_now, queue_limit: int = QUEUE_LIMIT) -> Store:
        """Opens the database below `state`; the first time makes it and its key (mode 0600).

        Raises:
            Problem: store.key (the key does not fit or is gone), store.broken (the file is damaged),
                store.newer (written by newer software); each says what to do.
        """
        path = database_path(state)
        engine = open_database(path, _key(path, key_path(state)))
        try:
            migrate(engine)
            secret = _owner_secret(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, secret, clock, queue_limit)

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    def owner(self, citizen_number: str) -> str:
        """A name for a resident that only this kiosk can make and nobody can turn back: HMAC-SHA256."""
        return hmac.new(self._owner_secret, citizen_number.encode(), hashlib.sha256).hexdigest()

    def save_draft(self, draft: Draft) -> None:
        """Writes a draft; an older one of the same owner and item makes way."""
        with self.engine.begin() as connection:
            drafts.save(connection, draft)

    def find_draft(self, owner: str, item: str) -> Draft | None:
        """The draft that waits for this owner."""
        with reading(self.engine) as connection:
            return drafts.find(connection, owner, item)

    def drop_draft(self, id: str) -> None:
        """Removes a draft; none of that id is fine. `wipe` takes its last traces out of the log."""
        with self.engine.begin() as connection:
            drafts.drop(connection, id)

    def submit(self, application: Application) -> RecordId:
        """Hands an application in and drops its draft; the same number again changes nothing.

        Returns:
            The id of its record, to ask `reached_centre` with.

        Raises:
            Problem: outbox.full.
        """
        with self.engine.begin() as connection:
            known = drafts.record_of(connection, application.number)
            drafts.drop_of(connection, application.owner, application.item)
            if known is not None:
                return known
            body = {**application.body, "number": application.number, "item": application.item}
            at, limit = application.made_at, self._queue_limit
            record = enqueue(connection, RecordKind.APPLICATION, body, made_at=at, limit=limit)
            for attachment in application.attachments:
                for piece in pieces(application.number, attachment):
                    enqueue(connection, RecordKind.ATTACHMENT, piece.model_dump(), made_at=at, limit=limit)
            connection.execute(
                insert(applications).values(
                    number=application.number,
                    item=application.item,
                    owner=application.owner,
                    record=record,
                    made_at=application.made_at,
                )
            )
            return record

    def handed_in(self, owner: str, item: str, *, since: datetime) -> str | None:
        """The number of the newest application of this owner for this item that was made after `since`."""
        with reading(self.engine) as connection:
            return drafts.newest(connection, owner, item, since)

    def record(self, kind: RecordKind, body: dict[str, Any]) -> RecordId:
        """Queues a record that has no row of its own: a consent, a rating, a work order, a purge.

        Raises:
            Problem: outbox.full.
        """
        with self.engine.begin() as connection:
            return enqueue(connection, kind, body, made_at=self._clock(), limit=self._queue_limit)

    def issue_certificate(
        self, number: str, sha256: str, *, item: str, issued_at: datetime, more: Mapping[str, Any] | None = None
    ) -> RecordId:
        """Writes down a certificate before it is printed; the same number again changes nothing.

        Args:
            more: what else the centre is to know of it.

        Returns:
            The id of its record.

        Raises:
            Problem: outbox.full.
        """
        with self.engine.begin() as connection:
            known = connection.execute(select(certificates.c.record).where(certificates.c.number == number)).scalar()
            if known is not None:
                return str(known)
            known_of = {"number": number, "sha256": sha256, "item": item, "issued_at": issued_at.isoformat()}
            body = {**known_of, **(more or {})}
            record = enqueue(connection, RecordKind.CERTIFICATE, body, made_at=issued_at, limit=self._queue_limit)
            row = {"number": number, "sha256": sha256, "item": item, "record": record, "issued_at": issued_at}
            connection.execute(insert(certificates).values(row))
            return record

    def revocation(self, number: str) -> str | None:
        """Why a certificate is no longer valid; None when nothing is known against it."""
        with reading(self.engine) as connection:
            return connection.execute(select(revocations.c.reason).where(revocations.c.number == number)).scalar()

    def bulletins(self) -> list[Words]:
        """Sentences for the attract page, newest first, without those whose time is over."""
        current = or_(bulletins.c.until.is_(None), bulletins.c.until > self._clock())
        with reading(self.engine) as connection:
            rows = connection.execute(select(bulletins).where(current).order_by(bulletins.c.seq.desc())).all()
        return [Words(zh=row.zh, en=row.en) for row in rows]

    def case_state(self, number: str) -> str | None:
        """Where the centre says an application stands."""
        with reading(self.engine) as connection:
            return connection.execute(select(cases.c.state).where(cases.c.number == number)).scalar()

    def reached_centre(self, id: RecordId) -> bool:
        """Whether a record came back from the centre; an answer to its upload alone does not count."""
        with reading(self.engine) as connection:
            return feed.reached(connection, id)

    def last_heard(self) -> datetime | None:
        """When the centre last answered the uploader; None when it never did."""
        with reading(self.engine) as connection:
            row = connection.execute(select(feed_state.c.last_push, feed_state.c.last_pull)).one_or_none()
        return max((moment for moment in row or () if moment is not None), default=None)

    def waiting(self) -> int:
        """How many records the centre has not taken yet; quarantined ones are not counted."""
        with reading(self.engine) as connection:
            return outbox.count(connection)

    def hand_over_prints(self, journal: Journal) -> int:
        """Gives the prints of an older version to the machine's journal, once; returns how many there were."""
        return hand_over(self.engine, journal)

    def wipe(self) -> bool:
        """Takes deleted rows out of the write-ahead log; returns whether nothing of them is left."""
        return wipe_deleted(self.engine)

    def forget_old(self, now: datetime) -> int:
        """Removes drafts nobody came back for and old traces, then wipes; returns how many drafts."""
        with self.engine.begin() as connection:
            forgotten = drafts.forget_before(connection, now - KEEP_DRAFTS)
            connection.execute(delete(delivered).where(delivered.c.taken_at < now - KEEP_TRACES))
            connection.execute(delete(bulletins).where(bulletins.c.until < now))
        self.wipe()
        return forgotten


def _key(database: Path, path: Path) -> bytes:
    try:
        # A new key beside an old database would only make its loss harder to understand.
        return read_key(path) if database.exists() else read_or_create_key(path)
    except (OSError, ValueError) as error:
        raise wrong_key(database, str(error)) from None


def _owner_secret(engine: Engine) -> bytes:
    found = select(secrets.c.value).where(secrets.c.name == "owner")
    with reading(engine) as connection:
        value: bytes | None = connection.execute(found).scalar()
    if value is None:
        with engine.begin() as connection:
            value = connection.execute(found).scalar()
            if value is None:
                value = entropy.token_bytes(32)
                connection.execute(insert(secrets).values(name="owner", value=value))
    return value
