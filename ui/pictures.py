"""`python -m ui.pictures OUT`: draws every page with its sample into PNG files, and an index to look at them."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from kiosk.settings import IdleSettings
from ui.hand import Hand
from ui.samples import SAMPLES
from ui.shell import QmlScreen
from ui.window import Front, WindowPlan, open_front

_SETTLE_MS = 260
"""Longer than the fade of a page."""


def main(arguments: list[str]) -> int:
    """Returns 0 when every page was drawn."""
    parser = argparse.ArgumentParser("python -m ui.pictures", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1080x1920", help="default: %(default)s")
    parser.add_argument("--language", choices=["zh", "en"], default="zh")
    parser.add_argument("--elder", action="store_true", help="large text, high contrast")
    parser.add_argument("--reach", action="store_true", help="controls within reach of a wheelchair")
    parser.add_argument("--assets", type=Path, default=Path(".assets"), help="default: %(default)s")
    parser.add_argument("--only", nargs="*", choices=sorted(SAMPLES), help="some pages")
    args = parser.parse_args(arguments)
    width, height = (int(part) for part in args.size.split("x"))
    front = open_front(WindowPlan(width=width, height=height, assets=args.assets, zone="A", number="03"))
    args.out.mkdir(parents=True, exist_ok=True)
    screen = QmlScreen(front.shell, IdleSettings())
    front.preview.feed(Mirror(args.assets / "scenes" / "wang").latest_frame)
    front.shell.hurry(0)
    names = args.only or list(SAMPLES)
    for name in names:
        screen.update(SAMPLES[name])
        # The attract page forgets how the resident before liked to see it.
        front.shell.setProperty("language", args.language)
        front.shell.setProperty("elder", args.elder)
        front.shell.setProperty("reach", args.reach)
        _save(front, args.out / f"{name}.png")
    if args.only is None:
        names += draw_states(front, screen, args.out)
    figures = "\n".join(
        f'<figure><img src="{name}.png" width="{width // 3}"><figcaption>{name}</figcaption></figure>' for name in names
    )
    style = "body{display:flex;flex-wrap:wrap;gap:16px;font-family:sans-serif;background:#888}figure{margin:0}"
    (args.out / "index.html").write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{figures}", "utf-8")
    print(f"{len(names)} pages in {args.out}")
    return 0


class Mirror:
    """What the camera would see: the first picture of a scene, or a plain wall."""

    def __init__(self, scene: Path) -> None:
        first = next(iter(sorted(scene.glob("*.jpg"))), None)
        self._picture = QImage(str(first)) if first else QImage()
        if self._picture.isNull():
            self._picture = QImage(960, 720, QImage.Format.Format_RGB32)
            self._picture.fill("#8A8F94")
        # The vision process hands its pictures out mirrored.
        self._picture = self._picture.flipped(Qt.Orientation.Horizontal).convertToFormat(QImage.Format.Format_RGB32)
        self._seq = 0

    def latest_frame(self, _after: int = 0) -> Still:
        """Always the same picture, every time as a new one."""
        self._seq += 1
        picture = self._picture
        return Still(self._seq, picture.width(), picture.height(), bytes(picture.constBits()))


@dataclass(frozen=True)
class Still:
    """A camera picture as the vision client hands it out."""

    seq: int
    width: int
    height: int
    bgra: bytes


def draw_states(front: Front, screen: QmlScreen, out: Path) -> list[str]:
    """What shows only after a touch: search, a code half typed, the keypad of the form, the countdown."""
    hand = Hand(front.engine, front.window)
    screen.update(SAMPLES["home-many"])
    QTest.qWait(_SETTLE_MS)
    hand.touch("search_open")
    QTest.qWait(50)
    hand.type("jf")
    _save(front, out / "search.png")
    screen.update(SAMPLES["code"])
    QTest.qWait(_SETTLE_MS)
    hand.type("4081")
    _save(front, out / "code-typed.png")
    screen.update(SAMPLES["form"])
    QTest.qWait(_SETTLE_MS)
    hand.touch("field_phone")
    QTest.qWait(50)
    hand.type("13800")
    _save(front, out / "form-keypad.png")
    front.shell.count(11, warning=True)
    _save(front, out / "timeout.png")
    front.shell.count(0, warning=False)
    return ["search", "code-typed", "form-keypad", "timeout"]


def _save(front: Front, target: Path) -> None:
    QTest.qWait(_SETTLE_MS)
    front.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    if not front.window.grabWindow().save(str(target)):
        raise OSError(f"{target} cannot be written")


if __name__ == "__main__":
    asyncio.set_event_loop(asyncio.new_event_loop())
    sys.exit(main(sys.argv[1:]))
