"""`python -m kiosk face compare A B`: do two pictures show one person, how good are they, how alive do they look."""

from __future__ import annotations

import argparse
import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.settings import KioskSettings
from sync.contract.settings import load

if TYPE_CHECKING:
    from kiosk.vision.still import Still, Stills


EXPLAINED = """\
The score is the cosine of two embeddings, -1 to 1; they match from the threshold on. A picture with more than one
person never matches, as at the kiosk: the score is then that of the two faces that are most alike. Where no face is
found there is no score, and the exit status is 1. "quality" and "liveness" are of the largest face.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXPLAINED
    parser.add_argument("a", metavar="A", type=Path, help="a picture of one person, or the portrait of a card")
    parser.add_argument("b", metavar="B", type=Path, help="another picture")
    parser.add_argument("--pack", help="packaged, clean or a folder (default: as configured)")


def main(args: argparse.Namespace) -> int:
    """0 when the pictures were compared, whatever came out; 1 when they cannot be; 2 when there is no such file."""
    from kiosk.vision.still import open_stills  # noqa: PLC0415  --help needs no models

    warnings.filterwarnings("ignore", module="insightface", category=FutureWarning)
    lacking = [path for path in (args.a, args.b) if not path.is_file()]
    if lacking:
        return _fail(args, {"score": None, "match": False, "error": f"{lacking[0]}: there is no such file"}, 2)
    stills = open_stills(load(KioskSettings, args.config), args.pack)
    first, second = (stills.see(path) for path in (args.a, args.b))
    told = _told(stills, first, second)
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        _print(told, (args.a, args.b))
    return 0 if told["score"] is not None else 1


def _fail(args: argparse.Namespace, told: dict[str, Any], status: int) -> int:
    print(json.dumps(told, ensure_ascii=False) if args.json else told["error"])
    return status


def _told(stills: Stills, first: Still, second: Still) -> dict[str, Any]:
    both = {"a": first, "b": second}
    score, thresholds = first.likeness(second), stills.thresholds
    reasons = {name: still.reason for name, still in both.items() if still.reason}
    return {
        "score": None if score is None else round(score, 6),
        "threshold": thresholds.match,
        "match": score is not None and not reasons and score >= thresholds.match,
        "faces": [first.people, second.people],
        "quality": {name: still.quality for name, still in both.items()},
        "liveness": {
            "threshold": thresholds.live,
            **{name: None if still.live is None else round(still.live, 4) for name, still in both.items()},
        },
        "pack": stills.pack,
        **({"reasons": reasons} if reasons else {}),
    }


def _print(told: dict[str, Any], paths: tuple[Path, Path]) -> None:
    from kiosk.vision.still import REASONS  # noqa: PLC0415

    for name, path in zip("ab", paths, strict=True):
        if reason := told.get("reasons", {}).get(name):
            print(f"{path}: {REASONS[reason]}")
    if told["score"] is None:
        return
    answer = "one person" if told["match"] else "not the same person, or not to be told"
    print(f"{answer}: score {told['score']:.3f}, threshold {told['threshold']:.2f}")
    for name, path in zip("ab", paths, strict=True):
        live, quality = told["liveness"][name], told["quality"][name]
        alive = "liveness not judged" if live is None else f"alive {live:.2f} of {told['liveness']['threshold']:.2f}"
        print(f"{path}: quality {quality['value']:.2f}, face {quality['face_height_px']:.0f} px, {alive}")
