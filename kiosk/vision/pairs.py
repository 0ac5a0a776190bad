"""Reads which pictures are to be compared: the lists of LFW, tables of any kind, JSON, or folders of people."""

from __future__ import annotations

import csv
import itertools
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".pgm", ".ppm", ".jp2"})
_SAME = frozenset({"1", "1.0", "+1", "same", "genuine", "true", "match", "matched", "mated", "yes", "y", "positive"})
_OTHER = frozenset({"0", "0.0", "-1", "different", "diff", "impostor", "imposter", "false", "no", "n", "negative"}) | {
    "nonmatch",
    "nonmatched",
    "nonmated",
    "mismatch",
}
_COLUMNS = frozenset({"a", "b", "img", "image", "file", "path", "picture", "photo", "name", "label", "same", "match"})
"""Beginnings of the names of columns."""
_SEED = 20260412


@dataclass(frozen=True)
class Pair:
    """Two pictures; `line` is where the list names them, 0 when there is no list."""

    first: Path
    second: Path
    genuine: bool
    line: int = 0


@dataclass(frozen=True)
class Unclear:
    """A line of the list that names no pair, and why."""

    line: int
    why: str


def read_pairs(path: Path, folder: Path) -> tuple[list[Pair], list[Unclear]]:
    """The pairs of a list, with the lines that name none.

    Pictures are looked for below `folder`, then beside the list. Understood are LFW's `pairs.txt`
    (`name n1 n2`, `name1 n1 name2 n2`), tables of two pictures and a label with comma, semicolon, tab or blanks
    between, the label in any column, with a header or without, and JSON lists of either rows or objects.

    Raises:
        OSError: the list cannot be read.
        ValueError: it is no text, or JSON that is not a list of pairs.
    """
    text = path.read_text(encoding="utf-8-sig")
    rows = list(_json_rows(text)) if text.lstrip()[:1] in ("[", "{") else list(_table_rows(text))
    places = (folder, path.parent)
    pairs: list[Pair] = []
    unclear: list[Unclear] = []
    for number, (line, cells) in enumerate(rows):
        match _read(cells, places):
            case (first, second, genuine):
                pairs.append(Pair(first, second, genuine, line))
            case _ if number == 0 and _is_header(cells):
                continue
            case why:
                unclear.append(Unclear(line, str(why)))
    return pairs, unclear


def pairs_of_people(folder: Path, limit: int | None = None) -> list[Pair]:
    """Every two pictures of `folder`/PERSON/*, genuine when of one person.

    With a `limit` no more than so many: genuine pairs first up to half of it, the rest drawn from the others,
    always the same ones.
    """
    people = [sorted(_pictures(person)) for person in sorted(folder.iterdir()) if person.is_dir()]
    genuine = [Pair(*two, genuine=True) for person in people for two in itertools.combinations(person, 2)]
    impostor: Iterable[Pair] = (
        Pair(one, other, genuine=False)
        for first, second in itertools.combinations(people, 2)
        for one, other in itertools.product(first, second)
    )
    if limit is None:
        return [*genuine, *impostor]
    chance = random.Random(_SEED)  # noqa: S311  a draw that everybody can repeat
    others = list(impostor)
    kept = genuine if len(genuine) <= limit // 2 else chance.sample(genuine, max(limit // 2, limit - len(others)))
    return [*kept, *chance.sample(others, min(len(others), limit - len(kept)))]


def _pictures(person: Path) -> Iterator[Path]:
    return (path for path in person.rglob("*") if path.suffix.lower() in PICTURES and path.is_file())


def _json_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    content = json.loads(text)
    if isinstance(content, dict):
        content = content.get("pairs")
    if not isinstance(content, list):
        raise ValueError("JSON is to be a list of pairs, or an object with one under the name pairs")  # noqa: TRY004  it is the file that is wrong
    for number, row in enumerate(content, 1):
        cells = list(row.values()) if isinstance(row, dict) else row
        yield number, [_plain(cell) for cell in cells] if isinstance(cells, list) else [_plain(cells)]


def _plain(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, bool) else str(cell)


def _table_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            cells = [cell.strip() for cell in _split(line.strip())]
            yield number, [cell for cell in cells if cell]


def _split(line: str) -> list[str]:
    for delimiter in ("\t", ";", ","):
        if delimiter in line:
            cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
            if len(cells) > 1:
                return cells
    return next(csv.reader([" ".join(line.split())], delimiter=" ", skipinitialspace=True))


def _read(cells: list[str], places: Sequence[Path]) -> tuple[Path, Path, bool] | str:
    """Two pictures and whether they show one person, or why that cannot be told."""
    match cells:
        case [name, one, two] if one.isdigit() and two.isdigit() and not _exists(one, places):
            return _numbered(name, one, places), _numbered(name, two, places), True
        case [name, one, other, two] if one.isdigit() and two.isdigit() and not _exists(one, places):
            return _numbered(name, one, places), _numbered(other, two, places), False
        case [_, _, _, *_]:
            return _labelled(cells, places)
        case [_] | [_, _] if all(cell.isdigit() for cell in cells):
            return "it holds nothing but counts"
    return "it does not name two pictures and a label"


def _labelled(cells: list[str], places: Sequence[Path]) -> tuple[Path, Path, bool] | str:
    """The last cell that is a label, and the two cells before or around it that are pictures."""
    labels = [index for index, cell in enumerate(cells) if _label(cell) is not None and not _exists(cell, places)]
    if not labels:
        return f"{cells[-1]!r} says neither that it is one person nor that it is not"
    named = [cell for index, cell in enumerate(cells) if index != labels[-1]]
    if len(named) > 2:
        named = [cell for cell in named if _exists(cell, places) or Path(cell).suffix.lower() in PICTURES]
    if len(named) != 2:
        return "it does not name two pictures"
    return _place(named[0], places), _place(named[1], places), bool(_label(cells[labels[-1]]))


def _label(cell: str) -> bool | None:
    word = cell.casefold().replace("-", "") if cell not in ("-1", "+1") else cell
    word = word.replace("_", "").replace(" ", "")
    return True if word in _SAME else False if word in _OTHER else None


def _is_header(cells: list[str]) -> bool:
    """Counts (LFW: folds and pairs), or words that name columns."""
    if all(cell.isdigit() for cell in cells):
        return True
    words = {cell.casefold().strip("0123456789").split("_")[0] for cell in cells}
    return bool(words & _COLUMNS) or not any(Path(cell).suffix.lower() in PICTURES for cell in cells)


def _numbered(name: str, number: str, places: Sequence[Path]) -> Path:
    """LFW: name/name_0001.jpg, also where all pictures lie in one folder."""
    file = f"{name}_{int(number):04}"
    for stem in (f"{name}/{file}", file):
        found = _place(stem, places)
        if found.is_file():
            return found
    return _place(f"{name}/{file}.jpg", places)


def _exists(cell: str, places: Sequence[Path]) -> bool:
    return _place(cell, places).is_file()


def _place(cell: str, places: Sequence[Path]) -> Path:
    """Where a picture is; when nowhere, where it should be."""
    for place in places:
        for path in (place / cell, *(place / f"{cell}{suffix}" for suffix in (".jpg", ".png", ".jpeg", ".webp"))):
            if path.is_file():
                return path
    return places[0] / cell
