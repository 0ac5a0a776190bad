"""Files that strangers hand in: each opens, or is refused at once with what to do."""

from __future__ import annotations

import io
import time
import tracemalloc
import zlib
from pathlib import Path
from struct import pack

import numpy as np
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from ocr.files import frames, read_bytes
from sync.contract.problem import Problem


def coded(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of `side` × `side` black pixels in a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    head = pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def pdf(pages: int) -> bytes:
    sheets = [Image.new("1", (100, 140), 1) for _ in range(pages)]
    return coded(sheets[0], "PDF", save_all=True, append_images=sheets[1:])


RED = Image.new("RGB", (200, 100), (255, 0, 0))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF", "PDF"])
def test_every_kind_of_file_opens_as_blue_green_red(kind: str) -> None:
    (frame,) = frames(coded(RED, kind))
    assert frame.dtype == np.uint8
    assert frame.shape[1] == 2 * frame.shape[0]
    blue, green, red = frame.reshape(-1, 3).mean(0)
    assert red > 240 and blue < 15 and green < 15


def test_a_photograph_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (frame,) = frames(coded(RED, "JPEG", exif=exif))
    assert frame.shape == (200, 100, 3)


def test_what_is_clear_becomes_white() -> None:
    (frame,) = frames(coded(Image.new("RGBA", (80, 80), (0, 0, 0, 0))))
    assert frame.min() == 255


def test_sixteen_bits_keep_their_writing() -> None:
    grey = np.full((80, 80), 40_000, np.uint16)
    grey[20:40] = 9_000
    (frame,) = frames(coded(Image.fromarray(grey)))
    assert frame[30, 30, 0] == 0 and frame[70, 70, 0] == 255


def test_each_page_of_a_scan_comes_by_itself() -> None:
    pages = [Image.new("L", (100, 100), shade) for shade in (10, 100, 200)]
    scan = coded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [int(frame[0, 0, 0]) for frame in frames(scan)] == [10, 100, 200]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "paper.unreadable", id="empty"),
        pytest.param(b"hello" * 100, "paper.unreadable", id="text"),
        pytest.param(b"%PDF-1.7 nothing", "paper.unreadable", id="broken pdf"),
        pytest.param(coded(RED, "JPEG")[:400], "paper.unreadable", id="cut off"),
        pytest.param(bomb(10_000), "paper.too-large", id="hundred megapixels"),
        pytest.param(bomb(60_000), "paper.too-large", id="bomb"),
        pytest.param(coded(Image.new("L", (20_000, 70))), "paper.too-large", id="a strip"),
        pytest.param(coded(Image.new("L", (20, 20))), "paper.too-small", id="a dot"),
        pytest.param(pdf(300), "paper.too-large", id="300 pages"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(data: bytes, code: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(Problem) as problem:
        list(frames(data))
    assert problem.value.code == code
    assert problem.value.resident.zh and problem.value.technician.endswith(".")
    assert time.process_time() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_no_page(kind: str) -> None:
    moving = coded(RED, kind, save_all=True, append_images=[Image.new("RGB", (200, 100), "blue")])
    with pytest.raises(Problem, match=r"paper\.moving"):
        list(frames(moving))


def test_a_locked_pdf_says_so() -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf(1)), strict=False))
    writer.encrypt(owner_pass="owner", user_pass="user")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Problem, match=r"paper\.locked"):
        list(frames(out.getvalue()))


def test_only_files_of_reasonable_size_are_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(41 << 20)
    with pytest.raises(Problem, match=r"paper\.too-large"):
        read_bytes(huge)
    for path in (tmp_path, tmp_path / "nowhere.png", Path("/dev/zero")):
        with pytest.raises(Problem, match=r"paper\.unreadable"):
            read_bytes(path)
