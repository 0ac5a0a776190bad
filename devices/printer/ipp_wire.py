"""IPP messages as the simulated printer reads and writes them (RFC 8010), with pyipp's own codec."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

from pyipp.enums import IppJobState, IppOperation, IppPrinterState, IppStatus, IppTag
from pyipp.exceptions import IPPError
from pyipp.parser import parse
from pyipp.serializer import construct_attribute

from devices.printer import JobState
from devices.printer.ipp_shape import well_formed
from devices.printer.press import Job, Press

FORMATS = ("application/pdf", "application/octet-stream")
RASTER = ("image/pwg-raster",)
"""The second is what CUPS calls a document in the end; the printer looks itself what it is (RFC 8011, 5.4.22)."""
_STATES = {
    JobState.PENDING: IppJobState.PENDING,
    JobState.HELD: IppJobState.HELD,
    JobState.PROCESSING: IppJobState.PROCESSING,
    JobState.STOPPED: IppJobState.STOPPED,
    JobState.CANCELED: IppJobState.CANCELED,
    JobState.ABORTED: IppJobState.ABORTED,
    JobState.COMPLETED: IppJobState.COMPLETED,
}
_OPERATIONS = [
    IppOperation.PRINT_JOB,
    IppOperation.VALIDATE_JOB,
    IppOperation.CANCEL_JOB,
    IppOperation.GET_JOB_ATTRIBUTES,
    IppOperation.GET_JOBS,
    IppOperation.GET_PRINTER_ATTRIBUTES,
]

Attribute = tuple[str, IppTag, Any]


class BadRequest(Exception):  # noqa: N818  the protocol's word
    """Bytes that are no IPP request."""


@dataclass(frozen=True)
class Request:
    """An IPP request: operation, its attributes, and the document behind them."""

    version: tuple[int, int]
    operation: int
    id: int
    asked: dict[str, Any]
    document: bytes

    @property
    def wanted(self) -> set[str] | None:
        """The attributes asked for; None: all."""
        names = self.asked.get("requested-attributes")
        if names is None:
            return None
        found = {names} if isinstance(names, str) else set(names)
        return None if "all" in found else found


@dataclass(frozen=True)
class Answer:
    """Status and groups of attributes of a response."""

    status: IppStatus = IppStatus.OK
    groups: list[tuple[IppTag, list[Attribute]]] = field(default_factory=list)


def read(body: bytes) -> Request:
    """The request in a body. Raises BadRequest."""
    if not well_formed(body, document=True):
        raise BadRequest
    try:
        found = parse(body, contains_data=True)
    except (struct.error, IPPError, UnicodeDecodeError, LookupError, TypeError, ValueError) as error:
        raise BadRequest from error
    asked = found["operation-attributes"]
    return Request(found["version"], found["status-code"], found["request-id"], dict(asked or {}), found["data"])


def write(request: Request, answer: Answer) -> bytes:
    """The body of a response; only attributes that were asked for."""
    out = struct.pack(">bbhi", *request.version, answer.status, request.id)
    out += struct.pack(">b", IppTag.OPERATION)
    out += construct_attribute("attributes-charset", "utf-8", IppTag.CHARSET)
    out += construct_attribute("attributes-natural-language", "en", IppTag.LANGUAGE)
    for group, attributes in answer.groups:
        out += struct.pack(">b", group)
        for name, tag, value in attributes:
            if request.wanted is None or name in request.wanted:
                out += construct_attribute(name, value, tag)
    return bytes(out + struct.pack(">b", IppTag.END))


def formats(press: Press) -> tuple[str, ...]:
    """What kinds of documents the printer takes."""
    return RASTER if "raster-only" in press.faults else FORMATS


def _sheets(press: Press) -> int:
    """How many sheets the tray says it holds."""
    if "media-empty" in press.faults:
        return 0
    return 10 if "paper-low" in press.faults else 200


def job_attributes(job: Job, uri: str) -> list[Attribute]:
    """What the printer says of a job."""
    return [
        ("job-id", IppTag.INTEGER, job.id),
        ("job-uri", IppTag.URI, f"{uri}/{job.id}"),
        ("job-name", IppTag.NAME, job.name),
        ("job-state", IppTag.ENUM, int(_STATES[job.state])),
        ("job-state-reasons", IppTag.KEYWORD, list(job.reasons)),
        ("job-impressions-completed", IppTag.INTEGER, job.impressions),
        ("job-media-sheets-completed", IppTag.INTEGER, job.impressions),
    ]


def printer_attributes(press: Press, uri: str) -> list[Attribute]:
    """What the printer says of itself."""
    reasons = press.reasons
    jobs = [job for job in press.jobs() if not job.state.over]
    state = IppPrinterState.PROCESSING if jobs else IppPrinterState.IDLE
    return [
        ("printer-uri-supported", IppTag.URI, uri),
        ("uri-security-supported", IppTag.KEYWORD, "none"),
        ("uri-authentication-supported", IppTag.KEYWORD, "none"),
        ("printer-name", IppTag.NAME, "simulated"),
        ("printer-make-and-model", IppTag.TEXT, "Simulated A4 printer"),
        ("printer-state", IppTag.ENUM, int(IppPrinterState.STOPPED if reasons else state)),
        ("printer-state-reasons", IppTag.KEYWORD, list(reasons) or ["none"]),
        ("printer-is-accepting-jobs", IppTag.BOOLEAN, True),
        ("printer-up-time", IppTag.INTEGER, press.up_s),
        ("queued-job-count", IppTag.INTEGER, len(jobs)),
        ("ipp-versions-supported", IppTag.KEYWORD, ["1.1", "2.0"]),
        ("operations-supported", IppTag.ENUM, [int(operation) for operation in _OPERATIONS]),
        ("document-format-supported", IppTag.MIME_TYPE, list(formats(press))),
        ("document-format-default", IppTag.MIME_TYPE, "application/pdf"),
        ("charset-configured", IppTag.CHARSET, "utf-8"),
        ("charset-supported", IppTag.CHARSET, ["utf-8"]),
        ("natural-language-configured", IppTag.LANGUAGE, "en"),
        ("media-ready", IppTag.KEYWORD, "iso_a4_210x297mm"),
        ("marker-names", IppTag.NAME, ["Black toner"]),
        ("marker-types", IppTag.KEYWORD, ["toner"]),
        ("marker-levels", IppTag.INTEGER, [4 if "toner-low" in press.faults else 80]),
        ("marker-low-levels", IppTag.INTEGER, [5]),
        ("printer-input-tray", IppTag.STRING, [f"type=sheetFeedAuto;maxcapacity=250;level={_sheets(press)};"]),
    ]
