"""`python -m ui`: the kiosk's window. `python -m kiosk run` starts it the same way."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from ui.window import open_front, peek


def main(arguments: list[str]) -> int:
    """Draws the first frame, then loads the rest; returns 1 when config.toml cannot be used."""
    parser = argparse.ArgumentParser("python -m ui", description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
    args, _ = parser.parse_known_args(arguments)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
    front = open_front(peek(args.config))

    # Imported late: the first frame needs none of it, and a resident sees the kiosk meanwhile.
    from kiosk.settings import KioskSettings  # noqa: PLC0415
    from sync.contract.problem import Problem  # noqa: PLC0415
    from sync.contract.settings import load  # noqa: PLC0415
    from ui.app import run  # noqa: PLC0415

    try:
        settings = load(KioskSettings, args.config)
    except Problem as problem:
        print(problem.technician, file=sys.stderr)
        return 1
    return run(front, settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
