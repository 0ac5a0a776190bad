"""Pictures of any kind are read alike, and one person is found on them or a reason is given."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from devices.camera import Frame
from kiosk.settings import VisionSettings
from kiosk.vision.face import FaceModels, Found
from kiosk.vision.guidance import Box
from kiosk.vision.pack import open_pack
from kiosk.vision.portraits import CHIP, chip_portrait, look, read_picture
from kiosk.vision.still import MANY_FACES, MISSING, NO_FACE, UNREADABLE, Stills


@pytest.fixture(scope="module")
def models(assets: Path) -> FaceModels:
    """The packaged models."""
    return FaceModels(open_pack(VisionSettings(), assets))


@pytest.fixture(scope="module")
def scene(assets: Path) -> Frame:
    """One person before a camera."""
    return np.asarray(cv2.imread(str(assets / "scenes" / "wang" / "000.jpg")), np.uint8)


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


RAMP = Image.fromarray(np.tile(np.arange(64, dtype=np.uint8) * 4, (32, 1)))


@pytest.mark.parametrize(
    "data",
    [
        encoded(RAMP, "PNG"),
        encoded(RAMP.convert("RGB"), "WEBP", lossless=True),
        encoded(RAMP.convert("RGB").convert("RGBA"), "PNG"),
        encoded(RAMP.convert("LA"), "PNG"),
        encoded(Image.fromarray(np.asarray(RAMP).astype(np.uint16) * 257), "PNG"),
        encoded(RAMP.quantize(256), "PNG"),
    ],
)
def test_grey_alpha_palette_and_16_bits_come_out_the_same(data: bytes) -> None:
    picture = read_picture(data)
    assert picture is not None
    assert picture.shape == (32, 64, 3)
    assert np.abs(picture[..., 0].astype(int) - np.asarray(RAMP)).max() <= 4


def test_a_picture_stands_upright_by_its_orientation() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = read_picture(encoded(RAMP, "JPEG", exif=exif))
    assert picture is not None
    assert picture.shape == (64, 32, 3)


def test_bytes_that_are_no_picture_are_none() -> None:
    assert read_picture(b"") is None
    assert read_picture(b"\x89PNG\r\n\x1a\n no more") is None
    assert read_picture(encoded(RAMP, "PNG")[:60]) is None


def test_a_picture_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    whole = encoded(Image.fromarray(noise), "JPEG")
    picture = read_picture(whole[: len(whole) // 2])
    assert picture is not None
    assert picture.shape == (64, 64, 3)
    assert np.abs(picture[:16].astype(int) - noise[:16, :, ::-1]).mean() < 60


def face(left: float, height: float, score: float = 0.99) -> Found:
    """A face `height` pixels high, its top at 0."""
    return Found(Box(left, 0, left + height, height), np.zeros((5, 2), np.float32), None, score)


@pytest.mark.parametrize(
    ("faces", "people"),
    [
        ([], 0),
        ([face(0, 100)], 1),
        ([face(0, 100), face(300, 90)], 2),
        ([face(0, 100), face(300, 40)], 1),
        ([face(0, 100), face(300, 90, score=0.7)], 1),
        ([face(0, 100), face(10, 70)], 1),
    ],
)
def test_background_is_nobody_but_a_second_person_is(faces: list[Found], people: int) -> None:
    sitting = look(lambda _frame: faces, np.zeros((300, 400, 3), np.uint8))
    assert sitting.people == people
    assert (sitting.face is not None) == (people == 1)


def test_a_live_frame_counts_every_face(models: FaceModels, assets: Path) -> None:
    frame = cv2.imread(str(assets / "scenes" / "two-people" / "000.jpg"))
    assert len(models.find(np.asarray(frame, np.uint8))) > 1


def test_a_face_that_fills_the_picture_or_lies_on_its_side_is_the_same_one(models: FaceModels, scene: Frame) -> None:
    upright = models.sit(scene)
    assert upright.face is not None
    wanted = models.embed(upright.picture, upright.face)
    box = models.find(scene)[0].box
    close = scene[int(box.top) : int(box.bottom), int(box.left) : int(box.right)].copy()
    for other in (close, np.ascontiguousarray(np.rot90(scene)), cv2.resize(scene, None, fx=0.25, fy=0.25)):
        sitting = models.sit(np.asarray(other, np.uint8))
        assert sitting.face is not None
        assert float(models.embed(sitting.picture, sitting.face) @ wanted) > 0.6


def test_points_of_both_looks_decide_together_where_a_face_comes_to_lie(
    models: FaceModels, scene: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = models.find(scene)
    assert found.landmarks is not None
    detector = models._analysis.det_model
    monkeypatch.setattr(detector, "refine", lambda _frame, landmarks: landmarks + np.array((0, 8), np.float32))
    dotted = np.zeros_like(scene)
    for x, y in found.points + np.array((0, 4), np.float32):
        cv2.circle(dotted, (round(float(x)), round(float(y))), 5, (255, 255, 255), -1)
    aligned = models.align(dotted, found)[..., 0]
    count, _, _, middles = cv2.connectedComponentsWithStats((aligned > 100).astype(np.uint8))
    assert count == 6
    eyes = middles[1:][np.argsort(middles[1:, 1])[:2]]
    # ArcFace puts the eyes 35.2 pixels apart; no face is quite as wide as that one.
    assert np.ptp(eyes[:, 0]) == pytest.approx(1.04 * 35.2, abs=2.5)
    # Five points of a real face meet those wanted in the mean only.
    assert middles[1:].mean(0) == pytest.approx([56, 56 + 1.04 * (71.9 - 56)], abs=1.0)


def test_quick_and_thorough_embeddings_compare(models: FaceModels, scene: Frame) -> None:
    found = models.find(scene)[0]
    quick, thorough = (models.embed(scene, found, thorough=how) for how in (False, True))
    assert float(quick @ thorough) > 0.9
    assert float(np.linalg.norm(thorough)) == pytest.approx(1.0, abs=1e-5)
    mirrored = np.ascontiguousarray(models.align(scene, found)[:, ::-1])
    assert float(models.embed_aligned(mirrored) @ thorough) == pytest.approx(1.0, abs=1e-4)


def test_a_chip_portrait_keeps_to_its_size_and_its_person(models: FaceModels, scene: Frame) -> None:
    sitting = models.sit(scene)
    data = chip_portrait(sitting, 3000)
    assert len(data) <= 3000
    assert Image.open(io.BytesIO(data)).size == CHIP
    assert sitting.face is not None
    assert float(models.reference(data) @ models.embed(sitting.picture, sitting.face)) > 0.6


def test_every_reason_for_no_embedding_is_told(models: FaceModels, assets: Path, tmp_path: Path) -> None:
    stills = Stills(models)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    reasons = {
        stills.see(tmp_path / "gone.jpg").reason: MISSING,
        stills.see(tmp_path / "broken.jpg").reason: UNREADABLE,
        stills.see(assets / "scenes" / "nobody" / "000.jpg").reason: NO_FACE,
        stills.see(assets / "scenes" / "two-people" / "000.jpg").reason: MANY_FACES,
    }
    assert all(got == wanted for got, wanted in reasons.items())
    assert len(reasons) == 4
