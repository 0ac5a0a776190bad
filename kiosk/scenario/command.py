"""`python -m kiosk scenario wang|fund-withdraw|identity`: plays a visit, or every way to say who one is."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.settings import KioskSettings
from kiosk.visit import Outcome
from sync.contract.settings import load

if TYPE_CHECKING:
    from kiosk.scenario.identity import Told

WRONG_USAGE = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    from kiosk.scenario.faults import FAULTS  # noqa: PLC0415  the table of faults is the help text
    from kiosk.scenario.troubles import TROUBLES  # noqa: PLC0415  the same
    from kiosk.scenario.withdrawal import FAULTS as WITHDRAWAL  # noqa: PLC0415  the same

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    meanings = {
        "wang": {name: fault.meaning for name, fault in FAULTS.items()},
        "fund-withdraw": {name: fault.meaning for name, fault in WITHDRAWAL.items()},
        "identity": {name: trouble.meaning for name, trouble in TROUBLES.items()},
    }
    parser.epilog = "\n".join(
        f"faults of {name}:\n" + "\n".join(f"  {fault:22} {meaning}" for fault, meaning in told.items())
        for name, told in meanings.items()
    )
    parser.add_argument(
        "name",
        choices=["wang", "fund-withdraw", "identity"],
        help="wang: 王女士 prints her social-insurance record at midnight; "
        "fund-withdraw: she lays down six pages, and they fill the form for her housing fund; "
        "identity: every way to say and prove who one is, for every item, with everything that can go wrong",
    )
    parser.add_argument("--fault", metavar="FAULT", help="what goes wrong, see below; identity: also `none`")
    parser.add_argument("--item", default="", metavar="CODE", help="identity: only this item")
    parser.add_argument("--way", default="", help="identity: only this way in or check, or both as id-card+pin")
    parser.add_argument(
        "--pace", choices=["adult", "senior"], default="adult", help="not of identity: the human pace (default: adult)"
    )
    parser.add_argument("--out", type=Path, help="where the printed sheets go (default: out/NAME)")


def main(args: argparse.Namespace) -> int:
    """0 when all is as it should be and nothing is left behind, else 1."""
    play = {"wang": _wang, "fund-withdraw": _withdrawal, "identity": _identity}
    return play[args.name](args)


def _wang(args: argparse.Namespace) -> int:
    """0 when she has her certificate, 1 when the fault was handled another way."""
    from kiosk.scenario.faults import FAULTS  # noqa: PLC0415  --help needs it, other commands do not
    from kiosk.scenario.night import play  # noqa: PLC0415  --help needs none of it

    if args.item or args.way or not _known(args.fault, list(FAULTS)):
        return WRONG_USAGE
    settings = load(KioskSettings, args.config)
    played = asyncio.run(play(settings, fault=args.fault, pace=args.pace, out=args.out or Path("out/wang")))
    figures = played.as_dict(args.fault)
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        _tell(figures)
    good = played.report.outcome is Outcome.DONE and not played.residue
    print("nothing left behind" if not played.residue else f"LEFT BEHIND: {played.residue}", file=sys.stderr)
    return 0 if good else 1


def _withdrawal(args: argparse.Namespace) -> int:
    """0 when everything came as it should, with the fault that was asked for."""
    from kiosk.scenario.withdrawal import FAULTS, play  # noqa: PLC0415  --help needs it, other commands do not

    if args.item or args.way or not _known(args.fault, list(FAULTS)):
        return WRONG_USAGE
    settings = load(KioskSettings, args.config)
    out = args.out or Path("out/fund-withdraw")
    played = asyncio.run(play(settings, fault=args.fault, pace=args.pace, out=out))
    figures = played.as_dict(args.fault)
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        _tell(figures)
    return 0 if played.good else 1


def _identity(args: argparse.Namespace) -> int:
    """0 when every visit ended as its rule says, nothing is left anywhere, and no path was forgotten."""
    from kiosk.scenario.identity import NO_FAULT, Wanted, play  # noqa: PLC0415  --help needs none of it
    from kiosk.scenario.troubles import TROUBLES  # noqa: PLC0415  the same

    if not _known(args.fault, [*TROUBLES, NO_FAULT]):
        return WRONG_USAGE
    wanted = Wanted(item=args.item, way=args.way, fault=args.fault or "")
    told = asyncio.run(play(load(KioskSettings, args.config), wanted, args.out or Path("out/identity")))
    if args.json:
        rows = [row.as_dict() for row in told.rows]
        print(
            json.dumps(
                {"rows": rows, "missing": told.missing, "longer": told.longer, "good": told.good}, ensure_ascii=False
            )
        )
    else:
        _tell_rows(told)
    return 0 if told.good else 1


def _known(fault: str | None, faults: list[str]) -> bool:
    if fault is None or fault in faults:
        return True
    print(f"no fault {fault!r}; there are: {', '.join(faults)}", file=sys.stderr)
    return False


def _tell_rows(told: Told) -> None:
    """A table, a visit a line, and below it what is not as it should be."""
    layout = "{:24}{:4}{:31}{:13}{:20}{:13}{:10}{:>5}{:>9}{:>10}  {}"
    print(
        layout.format("item", "act", "entry", "check", "fault", "outcome", "proof", "steps", "machine", "attended", "")
    )
    for row in told.rows:
        says = row.as_dict()
        seconds = f"{says['machine_s']:.1f} s", f"{says['attended_s']:.1f} s"
        names = (says["item"], says["act"], says["entry"], says["check"] or "-", says["fault"] or "-")
        good = "WRONG" if says["wrong"] else "LEFT BEHIND" if says["residue"] or says["memory"] else "ok"
        print(layout.format(*names, says["outcome"], says["proof"] or "-", says["steps"], *seconds, good))
        for what in ("wrong", "residue", "memory"):
            for line in says[what]:
                print(f"    {what}: {line}")
    for path in told.missing:
        print(f"MISSING: {path} is offered, and no visit was played")
    for line in told.longer:
        print(f"TOO LONG: {line}")
    print(f"{len(told.rows)} visits, {'all as they should be' if told.good else 'NOT all as they should be'}")


def _tell(figures: dict[str, object]) -> None:
    for key, value in figures.items():
        if isinstance(value, list):
            print(f"{key}:")
            for line in value:
                print("  " + (" ".join(f"{k}={v}" for k, v in line.items()) if isinstance(line, dict) else str(line)))
        else:
            print(f"{key}: {value}")
