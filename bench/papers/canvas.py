"""A sheet of paper that is written on in millimetres and remembers what was written where."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, sin, tau
from random import Random

from PIL import Image, ImageChops, ImageDraw

from bench.papers.fonts import Case, Face, Role
from bench.papers.truth import Style

Colour = tuple[int, int, int]
Corner = tuple[float, float]
BLACK: Colour = (25, 25, 28)
RED: Colour = (196, 30, 40)
_INCH = 25.4
_HAND_INKS: tuple[Colour, ...] = ((22, 30, 95), (20, 20, 24), (30, 45, 130), (40, 40, 48))


@dataclass(frozen=True)
class Written:
    """One line in pixels of its paper."""

    text: str
    corners: tuple[Corner, Corner, Corner, Corner]
    style: Style


@dataclass
class Pen:
    """A face, a size in millimetres and an ink."""

    face: Face
    size: float
    ink: Colour = BLACK
    style: Style = Style.PRINT
    spacing: float = 0.0
    """Between characters, in parts of the size."""

    def sized(self, size: float) -> Pen:
        """The same pen, larger or smaller."""
        return Pen(self.face, size, self.ink, self.style, self.spacing)

    def inked(self, ink: Colour) -> Pen:
        """The same pen in another colour."""
        return Pen(self.face, self.size, ink, self.style, self.spacing)


@dataclass
class Paper:
    """One page; lengths are millimetres, x to the right and y down."""

    width: float
    height: float
    dpi: int
    colour: Colour
    random: Random
    lines: list[Written] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.pixels(self.width), self.pixels(self.height)), self.colour)
        self.drawing = ImageDraw.Draw(self.image)

    def pixels(self, length: float) -> int:
        """Of a length."""
        return round(length * self.dpi / _INCH)

    def measure(self, text: str, pen: Pen) -> float:
        """How wide a text becomes."""
        extra = pen.spacing * pen.size * max(0, len(text) - 1)
        return pen.face.at(self._size(pen)).getlength(text) * _INCH / self.dpi + extra

    def write(self, x: float, y: float, text: str, pen: Pen) -> float:
        """Writes one line, its top at `y`; returns where it ends."""
        if pen.style is Style.HAND or pen.spacing:
            return self._by_character(x, y, text, pen)
        font = pen.face.at(self._size(pen))
        place = (self.pixels(x), self.pixels(y))
        self.drawing.text(place, text, font=font, fill=pen.ink)
        self._remember(text, self.drawing.textbbox(place, text, font=font), pen.style)
        return x + self.measure(text, pen)

    def centred(self, y: float, text: str, pen: Pen, left: float = 0.0, right: float | None = None) -> None:
        """Writes a line in the middle of the page, or between `left` and `right`."""
        end = self.width if right is None else right
        self.write((left + end - self.measure(text, pen)) / 2, y, text, pen)

    def paragraph(self, x: float, y: float, width: float, text: str, pen: Pen, leading: float = 1.6) -> float:
        """Writes as many lines as a text needs; returns where the next would begin."""
        rest = text
        while rest:
            count = len(rest)
            while count > 1 and self.measure(rest[:count], pen) > width:
                count -= 1
            if count < len(rest) and rest[count] in "，。、；：）" and count > 2:
                count -= 1
            self.write(x, y, rest[:count], pen)
            rest, y = rest[count:], y + pen.size * leading
        return y

    def down(self, x: float, y: float, text: str, pen: Pen) -> float:
        """Writes from top to bottom; returns where it ends."""
        font = pen.face.at(self._size(pen))
        boxes = []
        for sign in text:
            place = (self.pixels(x), self.pixels(y))
            self.drawing.text(place, sign, font=font, fill=pen.ink)
            boxes.append(self.drawing.textbbox(place, sign, font=font))
            y += pen.size * (1.15 + pen.spacing)
        self._remember(text, _around(boxes), Style.VERTICAL)
        return y

    def rule(self, x: float, y: float, to_x: float, to_y: float, ink: Colour = BLACK, width: float = 0.25) -> None:
        """A straight line."""
        ends = [(self.pixels(x), self.pixels(y)), (self.pixels(to_x), self.pixels(to_y))]
        self.drawing.line(ends, fill=ink, width=max(1, self.pixels(width)))

    def frame(self, x: float, y: float, width: float, height: float, ink: Colour = BLACK, line: float = 0.25) -> None:
        """A box."""
        corners = [self.pixels(x), self.pixels(y), self.pixels(x + width), self.pixels(y + height)]
        self.drawing.rectangle(corners, outline=ink, width=max(1, self.pixels(line)))

    def fill(self, x: float, y: float, width: float, height: float, ink: Colour) -> None:
        """A coloured area."""
        corners = [self.pixels(x), self.pixels(y), self.pixels(x + width), self.pixels(y + height)]
        self.drawing.rectangle(corners, fill=ink)

    def waves(self, ink: Colour, step: float = 2.2) -> None:
        """The fine lines that cards and certificates are printed on."""
        phase, bend = self.random.random() * tau, self.random.uniform(0.5, 2.0)
        across = range(0, self.image.width + 8, 8)
        for row in range(-4, int(self.height / step) + 4):
            base = self.pixels(row * step)
            high = self.pixels(step * bend)
            points = [(x, base + high * sin(x * tau / self.pixels(28) + phase + 0.3 * row)) for x in across]
            self.drawing.line(points, fill=ink, width=1)

    def rosette(self, x: float, y: float, radius: float, ink: Colour) -> None:
        """An ornament in place of an emblem."""
        for turn in range(18):
            angle = turn * tau / 18
            place = (x + radius * 0.5 * cos(angle), y + radius * 0.5 * sin(angle))
            box = [self.pixels(value) for value in (place[0] - radius / 2, place[1] - radius / 2)]
            box += [self.pixels(value) for value in (place[0] + radius / 2, place[1] + radius / 2)]
            self.drawing.ellipse(box, outline=ink, width=max(1, self.pixels(0.15)))

    def paste(self, picture: Image.Image, x: float, y: float, width: float, height: float) -> None:
        """Puts a picture on the page."""
        size = (self.pixels(width), self.pixels(height))
        self.image.paste(picture.convert("RGB").resize(size), (self.pixels(x), self.pixels(y)))

    def overlay(self, layer: Image.Image, x: float, y: float) -> None:
        """Lays ink over what is there: dark stays dark."""
        white = Image.new("RGB", layer.size, "white")
        white.paste(layer.convert("RGB"), (0, 0), layer.getchannel("A"))
        place = (self.pixels(x), self.pixels(y))
        under = self.image.crop((*place, place[0] + layer.width, place[1] + layer.height))
        self.image.paste(ImageChops.multiply(under, white), place)

    def _by_character(self, x: float, y: float, text: str, pen: Pen) -> float:
        hand = pen.style is Style.HAND
        boxes, slant = [], self.random.uniform(-0.02, 0.02) if hand else 0.0
        start = x
        for sign in text:
            size = pen.size * (self.random.uniform(0.93, 1.07) if hand else 1)
            font = pen.face.at(self._size(pen.sized(size)))
            high = y + (x - start) * slant + (self.random.uniform(-0.05, 0.05) * pen.size if hand else 0)
            place = (self.pixels(x), self.pixels(high))
            self.drawing.text(place, sign, font=font, fill=pen.ink)
            if sign.strip():
                boxes.append(self.drawing.textbbox(place, sign, font=font))
            gap = pen.spacing * pen.size + (self.random.uniform(-0.02, 0.06) * pen.size if hand else 0)
            x += font.getlength(sign) * _INCH / self.dpi + gap
        self._remember(text, _around(boxes), pen.style)
        return x

    def _size(self, pen: Pen) -> float:
        return pen.size * self.dpi / _INCH

    def _remember(self, text: str, box: tuple[float, float, float, float], style: Style) -> None:
        left, top, right, bottom = box
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        if text.strip():
            self.lines.append(Written(text.strip(), corners, style))


def _around(boxes: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    if not boxes:
        return 0, 0, 0, 0
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


@dataclass
class Draft:
    """What a layout draws with: one document has one set of faces."""

    random: Random
    case: Case
    dpi: int
    portraits: tuple[Image.Image, ...] = ()

    def paper(self, width: float, height: float, colour: Colour = (252, 252, 250)) -> Paper:
        """An empty page."""
        return Paper(width, height, self.dpi, colour, self.random)

    def pen(self, *roles: Role, size: float = 3.7, ink: Colour = BLACK) -> Pen:
        """A pen with some face of one of `roles`."""
        return Pen(self.case.draw(self.random.choice(roles), self.random), size, ink)

    def hand(self, size: float) -> Pen:
        """A pen in somebody's hand."""
        return Pen(self.case.draw(Role.HAND, self.random), size, self.random.choice(_HAND_INKS), Style.HAND)

    def filled(self, size: float, often: float = 0.4) -> Pen:
        """What fills a form: printed, or by hand in a share `often` of the documents."""
        if self.random.random() < often:
            return self.hand(size * 1.25)
        return self.pen(Role.SONG, Role.HEI, Role.KAI, size=size)

    def portrait(self) -> Image.Image:
        """Somebody's passport picture; a silhouette where no demonstration pictures are."""
        backdrop = self.random.choice(((250, 250, 250), (70, 140, 220), (190, 40, 45)))
        if self.portraits and self.random.random() < 0.8:
            return self.random.choice(self.portraits)
        image = Image.new("RGB", (260, 330), backdrop)
        drawing = ImageDraw.Draw(image)
        skin = self.random.choice(((230, 195, 170), (214, 176, 148)))
        drawing.ellipse((80, 55, 180, 195), fill=(30, 26, 26))
        drawing.ellipse((86, 80, 174, 205), fill=skin)
        drawing.rectangle((110, 190, 150, 240), fill=skin)
        drawing.pieslice((20, 225, 240, 520), 180, 360, fill=self.random.choice(((40, 46, 70), (240, 240, 240))))
        for x in (108, 142):
            drawing.ellipse((x, 130, x + 12, 138), fill=(30, 26, 26))
        drawing.arc((112, 150, 150, 176), 20, 160, fill=(150, 70, 70), width=3)
        return image


@dataclass
class Drawn:
    """A document as it was drawn: the name of its layout, its pages and its fields."""

    layout: str
    pages: list[Paper]
    fields: dict[str, str]
