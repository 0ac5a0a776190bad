"""Beside a second person every page says who acts and hides what they need not see; records know them by a key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from inspect import isclass
from types import SimpleNamespace
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices.idcard import Resident, Sex
from kiosk.catalog import load
from kiosk.identity import Holder, Identity, Source
from kiosk.identity.companion import Authority, Companion, Role
from kiosk.identity.company import Company
from kiosk.identity.consent import Consents
from kiosk.journeys import pages
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.dressing import HIDDEN, MASKS, PLAIN, dress, hidden
from kiosk.journeys.pages import FieldKind, Page
from kiosk.journeys.ways import helper
from kiosk.journeys.ways.agent import out_of_scope
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.consent import Purpose
from sync.contract.problem import Problem, Words
from sync.contract.records import RecordKind
from sync.contract.services import Assurance

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORDS = Words(zh="好", en="well")


def person(name: str, number: str) -> Identity:
    return Identity(Holder(Source.ID_CARD, name, number, date(1954, 3, 8)), Assurance.CARD)


LI = person("李桂兰", "110100195403080046")
ZHANG = person("张建国", "110100199009210015")


def visit_with(role: Role | None, resident: Identity | None = LI) -> Visit:
    visit = Visit(began_at=NOW, identity=resident)
    if role is not None:
        authority = Authority("WT20261101-0A1B2C3D", ("senior-card",), NOW + timedelta(days=1))
        visit.companion = Companion(role, ZHANG, authority if role is Role.AGENT else None)
    return visit


RECORD = pages.Record(
    title=WORDS,
    name_masked="李*兰",
    number_masked="1101**********0046",
    summary=((WORDS, "¥ 1,234.00"), (WORDS, Words(zh="12 年", en="12 y"))),
    columns=(WORDS,) * 5,
    rows=(pages.RecordRow(cells=("2009", WORDS, "3", "4,321.00", "345.68")),),
)


@pytest.mark.parametrize("role", list(Role))
def test_a_helper_reads_no_figure_of_the_record(role: Role) -> None:
    page = dress(RECORD, visit_with(role))
    assert isinstance(page, pages.Record)
    assert page.rows[0].cells == ("2009", WORDS, HIDDEN, HIDDEN, HIDDEN)
    shown = page.model_dump_json()
    assert not [value for value in ("1,234", "12 年", "4,321", "345.68", "0046") if value in shown]


def test_alone_the_resident_sees_everything_and_nobody_is_named() -> None:
    assert dress(RECORD, visit_with(None)) == RECORD
    visit = visit_with(Role.VOLUNTEER)
    visit.companion = None
    assert dress(RECORD, visit) == RECORD


def test_a_form_shows_neither_the_address_nor_what_was_typed_before() -> None:
    def field(name: str, kind: FieldKind, value: str) -> pages.Field:
        return pages.Field(name=name, label=WORDS, kind=kind, value=value)

    form = pages.FillForm(
        fields=(
            field("name", FieldKind.GIVEN, "李*兰"),
            field("address", FieldKind.GIVEN, "北京市示例区南中轴路34号"),
            field("phone", FieldKind.DIGITS, "13800000002"),
            field("district", FieldKind.CHOICE, "fengtai"),
        )
    )
    page = dress(form, visit_with(Role.VOLUNTEER))
    assert isinstance(page, pages.FillForm)
    assert [each.value for each in page.fields] == ["李*兰", f"北京市{HIDDEN}", "", "fengtai"]


def test_the_review_is_masked_but_can_be_known_again() -> None:
    review = pages.Review(values=((WORDS, "13800000002"), (WORDS, WORDS), (WORDS, "北京市示例区南中轴路34号")))
    page = dress(review, visit_with(Role.AGENT))
    assert isinstance(page, pages.Review)
    assert [value for _, value in page.values] == [f"{HIDDEN}0002", WORDS, f"北京市{HIDDEN}"]
    assert hidden("") == "" and hidden("1234") == HIDDEN and hidden("李*兰") == "李*兰"


@pytest.mark.parametrize(
    ("role", "resident", "zh"),
    [
        (Role.AGENT, LI, "代办员 张*国 正在为 李*兰 办理"),
        (Role.AGENT, None, "代办员 张*国"),
        (Role.VOLUNTEER, LI, "志愿者 张*国 正在协助 李*兰"),
        (Role.VOLUNTEER, None, "志愿者 张*国 正在协助"),
    ],
)
def test_every_page_says_who_acts(role: Role, resident: Identity | None, zh: str) -> None:
    for page in (pages.ChooseItem(), pages.Wait(doing=WORDS), pages.Rate(), RECORD):
        companion = dress(page, visit_with(role, resident)).companion
        assert companion is not None and companion.zh == zh


def test_beside_a_volunteer_the_pin_and_the_consent_are_the_residents_own() -> None:
    visit = visit_with(Role.VOLUNTEER)
    pin = dress(pages.EnterCode(way="pin"), visit).companion
    consent = dress(pages.Consent(question=WORDS, sentences=(), agree=WORDS, refuse=WORDS), visit).companion
    assert pin is not None and "请本人输入" in pin.zh
    assert consent is not None and "自己选择" in consent.zh


def test_no_page_is_forgotten() -> None:
    """A new page says in dressing.py whether anything personal stands on it."""
    kinds = {each for each in vars(pages).values() if isclass(each) and issubclass(each, Page) and each is not Page}
    assert kinds == set(MASKS) | PLAIN
    assert not set(MASKS) & PLAIN


class Notes:
    """An outbox and a clock that moves a minute a look."""

    def __init__(self) -> None:
        self.written: list[tuple[RecordKind, dict[str, Any]]] = []
        self.now = NOW

    def note(self, kind: RecordKind, body: dict[str, Any]) -> bool:
        self.written.append((kind, body))
        return True

    def clock(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def test_the_help_of_a_visit_is_recorded_once_by_key_and_never_by_name() -> None:
    notes = Notes()
    company = Company(lambda number: "ab" * 32, notes.note, notes.clock)
    agent = Companion(Role.AGENT, ZHANG)
    company.joins("v1", agent)
    company.joins("v1", visit_with(Role.AGENT).companion or agent)
    company.helped("v1", "senior-card", "done")
    company.helped("v1", "senior-card", "done")
    ((kind, body),) = notes.written
    assert kind is RecordKind.COMPANION
    assert (body["role"], body["helper"], body["authority"]) == ("agent", "ab" * 32, "WT20261101-0A1B2C3D")
    assert datetime.fromisoformat(body["ended"]) > datetime.fromisoformat(body["begun"])
    assert ZHANG.holder.number not in str(body) and ZHANG.holder.name not in str(body)
    assert company.marked("v1") and not company.marked("v2")
    company.leaves("v1")
    company.helped("v1", "senior-card", "done")
    assert not company.marked("v1") and len(notes.written) == 1


def test_the_helpers_card_is_known_until_they_are_gone() -> None:
    visit = visit_with(Role.VOLUNTEER)
    assert visit.known_numbers == (ZHANG.holder.number,)
    assert "companion" in visit.forget()
    assert not visit.known_numbers
    assert visit.companion is None


@pytest.mark.parametrize(
    ("item", "later", "revoked", "stopped"),
    [
        ("senior-card", 0, None, False),
        ("social-insurance-record", 0, None, True),
        ("residence-permit", 0, None, True),
        ("senior-card", 2, None, True),
        ("senior-card", 0, "revoked", True),
    ],
)
def test_an_agent_goes_on_with_nothing_that_the_authority_does_not_cover(
    item: str, later: int, revoked: str | None, stopped: bool
) -> None:
    visit = visit_with(Role.AGENT)
    visit.item = load().items[item]
    store = SimpleNamespace(revocation={"WT20261101-0A1B2C3D": revoked}.get)
    services = cast(Services, SimpleNamespace(clock=lambda: NOW + timedelta(days=later), store=store))
    assert (out_of_scope(services, visit) is not None) is stopped
    visit.companion = None
    assert out_of_scope(services, visit) is None


@pytest.mark.parametrize(("birth", "helps"), [(date(2008, 11, 23), True), (date(2008, 11, 24), False)])
async def test_a_helper_is_of_full_age(birth: date, helps: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    card = Resident(
        name="示例",
        sex=Sex.MALE,
        birth=birth,
        number="110100200811230012",
        issuer="示例",
        valid_from=NOW.date(),
        valid_until=None,
        portrait=None,
        ethnic_group="01",
        address="示例",
    )

    async def put(*_: object) -> Resident:
        return card

    told: list[str] = []

    class Talk:
        async def trouble(self, problem: Problem, **_: object) -> None:
            told.append(problem.code)

    monkeypatch.setattr(helper, "ask_card", put)
    page = pages.PresentCard(who="volunteer")
    found = await helper.ask_helper(cast(Services, None), visit_with(None), cast(Conversation, Talk()), page)
    assert (found, told) == ((card, []) if helps else (None, ["companion.minor"]))


def test_a_consent_says_under_its_signature_who_stood_beside() -> None:
    notes = Notes()
    company = Company(lambda number: "ab" * 32, notes.note, notes.clock)
    company.joins("v1", Companion(Role.VOLUNTEER, ZHANG))
    key = Ed25519PrivateKey.generate()
    consents = Consents(key, notes.note, notes.clock, company.mark)
    beside = consents.answer(Purpose.FACE_COMPARISON, "v1", given=True)
    alone = consents.answer(Purpose.FACE_COMPARISON, "v2", given=True)
    assert beside is not None and beside.companion is not None and beside.companion.role is Role.VOLUNTEER
    assert alone is not None and alone.companion is None
    assert beside.fits(key.public_key()) and not beside.model_copy(update={"companion": None}).fits(key.public_key())
