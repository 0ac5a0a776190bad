"""Reading a social-security card: every way a card may tell its records, and nothing that cannot be right."""

from __future__ import annotations

import contextlib
from datetime import date

import odd_cards
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_cards import PERSON, card, changed, value

from devices.idcard import Sex
from devices.smartcard import SocialSecurityCard
from devices.smartcard.apdu import encode_record
from devices.smartcard.chips import Chip, foreign_card, lengthened
from devices.smartcard.social_security import FILES, Tag, parse, read, told
from sync.contract.problem import Family, Problem


def refused(chip: Chip) -> Problem:
    with pytest.raises(Problem) as raised:
        read(chip.answer)
    return raised.value


def test_all_fields_are_read() -> None:
    assert read(card().answer) == SocialSecurityCard(
        card_code="110100D1560000050000000001",
        card_class="3",
        version="3.00",
        issuer="110100000000000000000000",
        issued=date(2024, 1, 1),
        expires=date(2034, 1, 1),
        card_number="A00000001",
        number=PERSON["number"],
        name=PERSON["name"],
        sex=Sex.FEMALE,
        ethnic_group="01",
        birthplace="110100",
        birth=date(1986, 4, 12),
    )


def test_it_is_told_in_plain_words_and_shows_nothing_by_itself() -> None:
    read_card = read(card().answer)
    assert told(read_card)["social_security_number"] == PERSON["number"]
    assert told(read_card)["issued"] == "2024-01-01"
    assert len(told(read_card)) == len(Tag)
    assert repr(read_card) == "<SocialSecurityCard>"


@pytest.mark.parametrize(
    "wrap",
    [
        odd_cards.by_number_only,
        odd_cards.in_current_file_only,
        odd_cards.by_short_name_only,
        odd_cards.other_length_twice,
        odd_cards.exact_length,
        odd_cards.more_everywhere,
        odd_cards.in_pieces,
        odd_cards.straight,
    ],
    ids=lambda wrap: wrap.__name__,
)
def test_every_way_to_tell_gives_the_same_card(wrap: odd_cards.Wrap) -> None:
    chip = card()
    assert read(lambda command: wrap(chip, command)) == read(card().answer)


def test_records_may_be_in_any_order_and_file_ends() -> None:
    chip = card()
    for records in chip.files.values():
        records.reverse()
        records.insert(1, bytes(12))
        records.append(encode_record(0x55, b"something of the issuer"))
    assert read(lambda command: odd_cards.by_number_only(chip, command)) == read(card().answer)


@pytest.mark.parametrize("padding", [b"\x00", b" ", b"\xff"])
def test_values_may_be_padded_or_not(padding: bytes) -> None:
    for tag, length in ((Tag.NAME, 30), (Tag.CARD_CODE, 16)):
        bare = value(card(), tag).rstrip(b"\x00\xff")
        assert read(changed(card(), tag, bare).answer) == read(card().answer)
        if tag is Tag.NAME:
            assert read(changed(card(), tag, bare.ljust(length + 4, padding)).answer) == read(card().answer)


@pytest.mark.parametrize(
    ("tag", "wrong"),
    [
        (Tag.NUMBER, b"110100198604120029"),
        (Tag.NUMBER, b"11010019860412002"),
        (Tag.NUMBER, b"1101001986041200280"),
        (Tag.NUMBER, b"\x00" * 18),
        (Tag.NUMBER, "１１０１００１９８６".encode("gbk")[:18]),
        (Tag.NAME, b"\x00" * 30),
        (Tag.NAME, "王丽华".encode("gbk")[:5]),
        (Tag.NAME, b"\x81"),
        (Tag.NAME, "王\n丽".encode("gbk")),
        (Tag.NAME, "王".encode("gbk") * 16),
        (Tag.SEX, b"3"),
        (Tag.SEX, b"\xee"),
        (Tag.SEX, b""),
        (Tag.ETHNIC_GROUP, b"\x57"),
        (Tag.ETHNIC_GROUP, b"\x0a"),
        (Tag.BIRTHPLACE, b"\x11\x01"),
        (Tag.BIRTHPLACE, b"\x11\x01\xfa"),
        (Tag.BIRTH, b"\x19\x86\x13\x12"),
        (Tag.BIRTH, b"\x19\x86\x04\x13"),
        (Tag.BIRTH, b"\x19\x86\x04"),
        (Tag.ISSUED, b"\x20\x24\x02\x30"),
        (Tag.ISSUED, b"\x19\x24\x02\x20"),
        (Tag.EXPIRES, b"\x20\x23\x12\x31"),
        (Tag.EXPIRES, b"\xff" * 4),
        (Tag.CARD_NUMBER, b"A12"),
        (Tag.CARD_NUMBER, b"A1234\x0078"),
        (Tag.CARD_CODE, b"\xff" * 16),
        (Tag.CLASS, b"?"),
        (Tag.VERSION, b"\x01\x02\x03\x04"),
        (Tag.ISSUER, b""),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_by_name(tag: Tag, wrong: bytes) -> None:
    problem = refused(changed(card(), tag, wrong))
    assert problem.code == "smartcard.record"
    assert problem.family is Family.TEMPORARY
    assert tag.name in problem.technician
    assert PERSON["number"] not in str(problem)
    assert PERSON["name"] not in str(problem)


@pytest.mark.parametrize("tag", list(Tag))
def test_a_record_that_is_missing_is_named(tag: Tag) -> None:
    chip = card()
    for records in chip.files.values():
        records[:] = [each for each in records if each[0] != tag]
    assert tag.name in refused(chip).technician


def test_without_its_second_file_nothing_is_taken() -> None:
    chip = card()
    del chip.files[0xEF06]
    assert refused(chip).code == "smartcard.record"


def test_records_longer_than_they_are_are_refused() -> None:
    chip = card()
    with pytest.raises(Problem, match=r"smartcard\.record"):
        read(lambda command: lengthened(chip.answer(command)) if odd_cards.is_read(command) else chip.answer(command))


@pytest.mark.parametrize("status", ["6a82", "6a81", "6d00", "6e00", "6999"])
def test_another_card_is_foreign(status: str) -> None:
    with pytest.raises(Problem, match=r"smartcard\.foreign") as raised:
        read(lambda _: bytes.fromhex(status))
    assert raised.value.family is Family.EXPECTED
    assert refused(foreign_card()).code == "smartcard.foreign"


@pytest.mark.parametrize("answer", ["", "90", "6f00", "6581", "6283", "6101"])
def test_a_card_that_fails_is_unreadable(answer: str) -> None:
    with pytest.raises(Problem, match=r"smartcard\.unreadable"):
        read(lambda _: bytes.fromhex(answer))


def test_a_number_of_another_birthday_is_refused() -> None:
    problem = refused(changed(card(), Tag.BIRTH, b"\x19\x86\x04\x13"))
    assert "contradict" in problem.technician


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=8))
def test_no_answers_whatever_make_a_card_or_an_unknown_error(answers: list[bytes]) -> None:
    count = 0

    def send(_: bytes) -> bytes:
        nonlocal count
        count += 1
        return b"\x90\x00" if count == 1 else answers[count % len(answers)] + b"\x90\x00"

    with pytest.raises(Problem):
        read(send)


@given(st.sampled_from(list(Tag)), st.binary(max_size=40))
def test_any_bytes_in_a_record_are_a_value_or_refused(tag: Tag, data: bytes) -> None:
    chip = card()
    values = {each: value(chip, each) for lengths in FILES.values() for each in lengths}
    with contextlib.suppress(Problem):
        read_card = parse(values | {tag: data})
        assert read_card.number[6:14] == f"{read_card.birth:%Y%m%d}"
        assert read_card.name == read_card.name.strip()
