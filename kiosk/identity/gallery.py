"""Residents who log in by face: kept sealed on this kiosk alone, counted, and erased at once and for ever."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from devices.idcard import Sex
from kiosk.clock import BEIJING
from kiosk.identity import Holder, Source
from kiosk.identity.consent import Consents
from kiosk.identity.patience import Patience
from kiosk.settings import FaceLoginSettings
from kiosk.store import Store
from kiosk.store import enrolments as rows
from kiosk.store.enrolments import Enrolment, Templates
from sync.contract.consent import Consent, FilingState, Purpose
from sync.contract.records import RecordId, RecordKind
from sync.database import reading
from sync.feed import end_consent
from sync.outbox import enqueue

OF_AGE = 14
"""A guardian agrees for whoever is younger (PIPL art. 31), and no longer."""
TAIL_TRIES = 5
"""Wrong digits that are compared here, without the centre, before only the centre compares."""
EXPIRY = "expiry"
"""Instead of a visit, where nobody came for so long."""
_NO_LIMIT = 1 << 62
"""The end of a consent is written down however long the queue is."""
_RELIEF = 0.9
"""Below this part of a threshold staff are told anew when it is crossed."""


@dataclass(frozen=True)
class GalleryStatus:
    """How many faces are stored here, and how far that is from the duty to file it."""

    enrolled: int
    guardian: int
    """Of them children for whom a guardian agreed."""
    packs: dict[str, int]
    """By the models that made them; only those of the present ones are searched."""
    oldest: datetime | None
    """When the longest enrolled was enrolled."""
    next_expiry: datetime | None
    """When the next one is erased unless they log in."""
    warn_at: int
    filing_at: int
    state: FilingState


class Gallery:
    """The enrolled of this kiosk. Methods write in one transaction each; a Problem of the database is raised."""

    def __init__(
        self, store: Store, settings: FaceLoginSettings, consents: Consents, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._settings = settings
        self._consents = consents
        self._clock = clock
        self.patience = Patience(clock)
        """With faces that are not recognised."""

    def enrol(self, holder: Holder, template: bytes, pack: str, consent: Consent, tail: str | None = None) -> Enrolment:
        """Keeps a face under the consent that was given for it; an older one of the same person is erased.

        Args:
            template: of this pack, as the vision process made it.
            tail: last digits of the phone that the centre has confirmed; None: the service PIN is the second factor.

        Raises:
            ValueError: there is no template, or the consent is not one to this.
        """
        if not template or not consent.given or consent.purpose is not Purpose.FACE_LOGIN:
            raise ValueError("a face is kept under a consent to face login only")
        now, id, owner = self._clock(), secrets.token_hex(16), self._store.owner(holder.number)
        values = {
            "id": id,
            "owner": owner,
            "pack": pack,
            "consent": consent.consent,
            "guardian": consent.guardian,
            "enrolled_at": now,
            "used_at": now,
            "expires_at": self._until(now, holder.birth if consent.guardian else None),
        }
        with self._store.engine.begin() as connection:
            older = rows.of_owner(connection, owner)
            if older is not None:
                self._end(connection, older, consent.visit, now)
            rows.add(connection, rows.seal(id, template, _packed(holder), tail), values)
            self._tell(connection, now)
            found = rows.by_id(connection, id)
        if older is not None:
            self._store.wipe()
        assert found is not None
        return found

    def of(self, number: str) -> Enrolment | None:
        """What is kept of the holder of this document."""
        with reading(self._store.engine) as connection:
            return rows.of_owner(connection, self._store.owner(number))

    def get(self, id: str) -> Enrolment | None:
        """An enrolment that a search has found; None when it ended meanwhile."""
        with reading(self._store.engine) as connection:
            return rows.by_id(connection, id)

    def holder(self, id: str) -> Holder | None:
        """Whose face it is; None when the enrolment ended meanwhile."""
        with reading(self._store.engine) as connection:
            packed = rows.open_holder(connection, id)
        return None if packed is None else _unpacked(packed)

    def templates(self, pack: str) -> Templates:
        """Everybody of one pack; whoever asks wipes it. A second for a hundred thousand: not in the screen's loop."""
        with reading(self._store.engine) as connection:
            return rows.open_templates(connection, pack, self._clock())

    @asynccontextmanager
    async def opened(self, pack: str) -> AsyncIterator[Templates]:
        """The same beside the screen's loop; it is overwritten at the end, also when nobody waits any more."""
        work = asyncio.ensure_future(asyncio.to_thread(self.templates, pack))
        try:
            yield await asyncio.shield(work)
        finally:
            work.add_done_callback(_wipe)

    def has(self, pack: str) -> bool:
        """Whether there is anybody to look for."""
        with reading(self._store.engine) as connection:
            return rows.any_of(connection, pack, self._clock())

    def fits_tail(self, id: str, tail: str) -> tuple[bool, int]:
        """Compares digits of the phone here, while the centre is away: whether they fit, and how many tries are left.

        With none left nothing is compared any more, until a login that the centre confirmed.
        """
        with self._store.engine.begin() as connection:
            found = rows.by_id(connection, id)
            if found is None or found.failures >= TAIL_TRIES:
                return False, 0
            if rows.tail_fits(connection, id, tail):
                return True, TAIL_TRIES
            rows.change(connection, id, failures=found.failures + 1)
            return False, TAIL_TRIES - found.failures - 1

    def used(self, id: str) -> None:
        """Somebody logged in: wrong digits are forgotten, and the time until it expires begins anew."""
        now = self._clock()
        with self._store.engine.begin() as connection:
            found = rows.by_id(connection, id)
            packed = rows.open_holder(connection, id)
            if found is None or packed is None:
                return
            until = self._until(now, _unpacked(packed).birth if found.guardian else None)
            rows.change(connection, id, used_at=now, expires_at=until, failures=0)

    def withdraw(self, enrolment: Enrolment, visit: str) -> None:
        """Erases a face and its key and tells the centre, in one transaction; then takes them out of the log, too."""
        with self._store.engine.begin() as connection:
            self._end(connection, enrolment, visit, self._clock())
        self._store.wipe()

    def end(self, consent: Consent) -> None:
        """Ends a consent under which nothing came to be kept; the centre no longer counts it."""
        with self._store.engine.begin() as connection:
            self._close(connection, consent.consent, consent.visit, self._clock(), guardian=consent.guardian)

    def tidy(self, now: datetime) -> int:
        """Erases what nobody logged in with for too long; returns how many. Tells staff of a crossed threshold."""
        with self._store.engine.begin() as connection:
            over = rows.expired(connection, now)
            for each in over:
                self._end(connection, each, EXPIRY, now)
            self._tell(connection, now)
        if over:
            self._store.wipe()
        return len(over)

    def status(self) -> GalleryStatus:
        """The count against the thresholds."""
        with reading(self._store.engine) as connection:
            packs, guardian = rows.numbers(connection)
            oldest, next_expiry = rows.oldest(connection)
        warn_at, filing_at = self._settings.warn_at, self._settings.filing_at
        state = FilingState.of(sum(packs.values()), warn_at=warn_at, filing_at=filing_at)
        return GalleryStatus(
            enrolled=sum(packs.values()),
            guardian=guardian,
            packs=packs,
            oldest=oldest,
            next_expiry=next_expiry,
            warn_at=warn_at,
            filing_at=filing_at,
            state=state,
        )

    def _end(self, connection: Connection, enrolment: Enrolment, visit: str, now: datetime) -> None:
        self._close(connection, enrolment.consent, visit, now, guardian=enrolment.guardian)

    def _close(self, connection: Connection, consent: RecordId, visit: str, now: datetime, *, guardian: bool) -> None:
        end_consent(connection, consent, now)
        ended = self._consents.sign(Purpose.FACE_LOGIN, visit, given=False, guardian=guardian, withdraws=consent)
        enqueue(connection, RecordKind.CONSENT, ended.model_dump(mode="json"), made_at=now, limit=_NO_LIMIT)

    def _tell(self, connection: Connection, now: datetime) -> None:
        """A work order once a threshold is crossed: filing takes weeks to prepare."""
        number = rows.number(connection)
        for state, threshold in self._thresholds():
            if number < threshold * _RELIEF:
                rows.untell(connection, state.value)
            elif number >= threshold and rows.tell_once(connection, state.value, now):
                detail = (
                    f"{number} faces are stored on this kiosk ({state.value} at {threshold}). Count them over all "
                    "kiosks: python -m center faces. At 100,000 they have to be filed within 30 working days."
                )
                body = {"visit": "-", "reason": f"faces-{state.value}", "order": None, "detail": detail}
                enqueue(connection, RecordKind.WORK_ORDER, body, made_at=now, limit=_NO_LIMIT)

    def _thresholds(self) -> tuple[tuple[FilingState, int], ...]:
        return ((FilingState.WARN, self._settings.warn_at), (FilingState.FILE, self._settings.filing_at))

    def _until(self, now: datetime, child: date | None) -> datetime:
        """When it ends without use; what a guardian agreed to ends with the 14th birthday."""
        until = now + timedelta(days=self._settings.keep_days)
        return until if child is None else min(until, _birthday(child, OF_AGE))


def _birthday(birth: date, age: int) -> datetime:
    try:
        day = birth.replace(year=birth.year + age)
    except ValueError:  # 29 February
        day = date(birth.year + age, 3, 1)
    return datetime.combine(day, time(), BEIJING)


def _packed(holder: Holder) -> bytes:
    known = {
        "name": holder.name,
        "number": holder.number,
        "birth": holder.birth.isoformat(),
        "sex": holder.sex.value if holder.sex else None,
    }
    return json.dumps(known, ensure_ascii=False).encode()


def _unpacked(packed: bytes) -> Holder:
    known = json.loads(packed)
    return Holder(
        Source.FACE_LOGIN,
        name=known["name"],
        number=known["number"],
        birth=date.fromisoformat(known["birth"]),
        sex=Sex(known["sex"]) if known["sex"] else None,
    )


def _wipe(work: asyncio.Future[Templates]) -> None:
    if not work.cancelled() and work.exception() is None:
        asyncio.get_running_loop().run_in_executor(None, work.result().wipe)
