"""Readers and lines that misbehave in every order: never a wrong record, never longer than the limits say."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from devices.idcard import Resident
from devices.idcard.cards import load_cards
from devices.idcard.faults import CONTENT, WIRE
from devices.idcard.layouts import parse
from devices.idcard.samv import SamvReader
from devices.idcard.samv_frames import Decoder, Status, reply
from devices.idcard.samv_line import SamvTiming
from devices.idcard.simulator import ReaderSimulator
from devices.settings import SamvSettings
from devices.state import Cancel, Cancelled, DeviceProblem
from sync.contract.problem import Family, Problem
from tests.devices.conftest import READER_TIMING

HARMLESS = {"noise", "half-first", "preamble", "twice", "stray"}
"""They cost nothing, however long they last."""


@contextmanager
def opened(settings: SamvSettings, timing: SamvTiming = READER_TIMING) -> Iterator[SamvReader]:
    reader = SamvReader(settings, timing)
    try:
        reader.open()
        yield reader
    finally:
        reader.close()


@pytest.mark.parametrize("fault", sorted(HARMLESS))
def test_what_can_be_told_apart_is_read_through(
    reader: SamvReader, reader_simulator: ReaderSimulator, fault: str
) -> None:
    reader_simulator.apply(fault)
    for key, name in (("wang", "王丽华"), ("li", "李桂兰")):
        reader_simulator.apply("put", {"card": key})
        assert reader.read_card(Cancel()).name == name
        reader_simulator.apply("lift")
        reader.wait_lifted(Cancel())


@pytest.mark.parametrize("fault", sorted(set(WIRE) - HARMLESS - {"silent", "slow", "idle", "sly"}))
def test_a_fault_that_passes_costs_a_moment_and_no_record(
    reader: SamvReader, reader_simulator: ReaderSimulator, fault: str
) -> None:
    reader_simulator.apply("put", {"card": "zhang"})
    reader_simulator.apply(fault, {"argument": "2"})
    assert reader.read_card(Cancel()).name == "张建国"


def test_a_reader_that_pauses_in_every_answer_is_given_more_time_each_time(
    reader: SamvReader, reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    reader.close()
    with opened(reader_settings, SamvTiming()) as patient:
        reader_simulator.apply("put", {"card": "wang"})
        reader_simulator.apply("idle", {"argument": "4"})
        assert patient.read_card(Cancel()).name == "王丽华"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (["select 81 3"], None),
        (["read 41 1"], None),
        (["read 47 1", "select 81 2"], None),
        (["find 80 20"], None),
        (["find 10 1", "read 10 1"], None),
        (["read 41"], "idcard.unreadable"),
        (["select 81"], "idcard.unreadable"),
        (["read 33"], "idcard.unreadable"),
        (["read 24"], "idcard.refused"),
        (["find 21"], "idcard.refused"),
        (["read 60"], "idcard.self-test"),
        (["find 91"], "idcard.out-of-step"),
    ],
)
def test_statuses_are_told_apart(
    reader: SamvReader, reader_simulator: ReaderSimulator, answers: list[str], code: str | None
) -> None:
    reader_simulator.apply("put", {"card": "li"})
    for each in answers:
        reader_simulator.apply("answer", {"question": each})
    if code is None:
        assert reader.read_card(Cancel()).name == "李桂兰"
        return
    started = time.monotonic()
    with pytest.raises(Problem) as told:
        reader.read_card(Cancel())
    assert told.value.code == code
    assert told.value.family is not Family.EXPECTED
    assert time.monotonic() - started < 3


def test_a_card_that_is_lifted_while_reading_fails_is_lifted_and_not_unreadable(
    reader: SamvReader, reader_simulator: ReaderSimulator
) -> None:
    reader_simulator.apply("put", {"card": "li"})
    reader_simulator.apply("answer", {"question": "read 41 1"})
    reader_simulator.apply("answer", {"question": "address 41"})
    assert reader.read_card(Cancel()).name == "李桂兰"
    reader_simulator.apply("lift-when-found")
    reader_simulator.apply("put", {"card": "li"})
    with pytest.raises(Problem) as told:
        reader.read_card(Cancel())
    assert (told.value.code, told.value.family) == ("idcard.lifted", Family.EXPECTED)


@pytest.mark.parametrize("what", sorted(CONTENT))
def test_content_that_cannot_be_is_refused_though_its_checksum_is_right(
    reader: SamvReader, reader_simulator: ReaderSimulator, what: str
) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    reader_simulator.apply("damage", {"what": what})
    with pytest.raises(Problem) as told:
        reader.read_card(Cancel())
    assert (told.value.code, told.value.family) == ("idcard.record", Family.TEMPORARY)
    assert not isinstance(told.value, DeviceProblem), "the reader is well"
    assert "王" not in told.value.technician


@pytest.mark.parametrize("what", ["portrait-zeros", "portrait-ones"])
def test_an_empty_portrait_is_none(reader: SamvReader, reader_simulator: ReaderSimulator, what: str) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    reader_simulator.apply("damage", {"what": what})
    assert reader.read_card(Cancel()).portrait is None


def test_the_new_address_is_read_and_its_absence_costs_nothing(
    reader: SamvReader, reader_simulator: ReaderSimulator
) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    assert reader.read_card(Cancel()).new_address is None
    reader_simulator.apply("new-address", {"address": "北京市示例区永定门外大街9号"})
    reader_simulator.apply("put", {"card": "wang"})
    card = reader.read_card(Cancel())
    assert isinstance(card, Resident)
    assert (card.address, card.new_address) == ("北京市示例区南中轴路12号", "北京市示例区永定门外大街9号")


@pytest.mark.parametrize(("length", "bears"), [("0", None), ("512", 512), ("1024", 1024)])
def test_fingerprints_are_read_where_they_are_wanted(
    reader_simulator: ReaderSimulator, reader_settings: SamvSettings, length: str, bears: int | None
) -> None:
    reader_simulator.apply("fingerprint", {"bytes": length})
    with opened(reader_settings.model_copy(update={"fingerprint": True})) as reader:
        reader_simulator.apply("put", {"card": "wang"})
        card = reader.read_card(Cancel())
    assert card.name == "王丽华"
    assert (None if card.fingerprint is None else len(card.fingerprint)) == bears


def test_a_reader_that_knows_no_fingerprints_reads_without(
    reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    reader_simulator.apply("no-fingerprint")
    with opened(reader_settings.model_copy(update={"fingerprint": True})) as reader:
        for key in ("wang", "li"):
            reader_simulator.apply("put", {"card": key})
            assert reader.read_card(Cancel()).fingerprint is None


@pytest.mark.parametrize("baud", [9600, 57600])
def test_a_reader_that_was_left_at_another_speed_is_found_and_set(
    reader_simulator: ReaderSimulator, reader_settings: SamvSettings, baud: int
) -> None:
    reader_simulator.apply("baud", {"baud": str(baud)})
    started = time.monotonic()
    with opened(reader_settings) as reader:
        assert time.monotonic() - started < 3
        assert reader_simulator.state()["baud"] == 115200
        reader_simulator.apply("put", {"card": "wang"})
        assert reader.read_card(Cancel()).name == "王丽华"


def test_a_reader_that_loses_its_power_for_a_moment_is_read_again(
    reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    with opened(reader_settings, SamvTiming()) as reader:
        reader_simulator.apply("put", {"card": "wang"})
        reader_simulator.apply("restart")
        assert reader.read_card(Cancel()).name == "王丽华"


def test_a_reader_that_says_nothing_new_without_a_card_is_not_believed_for_long(
    reader: SamvReader, reader_simulator: ReaderSimulator
) -> None:
    """Some readers answer 91 to the question for a new address also when no card is there."""
    reader_simulator.apply("answer", {"question": "address 91"})
    assert not reader.present()
    reader_simulator.apply("put", {"card": "wang"})
    assert reader.read_card(Cancel()).name == "王丽华"
    reader_simulator.apply("lift")
    reader.wait_lifted(Cancel())


def test_on_a_line_that_does_damage_two_readings_have_to_agree(
    reader: SamvReader, reader_simulator: ReaderSimulator
) -> None:
    """A pair of flipped bits in one column passes the checksum, and a name has no check of its own."""
    reader_simulator.apply("bad-checksum", {"argument": "1"})
    assert not reader.present()
    reader_simulator.apply("put", {"card": "wang"})
    reader_simulator.apply("sly", {"argument": "3"})  # find, select, and the first reading
    assert reader.read_card(Cancel()).name == "王丽华"


def test_an_unanswered_reading_never_becomes_the_record_of_the_next_person(
    reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    with opened(reader_settings, replace(READER_TIMING, read_s=0.15)) as reader:
        for key, name in (("wang", "王丽华"), ("li", "李桂兰"), ("zhang", "张建国")):
            reader_simulator.apply("put", {"card": key})
            reader_simulator.apply("slow", {"argument": "3"})
            try:
                assert reader.read_card(Cancel()).name == name
            except Problem as problem:
                assert problem.family is Family.TEMPORARY, problem.code
            reader_simulator.apply("lift")


def test_no_flipped_bit_and_no_pair_in_a_column_brings_another_number() -> None:
    """What the checksum misses has to be caught by the record: number, birth and dates agree with each other."""
    text = load_cards()["wang"].text
    frame = reply(Status.OK, bytes.fromhex("01000400") + text + bytes(1024))
    begins, dice, others = frame.index(text), random.Random("pairs"), 0
    for place in range(8 * len(frame)):
        flipped = bytearray(frame)
        flipped[place // 8] ^= 1 << place % 8
        assert not [found for found in Decoder().feed(bytes(flipped)) if isinstance(found, bytes)]
    for _ in range(4000):
        block, bit = bytearray(frame), 1 << dice.randrange(8)
        for at in dice.sample(range(begins, begins + 256), 2):
            block[at] ^= bit
        with suppress(Problem):
            others += parse(bytes(block[begins : begins + 256]), None).number != parse(text, None).number
    assert others <= 2, "measured: 4 of 60,000 pairs change the number and pass its check digit"


def test_hundreds_of_faults_never_bring_another_record(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    dice = random.Random("faults")
    names = {"wang": "王丽华", "li": "李桂兰", "zhang": "张建国"}
    read = 0
    ends = time.monotonic() + 3.0
    while time.monotonic() < ends:
        key = dice.choice(sorted(names))
        reader_simulator.apply("put", {"card": key})
        reader_simulator.apply(
            dice.choice(sorted(set(WIRE) - {"silent", "sly"})), {"argument": str(dice.randint(1, 4))}
        )
        try:
            assert reader.read_card(Cancel()).name == names[key]
            read += 1
        except Problem as problem:
            assert problem.family is Family.TEMPORARY, problem.code
        reader_simulator.apply("ok")
    assert read > 3


@pytest.mark.parametrize("fault", ["", "silent", "cut", "noise", "idle", "behind"])
def test_cancel_is_heard_within_200_ms_whatever_the_line_does(
    reader: SamvReader, reader_simulator: ReaderSimulator, fault: str
) -> None:
    if fault:
        reader_simulator.apply("put", {"card": "wang"})
        reader_simulator.apply(fault)
    cancel, ended = Cancel(), threading.Event()

    def read() -> None:
        with suppress(Cancelled, Problem):
            reader.read_card(cancel)
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    cancel.wait(0.02)
    cancel.request()
    assert ended.wait(0.2)


def test_the_self_test_tells_port_status_module_antenna_and_timing(
    reader: SamvReader, reader_simulator: ReaderSimulator
) -> None:
    test = reader.self_test(Cancel())
    assert test.ok
    assert [each.name for each in test.checks] == ["port", "status", "security module", "antenna", "timing"]
    assert test.checks[2].detail.startswith("05.01-20120101-0000000001-")
    assert len(reader.quick_test(Cancel()).checks) == 2
    reader_simulator.apply("silent")
    broken = reader.self_test(Cancel())
    assert [each.ok for each in broken.checks] == [True, False, False, False, False]
    assert "idcard.silent" in broken.checks[1].detail
