"""Applications, files and records of a card: found by identifier, by number, in whatever order they are."""

from __future__ import annotations

from collections.abc import Mapping

from devices.settlement import Settlement
from devices.smartcard import Application, RecordChange, problems
from devices.smartcard.apdu import (
    Answer,
    BadAnswer,
    Ins,
    Send,
    Status,
    command,
    decode_record,
    encode_record,
    exchange,
)
from sync.contract.problem import Problem

LAST_RECORD = 32
"""Highest record number that is looked at."""
_BY_NAME = 0x04
_IN_APPLICATION = 0x02
_CURRENT = 0x04
"""P2 of READ RECORD: P1 is a number, in the current file."""
_FIRST_NAMED = 0x00
"""P2 of READ and UPDATE RECORD: P1 is an identifier, in the current file."""


def ask(send: Send, asked: bytes) -> Answer:
    """Sends a command. Raises Problem `smartcard.unreadable` when what comes is no answer of a card."""
    try:
        return exchange(send, asked)
    except BadAnswer as error:
        raise problems.unreadable(str(error)) from None


def select(send: Send, application: Application) -> None:
    """Chooses an application. Raises Problem `smartcard.foreign`, or `smartcard.unreadable` when the card fails."""
    answer = ask(send, command(Ins.SELECT, _BY_NAME, 0, application.aid))
    match answer.status >> 8:
        case 0x90:
            return
        case 0x69 | 0x6A | 0x6D | 0x6E | 0x67 | 0x6B:
            raise problems.foreign()
    raise problems.unreadable(f"{answer.status:04X} to SELECT")


def select_file(send: Send, file: int) -> bool:
    """Makes a file the current one; whether it is there."""
    return ask(send, command(Ins.SELECT, _IN_APPLICATION, 0, file.to_bytes(2, "big"))).ok


def read_file(send: Send, file: int, lengths: Mapping[int, int]) -> dict[int, bytes]:
    """The values of a file by their tags, as many of `lengths` (bytes by tag) as there are.

    Raises:
        Problem: `smartcard.record` when a record has another length than it says.
    """
    found: dict[int, bytes] = {}
    selected = select_file(send, file)
    if selected:
        for tag, length in lengths.items():
            value = _named(send, tag, length)
            if value is not None:
                found[tag] = value
    short = (file & 0x1F) << 3 | _CURRENT
    for p2 in (_CURRENT, short) if selected else (short,):
        if found.keys() >= lengths.keys():
            break
        for tag, value in _numbered(send, p2).items():
            if tag in lengths:
                found.setdefault(tag, value)
    return found


def read_record(send: Send, file: int, tag: int) -> bytes | None:
    """One value; None when there is no such record."""
    return read_file(send, file, {tag: 0}).get(tag)


def _named(send: Send, tag: int, length: int) -> bytes | None:
    """A record by its identifier; None also for whatever else a card makes of that: it is then found by number."""
    answer = ask(send, command(Ins.READ_RECORD, tag, _FIRST_NAMED, expect=0))
    if answer.status == Status.WRONG_LENGTH:
        answer = ask(send, command(Ins.READ_RECORD, tag, _FIRST_NAMED, expect=length + 2))
    if not answer.ok:
        return None
    try:
        record = decode_record(answer.data)
    except BadAnswer:
        return None
    return record[1] if record is not None and record[0] == tag else None


def _numbered(send: Send, p2: int) -> dict[int, bytes]:
    """All records of a file by their numbers."""
    found: dict[int, bytes] = {}
    for number in range(1, LAST_RECORD + 1):
        answer = ask(send, command(Ins.READ_RECORD, number, p2, expect=0))
        if not answer.ok:
            break
        try:
            record = decode_record(answer.data)
        except BadAnswer as error:
            raise problems.bad_record(str(error)) from None
        if record is not None:
            found.setdefault(*record)
    return found


def compare(send: Send, change: RecordChange) -> Settlement:
    """What a record says now against what a change wants: DONE, NOT_DONE, or UNKNOWN. Raises Problem."""
    if not _same_card(send, change):
        return Settlement.UNKNOWN
    says = read_record(send, change.file, change.tag)
    if says == change.new:
        return Settlement.DONE
    return Settlement.NOT_DONE if says == change.old else Settlement.UNKNOWN


def write(send: Send, change: RecordChange) -> Settlement:
    """Changes a record, once, and reads it back.

    Raises:
        NotBegun: another card, a card that cannot be read, a record that says neither, or the card refuses.
        Problem: the card went away when it was perhaps written.
    """
    try:
        if not _same_card(send, change):
            raise problems.changed()
        says = read_record(send, change.file, change.tag)
        if says == change.new:
            return Settlement.DONE
        if says != change.old:
            raise problems.bad_record("the record that is to be written says something else than expected")
        if not select_file(send, change.file):
            raise problems.bad_record("the file that is to be written is missing")
    except Problem as problem:
        raise problems.not_begun(problem) from problem
    record = encode_record(change.tag, change.new)
    answer = ask(send, command(Ins.UPDATE_RECORD, change.tag, _FIRST_NAMED, record))
    settlement = compare(send, change)
    if settlement is Settlement.NOT_DONE:
        raise problems.refused(answer.status)
    return settlement


def _same_card(send: Send, change: RecordChange) -> bool:
    select(send, change.application)
    return read_record(send, *change.application.holder) == change.holder
