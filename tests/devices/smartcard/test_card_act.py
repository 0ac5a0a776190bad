"""A card is written at most once for an order; what became of it is asked of the same card, or unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from devices.host import Device
from devices.journal import Journal
from devices.settlement import Settlement
from devices.smartcard import STAFF, RecordChange, problems, records
from devices.smartcard.apdu import Ins, encode_record
from devices.smartcard.card_act import write_record_once
from devices.smartcard.chips import BLANK_NOTE, StaffChip, staff_card
from devices.smartcard.staff import LAST_SERVICE, NOTES
from devices.state import Cancel
from sync.contract.problem import Problem

NEW = b"2025-01-31 k-07."
CHANGE = RecordChange(STAFF, b"tech-7", NOTES, LAST_SERVICE, BLANK_NOTE, NEW)


class Reader:
    """Stands in for a device with its driver: one card, and a moment at which it is pulled."""

    def __init__(self, chip: StaffChip | None) -> None:
        self.chip = chip
        self.pull_before: int | None = None
        self.pull_after: int | None = None
        self.writes = 0

    async def call(self, command: Callable[[Any, Cancel], Any], *, timeout_s: float) -> Any:
        return command(self, Cancel())

    def write_record(self, change: RecordChange, cancel: Cancel) -> Settlement:
        return records.write(self._send, change)

    def compare_record(self, change: RecordChange, cancel: Cancel) -> Settlement:
        return records.compare(self._send, change)

    def _send(self, command: bytes) -> bytes:
        if self.chip is None:
            raise problems.absent_card()
        self.writes += command[1] == Ins.UPDATE_RECORD
        if command[1] == self.pull_before:
            self.chip = None
            raise problems.pulled()
        answer = self.chip.answer(command)
        if command[1] == self.pull_after:
            self.chip = None
            raise problems.pulled()
        return answer


@pytest.fixture
def chip() -> StaffChip:
    return staff_card("tech-7", ec.generate_private_key(ec.SECP256R1()), "123456")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "acts.db")


def note(chip: StaffChip) -> bytes:
    return chip.files[NOTES][0][2:]


async def write(reader: Reader, journal: Journal, order: str = "o1", change: RecordChange = CHANGE) -> Settlement:
    outcome = await write_record_once(cast(Device[Any], reader), journal, order, change)
    assert (outcome.settlement is Settlement.DONE) == (outcome.problem is None)
    return outcome.settlement


async def test_a_record_is_written_once(chip: StaffChip, journal: Journal) -> None:
    reader = Reader(chip)
    assert await write(reader, journal) is Settlement.DONE
    assert note(chip) == NEW
    assert await write(reader, journal) is Settlement.DONE
    assert reader.writes == 1


async def test_pulled_before_it_was_written_is_not_done(chip: StaffChip, journal: Journal) -> None:
    reader = Reader(chip)
    reader.pull_before = Ins.READ_RECORD
    assert await write(reader, journal) is Settlement.NOT_DONE
    assert reader.writes == 0


async def test_pulled_while_it_was_written_is_unknown_and_never_written_again(
    chip: StaffChip, journal: Journal
) -> None:
    reader = Reader(chip)
    reader.pull_after = Ins.UPDATE_RECORD
    assert await write(reader, journal) is Settlement.UNKNOWN
    reader.pull_after, reader.chip = None, chip
    assert await write(reader, journal) is Settlement.DONE, "the card is back and says so"
    assert reader.writes == 1


@pytest.mark.parametrize(
    ("says", "became"),
    [(BLANK_NOTE, Settlement.NOT_DONE), (NEW, Settlement.DONE), (b"x" * 16, Settlement.UNKNOWN)],
)
async def test_asked_later_the_card_tells(chip: StaffChip, journal: Journal, says: bytes, became: Settlement) -> None:
    reader = Reader(chip)
    reader.pull_before = Ins.UPDATE_RECORD
    assert await write(reader, journal) is Settlement.UNKNOWN
    chip.files[NOTES][0] = encode_record(LAST_SERVICE, says)
    reader.pull_before, reader.chip = None, chip
    assert await write(reader, journal) is became
    assert reader.writes == 1


async def test_another_card_tells_nothing(chip: StaffChip, journal: Journal) -> None:
    reader = Reader(chip)
    reader.pull_before = Ins.UPDATE_RECORD
    await write(reader, journal)
    reader.pull_before = None
    reader.chip = staff_card("tech-8", ec.generate_private_key(ec.SECP256R1()), "123456")
    assert await write(reader, journal) is Settlement.UNKNOWN


async def test_nothing_is_written_over_what_was_not_expected(chip: StaffChip, journal: Journal) -> None:
    reader = Reader(chip)
    chip.files[NOTES][0] = encode_record(LAST_SERVICE, b"x" * 16)
    assert await write(reader, journal) is Settlement.NOT_DONE
    assert await write(reader, journal, "o2", replace(CHANGE, holder=b"tech-8")) is Settlement.NOT_DONE
    assert reader.writes == 0


async def test_a_card_that_refuses_says_what_it_said_before(chip: StaffChip, journal: Journal) -> None:
    chip.writable = frozenset()
    assert await write(Reader(chip), journal) is Settlement.NOT_DONE
    assert note(chip) == BLANK_NOTE


async def test_an_order_is_for_one_change_only(chip: StaffChip, journal: Journal) -> None:
    reader = Reader(chip)
    await write(reader, journal)
    with pytest.raises(Problem, match=r"act\.order-reused"):
        await write(reader, journal, change=replace(CHANGE, new=b"y" * 16))
    assert reader.writes == 1


async def test_a_device_that_took_no_command_has_not_begun(chip: StaffChip, journal: Journal) -> None:
    class Absent(Reader):
        async def call(self, command: Callable[[Any, Cancel], Any], *, timeout_s: float) -> Any:
            raise problems.absent("", [])

    assert await write(Absent(chip), journal) is Settlement.NOT_DONE
    assert note(chip) == BLANK_NOTE


async def test_without_a_card_nothing_was_begun(journal: Journal) -> None:
    assert await write(Reader(None), journal) is Settlement.NOT_DONE
