"""`python -m kiosk scenario wang`: plays a visit and prints its figures."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from kiosk.settings import KioskSettings
from kiosk.visit import Outcome
from sync.contract.settings import load


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    from kiosk.scenario.faults import FAULTS  # noqa: PLC0415  the table of faults is the help text

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "faults:\n" + "\n".join(f"  {name:22} {fault.meaning}" for name, fault in FAULTS.items())
    parser.add_argument("name", choices=["wang"], help="wang: 王女士 prints her social-insurance record at midnight")
    parser.add_argument("--fault", choices=sorted(FAULTS), metavar="FAULT", help="what goes wrong, see below")
    parser.add_argument("--pace", choices=["adult", "senior"], default="adult", help="the human pace (default: adult)")
    parser.add_argument(
        "--out", type=Path, default=Path("out/wang"), help="where the printed sheets go (default: out/wang)"
    )


def main(args: argparse.Namespace) -> int:
    """0 when she has her certificate, 1 when the fault was handled another way."""
    from kiosk.scenario.night import play  # noqa: PLC0415  --help needs none of it

    settings = load(KioskSettings, args.config)
    played = asyncio.run(play(settings, fault=args.fault, pace=args.pace, out=args.out))
    figures = played.as_dict(args.fault)
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        _tell(figures)
    good = played.report.outcome is Outcome.DONE and not played.residue
    print("nothing left behind" if not played.residue else f"LEFT BEHIND: {played.residue}", file=sys.stderr)
    return 0 if good else 1


def _tell(figures: dict[str, object]) -> None:
    for key, value in figures.items():
        if isinstance(value, list):
            print(f"{key}:")
            for line in value:
                print("  " + (" ".join(f"{k}={v}" for k, v in line.items()) if isinstance(line, dict) else str(line)))
        else:
            print(f"{key}: {value}")
