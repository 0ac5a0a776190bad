"""What can go wrong at the scanner, in the words of the resident and of the technician."""

from __future__ import annotations

from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="扫描暂时用不了，您可以换一种方式提交材料，或到窗口办理。",
    en="Scanning is not available. Please hand in your papers another way, or at a counter.",
)
_AGAIN = Words(
    zh="这一页没有扫好，请把它再放一次。",
    en="This page was not scanned properly. Please put it in once more.",
)


def no_paper(where: str, why: str = "there is no page in it", resident: Words | None = None) -> Problem:
    """Nobody has put a page in yet."""
    return Problem(
        "scanner.no-paper",
        Family.EXPECTED,
        resident=resident
        or Words(zh="没有看到纸，请把材料放好。", en="There is no page. Please put your paper in place."),
        technician=f"Scanner {where}: {why}. Nothing to do; if a page lies there, clean the sensor or the lens.",
    )


def jam(where: str) -> DeviceProblem:
    """A sheet is stuck. It is the resident's own document."""
    return DeviceProblem(
        "scanner.jam",
        Family.TEMPORARY,
        resident=Words(
            zh="纸卡住了，请不要用力拉，请联系工作人员帮您取出。",
            en="The paper is stuck. Please do not pull it; staff will take it out for you.",
        ),
        technician=f"Scanner {where}: a sheet is jammed in the feeder. Open the cover, draw it out with the rollers "
        "released, and give it back to its owner.",
        state=DeviceState.USER_ERROR,
    )


def cover_open(where: str) -> DeviceProblem:
    """A cover of the feeder stands open."""
    return DeviceProblem(
        "scanner.cover-open",
        Family.TEMPORARY,
        resident=Words(
            zh="扫描仪的盖子没有关好，请联系工作人员。", en="The scanner's cover is open. Please call staff."
        ),
        technician=f"Scanner {where}: its cover is open. Close it until it clicks.",
        state=DeviceState.USER_ERROR,
    )


def feeder(where: str, word: str) -> DeviceProblem:
    """The feeder took no sheet, or several; `word` is its own."""
    return DeviceProblem(
        "scanner.feeder",
        Family.TEMPORARY,
        resident=Words(
            zh="纸没有放好，请取出来理齐，一次放一张再试。",
            en="The paper was not taken in properly. Please take it out, straighten it and put in one sheet at a time.",
        ),
        technician=f"Scanner {where}: the feeder says {word}. Take the sheets out; clean the rollers if that repeats.",
        state=DeviceState.USER_ERROR,
    )


def busy(where: str, seconds: float) -> DeviceProblem:
    """Somebody else scans with it."""
    return DeviceProblem(
        "scanner.busy",
        Family.TEMPORARY,
        resident=Words(zh="扫描仪正忙，请稍等一下再试。", en="The scanner is busy. Please try again in a moment."),
        technician=f"Scanner {where}: still busy after {seconds:.0f} s. Somebody else scans with it, or a scan hangs: "
        "look at its panel, then switch it off and on.",
        state=DeviceState.BUSY,
    )


def absent(where: str, why: str, state: DeviceState = DeviceState.OFFLINE) -> DeviceProblem:
    """Nobody answers where the scanner should be."""
    return DeviceProblem(
        "scanner.absent",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Scanner {where}: {why}. Check its power, its cable and its address in [devices].",
        state=state,
    )


def nonsense(where: str, why: str) -> DeviceProblem:
    """Somebody answers who does not speak as a scanner."""
    return DeviceProblem(
        "scanner.nonsense",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Scanner {where}: its answer cannot be understood ({why}). Check its address in [devices] and its "
        "firmware.",
        state=DeviceState.OFFLINE,
    )


def timeout(where: str, seconds: float) -> Problem:
    """A page did not come in its time and was given up."""
    return Problem(
        "scanner.timeout",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"Scanner {where}: no whole page within {seconds:g} s; the scan was given up. "
        "If that repeats, switch it off and on.",
    )


def gone(where: str, why: str) -> Problem:
    """The scanner gave the scan up."""
    return Problem(
        "scanner.gone",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"Scanner {where}: it ended the scan by itself ({why}). Its panel or its own log says why.",
    )


def broken_picture(where: str, why: str) -> Problem:
    """A picture came that is not whole; nothing of it is kept."""
    return Problem(
        "scanner.broken-picture",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"Scanner {where}: the picture is not whole ({why}) and was thrown away. "
        "Check its cable if that repeats.",
    )


def refused(where: str, why: str) -> Problem:
    """The scanner does not do what it was asked."""
    return Problem(
        "scanner.refused",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Scanner {where}: it refuses the scan ({why}). Check the resolution and source in [devices].",
    )


def stopped(where: str, why: str) -> DeviceProblem:
    """The scanner says that it does not work."""
    return DeviceProblem(
        "scanner.stopped",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Scanner {where}: it says {why}. Look at its panel; switch it off and on.",
        state=DeviceState.HARDWARE_ERROR,
    )


def crashed(where: str, what: str) -> Problem:
    """The process that spoke to the device died; the next scan starts a fresh one."""
    return Problem(
        "scanner.crashed",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"Scanner {where}: {what}. The next scan starts it afresh; "
        "if that repeats, update the scanner's driver.",
    )


def denied(where: str, why: str) -> DeviceProblem:
    """The kiosk may not use the scanner."""
    return DeviceProblem(
        "scanner.denied",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"Scanner {where}: access is denied ({why}). Add the kiosk's user to the group `scanner`, "
        "or allow this machine in the scanner's own settings.",
        state=DeviceState.HARDWARE_ERROR,
    )


def missing(where: str, program: str) -> DeviceProblem:
    """A program that the driver needs is not installed."""
    return DeviceProblem(
        "scanner.missing",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"Scanner {where}: the program {program} is not installed. Install the package sane-utils, "
        "or set another driver in [devices].",
        state=DeviceState.ABSENT,
    )


def dark(where: str) -> Problem:
    """The document camera sees nothing."""
    return Problem(
        "scanner.dark",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Document camera {where}: its picture is dark. Check the light over the table, and that nothing "
        "covers the lens.",
    )
