"""IPP as the simulated printer reads it."""

from __future__ import annotations

from pyipp.enums import IppTag

from devices.printer import ipp_wire


def attempt(data: bytes) -> None:
    try:
        request = ipp_wire.read(data)
    except ipp_wire.BadRequest:
        return
    assert isinstance(request.asked, dict)


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
