"""The commands of `python -m center`, one module each."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from center.centre import Centre
from center.settings import CenterSection, CenterSettings
from sync.contract.settings import load


def settings(args: argparse.Namespace) -> CenterSection:
    """The [center] table, with --state before it."""
    section = load(CenterSettings, args.config).center
    return section.model_copy(update={"state": args.folder}) if args.folder else section


@contextmanager
def centre(args: argparse.Namespace) -> Iterator[Centre]:
    """The centre of the state folder, beside a running server or without one."""
    section = settings(args)
    opened = Centre.open(section.state, demo_residents=section.demo_residents)
    try:
        yield opened
    finally:
        opened.close()


def tell(args: argparse.Namespace, facts: Mapping[str, Any], text: str) -> None:
    """Prints the result: `facts` with --json, else `text`."""
    print(json.dumps(facts, ensure_ascii=False) if args.json else text)
