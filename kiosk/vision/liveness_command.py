"""`python -m kiosk face liveness`: how alive faces look, and on folders how often that is wrong.

A presentation is one picture, one film, or with `--sequence` all pictures that are given. Rates have the names of
ISO/IEC 30107-3; nobody has tested this for conformity.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.settings import KioskSettings
from sync.contract.problem import Family, Problem, Words
from sync.contract.settings import load

if TYPE_CHECKING:
    from kiosk.vision.showing import Showing, Shown

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})
FILMS = frozenset({".mp4", ".avi", ".mov", ".mkv", ".webm"})
NO_FACE, MANY_FACES = "no-face", "many-faces"
_REASONS = {NO_FACE: "no picture with a face to judge", MANY_FACES: "more than one face; the largest is judged"}
_TOLD = Words(zh="没有可以查看的图片。", en="There is no picture to look at.")


@dataclass(frozen=True)
class Judged:
    """One presentation: where it is, and what was seen; None when it has no face that could be judged."""

    name: str
    kind: str
    """The folder it lies in: the instrument of an attack."""
    shown: Shown | None
    threshold: float

    @property
    def reason(self) -> str:
        """Why a face check would not look at it; empty when it would."""
        if self.shown is None:
            return NO_FACE
        return MANY_FACES if self.shown.faces > 1 else ""

    @property
    def accepted(self) -> bool:
        """Whether it is taken for alive."""
        return self.shown is not None and self.shown.live(self.threshold)


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    parser.add_argument("images", nargs="*", type=Path, metavar="IMAGE", help="pictures, folders of them, or films")
    parser.add_argument("--sequence", action="store_true", help="the pictures are frames of one presentation, in order")
    parser.add_argument("--rate", type=float, default=10.0, help="frames a second of a sequence of pictures")
    parser.add_argument("--bona-fide", type=Path, metavar="DIR", help="bench: pictures or films of living people")
    parser.add_argument("--attacks", type=Path, metavar="DIR", help="bench: of attacks, a folder for each kind")
    parser.add_argument(
        "--challenge",
        action="store_true",
        help="bench: a presentation must also show a turn of the head to a side and back; each folder is one",
    )


def main(args: argparse.Namespace) -> int:
    """0 when everything could be judged, 1 when a presentation had no face or was no picture."""
    bench = args.bona_fide is not None or args.attacks is not None
    if bench != (not args.images) or (bench and None in (args.bona_fide, args.attacks)):
        raise _nothing("Name pictures, or both --bona-fide DIR and --attacks DIR.")
    showing = _showing(load(KioskSettings, args.config))
    if bench:
        told = _bench(showing, args)
        _print(args.json, told, _bench_lines(told))
        return 0
    judged = list(_judge(showing, args))
    told = {"threshold": showing.threshold, "images": [_as_dict(one) for one in judged]}
    _print(args.json, told, [_line(one) for one in judged])
    return 0 if all(one.shown for one in judged) else 1


def _showing(settings: KioskSettings) -> Showing:
    from kiosk.vision.face import FaceModels  # noqa: PLC0415  --help needs no models
    from kiosk.vision.pack import open_pack  # noqa: PLC0415
    from kiosk.vision.showing import Showing  # noqa: PLC0415

    warnings.filterwarnings("ignore", module="insightface", category=FutureWarning)
    return Showing(FaceModels(open_pack(settings.vision, settings.paths.assets)))


def _judge(showing: Showing, args: argparse.Namespace) -> Iterator[Judged]:
    files = list(_files(args.images))
    if not files:
        raise _nothing("There is no picture and no film among what was named.")
    if args.sequence:
        yield Judged(", ".join(map(str, args.images)), "", showing.pictures(files, args.rate), showing.threshold)
        return
    for file in files:
        yield _one(showing, file)


def _one(showing: Showing, file: Path) -> Judged:
    film = file.suffix.lower() in FILMS
    shown = showing.film(file) if film else showing.pictures([file], 1.0)
    return Judged(str(file), file.parent.name, shown, showing.threshold)


def _bench(showing: Showing, args: argparse.Namespace) -> dict[str, Any]:
    from kiosk.vision.metrics import equal_error  # noqa: PLC0415

    alive = list(_presentations(showing, args.bona_fide, args))
    attacks = list(_presentations(showing, args.attacks, args))
    if not alive or not attacks:
        raise _nothing("A bench takes at least one picture or film in each of the two folders.")
    kinds = {one.kind for one in attacks}
    per_kind = {kind: _share(one.accepted for one in attacks if one.kind == kind) for kind in sorted(kinds)}
    equal = equal_error(_scores(alive), _scores(attacks))
    return {
        "bona_fide": len(alive),
        "attacks": len(attacks),
        "apcer": per_kind,
        "apcer_max": max(per_kind.values()),
        "bpcer": _share(not one.accepted for one in alive),
        "threshold": showing.threshold,
        "eer": None if equal is None else round(equal.rate, 4),
        "not_judged": {"bona_fide": _without(alive), "attacks": _without(attacks)},
        "challenge": "included" if args.challenge else "not included",
    }


def _presentations(showing: Showing, folder: Path, args: argparse.Namespace) -> Iterator[Judged]:
    """Every picture and film; with a challenge or as sequences, every folder of pictures is one and every film."""
    files = list(_files([folder]))
    together = args.challenge or args.sequence
    if not together:
        for file in files:
            yield _one(showing, file)
        return
    for film in (file for file in files if file.suffix.lower() in FILMS):
        yield Judged(str(film), film.parent.name, showing.film(film, turn=args.challenge), showing.threshold)
    pictures = [file for file in files if file.suffix.lower() in PICTURES]
    for parent in sorted({file.parent for file in pictures}):
        frames = [file for file in pictures if file.parent == parent]
        shown = showing.pictures(frames, args.rate, turn=args.challenge)
        kind = parent.parent.name if parent.parent != folder.parent else parent.name
        yield Judged(str(parent), kind, shown, showing.threshold)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Pictures and films, those of folders in the order of their names."""
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in PICTURES | FILMS)
            yield from inside
        elif path.is_file():
            yield path
        else:
            raise _nothing(f"There is no {path}.")


def _scores(judged: Iterable[Judged]) -> list[float]:
    return [0.0 if one.shown is None else one.shown.score for one in judged]


def _share(those: Iterable[bool]) -> float:
    counted = list(those)
    return round(sum(counted) / len(counted), 4)


def _without(judged: Iterable[Judged]) -> int:
    return sum(one.shown is None for one in judged)


def _as_dict(one: Judged) -> dict[str, Any]:
    if one.shown is None:
        return {"image": one.name, "reason": one.reason, "score": None, "live": None, "cues": {}, "faces": 0}
    return {"image": one.name, "reason": one.reason, "live": one.accepted, **one.shown.as_dict()}


def _line(one: Judged) -> str:
    if one.shown is None:
        return f"{one.name}: {_REASONS[one.reason]}"
    named = [cue.name for cue in one.shown.cues if cue.penalty]
    why = f"; suspicious: {', '.join(named)}" if named else ""
    state = "alive" if one.accepted else "not alive"
    many = f"; {_REASONS[one.reason]}" if one.reason else ""
    return f"{one.name}: {state}, {one.shown.score:.2f} of {one.threshold:.2f}{why}{many}"


def _bench_lines(told: dict[str, Any]) -> list[str]:
    lines = [
        f"bona fide {told['bona_fide']}, refused {told['bpcer']:.1%} (BPCER)",
        f"attacks {told['attacks']}, accepted {told['apcer_max']:.1%} of the worst kind (APCER)",
        f"threshold {told['threshold']:.2f}, challenge {told['challenge']}",
    ]
    return lines + [f"  {kind or '(no folder)'}: {rate:.1%}" for kind, rate in told["apcer"].items()]


def _print(as_json: bool, told: dict[str, Any], lines: list[str]) -> None:
    print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines))


def _nothing(why: str) -> Problem:
    return Problem("face.pictures", Family.PERMANENT, resident=_TOLD, technician=why)
