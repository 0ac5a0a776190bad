"""A sheet to print that looks like a certificate to a printer: one A4 page of about 50 KB."""

from __future__ import annotations

import io
import random
from functools import cache

import pypdfium2
from PIL import Image


@cache
def pdf() -> bytes:
    """One page with noise on it that does not compress."""
    noise = Image.frombytes("L", (220, 220), random.Random(1).randbytes(220 * 220))
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(noise))
    image.set_matrix(pypdfium2.PdfMatrix().scale(400, 400))
    page.insert_obj(image)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
