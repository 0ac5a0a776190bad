"""What a simulated document camera sees: a table, a sheet of paper that lies askew on it, a hand over it."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from devices.scanner import pages

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE = (1600, 1200)
_TABLE = (74, 58, 47)
_HAND = (205, 160, 132)
LYING = (430.0, 60.0), (1190.0, 110.0), (1230.0, 1130.0), (370.0, 1080.0)
"""Where the corners of the sheet are, clockwise from its own top left."""
ASIDE = tuple((x + 60, y - 30) for x, y in LYING)
HAND_FRAMES = 10


@cache
def table() -> bytes:
    """The empty table, as a JPEG."""
    return _jpeg(_table())


@cache
def sheet(page: str) -> bytes:
    """A sheet on the table."""
    return _jpeg(_with_sheet(page, LYING))


@cache
def hand(page: str) -> tuple[bytes, ...]:
    """A hand that straightens the sheet: pictures to be shown in turn, over and over."""
    from PIL import ImageDraw  # noqa: PLC0415  heavy, and only needed when somebody plays with the table

    pictures = []
    for number in range(HAND_FRAMES):
        picture = _with_sheet(page, ASIDE if number % 2 else LYING)
        across = 500 + 60 * abs(HAND_FRAMES // 2 - number)
        pencil = ImageDraw.Draw(picture)
        pencil.rounded_rectangle((across, 520, across + 260, 1200), 90, _HAND)
        for finger in range(4):
            pencil.rounded_rectangle((across + 64 * finger, 330, across + 64 * finger + 54, 640), 27, _HAND)
        pictures.append(_jpeg(picture))
    return tuple(pictures)


@cache
def dark(page: str | None) -> bytes:
    """The table without light."""
    picture = _with_sheet(page, LYING) if page else _table()
    return _jpeg(picture.point([value // 16 for value in range(256)] * 3))


@cache
def blurred(page: str) -> bytes:
    """A sheet out of focus."""
    from PIL import ImageFilter  # noqa: PLC0415  as above

    return _jpeg(_with_sheet(page, LYING).filter(ImageFilter.GaussianBlur(14)))


def _table() -> Image:
    from PIL import Image as Pictures  # noqa: PLC0415  as above

    grain = np.random.default_rng(1).integers(-6, 7, (SIZE[1] // 4, SIZE[0] // 4, 1))
    wood = np.clip(np.array(_TABLE) + grain, 0, 255).astype(np.uint8)
    return Pictures.fromarray(wood).resize(SIZE)


def _with_sheet(page: str, corners: tuple[tuple[float, float], ...]) -> Image:
    from PIL import Image as Pictures  # noqa: PLC0415  as above

    paper = pages.draw(page).resize((840, 1188), reducing_gap=2.0)
    picture = _table()
    way = _way(corners, ((0, 0), (paper.width, 0), (paper.width, paper.height), (0, paper.height)))
    warped = paper.transform(SIZE, Pictures.Transform.PERSPECTIVE, way, Pictures.Resampling.BICUBIC)
    picture.paste(warped.point([value * 235 // 255 for value in range(256)] * 3), (0, 0), _shape(corners))
    return picture


def _shape(corners: tuple[tuple[float, float], ...]) -> Image:
    """Where the sheet covers the table, with smooth edges."""
    from PIL import Image as Pictures  # noqa: PLC0415  as above
    from PIL import ImageDraw  # noqa: PLC0415

    mask = Pictures.new("L", (SIZE[0] * 4, SIZE[1] * 4))
    ImageDraw.Draw(mask).polygon([(x * 4, y * 4) for x, y in corners], 255)
    return mask.resize(SIZE, Pictures.Resampling.BOX)


def _way(seen: tuple[tuple[float, float], ...], drawn: tuple[tuple[float, float], ...]) -> list[float]:
    """The eight numbers of the perspective that leads from the picture back to the sheet."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, drawn, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows, float), np.array(values, float))]


def _jpeg(picture: Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()
