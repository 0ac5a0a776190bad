"""The staff card: PIN, tries, and a signature that only its key can make."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from odd_cards import card as social_security_card

from devices.smartcard import StaffCard
from devices.smartcard.apdu import encode_record
from devices.smartcard.chips import StaffChip, staff_card
from devices.smartcard.problems import PinWrong
from devices.smartcard.staff import FILE, ID, PUBLIC_KEY, identify, prove
from devices.smartcard.staff_issue import KEY_FILE, PUBLIC_FILE, issue, roster_line
from sync.contract.problem import Family, Problem

CHALLENGE = bytes(range(32))
PIN = "246810"


@pytest.fixture
def chip() -> StaffChip:
    return staff_card("tech-7", ec.generate_private_key(ec.SECP256R1()), PIN)


def verify(card: StaffCard, challenge: bytes, signature: bytes) -> None:
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), card.public_key)
    key.verify(signature, challenge, ec.ECDSA(SHA256()))


def test_the_right_pin_makes_a_signature_over_this_challenge(chip: StaffChip) -> None:
    card = identify(chip.answer)
    assert card.id == "tech-7"
    signature = prove(chip.answer, card, PIN, CHALLENGE)
    verify(card, CHALLENGE, signature)
    with pytest.raises(InvalidSignature):
        verify(card, bytes(32), signature)


def test_wrong_pins_count_down_and_the_right_one_starts_anew(chip: StaffChip) -> None:
    card = identify(chip.answer)
    for left in (2, 1):
        with pytest.raises(PinWrong) as raised:
            prove(chip.answer, card, "000000", CHALLENGE)
        assert (raised.value.tries_left, raised.value.family) == (left, Family.EXPECTED)
    prove(chip.answer, card, PIN, CHALLENGE)
    assert chip.tries == 3


def test_three_wrong_pins_block_the_card_for_the_right_one_too(chip: StaffChip) -> None:
    card = identify(chip.answer)
    for _ in range(2):
        with pytest.raises(PinWrong):
            prove(chip.answer, card, "000000", CHALLENGE)
    for pin in ("000000", PIN):
        with pytest.raises(Problem, match=r"staff\.blocked") as raised:
            prove(chip.answer, card, pin, CHALLENGE)
        assert raised.value.family is Family.PERMANENT


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４５６", "1234\n"])
def test_a_pin_of_no_possible_form_spends_no_try(chip: StaffChip, pin: str) -> None:
    card = identify(chip.answer)
    with pytest.raises(PinWrong) as raised:
        prove(chip.answer, card, pin, CHALLENGE)
    assert raised.value.tries_left == chip.tries == 3


def test_without_the_pin_nothing_is_signed(chip: StaffChip) -> None:
    identify(chip.answer)
    assert chip.answer(bytes.fromhex("0088000020") + CHALLENGE) == b"\x69\x82"
    prove(chip.answer, identify(chip.answer), PIN, CHALLENGE)
    chip.reset()
    identify(chip.answer)
    assert chip.answer(bytes.fromhex("0088000020") + CHALLENGE) == b"\x69\x82", "a reset forgets the PIN"


def test_the_pin_is_shown_to_no_other_card(chip: StaffChip) -> None:
    other = staff_card("tech-7", ec.generate_private_key(ec.SECP256R1()), PIN)
    with pytest.raises(Problem, match=r"smartcard\.changed"):
        prove(other.answer, identify(chip.answer), "000000", CHALLENGE)
    assert other.tries == 3


def test_other_cards_are_foreign() -> None:
    with pytest.raises(Problem, match=r"smartcard\.foreign"):
        identify(social_security_card().answer)


@pytest.mark.parametrize(
    ("tag", "says"),
    [(ID, b""), (ID, b"a b"), (ID, "工号".encode()), (PUBLIC_KEY, b"\x04" + bytes(64)), (PUBLIC_KEY, b"")],
)
def test_an_impossible_id_or_key_is_refused(chip: StaffChip, tag: int, says: bytes) -> None:
    chip.files[FILE][tag - 1] = encode_record(tag, says)
    with pytest.raises(Problem, match=r"smartcard\.record"):
        identify(chip.answer)


def test_nothing_shows_pin_or_key(chip: StaffChip) -> None:
    card = identify(chip.answer)
    assert repr(card) == "<StaffCard>"
    assert PIN not in repr(chip)
    with pytest.raises(PinWrong) as raised:
        prove(chip.answer, card, "135791", CHALLENGE)
    assert "135791" not in str(raised.value)


def test_the_card_of_development_is_made_once_and_tells_its_line_for_a_roster(tmp_path: Path) -> None:
    line = roster_line(tmp_path / "run")
    assert line == json.loads((tmp_path / "run" / PUBLIC_FILE).read_text(encoding="utf-8"))
    again = issue(tmp_path / "run")
    assert identify(again.answer) == StaffCard(line["id"], bytes.fromhex(line["public_key"]))
    assert stat.S_IMODE((tmp_path / "run" / KEY_FILE).stat().st_mode) == 0o600
    assert roster_line(tmp_path / "elsewhere")["public_key"] != line["public_key"]
