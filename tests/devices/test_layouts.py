"""The four layouts of a card, with offsets written down here a second time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.idcard import Foreigner2017, Foreigner2023, HkMacauTaiwan, IdCard, Resident, Sex
from devices.idcard.cards import load_cards
from devices.idcard.layouts import check_digit, parse
from sync.contract.problem import Family, Problem


def block(**fields: tuple[int, str]) -> bytes:
    text = bytearray(" ".encode("utf-16-le") * 128)
    for offset, value in fields.values():
        data = value.encode("utf-16-le")
        text[offset : offset + len(data)] = data
    return bytes(text)


COMMON = {
    "name": (0, "王丽华"),
    "sex": (30, "2"),
    "nation": (32, "01"),
    "birth": (36, "19860412"),
    "address": (52, "北京市示例区南中轴路12号"),
    "number": (122, "110100198604120028"),
    "issuer": (158, "北京市公安局示例分局"),
    "begin": (188, "20200101"),
    "end": (204, "20400101"),
}


def changed(**fields: tuple[int, str]) -> bytes:
    return block(**{**COMMON, **fields})


def test_a_resident() -> None:
    card = parse(block(**COMMON), b"picture")
    assert card == Resident(
        name="王丽华",
        number="110100198604120028",
        sex=Sex.FEMALE,
        birth=date(1986, 4, 12),
        valid_from=date(2020, 1, 1),
        valid_until=date(2040, 1, 1),
        portrait=b"picture",
        ethnic_group="01",
        address="北京市示例区南中轴路12号",
        issuer="北京市公安局示例分局",
    )


def test_a_card_for_life() -> None:
    assert parse(changed(end=(204, "长期    ")), None).valid_until is None


def test_hong_kong_macau_taiwan() -> None:
    card = parse(
        changed(
            birth=(36, "19881105"),
            number=(122, "81000019881105000X"),
            permit=(220, "H00000000"),
            count=(238, "01"),
            flag=(248, "J"),
        ),
        None,
    )
    assert isinstance(card, HkMacauTaiwan)
    assert (card.pass_number, card.issue_count, card.number) == ("H00000000", "01", "81000019881105000X")


def test_foreigner_of_2017() -> None:
    card = parse(
        block(
            english=(0, "SMITH, ALEX EXAMPLE"),
            sex=(120, "1"),
            number=(122, "XXA110079051300"),
            country=(152, "XXA"),
            name=(158, "史示例"),
            begin=(188, "20180101"),
            end=(204, "20280101"),
            birth=(220, "19790513"),
            version=(236, "01"),
            office=(240, "1500"),
            flag=(248, "I"),
        ),
        None,
    )
    assert isinstance(card, Foreigner2017)
    assert (card.name, card.english_name, card.country) == ("史示例", "SMITH, ALEX EXAMPLE", "XXA")
    assert (card.number, card.birth, card.version, card.office) == ("XXA110079051300", date(1979, 5, 13), "01", "1500")


def test_foreigner_of_2023_whose_name_goes_on_in_a_second_field() -> None:
    card = parse(
        block(
            name=(0, "贾示例"),
            sex=(30, "2"),
            renewals=(32, "00"),
            birth=(36, "19920630"),
            english=(52, "GARCIA EXAMPLE, MARIA FERNANDA DE L"),
            number=(122, "911999199206300007"),
            begin=(188, "20240101"),
            end=(204, "20340101"),
            more=(220, "OS ANGELES"),
            country=(242, "XXA"),
            flag=(248, "Y"),
            link=(250, "001"),
        ),
        None,
    )
    assert isinstance(card, Foreigner2023)
    assert card.english_name == "GARCIA EXAMPLE, MARIA FERNANDA DE LOS ANGELES"
    assert (card.name, card.country, card.renewals, card.old_number_link) == ("贾示例", "XXA", "00", "001")


def test_a_foreigner_without_a_chinese_name_is_addressed_by_the_english_one() -> None:
    text = bytearray(load_cards()["smith"].text)
    text[158:188] = " ".encode("utf-16-le") * 15
    assert parse(bytes(text), None).name == "SMITH, ALEX EXAMPLE"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"number": (122, "110100198604120029")}, "check digit"),
        ({"number": (122, "11010019860412002")}, "number"),
        ({"number": (122, "１１０１００198604120028")}, "number"),
        ({"birth": (36, "19860231")}, "birth"),
        ({"birth": (36, "1986041 ")}, "birth"),
        ({"birth": (36, "19860413")}, "another day of birth"),
        ({"birth": (36, "20210412"), "number": (122, "110100202104120021")}, "order"),
        ({"end": (204, "20191231")}, "order"),
        ({"nation": (32, "99")}, "GB/T 3304"),
        ({"name": (0, "王\u200f华")}, "name"),
        ({"address": (52, "北京\ue5e5\u0378")}, "address"),
        ({"begin": (188, "长期    ")}, "begin"),
        ({"sex": (30, "3")}, "sex"),
        ({"name": (0, "   ")}, "name"),
        ({"name": (0, "王\n华")}, "name"),
        ({"flag": (248, "Z")}, "kind"),
        ({"number": (122, "810000198811050007"), "flag": (248, "J")}, "check digit"),
    ],
)
def test_a_record_that_cannot_be_right_is_refused_without_its_values(
    wrong: dict[str, tuple[int, str]], named: str
) -> None:
    with pytest.raises(Problem) as told:
        parse(changed(**wrong), None)
    assert (told.value.code, told.value.family) == ("idcard.record", Family.TEMPORARY)
    assert named in told.value.technician
    for _, value in {**COMMON, **wrong}.values():
        assert len(value.strip()) < 3 or value.strip() not in str(told.value)


@given(st.binary(min_size=256, max_size=256))
def test_arbitrary_blocks_are_a_card_or_a_problem(text: bytes) -> None:
    try:
        card = parse(text, None)
    except Problem as problem:
        assert problem.code == "idcard.record"
    else:
        assert card.name


@given(st.sampled_from(sorted(load_cards())), st.integers(122, 157), st.integers(1, 255))
def test_a_changed_byte_of_a_number_never_gives_another_number(key: str, place: int, change: int) -> None:
    text = bytearray(load_cards()[key].text)
    right = parse(bytes(text), None)
    if not isinstance(right, Resident | HkMacauTaiwan):
        return
    text[place] ^= change
    try:
        assert parse(bytes(text), None).number == right.number
    except Problem as problem:
        assert problem.code == "idcard.record"


@pytest.mark.parametrize(
    ("first17", "last"), [("11010519491231002", "X"), ("44052418800101001", "4")], ids=["standard-1", "standard-2"]
)
def test_the_check_digit_agrees_with_the_examples_of_gb_11643(first17: str, last: str) -> None:
    assert check_digit(first17) == last


def test_the_cast_is_who_it_should_be() -> None:
    cast = {key: parse(card.text, None) for key, card in load_cards().items()}
    assert {key: type(card).__name__ for key, card in cast.items()} == {
        "wang": "Resident",
        "li": "Resident",
        "zhang": "Resident",
        "zhou": "Resident",
        "tang": "Resident",
        "chen": "HkMacauTaiwan",
        "smith": "Foreigner2017",
        "garcia": "Foreigner2023",
    }
    residents: list[IdCard] = [cast[key] for key in ("wang", "li", "zhang")]
    assert [card.name for card in residents] == ["王丽华", "李桂兰", "张建国"]
    assert all(card.number.startswith("110100" + card.birth.strftime("%Y%m%d")) for card in residents)
    assert cast["li"].valid_until is None


def test_a_card_never_shows_itself() -> None:
    card = parse(block(**COMMON), b"picture")
    assert repr(card) == "<Resident>"
    assert "王" not in f"{card} {[card]}"


@pytest.mark.parametrize("filling", ["\0", "\u3000", "\uffff"])
def test_fields_are_filled_up_with_whatever_the_maker_chose(filling: str) -> None:
    blank = block(**COMMON)
    filled = blank.decode("utf-16-le").replace(" ", filling).encode("utf-16-le")
    assert parse(filled, None) == parse(blank, None)
