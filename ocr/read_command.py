"""`python -m ocr read FILE…`: what stands on papers."""

from __future__ import annotations

import argparse
import itertools
from datetime import date
from pathlib import Path
from typing import get_args

from ocr.reading import Kind, Reading
from ocr.settings import PaperSettings, Profile
from sync.contract.settings import load


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="pictures or PDFs of one document, in order"
    )
    parser.add_argument("--kind", type=Kind, choices=list(Kind), metavar="KIND", help=f"one of {', '.join(Kind)}")
    parser.add_argument("--profile", choices=get_args(Profile), help="accurate or fast (default: configured)")


def main(args: argparse.Namespace) -> int:
    """0 when the papers were read, 1 when one cannot be."""
    from ocr.files import frames, read_bytes  # noqa: PLC0415  --help needs none of it

    settings = load(PaperSettings, args.config)
    files = [frames(read_bytes(path)) for path in args.files]
    pictures = ((number, frame) for number, file in enumerate(files) for frame in file)
    first = next(pictures)  # what cannot be opened is told before models are loaded

    from ocr.assembly import open_reader  # noqa: PLC0415

    reading = open_reader(settings, args.profile).read(itertools.chain([first], pictures), args.kind, date.today())
    print(reading.model_dump_json() if args.json else as_text(reading))
    return 0


def as_text(reading: Reading) -> str:
    """For people."""
    told = [f"{reading.kind} ({reading.confidence:.0%})"]
    for name, field in reading.fields.items():
        passed = ", ".join(f"{check} {'passed' if good else 'FAILED'}" for check, good in field.checks.items())
        told.append(
            f"  {name}: {field.value or 'to be asked'} ({field.confidence:.0%}{', ' if passed else ''}{passed})"
        )
    for number, page in enumerate(reading.pages, 1):
        told.append(f"page {number}: turned {page.orientation}°, blur {page.blur:.2f}{', blank' if page.blank else ''}")
        told += [f"  {line.text}" for line in page.lines]
    told += [f"! {advice.en}" for advice in reading.advice]
    return "\n".join(told)
