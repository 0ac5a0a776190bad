"""Reads the JPEG parts of an MJPEG stream (multipart/x-mixed-replace) from a network camera.

Our own reader and not cv2's ffmpeg. Both have the first frame within 0.03 s; but ffmpeg hands a slow
reader the frames that piled up meanwhile, blocks for 30 s on a camera that froze, and cannot be
interrupted. This one ends at once when its socket is shut down, and only frames that are wanted are decoded.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
from urllib.parse import urlsplit

_LARGEST = 8 * 1024 * 1024
"""Bytes of one frame; more is not a camera."""


class MjpegStream:
    """One connection to an MJPEG address. `next_part` blocks, `close` from another thread unblocks it."""

    def __init__(self, address: str, *, timeout_s: float) -> None:
        parts = urlsplit(address)
        if parts.hostname is None:
            raise ValueError(f"{address!r} names no host")
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout_s)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._socket: socket.socket | None = None
        self._response: http.client.HTTPResponse | None = None
        self._boundary = b"--"

    def open(self) -> None:
        """Connects. Raises OSError or http.client.HTTPException when there is no MJPEG stream."""
        self._connection.connect()
        self._socket = self._connection.sock
        self._connection.request("GET", self._target)
        response = self._connection.getresponse()
        kind = response.getheader("content-type", "")
        if response.status != http.HTTPStatus.OK or "multipart/x-mixed-replace" not in kind:
            raise http.client.HTTPException(f"answers {response.status} with {kind!r}, not an MJPEG stream")
        name = kind.partition("boundary=")[2].strip().strip('"')
        self._boundary = b"--" + name.removeprefix("--").encode()
        self._response = response
        # From here on silence is not an error of the wire: the reader of frames sets the limit.
        self._socket.settimeout(None)

    def next_part(self) -> bytes | None:
        """The next JPEG, or None at the end of the stream. Raises OSError when the connection broke."""
        length = self._part_length()
        if length is None:
            return None
        assert self._response is not None
        data = self._response.read(length) if length else self._read_to_boundary()
        return data or None

    def _part_length(self) -> int | None:
        """Skips to the end of the part's header; its content-length, 0 when it names none, None at the end."""
        assert self._response is not None
        length, inside = 0, False
        for _ in range(64):
            line = self._response.readline(1024)
            if not line:
                return None
            if line.startswith(self._boundary):
                inside = True
            elif line.lower().startswith(b"content-length:"):
                inside = True
                with contextlib.suppress(ValueError):
                    length = int(line.partition(b":")[2])
            elif inside and not line.strip():
                return min(max(length, 0), _LARGEST)
        raise http.client.HTTPException("no part of an MJPEG stream in 64 lines")

    def _read_to_boundary(self) -> bytes:
        assert self._response is not None
        data = bytearray()
        while len(data) < _LARGEST:
            line = self._response.readline(65536)
            if not line or line.startswith(self._boundary):
                break
            data += line
        return bytes(data)

    def close(self) -> None:
        """Ends the connection; a blocked `next_part` returns or raises OSError."""
        with contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)
        self._connection.close()
