"""What one frame and several together tell of a picture in the place of a face."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.vision.guidance import Box
from kiosk.vision.liveness import Cue, border, fused, gamut, pattern
from kiosk.vision.motion import REPEATED, STILL, TOGETHER, Motion
from kiosk.vision.presence import OwnFace
from kiosk.vision.reference import Embedding

Picture = NDArray[np.uint8]
FACE = Box(380, 240, 580, 480)


def room(seed: int = 1) -> Picture:
    """Something soft to follow."""
    blocks = np.random.default_rng(seed).integers(40, 210, (90, 120, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(blocks, (960, 720), interpolation=cv2.INTER_CUBIC), np.uint8)


def moved(picture: Picture, x: float, y: float = 0.0) -> Picture:
    return np.asarray(cv2.warpAffine(picture, np.array([[1, 0, x], [0, 1, y]]), (960, 720), borderMode=4), np.uint8)


def framed(behind: Picture, before: Picture, x: float = 0.0) -> Picture:
    """`before` in an ellipse about the face, moved by `x`, over `behind`."""
    mask = np.zeros((720, 960), np.uint8)
    cv2.ellipse(mask, (round(480 + x), 360), (130, 150), 0, 0, 360, (255.0,), -1)
    return np.where(mask[..., None] > 0, moved(before, x), behind)


def watched(frames: list[Picture], shifts: list[float]) -> dict[str, Cue]:
    motion = Motion()
    for number, (frame, x) in enumerate(zip(frames, shifts, strict=True)):
        motion.add(frame, Box(FACE.left + x, FACE.top, FACE.right + x, FACE.bottom), number * 0.1)
    motion.forget()
    return {cue.name: cue for cue in motion.cues()}


SHIFTS = [6 * np.sin(step * 0.9) for step in range(14)]


def test_a_picture_takes_its_background_along_and_a_person_does_not() -> None:
    behind, face = room(1), room(2)
    held = watched([moved(behind, x) for x in SHIFTS], SHIFTS)["together"]
    alive = watched([framed(behind, face, x) for x in SHIFTS], SHIFTS)["together"]
    assert held.value > TOGETHER and held.penalty > 0
    assert alive.value < TOGETHER / 2 and alive.penalty == 0


def test_what_does_not_move_at_all_is_no_person() -> None:
    random = np.random.default_rng(3)
    picture = room()
    noisy = [np.asarray(np.clip(picture + random.normal(0, 1, picture.shape), 0, 255), np.uint8) for _ in range(14)]
    still = watched(noisy, [0.0] * 14)["still"]
    assert still.value > STILL and still.penalty > 0
    assert watched([moved(picture, x) for x in SHIFTS], SHIFTS)["still"].penalty == 0


def test_a_recording_that_goes_round_repeats_itself_to_the_bit_and_a_sensor_never_does() -> None:
    frames = [moved(room(), x) for x in SHIFTS]
    fed_in = watched([*frames, *frames], [*SHIFTS, *SHIFTS])["repeated"]
    assert fed_in.value >= REPEATED and fused(9.0, [fed_in]) < 0.6, "whatever the model says"
    random = np.random.default_rng(3)
    grained = [
        np.asarray(np.clip(one + random.normal(0, 1, one.shape), 0, 255), np.uint8) for one in [*frames, *frames]
    ]
    assert watched(grained, [*SHIFTS, *SHIFTS])["repeated"].value == 0


def test_whoever_comes_next_is_not_blamed_for_the_one_before() -> None:
    motion = Motion()
    for number, x in enumerate(SHIFTS):
        motion.add(moved(room(), x), Box(FACE.left + x, FACE.top, FACE.right + x, FACE.bottom), number * 0.1)
    assert motion.cues()[0].value > TOGETHER
    motion.restart()
    assert motion.cues()[0].value == 0


def test_corners_of_a_sheet_around_a_face_are_counted() -> None:
    plain = np.full((720, 960, 3), 110, np.uint8)
    sheet = plain.copy()
    cv2.rectangle(sheet, (330, 180), (630, 540), (240, 240, 240), -1)
    assert border(sheet, FACE) >= 3
    assert border(plain, FACE) == 0


def test_a_fine_grid_stands_out_and_grain_does_not() -> None:
    grain = np.clip(np.random.default_rng(1).normal(128, 12, (720, 960, 3)), 0, 255).astype(np.uint8)
    rows, columns = np.indices((720, 960))
    grid = np.asarray(np.clip(grain + 14 * np.sin(columns * 1.9 + rows * 0.9)[..., None], 0, 255), np.uint8)
    assert pattern(grid, FACE) > 2 * pattern(grain, FACE)


def test_paper_has_no_black() -> None:
    face = np.full((720, 960, 3), 150, np.uint8)
    cv2.circle(face, (430, 320), 22, (8, 8, 8), -1)
    paper = np.asarray(70 + face * 0.6, np.uint8)
    assert gamut(face, FACE) < 0.1 < 0.27 < gamut(paper, FACE)


@pytest.mark.parametrize("value", [0.1, 0.5, 1.0, 9.0])
def test_a_cue_takes_off_nothing_below_its_threshold_and_twice_its_weight_at_most(value: float) -> None:
    cue = Cue("x", value, 0.5, 1.5)
    assert cue.penalty == {0.1: 0.0, 0.5: 1.5, 1.0: 3.0, 9.0: 3.0}[value]


def test_without_a_model_only_the_cues_speak() -> None:
    assert fused(None, ()) > 0.6, "nothing was seen against it"
    assert fused(None, [Cue("border", 4, 2, 1.5)]) < 0.6
    assert fused(9.0, ()) > fused(None, ()) > fused(-9.0, ())


def test_nothing_is_left_of_a_face_that_was_remembered() -> None:
    class Seen:
        points = np.ones((5, 2), np.float32)
        landmarks = None

    own, embedding = OwnFace(), np.ones(512, np.float32)
    own.keep(Seen(), embedding)  # type: ignore[arg-type]
    own.forget()
    kept: list[Embedding] = [embedding, Seen.points]
    assert not any(one.any() for one in kept)
