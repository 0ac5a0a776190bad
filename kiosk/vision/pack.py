"""Which weights compare faces: the packaged ones, or an operator's folder of licensed insightface models.

An operator's folder holds insightface's `*.onnx` and `addons/liveness.onnx`; a `pack.toml` beside them may pin
each file's sha256 and state the thresholds that were measured with them, in the shape of a package of assets.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from insightface.app import FaceAnalysis
from pydantic import Field, ValidationError

from kiosk.assets.manifest import Digest, Frozen, digest, load_manifest
from kiosk.assets.manifest import Thresholds as Measured
from kiosk.settings import VisionSettings
from kiosk.vision import problems
from kiosk.vision.judge import Thresholds
from kiosk.vision.packaged import packaged_analysis, session_options

PACKAGED = "packaged"


class PackFile(Frozen):
    """pack.toml in an operator's folder."""

    thresholds: Measured | None = None
    files: dict[str, Digest] = Field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """Models that are loaded, and the thresholds that go with them."""

    name: str
    """With the digest of its recognition model: templates belong to exactly this one."""
    analysis: FaceAnalysis
    thresholds: Thresholds


def open_pack(settings: VisionSettings, assets: Path) -> Pack:
    """Loads the configured weights after checking them.

    The thresholds measured with a pack are the least: the configuration may ask for more, never for less.

    Raises:
        Problem: vision.weights (permanent), with what is missing or wrong and what to run.
    """
    try:
        return _packaged(settings, assets) if settings.pack == PACKAGED else _licensed(settings, Path(settings.pack))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise problems.weights(f"The list of the face models cannot be read: {error}") from None


def _packaged(settings: VisionSettings, assets: Path) -> Pack:
    package = load_manifest().by_target["face"]
    for member, wanted in package.files.items():
        place = package.place(member, assets)
        found = digest(place)
        if found != wanted:
            fault = "is missing" if found is None else f"has sha256 {found}, pinned is {wanted}"
            raise problems.weights(f"Face model {place} {fault}. Run: python -m kiosk.assets")
    thresholds = _strictest(settings, package.thresholds)
    name = f"{PACKAGED} {package.files['model/fr_feature.onnx'][:16]}"
    return Pack(name, packaged_analysis(assets / package.target, thresholds.live), thresholds)


def _licensed(settings: VisionSettings, folder: Path) -> Pack:
    known = folder / "pack.toml"
    listed = (
        PackFile.model_validate(tomllib.loads(known.read_text(encoding="utf-8"))) if known.is_file() else PackFile()
    )
    for name, wanted in listed.files.items():
        if digest(folder / name) != wanted:
            raise problems.weights(
                f"{folder / name} is not the file that {known} pins. Install the licensed pack again."
            )
    if not list(folder.glob("*.onnx")):
        raise problems.weights(
            f"[vision] pack = {str(folder)!r}: no *.onnx there. Name a folder of insightface models."
        )
    if not (folder / "addons" / "liveness.onnx").is_file():
        # Without this look insightface would try to fetch it.
        raise problems.weights(f"{folder / 'addons' / 'liveness.onnx'} is missing: no face check without liveness.")
    thresholds = _strictest(settings, listed.thresholds)
    analysis = _load(folder, thresholds.live)
    recognition = digest(Path(analysis.models["recognition"].model_file)) or ""
    return Pack(f"{folder.name} {recognition[:16]}", analysis, thresholds)


def _load(folder: Path, live_threshold: float) -> FaceAnalysis:
    try:
        analysis = FaceAnalysis(
            str(folder.resolve()),
            root=str(folder.resolve()),
            allowed_modules=["detection", "recognition"],
            addons=["liveness"],
            liveness_mode="observe",
            liveness_threshold=live_threshold,
            providers=["CPUExecutionProvider"],
            sess_options=session_options(),
        )
        analysis.prepare(ctx_id=-1, det_size=(640, 640))
    except Exception as error:  # onnxruntime's errors share no base
        raise problems.weights(f"The models in {folder} cannot be used: {error}") from error
    if "recognition" not in analysis.models:
        raise problems.weights(
            f"{folder} holds no recognition model. Name a folder with insightface's detection and recognition."
        )
    return analysis


def _strictest(settings: VisionSettings, measured: Measured | None) -> Thresholds:
    if measured is None:
        return Thresholds(settings.match_threshold, settings.live_threshold)
    return Thresholds(max(settings.match_threshold, measured.match), max(settings.live_threshold, measured.live))
