"""Reads the item files: what is good is offered, what is bad is refused by file, key and reason."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from kiosk.catalog.faults import explain
from kiosk.catalog.item import Item
from kiosk.catalog.search import Hit, Index
from sync.contract.problem import SERVICED, Family, Problem

ITEMS = Path(__file__).parent / "items"
"""The items this version ships."""


@dataclass(frozen=True)
class BrokenItem:
    """One reason why a file was refused. `key` counts lists from 1: `materials[2].form`."""

    file: str
    key: str
    reason: str


@dataclass(frozen=True)
class Catalog:
    """All items by code, in the order of their codes, and everything that was refused."""

    items: dict[str, Item]
    broken: list[BrokenItem] = field(default_factory=list)
    index: Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", Index(tuple(self.items.values())))

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """Items that fit the words, best first; see `Index.search`."""
        return self.index.search(text, limit)

    def find(self, text: str) -> Item | None:
        """The item with this code, or else the best hit of a search."""
        if text in self.items:
            return self.items[text]
        hits = self.search(text, limit=1)
        return hits[0].item if hits else None


def load(folder: Path | None = None) -> Catalog:
    """Reads every `*.toml` of `folder` (default: the items this version ships).

    Raises:
        Problem: catalog.missing, there is no such folder or no item file in it.
    """
    folder = folder or ITEMS
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise Problem(
            "catalog.missing",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"{folder}: no item files (*.toml). Reinstall the kiosk, or name the right folder.",
        )
    items: dict[str, Item] = {}
    broken: list[BrokenItem] = []
    for file in files:
        read = _read(file)
        if isinstance(read, Item):
            items[read.code] = read
        else:
            broken.extend(read)
    return Catalog(items, broken)


def _read(file: Path) -> Item | list[BrokenItem]:
    try:
        item = Item.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        return [BrokenItem(file.name, _line(str(error)), f"not TOML: {error}. Mend that line.")]
    except UnicodeDecodeError as error:
        return [BrokenItem(file.name, f"byte {error.start}", "not UTF-8. Save the file as UTF-8.")]
    except OSError as error:
        return [BrokenItem(file.name, "", f"cannot be read: {error.strerror}.")]
    except ValidationError as error:
        return [BrokenItem(file.name, *explain(Item, fault)) for fault in error.errors()]
    if item.code != file.stem:
        # One file a code: two files can never fight for the same item.
        return [BrokenItem(file.name, "code", f"{item.code!r} belongs in {item.code}.toml. Rename one of the two.")]
    return item


def _line(error: str) -> str:
    found = re.search(r"line \d+", error)
    return found.group() if found else "end of file"
