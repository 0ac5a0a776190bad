"""Red stamps: round with a star and a bent name, oval, square; pressed unevenly over what is written."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.papers.canvas import Draft, Paper, Written
from bench.papers.fonts import Role
from bench.papers.truth import Style

_INKS = ((205, 25, 35), (190, 30, 50), (220, 50, 45), (170, 35, 60))


def stamp(draft: Draft, paper: Paper, x: float, y: float, name: str, size: float = 40.0) -> None:
    """Stamps `name` around a star, the middle at x, y; `size` is the diameter in millimetres."""
    seal = round_seal(draft, paper.pixels(size), name, wide=draft.random.random() < 0.15)
    place = (x - size / 2, y - size / 2)
    seal = _pressed(seal, draft.random).rotate(draft.random.uniform(-25, 25), Image.Resampling.BICUBIC)
    paper.overlay(seal, *place)
    box = (paper.pixels(place[0]), paper.pixels(place[1]), paper.pixels(x + size / 2), paper.pixels(y + size / 2))
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    paper.lines.append(Written(name, corners, Style.SEAL))


def round_seal(draft: Draft, side: int, name: str, *, wide: bool) -> Image.Image:
    """The stamp itself, clear around its ink."""
    ink = draft.random.choice(_INKS)
    layer = Image.new("RGBA", (side, side), (*ink, 0))
    drawing = ImageDraw.Draw(layer)
    squash = 0.68 if wide else 1.0
    rim = max(2, side // 34)
    top, bottom = side / 2 * (1 - squash), side / 2 * (1 + squash)
    drawing.ellipse((rim, top + rim, side - rim, bottom - rim), outline=(*ink, 255), width=rim)
    if not wide:
        _star(drawing, side / 2, side / 2, side * 0.14, (*ink, 255))
    face = draft.case.draw(Role.SONG, draft.random)
    font = face.at(min(side * 0.14, side * 2.0 / max(6, len(name))))
    spread = min(1.55 * pi, 0.21 * pi * max(4, len(name)))
    for place, sign in enumerate(name):
        angle = -pi / 2 + spread * ((place + 0.5) / len(name) - 0.5)
        glyph = Image.new("RGBA", (side // 4, side // 4), (*ink, 0))
        ImageDraw.Draw(glyph).text((side // 8, side // 8), sign, font=font, fill=(*ink, 255), anchor="mm")
        turned = glyph.rotate(-(angle + pi / 2) * 180 / pi, Image.Resampling.BICUBIC)
        middle = (side / 2 + side * 0.365 * cos(angle), side / 2 + side * 0.365 * squash * sin(angle))
        layer.alpha_composite(turned, (int(middle[0] - side / 8), max(0, int(middle[1] - side / 8))))
    return layer


def _star(drawing: ImageDraw.ImageDraw, x: float, y: float, radius: float, ink: tuple[int, int, int, int]) -> None:
    points = [
        (x + length * cos(-pi / 2 + turn * pi / 5), y + length * sin(-pi / 2 + turn * pi / 5))
        for turn in range(10)
        for length in (radius if turn % 2 == 0 else radius * 0.382,)
    ]
    drawing.polygon(points, fill=ink)


def _pressed(seal: Image.Image, random: Random) -> Image.Image:
    """Ink that is thin in places."""
    noise = np.random.default_rng(random.randrange(1 << 30)).integers(90, 256, (12, 12), np.uint8)
    uneven = Image.fromarray(noise).resize(seal.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))
    strength = random.uniform(0.55, 0.85)
    alpha = np.asarray(seal.getchannel("A"), np.float32) * np.asarray(uneven, np.float32) / 255 * strength
    seal.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return seal
