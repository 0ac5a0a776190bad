"""A nose that stands out is seen when a head turns; a sheet with a face on it, turned as far, has none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from heads import HEAD, PHOTO, Points3, seen

from devices.camera import Frame
from kiosk.vision.challenge import RELIEF
from kiosk.vision.pose import Points
from kiosk.vision.relief import Relief

STEPS, BLOBS = 8, 40


def filmed(head: Points3, yaw: float, texture: int = 3, radius_mm: float | None = None) -> list[tuple[Frame, Points]]:
    """Blobs around eyes, nose and mouth that turn from ahead to `yaw` degrees, on a head or round a cylinder."""
    random = np.random.default_rng(texture)
    around = [point + random.normal(0, 1, (BLOBS, 3)) * (9, 6, 0) for point in head]
    if radius_mm is not None:
        head, *around = (rolled(points, radius_mm) for points in (head, *around))
    grey = random.integers(60, 230, (5, BLOBS))
    frames: list[tuple[Frame, Points]] = []
    for step in range(STEPS + 1):
        angle = yaw * step / STEPS
        picture = np.full((720, 960, 3), 128, np.uint8)
        for blobs, shades in zip(around, grey, strict=True):
            for (x, y), shade in zip(_projected(blobs, angle), shades, strict=True):
                cv2.circle(picture, (round(x * 16), round(y * 16)), 40, [int(shade)] * 3, -1, cv2.LINE_AA, 4)
        frames.append((np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), np.uint8), seen(head, angle)[0]))
    return frames


def rolled(sheet: Points3, radius_mm: float) -> Points3:
    """A sheet that is bent round an upright cylinder."""
    angle = sheet[:, 0] / radius_mm
    return np.stack([radius_mm * np.sin(angle), sheet[:, 1], radius_mm * (np.cos(angle) - 1)], 1)


def _projected(points: Points3, yaw: float) -> list[tuple[float, float]]:
    found, _ = seen(points, yaw)
    return [(float(x), float(y)) for x, y in found]


def relief_of(film: list[tuple[Frame, Points]]) -> float | None:
    (first, points), *rest = film
    relief = Relief(first, points)
    for frame, _ in rest:
        relief.follow(frame)
    return relief.value


@pytest.mark.parametrize("yaw", [25, -25, 35])
def test_a_head_that_turns_has_relief_to_its_side(yaw: float) -> None:
    relief = relief_of(filmed(HEAD, yaw))
    assert relief is not None
    assert relief * np.sign(yaw) >= RELIEF * 1.5


@pytest.mark.parametrize("radius_mm", [None, 150.0], ids=["flat", "bent"])
@pytest.mark.parametrize("yaw", [25, -35])
def test_a_sheet_has_none_however_it_is_turned(radius_mm: float | None, yaw: float) -> None:
    relief = relief_of(filmed(PHOTO, yaw, radius_mm=radius_mm))
    assert relief is not None
    assert abs(relief) <= RELIEF * 0.7


def test_a_picture_that_is_exchanged_cannot_be_followed() -> None:
    film = filmed(HEAD, 25)
    other = filmed(HEAD, 25, texture=4)
    assert relief_of([*film[:3], *other[8:]]) is None


def test_nothing_is_left_of_what_was_followed() -> None:
    (first, points), (second, _), *_ = filmed(HEAD, 25)
    relief = Relief(first, points)
    relief.follow(second)
    kept = relief._grey, relief._now, relief._first
    assert all(one.any() for one in kept)
    relief.forget()
    assert not any(one.any() for one in kept)
