"""Leads one document from its seed to pictures and truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image

from bench.papers.canvas import Draft, Drawn, Paper
from bench.papers.fonts import Case
from bench.papers.layouts import LAYOUTS
from bench.papers.layouts.cards import id_back
from bench.papers.truth import DocumentTruth, Level, LineTruth, PageTruth, Style, Truth, save
from bench.papers.wear import Matrix, Worn, wear
from ocr.files import Frame
from ocr.reading import Kind, Quad

_CARD_MM = 110.0
"""What is not wider than this is a card."""
_KINDS, _LEVELS = tuple(LAYOUTS), tuple(Level)


@dataclass(frozen=True)
class Made:
    """A document: its truth and the bytes of its files."""

    truth: DocumentTruth
    pictures: tuple[bytes, ...]


class Maker:
    """Draws documents; the same seed, number and fonts make the same document."""

    def __init__(self, seed: int, assets: Path) -> None:
        self._seed = seed
        self.case = Case(assets)
        people = sorted((assets / "people").glob("*.webp")) if (assets / "people").is_dir() else []
        self._portraits = tuple(Image.open(path).convert("RGB") for path in people)

    def make(self, number: int, kind: Kind | None = None, level: Level | None = None) -> Made:
        """Document `number`; kinds and levels take turns unless they are named."""
        random = Random(f"{self._seed} {number}")
        kind = kind or _KINDS[number % len(_KINDS)]
        level = level or _LEVELS[number % len(_LEVELS)]
        chance = np.random.default_rng(random.randrange(1 << 62))
        draft = Draft(random, self.case, _dpi(kind, random), self._portraits)
        drawn = LAYOUTS[kind](draft)
        pictures = [[page] for page in drawn.pages]
        if kind is Kind.ID_FRONT and random.random() < 0.25:
            drawn, pictures = _both_sides(draft, drawn)
        files, pages, coded = [], [], []
        for file, group in enumerate(pictures):
            frames = [np.asarray(page.image, np.uint8)[..., ::-1] for page in group]
            worn = wear(frames, level, chance, small=group[0].width <= _CARD_MM)
            pages += [_told(page, move, worn, file) for page, move in zip(group, worn.moves, strict=True)]
            files.append(f"{number:04d}-{file + 1}.{'png' if worn.quality >= 95 else 'jpg'}")
            coded.append(_encoded(worn.picture, worn.quality))
        truth = DocumentTruth(
            kind=kind,
            layout=drawn.layout,
            level=level,
            files=tuple(files),
            pages=tuple(pages),
            fields=drawn.fields,
        )
        return Made(truth, tuple(coded))


def write(folder: Path, maker: Maker, seed: int, numbers: Sequence[int], *, how: dict[str, Kind | Level]) -> Truth:
    """Puts documents and truth.json into a folder; `how` may name a kind and a level for all."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = Truth(seed=seed, fonts=maker.case.names, documents=tuple(_written(folder, maker, numbers, how)))
    save(truth, folder)
    return truth


def _written(
    folder: Path, maker: Maker, numbers: Sequence[int], how: dict[str, Kind | Level]
) -> Iterator[DocumentTruth]:
    make: Callable[[int], Made] = partial(maker.make, **how)  # type: ignore[arg-type]
    for number in numbers:
        made = make(number)
        for name, data in zip(made.truth.files, made.pictures, strict=True):
            (folder / name).write_bytes(data)
        yield made.truth


def _dpi(kind: Kind, random: Random) -> int:
    match kind:
        case Kind.ID_FRONT | Kind.ID_BACK | Kind.SOCIAL_SECURITY | Kind.BANK_CARD | Kind.HEALTH | Kind.PHOTO:
            return random.choice((300, 400))
        case _:
            return random.choice((150, 200, 200, 240))


def _both_sides(draft: Draft, front: Drawn) -> tuple[Drawn, list[list[Paper]]]:
    back = id_back(draft)
    pages = [*front.pages, *back.pages]
    return Drawn("id-both-sides", pages, front.fields | back.fields), [pages]


def _told(page: Paper, move: Matrix, worn: Worn, file: int) -> PageTruth:
    width, height = page.image.size
    lines = tuple(LineTruth(text=line.text, quad=_moved(line.corners, move), style=line.style) for line in page.lines)
    heights = [_height(line.quad) for line in lines if line.style is Style.PRINT]
    return PageTruth(
        file=file,
        quad=_moved(((0, 0), (width, 0), (width, height), (0, height)), move) if worn.found else None,
        orientation=worn.turned,
        readable=worn.readable(min(heights, default=100.0)),
        lines=lines,
    )


def _moved(corners: Sequence[tuple[float, float]], move: Matrix) -> Quad:
    points = cv2.perspectiveTransform(np.array([corners], np.float64), move)[0]
    a, b, c, d = ((round(float(x), 1), round(float(y), 1)) for x, y in points)
    return a, b, c, d


def _height(quad: Quad) -> float:
    corners = np.array(quad)
    return float(np.hypot(*(corners[3] - corners[0])) + np.hypot(*(corners[2] - corners[1]))) / 2


def _encoded(picture: Frame, quality: int) -> bytes:
    if quality >= 95:
        done, data = cv2.imencode(".png", picture)
    else:
        done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the picture cannot be encoded")
    return bytes(data)
