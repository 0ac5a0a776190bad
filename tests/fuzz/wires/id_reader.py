"""The ID-card reader: frames, answers, records."""

from __future__ import annotations

from datetime import date

from devices.idcard.cards import load_cards
from devices.idcard.layouts import check_digit, parse
from devices.idcard.samv_answers import Fit, fit, new_address, parts, sam_id
from devices.idcard.samv_frames import LONGEST, Command, Damage, Decoder, Status, compose, opened, reply
from sync.contract.problem import Problem
from tests.fuzz.hostile import pieces


def try_record(text: bytes) -> None:
    try:
        card = parse(text, None)
    except Problem as problem:
        assert problem.code == "idcard.record"
        return
    assert card.name.strip()
    assert date(1800, 1, 1) < card.birth <= card.valid_from
    assert card.valid_until is None or card.valid_until > card.valid_from
    if type(card).__name__ in ("Resident", "HkMacauTaiwan"):
        assert check_digit(card.number[:17]) == card.number[17]
        assert card.number[6:14] == card.birth.strftime("%Y%m%d")
    assert card.number not in repr(card)


def attempt(data: bytes) -> None:
    decoder = Decoder()
    for piece in pieces(data):
        for found in decoder.feed(piece):
            if isinstance(found, Damage):
                continue
            assert compose(found) in data, "a payload that was never framed"
            reply = opened(found)
            if reply is None:
                continue
            for command in Command:
                if fit(command, reply) is Fit.ANSWER and command is Command.READ and (got := parts(reply.data)):
                    try_record(got.text)
    assert len(decoder._buffer) < LONGEST + 8 + 61, "it keeps more than one frame"
    if len(data) >= 256:
        try_record(data[:256])
    if len(data) >= 16:
        sam_id(data[:16])
    new_address(data[:70])


def seeds() -> list[bytes]:
    """Good messages."""
    head = bytes.fromhex("01000400")
    cards = [card.text for card in load_cards().values()]
    whole = [reply(Status.OK, head + text + bytes(1024)) for text in cards]
    prints = [reply(Status.OK, head + b"\2\0" + cards[0] + bytes(1536))]
    short = [reply(Status.FOUND, bytes(4)), reply(Status.OK, bytes(8)), reply(Status.READ_FAILED)]
    return [*whole, *prints, *short, *cards, reply(Status.OK, cards[0][52:122])]
