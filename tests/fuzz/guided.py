"""`python -m tests.fuzz.guided WIRE BYTES FOLDER`: one wire under atheris; started by `python -m tests.fuzz`."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

import atheris

from tests.fuzz.hostile import LONGEST, mutated
from tests.fuzz.table import load

HANG_S = 20
"""One input of at most 4 KiB that takes longer is a hang."""


def main(name: str, budget: int, folder: Path) -> None:
    """Fuzzes in this process, which then ends: libFuzzer knows no other end."""
    with atheris.instrument_imports(include=["devices", "pyipp"]):
        wire = load(name)
    for number, seed in enumerate(wire.seeds()):
        (folder / f"seed-{number}").write_bytes(seed[:LONGEST])
    dice = random.Random(name)
    runs = fed = 0
    started = time.monotonic()

    def one(data: bytes) -> None:
        nonlocal runs, fed
        wire.attempt(data)
        runs, fed = runs + 1, fed + len(data)
        if fed >= budget or runs > budget:
            print(json.dumps({"runs": runs, "bytes": fed, "s": time.monotonic() - started}), flush=True)
            os._exit(0)

    def change(data: bytes, most: int, seed: int) -> bytes:
        dice.seed(seed)
        return mutated(data, dice)[:most] if seed % 2 else bytes(atheris.Mutate(data, most))

    options = [f"-max_len={LONGEST}", "-len_control=0", f"-timeout={HANG_S}", f"-artifact_prefix={folder}/failed-"]
    atheris.Setup([sys.argv[0], *options, str(folder)], one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
