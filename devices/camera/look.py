"""`python -m devices.camera.look SOURCE`: looks through the camera and tells what it saw; cv2 lives here.

On stdout a line of JSON (devices.camera.looked.Looked), then the last picture as a JPEG. Without a picture a
line of JSON with the code and the technician's text of the problem on stderr, and exit status 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import Frame
from devices.camera.looked import Looked
from devices.camera.opencv import OpenCvCamera
from devices.settings import CameraSettings
from sync.contract.problem import Problem

_WIDTH = 640
_ENOUGH = 20
"""Frames after which more tell nothing new."""
_FIRST_S = 3.0


def main(argv: list[str]) -> int:
    """0 with a picture, 1 without."""
    parser = argparse.ArgumentParser("python -m devices.camera.look")
    parser.add_argument("source")
    parser.add_argument("--width", type=int, default=960)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--limit", type=float, default=5.0, help="seconds")
    args = parser.parse_args(argv)
    camera = OpenCvCamera(CameraSettings(source=args.source, width=args.width, height=args.height))
    try:
        camera.open()
        looked = _look(camera, args.source.startswith(("http://", "/dev/")) or args.source.isdigit(), args.limit)
    except Problem as problem:
        print(json.dumps({"code": problem.code, "technician": problem.technician}), file=sys.stderr)
        return 1
    finally:
        camera.close()
    told = {key: value for key, value in asdict(looked).items() if key != "jpeg"}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + looked.jpeg)
    sys.stdout.buffer.flush()
    return 0


def _look(camera: OpenCvCamera, live: bool, limit_s: float) -> Looked:
    """Takes frames until there are enough. Raises Problem when there is none at all."""
    first = frame = camera.read(min(_FIRST_S, limit_s))
    started = time.monotonic()
    frames, changing, focus = 1, False, _focus(_grey(first))
    while frames < _ENOUGH and (left := started + limit_s - _FIRST_S - time.monotonic()) > 0:
        try:
            frame = camera.read(min(1.0, left))
        except Problem:  # a file has ended, or the camera froze: what there is tells
            break
        frames += 1
        changing = changing or frame.shape != first.shape or not np.array_equal(frame, first)
        focus = max(focus, _focus(_grey(frame)))
    seconds = time.monotonic() - started
    grey = _grey(frame)
    _, jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return Looked(
        width=frame.shape[1],
        height=frame.shape[0],
        frames=frames,
        seconds=max(seconds, 0.001),
        brightness=float(grey.mean()),
        over=float((grey >= 250).mean()),
        under=float((grey <= 8).mean()),
        contrast=float(grey.var()),
        focus=focus,
        changing=changing,
        live=live,
        jpeg=jpeg.tobytes(),
    )


def _grey(frame: Frame) -> NDArray[np.uint8]:
    height = max(1, round(frame.shape[0] * _WIDTH / frame.shape[1]))
    grey = cv2.cvtColor(cv2.resize(frame, (_WIDTH, height), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    return grey.astype(np.uint8, copy=False)


def _focus(grey: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian (Pech-Pacheco 2000), divided by the picture's own so that contrast counts once."""
    return float(cv2.Laplacian(grey, cv2.CV_64F).var() / (float(grey.var()) + 1.0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
