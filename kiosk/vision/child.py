"""The vision process: camera and models, apart from the screen. Started by `kiosk.vision.client`, never by hand.

It ends the moment the socket to the kiosk does, also when the kiosk is killed: nobody else would use the camera.
"""

from __future__ import annotations

import logging
import os
import resource
import secrets
import socket
import sys
import threading
import warnings
from collections.abc import Callable

# Thread limits come before the libraries that read them.
os.environ.update(
    OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="2", ORT_DISABLE_TELEMETRY="1", NO_ALBUMENTATIONS_UPDATE="1"
)

import cv2

from devices.camera import Camera
from devices.camera.opencv import OpenCvCamera
from devices.settings import CameraSettings
from kiosk.child.wire import encode, receive
from kiosk.vision import problems
from kiosk.vision.checker import Cancelled, FaceChecker
from kiosk.vision.face import FaceModels
from kiosk.vision.pack import open_pack
from kiosk.vision.protocol import (
    LARGEST,
    REQUESTS,
    Cancel,
    Check,
    Compare,
    Enrol,
    FaceProgress,
    Failed,
    Ready,
    Reply,
    Request,
    Search,
    SetUp,
)
from kiosk.vision.ring import FrameRing
from kiosk.vision.shared import SharedTemplates
from sync.contract.problem import Problem

log = logging.getLogger("kiosk.vision")

DATA_LIMIT = 2 << 30
"""Bytes of private memory; a leak ends this process before it starves the screen."""
JOIN_S = 5.0


class VisionProcess:
    """Answers the kiosk; at most one check runs, in a thread of its own."""

    def __init__(self, wire: socket.socket, ring: FrameRing, templates: SharedTemplates) -> None:
        self._wire = wire
        self._ring = ring
        self._templates = templates
        self._sending = threading.Lock()
        self._checker: FaceChecker | None = None
        self._worker: threading.Thread | None = None
        self._cancelled = threading.Event()
        self._current = 0

    def serve(self) -> None:
        """Until the kiosk hangs up."""
        with self._wire.makefile("rb") as stream:
            while (request := receive(stream, REQUESTS, LARGEST)) is not None:
                self._answer(request)

    def _answer(self, request: Request) -> None:
        match request:
            case SetUp():
                self._set_up(request)
            case Check():
                self._end_check()
                self._begin_check(request)
            case Cancel(check=check):
                if check == self._current:
                    self._cancelled.set()

    def _set_up(self, request: SetUp) -> None:
        try:
            models = FaceModels(open_pack(request.vision, request.assets))
            models.warm()
        except Problem as problem:
            self._send(Failed.of(problem))
            return
        self._checker = FaceChecker(
            models,
            lambda: OpenCvCamera(request.camera),
            self._ring,
            self._templates,
            frames=request.vision.frames,
            limit_s=request.vision.limit_s,
            chance=secrets.SystemRandom() if request.vision.challenge else None,
            open_infrared=_second(request.infrared),
        )
        self._send(Ready(pack=models.pack))

    def _begin_check(self, request: Check) -> None:
        if self._checker is None:
            self._send(Failed.of(problems.lost("is not set up"), request.check))
            return
        self._current, self._cancelled = request.check, threading.Event()
        arguments = (self._checker, request.check, request.task, self._cancelled)
        self._worker = threading.Thread(target=self._check, args=arguments, name="face-check", daemon=True)
        self._worker.start()

    def _end_check(self) -> None:
        self._cancelled.set()
        if self._worker is not None:
            self._worker.join(JOIN_S)
            if self._worker.is_alive():
                # A camera driver that hangs cannot be stopped from inside; the kiosk starts a new process.
                log.error("a face check does not end; vision ends itself")
                self._ring.wipe()
                os._exit(3)
        self._worker = None

    def _check(
        self, checker: FaceChecker, check: int, task: Compare | Enrol | Search, cancelled: threading.Event
    ) -> None:
        def report(progress: FaceProgress) -> None:
            self._send(progress.model_copy(update={"check": check}))

        try:
            verdict = checker.run(task, cancelled, report)
        except Cancelled:
            return
        except Problem as problem:
            self._send(Failed.of(problem, check))
        except Exception as error:  # whatever it was, somebody waits for an answer
            unforeseen = problems.broken(error)
            log.error("%s", unforeseen.technician)  # noqa: TRY400  the text of the error might hold what was seen
            self._send(Failed.of(unforeseen, check))
        else:
            self._send(verdict.model_copy(update={"check": check}))

    def _send(self, reply: Reply) -> None:
        try:
            with self._sending:
                self._wire.sendall(encode(reply))
        except OSError:
            self._cancelled.set()  # the kiosk is gone; serve() sees that too


def _second(settings: CameraSettings | None) -> Callable[[], Camera] | None:
    return None if settings is None else lambda: OpenCvCamera(settings)


def main(wire_fd: int, ring_fd: int, templates_fd: int) -> None:
    """Serves the kiosk at the other end of `wire_fd`; never returns."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold faces
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_LIMIT, DATA_LIMIT))
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
    warnings.filterwarnings("ignore", module="insightface", category=FutureWarning)  # of scikit-image, not of ours
    cv2.setNumThreads(2)
    ring = FrameRing(ring_fd)
    code = 1
    try:
        VisionProcess(socket.socket(fileno=wire_fd), ring, SharedTemplates(templates_fd)).serve()
        code = 0
    finally:
        ring.wipe()
        os._exit(code)  # a check that still runs must not keep the camera


if __name__ == "__main__":
    main(*(int(fd) for fd in sys.argv[1:4]))
