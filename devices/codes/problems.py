"""What can go wrong at the code reader, in the words of the resident and of the technician."""

from __future__ import annotations

from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="扫码器暂时用不了，请使用旁边的设备或到窗口办理。",
    en="The code scanner is not available. Please use the next kiosk or a counter.",
)


def absent(where: str, why: str) -> DeviceProblem:
    """There is no reader, or it was unplugged."""
    return DeviceProblem(
        "codes.absent",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Code reader at {where}: {why}. Plug it in, or set [devices.code_reader]; it is opened by itself.",
        state=DeviceState.ABSENT,
    )


def forbidden(where: str, group: str) -> DeviceProblem:
    """The reader is there and this account may not open it."""
    return DeviceProblem(
        "codes.forbidden",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"Code reader at {where}: not permitted. Add the kiosk's account to the group {group}.",
        state=DeviceState.ABSENT,
    )


def not_grabbed(where: str, why: str) -> DeviceProblem:
    """Its keys would type into the page, so it is not used."""
    return DeviceProblem(
        "codes.not-grabbed",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Code reader at {where}: it cannot be grabbed ({why}). End what else holds it, "
        "or name the reader's own device under /dev/input/by-id in [devices.code_reader] device.",
        state=DeviceState.HARDWARE_ERROR,
    )


def unreadable(why: str) -> Problem:
    """A scan came that is no whole code."""
    return Problem(
        "codes.unreadable",
        Family.EXPECTED,
        resident=Words(
            zh="没有扫清楚，请把码移开，再对准扫一次。",
            en="The code could not be read. Please take it away and hold it there again.",
        ),
        technician=f"A scan was refused: {why}. If that repeats with other codes, check the reader's cable, its speed, "
        "and that it ends every code with a line break.",
    )
