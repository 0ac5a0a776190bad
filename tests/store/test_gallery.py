"""Enrolled faces: sealed, found by their pack, erased with all that could bring them back, counted for the law."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from encrypted_pages import plain_pages, raw_bytes
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from devices.idcard import Sex
from kiosk.identity import Holder, Source
from kiosk.identity.consent import Consents
from kiosk.identity.gallery import TAIL_TRIES, Gallery
from kiosk.identity.patience import FREE, PAUSES, Patience
from kiosk.settings import FaceLoginSettings
from kiosk.store import Store
from kiosk.store.enrolments import Enrolment
from kiosk.store.tables import enrolments, face_keys
from sync import feed
from sync.contract.consent import Consent, FilingState, Purpose
from sync.contract.problem import Problem
from sync.contract.records import Change, ChangeKind, ChangePage
from sync.database import reading
from sync.keyfile import read_key
from sync.tables import ended_consents, outbox

NAME = "王丽华-canary"
NUMBER = "110100198604120022"
WANG = Holder(Source.ID_CARD, name=NAME, number=NUMBER, birth=date(1986, 4, 12), sex=Sex.FEMALE)
LI = Holder(Source.ID_CARD, name="李", number="110100195403080046", birth=date(1954, 3, 8))
TEMPLATE = b"template-canary-" * 64
PACK = "packaged-aaaa"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def store(state: Path, clock: Clock) -> Iterator[Store]:
    store = Store.open(state, clock=clock)
    yield store
    store.close()


@pytest.fixture
def gallery(store: Store, clock: Clock) -> Gallery:
    return of(store, clock)


def of(store: Store, clock: Clock, **settings: int) -> Gallery:
    def note(kind: Any, body: dict[str, Any]) -> bool:
        store.record(kind, body)
        return True

    consents = Consents(Ed25519PrivateKey.generate(), note, clock)
    return Gallery(store, FaceLoginSettings.model_validate(settings), consents, clock)


def agreed(gallery: Gallery, *, guardian: bool = False) -> Consent:
    consent = gallery._consents.answer(Purpose.FACE_LOGIN, "v" * 32, given=True, guardian=guardian)
    assert consent is not None
    return consent


def enrol(gallery: Gallery, holder: Holder = WANG, *, tail: str | None = "0001", pack: str = PACK) -> Enrolment:
    return gallery.enrol(holder, TEMPLATE, pack, agreed(gallery), tail)


def queued(store: Store, kind: str) -> list[dict[str, Any]]:
    with reading(store.engine) as connection:
        rows = connection.execute(select(outbox.c.kind, outbox.c.body).order_by(outbox.c.seq))
        return [row.body for row in rows if row.kind == kind]


def kept(store: Store) -> tuple[int, int]:
    with reading(store.engine) as connection:
        return len(connection.execute(select(enrolments)).all()), len(connection.execute(select(face_keys)).all())


def told(store: Store, consent: str, seq: int = 7) -> None:
    change = Change(seq=seq, kind=ChangeKind.ERASURE, at=datetime(2026, 3, 3, tzinfo=UTC), body={"consent": consent})
    with store.engine.begin() as connection:
        feed.apply(connection, ChangePage(changes=[change], cursor=seq, more=False))


def holds(database: Path, key: bytes, trace: bytes) -> bool:
    return any(trace in page for page in plain_pages(database, key))


def test_who_enrolled_is_found_again_with_all_that_a_visit_needs(gallery: Gallery) -> None:
    made, other = enrol(gallery), enrol(gallery, LI)
    opened = gallery.templates(PACK)
    assert set(opened.ids) == {made.id, other.id} and [bytes(row) for row in opened.rows()] == [TEMPLATE] * 2
    holder = gallery.holder(made.id)
    assert holder == Holder(Source.FACE_LOGIN, name=NAME, number=NUMBER, birth=WANG.birth, sex=WANG.sex)
    assert gallery.of(NUMBER) == made and gallery.of("110100199009210015") is None


def test_templates_are_overwritten_when_the_look_is_over(gallery: Gallery) -> None:
    enrol(gallery)

    async def look() -> bytearray:
        async with gallery.opened(PACK) as opened:
            assert TEMPLATE in opened.memory
            memory = opened.memory
        for _ in range(500):
            if not any(memory):
                break
            await asyncio.sleep(0.01)
        return memory

    assert not any(asyncio.run(look()))


def test_templates_of_other_models_are_not_searched(gallery: Gallery) -> None:
    enrol(gallery, pack="old-bbbb")
    assert not gallery.has(PACK) and gallery.has("old-bbbb")
    assert gallery.templates(PACK).ids == ()
    assert gallery.status().packs == {"old-bbbb": 1}


def test_a_row_opens_with_its_own_key_only(store: Store, gallery: Gallery) -> None:
    first, second = enrol(gallery), enrol(gallery, LI)
    with store.engine.begin() as connection:
        key = select(face_keys.c.key).where(face_keys.c.id == second.id).scalar_subquery()
        connection.execute(face_keys.update().where(face_keys.c.id == first.id).values(key=key))
    assert gallery.holder(first.id) is None and gallery.templates(PACK).ids == (second.id,)


def test_what_is_withdrawn_is_nowhere_even_under_the_encryption(store: Store, gallery: Gallery, state: Path) -> None:
    made = enrol(gallery)
    database, key = state / "store.db", read_key(state / "keys" / "store.key")
    with reading(store.engine) as connection:
        row = connection.execute(select(enrolments)).one()
        secret = connection.execute(select(face_keys.c.key)).scalar_one()
    store.wipe()
    assert holds(database, key, row.owner.encode()) and holds(database, key, row.template[20:80])
    clear = (TEMPLATE[:64], NAME.encode(), NUMBER.encode())
    assert not any(holds(database, key, word) for word in clear), "sealed again below the encryption of the file"
    gallery.withdraw(made, "visit")
    assert kept(store) == (0, 0) and gallery.of(NUMBER) is None and gallery.holder(made.id) is None
    for trace in (row.template[20:80], row.holder[20:80], secret, row.owner.encode()):
        assert not holds(database, key, trace)
    files = [each for each in state.rglob("*") if each.is_file()]
    assert files and not any(word in each.read_bytes() for each in files for word in clear)
    assert not any(holds(database, key, word) for word in clear)
    assert NAME.encode() not in raw_bytes(database)


def test_a_withdrawal_is_signed_and_sent_and_never_refused_by_a_full_queue(state: Path, clock: Clock) -> None:
    store = Store.open(state, clock=clock, queue_limit=2)
    gallery = of(store, clock)
    made = enrol(gallery)
    agreed(gallery)
    with pytest.raises(Problem, match=r"outbox\.full"):
        agreed(gallery)
    gallery.withdraw(made, "visit")
    ended = Consent.model_validate(queued(store, "consent")[-1])
    assert (ended.given, ended.withdraws, ended.purpose) == (False, made.consent, Purpose.FACE_LOGIN)
    assert ended.fits(gallery._consents._key.public_key())
    store.close()


def test_the_centre_erases_through_the_feed(store: Store, gallery: Gallery) -> None:
    made, other = enrol(gallery), enrol(gallery, LI)
    told(store, made.consent)
    assert gallery.of(NUMBER) is None and kept(store) == (1, 1)
    assert gallery.templates(PACK).ids == (other.id,)


def test_a_backup_brings_nobody_back(store: Store, gallery: Gallery, state: Path, tmp_path: Path, clock: Clock) -> None:
    made = enrol(gallery)
    store.wipe()
    shutil.copytree(state, tmp_path / "backup")
    gallery.withdraw(made, "visit")
    restored = Store.open(tmp_path / "backup", clock=clock)
    assert kept(restored) == (1, 1)
    told(restored, made.consent)  # the centre tells it again to whoever asks from an older place in the feed
    assert kept(restored) == (0, 0)
    restored.close()


def test_nobody_is_enrolled_under_a_consent_that_has_ended(store: Store, gallery: Gallery) -> None:
    consent = agreed(gallery)
    told(store, consent.consent)
    with pytest.raises(IntegrityError):
        gallery.enrol(WANG, TEMPLATE, PACK, consent)
    assert kept(store) == (0, 0)


@pytest.mark.parametrize(("purpose", "given"), [(Purpose.FACE_COMPARISON, True), (Purpose.FACE_LOGIN, False)])
def test_nobody_is_enrolled_without_consent_to_it(gallery: Gallery, purpose: Purpose, given: bool) -> None:
    consent = gallery._consents.sign(purpose, "v", given=given)
    with pytest.raises(ValueError, match="consent"):
        gallery.enrol(WANG, TEMPLATE, PACK, consent)


def test_who_enrols_again_ends_the_older_consent(store: Store, gallery: Gallery) -> None:
    first, second = enrol(gallery), enrol(gallery)
    assert kept(store) == (1, 1) and gallery.of(NUMBER) == second
    with reading(store.engine) as connection:
        assert connection.execute(select(ended_consents.c.consent)).scalars().all() == [first.consent]
    assert queued(store, "consent")[-1]["withdraws"] == first.consent


def test_a_year_without_use_erases_and_a_login_begins_it_anew(store: Store, gallery: Gallery, clock: Clock) -> None:
    made = enrol(gallery)
    clock.now += timedelta(days=300)
    gallery.used(made.id)
    clock.now += timedelta(days=364)
    assert gallery.tidy(clock.now) == 0 and gallery.has(PACK)
    clock.now += timedelta(days=2)
    assert not gallery.has(PACK)
    assert gallery.tidy(clock.now) == 1 and kept(store) == (0, 0)
    assert queued(store, "consent")[-1]["visit"] == "expiry"


def test_what_a_guardian_agreed_to_ends_with_the_fourteenth_birthday(gallery: Gallery) -> None:
    child = Holder(Source.ID_CARD, name="小", number="110100201207010017", birth=date(2012, 7, 1))
    made = gallery.enrol(child, TEMPLATE, PACK, agreed(gallery, guardian=True))
    assert made.guardian and made.expires_at == datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
    gallery.used(made.id)
    again = gallery.get(made.id)
    assert again is not None and again.expires_at == made.expires_at


def test_digits_of_the_phone_are_compared_here_a_few_times(gallery: Gallery) -> None:
    made = enrol(gallery, tail="0001")
    assert gallery.fits_tail(made.id, "0001") == (True, TAIL_TRIES)
    lefts = [gallery.fits_tail(made.id, "9999") for _ in range(TAIL_TRIES + 1)]
    assert lefts == [(False, left) for left in (4, 3, 2, 1, 0, 0)]
    assert gallery.fits_tail(made.id, "0001") == (False, 0)
    gallery.used(made.id)
    assert gallery.fits_tail(made.id, "0001") == (True, TAIL_TRIES)


def test_without_a_phone_no_digits_fit(gallery: Gallery) -> None:
    made = enrol(gallery, tail=None)
    assert not made.has_tail and not gallery.fits_tail(made.id, "")[0]


def test_staff_hear_of_each_threshold_once(store: Store, clock: Clock) -> None:
    gallery = of(store, clock, warn_at=2, filing_at=3)
    states = []
    for number in range(4):
        enrol(gallery, Holder(Source.ID_CARD, name="甲", number=f"1101001990092100{number:02d}", birth=LI.birth))
        gallery.tidy(clock.now)
        states.append(gallery.status().state)
    assert states == [FilingState.FINE, FilingState.WARN, FilingState.FILE, FilingState.FILE]
    assert [order["reason"] for order in queued(store, "work-order")] == ["faces-warn", "faces-file"]


def test_staff_hear_of_a_threshold_again_after_it_was_far_away(store: Store, clock: Clock) -> None:
    gallery = of(store, clock, warn_at=2)
    enrol(gallery)
    made = enrol(gallery, LI)
    gallery.withdraw(made, "v")
    gallery.tidy(clock.now)
    enrol(gallery, LI)
    assert len(queued(store, "work-order")) == 2


def test_a_kiosk_asks_for_patience_after_faces_it_does_not_know(clock: Clock) -> None:
    patience = Patience(clock)
    assert [patience.failed() for _ in range(FREE - 1)] == [None] * (FREE - 1)
    for pause in (*PAUSES, PAUSES[-1]):
        assert patience.failed() == clock.now + pause == patience.closed_until
        clock.now += pause
        assert patience.closed_until is None
    patience.passed()
    assert patience.failed() is None


def test_nothing_of_a_person_shows_in_a_repr(gallery: Gallery) -> None:
    made = enrol(gallery)
    shown = f"{made!r} {gallery.templates(PACK)!r} {gallery.holder(made.id)!r}"
    assert NAME not in shown and NUMBER not in shown and "canary" not in shown
