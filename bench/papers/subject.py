"""`python -m bench.papers.subject PROFILE FOLDER`: the reader of this project over a folder, what it read and cost."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict

from bench.papers.truth import DocumentTruth, load
from ocr.assembly import open_reader
from ocr.files import Frame, frames, read_bytes
from ocr.reading import Reading
from ocr.settings import PaperSettings, Profile
from sync.contract.settings import load as settings_of


class Read(BaseModel):
    """One document."""

    model_config = ConfigDict(frozen=True)

    reading: Reading
    cpu_s: float
    wall_s: float


class Account(BaseModel):
    """All documents of a folder, in the order of its truth."""

    model_config = ConfigDict(frozen=True)

    documents: tuple[Read, ...]
    peak_mb: float


def main(arguments: list[str]) -> int:
    """Prints an Account as JSON."""
    parser = argparse.ArgumentParser("python -m bench.papers.subject", description=__doc__)
    parser.add_argument("profile", choices=get_args(Profile))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--config", type=Path, default=Path("config.toml"))
    args = parser.parse_args(arguments)
    settings = settings_of(PaperSettings, args.config)
    # Seconds of the processor are compared, and threads that wait for each other burn some.
    one_thread = settings.model_copy(update={"ocr": settings.ocr.model_copy(update={"threads": 1})})
    reader = open_reader(one_thread, args.profile)
    documents = []
    for document in load(args.folder).documents:
        began, clock = time.process_time(), time.perf_counter()
        reading = reader.read(_pictures(args.folder, document))
        documents.append(Read(reading=reading, cpu_s=time.process_time() - began, wall_s=time.perf_counter() - clock))
    print(Account(documents=tuple(documents), peak_mb=_peak_mb()).model_dump_json())
    return 0


def _pictures(folder: Path, document: DocumentTruth) -> Iterator[tuple[int, Frame]]:
    for number, name in enumerate(document.files):
        for frame in frames(read_bytes(folder / name)):
            yield number, frame


def _peak_mb() -> float:
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
