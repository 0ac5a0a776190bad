"""Builds a reader as the configuration says."""

from __future__ import annotations

from pathlib import Path

from ocr.engine import Engine
from ocr.orientation import Upright
from ocr.reader import Reader
from ocr.settings import OcrSettings, PaperSettings, Profile


def open_reader(settings: PaperSettings, profile: Profile | None = None) -> Reader:
    """Loads the models. Raises Problem ocr.weights, ocr.engine."""
    chosen = settings.ocr if profile is None else settings.ocr.model_copy(update={"profile": profile})
    return reader_of(chosen, settings.paths.assets)


def reader_of(settings: OcrSettings, assets: Path) -> Reader:
    """The same from one table and the folder of the assets."""
    weights = assets / "ocr"
    return Reader(_engine(settings, weights), Upright(weights))


def _engine(settings: OcrSettings, weights: Path) -> Engine:
    match settings.engine:
        case "paddle":
            from ocr.paddle import PaddleEngine  # noqa: PLC0415  each loads what only it needs

            return PaddleEngine(settings.profile, weights, settings.threads)
        case "rapid":
            from ocr.rapid import RapidEngine  # noqa: PLC0415

            return RapidEngine()
