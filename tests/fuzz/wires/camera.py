"""The face camera: an MJPEG stream over HTTP, and what the process that looks through it tells."""

from __future__ import annotations

import http.client
import socket

from devices.camera.looked import read_looked
from devices.camera.mjpeg import MjpegStream

_PARTS = 200
"""More than any input holds."""


def attempt(data: bytes) -> None:
    read_looked(data)
    near, far = socket.socketpair()
    stream = MjpegStream("http://127.0.0.1:9/camera", timeout_s=1.0)
    stream._connection.sock = near
    stream._connection.connect = lambda: None  # type: ignore[method-assign]
    with near, far:
        far.sendall(data)
        far.shutdown(socket.SHUT_WR)
        try:
            stream.open()
            for _ in range(_PARTS):
                part = stream.next_part()
                if part is None:
                    break
                assert 0 < len(part) <= len(data), "a picture that never came"
        except (OSError, http.client.HTTPException, ValueError):
            pass  # what the contract of the stream declares
        finally:
            stream.close()


def seeds() -> list[bytes]:
    """Good messages."""
    head = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
    part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\n\xff\xd8\xff12345\xd9\r\n"
    plain = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\n345\xd9\r\n--frame\r\n"
    seen = (
        b'{"width": 9, "height": 9, "frames": 9, "seconds": 1.0, "brightness": 9.0, "over": 0.0, "under": 0.0,'
        b' "contrast": 9.0, "focus": 0.1, "changing": true, "live": true}\n\xff\xd8'
    )
    return [head + part * 3, head + plain, seen]
