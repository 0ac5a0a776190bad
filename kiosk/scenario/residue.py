"""Searches what a kiosk leaves on disk for the personal data of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "gb18030")


def patterns(canaries: Mapping[str, str | bytes]) -> dict[str, tuple[bytes, ...]]:
    """Every form in which a canary could lie on a disk; words are kept out of the result's keys."""
    return {
        name: (value,) if isinstance(value, bytes) else tuple({value.encode(encoding) for encoding in ENCODINGS})
        for name, value in canaries.items()
    }


def search(places: Iterable[Path], canaries: Mapping[str, str | bytes]) -> list[str]:
    """Where canaries are found, as `name of the canary in file`; a printed document left behind counts too.

    Args:
        places: files and folders; folders are searched to the bottom, links are not followed.
        canaries: name of each datum and its value; text is searched for in UTF-8, UTF-16 and GB 18030.
    """
    wanted = patterns(canaries)
    found: list[str] = []
    for path in sorted(_files(places)):
        data = path.read_bytes()
        found += [f"{name} in {path.name}" for name, forms in wanted.items() if any(form in data for form in forms)]
        if data.startswith(b"%PDF"):
            found.append(f"a document in {path.name}")
    return found


def _files(places: Iterable[Path]) -> Iterable[Path]:
    for place in places:
        candidates = place.rglob("*") if place.is_dir() else [place]
        yield from (path for path in candidates if path.is_file() and not path.is_symlink())
