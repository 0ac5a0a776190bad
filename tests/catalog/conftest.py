"""The shipped catalogue, and a folder in which item files can be spoilt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.catalog import Catalog, load
from kiosk.catalog.loader import ITEMS

Spoil = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """What this version ships."""
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped item files."""
    return Path(shutil.copytree(ITEMS, tmp_path / "items"))


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replaces some text in the copy of an item; the text must be there, or the test proves nothing."""

    def replace(code: str, old: str, new: str) -> Path:
        file = folder / f"{code}.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return replace
