"""Still pictures: reads any, finds the one person it is of, and makes one as small as the portrait of a chip.

A camera frame with a second face is refused, always: nobody knows who of the two stands there. A still picture is of
somebody, while others pass by behind or hang on the wall. There a second face is another person only from `RIVAL`
of the height of the largest on, and only when the detector is sure of it; anything less is background.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError
from PIL.ImageOps import exif_transpose

from devices.camera import Frame
from kiosk.vision.guidance import Box

if TYPE_CHECKING:
    from kiosk.vision.face import Found

Find = Callable[[Frame], "list[Found]"]

RIVAL = 0.6
"""Height from which on a second face is another person, in heights of the largest."""
SURE = 0.8
"""Detector's score of such a face; leaves and cloth that look like a face are less."""
CERTAIN = 0.99
"""Detector's score of nearly every upright face, and of hardly any that lies on its side."""
LARGEST = 1600
"""Longer side, in pixels, of the picture that is searched."""
SMALL = 240
"""Shorter side below which a picture is enlarged: between the pixels of a chip portrait lie the corners of an eye."""
CHIP = (102, 126)
"""Width and height of a chip portrait, in pixels."""
_MARGIN = 0.25
"""Background around a picture that its face may fill, in heights of the picture."""
_ASPECT = 4 / 3
"""Of the detector's own picture: another one would be squeezed."""
_PARTS = ((0.6, 2), (0.4, 3))
"""Sides of the parts in which small faces are looked for, in sides of the picture, and how many stand in a row."""
_TURNS = (90.0, -90.0, 180.0, 25.0, -25.0, 50.0, -50.0)
"""Degrees by which a picture is turned when nobody is found in it as it is."""


@dataclass(frozen=True, repr=False)
class Sitting:
    """Who a still picture is of. `picture` is where the points of `face` lie: enlarged, shrunk or turned upright."""

    picture: Frame
    persons: tuple[Found, ...]
    """The largest first."""
    scale: float = 1.0
    """Pixels of `picture` for one of the picture that was given."""

    @property
    def people(self) -> int:
        """How many are on it."""
        return len(self.persons)

    @property
    def face(self) -> Found | None:
        """None when there is nobody, or more than one."""
        return self.persons[0] if len(self.persons) == 1 else None

    def wipe(self) -> None:
        """Overwrites the picture."""
        self.picture.fill(0)


def read_picture(data: bytes) -> Frame | None:
    """An encoded picture as BGR (height × width × 3), upright by its EXIF orientation; None when it is none.

    Grey, 16 bits, palettes and CMYK become 8-bit colour; what is transparent becomes grey. Of a picture that was cut
    off there is what came through.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture: Image.Image = exif_transpose(opened)
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return _rescued(data)
    if picture.mode.startswith(("I", "F")):
        picture = Image.fromarray(_eight_bits(np.asarray(picture)))
    if picture.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA":
        grey = Image.new("RGBA", picture.size, (128, 128, 128, 255))
        picture = Image.alpha_composite(grey, picture)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"), np.uint8)[..., ::-1])


def _rescued(data: bytes) -> Frame | None:
    """What OpenCV makes of a picture that Pillow refuses: it is less strict."""
    try:
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    # Also None where cv2's declarations say otherwise.
    picture: Frame | None = decoded  # type: ignore[assignment]
    return picture


def look(find: Find, picture: Frame) -> Sitting:
    """Finds who a picture is of.

    It is looked at with background around it (faces that fill it), as it is, in parts (small faces) and turned, until
    the detector is certain of a face; else the look with the surest one counts. A face that lies on its side is
    found now and then as if it stood, but never with certainty.
    """
    scaled = _scaled(picture)
    scale = scaled.shape[1] / picture.shape[1]
    best: tuple[float, Frame, list[Found]] = (0.0, scaled, [])
    for view, found in _looks(find, scaled):
        surest = max((face.score for face in found), default=0.0)
        if surest > best[0]:
            best = (surest, view, found)
        if surest >= CERTAIN:
            break
    _, view, found = best
    return Sitting(view, tuple(_people(found)) if found else (), scale)


def chip_portrait(sitting: Sitting, limit: int) -> bytes:
    """What a chip holds of somebody: head and shoulders, 102×126, WebP of no more than `limit` bytes.

    Raises:
        ValueError: there is not exactly one face, or no quality fits.
    """
    if sitting.face is None:
        raise ValueError("a portrait shows one face")
    box = sitting.face.box
    scale = CHIP[1] / (1.7 * box.height)
    (x, y), picture = box.centre, sitting.picture
    if scale < 0.5:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.4 / scale), np.uint8)
    move = np.array([[scale, 0, CHIP[0] / 2 - x * scale], [0, scale, CHIP[1] / 2 - y * scale]])
    small = cv2.warpAffine(picture, move, CHIP, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    for quality in range(95, 0, -1):
        _, data = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, quality])
        if len(data) <= limit:
            return data.tobytes()
    raise ValueError(f"no quality fits {limit} bytes")


def _eight_bits(values: np.ndarray) -> np.ndarray:
    """Grey of 16 bits by its range, anything else by what is there."""
    numbers = values.astype(np.float64)
    low, high = (0.0, 65535.0) if numbers.min() >= 0 and 255 < numbers.max() <= 65535 else (0.0, numbers.max() or 1.0)
    return np.asarray(np.clip((numbers - low) * 255 / (high - low), 0, 255), np.uint8)


def _scaled(picture: Frame) -> Frame:
    height, width = picture.shape[:2]
    if min(height, width) < SMALL:
        scale, how = min(2.0, LARGEST / max(height, width)), cv2.INTER_CUBIC
    else:
        scale, how = min(1.0, LARGEST / max(height, width)), cv2.INTER_AREA
    if scale == 1.0:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _looks(find: Find, picture: Frame) -> Iterator[tuple[Frame, list[Found]]]:
    for margin in (_MARGIN, 0.0):
        yield picture, _find_padded(find, picture, margin)
    for part, count in _PARTS:
        yield picture, _find_in_parts(find, picture, part, count)
    for degrees in _TURNS:
        turned = _turned(picture, degrees)
        yield turned, _find_padded(find, turned, _MARGIN)


def _find_padded(find: Find, picture: Frame, margin: float) -> list[Found]:
    """Faces of a picture with its border drawn outwards to the detector's aspect, in its own pixels."""
    height, width = picture.shape[:2]
    high = max(height, width / _ASPECT) * (1 + 2 * margin)
    down, right = round((high - height) / 2), round((high * _ASPECT - width) / 2)
    wide = cv2.copyMakeBorder(picture, down, down, right, right, cv2.BORDER_REPLICATE)
    return [_moved(found, -right, -down) for found in find(np.asarray(wide, np.uint8))]


def _find_in_parts(find: Find, picture: Frame, part: float, count: int) -> list[Found]:
    """Faces of overlapping parts; whoever is seen twice counts once."""
    height, width = picture.shape[:2]
    high, wide = round(part * height), round(part * width)
    tops = np.linspace(0, height - high, count).astype(int)
    lefts = np.linspace(0, width - wide, count).astype(int)
    faces = [
        _moved(found, int(left), int(top))
        for top, left in itertools.product(tops, lefts)
        for found in _find_padded(find, picture[top : top + high, left : left + wide], 0.0)
    ]
    kept: list[Found] = []
    for face in sorted(faces, key=lambda one: one.score, reverse=True):
        if not any(_holds(other.box, face.box) for other in kept):
            kept.append(face)
    return kept


def _people(faces: list[Found]) -> list[Found]:
    """The largest face and those that count beside it; a face within another is a pattern of that one."""
    largest = max(faces, key=lambda face: face.box.height)
    return [largest] + [
        face
        for face in faces
        if face is not largest
        and face.score >= SURE
        and face.box.height >= RIVAL * largest.box.height
        and not _holds(largest.box, face.box)
    ]


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.centre
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom


def _moved(found: Found, right: float, down: float) -> Found:
    box, step = found.box, np.array([right, down], np.float32)
    return replace(
        found,
        box=Box(box.left + right, box.top + down, box.right + right, box.bottom + down),
        points=found.points + step,
        landmarks=None if found.landmarks is None else found.landmarks + step,
    )


def _turned(picture: Frame, degrees: float) -> Frame:
    """The picture turned counter-clockwise, all of it, its border drawn outwards."""
    if degrees in (90.0, -90.0, 180.0):
        return np.ascontiguousarray(np.rot90(picture, int(degrees / 90)))
    height, width = picture.shape[:2]
    move = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), np.float64)
    size = int(np.hypot(height, width))
    move[:, 2] += ((size - width) / 2, (size - height) / 2)
    return np.asarray(cv2.warpAffine(picture, move, (size, size), borderMode=cv2.BORDER_REPLICATE), np.uint8)
