"""What a simulated receipt printer understands of ESC/POS, and the ticket that it makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

_TEXT_ENDS = frozenset(b"\n\r\x10\x1b\x1c\x1d")
_LENGTHS = {
    b"\x1b": dict.fromkeys(b"@2", 2) | dict.fromkeys(b"!adJE-MtR3{GVr", 3),
    b"\x1c": dict.fromkeys(b"&.", 2) | dict.fromkeys(b"!W-", 3) | {ord("S"): 4},
    b"\x1d": dict.fromkeys(b"!BarhwHf", 3) | dict.fromkeys(b"LW", 4),
    b"\x10": {0x04: 3, 0x05: 3},
}
"""How long the commands are whose length is fixed, by lead byte and second byte."""


class Kind(Enum):
    """What a command does, as far as paper shows it."""

    TEXT = auto()
    LINE = auto()
    FEED = auto()
    ALIGN = auto()
    SIZE = auto()
    RESET = auto()
    CHINESE = auto()
    CUT = auto()
    QR_DATA = auto()
    QR_PRINT = auto()
    RASTER = auto()
    MARKER = auto()
    ASK_PAPER = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class Command:
    """One command and its data."""

    kind: Kind
    data: bytes = b""


def take(buffer: bytearray) -> Command | None:
    """Takes the next whole command off the front; None when its rest has not come yet."""
    if not buffer:
        return None
    lead = buffer[0]
    if lead in b"\n\r":
        del buffer[0]
        return Command(Kind.LINE if lead == 0x0A else Kind.NOTHING)
    if lead not in _TEXT_ENDS:
        end = next((at for at, byte in enumerate(buffer) if byte in _TEXT_ENDS), len(buffer))
        text = bytes(buffer[:end])
        del buffer[:end]
        return Command(Kind.TEXT, text.replace(b"\0", b""))
    length = _length(buffer)
    if length is None or len(buffer) < length:
        return None
    command = _meaning(bytes(buffer[:length]))
    del buffer[:length]
    return command


def _length(buffer: bytearray) -> int | None:
    """How long the command at the front is; None when that cannot be seen yet."""
    if len(buffer) < 2:
        return None
    lead, second = bytes(buffer[:1]), buffer[1]
    at = _COUNTED.get(second) if lead == b"\x1d" else None
    if at is None:
        return _LENGTHS[lead].get(second, 2)
    if len(buffer) < at:
        return None
    match second:
        case 0x56:
            return 4 if buffer[2] in b"AB" else 3
        case 0x28:
            return at + int.from_bytes(buffer[3:5], "little")
    return at + int.from_bytes(buffer[4:6], "little") * int.from_bytes(buffer[6:8], "little")


_COUNTED = {0x56: 3, 0x28: 5, 0x76: 8}
"""GS V, GS ( and GS v: their length is known after so many bytes."""


def _meaning(raw: bytes) -> Command:
    if raw[:2] == b"\x1d(":
        return _function(raw)
    kind, skip = _MEANINGS.get(raw[:2], (Kind.NOTHING, len(raw)))
    data = raw[skip:]
    if raw[:2] == b"\x1b!":
        data = bytes([(raw[2] & 0x20) >> 1 | (raw[2] & 0x10) >> 4])
    return Command(kind, data)


_MEANINGS = {
    b"\x1b@": (Kind.RESET, 2),
    b"\x1ba": (Kind.ALIGN, 2),
    b"\x1bd": (Kind.FEED, 2),
    b"\x1b!": (Kind.SIZE, 2),
    b"\x1d!": (Kind.SIZE, 2),
    b"\x1c&": (Kind.CHINESE, 1),
    b"\x1c.": (Kind.CHINESE, 1),
    b"\x1dV": (Kind.CUT, 2),
    b"\x1dr": (Kind.ASK_PAPER, 2),
    b"\x1dv": (Kind.RASTER, 4),
}
"""What a command does, and where its data begin."""


def _function(raw: bytes) -> Command:
    """GS ( : QR codes are `k` with cn 49, process-ID markers `H` with function 48."""
    match raw[2:3], raw[5:7]:
        case b"k", b"1P":
            return Command(Kind.QR_DATA, raw[8:])
        case b"k", b"1Q":
            return Command(Kind.QR_PRINT)
        case b"H", b"00" if len(raw) == 11:
            return Command(Kind.MARKER, raw[7:])
    return Command(Kind.NOTHING)


@dataclass(frozen=True)
class Row:
    """What is on one stretch of the paper: a line of text, a QR code, or a picture of dots."""

    text: str = ""
    wide: int = 1
    tall: int = 1
    centred: bool = False
    qr: str = ""
    dots: tuple[int, bytes] = (0, b"")
    """Bytes of a row of dots, and all rows."""


@dataclass
class Ticket:
    """The paper as it comes out."""

    rows: list[Row] = field(default_factory=list)
    _line: bytearray = field(default_factory=bytearray)
    _size: tuple[int, int] = (1, 1)
    _centred: bool = False
    _chinese: bool = False
    _qr: str = ""

    def put(self, command: Command) -> None:
        """What a command does to the paper."""
        match command.kind:
            case Kind.TEXT:
                self._line += command.data
            case Kind.LINE:
                self._end_line()
            case Kind.FEED:
                self.rows += [Row()] * (command.data[0] if command.data else 0)
            case Kind.ALIGN:
                self._centred = command.data in (b"\x01", b"1")
            case Kind.SIZE:
                self._size = (command.data[0] >> 4 & 7) + 1, (command.data[0] & 7) + 1
            case Kind.RESET:
                self._size, self._centred, self._chinese = (1, 1), False, False
            case Kind.CHINESE:
                self._chinese = command.data == b"&"
            case Kind.QR_DATA:
                self._qr = command.data.decode("utf-8", "replace")
            case Kind.QR_PRINT:
                self.rows.append(Row(qr=self._qr, centred=self._centred))
            case Kind.RASTER:
                wide = int.from_bytes(command.data[:2], "little")
                self.rows.append(Row(dots=(wide, command.data[4:]), centred=self._centred))
            case Kind.CUT if self._line:
                self._end_line()

    def text(self, columns: int) -> str:
        """The ticket as plain text."""
        return "".join(f"{_plain(row, columns)}\n" for row in self.rows).rstrip("\n") + "\n"

    def _end_line(self) -> None:
        # A printer that was not told to expect Chinese prints something else for it.
        written = self._line.decode("gb18030" if self._chinese else "cp437", "replace")
        self.rows.append(Row(written, *self._size, self._centred))
        self._line.clear()


def _plain(row: Row, columns: int) -> str:
    if row.qr:
        shown = f"[QR {row.qr}]"
    elif row.dots[0]:
        shown = f"[{row.dots[0] * 8} x {len(row.dots[1]) // row.dots[0]} dots]"
    else:
        shown = row.text
    if not row.centred:
        return shown
    wide = sum(1 if each.isascii() else 2 for each in shown) * row.wide
    return " " * max(0, (columns - wide) // 2) + shown
