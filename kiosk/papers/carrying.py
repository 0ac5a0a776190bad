"""Pages on their way between the papers process and the kiosk: a flat picture and its lines, and back."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.papers.protocol import Corner, ReadLine, ReadPage
from ocr.condition import Fault
from ocr.engine import Corners, TextLine
from ocr.pages import Page
from ocr.reading import Kind, Share
from ocr.sheets import Sheet

_QUALITY = 85
"""Of the JPEG: a page of 200 dpi has a quarter to half a megabyte."""


def carried(page: Page, kind: Kind, sure: Share) -> ReadPage:
    """A page as the kiosk keeps it."""
    sheet = page.sheet
    done, jpeg = cv2.imencode(".jpg", sheet.picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ValueError("a page cannot be encoded")
    height, width = sheet.picture.shape[:2]
    return ReadPage(
        jpeg=bytes(jpeg),
        width=width,
        height=height,
        orientation=sheet.orientation,
        blur=round(sheet.blur, 3),
        blank=sheet.blank,
        faults=tuple(sorted(fault.value for fault in sheet.faults)),
        kind=kind,
        sure=round(sure, 4),
        lines=tuple(
            ReadLine(text=line.text, score=round(line.score, 4), corners=_points(line.corners)) for line in page.lines
        ),
    )


def restored(read: ReadPage) -> Page:
    """The same page for whoever understands it: places are those of the flat picture."""
    picture = cv2.imdecode(np.frombuffer(read.jpeg, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("a page that was kept is no picture")
    sheet = Sheet(
        picture=np.asarray(picture, np.uint8),
        back=np.eye(3),
        quad=None,
        orientation=read.orientation,
        blur=read.blur,
        blank=read.blank,
        faults=frozenset(Fault(code) for code in read.faults),
    )
    lines = [TextLine(line.text, line.score, np.array(line.corners, np.float32)) for line in read.lines]
    return Page(sheet, lines, 0)


def _points(corners: Corners) -> tuple[Corner, Corner, Corner, Corner]:
    a, b, c, d = ((round(float(x), 1), round(float(y), 1)) for x, y in corners)
    return a, b, c, d
