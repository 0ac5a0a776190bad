"""A printer on the network: IPP over loopback HTTP in front of a simulated press, with live faults."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from pyipp.enums import IppOperation, IppStatus, IppTag

from devices.plug import Plug
from devices.printer.ipp_wire import (
    Answer,
    BadRequest,
    Request,
    formats,
    job_attributes,
    printer_attributes,
    read,
    write,
)
from devices.printer.press import PAGE_S, Job, Press
from devices.settings import DevicesSettings, IppSettings
from devices.simulator import LOOPBACK, Simulator, Verb, one_of

_LARGEST = 64 * 1024 * 1024
_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}")


class PrinterSimulator(Simulator):
    """The simulated printer. Its job history survives everything but the process."""

    device = "printer"
    verbs: ClassVar = (
        Verb("media-empty", "the tray is empty"),
        Verb("jam", "a sheet is stuck"),
        Verb("jam-mid-job", "the next sheet gets stuck half way"),
        Verb(
            "offline",
            "refused: nobody listens; silent: connections are taken and nothing is answered",
            "[refused|silent]",
        ),
        Verb("paper-low", "few sheets are left"),
        Verb("toner-low", "little toner is left"),
        Verb("raster-only", "takes no PDF, only raster images, like many cheap printers"),
        Verb("slow", "prints six times slower"),
        Verb(
            "dies-mid-job",
            "goes off in the middle of the next sheet: printed (it falls out all the same), lost (it does not), "
            "unanswered (it is printed, and the answer to Print-Job never sent)",
            "[printed|lost|unanswered]",
        ),
        Verb("feed", "paper is put in and the jam cleared"),
        Verb("ok", "heals everything and switches the printer on"),
    )

    def __init__(self, port: int, path: str, paper: Path, page_s: float = PAGE_S) -> None:
        self.press = Press(paper, page_s, self._hang_up)
        self._path = path
        self._switch = threading.Lock()
        """Held while the printer is being switched on or goes off."""
        self._deaf = threading.Event()
        self._unanswered = False
        self._stopped = threading.Event()
        self._plug = Plug(port, type("IppHandler", (_Handler,), {"simulator": self}))

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for an IPP printer on the network of this machine."""
        printer, address = settings.printer, urlsplit(settings.printer.uri)
        if not printer.enabled or not isinstance(printer, IppSettings) or address.hostname != LOOPBACK:
            return None
        return cls(settings.simulators.printer_port, address.path or "/", settings.simulators.paper)

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """Leads the printer's address here."""
        printer = settings.printer.model_copy(update={"uri": self.uri})
        return settings.model_copy(update={"printer": printer})

    @property
    def uri(self) -> str:
        """Where the printer listens."""
        return f"ipp://127.0.0.1:{self._plug.port}{self._path}"

    def start(self) -> None:
        """Switches the printer on."""
        self._stopped.clear()
        self.press.start()
        self._plug.connect()

    def stop(self) -> None:
        """Switches it off."""
        self._stopped.set()
        self._plug.disconnect()
        self.press.stop()

    def state(self) -> dict[str, Any]:
        """Network, faults and jobs."""
        jobs = self.press.jobs()
        return {
            "online": self._plug.connected and not self._deaf.is_set(),
            "faults": list(self.press.faults),
            "sheets": self.press.sheets,
            "jobs": [{"id": job.id, "state": job.state.value, "impressions": job.impressions} for job in jobs],
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "media-empty":
                self.press.upset("media-empty")
            case "jam":
                self.press.upset("media-jam")
            case "jam-mid-job" | "slow" | "paper-low" | "toner-low" | "raster-only":
                self.press.plan(verb)
            case "offline":
                self._go_offline(argument or "refused")
            case "dies-mid-job":
                self._plan_death(argument or "printed")
            case "feed":
                self.press.refill()
            case "ok":
                self._unanswered = False
                self._deaf.clear()
                with self._switch:
                    self.press.heal()
                    self._plug.connect()

    def _go_offline(self, how: str) -> None:
        if one_of(how, ("refused", "silent")) == "silent":
            self._deaf.set()
        else:
            with self._switch:
                self._plug.disconnect()

    def _plan_death(self, fate: str) -> None:
        self._unanswered = one_of(fate, ("printed", "lost", "unanswered")) == "unanswered"
        self.press.plan("die-lost" if fate == "lost" else "die-printed")

    def _hang_up(self) -> None:
        with self._switch:
            if self.press.dead:  # not switched on again meanwhile
                self._plug.disconnect()

    def hears(self) -> bool:
        """False when the request falls on deaf ears; its connection hangs until the printer is healed."""
        if not self._deaf.is_set():
            return True
        while self._deaf.is_set() and not self._stopped.wait(0.05):
            pass
        return False

    def answers(self, request: Request) -> bool:
        """Whether an answer is sent at all."""
        return not (self._unanswered and request.operation == IppOperation.PRINT_JOB)

    def handle(self, request: Request) -> Answer:
        """Does what an IPP request asks."""
        doing = {
            IppOperation.GET_PRINTER_ATTRIBUTES: self._describe,
            IppOperation.PRINT_JOB: self._print,
            IppOperation.VALIDATE_JOB: self._validate,
            IppOperation.GET_JOBS: self._list,
            IppOperation.GET_JOB_ATTRIBUTES: self._describe_job,
            IppOperation.CANCEL_JOB: self._cancel,
        }.get(request.operation)  # type: ignore[call-overload]
        answer: Answer = doing(request) if doing else Answer(IppStatus.ERROR_OPERATION_NOT_SUPPORTED)
        return answer

    def _describe(self, request: Request) -> Answer:
        return Answer(groups=[(IppTag.PRINTER, printer_attributes(self.press, self.uri))])

    def _validate(self, request: Request) -> Answer:
        takes = formats(self.press)
        if request.asked.get("document-format", takes[0]) not in takes:
            return Answer(IppStatus.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED)
        return Answer()

    def _print(self, request: Request) -> Answer:
        checked = self._validate(request)
        if checked.status != IppStatus.OK:
            return checked
        pages = count_pages(request.document)
        if pages is None:
            return Answer(IppStatus.ERROR_DOCUMENT_FORMAT_ERROR)
        return self._about(self.press.take(str(request.asked.get("job-name", "")), request.document, pages))

    def _list(self, request: Request) -> Answer:
        over = request.asked.get("which-jobs") == "completed"
        jobs = [job for job in self.press.jobs() if job.state.over is over]
        return Answer(groups=[(IppTag.JOB, job_attributes(job, self.uri)) for job in jobs])

    def _describe_job(self, request: Request) -> Answer:
        job = self._job(request)
        return self._about(job) if job else Answer(IppStatus.ERROR_NOT_FOUND)

    def _cancel(self, request: Request) -> Answer:
        job = self._job(request)
        if job is None:
            return Answer(IppStatus.ERROR_NOT_FOUND)
        return Answer() if self.press.cancel(job) else Answer(IppStatus.ERROR_NOT_POSSIBLE)

    def _job(self, request: Request) -> Job | None:
        return next((job for job in self.press.jobs() if job.id == request.asked.get("job-id")), None)

    def _about(self, job: Job) -> Answer:
        return Answer(groups=[(IppTag.JOB, job_attributes(job, self.uri))])


class _Handler(BaseHTTPRequestHandler):
    """One HTTP request."""

    simulator: ClassVar[PrinterSimulator]
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        self.close_connection = True
        try:
            request = read(self._body())
        except BadRequest:
            self.send_error(400)
            return
        if not self.simulator.hears():
            return
        answer = self.simulator.handle(request)
        if not self.simulator.answers(request):
            return
        body = write(request, answer)
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        """What was sent, whole or in chunks (RFC 9112, 7.1), as CUPS sends documents. Raises BadRequest."""
        length = self.headers.get("content-length", "")
        if self.headers.get("content-type") != "application/ipp":
            raise BadRequest
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            if not length.isdecimal() or int(length) > _LARGEST:
                raise BadRequest
            return self.rfile.read(int(length))
        body = bytearray()
        while True:
            size = self.rfile.readline(64).partition(b";")[0].strip()
            if not _CHUNK.fullmatch(size) or len(body) + int(size, 16) > _LARGEST:
                raise BadRequest
            if not int(size, 16):
                return bytes(body)
            body += self.rfile.read(int(size, 16))
            self.rfile.readline(64)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the dock shows the state."""


def count_pages(document: bytes) -> int | None:
    """How many pages a PDF has; None when it is none."""
    import pypdfium2  # noqa: PLC0415  only a printer that is given something needs it

    with _PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(document)
        except pypdfium2.PdfiumError:
            return None
        try:
            return len(pdf) or None
        finally:
            pdf.close()


_PDFIUM = threading.Lock()
"""PDFium is not thread-safe."""
