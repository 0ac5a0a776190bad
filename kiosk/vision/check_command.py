"""`python -m kiosk face check`: do the face models load, find the faces they should, and how quickly."""

from __future__ import annotations

import argparse
import json
import time
import warnings
from typing import Any

from kiosk.settings import KioskSettings
from sync.contract.settings import load

FACES = 6
"""In the picture that insightface carries."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    parser.add_argument("--pack", help="packaged, clean or a folder (default: as configured)")


def main(args: argparse.Namespace) -> int:
    """0 when the models work, 1 when they find something else than is there."""
    settings = load(KioskSettings, args.config)
    if args.pack:
        settings = settings.model_copy(update={"vision": settings.vision.model_copy(update={"pack": args.pack})})
    told = _look(settings)
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{told['pack']}: found {told['found']} of {told['faces']} faces; {told['dimensions']} numbers a face")
        print(", ".join(f"{step} {milliseconds} ms" for step, milliseconds in told["milliseconds"].items()))
    return 0 if told["ok"] else 1


def _look(settings: KioskSettings) -> dict[str, Any]:
    import numpy as np  # noqa: PLC0415  --help needs no models
    from insightface.data import get_image  # noqa: PLC0415

    from kiosk.vision.face import FaceModels  # noqa: PLC0415
    from kiosk.vision.pack import open_pack  # noqa: PLC0415

    warnings.filterwarnings("ignore", module="insightface", category=FutureWarning)
    began = time.perf_counter()
    models = FaceModels(open_pack(settings.vision, settings.paths.assets))
    models.warm()
    loaded = time.perf_counter()
    picture = get_image("t1")
    found = models.find(picture)
    seen = time.perf_counter()
    embeddings = [models.embed(picture, face) for face in found]
    done = time.perf_counter()
    alike = float(np.max(np.array(embeddings) @ np.array(embeddings).T - 2 * np.eye(len(found)))) if found else -1.0
    times = {"load": loaded - began, "find": seen - loaded, "embed": (done - seen) / max(1, len(found))}
    return {
        "ok": len(found) == FACES and alike < models.thresholds.match,
        "pack": models.pack,
        "faces": FACES,
        "found": len(found),
        "dimensions": len(embeddings[0]) if embeddings else 0,
        "most_alike": round(alike, 3),
        "thresholds": vars(models.thresholds),
        "milliseconds": {step: round(1000 * seconds, 1) for step, seconds in times.items()},
    }
