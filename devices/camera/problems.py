"""What can be wrong with the camera, as the host tells it."""

from __future__ import annotations

from devices.camera import AWAY
from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family


class CameraProblem(DeviceProblem):
    """A problem of the camera at a source."""

    def __init__(self, code: str, technician: str, state: DeviceState) -> None:
        super().__init__(code, Family.TEMPORARY, resident=AWAY, technician=technician, state=state)


def lost(source: str, why: str) -> CameraProblem:
    """There is no camera."""
    return CameraProblem(
        "camera.absent",
        f"Camera {source}: {why}. Check its plug and its power, and [devices.camera] source.",
        DeviceState.ABSENT,
    )


def busy(source: str) -> CameraProblem:
    """Another process uses it: a face check."""
    return CameraProblem(
        "camera.busy",
        f"Camera {source}: another process is using it, as a face check does. Test it again in a minute.",
        DeviceState.BUSY,
    )


def crashed(source: str, how: str) -> CameraProblem:
    """The process that looks through it failed."""
    return CameraProblem(
        "camera.crashed",
        f"Camera {source}: the process that looks through it {how}. Unplug the camera and plug it in again; if that "
        "repeats, its driver cannot be used.",
        DeviceState.HARDWARE_ERROR,
    )


def told(source: str, code: str, technician: str) -> CameraProblem:
    """What the process that looked through it tells."""
    if code == "camera.absent":
        return CameraProblem(code, str(technician), DeviceState.OFFLINE)
    if code == "camera.frozen":
        return CameraProblem(code, str(technician), DeviceState.HARDWARE_ERROR)
    return crashed(source, f"tells {str(code)[:40]}")
