"""`python -m ocr bench`: how well and at what cost papers are read, beside other readers."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
from pathlib import Path
from typing import Any

from ocr import problems
from ocr.settings import PaperSettings
from sync.contract.settings import load

_MEASURING = "bench.ocr"
"""By name: what measures is not installed with what is measured."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    parser.add_argument("--seed", type=int, default=1, help="of the papers that are drawn (default: %(default)s)")
    parser.add_argument("--count", type=int, default=60, help="documents to draw (default: %(default)s)")
    parser.add_argument("--folder", metavar="DIR", type=Path, help="measure on this folder with truth.json instead")
    parser.add_argument("--no-peers", action="store_true", help="only the profiles of this project")


def main(args: argparse.Namespace) -> int:
    """0 when everything that is here was measured."""
    if importlib.util.find_spec("bench") is None:
        raise problems.no_measuring()
    bench: Any = importlib.import_module(_MEASURING)
    assets = load(PaperSettings, args.config).paths.assets
    figures = bench.measure(args.folder, args.seed, args.count, assets, args.config, peers=not args.no_peers)
    print(json.dumps(bench.as_dict(figures), ensure_ascii=False) if args.json else bench.table(figures))
    return 0
