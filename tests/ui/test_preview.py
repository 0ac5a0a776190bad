"""The camera is a mirror while a face is checked, and forgotten afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from kiosk.vision.ring import FrameRing
from tests.ui.rig import Kiosk
from ui.preview import PreviewProvider
from ui.samples import SAMPLES

RED, BLUE = (0, 0, 255, 255), (255, 0, 0, 255)


@dataclass
class Frame:
    seq: int
    width: int = 4
    height: int = 2
    # Left half red, right half blue, in the byte order of the vision process.
    bgra: bytes = bytes((*RED, *RED, *BLUE, *BLUE)) * 2


def test_a_picture_is_drawn_in_its_colours_and_forgotten() -> None:
    provider = PreviewProvider()
    provider.put(Frame(1))
    image = provider.requestImage("1", QSize(), QSize())
    assert (image.width(), image.height()) == (4, 2)
    assert image.pixelColor(0, 0) == QColor("red") and image.pixelColor(3, 1) == QColor("blue")
    provider.forget()
    left = provider.requestImage("2", QSize(), QSize())
    assert all(left.pixelColor(x, y) == QColor("black") for x in range(left.width()) for y in range(left.height()))


def test_pictures_come_during_a_face_check_only_and_as_the_vision_process_mirrored_them(kiosk: Kiosk) -> None:
    taken: list[int] = []

    def latest(_after: int) -> Frame:
        taken.append(len(taken) + 1)
        return Frame(taken[-1])

    kiosk.front.preview.feed(latest)
    kiosk.screen.update(SAMPLES["card"])
    assert not kiosk.front.preview.running
    kiosk.screen.update(SAMPLES["face"])
    kiosk.until(lambda: len(taken) >= 3 and kiosk.shell.frame >= 3)
    kiosk.settle()
    shown = kiosk.front.window.grabWindow()
    oval = kiosk.hand.where("mirror")
    assert oval is not None
    middle = round(oval["y"] + oval["height"] * 0.4)
    left = shown.pixelColor(round(oval["x"] + oval["width"] * 0.35), middle)
    right = shown.pixelColor(round(oval["x"] + oval["width"] * 0.65), middle)
    assert left.red() > 200 > left.blue() and right.blue() > 200 > right.red(), "mirrored once, not twice"
    kiosk.screen.update(SAMPLES["record"])
    assert not kiosk.front.preview.running
    left = kiosk.front.pictures.requestImage("0", QSize(), QSize())
    assert left.pixelColor(0, 0) == QColor("black"), "the last picture is gone with the page"
    count = len(taken)
    kiosk.settle()
    assert len(taken) == count


def test_a_picture_that_was_drawn_is_not_drawn_again(kiosk: Kiosk) -> None:
    kiosk.screen.update(SAMPLES["face"])
    ring = FrameRing.create()
    kiosk.front.preview.feed(ring.latest)
    ring.write(4, 2, memoryview(Frame(1).bgra))
    kiosk.front.preview.fetch()
    before = kiosk.shell.frame
    kiosk.front.preview.fetch()
    assert kiosk.shell.frame == before
    ring.write(4, 2, memoryview(Frame(2).bgra))
    kiosk.front.preview.fetch()
    assert kiosk.shell.frame == before + 1
    ring.close()
    kiosk.screen.update(SAMPLES["record"])
