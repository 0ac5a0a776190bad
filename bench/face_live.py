"""Starts a simulated camera and a window with a face check before it, each in a process of its own, and hears both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from devices.simulators.camera import CameraSimulator

CAMERA_RATE = 30.0
"""Pictures a second, as cameras of this kind deliver them."""
LIMIT_S = 180.0


def watched(assets: Path) -> dict[str, list[float]]:
    """Milliseconds of everything that `bench.watching` sees, by its names.

    Raises:
        RuntimeError: the window ended without figures; its last words are in the message.
    """
    camera = CameraSimulator(0, "/camera.mjpeg", assets / "scenes", "wang")
    camera.rate = CAMERA_RATE
    camera.start()
    try:
        window = subprocess.run(
            [sys.executable, "-m", "bench.watching", camera.address, str(assets)],
            capture_output=True,
            check=False,
            text=True,
            timeout=LIMIT_S,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"},
        )
    finally:
        camera.stop()
    if window.returncode:
        raise RuntimeError(f"bench.watching ended with {window.returncode}: {window.stderr[-2000:]}")
    return {name: list(values) for name, values in json.loads(window.stdout.splitlines()[-1]).items()}
