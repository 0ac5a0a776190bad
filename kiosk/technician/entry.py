"""Who may come in: the card is on the roster, its PIN fits, and it signs a fresh challenge with its own key."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from devices.host import Device
from kiosk.technician.lockout import Lockout, lock_path, locked_words
from kiosk.technician.roster import CHALLENGE_BYTES, Roster, Staff, roster_path
from sync.contract.problem import Problem, Words

if TYPE_CHECKING:
    from devices.smartcard import SmartCardReader, StaffCard

log = logging.getLogger(__name__)

CARD_S = 10.0
"""A card answers within a second or two."""


class Entry(StrEnum):
    """How an attempt to come in went."""

    OPENED = "opened"
    UNKNOWN_CARD = "unknown-card"
    LOCKED = "locked"
    WRONG_PIN = "wrong-pin"
    CARD_BLOCKED = "card-blocked"
    FORGED = "forged"
    """The signature is not by the key on the roster."""
    FAILED = "failed"
    """Card or reader did not answer; nobody is to blame."""
    ROSTER = "roster"
    """The roster cannot be read."""


@dataclass(frozen=True)
class Attempt:
    """What came of an attempt, and what to tell; `again` says whether another PIN may be tried."""

    entry: Entry
    words: Words | None = None
    again: bool = False


_UNKNOWN = Words(
    zh="这张卡没有登记在本机，不能进入维护模式。", en="This card is not registered at this kiosk. It opens nothing."
)
_BLOCKED = Words(
    zh="这张卡的密码已锁死，请找管理员换卡。",
    en="The PIN of this card is blocked. Ask the administrator for another card.",
)
_FORGED = Words(
    zh="这张卡没有通过验证，不能进入维护模式。", en="This card did not prove that it is genuine. It opens nothing."
)
_FAILED = Words(zh="没有读到卡，请重新插卡再试。", en="The card could not be read. Put it in again, please.")
_NO_ROSTER = Words(zh="本机的人员名单读不出来，请联系管理员。", en="The list of staff at this kiosk cannot be read.")


class Gate:
    """The way into technician mode of one kiosk."""

    def __init__(
        self,
        state: Path,
        reader: Device[SmartCardReader],
        clock: Callable[[], datetime],
        random: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._roster = roster_path(state)
        self._lockout = Lockout(lock_path(state), clock)
        self._reader = reader
        self._random = random

    def known(self, card: StaffCard) -> Staff | Attempt:
        """Whose card it is, unless it opens nothing: strange cards count as failures."""
        until = self._lockout.locked_until()
        if until is not None:
            return Attempt(Entry.LOCKED, locked_words(until))
        try:
            found = Roster.load(self._roster).find(card.id)
        except Problem as problem:
            log.error("%s: %s", problem.code, problem.technician)  # noqa: TRY400  the text says it all
            return Attempt(Entry.ROSTER, _NO_ROSTER)
        if found is None:
            self._lockout.failed()
            return Attempt(Entry.UNKNOWN_CARD, _UNKNOWN)
        return found

    async def open(self, staff: Staff, card: StaffCard, pin: str) -> Attempt:
        """Tries a PIN: the card verifies it and signs a challenge that was never used before."""
        challenge = self._random(CHALLENGE_BYTES)
        try:
            signature = await self._reader.call(
                lambda reader, cancel: reader.prove_staff(card, pin, challenge, cancel), timeout_s=CARD_S
            )
        except Problem as problem:
            return self._refused(problem)
        if not staff.proven(challenge, signature):
            return self._failed(Entry.FORGED, _FORGED)
        self._lockout.passed()
        return Attempt(Entry.OPENED)

    def _refused(self, problem: Problem) -> Attempt:
        match problem.code:
            case "staff.pin-wrong":
                left = getattr(problem, "tries_left", None)
                return self._failed(Entry.WRONG_PIN, _wrong(left), again=left != 0)
            case "staff.blocked":
                return self._failed(Entry.CARD_BLOCKED, _BLOCKED)
            case _:
                log.warning("a staff card could not be proven: %s", problem.code)
                return Attempt(Entry.FAILED, _FAILED)

    def _failed(self, entry: Entry, words: Words, *, again: bool = False) -> Attempt:
        until = self._lockout.failed()
        return Attempt(entry, words, again) if until is None else Attempt(entry, locked_words(until))


def _wrong(left: int | None) -> Words:
    if left is None:
        return Words(zh="密码不对，请再试一次。", en="That PIN is not right. Please try again.")
    return Words(
        zh=f"密码不对，这张卡还可以试 {left} 次。", en=f"That PIN is not right. Attempts left on this card: {left}."
    )
