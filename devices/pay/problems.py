"""What can go wrong at the payment terminal, in the words of the resident and of the technician."""

from __future__ import annotations

from devices.settlement import NotBegun
from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="本机暂时不能付款，请使用旁边的设备或到窗口付款。",
    en="Payment is not available here. Please use the next kiosk or a counter.",
)
_CHECKING = Words(
    zh="正在核对有没有付款成功，请先不要重复付款。", en="The payment is being checked. Please do not pay again."
)


class NotSent(DeviceProblem, NotBegun):
    """The terminal cannot be reached, and surely never heard of the order."""


def offline(endpoint: str, why: str) -> DeviceProblem:
    """Nobody answers at the terminal's address."""
    return DeviceProblem(
        "pay.offline",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=_offline(endpoint, why),
        state=DeviceState.OFFLINE,
    )


def not_sent(endpoint: str, why: str) -> NotSent:
    """Nobody answers, and nothing was asked yet."""
    return NotSent(
        "pay.offline",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=_offline(endpoint, why),
        state=DeviceState.OFFLINE,
    )


def _offline(endpoint: str, why: str) -> str:
    return (
        f"Payment terminal {endpoint}: {why}. Check its power, its network cable and [devices.pay_terminal] endpoint."
    )


def silent(endpoint: str, seconds: float) -> DeviceProblem:
    """The connection is there and the terminal says nothing."""
    return DeviceProblem(
        "pay.silent",
        Family.TEMPORARY,
        resident=_CHECKING,
        technician=f"Payment terminal {endpoint}: no answer in {seconds:g} s. Restart the terminal.",
        state=DeviceState.OFFLINE,
    )


def nonsense(endpoint: str, why: str) -> DeviceProblem:
    """What comes is no answer to what was asked."""
    return DeviceProblem(
        "pay.nonsense",
        Family.TEMPORARY,
        resident=_CHECKING,
        technician=f"Payment terminal {endpoint}: its answer is refused ({why}). Check that the terminal's program "
        "speaks version 1 of the protocol.",
        state=DeviceState.OFFLINE,
    )


def amount(endpoint: str, order: str, asked: int, told: int) -> DeviceProblem:
    """The terminal speaks of another amount; that is never taken for paid."""
    return DeviceProblem(
        "pay.amount",
        Family.TEMPORARY,
        resident=_CHECKING,
        technician=f"Payment terminal {endpoint}: order {order} is over {asked} fen and it answers {told} fen. "
        "Look the order up at the bank, give back what was charged, and take the terminal out of service.",
        state=DeviceState.HARDWARE_ERROR,
    )


def out_of_order(endpoint: str) -> DeviceProblem:
    """The terminal says that it is broken."""
    return DeviceProblem(
        "pay.out-of-order",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Payment terminal {endpoint} says that it is out of order. Its own screen or log says why.",
        state=DeviceState.HARDWARE_ERROR,
    )


def no_bank(endpoint: str) -> DeviceProblem:
    """The terminal is well and does not reach its bank."""
    return DeviceProblem(
        "pay.no-bank",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Payment terminal {endpoint} does not reach its bank. Check the network behind it.",
        state=DeviceState.HARDWARE_ERROR,
    )


def not_begun(problem: Problem) -> NotBegun:
    """The device was lost before anything was asked of it."""
    return NotBegun(problem.code, problem.family, resident=_AWAY, technician=problem.technician)


def declined(order: str) -> Problem:
    """The bank, or the resident at the terminal, said no."""
    return Problem(
        "pay.declined",
        Family.EXPECTED,
        resident=Words(
            zh="付款没有成功，没有扣款。可以换一种方式再付一次。",
            en="The payment did not go through and nothing was charged. You can try another way to pay.",
        ),
        technician=f"Order {order} was declined; nothing was charged. Nothing to do.",
    )


def cancelled(order: str) -> Problem:
    """The order was cancelled before anybody paid."""
    return Problem(
        "pay.cancelled",
        Family.EXPECTED,
        resident=Words(zh="付款已取消，没有扣款。", en="The payment was cancelled. Nothing was charged."),
        technician=f"Order {order} was cancelled and can never be paid. Nothing to do.",
    )


def timed_out(order: str) -> Problem:
    """Nobody paid in time."""
    return Problem(
        "pay.timed-out",
        Family.EXPECTED,
        resident=Words(
            zh="等待付款的时间到了，没有扣款。可以再付一次。",
            en="The time to pay is over. Nothing was charged. You can try again.",
        ),
        technician=f"Order {order} was not paid in time and can never be paid. Nothing to do.",
    )


def unknown(order: str, why: str) -> Problem:
    """Nobody can tell whether money was taken."""
    return Problem(
        "pay.unknown",
        Family.TEMPORARY,
        resident=Words(
            zh="暂时不能确定有没有扣款，请不要重复付款，请找工作人员核对。",
            en="We cannot tell yet whether you were charged. Please do not pay again; staff will check.",
        ),
        technician=f"Whether order {order} was paid is unknown: {why}. Look it up at the bank by its order number; "
        "if it was paid, finish the case or give the money back.",
    )
