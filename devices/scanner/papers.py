"""What can be put into the simulated scanner and under the simulated document camera: drawn sheets, and pictures.

The pictures lie in the folder `papers` of [devices.simulators]. How large the paper of a picture is, its file says
when it knows its dots per inch; else the shape is taken for that of a card, or of a sheet of no more than A4 that
was scanned at 150 dpi or finer.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from devices.scanner import pages
from devices.simulator import one_of

if TYPE_CHECKING:
    from PIL.Image import Image

_SUFFIXES = (".jpg", ".jpeg", ".png")
_A4_MM = (210.0, 297.0)
_CARD_MM = (53.98, 85.6)
"""ISO/IEC 7810 ID-1."""
_CARD_WITHIN = 0.04
_KNOWN_DPI = (100.0, 1200.0)
"""What a file may say of itself: 72 and 96 are what programs write when they do not know."""
_COARSEST_DPI = 150.0
_LONGEST_MM = 450.0
_INCH_MM = 25.4


@dataclass(frozen=True)
class Paper:
    """One paper that can be put in."""

    name: str
    file: Path | None = None
    """None: one of the sheets that are drawn."""
    changed: int = 0
    """When the file was last written, so that a new picture under an old name is seen."""

    def draw(self) -> Image:
        """Its picture in RGB, as fine as it is."""
        return pages.draw(self.name) if self.file is None else _load(self.file, self.changed)[0]

    def size_mm(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return _A4_MM if self.file is None else _load(self.file, self.changed)[1]

    def dpi(self) -> int:
        """Dots per inch of its picture."""
        return round(self.draw().width / self.size_mm()[0] * _INCH_MM)

    def jpeg(self, dpi: int) -> bytes:
        """The JPEG file that a scanner makes of it; a picture is never made finer than it is."""
        return pages.jpeg(self.name, dpi) if self.file is None else _scanned(self, dpi)


class Papers:
    """The drawn sheets, and the pictures of a folder under the names of their files."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """What there is now."""
        return (*pages.NAMES, *(name for name in self._pictures() if name not in pages.NAMES))

    def find(self, name: str) -> Paper:
        """A paper by its name. Raises Problem `simulator.verb`."""
        pictures = self._pictures()
        if one_of(name, (*pages.NAMES, *pictures)) in pages.NAMES:
            return Paper(name)
        return Paper(name, pictures[name], pictures[name].stat().st_mtime_ns)

    def _pictures(self) -> dict[str, Path]:
        if self._folder is None or not self._folder.is_dir():
            return {}
        files = (file for file in self._folder.iterdir() if file.suffix.lower() in _SUFFIXES and file.is_file())
        return {file.stem: file for file in sorted(files)}


@lru_cache(maxsize=8)
def _load(file: Path, changed: int) -> tuple[Image, tuple[float, float]]:
    from PIL import Image, ImageOps  # noqa: PLC0415  heavy, and only needed when somebody puts a page in

    with Image.open(file) as opened:
        said = opened.info.get("dpi", (0.0, 0.0))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    return picture, _size(picture.width, picture.height, float(said[0]))


def _size(width: int, height: int, dpi: float) -> tuple[float, float]:
    """Millimetres of a paper whose picture has so many pixels."""
    if _KNOWN_DPI[0] <= dpi <= _KNOWN_DPI[1] and max(width, height) / dpi * _INCH_MM <= _LONGEST_MM:
        return width / dpi * _INCH_MM, height / dpi * _INCH_MM
    short, long = sorted((width, height))
    is_card = abs(long / short / (_CARD_MM[1] / _CARD_MM[0]) - 1) < _CARD_WITHIN
    most = _CARD_MM if is_card else _A4_MM
    fits = min(most[0] / short, most[1] / long)
    scale = fits if is_card else min(fits, _INCH_MM / _COARSEST_DPI)
    return width * scale, height * scale


@lru_cache(maxsize=8)
def _scanned(paper: Paper, dpi: int) -> bytes:
    picture, own = paper.draw(), paper.dpi()
    if own > dpi:
        picture = picture.resize(
            (max(1, round(picture.width * dpi / own)), max(1, round(picture.height * dpi / own))), reducing_gap=2.0
        )
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=92, dpi=(min(own, dpi), min(own, dpi)))
    return file.getvalue()
