"""`python -m ocr COMMAND`: reads papers and measures how well."""

from __future__ import annotations

import sys

from sync.contract.command import run

COMMANDS = {
    "read": ("read pictures or PDFs of one document", "ocr.read_command"),
    "bench": ("measure reading on papers with truth", "ocr.bench_command"),
}


def main(argv: list[str]) -> int:
    """Runs one command; only its own module is imported."""
    return run(argv, "ocr", "南中轴综合服务中心 · paper to fields", COMMANDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
