"""The network cable between kiosk and centre: a TCP proxy that can be cut and restored."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from pathlib import Path
from typing import Any, ClassVar, Self

from devices.settings import DevicesSettings
from devices.simulator import Simulator, Verb

CENTRE = ("127.0.0.1", 8701)
"""Where the centre of config.toml listens."""
_CONNECT_S = 3.0


class LinkSimulator(Simulator):
    """Forwards connections to the centre. Cut, it refuses new ones and breaks those that are open."""

    device = "link"
    verbs: ClassVar = (
        Verb("cut", "cuts the cable to the centre"),
        Verb("restore", "mends the cable"),
        Verb("ok", "mends the cable"),
    )

    def __init__(self, port: int, centre: tuple[str, int]) -> None:
        self._port = port
        self._centre = centre
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._threads: set[threading.Thread] = set()
        self._open: set[socket.socket] = set()

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """The cable to a centre of this machine, on its usual port."""
        return cls(settings.simulators.link_port, CENTRE)

    def lead_to(self, centre: tuple[str, int]) -> None:
        """Where the cable ends: host and port."""
        self._centre = centre

    @property
    def address(self) -> str:
        """Where the kiosk finds the centre."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Plugs the cable in."""
        if self._listener is not None:
            return
        self._listener = socket.create_server(("127.0.0.1", self._port), reuse_port=False, backlog=64)
        self._port = self._listener.getsockname()[1]
        self._spawn(self._accept, self._listener)

    def stop(self) -> None:
        """Pulls it out."""
        listener, self._listener = self._listener, None
        if listener is None:
            return
        with self._lock:
            doomed = [listener, *self._open]
            threads = list(self._threads)
        for each in doomed:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in threads:
            thread.join(_CONNECT_S + 1)

    def state(self) -> dict[str, Any]:
        """Whether the cable is whole, and how many connections use it."""
        return {"connected": self._listener is not None, "connections": len(self._open) // 2}

    def _do(self, verb: str, argument: str) -> None:
        if verb == "cut":
            self.stop()
        else:
            self.start()

    def _spawn(self, run: Any, *arguments: Any) -> None:
        def body() -> None:
            try:
                run(*arguments)
            finally:
                with self._lock:
                    self._threads.discard(thread)

        thread = threading.Thread(target=body, name="link", daemon=True)
        with self._lock:
            self._threads.add(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while self._listener is listener:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            self._spawn(self._carry, near)

    def _carry(self, near: socket.socket) -> None:
        """Carries bytes both ways until one side ends or the cable is cut."""
        with near, contextlib.suppress(OSError), socket.create_connection(self._centre, _CONNECT_S) as far:
            far.settimeout(None)
            with self._lock:
                self._open |= {near, far}
            try:
                if self._listener is not None:
                    _pump(near, far)
            finally:
                with self._lock:
                    self._open -= {near, far}


def _pump(near: socket.socket, far: socket.socket) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(near, selectors.EVENT_READ, far)
        selector.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in selector.select():
                source = key.fileobj
                assert isinstance(source, socket.socket)
                data = source.recv(65536)
                if not data:
                    return
                key.data.sendall(data)
