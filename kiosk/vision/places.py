"""Finds the pictures that a list of pairs names, wherever below the folder, beside the list or elsewhere they lie."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path, PureWindowsPath

PICTURES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".pgm", ".ppm", ".jp2", ".avif"}
    | {".heic", ".heif"}
)
_SUFFIXES = ("", ".jpg", ".png", ".jpeg", ".webp", ".bmp")
"""Tried in this order behind a name that has none."""


class Places:
    """A folder of pictures, and the folder of a list that names them."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self._folder = folder
        self._roots = (folder, beside)
        self._known: dict[str, Path | None] = {}

    def find(self, name: str) -> Path | None:
        """Where a picture is; None when nowhere.

        Names may be relative to either folder or absolute, lack their suffix, be written as on Windows, or carry
        folders of another machine: then the longest end of the path that is found counts, and at last the bare name
        if only one picture below the folder has it.
        """
        if name not in self._known:
            self._known[name] = self._look(name)
        return self._known[name]

    def expected(self, name: str) -> Path:
        """Where a picture is, or where it should be."""
        return self.find(name) or self._folder / name

    def _look(self, name: str) -> Path | None:
        # An empty name or a folder's is no picture; a name longer than the system allows neither.
        parts = PureWindowsPath(name).parts if "\\" in name else Path(name).parts
        ends = [name, *(str(Path(*parts[start:])) for start in range(1, len(parts)))]
        for end in ends:
            for root in self._roots:
                for suffix in _SUFFIXES:
                    path = root / f"{end}{suffix}"
                    if _is_file(path):
                        return path
        return self._alone.get(parts[-1]) if parts else None

    @cached_property
    def _alone(self) -> dict[str, Path]:
        """Pictures by a name, with and without suffix, that no other one below the folder has."""
        found: dict[str, Path] = {}
        twice: set[str] = set()
        for path in pictures(self._folder):
            for name in {path.name, path.stem}:
                if name in found:
                    twice.add(name)
                found[name] = path
        return {name: path for name, path in found.items() if name not in twice}


def pictures(folder: Path) -> list[Path]:
    """All pictures below a folder, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES and path.is_file())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
