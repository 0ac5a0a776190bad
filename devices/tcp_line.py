"""The far end of a simulated network device: a TCP port that can be unplugged."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable
from functools import partial

from devices.simulator import LOOPBACK

_ROUND_S = 0.02

Say = Callable[..., None]
"""Sends bytes to one caller, with `after_s` after so many seconds."""
Hear = Callable[[bytes], None]
"""Gets what a caller says, in the line's own thread; hangs up on it with ConnectionError."""


class TcpLine:
    """One port. `meet` is given the way to speak to each new caller, and returns what hears it.

    With port 0 a free one is taken at the first `plug` and kept.
    """

    def __init__(self, port: int, meet: Callable[[Say], Hear]) -> None:
        self.port = port
        self._meet = meet
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
        self._closing = closing = threading.Event()
        run = threading.Thread(target=self._run, args=(server, closing), name=f"line-{self.port}", daemon=True)
        self._thread = run
        run.start()

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

    def _say(self, caller: socket.socket, data: bytes, *, after_s: float = 0.0) -> None:
        if not self._closing.wait(after_s):
            with self._lock, contextlib.suppress(OSError):
                caller.send(data)

    def _run(self, server: socket.socket, closing: threading.Event) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(server, selectors.EVENT_READ)
            while not closing.is_set():
                for key, _ in ready.select(_ROUND_S):
                    if closing.is_set():
                        return
                    if key.fileobj is server:
                        self._accept(server, ready)
                    elif isinstance(key.fileobj, socket.socket):
                        self._receive(key.fileobj, key.data, ready)

    def _accept(self, server: socket.socket, ready: selectors.BaseSelector) -> None:
        with contextlib.suppress(OSError):
            caller, _ = server.accept()
            caller.setblocking(False)
            with self._lock:
                self._open.add(caller)
            ready.register(caller, selectors.EVENT_READ, self._meet(partial(self._say, caller)))

    def _receive(self, caller: socket.socket, hear: Hear, ready: selectors.BaseSelector) -> None:
        try:
            data = caller.recv(4096)
            if data:
                hear(data)
                return
        except BlockingIOError:
            return
        except OSError:
            if caller.fileno() < 0:  # it was unplugged meanwhile
                return
        ready.unregister(caller)
        with self._lock:
            self._open.discard(caller)
        caller.close()
