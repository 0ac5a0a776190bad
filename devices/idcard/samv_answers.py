"""Which answer belongs to which question of the SAM_V protocol, and what its data holds.

Replies do not name their request. An answer that came late, or twice, is told apart by its status and by
the length of its data; that is all the protocol offers (GA 450, table of commands).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from devices.idcard.samv_frames import Command, Reply, Status

TEXT = 256
PORTRAIT = 1024
FINGERPRINTS = frozenset({0, 512, 1024})
NEW_ADDRESS = 70
SAM_ID = 16

CARD_FAILED = frozenset(
    {
        Status.CARD_AUTHENTICATION,
        Status.SAM_AUTHENTICATION,
        Status.VERIFICATION,
        Status.INFO_LENGTH,
        Status.UNKNOWN_CARD,
        Status.READ_FAILED,
        Status.RANDOM,
    }
)
"""The reader works and the card does not: it is gone, worn, or another kind of card."""
REFUSED = frozenset(
    {Status.BAD_LENGTH, Status.BAD_COMMAND, Status.NOT_PERMITTED, Status.UNKNOWN_COMMAND, Status.NOT_AUTHORISED}
)
"""The reader does not do what it is asked."""


class Fit(StrEnum):
    """How a reply fits the question that was asked."""

    ANSWER = "answer"
    AGAIN = "again"
    """The reader got the question damaged: ask again."""
    STRAY = "stray"
    """The answer to something else; the right one may follow."""
    MALFORMED = "malformed"
    """The answer to this, in a shape that cannot be."""


@dataclass(frozen=True, repr=False)
class Parts:
    """The parts of a card as it was read; `fingerprint` is empty when there is none."""

    text: bytes
    portrait: bytes
    fingerprint: bytes = b""


def fit(command: Command, reply: Reply) -> Fit:
    """How `reply` fits `command`."""
    status, size = reply.status, len(reply.data)
    if status == Status.BAD_CHECKSUM:
        return Fit.AGAIN
    if size == 0 and (status in REFUSED or status == Status.SELF_TEST):
        return Fit.ANSWER
    match command:
        case Command.FIND:
            good = (status == Status.FOUND and size <= 8) or (status == Status.NOT_FOUND and size == 0)
        case Command.SELECT:
            good = (status == Status.OK and size <= 12) or (
                (status == Status.NOT_SELECTED or status in CARD_FAILED) and size == 0
            )
        case Command.READ | Command.READ_FINGERPRINT:
            if status == Status.OK and size > TEXT:
                return Fit.ANSWER if parts(reply.data) else Fit.MALFORMED
            good = status in CARD_FAILED and size == 0
        case Command.NEW_ADDRESS:
            good = (status == Status.OK and size == NEW_ADDRESS) or (
                (status == Status.NO_ITEM or status in CARD_FAILED) and size == 0
            )
        case Command.SAM_ID:
            good = status == Status.OK and size == SAM_ID
        case _:
            good = status == Status.OK and size == 0
    return Fit.ANSWER if good else Fit.STRAY


def parts(data: bytes) -> Parts | None:
    """The parts of a read card; None when the lengths in front and the bytes behind them do not agree."""
    sizes = 3 if len(data) != 4 + TEXT + PORTRAIT else 2
    head = [int.from_bytes(data[2 * each : 2 * each + 2], "big") for each in range(sizes)]
    if head[:2] != [TEXT, PORTRAIT] or len(data) != 2 * sizes + sum(head) or not {*head[2:]} <= FINGERPRINTS:
        return None
    text = 2 * sizes
    portrait = text + TEXT
    return Parts(data[text:portrait], data[portrait : portrait + PORTRAIT], data[portrait + PORTRAIT :])


def new_address(data: bytes) -> str | None:
    """The address that was written to a card later; None when there is none or it is no text."""
    try:
        text = data.decode("utf-16-le").strip(" \0")
    except UnicodeDecodeError:
        return None
    return text if text and not any(unicodedata.category(each).startswith("C") for each in text) else None


def sam_id(data: bytes) -> str:
    """The number of the reader's security module the way public programs print it, like `05.01-20120101-0000000001`.

    Two numbers of two bytes, then numbers of four bytes, all little-endian. That is how two public
    programs agree on it; no standard that says so was seen, so it is for people and for nothing else.
    """
    first, second = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
    day, serial, check = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
    return f"{first:02}.{second:02}-{day:08}-{serial:010}-{check:010}"
