"""Sets a receipt for the paper: lines wrapped at the width of the roll, and the ESC/POS bytes that print them."""

from __future__ import annotations

import shutil
import unicodedata
from typing import Any

from devices.receipt import Receipt
from devices.receipt.escpos_wire import marker

_ENCODING = "gb18030"
_CHINESE = b"\x1c&"
"""FS &: bytes from 0x81 on are Chinese. After ESC @ many printers do not expect any."""
_BEGINS_NO_LINE = "，。、；：？！）》」』”’％…,.;:?!)%"
QR_DOTS = 6
"""Dots of one module of the QR code: 0.75 mm on a printer of 203 dpi."""


class Typesetter:
    """Composes receipts for one printer as python-escpos knows it by the name of its profile.

    python-escpos loads its table of printers when it is imported, so that happens here and not in the module.
    """

    def __init__(self, columns: int, profile: str = "default") -> None:
        """Raises LookupError when python-escpos knows no such profile."""
        from escpos import capabilities  # noqa: PLC0415
        from escpos.printer import Dummy  # noqa: PLC0415

        # It keeps a copy of its table in a folder of its own per start, and leaves that behind.
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
        try:
            capabilities.get_profile_class(profile)
        except KeyError as error:
            raise LookupError(profile) from error
        self._columns = columns
        self._dummy: Any = Dummy(profile=profile)
        self._native_qr = bool(self._dummy.profile.supports("qrCode"))

    def compose(self, receipt: Receipt, id: bytes) -> bytes:
        """All bytes of a receipt, with the marker `id` behind its cut. Raises ValueError for bytes that are none."""
        end = marker(id)
        paper = self._dummy
        paper.clear()
        paper.hw("INIT")
        paper._raw(_CHINESE)
        large = _width(receipt.title) * 2 <= self._columns
        paper.set(align="center", double_width=large, double_height=True)
        for line in wrap(receipt.title, self._columns // 2 if large else self._columns):
            paper._raw(_bytes(line))
        paper.set(align="left", normal_textsize=True)
        paper._raw(b"\n")
        for text in receipt.lines:
            for line in wrap(text, self._columns):
                paper._raw(_bytes(line))
        if receipt.qr:
            self._qr(receipt.qr)
        paper.cut()
        return bytes(paper.output) + end

    def _qr(self, text: str) -> None:
        paper = self._dummy
        paper._raw(b"\n")
        paper.set(align="center")
        if self._native_qr:
            paper.qr(text, native=True, size=QR_DOTS)
        else:
            paper.qr(text, size=QR_DOTS, image_arguments={"impl": "bitImageRaster"})
            paper._raw(_CHINESE)  # the blank lines around the picture choose a code page
        paper.set(align="left")


def width(character: str) -> int:
    """Columns of a character on the printer: what GB18030 writes in more than one byte is as wide as a Chinese one."""
    return 1 if character.isascii() else 2


def wrap(text: str, columns: int) -> list[str]:
    """The lines of a text, none wider than `columns`; words stay whole where they fit into a line.

    Control characters never reach the printer. An empty text is one empty line. `columns` is at least 4.
    """
    lines: list[str] = []
    for part in _clean(text).split("\n"):
        lines += _wrap_line(part, max(columns, 4))
    return lines


def _wrap_line(text: str, columns: int) -> list[str]:
    lines = [""]
    for word in _words(text):
        if _width(lines[-1]) + _width(word) <= columns:
            lines[-1] += word
        elif word == " ":
            continue
        elif _width(word) > columns:
            lines = _fill(lines, word, columns)
        elif word in _BEGINS_NO_LINE and len(lines[-1]) > 1:
            lines[-1], taken = lines[-1][:-1], lines[-1][-1]
            lines.append(taken + word)
        else:
            lines.append(word)
    return [line.rstrip(" ") for line in lines]


def _fill(lines: list[str], word: str, columns: int) -> list[str]:
    """A word that is longer than a line: a number, an address."""
    for character in word:
        if _width(lines[-1]) + width(character) > columns:
            lines.append("")
        lines[-1] += character
    return lines


def _words(text: str) -> list[str]:
    """Runs of ASCII without blanks, and every other character by itself."""
    words: list[str] = []
    inside = False
    for character in text:
        joins = character.isascii() and character != " "
        if joins and inside:
            words[-1] += character
        else:
            words.append(character)
        inside = joins
    return words


def _width(text: str) -> int:
    return sum(width(character) for character in text)


def _clean(text: str) -> str:
    """Composed, and without what a printer would take for a command."""
    composed = unicodedata.normalize("NFC", text).replace("\t", " ")
    return "".join(
        each for each in composed if each == "\n" or unicodedata.category(each)[0] not in "CZ" or each in " 　"
    )


def _bytes(line: str) -> bytes:
    return line.encode(_ENCODING, "replace") + b"\n"
