"""A small HTTP server in a thread that can be taken off the network and put back on the same port."""

from __future__ import annotations

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64
    """Connections that wait: one too many is dropped silently, and its client waits for a second."""

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.open_sockets: set[socket.socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open_sockets.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open_sockets.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is nothing to write about."""


class Plug:
    """A server on 127.0.0.1. With port 0 a free one is taken at the first `connect` and kept."""

    def __init__(self, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        self.port = port
        self._handler = handler
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def connected(self) -> bool:
        """Whether somebody listens."""
        return self._server is not None

    def connect(self) -> None:
        """Begins to listen."""
        if self._server is not None:
            return
        self._server = _Server(("127.0.0.1", self.port), self._handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name=f"simulator-{self.port}", daemon=True
        )
        self._thread.start()

    def disconnect(self) -> None:
        """Refuses new connections and breaks those that are open."""
        server, self._server = self._server, None
        if server is None:
            return
        server.shutdown()
        server.server_close()
        for each in list(server.open_sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        if self._thread is not None:
            self._thread.join(2.0)
