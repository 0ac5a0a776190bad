"""What can go wrong at the ID-card reader, in the words of the resident and of the technician."""

from __future__ import annotations

from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="身份证读卡器暂时用不了，请使用旁边的设备或到窗口办理。",
    en="The ID card reader is not available. Please use the next kiosk or a counter.",
)
_AGAIN = Words(
    zh="没有读清楚，请把身份证拿起来，再平放一次。",
    en="The card could not be read. Please lift it and lay it flat again.",
)


def absent(port: str, why: str) -> DeviceProblem:
    """There is no reader at the port, or it was unplugged."""
    return DeviceProblem(
        "idcard.absent",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"ID-card reader at {port}: {why}. Plug it in, or set [devices.id_reader] port; "
        "it is opened by itself.",
        state=DeviceState.ABSENT,
    )


def forbidden(port: str) -> DeviceProblem:
    """The port is there and this account may not open it."""
    return DeviceProblem(
        "idcard.forbidden",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"ID-card reader at {port}: not permitted. Add the kiosk's account to the group "
        "of the port (dialout).",
        state=DeviceState.ABSENT,
    )


def silent(port: str, seconds: float) -> DeviceProblem:
    """The port is open and the reader says nothing."""
    return DeviceProblem(
        "idcard.silent",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"ID-card reader at {port}: no answer in {seconds:.1f} s. Check its power and "
        "[devices.id_reader] baud.",
        state=DeviceState.OFFLINE,
    )


def garbled(port: str, attempts: int) -> DeviceProblem:
    """Answers come damaged again and again."""
    return DeviceProblem(
        "idcard.checksum",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"ID-card reader at {port}: {attempts} damaged answers in a row. Check its cable and its ground.",
        state=DeviceState.HARDWARE_ERROR,
    )


def out_of_step(port: str, attempts: int) -> DeviceProblem:
    """Whole answers come, and none belongs to what was asked. Opening the port afresh may bring them in step."""
    return DeviceProblem(
        "idcard.out-of-step",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"ID-card reader at {port}: {attempts} times an answer to something else. It is opened again by "
        "itself; if that repeats, take its power away for ten seconds.",
        state=DeviceState.OFFLINE,
    )


def refused(port: str, command: int, status: int) -> DeviceProblem:
    """The reader does not do what every reader of its kind does."""
    return DeviceProblem(
        "idcard.refused",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"ID-card reader at {port}: answers {status:#04x} to command {command:#06x}. Take its power away "
        "for ten seconds; if that repeats, it is no SAM_V reader or it has to be replaced.",
        state=DeviceState.HARDWARE_ERROR,
    )


def self_test(port: str, status: int) -> DeviceProblem:
    """The reader says itself that it is broken."""
    return DeviceProblem(
        "idcard.self-test",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"ID-card reader at {port}: its security module answers {status:#04x} to the self-test. Replace it.",
        state=DeviceState.HARDWARE_ERROR,
    )


def lifted() -> Problem:
    """The card was taken away before it was read."""
    return Problem(
        "idcard.lifted",
        Family.EXPECTED,
        resident=Words(
            zh="身份证拿开得早了一点，请放回去，看到屏幕提示再拿走。",
            en="The card was lifted a little too early. Please put it back and wait until the screen tells you.",
        ),
        technician="The card was lifted while it was being read. Nothing to do.",
    )


def put_again() -> Problem:
    """A card that was read before still lies there; the reader only sees it after it was lifted."""
    return Problem(
        "idcard.put-again",
        Family.EXPECTED,
        resident=Words(
            zh="读卡器上还放着一张身份证，请拿起来再放一次。",
            en="A card is still on the reader. Please lift it and put it back.",
        ),
        technician="A card that was already read lies on the reader. Nothing to do.",
    )


def unreadable(status: int) -> Problem:
    """The card is there and cannot be read."""
    return Problem(
        "idcard.unreadable",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"The reader answers {status:#04x}: the card is worn, not an ID card, or not flat on the reader.",
    )


def bad_record(what: str) -> Problem:
    """The record came whole and cannot be right; `what` names the field, never its value."""
    return Problem(
        "idcard.record",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"The card's record is refused: {what}. If that repeats with other cards, replace the reader.",
    )
