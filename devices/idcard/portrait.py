"""The portrait of a card: open formats are cut out, a WLT one goes through the configured decoder."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Sequence

log = logging.getLogger(__name__)

DECODER_S = 3.0
_LARGEST = 1_000_000
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")


def cut_out(block: bytes, decoder: Sequence[str], *, timeout_s: float = DECODER_S) -> bytes | None:
    """The image in the 1024 bytes of a portrait, or None when there is none or nobody here can decode it.

    WLT has no open decoder. `decoder` is a command that reads the block on stdin and writes an image to
    stdout; it runs in its own process, so that a vendor's library cannot take the kiosk down.
    """
    if block[:4] == b"RIFF" and block[8:12] == b"WEBP":
        end = int.from_bytes(block[4:8], "little") + 8
        return bytes(block[:end]) if end <= len(block) else None
    if block[:3] == b"\xff\xd8\xff":
        end = block.rfind(b"\xff\xd9")
        return bytes(block[: end + 2]) if end > 0 else None
    if not block.strip(b"\0 ") or not decoder:
        return None
    return _decoded(block, decoder, timeout_s)


def _decoded(block: bytes, decoder: Sequence[str], timeout_s: float) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603  the command comes from the kiosk's own configuration
            list(decoder), input=block, capture_output=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired:
        log.warning("portrait decoder %s: no image in %g s; going on without", decoder[0], timeout_s)
        return None
    except OSError as error:
        log.warning("portrait decoder %s: cannot be started (%s); going on without", decoder[0], error.strerror)
        return None
    image = done.stdout
    webp = image[:4] == b"RIFF" and image[8:12] == b"WEBP"
    if done.returncode != 0 or len(image) > _LARGEST or not (webp or image.startswith(_SIGNATURES)):
        log.warning("portrait decoder %s: ended with %d and no image; going on without", decoder[0], done.returncode)
        return None
    return image
