"""What can go wrong with the cabinet, in the words of the resident and of the technician."""

from __future__ import annotations

from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import SERVICED, Family, Problem, Words

_NONE = Words(
    zh="指示灯暂时不亮，请看屏幕上的提示。", en="The guide lights are off. Please follow the words on the screen."
)


def absent(port: str, why: str) -> DeviceProblem:
    """There is no board at the port."""
    return DeviceProblem(
        "cabinet.absent",
        Family.TEMPORARY,
        resident=_NONE,
        technician=f"Cabinet board at {port}: {why}. Plug it in, or set [devices.cabinet] port; it opens by itself.",
        state=DeviceState.ABSENT,
    )


def forbidden(port: str) -> DeviceProblem:
    """The port is there and this account may not open it."""
    return DeviceProblem(
        "cabinet.forbidden",
        Family.PERMANENT,
        resident=_NONE,
        technician=f"Cabinet board at {port}: not permitted. Add the kiosk's account to the group dialout.",
        state=DeviceState.ABSENT,
    )


def silent(port: str, unit: int, attempts: int) -> DeviceProblem:
    """The port is open and the board says nothing, or nothing whole."""
    return DeviceProblem(
        "cabinet.silent",
        Family.TEMPORARY,
        resident=_NONE,
        technician=f"Cabinet board at {port}: no whole answer of unit {unit} in {attempts} attempts. Check its power, "
        "A and B of the line and its terminators, and [devices.cabinet] baud and unit.",
        state=DeviceState.OFFLINE,
    )


def refused(port: str, what: str, code: int) -> Problem:
    """The board answers with a Modbus exception."""
    return Problem(
        "cabinet.refused",
        Family.PERMANENT,
        resident=_NONE,
        technician=f"Cabinet board at {port} refuses {what} with Modbus exception {code}. Its program has other "
        "registers than docs/devices/cabinet.md: put the right one on it.",
    )


def nonsense(port: str, why: str) -> DeviceProblem:
    """The board answers and what it says cannot be."""
    return DeviceProblem(
        "cabinet.nonsense",
        Family.TEMPORARY,
        resident=_NONE,
        technician=f"Cabinet board at {port} tells {why}. Check its sensors.",
        state=DeviceState.HARDWARE_ERROR,
    )


def door_open() -> DeviceProblem:
    """Somebody opened the cabinet, or did not lock it."""
    return DeviceProblem(
        "cabinet.door-open",
        Family.TEMPORARY,
        resident=SERVICED,
        technician="The door of the cabinet is open. If nobody works on it, look who opened it; close and lock it.",
        state=DeviceState.USER_ERROR,
    )


def too_hot(celsius: float, limit: float) -> DeviceProblem:
    """The machine inside will fail soon."""
    return DeviceProblem(
        "cabinet.too-hot",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"It is {celsius:g} °C inside the cabinet, the limit is {limit:g} °C. Clean the filters, check the "
        "fans, keep the sun off; shut the kiosk down if it rises.",
        state=DeviceState.HARDWARE_ERROR,
    )


def on_battery(percent: int) -> DeviceProblem:
    """The mains are away; the kiosk still works."""
    return DeviceProblem(
        "cabinet.on-battery",
        Family.TEMPORARY,
        resident=Words(zh="本机正在用备用电池，请尽快办完。", en="This kiosk runs on its battery. Please finish soon."),
        technician=f"The mains are away and the battery has {percent} %. Check the fuse and the socket; the kiosk goes "
        "off when the battery is empty.",
        state=DeviceState.ONLINE,
    )
