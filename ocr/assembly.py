"""Builds a reader as the configuration says."""

from __future__ import annotations

from pathlib import Path

from ocr.engine import Engine
from ocr.orientation import Upright
from ocr.reader import Reader
from ocr.settings import PaperSettings, Profile


def open_reader(settings: PaperSettings, profile: Profile | None = None) -> Reader:
    """Loads the models. Raises Problem ocr.weights, ocr.engine."""
    weights = settings.paths.assets / "ocr"
    return Reader(_engine(settings, profile or settings.ocr.profile, weights), Upright(weights))


def _engine(settings: PaperSettings, profile: Profile, weights: Path) -> Engine:
    match settings.ocr.engine:
        case "paddle":
            from ocr.paddle import PaddleEngine  # noqa: PLC0415  each loads what only it needs

            return PaddleEngine(profile, weights)
        case "rapid":
            from ocr.rapid import RapidEngine  # noqa: PLC0415

            return RapidEngine()
