"""What can go wrong at the printer, in the words of the resident and of the technician."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="打印机暂时用不了，请使用旁边的设备或到窗口打印。",
    en="The printer is not available. Please use the next kiosk or a counter.",
)


@dataclass(frozen=True)
class _Reason:
    code: str
    state: DeviceState
    resident: Words
    todo: str


_PAPER = _Reason(
    "printer.media-empty",
    DeviceState.NO_MEDIA,
    Words(
        zh="打印机没有纸了。加纸后会接着打印，请稍等。",
        en="The printer is out of paper. It goes on when there is paper again, please wait.",
    ),
    "Put A4 paper into the tray.",
)
_COVER = _Reason(
    "printer.cover-open",
    DeviceState.USER_ERROR,
    Words(zh="打印机的盖子没有关好，请联系工作人员。", en="A cover of the printer is open. Please call staff."),
    "Close all covers.",
)
_TONER = _Reason(
    "printer.toner-empty",
    DeviceState.HARDWARE_ERROR,
    Words(zh="打印机没有墨粉了，请联系工作人员。", en="The printer is out of toner. Please call staff."),
    "Replace the toner cartridge.",
)
_FULL = _Reason(
    "printer.output-full",
    DeviceState.USER_ERROR,
    Words(zh="出纸口的纸满了，请先取走上面的纸。", en="The paper outlet is full. Please take the paper away."),
    "Empty the outlet.",
)
_JAM = _Reason(
    "printer.jam",
    DeviceState.USER_ERROR,
    Words(
        zh="打印机卡纸了，请不要用力拉。清理后会接着打印，请稍等。",
        en="Paper is jammed, please do not pull it. The printer goes on when it is cleared, please wait.",
    ),
    "Clear the jam. The sheet may carry personal data: destroy it.",
)
_PAUSED = _Reason(
    "printer.paused",
    DeviceState.USER_ERROR,
    _AWAY,
    "Somebody paused it: resume it at its panel; a queue of CUPS with cupsenable QUEUE.",
)
_REASONS = {
    "media-jam": _JAM,
    "media-empty": _PAPER,
    "media-needed": _PAPER,
    "input-tray-missing": _PAPER,
    "cover-open": _COVER,
    "door-open": _COVER,
    "interlock-open": _COVER,
    "toner-empty": _TONER,
    "marker-supply-empty": _TONER,
    "output-area-full": _FULL,
    "paused": _PAUSED,
}

_HOLD_UP = frozenset({"media-jam", "media-needed", "cover-open", "door-open", "interlock-open", "output-area-full"})


def explain(reasons: tuple[str, ...], *, stopped: bool, working: bool = False) -> DeviceProblem | None:
    """The problem behind printer-state-reasons (RFC 8011, 5.4.12), or None when nothing keeps it from printing.

    Reports and warnings (`media-low-warning`) keep nobody from printing. Only in the middle of a job some printers
    do not stop for good and warn of what holds them up; `working` says that there is one.
    """
    present = [reason.removesuffix("-error") for reason in reasons if not reason.endswith(("-report", "-warning"))]
    if working:
        warned = (reason.removesuffix("-warning") for reason in reasons if reason.endswith("-warning"))
        present += [keyword for keyword in warned if keyword in _HOLD_UP]
    for keyword, known in _REASONS.items():
        if keyword in present:
            return DeviceProblem(
                known.code,
                Family.TEMPORARY,
                resident=known.resident,
                technician=f"The printer says {', '.join(reasons)}. {known.todo}",
                state=known.state,
            )
    if not stopped:
        return None
    return DeviceProblem(
        "printer.stopped",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"The printer stopped and says {', '.join(reasons) or 'nothing'}. Look at its panel.",
        state=DeviceState.HARDWARE_ERROR,
    )


def offline(uri: str, why: str) -> DeviceProblem:
    """Nobody answers at the printer's address."""
    return DeviceProblem(
        "printer.offline",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Printer {uri}: {why}. Check its power, its network cable and [devices.printer] uri.",
        state=DeviceState.OFFLINE,
    )


def nonsense(uri: str, why: str) -> DeviceProblem:
    """Somebody answers who is no IPP printer."""
    return DeviceProblem(
        "printer.nonsense",
        Family.TEMPORARY,
        resident=_AWAY,
        technician=f"Printer {uri}: its answer is no IPP ({why}). Check [devices.printer] uri "
        "and the printer's firmware.",
        state=DeviceState.OFFLINE,
    )


def no_pdf(uri: str, formats: Sequence[str]) -> DeviceProblem:
    """The printer wants its pages as raster images, which only a spooler can make of a PDF."""
    return DeviceProblem(
        "printer.no-pdf",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"Printer {uri} takes no PDF, only {', '.join(formats)}. Set up a CUPS queue for it "
        f'(lpadmin -p kiosk -E -v {uri} -m everywhere), and in [devices.printer] driver = "cups" with '
        "the queue's uri, ipp://127.0.0.1:631/printers/kiosk.",
        state=DeviceState.HARDWARE_ERROR,
    )


def queue_busy(uri: str) -> DeviceProblem:
    """The queue holds a job of somebody else, or one that was given up."""
    return DeviceProblem(
        "printer.queue-busy",
        Family.TEMPORARY,
        resident=Words(
            zh="打印机正在打印别的文件，请稍等。", en="The printer is printing something else, please wait."
        ),
        technician=f"Queue {uri} holds another job, and one is sent at a time. lpstat -o lists it, cancel removes it.",
        state=DeviceState.BUSY,
    )


_PASSING = frozenset({0x0502, 0x0505, 0x0506, 0x0507, 0x050B})
"""service-unavailable, temporary-error, not-accepting-jobs, busy, too-many-jobs."""


class Unanswered(DeviceProblem):
    """The printer was reached and its answer did not come in time: it may still do what it was asked."""

    def __init__(self, uri: str, limit_s: float) -> None:
        told = offline(uri, f"no answer in {limit_s:g} s")
        super().__init__(told.code, told.family, resident=told.resident, technician=told.technician, state=told.state)


class Refused(Problem):
    """The printer answered that it does not do what it was asked."""

    def __init__(self, uri: str, status: int) -> None:
        super().__init__(
            "printer.refused",
            Family.TEMPORARY,
            resident=_AWAY,
            technician=f"Printer {uri} refuses the request with IPP status {status:#06x}. Its own log says why.",
        )
        self.status = status

    @property
    def passing(self) -> bool:
        """Whether the printer says itself that it may take the same later (RFC 8011, B.1.5)."""
        return self.status in _PASSING


class NotQueued(Refused):
    """The document was kept back, because the queue holds another job."""

    def __init__(self, uri: str) -> None:
        why = queue_busy(uri)
        Problem.__init__(self, why.code, why.family, resident=why.resident, technician=why.technician)
        self.status = 0


def gave_up(seconds: float) -> Problem:
    """The job took too long and was cancelled; nothing came out."""
    return Problem(
        "printer.gave-up",
        Family.TEMPORARY,
        resident=Words(zh="打印机没能打印，这一次没有出纸。", en="The printer could not print. No paper came out."),
        technician=f"Not printed within {seconds:g} s; the printer confirmed that it gave the job up with no page out.",
    )


def cancelled() -> Problem:
    """Somebody cancelled the job at the printer, or the printer aborted it; nothing came out."""
    return Problem(
        "printer.canceled",
        Family.TEMPORARY,
        resident=Words(zh="这一次没有打印成功，没有出纸。", en="It was not printed. No paper came out."),
        technician="The printer says the job was canceled or aborted with no page out. Its own log says why.",
    )


def never_sent() -> Problem:
    """The program ended before the printer got anything of it."""
    told = cancelled()
    return Problem(
        "printer.never-sent",
        told.family,
        resident=told.resident,
        technician="The program ended before anything was handed over to the printer. Have it printed once more.",
    )


def unknown(why: str) -> Problem:
    """Nobody can tell whether the paper came out."""
    return Problem(
        "printer.unknown",
        Family.TEMPORARY,
        resident=Words(
            zh="打印机中途没有了回应，请看一下出纸口有没有您的纸。",
            en="The printer stopped responding. Please look whether your paper came out.",
        ),
        technician=f"The fate of a print is unknown: {why}. Look into the outlet and the printer's own job list.",
    )


def reused(order: str) -> Problem:
    """Somebody wants to print another document under an order that is already known."""
    return Problem(
        "printer.order-reused",
        Family.PERMANENT,
        resident=_AWAY,
        technician=f"Order {order} is already known with another document. Give every print its own order number.",
    )
