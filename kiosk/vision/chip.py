"""A face cut out upright at one size, and what its regions look like there: the ground of all evidence of covering."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision.pose import Points

Floats = NDArray[np.float32]

WIDTH, HEIGHT = 128, 160
_TEMPLATE = np.array([(40, 56), (88, 56), (64, 84), (44, 112), (84, 112)], np.float64)
"""Where eyes, nose and corners of the mouth lie on the chip; the eyes are 48 pixels apart."""
EYES = 48

INNER = np.s_[34:146, 22:106]
"""Rows and columns that show only face."""
CHEEKS = np.s_[64:100, 26:102]
EYE_WINDOWS = (np.s_[44:70, 26:54], np.s_[44:70, 74:102])

REGIONS: dict[str, tuple[int, int, int, int]] = {
    "forehead": (44, 14, 84, 34),
    "brow_l": (26, 36, 54, 48),
    "brow_r": (74, 36, 102, 48),
    "eye_l": (28, 50, 52, 62),
    "eye_r": (76, 50, 100, 62),
    "under_l": (28, 66, 50, 78),
    "under_r": (78, 66, 100, 78),
    "bridge": (58, 50, 70, 70),
    "nose": (54, 72, 74, 90),
    "nostrils": (50, 88, 78, 96),
    "cheek_l": (22, 82, 44, 100),
    "cheek_r": (84, 82, 106, 100),
    "lip": (52, 96, 76, 104),
    "mouth": (46, 104, 82, 120),
    "chin": (50, 126, 78, 142),
    "jaw_l": (26, 108, 42, 128),
    "jaw_r": (86, 108, 102, 128),
}
"""Left, top, right, bottom; `l` is on the left of the picture."""


def cut(frame: Frame, five: Points) -> NDArray[np.uint8]:
    """The face of five points upright on 128×160 pixels, BGR; what lies outside the picture repeats its border."""
    source = five.astype(np.float64)
    # The similarity of least squares, in complex numbers: chip = turn * (picture - middle) + middle of the template.
    z, w = (points[:, 0] + 1j * points[:, 1] for points in (source, _TEMPLATE))
    zm, wm = z.mean(), w.mean()
    turn = np.vdot(z - zm, w - wm) / max(float(np.vdot(z - zm, z - zm).real), 1e-6)
    shift = wm - turn * zm
    move = np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])
    if abs(turn) < 0.5:
        frame = _shrunk(frame, source, abs(turn), move)
    return np.asarray(
        cv2.warpAffine(frame, move, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _shrunk(frame: Frame, points: NDArray[np.float64], scale: float, move: NDArray[np.float64]) -> Frame:
    """The surroundings of the face at half or less of the size, so that nothing aliases; changes `move` to fit."""
    part = 1 / int(1 / scale)
    reach = 2.5 * float(np.ptp(points, axis=0).max())
    height, width = frame.shape[:2]
    (x, y) = points.mean(0)
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    right, bottom = min(width, int(x + reach)), min(height, int(y + reach))
    if right - left < 8 or bottom - top < 8:
        return frame
    small = cv2.resize(frame[top:bottom, left:right], None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
    move[:, 2] += move[:, :2] @ (left, top)
    move[:, :2] /= part
    return np.asarray(small, np.uint8)


def looks(chip: NDArray[np.uint8]) -> dict[str, float]:
    """Figures of all regions by name: colour and texture, and how parts differ from each other.

    Lightness is told in deviations of the whole face, so that neither the light nor the skin decides; colours are
    CIE a* and b* less those of the skin around the eyes.
    """
    lab = cv2.cvtColor(chip, cv2.COLOR_BGR2LAB).astype(np.float32)
    light = lab[..., 0]
    inner = light[INNER]
    middle, spread = float(inner.mean()), float(inner.std()) + 6.0
    light = (light - middle) / spread
    down = np.abs(cv2.Sobel(light, cv2.CV_32F, 0, 1))
    across = np.abs(cv2.Sobel(light, cv2.CV_32F, 1, 0))
    found: dict[str, float] = {}
    for name, (left, top, right, bottom) in REGIONS.items():
        here = np.s_[top:bottom, left:right]
        found[f"{name}.light"], found[f"{name}.spread"] = (float(one[0, 0]) for one in cv2.meanStdDev(light[here]))
        found[f"{name}.down"] = float(down[here].mean())
        found[f"{name}.across"] = float(across[here].mean())
        _, found[f"{name}.a"], found[f"{name}.b"], _ = cv2.mean(lab[here])
    _relate(found)
    _structure(found, light, lab)
    return found


def _relate(found: dict[str, float]) -> None:
    skin = {c: float(np.median([found[f"{n}.{c}"] for n in ("bridge", "under_l", "under_r", "nose")])) for c in "ab"}
    for name in REGIONS:
        for c in "ab":
            found[f"{name}.{c}"] -= skin[c]
        found[f"{name}.tint"] = float(np.hypot(found[f"{name}.a"], found[f"{name}.b"]))
    for pair in ("brow", "eye", "under", "cheek", "jaw"):
        one, other = f"{pair}_l", f"{pair}_r"
        found[f"{pair}.unlike"] = abs(found[f"{one}.light"] - found[f"{other}.light"])
        found[f"{pair}.untint"] = float(
            np.hypot(found[f"{one}.a"] - found[f"{other}.a"], found[f"{one}.b"] - found[f"{other}.b"])
        )
        found[f"{pair}.unrough"] = abs(found[f"{one}.down"] - found[f"{other}.down"])
        for c in ("light", "spread", "down", "across", "tint"):
            low, high = sorted((found[f"{one}.{c}"], found[f"{other}.{c}"]))
            found[f"{pair}.{c}.low"], found[f"{pair}.{c}.high"] = low, high


def _structure(found: dict[str, float], light: Floats, lab: Floats) -> None:
    """What only an open face has: dark pupils, a line between the lips, red lips, dark nostrils; and likeness."""
    pupils = [float(np.percentile(_of(light, f"eye_{s}"), 10)) - found[f"under_{s}.light"] for s in "lr"]
    found["pupil.low"], found["pupil.high"] = sorted(pupils)
    rows = light[98:126, 50:78].mean(1)
    found["mouth.line"] = float(rows.min() - np.median(rows))
    found["mouth.red"] = float(np.percentile(_of(lab[..., 1], "mouth"), 85) - np.median(lab[120:140, 46:82, 1]))
    found["nostrils.dark"] = float(np.percentile(_of(light, "nostrils"), 8) - found["nose.light"])
    for name, band in (
        ("eyes", np.s_[46:66, 22:106]),
        ("cheeks", np.s_[66:100, 22:106]),
        ("mouths", np.s_[100:140, 30:98]),
    ):
        found[f"{name}.mirror"] = _mirror(light[band])
    step = cv2.blur(cv2.Sobel(light, cv2.CV_32F, 0, 1), (1, 3))[64:108]
    sides = np.stack([step[:, 24:44].mean(1), step[:, 44:64].mean(1), step[:, 64:84].mean(1), step[:, 84:104].mean(1)])
    found["edge.bright"] = float(np.sort(sides, 0)[1].max())
    found["edge.dark"] = float(-np.sort(sides, 0)[2].min())
    upper = np.median(lab[38:78, 26:102].reshape(-1, 3), 0)
    lower = np.median(lab[94:142, 34:94].reshape(-1, 3), 0)
    found["halves.light"] = float(lower[0] - upper[0])
    found["halves.tint"] = float(np.hypot(*(lower - upper)[1:]))
    found["halves.apart"] = float(abs(lower[0] - upper[0]))


def _of(plane: Floats, name: str) -> Floats:
    left, top, right, bottom = REGIONS[name]
    return plane[top:bottom, left:right]


def _mirror(band: Floats) -> float:
    """Correlation of a band with its mirror image."""
    small: NDArray[Any] = cv2.resize(band, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    one, other = small - small.mean(), small[:, ::-1] - small.mean()
    return float((one * other).sum() / ((one * one).sum() + 1e-6))
