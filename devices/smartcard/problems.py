"""What can go wrong at the smart-card reader, in the words of the resident and of the technician."""

from __future__ import annotations

from devices.settlement import NotBegun
from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="插卡的读卡器暂时用不了，请使用旁边的设备或到窗口办理。",
    en="The card slot is not available. Please use the next kiosk or a counter.",
)
_AGAIN = Words(
    zh="没有读清楚，请取出卡片，芯片朝上、朝里再插一次。",
    en="The card could not be read. Please take it out and insert it again, chip up and first.",
)
_LEFT = Words(
    zh="卡片取出得早了一点，请再插一次，看到屏幕提示再取出。",
    en="The card was taken out a little too early. Please insert it again and wait until the screen tells you.",
)
_OTHER = Words(
    zh="这不是这里需要的卡片，请换一张。", en="This is not the card that is needed here. Please use another one."
)
_CHANGED = Words(zh="这不是刚才那张卡片，请换回来。", en="This is not the same card as before. Please change it back.")
_PIN = Words(zh="密码不对，请再试一次。", en="The PIN is not right. Please try again.")
_BLOCKED = Words(
    zh="这张工作卡已被锁定，请联系管理员。", en="This staff card is locked. Please ask your administrator."
)
_REFUSED = Words(
    zh="卡片没有接受更改，请到窗口办理。", en="The card did not accept the change. Please go to a counter."
)


def absent(reader: str, there: list[str]) -> DeviceProblem:
    """PC/SC knows no such reader."""
    known = ", ".join(there) if there else "none"
    return DeviceProblem(
        "smartcard.absent",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Smart-card reader {reader or '(any)'}: not connected. PC/SC knows: {known}. Plug it in, "
        "or set [devices.smart_card] reader; it is found by itself.",
        state=DeviceState.ABSENT,
    )


def no_service(where: str, code: int) -> DeviceProblem:
    """Nobody answers at pcscd's socket."""
    return DeviceProblem(
        "smartcard.service",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Smart-card reader: pcscd does not answer at {where} ({code:#010x}). Install the packages pcscd "
        "and libccid, then `systemctl enable --now pcscd.socket`.",
        state=DeviceState.ABSENT,
    )


def silent(what: str, seconds: float) -> DeviceProblem:
    """A call to PC/SC does not come back."""
    return DeviceProblem(
        "smartcard.silent",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"Smart card: no answer to {what} in {seconds:g} s. Try another card; if that repeats, "
        "replug the reader.",
        state=DeviceState.OFFLINE,
    )


def busy(code: int) -> Problem:
    """Another program holds the reader."""
    return Problem(
        "smartcard.busy",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Smart-card reader: another program holds the card for itself ({code:#010x}). Stop that program.",
    )


def absent_card() -> Problem:
    """There is no card in the reader."""
    return Problem(
        "smartcard.absent-card",
        Family.EXPECTED,
        resident=Words(zh="请插入卡片，芯片朝上、朝里。", en="Please insert the card, chip up and first."),
        technician="There is no card in the reader. Nothing to do.",
    )


def pulled() -> Problem:
    """The card was taken out while it was used."""
    return Problem(
        "smartcard.pulled",
        Family.EXPECTED,
        resident=_LEFT,
        technician="The card was taken out while it was used. Nothing to do.",
    )


def foreign() -> Problem:
    """A card that has not the application that is asked for."""
    return Problem(
        "smartcard.foreign",
        Family.EXPECTED,
        resident=_OTHER,
        technician="The card has not the application that is asked for. Nothing to do.",
    )


def changed() -> Problem:
    """Another card than a moment ago."""
    return Problem(
        "smartcard.changed",
        Family.EXPECTED,
        resident=_CHANGED,
        technician="There is another card in the reader than before. Nothing to do.",
    )


def unreadable(why: str) -> Problem:
    """The card is there and does not tell what it should."""
    return Problem(
        "smartcard.unreadable",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"The card cannot be read: {why}. Clean its contacts; if that repeats with other cards, "
        "replace the reader.",
    )


def bad_record(what: str) -> Problem:
    """What the card says cannot be right; `what` names the field, never its value."""
    return Problem(
        "smartcard.record",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"The card's record is refused: {what}. If that repeats with other cards, replace the reader.",
    )


class PinWrong(Problem):
    """The PIN was not right."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(
            "staff.pin-wrong",
            Family.EXPECTED,
            resident=_PIN,
            technician=f"The staff card says the PIN is wrong; {tries_left} tries are left.",
        )
        self.tries_left = tries_left


def blocked() -> Problem:
    """The card takes no PIN any more."""
    return Problem(
        "staff.blocked",
        Family.PERMANENT,
        resident=_BLOCKED,
        technician="The staff card is blocked after too many wrong PINs. Give out a new card.",
    )


def refused(status: int) -> NotBegun:
    """The card does not let a record be written, and it says what it said before."""
    return NotBegun(
        "smartcard.refused",
        Family.PERMANENT,
        resident=_REFUSED,
        technician=f"The card refuses to be written ({status:04X}): it wants a key that this kiosk does not have.",
    )


def not_begun(problem: Problem) -> NotBegun:
    """The same problem, told before anything was written."""
    return NotBegun(problem.code, problem.family, resident=problem.resident, technician=problem.technician)
