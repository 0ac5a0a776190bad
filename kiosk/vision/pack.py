"""Which models compare faces: the packaged ones, those of a clear licence, or an operator's own folder.

An operator's folder holds insightface's `*.onnx` and `addons/liveness.onnx`; a `pack.toml` beside them may pin each
file's sha256 and state licence, preprocessing, thresholds and their calibration, like a package of assets.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from insightface.app import FaceAnalysis
from pydantic import Field, ValidationError

from kiosk.assets.manifest import Calibration, Digest, FaceModels, Package, digest, load_manifest
from kiosk.assets.manifest import Thresholds as Measured
from kiosk.settings import VisionSettings
from kiosk.vision import problems
from kiosk.vision.clean import RECOGNITION, clean_analysis
from kiosk.vision.judge import Thresholds
from kiosk.vision.packaged import packaged_analysis, session_options

PACKAGED, CLEAN = "packaged", "clean"
BUILT_IN = {PACKAGED: "face", CLEAN: "clean"}
"""Packs that set-up can fetch, and the folder of each under the assets."""


class PackFile(FaceModels):
    """pack.toml in an operator's folder."""

    licence: str = ""
    files: dict[str, Digest] = Field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """What is known of a pack without loading it: `lacking` names files that are missing or not as pinned."""

    name: str
    folder: Path
    licence: str
    note: str
    files: dict[str, str]
    preprocessing: dict[str, str]
    thresholds: Measured | None
    calibration: Calibration | None
    lacking: tuple[str, ...]
    fetch: str
    """The command that brings what is lacking."""


@dataclass(frozen=True)
class Pack:
    """Models that are loaded, and the thresholds that go with them."""

    name: str
    """With the digest of its recognition model: templates belong to exactly this one."""
    analysis: FaceAnalysis
    thresholds: Thresholds


def sheet(name: str, assets: Path) -> Sheet:
    """What is known of a pack by its name, `packaged`, `clean` or a folder.

    Raises:
        Problem: vision.weights, its list cannot be read.
    """
    try:
        return _built_in(name, assets) if name in BUILT_IN else _folder(Path(name))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise problems.weights(f"The list of the face models cannot be read: {error}") from None


def open_pack(settings: VisionSettings, assets: Path) -> Pack:
    """Loads the configured models after checking them.

    The thresholds measured with a pack are the least: the configuration may ask for more, never for less.

    Raises:
        Problem: vision.weights (permanent), with what is missing or wrong and what to run.
    """
    known = sheet(settings.pack, assets)
    if known.lacking:
        raise problems.weights(f"Face models in {known.folder}: {known.lacking[0]}. {known.fetch}")
    thresholds = _strictest(settings, known.thresholds)
    match settings.pack:
        case "packaged":
            return _named(known, "fr_feature.onnx", packaged_analysis(known.folder, thresholds.live), thresholds)
        case "clean":
            return _named(known, RECOGNITION, clean_analysis(known.folder), thresholds)
        case _:
            analysis = _load(known.folder, thresholds.live)
            return _named(known, Path(analysis.models["recognition"].model_file).name, analysis, thresholds)


def _named(known: Sheet, recognition: str, analysis: FaceAnalysis, thresholds: Thresholds) -> Pack:
    wanted = known.files.get(recognition) or digest(known.folder / recognition) or ""
    return Pack(f"{Path(known.name).name} {wanted[:16]}", analysis, thresholds)


def _built_in(name: str, assets: Path) -> Sheet:
    package: Package = load_manifest().by_target[BUILT_IN[name]]
    files = {package.place(member, assets).name: wanted for member, wanted in package.files.items()}
    folder = assets / package.target
    also = f" --with {package.target}" if package.optional else ""
    return Sheet(
        name=name,
        folder=folder,
        licence=package.licence,
        note=package.note,
        files=files,
        preprocessing=package.preprocessing,
        thresholds=package.thresholds,
        calibration=package.calibration,
        lacking=_lacking(folder, files),
        fetch=f"Run: python -m kiosk.assets{also}",
    )


def _folder(folder: Path) -> Sheet:
    known = folder / "pack.toml"
    listed = (
        PackFile.model_validate(tomllib.loads(known.read_text(encoding="utf-8"))) if known.is_file() else PackFile()
    )
    lacking = _lacking(folder, listed.files)
    if not list(folder.glob("*.onnx")):
        lacking += ("there is no *.onnx",)
    elif not (folder / "addons" / "liveness.onnx").is_file():
        # Without this look insightface would try to fetch it.
        lacking += ("addons/liveness.onnx is missing: no face check without liveness",)
    return Sheet(
        name=str(folder),
        folder=folder,
        licence=listed.licence or "not stated in pack.toml",
        note="",
        files=listed.files,
        preprocessing=listed.preprocessing,
        thresholds=listed.thresholds,
        calibration=listed.calibration,
        lacking=lacking,
        fetch=f"Install the licensed pack, or correct [vision] pack = {str(folder)!r}.",
    )


def _lacking(folder: Path, files: dict[str, str]) -> tuple[str, ...]:
    found = {name: (digest(folder / name), wanted) for name, wanted in files.items()}
    return tuple(
        f"{name} is missing" if is_ is None else f"{name} has sha256 {is_}, pinned is {wanted}"
        for name, (is_, wanted) in found.items()
        if is_ != wanted
    )


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
    return Thresholds(
        max(settings.match_threshold, measured.match),
        max(settings.live_threshold, measured.live),
        measured.search,
        measured.margin,
    )
