"""`face liveness` tells how alive pictures and films look, and on folders how often that is wrong."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from devices.simulators.camera import grained
from kiosk.vision import liveness_command
from sync.contract.problem import Problem


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, Any]]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path, default=Path(__file__).parents[2] / "config.toml")
    parser.add_argument("--json", action="store_true")
    liveness_command.arguments(parser)
    status = liveness_command.main(parser.parse_args(["--json", *map(str, words)]))
    return status, json.loads(capsys.readouterr().out)


def scene(assets: Path, name: str, number: int = 0) -> Path:
    return assets / "scenes" / name / f"{number:03}.jpg"


def test_a_person_looks_alive_a_print_does_not_and_each_says_why(
    assets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = run(capsys, scene(assets, "wang"), scene(assets, "photo-of-wang"))
    assert status == 0
    alive, printed = told["images"]
    assert alive["live"] and alive["score"] >= told["threshold"] > printed["score"] and not printed["live"]
    assert set(alive["cues"]) == {"border", "pattern", "gamut"}
    assert any(cue["suspicious"] for cue in printed["cues"].values())


def test_what_cannot_be_judged_has_a_reason_and_a_status(
    assets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    status, told = run(capsys, broken, scene(assets, "nobody"), scene(assets, "two-people"))
    assert status == 1
    assert [one["reason"] for one in told["images"]] == ["no-face", "no-face", "many-faces"]
    assert [one["live"] for one in told["images"]][:2] == [None, None]


@pytest.mark.parametrize("words", [(), ("--bona-fide", "a"), ("nowhere.jpg",)], ids=["nothing", "half", "missing"])
def test_what_was_named_wrongly_is_told(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    with pytest.raises(Problem) as caught:
        run(capsys, *words)
    assert caught.value.code == "face.pictures"


def test_a_bench_has_an_error_rate_for_each_kind_of_attack_and_the_worst(
    assets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, name in (
        ("alive/a", "wang"),
        ("alive/b", "photo-of-wang"),
        ("attacks/print", "photo-of-wang"),
        ("attacks/nothing", "wang"),
    ):
        (tmp_path / place).mkdir(parents=True)
        shutil.copy(scene(assets, name), tmp_path / place)
    status, told = run(capsys, "--bona-fide", tmp_path / "alive", "--attacks", tmp_path / "attacks")
    assert status == 0
    assert told["apcer"] == {"nothing": 1.0, "print": 0.0}
    assert (told["apcer_max"], told["bpcer"]) == (1.0, 0.5)
    assert told["threshold"] == 0.6 and told["challenge"] == "not included"


def test_frames_in_order_show_that_somebody_turned_the_head_and_came_back(
    assets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = sorted((assets / "scenes" / "li-left").glob("*.jpg"))
    turned = [*there, *there[::-1]]
    for kind, frames, grain in (
        ("alive/x", turned, 1),
        ("attacks/still/y", there[:1] * 10, 1),
        ("attacks/fed-in/z", turned * 2, 0),
    ):
        (tmp_path / kind).mkdir(parents=True)
        for number, frame in enumerate(frames):
            (tmp_path / kind / f"{number:03}.jpg").write_bytes(grained(frame.read_bytes(), grain * number))
    _, told = run(capsys, "--bona-fide", tmp_path / "alive", "--attacks", tmp_path / "attacks", "--challenge")
    assert (told["bpcer"], told["apcer"]) == (0.0, {"fed-in": 0.0, "still": 0.0}), (
        "the same pictures again are a recording"
    )
    assert told["challenge"] == "included"
