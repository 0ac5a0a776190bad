"""A receipt printer at the other end of a serial line or a TCP port: prints to files, and misbehaves on request."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Protocol, Self
from urllib.parse import urlsplit

from devices.pty_line import PtyLine
from devices.receipt.head import LINE_S, Head
from devices.settings import DevicesSettings, ReceiptPrinterSettings
from devices.simulator import LOOPBACK, Simulator, Verb, number, one_of
from devices.tcp_line import TcpLine

_LATE_S = 3.0
_LONGEST_LATE_S = 60.0
_OUT = {"": "paper-out", "mid-ticket": "runs-out"}
_DIES = {"printed": "dies-printed", "lost": "dies-lost"}


class _Wire(Protocol):
    """The printer's end of a wire."""

    @property
    def plugged(self) -> bool: ...
    def plug(self) -> None: ...
    def unplug(self) -> None: ...
    def send(self, data: bytes) -> None: ...


class ReceiptSimulator(Simulator):
    """The simulated receipt printer. Its tickets survive everything."""

    device = "receipt-printer"
    verbs: ClassVar = (
        Verb("paper-out", "the roll is empty: now, or in the middle of the next ticket", "[mid-ticket]"),
        Verb("near-end", "the roll is near its end"),
        Verb("cover-open", "the cover is open"),
        Verb("cutter", "the cutter is stuck"),
        Verb("silent", "answers nothing any more"),
        Verb("slow", "prints and answers twelve times slower"),
        Verb(
            "dies-mid-ticket",
            "goes off in the middle of the next ticket: printed (it comes out all the same), lost (it does not)",
            "[printed|lost]",
        ),
        Verb("noise", "sends noise before every answer"),
        Verb("late-marker", "answers markers so many seconds late", "[seconds]"),
        Verb("no-marker", "knows no markers (GS ( H), like some cheap printers"),
        Verb("feed", "a new roll is put in and the cover closed"),
        Verb("unplug", "takes the plug out; the printer prints what it has"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "heals everything and switches the printer on"),
    )

    def __init__(
        self, settings: ReceiptPrinterSettings, paper: Path, *, line_s: float = LINE_S, pictures: bool = True
    ) -> None:
        address = urlsplit(settings.port)
        self._head = Head(paper, settings.columns, self._say, self._die, line_s=line_s, pictures=pictures)
        self._wire: _Wire = (
            TcpLine(address.port or 0, lambda _: self._head.hear)
            if address.scheme == "tcp"
            else PtyLine(Path(settings.port), self._head.hear, baud=settings.baud)
        )

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a printer at a port that is no device, or at a TCP port of this machine."""
        printer = settings.receipt_printer
        if not printer.enabled or printer.driver != "escpos" or printer.port.startswith(("/dev/", "usb:")):
            return None
        address = urlsplit(printer.port)
        if address.scheme == "tcp" and address.hostname != LOOPBACK:
            return None
        return cls(printer, settings.simulators.paper / "receipts")

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """Leads a TCP address to the port that is really listened at."""
        if not isinstance(self._wire, TcpLine):
            return settings
        printer = settings.receipt_printer.model_copy(update={"port": f"tcp://{LOOPBACK}:{self._wire.port}"})
        return settings.model_copy(update={"receipt_printer": printer})

    @property
    def tickets(self) -> int:
        """How many tickets came out since it was started."""
        return self._head.tickets

    def start(self) -> None:
        """Switches the printer on."""
        self._head.start()
        self._wire.plug()

    def stop(self) -> None:
        """Switches it off."""
        self._wire.unplug()
        self._head.stop()

    def state(self) -> dict[str, Any]:
        """Plug, faults and tickets."""
        return {"plugged": self._wire.plugged, "faults": sorted(self._head.faults), "tickets": self._head.tickets}

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "paper-out":
                self._head.upset(_OUT[one_of(argument, _OUT)])
            case "dies-mid-ticket":
                self._head.upset(_DIES[one_of(argument or "printed", _DIES)])
            case "late-marker":
                self._head.late_s = number(argument, 0.1, _LONGEST_LATE_S) if argument else _LATE_S
                self._head.upset(verb)
            case "feed":
                self._head.heal("paper-out", "near-end", "cover-open")
            case "unplug":
                self._wire.unplug()
            case "plug":
                self._wire.plug()
            case "ok":
                self._head.heal()
                self._wire.plug()
            case _:
                self._head.upset(verb)

    def _say(self, data: bytes) -> None:
        self._wire.send(data)

    def _die(self) -> None:
        self._wire.unplug()
