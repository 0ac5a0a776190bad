"""Faces that papers are set in: Noto comes with set-up, the kai and the hands are there when they were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import ImageFont

_NOTO = Path("/usr/share/fonts/opentype/noto")
_KAI = Path("/usr/share/fonts/truetype/lxgw-wenkai")
_SIMPLIFIED = 2
"""Index of the SC face in Noto's collections."""


class Role(StrEnum):
    """What a face is for."""

    SONG = "song"
    HEI = "hei"
    KAI = "kai"
    TITLE = "title"
    HAND = "hand"


_FACES: dict[Role, tuple[tuple[str, int], ...]] = {
    Role.SONG: tuple((f"NotoSerifCJK-{weight}.ttc", _SIMPLIFIED) for weight in ("Regular", "Medium", "SemiBold")),
    Role.HEI: tuple((f"NotoSansCJK-{weight}.ttc", _SIMPLIFIED) for weight in ("Regular", "Medium", "DemiLight")),
    Role.KAI: (("LXGWWenKai-Regular.ttf", 0), ("LXGWWenKai-Bold.ttf", 0), ("LXGWWenKai-Medium.ttf", 0)),
    Role.TITLE: (
        ("NotoSerifCJK-Bold.ttc", _SIMPLIFIED),
        ("NotoSansCJK-Bold.ttc", _SIMPLIFIED),
        ("zcool-xiaowei-chinese-simplified-400-normal.woff", 0),
    ),
    Role.HAND: tuple(
        (f"{name}-chinese-simplified-400-normal.woff", 0) for name in ("ma-shan-zheng", "long-cang", "zhi-mang-xing")
    ),
}


@dataclass(frozen=True)
class Face:
    """One face of one file."""

    path: Path
    index: int

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        """Ready to draw, `size` in pixels."""
        return _opened(self.path, self.index, round(size))


@lru_cache(maxsize=64)
def _opened(path: Path, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=index, layout_engine=ImageFont.Layout.BASIC)


class Case:
    """The faces that this machine has."""

    def __init__(self, assets: Path) -> None:
        folders = (_NOTO, _KAI, assets / "fonts")
        self._faces = {
            role: tuple(
                Face(folder / name, index) for name, index in wanted for folder in folders if (folder / name).is_file()
            )
            for role, wanted in _FACES.items()
        }
        if not self._faces[Role.SONG]:
            raise FileNotFoundError("Noto CJK fonts are missing. Run: make setup")

    @property
    def names(self) -> tuple[str, ...]:
        """File names of all faces."""
        return tuple(sorted({face.path.name for faces in self._faces.values() for face in faces}))

    def draw(self, role: Role, random: Random) -> Face:
        """One face for a role; song stands in for what is not there."""
        return random.choice(self._faces[role] or self._faces[Role.SONG])
