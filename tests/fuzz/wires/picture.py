"""Pictures that scanners send."""

from __future__ import annotations

import cv2
import numpy as np

from devices.scanner.picture_wire import BrokenPicture, read_picture


def attempt(data: bytes) -> None:
    try:
        picture = read_picture(data)
    except BrokenPicture:
        return
    assert picture.media_type in ("image/jpeg", "image/png")
    assert 0 < picture.width_px <= 30_000
    assert 0 < picture.height_px <= 30_000


def seeds() -> list[bytes]:
    """Good messages."""
    page = np.full((40, 30, 3), 200, np.uint8)
    return [cv2.imencode(ending, page)[1].tobytes() for ending in (".jpg", ".png")]
