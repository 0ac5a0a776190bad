"""The face camera's contract: newest frame first, a limit on every wait, nothing kept after close.

The contract has no cv2 in it; the driver `devices.camera.opencv` does and runs in the vision process only.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sync.contract.problem import Family, Problem, Words

Frame = NDArray[np.uint8]
"""BGR, height × width × 3."""

AWAY = Words(
    zh="摄像头暂时用不了，您可以换一种方式核实身份。",
    en="The camera is not available. You can prove who you are another way.",
)


class Camera(Protocol):
    """A camera that is opened for one face check and closed after it."""

    def open(self) -> None:
        """Connects. Raises Problem `camera.absent` (temporary) when nothing is there."""

    def read(self, timeout_s: float = 1.0) -> Frame:
        """The newest frame that was not returned before.

        Raises Problem `camera.absent` when the camera went away and `camera.frozen` when no new frame
        came within `timeout_s` seconds; both temporary.
        """

    @property
    def arrived(self) -> float:
        """Monotonic second at which the frame that was read last came from the camera."""

    def close(self) -> None:
        """Lets go of the camera and of the last frame. Safe to call twice."""


def absent(source: str, why: str) -> Problem:
    """There is no camera at the configured source, or it went away."""
    return Problem(
        "camera.absent",
        Family.TEMPORARY,
        resident=AWAY,
        technician=f"Camera {source}: {why}. Check its plug and [devices.camera] source; "
        "it is tried again at the next face check.",
    )


def frozen(source: str, timeout_s: float) -> Problem:
    """The camera is there and sends nothing new."""
    return Problem(
        "camera.frozen",
        Family.TEMPORARY,
        resident=AWAY,
        technician=f"Camera {source}: no new frame in {timeout_s:g} s. Unplug it and plug it in again; "
        "replace it if that repeats.",
    )
