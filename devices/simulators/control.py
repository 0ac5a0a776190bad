"""How the dock and the command line reach running simulators: JSON lines over a Unix socket."""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sync.contract.problem import Family, Problem, Words

ANSWER_S = 5.0
Apply = Callable[[str, str, dict[str, str]], dict[str, Any]]


def send(control: Path, device: str, verb: str, **args: str) -> dict[str, Any]:
    """Does a verb at a running simulator and returns the device's state after it.

    An empty `device` returns the states of all, with their verbs.

    Raises:
        Problem: `simulator.absent` when nobody listens, `simulator.verb` when it cannot be done.
    """
    line = json.dumps({"device": device, "verb": verb, "args": args}, ensure_ascii=False) + "\n"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(ANSWER_S)
            connection.connect(str(control))
            connection.sendall(line.encode())
            with connection.makefile("rb") as file:
                answer: dict[str, Any] = json.loads(file.readline())
        told = Problem.from_dict(answer["error"]) if "error" in answer else None
    except (OSError, ValueError) as error:
        raise _absent(control, error) from error
    if told is not None:
        raise told
    return answer


def _absent(control: Path, error: Exception) -> Problem:
    return Problem(
        "simulator.absent",
        Family.TEMPORARY,
        resident=Words(zh="模拟设备没有运行。", en="The simulated devices are not running."),
        technician=f"{control}: no simulators listen there ({error}). Start them with `python -m devices simulate`.",
    )


class ControlServer:
    """Listens at a path; a socket left by a process that is gone is taken over."""

    def __init__(self, path: Path, apply: Apply) -> None:
        self._path = path
        self._apply = apply
        self._server: socketserver.ThreadingUnixStreamServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to listen. Raises Problem `simulator.running` when others do already."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.is_socket():
            self._refuse_if_alive()
            self._path.unlink()
        handler = type("ControlHandler", (_Handler,), {"apply": staticmethod(self._apply)})
        self._server = socketserver.ThreadingUnixStreamServer(str(self._path), handler)
        self._server.daemon_threads = True
        self._path.chmod(0o600)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="control", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops and removes the socket."""
        server, self._server = self._server, None
        if server is None:
            return
        server.shutdown()
        server.server_close()
        if self._thread is not None:
            self._thread.join(2.0)
        self._path.unlink(missing_ok=True)

    def _refuse_if_alive(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
            probe.settimeout(1.0)
            probe.connect(str(self._path))
            raise Problem(
                "simulator.running",
                Family.PERMANENT,
                resident=Words(zh="模拟设备已经在运行。", en="The simulated devices run already."),
                technician=f"{self._path}: simulators run there already. Stop them, or set "
                "[devices.simulators] control.",
            )


class _Handler(socketserver.StreamRequestHandler):
    """One connection: a request a line, an answer a line."""

    apply: Apply
    timeout = 60

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            for line in self.rfile:
                self.wfile.write((json.dumps(self._answer(line), ensure_ascii=False) + "\n").encode())

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            device, verb = str(asked["device"]), str(asked["verb"])
            arguments = {str(name): str(value) for name, value in asked.get("args", {}).items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            return _error("simulator.line", 'A line is {"device": …, "verb": …, "args": {…}}.')
        try:
            return self.apply(device, verb, arguments)
        except Problem as problem:
            return {"error": problem.as_dict()}
        except OSError as error:
            return _error("simulator.failed", f"{device} {verb}: {error}.")


def _error(code: str, technician: str) -> dict[str, Any]:
    words = Words(zh="模拟设备没有照做。", en="The simulated device did not do it.")
    return {"error": Problem(code, Family.PERMANENT, resident=words, technician=technician).as_dict()}
