"""An operator's own folder of models, and portraits against live pictures."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest

from kiosk.settings import VisionSettings
from kiosk.vision.face import FaceModels
from kiosk.vision.pack import BUILT_IN, open_pack, sheet
from kiosk.vision.reference import PortraitReference
from sync.contract.problem import Family, Problem

pytestmark = pytest.mark.filterwarnings("ignore:`estimate` is deprecated:FutureWarning")


@pytest.fixture(scope="module")
def models(assets: Path) -> FaceModels:
    """The packaged models."""
    return FaceModels(open_pack(VisionSettings(), assets))


@pytest.mark.parametrize("person", ["wang", "li", "zhang"])
def test_a_chip_portrait_of_1024_bytes_scores_highest_for_its_owner(
    models: FaceModels, assets: Path, portrait: Callable[[str], bytes], person: str
) -> None:
    assert len(portrait(person)) <= 1024
    frame = cv2.imread(str(assets / "scenes" / person / "005.jpg"))
    (found,) = models.find(frame)
    everybody = ("wang", "li", "zhang", "chen", "smith", "garcia")
    seen = models.embed(frame, found, thorough=False)
    scores = {key: PortraitReference(models.reference(portrait(key)), 0.42).compare(seen).score for key in everybody}
    own = scores.pop(person)
    assert own > 0.55
    assert max(scores.values()) < 0.25


def test_a_portrait_with_two_faces_is_nobodys(models: FaceModels, assets: Path) -> None:
    with pytest.raises(Problem, match="more than one face"):
        models.reference((assets / "scenes" / "two-people" / "000.jpg").read_bytes())


def test_every_face_in_a_picture_is_found(models: FaceModels, assets: Path) -> None:
    assert len(models.find(cv2.imread(str(assets / "sources" / "sample3.jpg")))) == 3
    assert models.find(cv2.imread(str(assets / "scenes" / "nobody" / "000.jpg"))) == []


def test_a_changed_weight_is_refused_before_it_is_loaded(assets: Path, tmp_path: Path) -> None:
    shutil.copytree(assets / "face", tmp_path / "face")
    victim = tmp_path / "face" / "fr_feature.onnx"
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")
    with pytest.raises(Problem, match=r"fr_feature\.onnx has sha256 .* Run: python -m kiosk\.assets$") as caught:
        open_pack(VisionSettings(), tmp_path)
    assert (caught.value.code, caught.value.family) == ("vision.weights", Family.PERMANENT)


def test_every_pack_says_what_it_is_before_it_is_loaded(assets: Path) -> None:
    for name in BUILT_IN:
        known = sheet(name, assets)
        assert known.licence and known.note and known.files and known.preprocessing["recognition"]
    packaged = sheet("packaged", assets)
    assert packaged.lacking == ()
    assert packaged.calibration is not None and packaged.calibration.impostor > 1000
    assert "--with clean" in sheet("clean", assets / "nowhere").fetch
    assert sheet("clean", assets / "nowhere").lacking


def test_the_configuration_may_ask_for_more_but_never_for_less(assets: Path) -> None:
    lax = open_pack(VisionSettings(match_threshold=0.1, live_threshold=0.1), assets).thresholds
    assert (lax.match, lax.live) == (0.42, 0.6)
    assert open_pack(VisionSettings(match_threshold=0.6), assets).thresholds.match == 0.6


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "no *.onnx"),
        ({"det.onnx": b"x"}, "liveness.onnx is missing"),
        ({"det.onnx": b"x", "addons/liveness.onnx": b"x"}, "cannot be used"),
        ({"det.onnx": b"x", "pack.toml": b'[files]\n"det.onnx" = "' + b"0" * 64 + b'"\n'}, "det.onnx has sha256"),
        ({"det.onnx": b"x", "pack.toml": b"[files\n"}, "cannot be read"),
    ],
)
def test_a_folder_that_cannot_work_is_told_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes], told: str
) -> None:
    monkeypatch.setattr("requests.get", lambda *_, **__: pytest.fail("the network was asked"))
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    with pytest.raises(Problem) as caught:
        open_pack(VisionSettings(pack=str(tmp_path)), tmp_path / "unused")
    assert (caught.value.code, caught.value.family) == ("vision.weights", Family.PERMANENT)
    assert told in caught.value.technician


def test_a_pinned_file_that_fits_is_accepted_as_such(tmp_path: Path) -> None:
    (tmp_path / "det.onnx").write_bytes(b"x")
    pinned = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "pack.toml").write_text(f'[files]\n"det.onnx" = "{pinned}"\n', encoding="utf-8")
    with pytest.raises(Problem, match="no face check without liveness"):
        open_pack(VisionSettings(pack=str(tmp_path)), tmp_path / "unused")
