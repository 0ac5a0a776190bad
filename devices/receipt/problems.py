"""What can go wrong at the receipt printer, in the words of the resident and of the technician."""

from __future__ import annotations

from dataclasses import dataclass

from devices.receipt.escpos_wire import Condition
from devices.settlement import NotBegun
from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="小票打印机暂时用不了，请使用旁边的设备或到窗口办理。",
    en="The receipt printer is not available. Please use the next kiosk or a counter.",
)
_PAPER = Words(
    zh="小票纸用完了。换纸后会接着打印，请稍等。",
    en="The receipt paper has run out. Printing goes on with a new roll, please wait.",
)
_COVER = Words(
    zh="小票打印机的盖子没有关好，请联系工作人员。", en="The cover of the receipt printer is open. Please call staff."
)
_HOT = Words(zh="小票打印机正在降温，请稍等。", en="The receipt printer is cooling down, please wait.")


class NotReady(DeviceProblem, NotBegun):
    """The printer cannot print at the moment; nothing was sent to it."""


def absent(port: str, why: str) -> DeviceProblem:
    """There is no printer at the port, or it was unplugged."""
    return DeviceProblem(
        "receipt.absent",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Receipt printer at {port}: {why}. Plug it in, or set [devices.receipt_printer] port; "
        "it is opened by itself.",
        state=DeviceState.ABSENT,
    )


def forbidden(port: str) -> DeviceProblem:
    """The port is there and this account may not open it."""
    return DeviceProblem(
        "receipt.forbidden",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"Receipt printer at {port}: not permitted. Add the kiosk's account to the group of the port "
        "(dialout for serial ports, lp for USB).",
        state=DeviceState.ABSENT,
    )


def misconfigured(what: str) -> DeviceProblem:
    """The settings name something that cannot be."""
    return DeviceProblem(
        "receipt.settings",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"[devices.receipt_printer] {what}.",
        state=DeviceState.ABSENT,
    )


def silent(port: str, seconds: float) -> DeviceProblem:
    """The port is open and the printer says nothing."""
    return DeviceProblem(
        "receipt.silent",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Receipt printer at {port}: no answer to DLE EOT in {seconds:.1f} s. Check its power, its cable "
        "and [devices.receipt_printer] baud.",
        state=DeviceState.OFFLINE,
    )


@dataclass(frozen=True)
class _Cause:
    code: str
    state: DeviceState
    resident: Words
    todo: str


_CAUSES = {
    "cover_open": _Cause("receipt.cover-open", DeviceState.USER_ERROR, _COVER, "its cover is open. Close it"),
    "paper_end": _Cause("receipt.paper-out", DeviceState.NO_MEDIA, _PAPER, "out of paper. Put in a new roll"),
    "cutter_error": _Cause(
        "receipt.cutter",
        DeviceState.HARDWARE_ERROR,
        _AWAY,
        "its cutter is stuck. Open the cover, take out what is jammed, switch it off and on",
    ),
    "broken": _Cause(
        "receipt.broken",
        DeviceState.HARDWARE_ERROR,
        _AWAY,
        "it tells an error that does not go away by itself. Switch it off and on, else replace it",
    ),
    "recovering": _Cause("receipt.hot", DeviceState.BUSY, _HOT, "its head is too hot; it goes on by itself"),
    "offline": _Cause(
        "receipt.offline",
        DeviceState.USER_ERROR,
        _AWAY,
        "it says it is offline and not why. Press its feed button, else switch it off and on",
    ),
}
"""What keeps a printer from printing, the plainest cause first."""


def explain(port: str, now: Condition) -> DeviceProblem | None:
    """What keeps a printer in this condition from printing; None when nothing does."""
    for name, cause in _CAUSES.items():
        if getattr(now, name):
            return DeviceProblem(
                cause.code,
                Family.TEMPORARY,
                resident=cause.resident,
                technician=f"Receipt printer at {port}: {cause.todo}.",
                state=cause.state,
            )
    return None


def not_begun(why: Problem) -> Problem:
    """Nothing was sent, because of `why`."""
    state = why.state if isinstance(why, DeviceProblem) else None
    if state is None:
        return NotBegun(why.code, why.family, resident=why.resident, technician=why.technician)
    return NotReady(why.code, why.family, resident=why.resident, technician=why.technician, state=state)


def unknown(order: str, why: str) -> Problem:
    """Nobody can tell whether the receipt came out whole."""
    return Problem(
        "receipt.unknown",
        Family.TEMPORARY,
        resident=Words(
            zh="请看一下出票口，有没有您的小票。",
            en="Please look at the outlet whether your receipt is there.",
        ),
        technician=f"Order {order}: the printer did not confirm that the receipt is out: {why}. Look at the outlet. "
        "When no receipt is ever confirmed, the printer does not know GS ( H: see docs/devices/receipt-printer.md.",
    )
