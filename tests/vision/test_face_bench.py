"""The commands `face compare` and `face bench`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main

pytestmark = pytest.mark.usefixtures("at_home")


@pytest.fixture
def at_home(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings name the assets relative to the project."""
    monkeypatch.chdir(assets.parent)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    """Exit status and the one JSON object on stdout."""
    capsys.readouterr()
    status = main(["face", *map(str, words), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_compare_tells_one_person_from_two(assets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card, scene = assets / "people" / "wang.webp", assets / "scenes" / "wang" / "000.jpg"
    status, same = run(capsys, "compare", card, scene)
    assert (status, same["match"], same["faces"]) == (0, True, [1, 1])
    assert same["score"] >= same["threshold"]
    assert same["quality"]["a"]["interocular_px"] < same["quality"]["b"]["interocular_px"]
    assert 0 <= same["liveness"]["b"] <= 1
    status, other = run(capsys, "compare", assets / "people" / "li.webp", scene)
    assert (status, other["match"]) == (0, False)


def test_compare_scores_several_faces_but_never_lets_them_in(assets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crowd = assets / "scenes" / "two-people" / "000.jpg"
    told = [run(capsys, "compare", assets / "people" / f"{key}.webp", crowd) for key in ("wang", "zhang")]
    assert all((status, one["match"], one["reasons"]) == (0, False, {"b": "many-faces"}) for status, one in told)
    assert all(one["faces"] == [1, 2] for _, one in told)
    # Ms Wang stands there, Mr Zhang does not.
    assert [one["score"] >= one["threshold"] for _, one in told] == [True, False]


def test_compare_says_why_it_cannot(assets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = assets / "people" / "wang.webp"
    status, nobody = run(capsys, "compare", card, assets / "scenes" / "nobody" / "000.jpg")
    assert (status, nobody["score"], nobody["match"], nobody["faces"]) == (1, None, False, [1, 0])
    assert nobody["reasons"] == {"b": "no-face"}
    assert nobody["quality"]["b"] is None
    status, gone = run(capsys, "compare", card, assets / "gone.jpg")
    assert (status, "no such file" in gone["error"]) == (2, True)


def test_bench_counts_what_it_cannot_compare(assets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"nothing")
    rows = [
        "people/wang.webp,scenes/wang/000.jpg,1",
        "people/li.webp,scenes/li/000.jpg,1",
        "people/wang.webp,scenes/li/000.jpg,0",
        "people/li.webp,scenes/wang/000.jpg,0",
        f"people/li.webp,{tmp_path / 'broken.jpg'},1",
        "people/li.webp,gone.jpg,0",
    ]
    (tmp_path / "pairs.csv").write_text("\n".join(["a,b,label", *rows]), encoding="utf-8")
    status, told = run(capsys, "bench", assets, "--pairs", tmp_path / "pairs.csv")
    assert status == 0
    assert (told["pairs"], told["genuine"], told["impostor"]) == (6, 3, 3)
    assert told["compared"] == {"pairs": 4, "genuine": 2, "impostor": 2}
    assert told["eer"] == 0.0
    assert told["tar_at_far"] == {"1e-2": 1.0, "1e-3": 1.0, "1e-4": 1.0}
    assert told["tar_at_far_with_failures"]["1e-3"] == pytest.approx(2 / 3, abs=1e-6)
    assert not any(told["tar_at_far_supported"].values())
    assert told["failed"]["reasons"] == {"missing": 1, "unreadable": 1}
    assert [line["line"] for line in told["failed"]["lines"]] == [6, 7]
    assert all(told["latency_ms"][step] > 0 for step in ("detect", "align", "embed", "liveness"))


def test_bench_refuses_several_faces_and_tells_what_they_would_score(
    assets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "people/wang.webp scenes/wang/000.jpg 1",
        "people/wang.webp scenes/two-people/000.jpg 1",
        "people/zhang.webp scenes/two-people/000.jpg 0",
    ]
    (tmp_path / "pairs.txt").write_text("\n".join(rows), encoding="utf-8")
    status, told = run(capsys, "bench", assets, "--pairs", tmp_path / "pairs.txt")
    assert (status, told["compared"]["pairs"], told["eer"]) == (0, 1, None)
    assert (told["failed"]["pairs"], told["failed"]["reasons"]) == (2, {"many-faces": 1})
    assert told["with_several_faces"] == {
        "pairs": 2,
        "compared": {"genuine": 2, "impostor": 1},
        "eer": 0.0,
        "tar_at_far": {"1e-2": 1.0, "1e-3": 1.0, "1e-4": 1.0},
    }


def test_help_says_what_scores_and_rates_are(capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("compare", "bench"):
        with pytest.raises(SystemExit):
            main(["face", action, "--help"])
        assert "cosine of two embeddings, -1 to 1" in capsys.readouterr().out


def test_bench_compares_the_portrait_of_a_chip(
    assets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "scenes/wang/000.jpg scenes/wang/008.jpg 1\nscenes/wang/000.jpg scenes/li/000.jpg 0\n"
    (tmp_path / "pairs.txt").write_text(rows, encoding="utf-8")
    words = ("bench", assets, "--pairs", tmp_path / "pairs.txt")
    status, live = run(capsys, *words)
    chip_status, chip = run(capsys, *words, "--portrait", 1024)
    assert (status, chip_status, chip["portrait_bytes"], chip["compared"]["pairs"]) == (0, 0, 1024, 2)
    assert chip["eer_threshold"] != live["eer_threshold"]


@pytest.mark.parametrize("words", [("no-such-folder",), (".", "--pairs", "no-such-list")])
def test_bench_without_anything_to_measure_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    status, told = run(capsys, "bench", *words)
    assert status == 2
    assert "no-such" in told["error"]


def test_bench_speaks_to_people_too(assets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pairs.txt").write_text("people/wang.webp gone.jpg 1\n", encoding="utf-8")
    assert main(["face", "bench", str(assets), "--pairs", str(tmp_path / "pairs.txt")]) == 1
    out = capsys.readouterr().out
    assert "line 1: gone.jpg: missing" in out
    assert "Traceback" not in out
