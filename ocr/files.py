"""Files as strangers hand them in, opened without trusting them: pictures and PDFs become frames, one at a time."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ocr import problems

Frame = NDArray[np.uint8]
"""Height × width × 3, blue first, 0 to 255."""

LARGEST_BYTES = 40 << 20
LARGEST_PIXELS = 42_000_000
"""An A4 page at 600 dpi has 35 million."""
LONGEST_SIDE = 12_000
SHORTEST_SIDE = 64
MOST_PAGES = 60
PDF_DPI = 200
_POINTS = 72
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "PPM", "JPEG2000")
_SINGLE = frozenset({"JPEG", "MPO", "PNG", "BMP", "PPM", "JPEG2000"})
"""Their further frames, if any, are previews of the first, but for animated PNG."""


def read_bytes(path: Path) -> bytes:
    """A regular file of reasonable size.

    Raises:
        Problem: paper.unreadable, paper.too-large.
    """
    try:
        if not path.is_file():
            raise problems.unreadable(f"{path.name} is no file" if path.exists() else f"{path.name} does not exist")
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise problems.too_large(f"{path.name} has {size >> 20} MB", f"{LARGEST_BYTES >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise problems.unreadable(f"{path.name} cannot be opened: {error.strerror}") from None


def frames(data: bytes) -> Iterator[Frame]:
    """The pages of a file one after the other, as they are held upright by their EXIF or PDF.

    The file is checked at once, each page when it is asked for.

    Raises:
        Problem: paper.unreadable, paper.too-large, paper.too-small, paper.locked, paper.moving.
    """
    if not data:
        raise problems.unreadable("The file is empty")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf(data)
    return _picture(data)


def _picture(data: bytes) -> Iterator[Frame]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)
            Image.init()
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
            _check_size(*picture.size)
            count = getattr(picture, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise problems.too_large("The picture has hundreds of megapixels", f"{LARGEST_PIXELS // 1_000_000}") from None
    except (OSError, SyntaxError, ValueError, struct.error, EOFError):
        raise problems.unreadable("The file is no picture that is known here") from None
    if count > 1 and picture.format not in _SINGLE and picture.format != "TIFF":
        raise problems.moving(count)
    if count > 1 and getattr(picture, "is_animated", False) and picture.format == "PNG":
        raise problems.moving(count)
    pages = count if picture.format == "TIFF" else 1
    if pages > MOST_PAGES:
        raise problems.too_large(f"The file has {pages} pages", f"{MOST_PAGES} pages")
    return _pages(picture, pages)


def _pages(picture: Image.Image, count: int) -> Iterator[Frame]:
    for page in range(count):
        try:
            picture.seek(page)
            _check_size(*picture.size)
            yield _as_frame(picture)
        except (OSError, SyntaxError, ValueError, struct.error, EOFError, Image.DecompressionBombError):
            raise problems.unreadable("The picture is damaged or cut off") from None


def _as_frame(picture: Image.Image) -> Frame:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I") or upright.mode == "F":  # 16 bits a point and more
        grey = np.asarray(upright, np.float32)
        low, high = float(grey.min()), float(grey.max())
        upright = Image.fromarray(np.rint((grey - low) * (255 / max(high - low, 1.0))).astype(np.uint8))
    if upright.has_transparency_data:
        sheet = Image.new("RGBA", upright.size, "white")
        sheet.alpha_composite(upright.convert("RGBA"))
        upright = sheet
    return np.ascontiguousarray(np.asarray(upright.convert("RGB"), np.uint8)[..., ::-1])


def _pdf(data: bytes) -> Iterator[Frame]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise problems.locked() from None
        raise problems.unreadable("The PDF is damaged") from None
    if not 0 < len(document) <= MOST_PAGES:
        count = len(document)
        document.close()
        if count == 0:
            raise problems.unreadable("The PDF has no pages")
        raise problems.too_large(f"The PDF has {count} pages", f"{MOST_PAGES} pages")
    return _sheets(document)


def _sheets(document: pdfium.PdfDocument) -> Iterator[Frame]:
    try:
        for number in range(len(document)):
            yield _rendered(document, number)
    finally:
        document.close()


def _rendered(document: pdfium.PdfDocument, number: int) -> Frame:
    try:
        page = document[number]
        width, height = page.get_size()
        scale = PDF_DPI / _POINTS
        scale = min(scale, (LARGEST_PIXELS / max(width * height, 1.0)) ** 0.5, LONGEST_SIDE / max(width, height, 1.0))
        _check_size(int(width * scale), int(height * scale))
        return np.array(page.render(scale=scale).to_numpy()[..., :3], np.uint8)
    except pdfium.PdfiumError:
        raise problems.unreadable(f"Page {number + 1} of the PDF is damaged") from None


def _check_size(width: int, height: int) -> None:
    if min(width, height) < SHORTEST_SIDE:
        raise problems.too_small(f"{width} × {height} pixels")
    if width * height > LARGEST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise problems.too_large(
            f"{width} × {height} pixels", f"{LARGEST_PIXELS // 1_000_000} megapixels, {LONGEST_SIDE} a side"
        )
