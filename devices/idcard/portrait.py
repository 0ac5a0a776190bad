"""The portrait of a card: open formats are cut out, a WLT one goes through the configured decoder."""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence

from devices.state import Cancel

log = logging.getLogger(__name__)

DECODER_S = 3.0
_LARGEST = 1_000_000
_WAKE_S = 0.05
_ENDS_S = 0.005
_LEFT_S = 0.2
"""How long output may still come after a decoder ended whose children hold its pipe."""
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")


def cut_out(
    block: bytes, decoder: Sequence[str], cancel: Cancel | None = None, *, timeout_s: float = DECODER_S
) -> bytes | None:
    """The image in the 1024 bytes of a portrait, or None when there is none or nobody here can decode it.

    WLT has no open decoder. `decoder` is a command that reads the block on stdin and writes an image to
    stdout; it runs in its own process, so that a vendor's library cannot take the kiosk down. Raises Cancelled.
    """
    if block[:4] == b"RIFF" and block[8:12] == b"WEBP":
        end = int.from_bytes(block[4:8], "little") + 8
        return bytes(block[:end]) if end <= len(block) else None
    if block[:3] == b"\xff\xd8\xff":
        end = block.rfind(b"\xff\xd9")
        return bytes(block[: end + 2]) if end > 0 else None
    if not block.strip(b"\0 ") or not block.strip(b"\xff") or not decoder:
        return None
    return _decoded(block, decoder, cancel or Cancel(), timeout_s)


def _decoded(block: bytes, decoder: Sequence[str], cancel: Cancel, timeout_s: float) -> bytes | None:
    try:
        process = subprocess.Popen(  # noqa: S603  the command comes from the kiosk's own configuration
            list(decoder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        log.warning("portrait decoder %s: cannot be started (%s); going on without", decoder[0], type(error).__name__)
        return None
    try:
        image = _exchange(process, block, cancel, timeout_s)
    finally:
        _end(process)
    if image is None:
        log.warning("portrait decoder %s: no image in %g s; going on without", decoder[0], timeout_s)
        return None
    webp = image[:4] == b"RIFF" and image[8:12] == b"WEBP"
    if process.returncode != 0 or len(image) > _LARGEST or not (webp or image.startswith(_SIGNATURES)):
        log.warning("portrait decoder %s: ended with %d and no image; going on without", decoder[0], process.returncode)
        return None
    return image


def _exchange(process: subprocess.Popen[bytes], block: bytes, cancel: Cancel, timeout_s: float) -> bytes | None:
    """What the decoder writes until it ends; a little more than allowed of a flood; None when it takes too long."""
    assert process.stdin is not None
    assert process.stdout is not None
    out, rest = bytearray(), memoryview(block)
    deadline, ended_at = time.monotonic() + timeout_s, None
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        selector.register(process.stdin, selectors.EVENT_WRITE)
        while len(out) <= _LARGEST:
            cancel.check()
            now = time.monotonic()
            if ended_at is None and _ended(process):
                ended_at = now
            if ended_at is not None and now - ended_at > _LEFT_S:
                return bytes(out)
            if now > deadline:
                return None
            for key, _ in selector.select(_WAKE_S):
                if key.fileobj is process.stdin:
                    rest = _written(process.stdin.fileno(), rest)
                    if not rest:
                        selector.unregister(process.stdin)
                        process.stdin.close()
                    continue
                data = os.read(process.stdout.fileno(), 65536)
                if not data:
                    return bytes(out) if _ends(process, deadline, cancel) else None
                out += data
    return bytes(out)


def _written(pipe: int, rest: memoryview) -> memoryview:
    """What is still to be written; nothing when the decoder does not want it."""
    try:
        return rest[os.write(pipe, rest) :]
    except BlockingIOError:
        return rest
    except OSError:
        return rest[:0]


def _ends(process: subprocess.Popen[bytes], deadline: float, cancel: Cancel) -> bool:
    """Waits for a decoder that has closed its output."""
    while not (ended := _ended(process)) and time.monotonic() < deadline:
        cancel.wait(_ENDS_S)
    return ended


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it ended; it is not waited for yet, so that its number stays its own until its group is ended."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the decoder with whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
