"""Sees still pictures with the models of a pack: who is on it, as an embedding, and what each step took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from devices.camera import Frame
from kiosk.settings import KioskSettings
from kiosk.vision.face import FaceModels, Found
from kiosk.vision.judge import Thresholds
from kiosk.vision.pack import open_pack
from kiosk.vision.portraits import Sitting, chip_portrait, read_picture
from kiosk.vision.quality import assess
from kiosk.vision.reference import Embedding

MISSING = "missing"
UNREADABLE = "unreadable"
NO_FACE = "no-face"
MANY_FACES = "many-faces"
NO_PORTRAIT = "no-portrait"
REASONS = {
    MISSING: "there is no such file",
    UNREADABLE: "it is no picture that can be read (HEIC: save it as JPEG first)",
    NO_FACE: "no face is found on it",
    MANY_FACES: "more than one person is on it",
    NO_PORTRAIT: "no portrait can be made of it",
}


@dataclass(frozen=True, repr=False)
class Still:
    """What was seen in one picture. `reason` is empty when it shows one face, else a key of `REASONS`."""

    embeddings: tuple[Embedding, ...] = ()
    """Of every person on it."""
    live: float | None = None
    quality: dict[str, Any] | None = None
    """Of the largest face, like `live`."""
    reason: str = ""

    @property
    def people(self) -> int:
        """How many are on it."""
        return len(self.embeddings)

    def likeness(self, other: Still) -> float | None:
        """Cosine of the two faces, -1 to 1; where several are in a picture, of those that are most alike.

        None when one of the pictures shows no face.
        """
        scores = [float(one @ two) for one in self.embeddings for two in other.embeddings]
        return max(scores, default=None)


@dataclass(frozen=True)
class _Wanted:
    live: bool
    quality: bool


@dataclass
class Stills:
    """The models of a pack before pictures in files; nothing of them is written anywhere."""

    models: FaceModels
    seconds: dict[str, list[float]] = field(
        default_factory=lambda: {step: [] for step in ("detect", "align", "embed", "liveness")}
    )
    """What each step took, one entry for each time it was taken."""

    @property
    def pack(self) -> str:
        """Name of the models."""
        return self.models.pack

    @property
    def thresholds(self) -> Thresholds:
        """Of the pack."""
        return self.models.thresholds

    def see(self, path: Path, *, portrait: int | None = None, live: bool = True, closely: bool = True) -> Still:
        """Looks at a picture; with `portrait` at the chip portrait of so many bytes that is made of it.

        Liveness is judged with `live`, quality of what is seen `closely`.
        """
        try:
            data = path.read_bytes()
        except OSError:
            return Still(reason=MISSING)
        wanted = _Wanted(live, closely)
        return self._see(data, wanted) if portrait is None else self._see_portrait(data, portrait, wanted)

    def _see(self, data: bytes, wanted: _Wanted) -> Still:
        picture = read_picture(data)
        if picture is None:
            return Still(reason=UNREADABLE)
        with self._timed("detect"):
            sitting = self.models.sit(picture)
        try:
            return self._judge(sitting, wanted)
        finally:
            sitting.wipe()
            picture.fill(0)

    def _see_portrait(self, data: bytes, limit: int, wanted: _Wanted) -> Still:
        picture = read_picture(data)
        if picture is None:
            return Still(reason=UNREADABLE)
        sitting = self.models.sit(picture)
        try:
            if sitting.face is None:
                # There is no card with two people on it.
                return Still(reason=MANY_FACES if sitting.people else NO_FACE)
            return self._see(chip_portrait(sitting, limit), wanted)
        except ValueError:
            return Still(reason=NO_PORTRAIT)
        finally:
            sitting.wipe()
            picture.fill(0)

    def _judge(self, sitting: Sitting, wanted: _Wanted) -> Still:
        if not sitting.persons:
            return Still(reason=NO_FACE)
        largest, picture = sitting.persons[0], sitting.picture
        embeddings = tuple(self._embed(picture, face) for face in sitting.persons)
        live: float | None = None
        if wanted.live:
            with self._timed("liveness"):
                live = self.models.live(picture, largest)
        quality = _quality(sitting, largest) if wanted.quality else None
        return Still(embeddings, live, quality, MANY_FACES if len(embeddings) > 1 else "")

    def _embed(self, picture: Frame, face: Found) -> Embedding:
        if not self.models.aligns:
            with self._timed("embed"):
                return self.models.embed(picture, face)
        with self._timed("align"):
            aligned = self.models.align(picture, face)
        with self._timed("embed"):
            embedding = self.models.embed_aligned(aligned)
        aligned.fill(0)
        return embedding

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[step].append(time.perf_counter() - began)

    def latency_ms(self, share: float) -> dict[str, float | None]:
        """Milliseconds of each step that `share` of the pictures did not exceed; None when there was none."""
        return {
            step: round(1000 * float(np.quantile(taken, share)), 2) if taken else None
            for step, taken in self.seconds.items()
        }


def open_stills(settings: KioskSettings, pack: str | None) -> Stills:
    """Loads a pack, the configured one by default, and runs it warm.

    Raises:
        Problem: vision.weights, see kiosk.vision.pack.open_pack.
    """
    chosen = settings.vision if pack is None else settings.vision.model_copy(update={"pack": pack})
    models = FaceModels(open_pack(chosen, settings.paths.assets))
    models.warm()
    return Stills(models)


def _quality(sitting: Sitting, face: Found) -> dict[str, Any]:
    """Quality in the pixels of the picture that was given."""
    quality = assess(sitting.picture, face, face.landmarks, faces=sitting.people)
    told = replace(
        quality,
        face_height_px=quality.face_height_px / sitting.scale,
        interocular_px=quality.interocular_px / sitting.scale,
    ).as_dict()
    # What is lost by being small is lost whatever the pixels are called.
    return {**told, "value": round(quality.value, 4)}
