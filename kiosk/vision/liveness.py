"""How much one frame looks like a picture of a face instead of a face: the model's word and what is seen around it.

Every cue has a name, a value and the value from which on it is suspicious. The score is the model's, made smaller by
each suspicious cue: no cue alone makes a picture live, and each one that lowers a score can be named. Terms after
ISO/IEC 30107-1 (presentation attack detection); nobody has tested this for conformity.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from insightface.app.common import Face
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision.guidance import Box

_REACHES = (1.0, 1.27)
"""Two cuts of the face are shown to the model, as large as it wants it and larger; mirrored ones add nothing."""
_TRUST, _PRIOR = 0.5, 1.2
"""The model's logit is halved, as it is sure of much that is wrong, and raised: most who stand there are alive.

Chosen with the thresholds of the cues on one half of 47 people and their simulated attacks; see docs/liveness.md.
"""
_SURE = 9.2
"""Logit of 0.9999."""
_SIDE = 96
"""Pixels of a face's height when lines around it are looked for."""
_AROUND = 2.4
"""What is looked at around a face, in its heights."""
_LEAST_LINE = 0.8
_MEET = 0.22
"""How close the ends of two sides come to be a corner, in heights of the face."""
_SLANT = 0.35
"""Tangent of the angle by which a side of a sheet may lean."""
_TILE = 128


@dataclass(frozen=True)
class Cue:
    """One piece of evidence: the higher the value, the more it looks like a picture."""

    name: str
    value: float
    threshold: float
    """From here on it is suspicious."""
    weight: float
    """What is taken off the logit of the score when it is suspicious; doubled at twice the threshold."""

    @property
    def penalty(self) -> float:
        """What it takes off the logit of the score."""
        if self.value < self.threshold:
            return 0.0
        return self.weight * min(2.0, self.value / self.threshold)

    def as_dict(self) -> dict[str, Any]:
        """For JSON; rounded."""
        return {
            "value": round(self.value, 4),
            "threshold": self.threshold,
            "suspicious": self.value >= self.threshold,
        }


def fused(model: float | None, cues: Sequence[Cue]) -> float:
    """Likelihood of a live face, 0 to 1, from the model's logit (None: the pack has no model) and the cues."""
    logit = _PRIOR + (0.0 if model is None else _TRUST * max(-_SURE, min(_SURE, model)))
    return 1 / (1 + math.exp(sum(cue.penalty for cue in cues) - logit))


def model_logit(addon: Any, frame: Frame, box: Box) -> float | None:
    """The mean logit of the model's scores for two cuts of the face; None when it cannot judge.

    `addon` is insightface's liveness add-on or anything that stands in its place.
    """
    scores = [addon.get(frame, _as_face(box, reach))["live_score"] for reach in _REACHES]
    logits = [math.log(max(score, 1e-4) / max(1 - score, 1e-4)) for score in scores if score is not None]
    return sum(logits) / len(logits) if logits else None


def frame_cues(frame: Frame, box: Box) -> tuple[Cue, ...]:
    """What one BGR frame shows on and around the face in `box`."""
    return (
        Cue("border", border(frame, box), 2.0, 1.5),
        Cue("pattern", pattern(frame, box), 8.5, 2.0),
        Cue("gamut", gamut(frame, box), 0.27, 1.5),
    )


def border(frame: Frame, box: Box) -> float:
    """How many corners of a sheet or a screen are seen around the face, 0 to 4: straight sides that meet."""
    scale = _SIDE / max(box.height, 1.0)
    x, y = box.centre
    reach = _AROUND * box.height
    left, top = max(0, int(x - reach / 2)), max(0, int(y - reach / 2))
    part = frame[top : int(y + reach / 2), left : int(x + reach / 2)]
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    edges = cv2.Canny(cv2.GaussianBlur(grey, (0, 0), 1.0), 30, 80)
    lines = cv2.HoughLinesP(edges, 1, np.pi / 180, 30, minLineLength=_LEAST_LINE * _SIDE, maxLineGap=6)
    if lines is None:
        return 0.0
    face = np.array([box.left - left, box.top - top, box.right - left, box.bottom - top]) * scale
    sides: dict[str, list[NDArray[np.float64]]] = {"left": [], "right": [], "top": [], "bottom": []}
    for line in lines.reshape(-1, 4).astype(np.float64):
        if (side := _side_of(line, face)) is not None:
            sides[side].append(line)
    return float(
        sum(
            any(_corner(upright, level) for upright in sides[one] for level in sides[other])
            for one in ("left", "right")
            for other in ("top", "bottom")
        )
    )


def _side_of(line: NDArray[np.float64], face: NDArray[np.float64]) -> str | None:
    """On which side of the face a line runs along it; None when it crosses or is slanted."""
    x1, y1, x2, y2 = line
    across, down = abs(x2 - x1), abs(y2 - y1)
    if across <= _SLANT * down:
        if max(x1, x2) <= face[0]:
            return "left"
        return "right" if min(x1, x2) >= face[2] else None
    if down <= _SLANT * across:
        if max(y1, y2) <= face[1]:
            return "top"
        return "bottom" if min(y1, y2) >= face[3] else None
    return None


def _corner(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    ends = np.linalg.norm(one.reshape(2, 1, 2) - other.reshape(1, 2, 2), axis=2)
    return float(ends.min()) <= _MEET * _SIDE


def pattern(frame: Frame, box: Box) -> float:
    """How far the strongest fine periodic pattern on the face stands out of its spectrum: moiré, halftone.

    In median deviations of the spectrum at that fineness; what JPEG's blocks of 8 make is left out.
    """
    x, y = box.centre
    side = int(min(box.height, frame.shape[0], frame.shape[1]) / 2) * 2
    left = int(min(max(0.0, x - side / 2), frame.shape[1] - side))
    top = int(min(max(0.0, y - side / 2), frame.shape[0] - side))
    grey = cv2.cvtColor(frame[top : top + side, left : left + side], cv2.COLOR_BGR2GRAY).astype(np.float32)
    if side < _TILE:
        return 0.0
    window = np.outer(np.hanning(_TILE), np.hanning(_TILE)).astype(np.float32)
    power = np.zeros((_TILE, _TILE))
    for row in range(0, side - _TILE + 1, _TILE // 2):
        for column in range(0, side - _TILE + 1, _TILE // 2):
            tile = grey[row : row + _TILE, column : column + _TILE]
            power += np.abs(np.fft.fft2((tile - tile.mean()) * window)) ** 2
    spectrum = np.log(power + 1.0)
    above = spectrum - _RINGS.median(spectrum)
    sharp = above / np.maximum(_RINGS.median(np.abs(above)), 0.05)
    return float(sharp[_RINGS.fine].max())


class _Rings:
    """Frequencies of a tile by their distance from the middle."""

    def __init__(self, size: int) -> None:
        along = np.fft.fftfreq(size)
        u, v = np.meshgrid(along, along)
        radius = np.hypot(u, v)
        self._ring = (radius * size / 4).astype(int)
        blocks = (np.abs(u * 8 - np.round(u * 8)) < 0.09) & (np.abs(v * 8 - np.round(v * 8)) < 0.09)
        self.fine = (radius > 0.12) & (radius < 0.5) & ~blocks & (np.abs(u) > 0.02) & (np.abs(v) > 0.02)

    def median(self, values: NDArray[Any]) -> NDArray[Any]:
        """For each frequency, the median of all as fine as it."""
        flat, ring = values.ravel(), self._ring.ravel()
        order = np.argsort(ring, kind="stable")
        edges = np.searchsorted(ring[order], np.arange(ring.max() + 2))
        medians = np.array([np.median(flat[order[a:b]]) for a, b in itertools.pairwise(edges)])
        return np.asarray(medians[self._ring])


_RINGS = _Rings(_TILE)


def gamut(frame: Frame, box: Box) -> float:
    """How bright the darkest of a face is beside its middle: paper and lit screens have no black, pupils have."""
    inside = frame[max(0, int(box.top)) : int(box.bottom), max(0, int(box.left)) : int(box.right)]
    if not inside.size:
        return 0.0
    grey = cv2.cvtColor(inside, cv2.COLOR_BGR2GRAY)
    darkest, middle = np.percentile(grey, (1, 60))
    return float(darkest / max(middle, 1.0))


def _as_face(box: Box, reach: float) -> Face:
    """The face as insightface's models take it, its box `reach` times as large."""
    x, y = box.centre
    half_width, half_height = (box.right - box.left) / 2 * reach, box.height / 2 * reach
    sides = (x - half_width, y - half_height, x + half_width, y + half_height)
    return Face(bbox=np.array(sides, np.float32), det_score=1.0)
