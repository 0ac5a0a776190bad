"""Tinted line icons: image://icon/<name>/<rrggbb>."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtQuick import QQuickImageProvider

log = logging.getLogger(__name__)


class IconProvider(QQuickImageProvider):
    """Draws an SVG of the icon folder in one colour; a missing one becomes a quiet placeholder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder
        self._missed: set[str] = set()

    def requestImage(self, ident: str, size: QSize, wanted: QSize) -> QImage:  # noqa: N802  Qt's name
        """Called by the engine, once for every icon, colour and size."""
        name, _, colour = ident.partition("/")
        side = wanted.width() if wanted.width() > 0 else 48
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = self._read(name)
        if drawing is None:
            _draw_placeholder(painter, side, f"#{colour or '000000'}")
        else:
            # Imported late: the first frame has no icon in it.
            from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

            tinted = drawing.replace("currentColor", f"#{colour or '000000'}")
            QSvgRenderer(QByteArray(tinted.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return image

    def _read(self, name: str) -> str | None:
        try:
            return (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        except OSError:
            if name not in self._missed:
                self._missed.add(name)
                if len(self._missed) == 1:
                    log.warning("icon %r is not in %s; run `python -m kiosk.assets` to fetch icons", name, self._folder)
            return None


def _draw_placeholder(painter: QPainter, side: int, colour: str) -> None:
    pen = QPen(QColor(colour))
    pen.setWidthF(side / 12)
    painter.setPen(pen)
    inset = side * 0.2
    painter.drawRoundedRect(QRectF(inset, inset, side - 2 * inset, side - 2 * inset), side * 0.14, side * 0.14)
