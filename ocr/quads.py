"""Where pages lie in a picture: corners of sheets and cards, several of them if there are several.

Candidates come from masks (how unlike the rim each point is, how light, how coloured, where edges are); what is kept
has edges along its sides, paper that differs from what lies outside, and no writing beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engine import Corners
from ocr.files import Frame

SIDE = 800
"""Longer side, in pixels, of what is searched."""
LEAST, MOST = 0.025, 0.985
"""Shares of the picture that a page covers: a card on the plate of a scanner has 0.07, more fills the picture."""
LEAST_IN_PHOTOGRAPHS = 0.05
"""The same on a desk: what is smaller cannot be read anyway, and is a chip or a picture on a card."""
_GOOD = 0.5
"""Score from which on a candidate is a page."""
_PAPER = 170
"""Lightness, 0 to 255, from which on what surrounds a page may be paper itself."""
_RIM = 3
"""Pixels from the rim of the picture that belong to it."""
_SAMPLES = 48
_SNAP = 12
"""Pixels within which the true edge of a page is looked for."""
_FRAMED = 2.5
"""Difference in Lab below which inside and outside are the same paper."""
_OVERLAP = 0.2
_STEEPEST = 75.0
"""Degrees by which a corner may differ from a right angle: perspective bends them."""

Mask = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """A page in a picture."""

    corners: Corners
    score: float
    """0 to 1."""
    cut_off: bool
    """Whether a part of it lies outside the picture."""


def find_pages(picture: Frame) -> list[Found]:
    """All pages, from top to bottom and left to right; none when one page fills the picture, or none is seen."""
    scale = min(1.0, SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    view = _View(np.asarray(small, np.uint8))
    rated = (view.rate(corners) for corners in _candidates(view))
    kept = _apart([found for found in rated if found.score >= _GOOD])
    if kept and view.written_outside([found.corners for found in kept]):
        return []
    kept.sort(
        key=lambda found: (round(float(found.corners[:, 1].mean()) / view.height * 4), found.corners[:, 0].mean())
    )
    return [Found(view.snapped(found.corners) / scale, found.score, found.cut_off) for found in kept]


class _View:
    """What is measured once of the small picture."""

    def __init__(self, small: Frame) -> None:
        self.height, self.width = small.shape[:2]
        smooth = cv2.GaussianBlur(small, (0, 0), 1.2)
        self.lab: Floats = np.asarray(cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB), np.float32)
        self.saturation: Mask = np.asarray(cv2.cvtColor(smooth, cv2.COLOR_BGR2HSV)[..., 1], np.uint8)
        self.light: Mask = np.asarray(self.lab[..., 0], np.uint8)
        self.across = np.asarray(cv2.Sobel(self.lab, cv2.CV_32F, 1, 0), np.float32) * np.float32(0.25)
        self.down = np.asarray(cv2.Sobel(self.lab, cv2.CV_32F, 0, 1), np.float32) * np.float32(0.25)
        self.steep = np.asarray(np.sqrt((self.across**2 + self.down**2).sum(2)), np.float32)
        self.noise = float(np.median(self.steep))
        self.ink = _ink(self.light)
        rim = np.concatenate([self.light[:6].ravel(), self.light[-6:].ravel(), self.light[:, :6].ravel()])
        self.on_light = float(np.median(rim)) >= _PAPER

    def rate(self, corners: Corners) -> Found:
        """How much a quadrilateral is a page."""
        area = float(cv2.contourArea(corners)) / (self.height * self.width)
        sides = [(corners[i], corners[(i + 1) % 4]) for i in range(4)]
        free = [side for side in sides if not self._at_rim(*side)]
        cut_off = len(free) < 4
        least = LEAST if self.on_light else LEAST_IN_PHOTOGRAPHS
        if not least <= area <= MOST or len(free) < 2 or not _is_square(corners):
            return Found(corners, 0.0, cut_off)
        edges = [self._edge(*side) for side in free]
        if min(edges) < 0.4 or float(np.mean(edges)) < 0.6:
            return Found(corners, 0.0, cut_off)
        middle = corners.mean(0)
        steps = [self._step(*side, middle) for side in free]
        if float(np.median(steps)) < _FRAMED and float(np.mean([self._drawn(*side) for side in free])) > 0.5:
            return Found(corners, 0.0, cut_off)
        step = min(1.0, float(np.mean(steps)) / 6)
        score = float(np.mean(edges)) * (0.6 + 0.4 * step) - 0.6 * self._written_beside(corners, middle)
        return Found(corners, score - 0.1 * (4 - len(free)), cut_off)

    def written_outside(self, pages: list[Corners]) -> bool:
        """Whether a light, even ground around pages carries writing of its own: then it is the page."""
        outside = np.ones_like(self.ink)
        for corners in pages:
            middle = corners.mean(0)
            cv2.fillConvexPoly(outside, np.round(middle + (corners - middle) * 1.04).astype(np.int32), (0.0,))
        ground = outside > 0
        if (
            not ground.any()
            or float(np.median(self.light[ground])) < _PAPER
            or float(self.saturation[ground].mean()) > 60
        ):
            return False
        written = self.ink * outside
        return float(written.sum()) > 0.12 * max(float(self.ink.sum()), 1.0)

    def _at_rim(self, start: Floats, end: Floats) -> bool:
        for axis, last in ((0, self.width - 1), (1, self.height - 1)):
            if max(start[axis], end[axis]) <= _RIM or min(start[axis], end[axis]) >= last - _RIM:
                return True
        return False

    def _along(self, start: Floats, end: Floats, off: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Rows and columns along a side, `off` pixels to its right; its ends are left out."""
        shares = np.linspace(0.08, 0.92, _SAMPLES, dtype=np.float32)[:, None]
        x, y = (start + shares * (end - start) + off * _normal(start, end)).T
        rows = np.clip(np.round(y), 0, self.height - 1).astype(np.intp)
        return rows, np.clip(np.round(x), 0, self.width - 1).astype(np.intp)

    def _edge(self, start: Floats, end: Floats) -> float:
        """Share of a side along which the picture changes across it."""
        x, y = _normal(start, end)
        best = np.zeros(_SAMPLES, np.float32)
        for off in range(-2, 3):
            place = self._along(start, end, off)
            best = np.maximum(best, np.sqrt(((self.across[place] * x + self.down[place] * y) ** 2).sum(1)))
        return float((best > max(1.6, 1.5 * self.noise)).mean())

    def _step(self, start: Floats, end: Floats, middle: Floats) -> float:
        """How unlike both sides of an edge are, in Lab, near it and farther: paper here, something else there."""
        inward = 1 if float(np.dot(middle - start, _normal(start, end))) > 0 else -1
        unlike = []
        for off in (5, 9, 14):
            inside, outside = (np.median(self.lab[self._along(start, end, way * off)], 0) for way in (inward, -inward))
            unlike.append(float(np.linalg.norm(inside - outside)))
        return min(unlike)

    def _drawn(self, start: Floats, end: Floats) -> float:
        """Share of a side that is a thin dark line."""
        dark = np.zeros(_SAMPLES, bool)
        for off in range(-3, 4):
            dark |= self.ink[self._along(start, end, off)] > 0
        return float(dark.mean())

    def snapped(self, corners: Corners) -> Corners:
        """The same with each side laid along the strongest edge near it."""
        lines = []
        for i in range(4):
            start, end = corners[i], corners[(i + 1) % 4]
            if self._at_rim(start, end):
                lines.append((start, end - start))
                continue
            x, y = _normal(start, end)
            offs = np.arange(-_SNAP, _SNAP + 1)
            places = [self._along(start, end, float(off)) for off in offs]
            rise = np.stack([np.sqrt(((self.across[at] * x + self.down[at] * y) ** 2).sum(1)) for at in places])
            best = offs[rise.argmax(0)]
            shares = np.linspace(0.08, 0.92, _SAMPLES, dtype=np.float32)[:, None]
            strong = rise.max(0) > 1.5 * self.noise
            if strong.sum() < _SAMPLES / 2:
                lines.append((start, end - start))
                continue
            points = (start + shares * (end - start) + best[:, None] * np.array([x, y], np.float32))[strong]
            lines.append(_fitted(points))
        return _met(lines, corners)

    def _written_beside(self, corners: Corners, middle: Floats) -> float:
        """How much writing is around a quadrilateral beside that within: what frames a table is no page."""
        inside, around = np.zeros_like(self.ink), np.zeros_like(self.ink)
        for mask, reach in ((inside, 1.03), (around, 1.35)):
            cv2.fillConvexPoly(mask, np.round(middle + (corners - middle) * reach).astype(np.int32), (1.0,))
        around[inside > 0] = 0
        within = float(self.ink[inside > 0].mean())
        beside = float(self.ink[around > 0].mean()) if around.any() else 0.0
        return float(np.clip(beside / max(within, 0.004) - 0.25, 0.0, 1.0))


def _candidates(view: _View) -> Iterator[Corners]:
    for mask in _masks(view):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:8]:
            hull = cv2.convexHull(contour)
            if cv2.contourArea(hull) < LEAST * view.height * view.width:
                break
            yield from _quads(hull)


def _masks(view: _View) -> Iterator[Mask]:
    rim = np.concatenate([view.lab[:6].reshape(-1, 3), view.lab[-6:].reshape(-1, 3)])
    rim = np.concatenate([rim, view.lab[:, :6].reshape(-1, 3), view.lab[:, -6:].reshape(-1, 3)])
    spread = np.maximum(rim.std(0), 3)
    unlike = np.sqrt((((view.lab - np.median(rim, 0)) / spread) ** 2).sum(2))
    yield from _closed(_otsu(np.clip(unlike * 12, 0, 255)))
    evened = cv2.createCLAHE(2.0, (8, 8)).apply(cv2.medianBlur(view.light, 5))
    yield from _closed(_otsu(evened))
    yield from _closed(np.asarray(255 - _otsu(view.saturation), np.uint8))
    for times in (2.0, 3.5, 6.0):
        edges = np.asarray((view.steep > times * max(view.noise, 0.8)) * 255, np.uint8)
        yield np.asarray(cv2.dilate(edges, np.ones((3, 3))), np.uint8)
        yield np.asarray(cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((9, 9))), np.uint8)


def _otsu(values: NDArray[np.generic]) -> Mask:
    return np.asarray(cv2.threshold(np.asarray(values, np.uint8), 0, 255, cv2.THRESH_OTSU)[1], np.uint8)


def _closed(mask: Mask) -> Iterator[Mask]:
    """As it is, without writing and specks, and its opposite."""
    whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15)))
    yield np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((9, 9))), np.uint8)
    yield np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5))), np.uint8)


def _quads(hull: NDArray[Any]) -> Iterator[Corners]:
    """Quadrilaterals that fit a hull: its four main corners, each side laid through the points along it."""
    around = cv2.arcLength(hull, True)
    for share in (0.02, 0.035, 0.06, 0.09):
        corners = cv2.approxPolyDP(hull, share * around, True)
        if len(corners) == 4:
            rough = clockwise(corners.reshape(4, 2).astype(np.float32))
            yield rough
            yield _through_sides(hull.reshape(-1, 2).astype(np.float32), rough)
            return
    box = cv2.boxPoints(cv2.minAreaRect(hull))
    if cv2.contourArea(hull) > 0.9 * cv2.contourArea(box):
        yield clockwise(box.astype(np.float32))


def _through_sides(hull: Floats, rough: Corners) -> Corners:
    """Corners where the straight parts of the sides would meet: cards and worn pages have none of their own."""
    lines = []
    for i in range(4):
        start, end = rough[i], rough[(i + 1) % 4]
        length = float(np.linalg.norm(end - start))
        along = (hull - start) @ (end - start) / max(length, 1e-6) ** 2
        off = np.abs((hull - start) @ _normal(start, end))
        near = hull[(along > 0.05) & (along < 0.95) & (off < 0.04 * length)]
        if len(near) < 2 or float(np.ptp(along[(along > 0.05) & (along < 0.95) & (off < 0.04 * length)])) < 0.5:
            near = np.stack([start, end])
        lines.append(_fitted(near))
    return _met(lines, rough)


def _fitted(points: Floats) -> tuple[Floats, Floats]:
    """A point on the straight line through points, and its direction; what is far off counts little."""
    vx, vy, x, y = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.array([x, y], np.float32), np.array([vx, vy], np.float32)


def _met(lines: list[tuple[Floats, Floats]], rough: Corners) -> Corners:
    """Where four sides meet; `rough` when two of them do not."""
    corners = []
    for i in range(4):
        (p, u), (q, v) = lines[i - 1], lines[i]
        u, v = u / max(float(np.linalg.norm(u)), 1e-6), v / max(float(np.linalg.norm(v)), 1e-6)
        sine = float(u[0] * v[1] - u[1] * v[0])
        if abs(sine) < 0.2:
            return rough
        w = q - p
        corners.append(p + u * float(w[0] * v[1] - w[1] * v[0]) / sine)
    met = np.asarray(corners, np.float32)
    return met if float(np.linalg.norm(met - rough, axis=1).max()) < 0.1 * cv2.arcLength(rough, True) else rough


def clockwise(corners: Corners) -> Corners:
    """From the corner at the top left on."""
    middle = corners.mean(0)
    turn = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(turn)]
    return np.roll(ordered, -int(ordered.sum(1).argmin()), axis=0)


def _is_square(corners: Corners) -> bool:
    """Whether it is convex and no corner is too sharp for a page."""
    if not cv2.isContourConvex(np.round(corners).astype(np.int32)):
        return False
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    cosines = (before * after).sum(1) / np.maximum(lengths, 1e-6)
    return bool(np.abs(cosines).max() < np.sin(np.radians(90 - _STEEPEST / 2)) and float(np.abs(cosines).max()) < 0.7)


def _normal(start: Floats, end: Floats) -> Floats:
    dx, dy = end - start
    return np.array([-dy, dx], np.float32) / max(float(np.hypot(dx, dy)), 1e-6)


def _ink(light: Mask) -> Mask:
    """1 where something dark and thin is: writing, lines."""
    return np.asarray(
        cv2.adaptiveThreshold(light, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 21, 10), np.uint8
    )


def _apart(found: list[Found]) -> list[Found]:
    """The best of those that lie over each other."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: each.score * (1 + 0.15 * _area(each) ** 0.5 / SIDE), reverse=True):
        if all(_shared(one.corners, other.corners) < _OVERLAP for other in kept):
            kept.append(one)
    return kept


def _area(found: Found) -> float:
    return float(cv2.contourArea(found.corners))


def _shared(one: Corners, other: Corners) -> float:
    """What both cover, in shares of the smaller."""
    both, _ = cv2.intersectConvexConvex(one, other)
    return float(both) / max(1.0, min(float(cv2.contourArea(one)), float(cv2.contourArea(other))))
