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


def test_json_by_label_or_one_object_a_line_is_understood(folder: Path) -> None:
    one, two, other = "Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Bo Li/Bo Li_0002.png"
    assert listed(folder, f'{{"genuine": [["{one}", "{two}"]], "impostor": [["{one}", "{other}"]]}}') == BOTH
    lines = f'{{"a": "{one}", "b": "{two}", "same": true}}\n{{"a": "{one}", "b": "{other}", "same": false}}\n'
    assert listed(folder, lines, "pairs.jsonl") == BOTH
    assert listed(folder, lines.splitlines()[0]) == BOTH[:1]


def test_names_from_another_machine_or_without_quotes_are_found(folder: Path) -> None:
    text = (
        "/data/sets/lfw/Ann/Ann_0001.jpg C:\\lfw\\Ann\\Ann_0002.jpg 1\nAnn_0001.jpg Bo Li_0002 0\n"
        "Bo Li/Bo Li_0001.png Bo Li/Bo Li_0002.png 1\n"
    )
    path = folder.parent / "pairs.txt"
    path.write_text(text, encoding="utf-8")
    pairs, unclear = read_pairs(path, folder)
    assert [(pair.first.name, pair.second.name) for pair in pairs] == [
        ("Ann_0001.jpg", "Ann_0002.jpg"),
        ("Bo Li_0001.png", "Bo Li_0002.png"),
    ]
    # A blank in a name without its suffix leaves it open where the name ends.
    assert [one.line for one in unclear] == [2]


def test_the_column_of_labels_is_known_by_its_name(folder: Path) -> None:
    text = "label,a,b,fold\n1,Ann/Ann_0001.jpg,Ann/Ann_0002.jpg,0\n0,Ann/Ann_0001.jpg,Bo Li/Bo Li_0002.png,1\n"
    assert listed(folder, text) == BOTH


@pytest.mark.parametrize("header", ["a,b,same", "image1,image2,match", "path_a,path_b,genuine"])
def test_names_of_columns_are_no_pair_though_they_end_like_one(folder: Path, header: str) -> None:
    assert listed(folder, f"{header}\nAnn/Ann_0001.jpg,Ann/Ann_0002.jpg,1\n") == BOTH[:1]


def test_a_list_from_windows_is_read(folder: Path) -> None:
    path = folder.parent / "pairs.csv"
    for encoding in ("utf-16", "gb18030"):
        path.write_text("Ann/Ann_0001.jpg,Ann/Ann_0002.jpg,相同\n", encoding=encoding)
        pairs, unclear = read_pairs(path, folder)
        assert [pair.genuine for pair in pairs] == [True]
        assert not unclear


def test_numbered_names_tell_people_where_there_are_no_folders(tmp_path: Path) -> None:
    for name in ("wang_1.jpg", "wang_2.jpg", "li_1.jpg"):
        (tmp_path / name).write_bytes(b"")
    assert [(pair.first.name, pair.second.name, pair.genuine) for pair in pairs_of_people(tmp_path)] == [
        ("wang_1.jpg", "wang_2.jpg", True),
        ("li_1.jpg", "wang_1.jpg", False),
        ("li_1.jpg", "wang_2.jpg", False),
    ]
