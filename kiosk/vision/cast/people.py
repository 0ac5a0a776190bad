"""Who the fictitious people are: which face of which demonstration picture, for the card and before the camera."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from kiosk.vision.cast.heads import Face, Head
from kiosk.vision.cast.pictures import (
    HEIGHT,
    WIDTH,
    Field,
    Image,
    Sitter,
    View,
    alone,
    melt,
)

_WANG = Sitter("sample3.jpg", (1076, 192, 1295, 506), head=1.25, body=1.6, shift=-0.1)
_LI = Sitter("sample5.jpg", (796, 116, 951, 326), head=1.15, body=1.0, shift=0.1)
_ZHANG = Sitter("t1.jpg", (463, 266, 576, 411), shift=0.1)
_CHEN = Sitter("sample6.jpg", (251, 479, 465, 758))
_SMITH = Sitter("t1.jpg", (741, 341, 846, 475))
_GARCIA = Sitter("t1.jpg", (1130, 269, 1226, 397))

PORTRAITS = {
    "wang": Sitter("sample1.jpg", (1469, 212, 1674, 428)),
    "li": _LI,
    "zhang": _ZHANG,
    "chen": _CHEN,
    "smith": _SMITH,
    "garcia": _GARCIA,
}
"""Whose face is on which card."""


@dataclass(frozen=True)
class Person:
    """Somebody before the camera; `height` is how many pixels of the picture fill the height of the view."""

    sitter: Sitter
    height: float
    face: Face
    aside: float = 0.0
    """How far right of the middle they stand, in widths of the view."""

    @property
    def view(self) -> View:
        """What the camera sees when they stand in its middle."""
        x, y = self.sitter.centre
        return View(x - self.aside * self.height * WIDTH / HEIGHT, y + 0.12 * self.sitter.size[1], self.height)

    @cached_property
    def head(self) -> Head:
        """Their head in that view."""
        return Head(self.face.seen(self.view))

    @cached_property
    def presence(self) -> Field:
        """Where in that view they are: 1 on the person, 0 on what is behind, height × width."""
        x, y = self.view.place(self.sitter.centre)
        width, height = (side * HEIGHT / self.height for side in self.sitter.size)
        mask = np.zeros((HEIGHT, WIDTH), np.float32)
        head, body = (round(0.85 * width), round(0.8 * height)), (round(1.5 * width), round(1.35 * height))
        cv2.ellipse(mask, (round(x), round(y - 0.05 * height)), head, 0, 0, 360, (1.0,), -1)
        cv2.ellipse(mask, (round(x), round(y + 1.9 * height)), body, 0, 0, 360, (1.0,), -1)
        return np.asarray(melt(mask, 0.12 * height), np.float32)

    def alone(self, pictures: dict[str, Image]) -> Image:
        """Their picture without the others."""
        return alone(pictures[self.sitter.picture], self.sitter)


PEOPLE = {
    "wang": Person(_WANG, 840.0, Face(((1116, 320), (1215, 338)), (1142, 397), (1148, 497), -20)),
    "li": Person(_LI, 480.0, Face(((849, 191), (920, 206)), (882, 238), (874, 330), 14)),
    "zhang": Person(_ZHANG, 360.0, Face(((492, 319), (541, 332)), (511, 350), (514, 408), -22)),
    "chen": Person(_CHEN, 760.0, Face(((325, 605), (424, 594)), (394, 664), (388, 756), 12)),
    "smith": Person(_SMITH, 340.0, Face(((765, 394), (805, 401)), (775, 420), (787, 474), -20)),
    "garcia": Person(_GARCIA, 330.0, Face(((1150, 325), (1192, 324)), (1170, 349), (1175, 396), -3)),
}
"""Who has scenes of their own."""
