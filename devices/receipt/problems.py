"""What can go wrong at the receipt printer, in the words of the resident and of the technician."""

from __future__ import annotations

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


def explain(port: str, now: Condition) -> DeviceProblem | None:
    """What keeps a printer in this condition from printing; None when nothing does."""
    at = f"Receipt printer at {port}"
    if now.cover_open:
        return _kept("receipt.cover-open", _COVER, f"{at}: its cover is open. Close it.", DeviceState.USER_ERROR)
    if now.paper_end:
        return _kept("receipt.paper-out", _PAPER, f"{at}: out of paper. Put in a new roll.", DeviceState.NO_MEDIA)
    if now.cutter_error:
        todo = "its cutter is stuck. Open the cover, take out what is jammed, switch it off and on"
        return _kept("receipt.cutter", _AWAY, f"{at}: {todo}.", DeviceState.HARDWARE_ERROR)
    if now.broken:
        todo = "it tells an error that does not go away by itself. Switch it off and on, else replace it"
        return _kept("receipt.broken", _AWAY, f"{at}: {todo}.", DeviceState.HARDWARE_ERROR)
    if now.recovering:
        return _kept("receipt.hot", _HOT, f"{at}: its head is too hot; it goes on by itself.", DeviceState.BUSY)
    if now.offline:
        todo = "it says it is offline and not why. Press its feed button, else switch it off and on"
        return _kept("receipt.offline", _AWAY, f"{at}: {todo}.", DeviceState.USER_ERROR)
    return None


def _kept(code: str, resident: Words, technician: str, state: DeviceState) -> DeviceProblem:
    return DeviceProblem(code, Family.TEMPORARY, resident=resident, technician=technician, state=state)


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
