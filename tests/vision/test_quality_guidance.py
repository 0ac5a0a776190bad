"""What a resident is asked to do, frame by frame: one thing at a time, and no flicker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.journeys.pages import FaceHint
from kiosk.vision.guidance import STANDS_S, Guide
from kiosk.vision.quality import Quality

GOOD = Quality(
    faces=1,
    face_height_px=300,
    height_share=0.42,
    centre=(0.5, 0.5),
    interocular_px=90,
    sharpness=0.9,
    brightness=120,
    contrast=45,
    overexposed=0.0,
    backlight=0,
    yaw=0,
    pitch=0,
    roll=0,
    mask=0,
    covered=0,
    glare=0,
)


@pytest.mark.parametrize(
    ("quality", "hint"),
    [
        (GOOD, None),
        (replace(GOOD, brightness=20), FaceHint.LIGHT),
        (replace(GOOD, height_share=0.14), FaceHint.CLOSER),
        (replace(GOOD, height_share=0.9), FaceHint.FARTHER),
        (replace(GOOD, centre=(0.11, 0.5)), FaceHint.CENTRE),
        (replace(GOOD, centre=(0.5, 0.78)), FaceHint.CENTRE),
    ],
)
def test_one_fault_is_one_request(quality: Quality, hint: FaceHint | None) -> None:
    assert Guide().look(quality, 1, 120, now=0) is hint


@pytest.mark.parametrize(
    ("faces", "brightness", "hint"),
    [(0, 120, FaceHint.NO_FACE), (0, 10, FaceHint.LIGHT), (2, 120, FaceHint.MANY_FACES)],
)
def test_exactly_one_face_is_looked_at(faces: int, brightness: float, hint: FaceHint) -> None:
    assert Guide().look(None, faces, brightness, now=0) is hint


def test_a_request_stands_long_enough_to_be_followed() -> None:
    guide = Guide()
    closer, dark = replace(GOOD, height_share=0.14), replace(GOOD, brightness=20)
    assert guide.look(closer, 1, 120, now=0) is FaceHint.CLOSER
    assert guide.look(dark, 1, 120, now=0.1) is FaceHint.CLOSER
    assert guide.look(dark, 1, 120, now=STANDS_S + 0.01) is FaceHint.LIGHT
    assert guide.look(GOOD, 1, 120, now=STANDS_S + 0.05) is None, "good is good at once"


def test_somebody_who_steps_in_is_told_at_once() -> None:
    guide = Guide()
    assert guide.look(None, 0, 120, now=0) is FaceHint.NO_FACE
    assert guide.look(None, 2, 120, now=0.05) is FaceHint.MANY_FACES


def test_a_face_that_jumps_is_asked_to_hold_still() -> None:
    guide = Guide()
    assert guide.look(GOOD, 1, 120, now=0) is None
    assert guide.look(replace(GOOD, centre=(0.42, 0.5)), 1, 120, now=0.05) is FaceHint.HOLD_STILL
