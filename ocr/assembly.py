"""Builds a reader as the configuration says."""

from __future__ import annotations

from ocr.orientation import Upright
from ocr.paddle import PaddleEngine
from ocr.reader import Reader
from ocr.settings import PaperSettings, Profile


def open_reader(settings: PaperSettings, profile: Profile | None = None) -> Reader:
    """Loads the models. Raises Problem ocr.weights."""
    weights = settings.paths.assets / "ocr"
    return Reader(PaddleEngine(profile or settings.ocr.profile, weights), Upright(weights))
