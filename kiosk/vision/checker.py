"""One face check from the opened camera to its verdict; nothing of it is left when it returns."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from devices.camera import Camera
from kiosk.vision.challenge import Chance
from kiosk.vision.face import FaceModels
from kiosk.vision.infrared import missing
from kiosk.vision.look import Cancelled, Look, Tools
from kiosk.vision.protocol import Compare, Enrol, FaceProgress, FaceVerdict, Search
from kiosk.vision.reference import GalleryReference, PortraitReference, Reference, take
from kiosk.vision.ring import FrameRing
from kiosk.vision.shared import SharedTemplates
from kiosk.vision.viewfinder import Viewfinder
from sync.contract.problem import Problem

__all__ = ["Cancelled", "FaceChecker"]


class FaceChecker:
    """Runs checks with one set of models and one camera, or two: `open_infrared` is the second where one is fitted."""

    def __init__(
        self,
        models: FaceModels,
        open_camera: Callable[[], Camera],
        ring: FrameRing,
        templates: SharedTemplates,
        *,
        frames: int,
        limit_s: float,
        chance: Chance | None = None,
        open_infrared: Callable[[], Camera] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`chance` draws the turns of the head that are asked; None asks for none."""
        self._tools = Tools(models, frames, limit_s, chance, clock)
        self._ring = ring
        self._open_camera = open_camera
        self._open_infrared = open_infrared
        self._templates = templates

    def run(
        self, task: Compare | Enrol | Search, cancelled: threading.Event, report: Callable[[FaceProgress], None]
    ) -> FaceVerdict:
        """Watches whoever stands there until a verdict or the limit.

        Raises:
            Problem: face.portrait, camera.absent, camera.frozen, camera.infrared, face.many, face.timeout.
            Cancelled: `cancelled` was set.
        """
        reference = self._reference(task)
        camera = Viewfinder(self._open_camera(), self._ring)
        second = self._open_infrared() if self._open_infrared is not None else None
        try:
            camera.open()
            if second is not None:
                _open_second(second)
            look = Look(self._tools, (camera, second), reference, cancelled, report)
            try:
                verdict = look.watch()
                if isinstance(task, Enrol) and verdict.match and verdict.live:
                    return verdict.model_copy(update={"template": look.template()})
                return verdict
            finally:
                look.forget()
        finally:
            camera.close()
            if second is not None:
                second.close()
            reference.wipe()
            self._ring.wipe()

    def _reference(self, task: Compare | Enrol | Search) -> Reference:
        thresholds = self._tools.models.thresholds
        if isinstance(task, Search):
            rows = take(self._templates, task.people, task.size)
            return GalleryReference(rows, thresholds.search, thresholds.margin)
        return PortraitReference(self._tools.models.reference(task.portrait), thresholds.match)


def _open_second(camera: Camera) -> None:
    """Opens the infrared camera. Raises Problem camera.infrared."""
    try:
        camera.open()
    except Problem as problem:
        raise missing(problem.technician) from None
