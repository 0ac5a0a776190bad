"""Shows somebody's picture in place of the person: prints and screens that are held before the camera."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.vision.cast.frames import FRAMES, HELD, STILL, TURNING
from kiosk.vision.cast.pictures import HEIGHT, WIDTH, Field, Image, View, cut
from kiosk.vision.cast.shots import Shot, night

PAPER, SCREEN = (420, 560), (700, 525)
"""Width and height of a print and of a tablet's screen, pixels."""
_BEZEL = 34
_FOCAL = 1100.0
"""Distance of the camera from what is held, in pixels of it."""
SWING = 48.0
"""Degrees that a print is swung about its upright axis."""


@dataclass(frozen=True)
class Held:
    """How something flat is held: its middle (pixels), turned about its upright axis, tilted, leaning (degrees)."""

    x: float
    y: float
    turn: float = 0.0
    tilt: float = 0.0
    lean: float = 0.0


def shaking(index: int, turn: float = 0.0) -> Held:
    """A hand that does its best."""
    phase = 2 * math.pi * index / FRAMES
    return Held(
        WIDTH / 2 + 7 * math.sin(phase),
        HEIGHT / 2 + 5 * math.sin(2 * phase + 1),
        turn + 4 * math.sin(phase + 1),
        -6 + 2 * math.sin(2 * phase),
        3 + 1.2 * math.sin(phase + 2),
    )


def swinging(index: int) -> Held:
    """A print that is swung to the side as if a head turned, and kept there."""
    done = min(1.0, max(0.0, (index - STILL + 1) / TURNING))
    return shaking(index, SWING * done * done * (3 - 2 * done))


def prints(picture: Image, view: View, room: Image, *, swung: bool = False) -> Iterator[Shot]:
    """A print of a picture in somebody's hand."""
    paper = _print(cut(picture, view, (PAPER[0] - 44, PAPER[1] - 44)))
    for index in range(STILL + TURNING + HELD if swung else FRAMES):
        held = swinging(index) if swung else shaking(index)
        place, shown = _held(paper, held)
        colour, share = _hand(_laid(room, shown, place), held, PAPER)
        # Toner and ink are nearly clear in the infrared: a pale sheet.
        pale = 168 + 0.05 * (shown.mean(2) - 128)
        dark = night(room) * (1 - place) + pale * place
        yield Shot(colour, np.asarray(dark * (1 - share) + 130 * share, np.uint8))


def screens(film: Iterator[Image], room: Image) -> Iterator[Shot]:
    """A film on a tablet that somebody holds."""
    for index, frame in enumerate(film):
        held = shaking(index)
        place, shown = _held(_screen(frame, index), held)
        size = (SCREEN[0] + 2 * _BEZEL, SCREEN[1] + 2 * _BEZEL)
        colour, share = _hand(_laid(room, shown, place), held, size)
        # The light of a screen has no infrared in it: a dark plate.
        dark = night(room) * (1 - place) + 9 * place
        yield Shot(colour, np.asarray(dark * (1 - share) + 130 * share, np.uint8))


def _print(picture: Image) -> Image:
    """On matt paper with a white border: less contrast, less colour, a faint screen of dots."""
    grey = picture.mean(2, keepdims=True)
    faded = 38 + (grey + 0.8 * (picture - grey)) * 0.72
    rows, columns = np.indices(picture.shape[:2])
    dots = 1 + 0.02 * np.sin(rows * 1.9 + columns * 1.1) * np.sin(rows * 1.1 - columns * 1.9)
    soft = cv2.GaussianBlur(np.asarray(faded * dots[..., None], np.float32), (0, 0), 0.8) * (0.97, 0.99, 1.0)
    paper = np.full((PAPER[1], PAPER[0], 3), (222, 228, 230), np.uint8)
    paper[22:-22, 22:-22] = np.clip(soft, 0, 255)
    return paper


def _screen(frame: Image, index: int) -> Image:
    """A bright bluish screen with its pixels beating against the sensor's, a lamp mirrored in it, a black frame."""
    width, height = SCREEN
    x, y = (frame.shape[1] - WIDTH) // 2, 0
    shown = cv2.resize(frame[y:HEIGHT, x : x + WIDTH], SCREEN, interpolation=cv2.INTER_AREA)
    bright = 255 * (shown / 255.0) ** 0.85 * (1.06, 1.0, 0.93) + 8
    rows, columns = np.indices((height, width))
    grid = 1 + 0.05 * np.sin(columns * 2.6 + 0.02 * rows) + 0.05 * np.sin(rows * 2.7 + 0.03 * columns + index)
    beat = 1 + 0.03 * np.sin(columns * 0.21 + rows * 0.05 + 0.4 * index)
    lamp = 90 * np.exp(-(((columns - 0.8 * width) / 70) ** 2) - ((rows - 0.16 * height) / 38) ** 2)
    whole = np.full((height + 2 * _BEZEL, width + 2 * _BEZEL, 3), 14, np.uint8)
    inside = np.clip(bright * (grid * beat)[..., None] + lamp[..., None], 0, 255)
    whole[_BEZEL:-_BEZEL, _BEZEL:-_BEZEL] = inside
    return whole


def _held(flat: Image, held: Held) -> tuple[Field, Image]:
    """Where in the frame a flat thing is (0 to 1), and what is seen of it there."""
    height, width = flat.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([_seen(x - width / 2, y - height / 2, held) for x, y in corners], np.float32)
    move = cv2.getPerspectiveTransform(corners, seen)
    shown = cv2.warpPerspective(flat, move, (WIDTH, HEIGHT), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    place = cv2.warpPerspective(np.ones((height, width), np.float32), move, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    return np.asarray(place, np.float32), np.asarray(shown, np.uint8)


def _seen(x: float, y: float, held: Held) -> tuple[float, float]:
    turn, tilt, lean = (math.radians(angle) for angle in (held.turn, held.tilt, held.lean))
    x, y = x * math.cos(lean) - y * math.sin(lean), x * math.sin(lean) + y * math.cos(lean)
    x, z = x * math.cos(turn), x * math.sin(turn)
    y, z = y * math.cos(tilt) - z * math.sin(tilt), y * math.sin(tilt) + z * math.cos(tilt)
    near = _FOCAL / (_FOCAL + z)
    return held.x + x * near, held.y + y * near


def _laid(room: Image, shown: Image, place: Field) -> Image:
    return np.asarray(room * (1 - place[..., None]) + shown * place[..., None], np.uint8)


def _hand(frame: Image, held: Held, size: tuple[int, int]) -> tuple[Image, Field]:
    """Four fingers and the ball of a hand over the lower edge; the frame with it, and where it is."""
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    for aside, reach in ((-54, 46), (-18, 58), (18, 56), (52, 44)):
        x, y = _seen(aside, size[1] / 2 - reach / 2, held)
        cv2.ellipse(mask, (round(x), round(y + 16)), (17, reach), held.lean, 0, 360, (1.0,), -1)
    x, y = _seen(0, size[1] / 2 + 74, held)
    cv2.ellipse(mask, (round(x), round(y)), (96, 72), held.lean, 0, 360, (1.0,), -1)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), 2.0), np.float32)
    shade = np.asarray(cv2.GaussianBlur(mask, (0, 0), 9.0), np.float32)[..., None]
    skin = np.array((120, 150, 195), np.float32) * (0.55 + 0.45 * shade)
    return np.asarray(frame * (1 - mask[..., None]) + skin * mask[..., None], np.uint8), mask
