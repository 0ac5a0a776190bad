"""What a look at a face costs: a whole check in the window, each pack beside dlib as face_recognition uses it, 1:N."""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from bench.face_live import watched
from bench.figures import percentiles
from kiosk.settings import VisionSettings
from kiosk.vision.clean import POINTS, RECOGNITION
from kiosk.vision.face import FaceModels
from kiosk.vision.pack import CLEAN, PACKAGED, open_pack, sheet
from kiosk.vision.reference import GalleryReference

CROWD = 100_000
CROWD_CLAIM_MS = 60.0
LIVE = {
    "decisions": ("camera frame → decision heard by the window", 150.0),
    "preview": ("between two pictures of the preview (50 ms: 20/s)", 50.0),
    "frames": ("the window draws a frame meanwhile", 1000 / 60),
    "glass": ("picture fetched → on the glass", None),
    "checks": ("whole check, from opening the camera", None),
}
"""What is seen while a face check runs in the kiosk's window, with what is promised in milliseconds."""
WARM = 3


@dataclass(frozen=True)
class Row:
    """One figure in milliseconds; `claim` is what its 95th percentile must not exceed."""

    name: str
    p50_ms: float
    p95_ms: float
    claim_ms: float | None = None
    ratio: float | None = None
    """Median of the peer over ours: above 1 we are the quicker one."""


def measure(runs: int, assets: Path) -> list[Row]:
    """Every figure over `10 * runs` looks, ours and the peer's in turns."""
    warnings.filterwarnings("ignore", module="insightface", category=FutureWarning)
    cv2.setNumThreads(2)
    looks = 10 * runs
    frame = np.asarray(cv2.imread(str(assets / "scenes" / "wang" / "005.jpg")), np.uint8)
    packs = [name for name in (PACKAGED, CLEAN) if not sheet(name, assets).lacking]
    models = {name: FaceModels(open_pack(VisionSettings(pack=name), assets)) for name in packs}
    subjects: dict[str, Callable[[], object]] = {
        **{f"{name}: find": _find(each, frame) for name, each in models.items()},
        **{f"{name}: embed": _embed(each, frame) for name, each in models.items()},
    }
    if CLEAN in models:
        subjects |= _peer(assets / CLEAN, frame)
    return _live(assets) + _rows(_in_turns(subjects, looks)) + _crowd(looks)


def table(rows: list[Row]) -> str:
    """The figures for people."""
    lines = [f"{'':52}{'median':>12}{'p95':>12}{'promised':>12}{'peer/ours':>12}"]
    for row in rows:
        claim = f"{row.claim_ms:.3g} ms" if row.claim_ms else ""
        ratio = f"{row.ratio:.1f}×" if row.ratio else ""
        lines.append(f"{row.name:52}{row.p50_ms:>9.1f} ms{row.p95_ms:>9.1f} ms{claim:>12}{ratio:>12}")
    return "\n".join(lines)


def _live(assets: Path) -> list[Row]:
    seen = watched(assets)
    return [Row(name, *percentiles(seen[key]), claim) for key, (name, claim) in LIVE.items()]


def _find(models: FaceModels, frame: NDArray[np.uint8]) -> Callable[[], object]:
    return lambda: models.find(frame)


def _embed(models: FaceModels, frame: NDArray[np.uint8]) -> Callable[[], object]:
    (face,) = models.find(frame)
    return lambda: models.embed(frame, face, thorough=False)


def _peer(folder: Path, frame: NDArray[np.uint8]) -> dict[str, Callable[[], object]]:
    """dlib the way face_recognition calls it: HOG detector, five points, its network."""
    rgb = np.ascontiguousarray(frame[:, :, ::-1])
    detector: Any = dlib.get_frontal_face_detector()
    points = dlib.shape_predictor(str(folder / POINTS))
    network = dlib.face_recognition_model_v1(str(folder / RECOGNITION))
    box = detector(rgb, 1)[0]
    return {
        "dlib, as face_recognition: find": lambda: detector(rgb, 1),
        "dlib, as face_recognition: embed": lambda: network.compute_face_descriptor(rgb, points(rgb, box), 1),
    }


def _crowd(looks: int) -> list[Row]:
    """1:N over a crowd of 512 numbers each; the peer subtracts and takes norms over 128, as face_recognition does."""
    random = np.random.default_rng(7)
    crowd = random.standard_normal((CROWD, 512), np.float32)
    crowd /= np.linalg.norm(crowd, axis=1, keepdims=True)
    reference, wanted = GalleryReference(crowd, 0.5, 0.05), crowd[CROWD // 2].copy()
    theirs = random.standard_normal((CROWD, 128), np.float32).astype(np.float64)
    one = theirs[0].copy()
    name = f"1:N over {CROWD:,}"
    taken = _in_turns(
        {
            name: lambda: reference.compare(wanted),
            f"{name}, face_distance of the peer": lambda: np.linalg.norm(theirs - one, axis=1).argmin(),
        },
        looks,
    )
    rows = _rows(taken)
    ours, peer = rows[0], rows[1]
    return [Row(ours.name, ours.p50_ms, ours.p95_ms, CROWD_CLAIM_MS, peer.p50_ms / ours.p50_ms), peer]


def _in_turns(subjects: dict[str, Callable[[], object]], looks: int) -> dict[str, list[float]]:
    """Milliseconds of every look; a busy moment of the machine hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for look in range(-WARM, looks):
        for name, act in subjects.items():
            began = time.perf_counter()
            act()
            if look >= 0:
                taken[name].append(1000 * (time.perf_counter() - began))
    return taken


def _rows(taken: dict[str, list[float]]) -> list[Row]:
    middle = {name: statistics.median(values) for name, values in taken.items()}

    def ratio(name: str) -> float | None:
        peer = middle.get(f"dlib, as face_recognition: {name.rpartition(': ')[2]}")
        return None if peer is None or name.startswith("dlib") else peer / middle[name]

    return [Row(name, *percentiles(values), ratio=ratio(name)) for name, values in taken.items()]
