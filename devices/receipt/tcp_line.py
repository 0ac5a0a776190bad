"""The far end of a simulated network printer: a TCP port that can be unplugged."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable

from devices.simulator import LOOPBACK

_ROUND_S = 0.02


class TcpLine:
    """One port. `heard` gets what arrives, in the line's own thread; what is sent goes to everybody connected.

    With port 0 a free one is taken at the first `plug` and kept.
    """

    def __init__(self, port: int, heard: Callable[[bytes], None]) -> None:
        self.port = port
        self._heard = heard
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._server: socket.socket | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def plugged(self) -> bool:
        """Whether somebody listens."""
        return self._server is not None

    def plug(self) -> None:
        """Begins to listen."""
        if self._server is not None:
            return
        server = socket.create_server((LOOPBACK, self.port))
        server.setblocking(False)
        self.port = int(server.getsockname()[1])
        self._server = server
        self._closing.clear()
        self._thread = threading.Thread(target=self._run, args=(server,), name=f"line-{self.port}", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Refuses new connections and breaks those that are open."""
        self._closing.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)
        server, self._server = self._server, None
        if server is not None:
            server.close()
        with self._lock:
            for each in self._open:
                each.close()
            self._open.clear()

    def send(self, data: bytes) -> None:
        """Sends to everybody connected; what nobody takes is forgotten."""
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.send(data)

    def _run(self, server: socket.socket) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(server, selectors.EVENT_READ)
            while not self._closing.is_set():
                for key, _ in ready.select(_ROUND_S):
                    if key.fileobj is server:
                        self._accept(server, ready)
                    elif isinstance(key.fileobj, socket.socket):
                        self._receive(key.fileobj, ready)

    def _accept(self, server: socket.socket, ready: selectors.BaseSelector) -> None:
        with contextlib.suppress(OSError):
            caller, _ = server.accept()
            caller.setblocking(False)
            with self._lock:
                self._open.add(caller)
            ready.register(caller, selectors.EVENT_READ)

    def _receive(self, caller: socket.socket, ready: selectors.BaseSelector) -> None:
        try:
            data = caller.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._heard(data)
            return
        ready.unregister(caller)
        with self._lock:
            self._open.discard(caller)
        caller.close()
