"""Cards that answer as the standard allows, or as it does not."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from devices.idcard.cards import CARDS
from devices.smartcard.apdu import Ins, decode_record, encode_record
from devices.smartcard.chips import Chip, social_security

Wrap = Callable[[Chip, bytes], bytes]
PERSON = tomllib.loads(CARDS.read_text(encoding="utf-8"))["wang"]


def card() -> Chip:
    """The card of somebody who does not exist."""
    return social_security(PERSON, 1)


def changed(chip: Chip, tag: int, value: bytes) -> Chip:
    """The same card with another value in one of its records."""
    for records in chip.files.values():
        for place, record in enumerate(records):
            if record[0] == tag:
                records[place] = encode_record(tag, value)
    return chip


def value(chip: Chip, tag: int) -> bytes:
    """What a record of a card says."""
    found = dict(each for records in chip.files.values() for each in map(decode_record, records) if each)
    return found[tag]


def is_read(command: bytes) -> bool:
    return command[1] == Ins.READ_RECORD


def by_number_only(chip: Chip, command: bytes) -> bytes:
    return b"\x6a\x81" if is_read(command) and command[3] & 7 != 4 else chip.answer(command)


def in_current_file_only(chip: Chip, command: bytes) -> bytes:
    return b"\x6a\x86" if is_read(command) and command[3] != 4 else chip.answer(command)


def by_short_name_only(chip: Chip, command: bytes) -> bytes:
    """Files cannot be selected; a record is named by its number and the short name of its file."""
    if command[1] == Ins.SELECT and command[2] != 4:
        return b"\x6a\x82"
    return b"\x6a\x86" if is_read(command) and command[3] >> 3 == 0 else chip.answer(command)


def other_length_twice(chip: Chip, command: bytes) -> bytes:
    """First a wrong length is asked for, then the right one."""
    if is_read(command) and command[4] == 0:
        return b"\x6c\x7f"
    return chip.answer(command)


def exact_length(chip: Chip, command: bytes) -> bytes:
    """Wants the exact length and does not tell it."""
    answer = chip.answer(command)
    return b"\x67\x00" if is_read(command) and answer[:1] == b"\x6c" else answer


def more_everywhere(chip: Chip, command: bytes) -> bytes:
    """Answers with 61xx where others answer with the data and 9000."""
    if command[1] == Ins.GET_RESPONSE:
        return chip.answer(command)
    answer = chip.answer(command)
    if answer[:1] == b"\x6c":
        answer = chip.answer(command[:4] + answer[1:])
    if answer.endswith(b"\x90\x00") and command[1] in (Ins.READ_RECORD, Ins.SELECT):
        chip.waiting = answer[:-2] or b"\x6f\x00"
        return b"\x61" + bytes([len(chip.waiting)])
    return answer


def in_pieces(chip: Chip, command: bytes) -> bytes:
    """Tells seven bytes at a time."""
    if command[1] == Ins.GET_RESPONSE and command[4] < len(chip.waiting):
        piece, chip.waiting = chip.waiting[: command[4]], chip.waiting[command[4] :]
        return piece + b"\x61" + bytes([min(7, len(chip.waiting))])
    answer = more_everywhere(chip, command)
    return b"\x61\x07" if answer[:1] == b"\x61" and answer[1] > 7 else answer


def straight(chip: Chip, command: bytes) -> bytes:
    """Never asks for anything again."""
    answer = chip.answer(command)
    if answer[:1] == b"\x6c":
        answer = chip.answer(command[:4] + answer[1:])
    if answer[:1] == b"\x61":
        answer = chip.waiting + b"\x90\x00"
    return answer
