"""Acts under an order number from the command line: which attempt is meant, and what became of it."""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.commands import settings, tell
from devices.commands.limit import left
from devices.journal import Journal
from devices.settlement import Act, ActJournal, KnownAct, Settlement, not_done, reused, unknown
from sync.contract.problem import SERVICED, Family, Problem

_LOOK_S = 0.1
ORDER = re.compile(r"[^\s#\x00-\x1f\x7f]{1,100}")


def order_number(text: str) -> str:
    """An order number, for argparse: up to 100 characters without blanks; `#` numbers its attempts."""
    if not ORDER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r}: up to 100 characters, no blanks, and no # (it numbers reprints)")
    return text


@dataclass(frozen=True)
class Attempt:
    """One attempt at an order. `known` is what the journal said of it before this command."""

    order: str
    number: int
    known: KnownAct | None

    @property
    def name(self) -> str:
        """The order number that the device and the journal know: `ORDER`, `ORDER#2`, …"""
        return attempt_name(self.order, self.number)


def attempt_name(order: str, number: int) -> str:
    """The name of an attempt."""
    return order if number == 1 else f"{order}#{number}"


@contextmanager
def opened_journal(args: argparse.Namespace) -> Iterator[Journal]:
    """The journal of --journal or of the settings, with the order for this process alone.

    Raises:
        Problem: `act.journal`; `act.under-way`, another process is at the same order until this one's time is over.
    """
    path = args.journal or settings(args).devices.host.journal
    journal = Journal(path)
    try:
        with _alone(args, path.with_name(f"{path.name}.lock")):
            yield journal
    finally:
        journal.close()


@contextmanager
def _alone(args: argparse.Namespace, path: Path) -> Iterator[None]:
    """Holds one byte of a file, its place after the order; the system lets go of it however the process ends."""
    place = int.from_bytes(hashlib.sha256(args.order.encode("utf-8", "replace")).digest()[:6], "big")
    try:
        file = path.open("ab")
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error
    with file:
        while True:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                break
            except (BlockingIOError, PermissionError):
                if left(args) <= _LOOK_S:
                    raise _under_way(args.order) from None
                time.sleep(_LOOK_S)
        yield


def newest(journal: Journal, order: str, digest: str, act: Act) -> Attempt:
    """The newest attempt at an order, or the first that is still to be made.

    Raises:
        Problem: `act.order-reused`, the order is known with something else to do.
    """
    known = journal.latest(order)
    if known is None:
        return Attempt(order, 1, None)
    if known.digest != digest or known.act is not act:
        raise reused(order)
    return Attempt(order, _number(order, known.order), known)


def again(journal: Journal, before: Attempt) -> Attempt:
    """The attempt after `before`: a person decided that."""
    return Attempt(before.order, _number(before.order, journal.next_attempt(before.order)), None)


class Only:
    """A journal in which one order alone is unsettled: the others are left to the kiosk."""

    def __init__(self, journal: ActJournal, order: str) -> None:
        self._journal = journal
        self._order = order

    def begin(self, order: str, digest: str, units: int, *, act: Act, device: str) -> None:
        """As the journal does."""
        self._journal.begin(order, digest, units, act=act, device=device)

    def sent(self, order: str) -> None:
        """As the journal does."""
        self._journal.sent(order)

    def settle(self, order: str, settlement: Settlement, done_units: int) -> None:
        """As the journal does."""
        self._journal.settle(order, settlement, done_units)

    def find(self, order: str) -> KnownAct | None:
        """As the journal does."""
        return self._journal.find(order)

    def unsettled(self, *, act: Act | None = None, device: str | None = None) -> Sequence[KnownAct]:
        """The one order, when it is."""
        return [each for each in self._journal.unsettled(act=act, device=device) if each.order == self._order]


def cut_short(
    journal: ActJournal, attempt: Attempt, why: Problem | None = None
) -> tuple[Settlement, int, Problem | None]:
    """What is known when the time is over in the middle; what was surely not begun is settled as not done.

    `why`: what kept the device from it until now.
    """
    known = journal.find(attempt.name)
    if known is None or known.state == "queued":
        if known is not None:
            journal.settle(attempt.name, Settlement.NOT_DONE, 0)
        return Settlement.NOT_DONE, 0, why or _never_ready(attempt.name)
    if known.state == "sent":
        return Settlement.UNKNOWN, known.done_units, _under_way(attempt.order)
    problems = {"done": None, "not-done": not_done(attempt.name)}
    return Settlement(known.state), known.done_units, problems.get(known.state, unknown(attempt.name))


def outcome(
    args: argparse.Namespace, attempt: Attempt, settlement: Settlement, problem: Problem | None, **units: int
) -> int:
    """Prints what became of an attempt; 0 only when it is done."""
    told: dict[str, Any] = {
        "settlement": settlement.value,
        **units,
        "order": attempt.name,
        "attempt": attempt.number,
        "known": attempt.known is not None,
        "problem": problem.as_dict() if problem else None,
    }
    tell(args, told, _text(told, problem))
    return 0 if settlement is Settlement.DONE else 1


def _text(told: dict[str, Any], problem: Problem | None) -> str:
    words = {"done": "DONE", "not-done": "NOT DONE", "unknown": "UNKNOWN: nobody can tell yet"}
    earlier = " This order was known already: nothing was done now." if told["known"] else ""
    lines = [f"{told['order']}: {words[told['settlement']]}.{earlier}"]
    if told.get("impressions"):
        lines.append(f"came out: {told['impressions']}")
    if problem is not None:
        lines.append(f"{problem.code}: {problem.technician}")
    if told["settlement"] != "done":
        lines.append("To have it done once more is your decision: look at what came out, then add --reprint.")
    return "\n".join(lines)


def _number(order: str, attempt: str) -> int:
    return int(attempt.removeprefix(order).removeprefix("#") or 1)


def _never_ready(order: str) -> Problem:
    return Problem(
        "act.not-begun",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"The device was not ready in time; nothing of order {order} was sent.",
    )


def _under_way(order: str) -> Problem:
    return Problem(
        "act.under-way",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"The time is over and order {order} is still under way. Call again with the same order: nothing "
        "is done twice, and the device is asked what became of it.",
    )


def elsewhere(attempt: Attempt) -> Problem:
    """The order was begun at another device, and only that one can tell what became of it."""
    device = attempt.known.device if attempt.known else ""
    return Problem(
        "act.other-device",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"Order {attempt.name} was begun at {device}, and only that one can tell what became of it: "
        "call again with that device.",
    )


def declare(parser: argparse.ArgumentParser) -> None:
    """--order, --reprint, --journal."""
    parser.add_argument(
        "--order",
        type=order_number,
        required=True,
        metavar="ID",
        help="its order number; the same one is never done twice (up to 100 characters, no blanks, no #)",
    )
    parser.add_argument("--reprint", action="store_true", help="a person decided: once more, as ORDER#2, ORDER#3, …")
    parser.add_argument("--journal", type=Path, metavar="PATH", help="default: [devices.host] journal")


def readable(path: Path, largest: int) -> bytes:
    """What stands in a file. Raises Problem `file.unreadable`."""
    try:
        if not path.is_file():
            raise _unreadable(path, "no such file" if not path.exists() else "not a file")
        if path.stat().st_size > largest:
            raise _unreadable(path, f"larger than {largest >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(
        "file.unreadable", Family.PERMANENT, resident=SERVICED, technician=f"{path}: {why}. Name another file."
    )
