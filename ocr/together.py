"""What papers of one packet say of each other and of whose packet it is. A field that was not read says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ocr.names import NAMES
from ocr.reading import FieldReading, Frozen, Kind, Reading
from ocr.values.dates import FOREVER


@dataclass(frozen=True, repr=False)
class Known:
    """Whose packet it is, from a source that was checked."""

    name: str
    number: str


class CrossCheck(Frozen):
    """Something that papers agree or disagree on."""

    code: str
    slots: tuple[str, ...]
    """The papers that are concerned."""
    fields: tuple[str, ...]
    passed: bool
    zh: str
    en: str


_HOLDERS: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.ID_FRONT: (("name", "number"),),
    Kind.LEASE: (("tenant", "tenant_number"),),
    Kind.FUND: (("name", "number"),),
    Kind.MARRIAGE: (("name_1", "number_1"), ("name_2", "number_2")),
    Kind.SOCIAL_SECURITY: (("name", "number"),),
    Kind.HEALTH: (("name", "number"),),
    Kind.PROPERTY: (("owner", ""),),
}
"""By kind, which fields name the person whose paper it must be; of two people one has to be it."""
_ROLES = {Kind.LEASE: ("承租人", "the tenant of"), Kind.PROPERTY: ("权利人", "the owner of")}
_Papers = Mapping[str, Reading]


def compare(readings: _Papers, known: Known | None, today: date) -> list[CrossCheck]:
    """Every check that can be made, passed or not, papers in the order that is given."""
    checks = [*_leases(readings, today), *_bank_cards(readings), *_amounts(readings)]
    if known is not None:
        checks = [*_holders(readings, known), *checks]
    return checks


def _holders(readings: _Papers, known: Known) -> Iterator[CrossCheck]:
    for slot, reading in readings.items():
        people = [_says(reading, *fields, known) for fields in _HOLDERS.get(reading.kind, ())]
        told = [same for same in people if same is not None]
        if not told:
            continue
        if any(told):
            passed = True
        elif None in people:
            continue  # the other person of the two may be it
        else:
            passed = False
        zh, en = _role(reading.kind)
        fields = tuple(field for pair in _HOLDERS[reading.kind] for field in pair if field)
        yield CrossCheck(
            code="holder",
            slots=(slot,),
            fields=fields,
            passed=passed,
            zh=f"{zh}和正在办理的人不是同一个人，请换成本人的材料。",
            en=f"{en} is not the person who applies. Please use that person's own papers.",
        )


def _role(kind: Kind) -> tuple[str, str]:
    zh, en = NAMES[kind]
    if kind in _ROLES:
        role_zh, role_en = _ROLES[kind]
        return f"{zh}上的{role_zh}", f"{role_en} {en.removeprefix('a ').removeprefix('an ')}".capitalize()
    return f"{zh}上的人", f"The person named on {en}"


def _says(reading: Reading, name: str, number: str, known: Known) -> bool | None:
    """Whether a paper names this person; None when it was not read. A number proves itself, so it decides."""
    told = _value(reading, number)
    if told is not None:
        return told.upper() == known.number.upper()
    told = _value(reading, name)
    return None if told is None else _same_name(told, known.name)


def _same_name(one: str, other: str) -> bool:
    from ocr.values.text import compact  # noqa: PLC0415  it loads a dictionary, which a window that opens need not

    return compact(one).replace("•", "·") == compact(other).replace("•", "·")


def _leases(readings: _Papers, today: date) -> Iterator[CrossCheck]:
    for slot, reading in readings.items():
        if reading.kind is not Kind.LEASE:
            continue
        begin, end = _day(reading, "begin"), _day(reading, "end")
        if end is not None:
            yield CrossCheck(
                code="lease-over",
                slots=(slot,),
                fields=("end",),
                passed=end >= today,
                zh="租房合同已经到期，请带续签的合同来办理。",
                en="The lease is over. Please bring the renewed one.",
            )
        if begin is not None and end is not None:
            yield CrossCheck(
                code="lease-dates",
                slots=(slot,),
                fields=("begin", "end"),
                passed=begin < end,
                zh="租房合同的起止日期对不上，请核对。",
                en="The dates of the lease do not fit together. Please check them.",
            )
        landlord, tenant = _value(reading, "landlord_number"), _value(reading, "tenant_number")
        if landlord is not None and tenant is not None:
            yield CrossCheck(
                code="landlord-is-tenant",
                slots=(slot,),
                fields=("landlord_number", "tenant_number"),
                passed=landlord != tenant,
                zh="租房合同上出租人和承租人是同一个人，请核对。",
                en="Landlord and tenant of the lease are the same person. Please check it.",
            )


def _bank_cards(readings: _Papers) -> Iterator[CrossCheck]:
    """The account that the application names is that of the card."""
    cards = dict(_fields(readings, Kind.BANK_CARD, "number"))
    for slot, value in _fields(readings, Kind.FUND, "bank_card"):
        for card, number in cards.items():
            yield CrossCheck(
                code="bank-card",
                slots=(slot, card),
                fields=("bank_card", "number"),
                passed=value == number,
                zh="申请表上的银行卡号和这张银行卡不一样，请核对。",
                en="The application names another bank card than this one. Please check it.",
            )


def _amounts(readings: _Papers) -> Iterator[CrossCheck]:
    """The rent of the lease covers what is asked for: a withdrawal is at most a year's rent."""
    rents = [(slot, Decimal(value)) for slot, value in _fields(readings, Kind.LEASE, "rent")]
    for slot, value in _fields(readings, Kind.FUND, "amount"):
        for lease, rent in rents:
            yield CrossCheck(
                code="amount",
                slots=(slot, lease),
                fields=("amount", "rent"),
                passed=Decimal(value) <= rent * 12,
                zh="申请提取的金额比一年的租金还多，请核对。",
                en="More is asked for than a year's rent. Please check the amount.",
            )


def _fields(readings: _Papers, kind: Kind, name: str) -> Iterator[tuple[str, str]]:
    for slot, reading in readings.items():
        if reading.kind is kind and (value := _value(reading, name)) is not None:
            yield slot, value


def _day(reading: Reading, name: str) -> date | None:
    value = _value(reading, name)
    return None if value is None or value == FOREVER else date.fromisoformat(value)


def _value(reading: Reading, name: str) -> str | None:
    field: FieldReading | None = reading.fields.get(name)
    return None if field is None else field.value
