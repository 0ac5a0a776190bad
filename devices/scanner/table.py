"""The document camera's own process: finds a page that lies still on the table, straightens it, writes its picture.

`python -m devices.scanner.table SOURCE` writes what it sees as JSON lines to stderr and the picture, a JPEG,
to stdout; it exits 0 with a picture. cv2 lives here, so the screen's process never imports this module.
"""

from __future__ import annotations

import argparse
import base64
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import Frame
from devices.camera.opencv import OpenCvCamera
from devices.scanner.table_wire import Sight
from devices.settings import CameraSettings
from sync.contract.problem import Problem

Corners = NDArray[np.float32]
"""4 × 2, pixels of the frame: top left, top right, bottom right, bottom left."""
_LONG_SIDE = 640
_A4 = 297 / 210
_DARK = 30.0
_UNLIKE = 10.0
"""Distance in CIELAB from which on a colour is another one than that of the table."""
_MIRRORED, _PAPER_MOST, _GLARE_SHARE = 250, 238, 0.006
"""Lightness of a mirrored lamp, of paper under which none can be told, and its share of the page."""
_SHADES = (40, 30)
_FLICKER = 12
"""Levels of 255 that a still place may change from frame to frame."""
_RIM = 12
"""Pixels of the small frame around which the table is seen."""


@dataclass(frozen=True)
class Demands:
    """What a page has to be before it is taken."""

    share: float = 0.015
    """Of the frame, at least: a card on a table for A3."""
    still_frames: int = 8
    shift: float = 0.004
    """Of the frame's diagonal that a corner may move between two frames."""
    change: float = 3.0
    """Mean difference of two frames in grey levels."""
    sharpness: float = 25.0
    """Variance of the Laplacian of the page at 640 pixels: what is out of focus has less."""


def find_page(frame: Frame, share: float = Demands.share) -> Corners | None:
    """The four corners of the largest page on the table; None when there is none wholly in sight.

    A page is a convex quadrangle that stands out from the table by brightness or by its edges.
    """
    scale = _LONG_SIDE / max(frame.shape[:2])
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    kernel = np.ones((5, 5), np.uint8)
    masks = (
        cv2.morphologyEx(bright, cv2.MORPH_CLOSE, kernel),
        cv2.morphologyEx(_unlike_table(small), cv2.MORPH_CLOSE, kernel),
        cv2.dilate(cv2.Canny(grey, 40, 120), np.ones((3, 3), np.uint8)),
    )
    best: Corners | None = None
    largest = share * grey.size
    for mask in masks:
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            quad = _quadrangle(contour, grey.shape)
            if quad is not None and (area := cv2.contourArea(quad)) > largest:
                best, largest = _ordered(quad), area
    return None if best is None else _refined(frame, (best / scale).astype(np.float32), 2 / scale)


def _unlike_table(frame: cv2.typing.MatLike) -> cv2.typing.MatLike:
    """What has another colour than the table, as the rim of the frame shows it."""
    lab = cv2.GaussianBlur(cv2.cvtColor(frame, cv2.COLOR_BGR2LAB), (5, 5), 0).astype(np.float32)
    rim = np.concatenate(
        [
            lab[:_RIM].reshape(-1, 3),
            lab[-_RIM:].reshape(-1, 3),
            lab[:, :_RIM].reshape(-1, 3),
            lab[:, -_RIM:].reshape(-1, 3),
        ]
    )
    away = np.linalg.norm(lab - np.median(rim, axis=0), axis=2)
    grey = np.clip(away * 2, 0, 255).astype(np.uint8)
    least, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.where(grey > max(least, 2 * _UNLIKE), 255, 0).astype(np.uint8)


def _refined(frame: Frame, corners: Corners, reach: float) -> Corners:
    """The corners to a fraction of a pixel, each looked for within `reach` of where it is thought to be."""
    window = max(3, round(reach))
    x, y, width, height = cv2.boundingRect(corners)
    left, top = max(0, x - 2 * window), max(0, y - 2 * window)
    part = cv2.cvtColor(frame[top : y + height + 2 * window, left : x + width + 2 * window], cv2.COLOR_BGR2GRAY)
    origin = np.array([left, top], np.float32)
    until = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.05)
    found = cv2.cornerSubPix(part, (corners - origin).reshape(-1, 1, 2), (window, window), (-1, -1), until)
    refined = found.reshape(4, 2) + origin
    return np.where(np.abs(refined - corners) <= reach * 2, refined, corners).astype(np.float32)


def _quadrangle(contour: cv2.typing.MatLike, shape: tuple[int, ...]) -> Corners | None:
    """The contour as four corners, if it is a page: convex, filled, and not cut by the frame."""
    hull = cv2.convexHull(contour)
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    area = cv2.contourArea(corners)
    if len(corners) != 4 or area <= 0 or cv2.contourArea(contour) < 0.93 * area:
        return None
    quad = corners.reshape(4, 2).astype(np.float32)
    height, width = shape[:2]
    edge = 3
    inside = (quad >= edge).all() and (quad[:, 0] < width - edge).all() and (quad[:, 1] < height - edge).all()
    sides = np.linalg.norm(quad - np.roll(quad, 1, axis=0), axis=1)
    return quad if inside and sides.min() > 0.3 * sides.max() else None


def _ordered(quad: Corners) -> Corners:
    """Clockwise from the corner nearest to the top left of the frame."""
    middle = quad.mean(axis=0)
    clockwise = quad[np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))]
    return np.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0)


def straighten(frame: Frame, corners: Corners) -> tuple[Frame, int | None]:
    """The page seen from right above, and its dots per inch when its sides are those of A4."""
    top, right, bottom, left = (float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4))
    width, height = (top + bottom) / 2, (left + right) / 2
    dpi = None
    ratio = max(width, height) / min(width, height)
    if abs(ratio / _A4 - 1) < 0.12:
        short = min(width, height) * math.sqrt(ratio / _A4)
        dpi = round(short / 210 * 25.4)
        width, height = (short, short * _A4) if width < height else (short * _A4, short)
    size = (max(1, round(width)), max(1, round(height)))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    page = cv2.warpPerspective(frame, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return page.astype(np.uint8, copy=False), dpi


def sharpness(picture: Frame) -> float:
    """Variance of the Laplacian at 640 pixels."""
    scale = _LONG_SIDE / max(picture.shape[:2])
    grey = cv2.cvtColor(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())


def shines(page: Frame) -> bool:
    """Whether a lamp mirrors in a straightened page: one white spot on paper that is less white."""
    scale = _LONG_SIDE / max(page.shape[:2])
    grey = cv2.cvtColor(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    if float(np.median(grey)) > _PAPER_MOST:
        return False
    count, _, sizes, _ = cv2.connectedComponentsWithStats((grey > _MIRRORED).astype(np.uint8))
    return count > 1 and float(sizes[1:, cv2.CC_STAT_AREA].max()) > _GLARE_SHARE * grey.size


def reaches_out(frame: Frame, share: float) -> bool:
    """Whether something as large as a page lies across the edge of the frame."""
    scale = _LONG_SIDE / max(frame.shape[:2])
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    count, labels, sizes, _ = cv2.connectedComponentsWithStats(_unlike_table(small))
    rim = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return any(sizes[label, cv2.CC_STAT_AREA] > share * labels.size for label in rim if 0 < label < count)


def shades(frame: Frame) -> bytes:
    """How light a frame is, in _SHADES places, 0 to 255: nothing can be read in it."""
    grey = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), _SHADES, interpolation=cv2.INTER_AREA)
    return grey.astype(np.uint8, copy=False).tobytes()


def unchanged(one: bytes, other: bytes) -> bool:
    """Whether nothing moved between two frames, by their shades."""
    if len(one) != len(other):
        return False
    first, second = (np.frombuffer(each, np.uint8).astype(np.int16) for each in (one, other))
    return int(np.abs(first - second).max()) <= _FLICKER


class Watch:
    """Looks at frame after frame until a page has lain still long enough."""

    def __init__(self, demands: Demands | None = None, taken: bytes = b"") -> None:
        """`taken`: the shades of the frame from which a page was taken last; that page is not taken again."""
        self._demands = demands or Demands()
        self._taken = taken
        self._corners: Corners | None = None
        self._grey: NDArray[np.uint8] | None = None
        self.still = 0
        """Frames in a row in which the page has not moved."""

    def look(self, frame: Frame) -> tuple[Sight, Corners | None]:
        """What is to be seen now; with TAKEN the corners of the page to take."""
        grey = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), (160, 120), interpolation=cv2.INTER_AREA)
        before, self._grey = self._grey, grey.astype(np.uint8, copy=False)
        quiet = before is not None and float(cv2.absdiff(before, grey).mean()) < self._demands.change
        dark = float(grey.mean()) < _DARK
        corners, last = None if dark else find_page(frame, self._demands.share), self._corners
        self._corners = corners
        if corners is None:
            self.still = 0
            return self._nothing(frame, dark=dark, quiet=quiet), None
        reach = self._demands.shift * math.hypot(*frame.shape[:2])
        if not quiet or last is None or float(np.abs(corners - last).max()) > reach:
            self.still = 0
            return Sight.MOVING, None
        return self._lies(frame, corners)

    def _lies(self, frame: Frame, corners: Corners) -> tuple[Sight, Corners | None]:
        """A page that has not moved."""
        if self._taken and unchanged(self._taken, shades(frame)):
            self.still = 0
            return Sight.SAME, None
        self.still += 1
        if self.still < self._demands.still_frames:
            return Sight.HOLD_STILL, None
        x, y, width, height = cv2.boundingRect(corners)
        around = frame[max(0, y - 8) : y + height + 8, max(0, x - 8) : x + width + 8]
        if sharpness(around) < self._demands.sharpness:
            return Sight.BLURRED, None
        return (Sight.GLARE, None) if shines(straighten(frame, corners)[0]) else (Sight.TAKEN, corners)

    def _nothing(self, frame: Frame, *, dark: bool, quiet: bool) -> Sight:
        if dark:
            return Sight.DARK
        if not quiet:
            return Sight.MOVING
        return Sight.CUT_OFF if reaches_out(frame, self._demands.share) else Sight.NO_PAGE


def take_page(
    camera: OpenCvCamera,
    limit_s: float,
    tell: Callable[..., None],
    *,
    taken: bytes = b"",
    clock: Callable[[], float] = time.monotonic,
) -> bytes | None:
    """Waits at most `limit_s` seconds for a page; its JPEG, or None. `tell` hears what is seen, when that changes.

    A page that still lies as it did when the frame of the shades `taken` was seen is not taken again.
    """
    watch, deadline = Watch(taken=taken), clock() + limit_s
    before: Sight | None = None
    while clock() < deadline:
        frame = camera.read(timeout_s=2.0)
        sight, corners = watch.look(frame)
        if corners is not None:
            page, dpi = straighten(frame, corners)
            table = base64.b64encode(shades(frame)).decode()
            tell(sight, dpi=dpi, width=page.shape[1], height=page.shape[0], table=table)
            return _jpeg(page)
        if sight is not before:
            tell(sight)
        before = sight
    return None


def _jpeg(picture: Frame) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])


def _tell(sight: Sight, **more: int | str | None) -> None:
    print(json.dumps({"sight": sight, **more}), file=sys.stderr, flush=True)


def main(argv: list[str]) -> int:
    """0 with a picture on stdout, 3 when no page came, 4 when the camera is not there."""
    parser = argparse.ArgumentParser("python -m devices.scanner.table", description="one page from a document camera")
    parser.add_argument("source", help="an index, a V4L2 path, http://…, a file or a folder")
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1440)
    parser.add_argument("--limit", type=float, default=30.0, help="seconds")
    parser.add_argument("--taken", default="", metavar="SHADES", help="of the table from which a page was taken last")
    parser.add_argument("--whole", action="store_true", help="the whole table as it is, without looking for a page")
    args = parser.parse_args(argv)
    camera = OpenCvCamera(CameraSettings(source=args.source, width=args.width, height=args.height))
    try:
        camera.open()
        taken = base64.b64decode(args.taken)
        picture = _whole(camera) if args.whole else take_page(camera, args.limit, _tell, taken=taken)
    except Problem as problem:
        print(json.dumps({"sight": Sight.AWAY, "code": problem.code}), file=sys.stderr, flush=True)
        return 4
    finally:
        camera.close()
    if picture is None:
        return 3
    sys.stdout.buffer.write(picture)
    sys.stdout.buffer.flush()
    return 0


def _whole(camera: OpenCvCamera) -> bytes:
    frame = camera.read(timeout_s=2.0)
    light = round(float(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).mean()))
    _tell(Sight.DARK if light < _DARK else Sight.WHOLE, light=light, sharpness=round(sharpness(frame)))
    return _jpeg(frame)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
