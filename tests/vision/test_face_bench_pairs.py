"""Lists of pairs of every kind name the same pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.vision.pairs import pairs_of_people, read_pairs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two people with two pictures each, one name with a blank."""
    for name in ("Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Bo Li/Bo Li_0001.png", "Bo Li/Bo Li_0002.png"):
        path = tmp_path / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path / "pictures"


def listed(folder: Path, text: str, name: str = "pairs.txt") -> list[tuple[str, str, bool]]:
    """Names of the pictures and whether they show one person; every line must be understood."""
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    pairs, unclear = read_pairs(path, folder)
    assert not unclear
    return [(pair.first.name, pair.second.name, pair.genuine) for pair in pairs]


BOTH = [("Ann_0001.jpg", "Ann_0002.jpg", True), ("Ann_0001.jpg", "Bo Li_0002.png", False)]


@pytest.mark.parametrize(
    "text",
    [
        "1\t1\nAnn\t1\t2\nAnn\t1\tBo Li\t2\n",
        "name,n1,n2,\nAnn,1,2,\nAnn,1,Bo Li,2\n",
        "Ann/Ann_0001.jpg,Ann/Ann_0002.jpg,1\nAnn/Ann_0001.jpg,Bo Li/Bo Li_0002.png,0\n",
        "file_x;file_y;Decision\nAnn/Ann_0001.jpg;Ann/Ann_0002.jpg;Yes\nAnn/Ann_0001.jpg;Bo Li/Bo Li_0002.png;No\n",
        "Ann/Ann_0001.jpg\tAnn/Ann_0002.jpg\tgenuine\nAnn/Ann_0001.jpg\tBo Li/Bo Li_0002.png\timpostor\n",
        'Ann/Ann_0001.jpg  Ann/Ann_0002.jpg same\nAnn/Ann_0001.jpg "Bo Li/Bo Li_0002.png" different\n',
        "\ufeff# ours\n\nlabel,img1,img2\nTRUE,Ann/Ann_0001.jpg,Ann/Ann_0002.jpg\n"
        "False,Ann/Ann_0001.jpg,Bo Li/Bo Li_0002.png\n",
        '[["Ann/Ann_0001.jpg","Ann/Ann_0002.jpg",true],["Ann/Ann_0001.jpg","Bo Li/Bo Li_0002.png","nonmatch"]]',
        '{"pairs":[{"a":"Ann/Ann_0001.jpg","b":"Ann/Ann_0002.jpg","label":1},'
        '{"a":"Ann/Ann_0001.jpg","b":"Bo Li/Bo Li_0002.png","label":0}]}',
    ],
)
def test_every_form_of_list_is_understood(folder: Path, text: str) -> None:
    assert listed(folder, text) == BOTH


def test_pictures_beside_the_list_are_found_too(folder: Path) -> None:
    assert listed(folder, "pictures/Ann/Ann_0001.jpg pictures/Ann/Ann_0002.jpg match") == BOTH[:1]


def test_a_line_that_is_not_understood_is_named_and_a_missing_picture_stays_a_pair(folder: Path) -> None:
    path = folder.parent / "pairs.csv"
    path.write_text("Ann/Ann_0001.jpg,gone.jpg,0\nAnn/Ann_0001.jpg,Ann/Ann_0002.jpg,perhaps\n", encoding="utf-8")
    pairs, unclear = read_pairs(path, folder)
    assert [(pair.second, pair.line) for pair in pairs] == [(folder / "gone.jpg", 1)]
    assert [(one.line, "perhaps" in one.why) for one in unclear] == [(2, True)]


def test_json_that_is_no_list_of_pairs_is_refused(folder: Path) -> None:
    path = folder.parent / "pairs.json"
    path.write_text('{"other": 1}', encoding="utf-8")
    with pytest.raises(ValueError, match="list of pairs"):
        read_pairs(path, folder)


def test_folders_of_people_make_all_pairs_or_a_repeatable_part(folder: Path) -> None:
    everything = pairs_of_people(folder)
    assert [pair.genuine for pair in everything].count(True) == 2
    assert len(everything) == 6
    some = pairs_of_people(folder, 4)
    assert some == pairs_of_people(folder, 4)
    assert [pair.genuine for pair in some].count(True) == 2
    assert len(some) == 4
