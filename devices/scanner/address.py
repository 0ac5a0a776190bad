"""Which driver a scanner's address calls for, when somebody gives only the address."""

from __future__ import annotations

from pathlib import Path

from devices.settings import DocumentCameraSettings, EsclSettings, SaneSettings, ScannerSettings

_PICTURES = (".mjpeg", ".mjpg", ".avi", ".mp4")


def section_of(device: str, *, page_s: float = 30.0) -> ScannerSettings:
    """The table for a scanner's address.

    `http://…` is eSCL, unless it names a stream of pictures; a camera's path or number, a film or a folder
    is a document camera; everything else, and nothing, is for SANE. `camera:` before an address settles it.
    """
    if device.startswith("camera:"):
        return DocumentCameraSettings(source=device.removeprefix("camera:"), page_s=page_s)
    if device.partition("?")[0].lower().endswith(_PICTURES) or device.startswith("/dev/video") or device.isdigit():
        return DocumentCameraSettings(source=device, page_s=page_s)
    if device.startswith(("http://", "https://")):
        return EsclSettings(url=device, page_s=page_s)
    if device and Path(device).is_dir():
        return DocumentCameraSettings(source=device, page_s=page_s)
    return SaneSettings(device=device, page_s=page_s)
