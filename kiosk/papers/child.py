"""The papers process: finds and reads pages, apart from the screen. Started by `kiosk.papers.client`, never by hand.

It ends the moment the socket to the kiosk does. What it has read it forgets with its answer; the kiosk ends it after
each visit in which it read anything.
"""

from __future__ import annotations

import logging
import os
import resource
import socket
import sys
from contextlib import suppress

# Thread limits come before the libraries that read them.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", ORT_DISABLE_TELEMETRY="1")

from kiosk.child.wire import encode, receive
from kiosk.papers import problems
from kiosk.papers.carrying import carried, restored
from kiosk.papers.protocol import (
    LARGEST,
    REQUESTS,
    Failed,
    Interpret,
    PagesRead,
    Read,
    ReadPage,
    Ready,
    Reply,
    Request,
    SetUp,
    Understood,
)
from ocr.assembly import reader_of
from ocr.files import frames
from ocr.kinds import tell
from ocr.reader import Reader, interpret
from sync.contract.problem import Problem

log = logging.getLogger("kiosk.papers")

DATA_LIMIT = 3 << 30
"""Bytes of private memory; a leak ends this process before it starves the screen."""
GENTLE = 5
"""Niceness: the screen and the camera come first."""


class PapersProcess:
    """Answers the kiosk, one request after the other."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._reader: Reader | None = None

    def serve(self) -> None:
        """Until the kiosk hangs up."""
        with self._wire.makefile("rb") as stream, suppress(ConnectionError):
            while (request := receive(stream, REQUESTS, LARGEST)) is not None:
                self._wire.sendall(encode(self._answer(request)))

    def _answer(self, request: Request) -> Reply:
        ask = 0 if isinstance(request, SetUp) else request.ask
        try:
            match request:
                case SetUp():
                    self._reader = reader_of(request.ocr, request.assets)
                    self._reader.warm_up()
                    return Ready()
                case Read():
                    return self._read(request)
                case Interpret():
                    pages = [restored(page) for page in request.pages]
                    return Understood(ask=ask, reading=interpret(pages, request.wanted, request.today))
        except Problem as problem:
            return Failed.of(problem, ask)
        except Exception as error:  # whatever it was, somebody waits for an answer
            unforeseen = problems.broken(error)
            log.error("%s", unforeseen.technician)  # noqa: TRY400  the text of the error might hold what was read
            return Failed.of(unforeseen, ask)

    def _read(self, request: Read) -> PagesRead:
        if self._reader is None:
            raise problems.lost("is not set up")
        known, pages, repeated = set(request.known), list[ReadPage](), 0
        for frame in frames(request.file):
            for sheet in self._reader.sheets(frame):
                page = self._reader.page(sheet)
                read = carried(page, *tell([page]))
                sheet.picture.fill(0)
                if read.text and read.text in known:
                    repeated += 1
                    continue
                known.add(read.text)
                pages.append(read)
            frame.fill(0)
        return PagesRead(ask=request.ask, pages=tuple(pages), repeated=repeated)


def main(wire_fd: int) -> None:
    """Serves the kiosk at the other end of the socket."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s papers %(levelname)s %(message)s")
    os.nice(GENTLE)
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_LIMIT, DATA_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with socket.socket(fileno=wire_fd) as wire:
        PapersProcess(wire).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
