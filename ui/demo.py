"""`python -m ui.demo`: 王女士's night visit in the real window, with a picture of every page she sees."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync

from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import FaceCheck, FaceHint, FillForm, Page, Printing, PrintState
from kiosk.scenario.faults import FAULTS
from kiosk.scenario.night import play
from kiosk.scenario.personas import Wang
from kiosk.services import Services
from kiosk.settings import KioskSettings
from kiosk.visit import Outcome
from sync.contract.problem import Problem
from sync.contract.settings import load
from ui.hand import Hand
from ui.shell import QmlScreen
from ui.window import Front, WindowPlan, open_front

READY_S = 3.0
"""How long a control may take to become touchable."""
SETTLE_S = 0.3
"""Longer than the fade of a page, so that its picture is whole."""


class Album:
    """Numbered pictures of the window; keeps count of the time they took."""

    def __init__(self, front: Front, folder: Path) -> None:
        self._front = front
        self._folder = folder
        self._count = 0
        self.spent_s = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()

    async def take(self, name: str) -> None:
        """Waits for the page to stand still and saves what is on the glass."""
        began = time.perf_counter()
        await asyncio.sleep(SETTLE_S)
        self._count += 1
        self._front.window.grabWindow().save(str(self._folder / f"{self._count:02}-{name}.png"))
        self.spent_s += time.perf_counter() - began


class AtTheWindow:
    """王女士 with a finger on the glass. Implements Resident."""

    def __init__(self, wang: Wang, screen: QmlScreen, hand: Hand, album: Album) -> None:
        self._wang = wang
        self._screen = screen
        self._hand = hand
        self._album = album
        self._later: set[asyncio.Task[None]] = set()

    async def meet(self, page: Page) -> Answer | None:
        """Looks at the page, touches what she wants, and returns what the window made of it."""
        shown = asyncio.ensure_future(self._screen.show(page))
        try:
            if not isinstance(page, FaceCheck | Printing):
                await self._album.take(page.kind)
            wish = await self._wang.meet(page)
            if wish is not None:
                await self._touch(page, wish)
            return await shown
        finally:
            shown.cancel()

    def see(self, page: Page) -> None:
        """The page changes under her eyes; its telling moments are pictures too."""
        self._screen.update(page)
        self._wang.see(page)
        telling = (isinstance(page, Printing) and page.state is PrintState.PRINTING) or (
            isinstance(page, FaceCheck) and page.hint is FaceHint.DONE
        )
        if telling and not self._later:
            task = asyncio.ensure_future(self._album.take(page.kind))
            self._later.add(task)
            task.add_done_callback(self._later.discard)

    def takes_s(self, page: Page) -> float:
        """See Resident.takes_s."""
        return self._wang.takes_s(page)

    async def _touch(self, page: Page, wish: Answer) -> None:
        """Touches what says the wish, as soon as it can be touched."""
        button = f"choose_{wish.value}" if wish.action is Action.CHOOSE else f"action_{wish.action}"
        if wish.action is Action.FILL and not isinstance(page, FillForm):
            await self._ready("key_0")
            self._hand.type(wish.values["code"])
        await self._ready(button)
        self._hand.touch(button)

    async def _ready(self, name: str) -> None:
        end = time.monotonic() + READY_S
        while not self._hand.ready(name) and time.monotonic() < end:  # noqa: ASYNC110  the page fades in
            await asyncio.sleep(0.02)


def main(arguments: list[str]) -> int:
    """0 when she has her certificate and nothing of her is left."""
    parser = argparse.ArgumentParser("python -m ui.demo", description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="default: %(default)s")
    parser.add_argument(
        "--fault",
        choices=sorted(FAULTS),
        metavar="FAULT",
        help="see `python -m kiosk scenario --help`",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    args = parser.parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)-7s %(name)s: %(message)s")
    try:
        return _run(args)
    except Problem as problem:
        print(problem.technician, file=sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    settings = load(KioskSettings, args.config)
    site = settings.site
    front = open_front(WindowPlan(assets=settings.paths.assets, zone=site.zone, number=site.number))
    album = Album(front, args.out / "pages")
    screen = QmlScreen(front.shell, settings.idle)
    hand = Hand(front.engine, front.window)

    def stage(wang: Wang, services: Services) -> AtTheWindow:
        front.preview.feed(services.vision.latest_frame)
        return AtTheWindow(wang, screen, hand, album)

    loop = qasync.QEventLoop(front.application)
    asyncio.set_event_loop(loop)
    with loop:
        played = loop.run_until_complete(play(settings, fault=args.fault, pace="adult", out=args.out, stage=stage))
    figures = played.as_dict(args.fault) | {"pictures_s": round(album.spent_s, 2)}
    (args.out / "timings.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False) if args.json else f"{played.report.outcome.value}: see {args.out}")
    return 0 if played.report.outcome is Outcome.DONE and not played.residue else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
