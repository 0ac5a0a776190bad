"""Reads which pictures are to be compared: the lists of LFW, tables of any kind, JSON, or folders of people."""

from __future__ import annotations

import csv
import itertools
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.vision.places import PICTURES, Places, pictures

_SAME = frozenset(
    {"1", "1.0", "+1", "same", "genuine", "true", "match", "matched", "mated", "yes", "y", "positive"}
) | {
    "sameperson",
    "是",
    "相同",
    "同一人",
}
_OTHER = frozenset({"0", "0.0", "-1", "different", "diff", "impostor", "imposter", "false", "no", "n", "negative"}) | {
    "nonmatch",
    "nonmatched",
    "nonmated",
    "mismatch",
    "differentperson",
    "notsame",
    "否",
    "不同",
}
_COLUMNS = frozenset({"a", "b", "img", "image", "file", "path", "picture", "photo", "name", "label", "same", "match"})
"""Beginnings of the names of columns."""
_ANSWERS = frozenset({"label", "same", "match", "genuine", "target", "truth", "decision", "is", "issame", "mated", "y"})
"""The same of the column that holds the label."""
_NUMBERED = re.compile(r"(?P<person>.*?)[ _.-]*\d+")
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

    Understood are LFW's `pairs.txt` (`name n1 n2`, `name1 n1 name2 n2`), tables of two pictures and a label with
    comma, semicolon, tab or blanks between, the label in any column, with a header or without, JSON lists of rows or
    objects, also under `pairs` or under labels (`{"genuine": [[a, b]], "impostor": []}`), and one such a line.
    Where pictures are looked for: see kiosk.vision.places.

    Raises:
        OSError: the list cannot be read.
        ValueError: it is no text, or JSON that is not a list of pairs.
    """
    text = _text(path.read_bytes())
    rows = list(_json_rows(text) if text.lstrip()[:1] in ("[", "{") else _table_rows(text))
    places = Places(folder, path.parent)
    pairs: list[Pair] = []
    unclear: list[Unclear] = []
    column: int | None = None
    for number, (line, cells) in enumerate(rows):
        heading = number == 0 and _names_columns(cells) and not any(places.find(cell) for cell in cells)
        match "it names the columns" if heading else _read(cells, places, column):
            case (first, second, genuine):
                pairs.append(Pair(first, second, genuine, line))
            case _ if number == 0 and _is_header(cells):
                column = next((at for at, cell in enumerate(cells) if _beginning(cell) in _ANSWERS), None)
            case _ if all(cell.isdigit() for cell in cells):
                continue  # LFW: so many pairs follow
            case why:
                unclear.append(Unclear(line, str(why)))
    return pairs, unclear


def pairs_of_people(folder: Path, limit: int | None = None) -> list[Pair]:
    """Every two pictures of `folder`/PERSON/*, genuine when of one person.

    Without such folders the names tell who it is: `wang_1.jpg` and `wang_2.jpg` are one person. With a `limit` no
    more than so many: genuine pairs first up to half of it, the rest drawn from the others, always the same ones.
    """
    people = [found for person in sorted(folder.iterdir()) if person.is_dir() and (found := pictures(person))]
    if not people:
        people = _by_name(pictures(folder))
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


def _by_name(found: list[Path]) -> list[list[Path]]:
    people: dict[str, list[Path]] = {}
    for path in found:
        numbered = _NUMBERED.fullmatch(path.stem)
        people.setdefault(numbered["person"] if numbered else path.stem, []).append(path)
    return list(people.values())


def _text(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, else UTF-8 or what Chinese Windows writes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _json_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(_json_pairs(text), 1):
        cells = list(row.values()) if isinstance(row, dict) else row
        flat = [one for cell in cells for one in (cell if isinstance(cell, list) else [cell])] if cells else []
        yield number, [_plain(cell) for cell in flat] if isinstance(cells, list) else [_plain(cells)]


def _json_pairs(text: str) -> list[Any]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        content = [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(content, dict) and "pairs" in content:
        content = content["pairs"]
    if isinstance(content, dict):
        told = [(_label(key), rows) for key, rows in content.items() if isinstance(rows, list)]
        if any(label is not None for label, _ in told):
            content = [[*_cells(row), label] for label, rows in told if label is not None for row in rows]
        elif len(content) > 2:
            content = [content]
    if not isinstance(content, list):
        raise ValueError("JSON is to be a list of pairs, or an object with one under the name pairs")  # noqa: TRY004  it is the file that is wrong
    return content


def _cells(row: Any) -> list[Any]:
    return list(row.values()) if isinstance(row, dict) else list(row) if isinstance(row, list) else [row]


def _plain(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, bool) else str(cell)


def _table_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            cells = [cell.strip() for cell in _split(line.strip())]
            yield number, [cell for cell in cells if cell]


def _split(line: str) -> list[str]:
    for delimiter in ("\t", ";", ",", "|"):
        if delimiter in line:
            cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
            if len(cells) > 1:
                return cells
    return next(csv.reader([" ".join(line.split())], delimiter=" ", skipinitialspace=True))


def _read(cells: list[str], places: Places, column: int | None) -> tuple[Path, Path, bool] | str:
    """Two pictures and whether they show one person, or why that cannot be told. `column` holds labels, if known."""
    match cells:
        case [name, one, two] if one.isdigit() and two.isdigit() and not places.find(one):
            return _numbered(name, one, places), _numbered(name, two, places), True
        case [name, one, other, two] if one.isdigit() and two.isdigit() and not places.find(one):
            return _numbered(name, one, places), _numbered(other, two, places), False
        case [_, _, _, *_]:
            return _labelled(cells, places, column)
        case [_] | [_, _] if all(cell.isdigit() for cell in cells):
            return "it holds nothing but counts"
    return "it does not name two pictures and a label"


def _labelled(cells: list[str], places: Places, column: int | None) -> tuple[Path, Path, bool] | str:
    """The last cell that is a label, or the one of the column of labels, and the two others that are pictures."""
    labels = [at for at, cell in enumerate(cells) if _label(cell) is not None and not places.find(cell)]
    if not labels:
        return f"{cells[-1]!r} says neither that it is one person nor that it is not"
    chosen = column if column in labels else labels[-1]
    others = [cell for at, cell in enumerate(cells) if at != chosen]
    named = others
    if len(named) > 2:
        named = [cell for cell in named if places.find(cell) or Path(cell).suffix.lower() in PICTURES]
    if not all(places.find(cell) for cell in named) or len(named) != 2:
        named = _with_blanks(others, places) or named
    if len(named) != 2:
        return "it does not name two pictures"
    return places.expected(named[0]), places.expected(named[1]), bool(_label(cells[chosen]))


def _with_blanks(cells: list[str], places: Places) -> list[str]:
    """Two names that were taken apart at their blanks, put together so that both are found."""
    for middle in range(1, len(cells)):
        names = [" ".join(cells[:middle]), " ".join(cells[middle:])]
        if len(cells) > 2 and all(Path(name).suffix.lower() in PICTURES and places.find(name) for name in names):
            return names
    return []


def _label(cell: str) -> bool | None:
    word = cell.casefold().replace("-", "") if cell not in ("-1", "+1") else cell
    word = word.replace("_", "").replace(" ", "")
    return True if word in _SAME else False if word in _OTHER else None


def _names_columns(cells: list[str]) -> bool:
    """Whether two cells or more are names of columns: `a, b, same` is no pair, though it ends like one."""
    return sum(_beginning(cell) in _COLUMNS | _ANSWERS for cell in cells if not cell.isdigit()) > 1


def _is_header(cells: list[str]) -> bool:
    """Counts (LFW: folds and pairs), or words that name columns."""
    if all(cell.isdigit() for cell in cells):
        return True
    words = {_beginning(cell) for cell in cells}
    return bool(words & (_COLUMNS | _ANSWERS)) or not any(Path(cell).suffix.lower() in PICTURES for cell in cells)


def _beginning(cell: str) -> str:
    return cell.casefold().strip("0123456789").split("_")[0]


def _numbered(name: str, number: str, places: Places) -> Path:
    """LFW: name/name_0001.jpg, also where all pictures lie in one folder."""
    file = f"{name}_{int(number):04}"
    return places.find(f"{name}/{file}") or places.find(file) or places.expected(f"{name}/{file}.jpg")
