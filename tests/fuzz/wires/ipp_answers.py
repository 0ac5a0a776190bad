"""IPP as the driver reads the answers of any printer."""

from __future__ import annotations

import contextlib
from unittest.mock import AsyncMock, patch

from pyipp import IPP
from pyipp.enums import IppTag

from devices.printer import JobReport, PrinterStatus, ipp_wire
from devices.printer.ipp import IppPrinter
from devices.settings import IppSettings
from devices.state import DeviceState
from sync.contract.problem import Problem

printer = IppPrinter(IppSettings())


def attempt(data: bytes) -> None:
    with patch.object(IPP, "_request", AsyncMock(return_value=data)):
        for ask in (printer.status, lambda: printer.job("order"), lambda: printer.submit("order", b"%PDF", 1)):
            with contextlib.suppress(Problem):
                _judge(ask())


def _judge(got: PrinterStatus | JobReport | None) -> None:
    match got:
        case PrinterStatus():
            assert isinstance(got.state, DeviceState)
            assert got.up_s is None or isinstance(got.up_s, int)
        case JobReport():
            assert got.order == "order", "the job of somebody else"
            assert isinstance(got.id, int)
            assert got.impressions is None or isinstance(got.impressions, int)


def seeds() -> list[bytes]:
    """Good messages."""
    request = bytes.fromhex("0200000b00000001014700126174747269627574657300")
    asked = ipp_wire.Request((2, 0), 0x000B, 1, {}, b"")
    job = [
        ("job-id", IppTag.INTEGER, 7),
        ("job-name", IppTag.NAME, "order"),
        ("job-state", IppTag.ENUM, 9),
        ("job-state-reasons", IppTag.KEYWORD, ["none"]),
        ("job-impressions-completed", IppTag.INTEGER, 1),
    ]
    printer = [
        ("printer-state", IppTag.ENUM, 5),
        ("printer-state-reasons", IppTag.KEYWORD, ["media-empty-error", "toner-low"]),
        ("printer-up-time", IppTag.INTEGER, 99),
    ]
    answers = [
        ipp_wire.write(asked, ipp_wire.Answer(groups=[(tag, attributes)]))
        for tag, attributes in ((IppTag.JOB, job), (IppTag.PRINTER, printer))
    ]
    return [request, *answers]
