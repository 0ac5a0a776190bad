"""`python -m ui.i18n` compiles the translations; `python -m ui.i18n --collect` brings in new sentences first."""

from __future__ import annotations

import sys

from ui.i18n import collect, compile_all


def main(arguments: list[str]) -> int:
    """Compiles; returns 0."""
    if "--collect" in arguments:
        collect()
    for made in compile_all():
        print(f"compiled {made.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
