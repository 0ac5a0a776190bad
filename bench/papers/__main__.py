"""`python -m bench.papers OUT --seed 1 --count 40`: papers of fictitious people, with truth.json beside them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.papers.maker import Maker, write
from bench.papers.truth import Level
from ocr.reading import Kind
from ocr.settings import PaperSettings
from sync.contract.settings import load


def main(arguments: list[str]) -> int:
    """0 when everything was written."""
    parser = argparse.ArgumentParser("python -m bench.papers", description=__doc__)
    parser.add_argument("out", metavar="OUT", type=Path, help="folder for pictures and truth.json")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--count", type=int, default=40, help="documents (default: %(default)s)")
    parser.add_argument("--kind", type=Kind, choices=list(Kind), metavar="KIND", help=f"only one of {', '.join(Kind)}")
    parser.add_argument("--level", type=Level, choices=list(Level), help="only this level")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
    args = parser.parse_args(arguments)
    how: dict[str, Kind | Level] = {}
    how |= {"kind": args.kind} if args.kind else {}
    how |= {"level": args.level} if args.level else {}
    maker = Maker(args.seed, load(PaperSettings, args.config).paths.assets)
    truth = write(args.out, maker, args.seed, range(args.count), how=how)
    files = sum(len(document.files) for document in truth.documents)
    print(f"{len(truth.documents)} documents, {files} pictures in {args.out}; fonts: {', '.join(truth.fonts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
