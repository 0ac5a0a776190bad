"""Makes the pictures of the README from the pages that `make demo` saved in out/demo/pages."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

PAGES = Path("out/demo/pages")
OUT = Path("docs/pictures")
HOME = "ChooseItem"
JOURNEY = ("Attract", "PresentCard", "Consent", "Record", "Printing", "Rate")
"""Not the face check: nobody's face is committed."""
HOME_WIDTH = 480
STRIP_WIDTH = 240
GAP = 12


def main() -> int:
    """Writes home.png and journey.png."""
    OUT.mkdir(parents=True, exist_ok=True)
    save(page(HOME, HOME_WIDTH), "home.png")
    strip = [page(name, STRIP_WIDTH) for name in JOURNEY]
    whole = QImage(len(strip) * (STRIP_WIDTH + GAP) - GAP, strip[0].height(), QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    painter = QPainter(whole)
    for at, each in enumerate(strip):
        painter.drawImage(at * (STRIP_WIDTH + GAP), 0, each)
    painter.end()
    save(whole, "journey.png")
    return 0


def page(name: str, width: int) -> QImage:
    """One saved page, scaled down."""
    found = sorted(PAGES.glob(f"*-{name}.png"))
    if not found:
        raise SystemExit(f"{PAGES} has no picture of {name}; run `make demo` first")
    return QImage(str(found[0])).scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


def save(image: QImage, name: str) -> None:
    """Writes a PNG, as small as it gets."""
    if not image.convertToFormat(QImage.Format.Format_RGB888).save(str(OUT / name), "PNG", 0):
        raise SystemExit(f"{OUT / name} cannot be written")


if __name__ == "__main__":
    sys.exit(main())
