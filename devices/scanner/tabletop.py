"""What a simulated document camera sees: a table, a paper that lies askew on it, a hand over it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from devices.scanner.papers import Paper

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[int, int]
Corners = tuple[tuple[float, float], ...]

SIZE: Size = (1600, 1200)
_TABLE = (74, 58, 47)
_HAND = (205, 160, 132)
LYING: Corners = ((430.0, 60.0), (1190.0, 110.0), (1230.0, 1130.0), (370.0, 1080.0))
"""Where the corners of a sheet of A4 are in a picture of `SIZE`, clockwise from its own top left."""
_A4_MM = ((0.0, 0.0), (210.0, 0.0), (210.0, 297.0), (0.0, 297.0))
_MOST_MM = (340.0, 297.0)
"""What is larger is shown smaller, so that it lies on the table as a whole."""
_PX_A_MM = 3.6
"""Of a picture of `SIZE`, where it is finest."""
HAND_FRAMES = 10


@lru_cache(maxsize=4)
def table(size: Size = SIZE) -> bytes:
    """The empty table, as a JPEG."""
    return _jpeg(_table(size))


@lru_cache(maxsize=16)
def sheet(paper: Paper, size: Size = SIZE) -> bytes:
    """A paper on the table."""
    return _jpeg(_with_paper(paper, size, lying(paper, size)))


@lru_cache(maxsize=16)
def upside(paper: Paper, size: Size = SIZE) -> bytes:
    """A paper that lies upside down."""
    corners = lying(paper, size)
    return _jpeg(_with_paper(paper, size, corners[2:] + corners[:2]))


@lru_cache(maxsize=16)
def cut(paper: Paper, size: Size = SIZE) -> bytes:
    """A paper that lies half outside of what the camera sees."""
    corners = lying(paper, size)
    middle = sum(x for x, _ in corners) / 4
    return _jpeg(_with_paper(paper, size, tuple((x - middle, y) for x, y in corners)))


@lru_cache(maxsize=16)
def glare(paper: Paper, size: Size = SIZE) -> bytes:
    """A paper with a lamp that mirrors in it."""
    from PIL import Image as Pictures  # noqa: PLC0415  heavy, and only needed when somebody plays with the table
    from PIL import ImageDraw, ImageFilter  # noqa: PLC0415

    corners = lying(paper, size)
    left, top = (min(corner[axis] for corner in corners) for axis in (0, 1))
    right, bottom = (max(corner[axis] for corner in corners) for axis in (0, 1))
    wide, high = right - left, bottom - top
    spot = Pictures.new("L", size)
    box = (left + 0.35 * wide, top + 0.3 * high, left + 0.68 * wide, top + 0.56 * high)
    ImageDraw.Draw(spot).ellipse(box, 255)
    picture = _with_paper(paper, size, corners)
    picture.paste((255, 255, 255), (0, 0), spot.filter(ImageFilter.GaussianBlur(min(wide, high) / 25)))
    return _jpeg(picture)


@lru_cache(maxsize=4)
def hand(paper: Paper, size: Size = SIZE) -> tuple[bytes, ...]:
    """A hand that straightens the paper: pictures to be shown in turn, over and over."""
    from PIL import ImageDraw  # noqa: PLC0415  as above

    still, scale = lying(paper, size), size[1] / SIZE[1]
    aside = tuple((x + 60 * scale, y - 30 * scale) for x, y in still)
    left = (size[0] - SIZE[0] * scale) / 2
    lain = _with_paper(paper, size, still), _with_paper(paper, size, aside)
    pictures = []
    for number in range(HAND_FRAMES):
        picture = lain[number % 2].copy()
        across = 500 + 60 * abs(HAND_FRAMES // 2 - number)
        pencil = ImageDraw.Draw(picture)
        palm = (across, 520, across + 260, 1200)
        fingers = [(across + 64 * finger, 330, across + 64 * finger + 54, 640) for finger in range(4)]
        for box, round_px in ((palm, 90), *((finger, 27) for finger in fingers)):
            x, y, to_x, to_y = (value * scale for value in box)
            pencil.rounded_rectangle((x + left, y, to_x + left, to_y), round_px * scale, _HAND)
        pictures.append(_jpeg(picture))
    return tuple(pictures)


@lru_cache(maxsize=4)
def dark(paper: Paper | None, size: Size = SIZE) -> bytes:
    """The table without light."""
    picture = _with_paper(paper, size, lying(paper, size)) if paper else _table(size)
    return _jpeg(picture.point([value // 16 for value in range(256)] * 3))


@lru_cache(maxsize=16)
def blurred(paper: Paper, size: Size = SIZE) -> bytes:
    """A paper out of focus."""
    from PIL import ImageFilter  # noqa: PLC0415  as above

    return _jpeg(_with_paper(paper, size, lying(paper, size)).filter(ImageFilter.GaussianBlur(14 * size[1] / SIZE[1])))


def lying(paper: Paper, size: Size = SIZE) -> Corners:
    """Where the corners of a paper are, clockwise from its own top left: in the middle, as large as it really is."""
    wide, high = paper.size_mm()
    shrink = min(1.0, _MOST_MM[0] / wide, _MOST_MM[1] / high)
    x, y = wide * shrink / 2, high * shrink / 2
    move = _move(_way(_A4_MM, LYING))
    scale = size[1] / SIZE[1]
    left = (size[0] - SIZE[0] * scale) / 2
    seen = (move(105.0 + across, 148.5 + down) for across, down in ((-x, -y), (x, -y), (x, y), (-x, y)))
    return tuple((each_x * scale + left, each_y * scale) for each_x, each_y in seen)


def _table(size: Size) -> Image:
    from PIL import Image as Pictures  # noqa: PLC0415  as above

    grain = np.random.default_rng(1).integers(-6, 7, (size[1] // 4, size[0] // 4, 1))
    wood = np.clip(np.array(_TABLE) + grain, 0, 255).astype(np.uint8)
    return Pictures.fromarray(wood).resize(size)


def _with_paper(paper: Paper, size: Size, corners: Corners) -> Image:
    from PIL import Image as Pictures  # noqa: PLC0415  as above

    px_a_mm = _PX_A_MM * size[1] / SIZE[1]
    drawn, mm = paper.draw(), paper.size_mm()
    least = min(1.0, px_a_mm * mm[0] / drawn.width)
    small = drawn.resize((max(1, round(drawn.width * least)), max(1, round(drawn.height * least))), reducing_gap=2.0)
    way = _way(corners, ((0, 0), (small.width, 0), (small.width, small.height), (0, small.height)))
    warped = small.transform(size, Pictures.Transform.PERSPECTIVE, way, Pictures.Resampling.BICUBIC)
    picture = _table(size)
    picture.paste(warped.point([value * 235 // 255 for value in range(256)] * 3), (0, 0), _shape(corners, size))
    return picture


def _shape(corners: Corners, size: Size) -> Image:
    """Where the paper covers the table, with smooth edges."""
    from PIL import Image as Pictures  # noqa: PLC0415  as above
    from PIL import ImageDraw  # noqa: PLC0415

    mask = Pictures.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(mask).polygon([(x * 2, y * 2) for x, y in corners], 255)
    return mask.resize(size, Pictures.Resampling.BOX)


def _way(seen: Corners, drawn: Corners) -> list[float]:
    """The eight numbers of the perspective that leads from corners that are seen to those that are drawn."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, drawn, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows, float), np.array(values, float))]


def _move(way: list[float]) -> Callable[[float, float], tuple[float, float]]:
    a, b, c, d, e, f, g, h = way

    def moved(x: float, y: float) -> tuple[float, float]:
        depth = g * x + h * y + 1
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth

    return moved


def _jpeg(picture: Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()
