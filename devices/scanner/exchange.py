"""One HTTP request to a device with one limit for all of it, which another thread can break off at any moment.

The request runs in a thread of its own, because neither looking up a name nor `http.client` can be
interrupted; the caller waits in slices. Every request has its own connection: one that was left open by
a scanner that died must not break the next page.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from devices.state import Cancel

_SLICE_S = 0.05
_CHUNK = 65536


class NoExchange(Exception):  # noqa: N818  it is what became of a request
    """There is no whole answer. `began`: the answer's head had come, and its body broke off."""

    def __init__(self, why: str, *, began: bool = False) -> None:
        super().__init__(why)
        self.began = began


class OutOfTime(NoExchange):
    """The limit passed."""


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Exchange:
    """One request on its way. Made by `ask`."""

    def __init__(self, base: SplitResult, method: str, path: str, body: bytes | None, largest: int) -> None:
        self._base = base
        self._method, self._path, self._body = method, path, body
        self._largest = largest
        self._socket: socket.socket | None = None
        self._stopped = False
        self._reply: Reply | None = None
        self._error: Exception | None = None
        self._began = False
        self.done = threading.Event()
        self.received = 0
        self.expected: int | None = None
        self.thread = threading.Thread(target=self._run, name="scanner-exchange", daemon=True)

    def stop(self) -> None:
        """Breaks it off. From any thread."""
        self._stopped = True
        with contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)

    def result(self) -> Reply:
        """The answer. Raises NoExchange."""
        if self._reply is not None:
            return self._reply
        if self._stopped:
            raise OutOfTime("no answer in time", began=self._began)
        match self._error:
            case None | TimeoutError():
                raise OutOfTime("no answer in time", began=self._began)
            case OSError() | http.client.HTTPException() | ValueError() as error:
                raise NoExchange(_why(error), began=self._began) from error
            case unforeseen:
                raise unforeseen

    def _run(self) -> None:
        try:
            self._reply = self._talk()
        except Exception as error:  # told to whoever waits, in its own thread
            self._error = error
        finally:
            self.done.set()

    def _talk(self) -> Reply:
        kind = http.client.HTTPSConnection if self._base.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._base.hostname or "", self._base.port, timeout=60)
        try:
            connection.connect()
            self._socket = connection.sock
            if self._stopped:
                raise ConnectionAbortedError
            headers = {"Content-Type": "text/xml"} if self._body is not None else {}
            connection.request(self._method, self._path, self._body, {"Connection": "close", **headers})
            response = connection.getresponse()
            self._began = True
            self.expected = response.length
            return Reply(response.status, response.headers, self._read(response))
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        while piece := response.read(_CHUNK):
            body += piece
            self.received = len(body)
            if len(body) > self._largest:
                raise http.client.HTTPException("the answer has no end")
        if response.length:
            raise http.client.HTTPException(f"{response.length} bytes are missing")
        return bytes(body)


def ask(
    base: str,
    method: str,
    path: str,
    *,
    limit_s: float,
    cancel: Cancel,
    largest: int,
    body: bytes | None = None,
    progress: Callable[[float], None] | None = None,
) -> Reply:
    """Sends a request to `path` at the host of `base` and returns the whole answer.

    Raises NoExchange, OutOfTime after `limit_s` seconds, and Cancelled within 50 ms of being asked to stop.
    """
    exchange = Exchange(_split(base), method, path, body, largest)
    exchange.thread.start()
    deadline = time.monotonic() + limit_s
    try:
        while not exchange.done.wait(min(_SLICE_S, max(0.0, deadline - time.monotonic()))):
            cancel.check()
            if time.monotonic() >= deadline:
                break
            if progress is not None and exchange.expected:
                progress(min(1.0, exchange.received / exchange.expected))
    finally:
        if not exchange.done.is_set():
            exchange.stop()
            exchange.thread.join(_SLICE_S)
    cancel.check()
    return exchange.result()


def tell(base: str, method: str, path: str, *, limit_s: float) -> threading.Thread:
    """Sends a request whose answer nobody waits for; it is given up after `limit_s` seconds, and its thread ends."""

    def send() -> None:
        with contextlib.suppress(NoExchange):
            ask(base, method, path, limit_s=limit_s, cancel=Cancel(), largest=_CHUNK)

    thread = threading.Thread(target=send, name="scanner-farewell", daemon=True)
    thread.start()
    return thread


def pause(headers: http.client.HTTPMessage, otherwise_s: float, longest_s: float) -> float:
    """Seconds to wait before asking again: by Retry-After in seconds (RFC 9110, 10.2.3), within bounds."""
    text = headers.get("retry-after", "")
    wished = float(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise_s
    return min(max(wished, otherwise_s), longest_s)


def _split(base: str) -> SplitResult:
    try:
        parts = urlsplit(base)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise NoExchange("its address is no http address")
    return parts


def _why(error: Exception) -> str:
    """What broke, without what the other side wrote."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, http.client.IncompleteRead):
        return "the connection broke off"
    if isinstance(error, http.client.BadStatusLine):
        return "the answer is no HTTP"
    return str(error) if type(error) is http.client.HTTPException else type(error).__name__
