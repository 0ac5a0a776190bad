"""`python -m kiosk face bench DIR`: how well faces are told apart on a folder of pictures, and what that takes."""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.settings import KioskSettings
from sync.contract.settings import load

if TYPE_CHECKING:
    from kiosk.vision.metrics import Accepted
    from kiosk.vision.pairs import Pair, Unclear
    from kiosk.vision.still import Still, Stills

FARS = {"1e-2": 1e-2, "1e-3": 1e-3, "1e-4": 1e-4}
PROGRESS_S = 5.0
LIVENESS_PICTURES = 200
"""So many are enough to tell what liveness takes."""
TOLD = 50
"""No more failed lines than this are told one by one."""


EXPLAINED = """\
A score is the cosine of two embeddings, -1 to 1; a pair is accepted from the threshold on. eer, tar_at_far and
all other rates are shares, 0 to 1. latency_ms is the median of each step; align and embed are of one face.

Pictures in which no face is found, or that cannot be read, cannot be compared; those with more than one person are
refused, as the kiosk refuses them. Both are told under "failed" and are not in eer and tar_at_far;
"tar_at_far_with_failures" counts them as residents who were turned away. "with_several_faces" gives eer and
tar_at_far once more with pictures of several people, each pair by the two faces that are most alike.

Pictures of the list are looked for below DIR, then beside the list, then as they are written. Lines of it may be:
  a.jpg b.jpg 1           blanks, tabs, commas or semicolons; 1/0, same/different, genuine/impostor, ...
  Name 1 2                LFW: Name/Name_0001.jpg and Name/Name_0002.jpg are one person
  Name 1 Other 2          LFW: two people
  {"a": "a.jpg", "b": "b.jpg", "same": true}      JSON, one object a line or all in a list
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXPLAINED
    parser.add_argument("folder", metavar="DIR", type=Path, help="pictures, below which the list finds its own")
    parser.add_argument(
        "--pairs",
        metavar="FILE",
        type=Path,
        help="LFW's pairs.txt, a table of two pictures and a label (1/0, same/different, genuine/impostor, ...), or "
        "JSON; default: every two pictures of DIR/PERSON/*",
    )
    parser.add_argument("--limit", metavar="N", type=_positive, help="no more pairs than this")
    parser.add_argument(
        "--portrait",
        metavar="BYTES",
        type=_positive,
        nargs="?",
        const=3000,
        help="compare the chip portrait of the first picture, 102×126 and so many bytes (default: %(const)s)",
    )
    parser.add_argument("--pack", help="packaged, clean or a folder (default: as configured)")


def main(args: argparse.Namespace) -> int:
    """0 when something was measured, 1 when no pair could be compared, 2 when there is nothing to measure on."""
    from kiosk.vision.pairs import pairs_of_people, read_pairs  # noqa: PLC0415  --help needs no numbers
    from kiosk.vision.still import open_stills  # noqa: PLC0415

    warnings.filterwarnings("ignore", module="insightface", category=FutureWarning)
    unclear: list[Unclear] = []
    try:
        if not args.folder.is_dir():
            return _stop(args, f"{args.folder}: there is no such folder")
        if args.pairs is None:
            pairs = pairs_of_people(args.folder, args.limit)
        else:
            pairs, unclear = read_pairs(args.pairs, args.folder)
    except (OSError, ValueError) as error:
        return _stop(args, f"{args.pairs or args.folder}: {error}")
    pairs = pairs[: args.limit]
    if not pairs:
        first = f" (line {unclear[0].line}: {unclear[0].why})" if unclear else ""
        return _stop(args, f"no pairs in {args.pairs or args.folder}{first}")
    measured = _measure(open_stills(load(KioskSettings, args.config), args.pack), pairs, args.portrait)
    told = _told(measured, unclear, args.folder)
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_lines(told)))
    return 0 if measured.scores or measured.crowded else 1


def _positive(text: str) -> int:
    number = int(text)
    if number <= 0:
        raise argparse.ArgumentTypeError("is to be above 0")
    return number


def _stop(args: argparse.Namespace, why: str) -> int:
    print(json.dumps({"error": why}, ensure_ascii=False) if args.json else why)
    return 2


@dataclass(frozen=True)
class _Measured:
    """Every pair with its score, or with what kept it from being compared."""

    stills: Stills
    pairs: Sequence[Pair]
    scores: dict[int, float]
    """By the index of the pair."""
    crowded: dict[int, float]
    """The same where a picture shows several people: the score of the two that are most alike."""
    failed: dict[int, tuple[Path, str]]
    pictures: dict[Path, str]
    """Pictures that cannot be compared, with the reason."""
    seen: int
    portrait: int | None


def _measure(stills: Stills, pairs: Sequence[Pair], portrait: int | None) -> _Measured:
    wanted = dict.fromkeys(key for pair in pairs for key in ((pair.first, portrait), (pair.second, None)))
    seen = {(path, size): still for path, size, still in _see(stills, list(wanted))}
    scores: dict[int, float] = {}
    crowded: dict[int, float] = {}
    failed: dict[int, tuple[Path, str]] = {}
    for index, pair in enumerate(pairs):
        first, second = seen[pair.first, portrait], seen[pair.second, None]
        score = first.likeness(second)
        if first.reason or second.reason:
            failed[index] = (pair.first, first.reason) if first.reason else (pair.second, second.reason)
            crowded |= {} if score is None else {index: score}
        elif score is not None:
            scores[index] = score
    pictures = {path: still.reason for (path, _), still in seen.items() if still.reason}
    return _Measured(stills, pairs, scores, crowded, failed, pictures, len(seen), portrait)


def _see(stills: Stills, wanted: Sequence[tuple[Path, int | None]]) -> Iterator[tuple[Path, int | None, Still]]:
    """Every picture once."""
    told = time.monotonic()
    for number, (path, size) in enumerate(wanted):
        yield path, size, stills.see(path, portrait=size, live=number < LIVENESS_PICTURES, closely=False)
        if time.monotonic() - told >= PROGRESS_S:
            told = time.monotonic()
            print(f"{number + 1} of {len(wanted)} pictures", file=sys.stderr, flush=True)


def _told(measured: _Measured, unclear: Sequence[Unclear], folder: Path) -> dict[str, Any]:
    from kiosk.vision.metrics import accepted_at, equal_error, rates_at  # noqa: PLC0415

    pairs, stills = measured.pairs, measured.stills
    genuine, impostor = _parted(measured.scores, pairs)
    all_genuine = sum(pair.genuine for pair in pairs)
    # Whoever cannot be compared is not let in: a failed genuine pair is a refusal.
    share = len(genuine) / all_genuine if all_genuine else 0.0
    equal = equal_error(genuine, impostor)
    accepted = {name: accepted_at(genuine, impostor, far) for name, far in FARS.items()}
    rates = rates_at(genuine, impostor, stills.thresholds.match)
    return {
        "pairs": len(pairs),
        "genuine": all_genuine,
        "impostor": len(pairs) - all_genuine,
        "compared": {"pairs": len(measured.scores), "genuine": len(genuine), "impostor": len(impostor)},
        "eer": None if equal is None else _rounded(equal.rate),
        "eer_threshold": None if equal is None else _rounded(equal.threshold),
        "tar_at_far": {name: None if at is None else _rounded(at.tar) for name, at in accepted.items()},
        "tar_at_far_with_failures": {
            name: None if at is None else _rounded(at.tar * share) for name, at in accepted.items()
        },
        "tar_at_far_supported": {name: at is not None and at.supported for name, at in accepted.items()},
        "threshold_at_far": {name: None if at is None else _rounded(at.threshold) for name, at in accepted.items()},
        "threshold": stills.thresholds.match,
        "at_threshold": {
            "far": _rounded(rates.far),
            "frr": _rounded(rates.frr),
            "frr_with_failures": None if rates.frr is None else _rounded(1 - (1 - rates.frr) * share),
            "accuracy": _rounded(rates.accuracy),
        },
        "latency_ms": stills.latency_ms(0.5),
        "latency_ms_p95": stills.latency_ms(0.95),
        "pictures": measured.seen,
        "failed": _failed(measured, unclear, folder),
        "with_several_faces": _with_several_faces(measured),
        "notes": _notes(accepted, len(genuine), len(impostor)),
        "portrait_bytes": measured.portrait,
        "pack": stills.pack,
    }


def _parted(scores: dict[int, float], pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
    """Scores of the genuine and of the impostor pairs."""
    genuine = [score for index, score in scores.items() if pairs[index].genuine]
    return genuine, [score for index, score in scores.items() if not pairs[index].genuine]


def _with_several_faces(measured: _Measured) -> dict[str, Any]:
    """The figures when pictures of several people are not refused: is one of these one of those?"""
    from kiosk.vision.metrics import accepted_at, equal_error  # noqa: PLC0415

    genuine, impostor = _parted(measured.scores | measured.crowded, measured.pairs)
    equal = equal_error(genuine, impostor)
    accepted = {name: accepted_at(genuine, impostor, far) for name, far in FARS.items()}
    return {
        "pairs": len(measured.crowded),
        "compared": {"genuine": len(genuine), "impostor": len(impostor)},
        "eer": None if equal is None else _rounded(equal.rate),
        "tar_at_far": {name: None if at is None else _rounded(at.tar) for name, at in accepted.items()},
    }


def _failed(measured: _Measured, unclear: Sequence[Unclear], folder: Path) -> dict[str, Any]:
    """What could not be compared: nothing of it is in eer and tar_at_far."""
    reasons = list(measured.pictures.values())
    lines = [
        {"line": measured.pairs[index].line, "picture": _relative(path, folder), "reason": reason}
        for index, (path, reason) in list(measured.failed.items())[:TOLD]
    ]
    return {
        "pairs": len(measured.failed),
        "genuine": sum(measured.pairs[index].genuine for index in measured.failed),
        "impostor": sum(not measured.pairs[index].genuine for index in measured.failed),
        "pictures": len(measured.pictures),
        "reasons": {reason: reasons.count(reason) for reason in sorted(set(reasons))},
        "lines": lines,
        "unclear_lines": [{"line": one.line, "why": one.why} for one in unclear[:TOLD]],
        "unclear": len(unclear),
    }


def _relative(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _notes(accepted: dict[str, Accepted | None], genuine: int, impostor: int) -> list[str]:
    """What the figures do not say."""
    notes = [
        f"FAR {name} takes {round(1 / FARS[name])} impostor pairs, there are {impostor}: TAR is told at none accepted"
        for name, at in accepted.items()
        if at is not None and not at.supported
    ]
    if not genuine or not impostor:
        notes.append(f"{genuine} genuine and {impostor} impostor pairs were compared: no error rate without both")
    return notes


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _lines(told: dict[str, Any]) -> Iterator[str]:
    compared, failed, at = told["compared"], told["failed"], told["at_threshold"]
    yield (
        f"{told['pack']}: {told['pairs']} pairs, compared {compared['genuine']} genuine "
        f"and {compared['impostor']} impostor ones"
    )
    yield f"EER {_percent(told['eer'])}"
    for name, tar in told["tar_at_far"].items():
        worse = _percent(told["tar_at_far_with_failures"][name])
        yield f"TAR at FAR {name}: {_percent(tar)}, {worse} with what could not be compared"
    yield (
        f"at the threshold {told['threshold']}: FAR {_percent(at['far'])}, FRR {_percent(at['frr'])}, "
        f"right {_percent(at['accuracy'])}"
    )
    steps = ", ".join(f"{step} {'–' if ms is None else f'{ms:.1f}'}" for step, ms in told["latency_ms"].items())
    yield f"milliseconds (median): {steps}"
    if failed["pairs"]:
        reasons = ", ".join(f"{count} {reason}" for reason, count in failed["reasons"].items())
        yield f"not compared: {failed['pairs']} pairs; pictures: {reasons}"
        crowded = told["with_several_faces"]
        if crowded["pairs"]:
            yield f"EER with the {crowded['pairs']} pairs of several faces, each by its best score: " + _percent(
                crowded["eer"]
            )
        for line in failed["lines"]:
            where = f"line {line['line']}: " if line["line"] else ""
            yield f"  {where}{line['picture']}: {line['reason']}"
    for line in failed["unclear_lines"]:
        yield f"  line {line['line']}: {line['why']}"
    yield from told["notes"]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"
