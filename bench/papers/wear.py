"""What happens to papers on their way: they are scanned askew, folded, photographed on desks, blurred and turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.papers.truth import Level
from ocr.files import Frame

Matrix = NDArray[np.float64]
"""3 × 3, from pixels of the flat page to pixels of the picture."""
_SHARP_HEIGHT = 13.0
"""Smaller characters than this, in pixels, cannot be told apart for certain."""
_BLUR_SHARE = 0.075
"""A blur (sigma) of more than this part of the characters' height makes them unreadable."""
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True)
class Worn:
    """A picture of pages, and where they went."""

    picture: Frame
    moves: tuple[Matrix, ...]
    found: bool
    """The pages have edges in the picture; otherwise the page fills it."""
    turned: int
    """Degrees clockwise."""
    blur: float
    """Sigma, in pixels."""
    quality: int
    """Of the JPEG, 0 to 100."""

    def readable(self, height: float) -> bool:
        """Whether characters `height` pixels high in the picture can be read by good eyes."""
        return height >= _SHARP_HEIGHT and self.blur <= _BLUR_SHARE * height


def wear(pages: Sequence[Frame], level: Level, chance: np.random.Generator, *, small: bool) -> Worn:
    """Takes pages through what `level` says; `small` ones are cards, which never fill a picture by themselves."""
    match level:
        case Level.CLEAN:
            return _clean(pages, chance, small=small)
        case Level.SCAN:
            return _scan(pages, chance, small=small)
        case Level.PHOTO:
            return _photograph(pages, chance, hard=False)
        case Level.HARD:
            return _photograph(pages, chance, hard=True)


def _clean(pages: Sequence[Frame], chance: np.random.Generator, *, small: bool) -> Worn:
    if len(pages) > 1 or (small and chance.random() < 0.3):
        return _plate(pages, chance, angle=0.4, shade=255)
    return Worn(pages[0], (np.eye(3),), found=False, turned=0, blur=0.0, quality=95)


def _scan(pages: Sequence[Frame], chance: np.random.Generator, *, small: bool) -> Worn:
    folded = [page if small else _fold(page, chance) for page in pages]
    worn = _plate(folded, chance, angle=2.5, shade=int(chance.integers(225, 253)), tight=not small)
    sigma = float(chance.uniform(0.3, 0.8))
    picture = _frame(cv2.GaussianBlur(worn.picture, (0, 0), sigma))
    if chance.random() < 0.4:
        picture = _frame(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR))
    picture = _noisy(picture, chance, float(chance.uniform(2, 7)))
    turned = int(chance.choice((0, 0, 0, 0, 90, 180, 270)))
    quality = int(chance.integers(70, 92))
    return _turn(Worn(_frame(picture), worn.moves, worn.found, 0, sigma, quality), turned)


def _photograph(pages: Sequence[Frame], chance: np.random.Generator, *, hard: bool) -> Worn:
    longer = int(chance.integers(1900, 3000) if hard else chance.integers(2300, 3500))
    flat = _plate_size(pages)
    shorter = int(longer * 0.75)
    width, height = (longer, shorter) if flat[0] > flat[1] else (shorter, longer)
    sway = float(chance.uniform(0.05, 0.13) if hard else chance.uniform(0.015, 0.06))
    angle = float(chance.normal(0, 6 if hard else 3))
    camera = _view(flat, (width, height), sway, angle, chance)
    desk = _desk((width, height), chance)
    moves = []
    for page, (x, y) in zip(pages, _spots(pages), strict=True):
        move = camera @ np.array([(1, 0, x), (0, 1, y), (0, 0, 1)], np.float64)
        desk = _lay(desk, page, move, shadow=float(chance.uniform(0.15, 0.45)))
        moves.append(move)
    picture = _light(desk, chance, hard=hard)
    sigma = float(chance.uniform(0.6, 1.7) if hard else chance.uniform(0.3, 0.9))
    picture = _frame(cv2.GaussianBlur(picture, (0, 0), sigma))
    if hard and chance.random() < 0.35:
        picture, more = _shaken(picture, chance)
        sigma = max(sigma, more)
    picture = _noisy(picture, chance, float(chance.uniform(4, 10) if hard else chance.uniform(1, 4)))
    quality = 40 if hard and chance.random() < 0.6 else int(chance.integers(72, 92))
    turned = int(chance.choice((0, 90, 180, 270) if hard else (0, 0, 0, 0, 0, 90, 180, 270)))
    return _turn(Worn(_frame(picture), tuple(moves), found=True, turned=0, blur=sigma, quality=quality), turned)


def _plate_size(pages: Sequence[Frame]) -> tuple[int, int]:
    spots = _spots(pages)
    width = max(x + page.shape[1] for page, (x, _) in zip(pages, spots, strict=True))
    height = max(y + page.shape[0] for page, (_, y) in zip(pages, spots, strict=True))
    return width, height


def _spots(pages: Sequence[Frame]) -> list[tuple[int, int]]:
    """One under the other, with a gap."""
    spots, y = [], 0
    for page in pages:
        spots.append((0, y))
        y += int(page.shape[0] * 1.25)
    return spots


def _plate(
    pages: Sequence[Frame], chance: np.random.Generator, *, angle: float, shade: int, tight: bool = False
) -> Worn:
    """On the glass of a flatbed: `tight` when the page is about as large as the glass."""
    width, height = _plate_size(pages)
    margin = 0 if tight else int(max(width, height) * chance.uniform(0.08, 0.6))
    size = (width + 2 * margin, height + 2 * margin)
    picture = np.full((size[1], size[0], 3), shade, np.uint8)
    moves = []
    for page, (x, y) in zip(pages, _spots(pages), strict=True):
        high, wide = page.shape[:2]
        turn = np.vstack(
            [cv2.getRotationMatrix2D((wide / 2, high / 2), float(chance.uniform(-angle, angle)), 1), (0, 0, 1)]
        )
        move = np.array([(1, 0, x + margin), (0, 1, y + margin), (0, 0, 1)], np.float64) @ turn
        picture = _lay(picture, page, move, shadow=0.25)
        moves.append(move)
    return Worn(picture, tuple(moves), found=not tight, turned=0, blur=0.0, quality=92)


def _lay(ground: Frame, page: Frame, move: Matrix, shadow: float) -> Frame:
    """Puts a page on what is there, with the shadow of its edge."""
    size = (ground.shape[1], ground.shape[0])
    mask = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), move, size, flags=cv2.INTER_AREA)
    reach = max(size) // 300 + 1
    dark = cv2.GaussianBlur(np.roll(mask, (reach, reach), (0, 1)), (0, 0), reach * 1.5)
    shaded = cv2.multiply(ground, cv2.merge([255 - (dark * shadow).astype(np.uint8)] * 3), scale=1 / 255)
    laid = cv2.warpPerspective(page, move, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return _frame(np.where(mask[..., None] > 127, laid, shaded))


def _view(
    flat: tuple[int, int], size: tuple[int, int], sway: float, angle: float, chance: np.random.Generator
) -> Matrix:
    """A camera over the desk: the pages fill much of the picture, askew."""
    width, height = flat
    scale = min(size[0] / width, size[1] / height) * float(chance.uniform(0.72, 0.9))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    middle = np.array((width / 2, height / 2), np.float32)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    seen = (corners - middle) @ np.array([(c, s), (-s, c)], np.float32) * scale + np.array(size, np.float32) / 2
    seen += chance.uniform(-sway, sway, (4, 2)).astype(np.float32) * min(size)
    seen = np.clip(seen, 6, np.array(size) - 7).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners, seen), np.float64)


def _desk(size: tuple[int, int], chance: np.random.Generator) -> Frame:
    """Wood, cloth or a plain table, sometimes as white as paper."""
    tints = ((60, 90, 130), (40, 50, 60), (120, 130, 140), (90, 120, 90), (150, 190, 215), (228, 230, 232))
    tint = np.array(tints[int(chance.integers(len(tints)))], np.float32)
    grain = chance.normal(0, 1, (size[1] // 8 + 1, max(2, size[0] // 160))).astype(np.float32)
    wood = cv2.resize(grain, size, interpolation=cv2.INTER_CUBIC) * float(chance.uniform(2, 12))
    return _frame(np.clip(tint + wood[..., None], 0, 255))


def _fold(page: Frame, chance: np.random.Generator) -> Frame:
    """Creases across the page: bright on one side, dark on the other."""
    high, wide = page.shape[:2]
    light = np.ones((high, wide), np.float32)
    for _ in range(int(chance.integers(0, 3))):
        across = chance.random() < 0.6
        length = high if across else wide
        place = length * float(chance.uniform(0.3, 0.7))
        away = (np.arange(length) - place) / (length * 0.012)
        ridge = (-0.10 * away * np.exp(-(away**2) / 2)).astype(np.float32)
        light += ridge[:, None] if across else ridge[None]
    return _frame(np.clip(page * light[..., None], 0, 255))


def _light(picture: Frame, chance: np.random.Generator, *, hard: bool) -> Frame:
    """Uneven light, the shadow of a hand, glare of a lamp."""
    high, wide = picture.shape[:2]
    grid = chance.uniform(0.6 if hard else 0.75, 1.0, (3, 3)).astype(np.float32)
    small = np.asarray(cv2.resize(grid, (200, 200), interpolation=cv2.INTER_CUBIC), np.float32)
    y, x = np.mgrid[0:200, 0:200].astype(np.float32) / 200
    if chance.random() < 0.5:  # a shadow with a soft straight edge
        slope, place = float(chance.uniform(-1, 1)), float(chance.uniform(0.2, 0.8))
        edge = 1 / (1 + np.exp(-(y + slope * (x - 0.5) - place) * float(chance.uniform(12, 60))))
        small = small * (1 - float(chance.uniform(0.2, 0.45)) * edge)
    if hard and chance.random() < 0.4:
        small = small * float(chance.uniform(0.4, 0.6))
    tint = 1 + chance.normal(0, 0.03, 3).astype(np.float32)
    gain = cv2.resize(np.clip(small, 0.12, 1.1), (wide, high), interpolation=cv2.INTER_LINEAR)
    lit = picture.astype(np.float32) * gain[..., None] * tint
    if hard and chance.random() < 0.4:
        at, reach = chance.uniform(0.25, 0.75, 2), float(chance.uniform(0.05, 0.14))
        spot = np.exp(-(((x - at[0]) ** 2 + (y - at[1]) ** 2) / reach**2)) * float(chance.uniform(0.5, 0.75))
        lamp = cv2.resize(spot.astype(np.float32), (wide, high))[..., None]
        lit = lit * (1 - lamp) + 255 * lamp
    return _frame(np.clip(lit, 0, 255))


def _shaken(picture: Frame, chance: np.random.Generator) -> tuple[Frame, float]:
    """The camera moved: its way in pixels is about four times the sigma that comes back."""
    length = int(chance.integers(3, 9))
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, int(chance.integers(length))), (length - 1, int(chance.integers(length))), (1.0,))
    return _frame(cv2.filter2D(picture, -1, kernel / kernel.sum())), length / 4


def _noisy(picture: Frame, chance: np.random.Generator, strength: float) -> Frame:
    tile = chance.normal(0, strength, (512, 512, 3)).astype(np.int16)
    high, wide = picture.shape[:2]
    noise = np.tile(tile, (high // 512 + 1, wide // 512 + 1, 1))[:high, :wide]
    return _frame(np.clip(picture + noise, 0, 255))


def _turn(worn: Worn, degrees: int) -> Worn:
    """Turns the whole picture clockwise."""
    if degrees == 0:
        return worn
    high, wide = worn.picture.shape[:2]
    way = {
        90: [(0, -1, high - 1), (1, 0, 0), (0, 0, 1)],
        180: [(-1, 0, wide - 1), (0, -1, high - 1), (0, 0, 1)],
        270: [(0, 1, 0), (-1, 0, wide - 1), (0, 0, 1)],
    }[degrees]
    moves = tuple(np.array(way, np.float64) @ move for move in worn.moves)
    picture = _frame(cv2.rotate(worn.picture, _TURNS[degrees]))
    return Worn(picture, moves, worn.found, degrees, worn.blur, worn.quality)


def _frame(picture: NDArray[np.generic]) -> Frame:
    return np.asarray(picture, np.uint8)
