"""The inside of the simulated receipt printer: a buffer, a head that prints from it, and the answers it gives."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from devices.receipt.escpos_wire import DLE_EOT, marker_answer
from devices.receipt.paper import Command, Kind, Ticket, take
from devices.receipt.picture import draw

LINE_S = 0.02
"""A line of text at about 200 mm/s."""
_SLOWER = 12.0
_NOISE = bytes.fromhex("00ff 3722 aa69 8110 f0")
_MOVES = frozenset({Kind.LINE, Kind.FEED, Kind.QR_PRINT, Kind.RASTER, Kind.CUT})
STOPS = ("paper-out", "cover-open", "cutter")
"""Conditions in which nothing is printed."""


class Head:
    """Prints what it is given, in a thread of its own, and answers DLE EOT ahead of that.

    Tickets lie in the folder `paper`, as `<number>.txt` and, when `pictures`, as `<number>.png`.
    """

    def __init__(
        self,
        paper: Path,
        columns: int,
        say: Callable[[bytes], None],
        die: Callable[[], None],
        *,
        line_s: float = LINE_S,
        pictures: bool = True,
    ) -> None:
        self._paper = paper
        self._columns = columns
        self._say = say
        self._die = die
        self._line_s = line_s
        self._pictures = pictures
        self._lock = threading.Condition()
        self._buffer = bytearray()
        self._heard = b""
        self._ticket = Ticket()
        self._undrawn: list[tuple[int, Ticket]] = []
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._number = 0
        self.faults: set[str] = set()
        """What is wrong: conditions, and plans for the next ticket."""
        self.late_s = 0.0
        self.tickets = 0
        """How many came out in all."""

    def start(self) -> None:
        """Begins to print."""
        if self._thread is not None:
            return
        self._paper.mkdir(parents=True, exist_ok=True)
        self._number = max((int(file.stem) for file in self._paper.glob("*.txt") if file.stem.isdecimal()), default=0)
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="receipt-printer-simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends; a ticket under way stays where it is."""
        with self._lock:
            self._stopping = True
            self._lock.notify_all()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(5.0)

    def switch_off(self) -> None:
        """Forgets what it has not printed yet; half a ticket is torn off."""
        with self._lock:
            self._buffer.clear()
            self._heard = b""
            self._ticket = Ticket()

    def upset(self, fault: str) -> None:
        """Something goes wrong, or will."""
        with self._lock:
            self.faults.add(fault)
            self._lock.notify_all()

    def heal(self, *faults: str) -> None:
        """Something is well again; everything when nothing is named."""
        with self._lock:
            self.faults -= set(faults) if faults else set(self.faults)
            self._lock.notify_all()

    def hear(self, data: bytes) -> None:
        """Takes bytes off the wire: DLE EOT is answered at once, also in the middle of other data."""
        seen = self._heard + data
        start = 0
        while (at := seen.find(DLE_EOT, start)) >= 0 and at + 2 < len(seen):
            self._answer(seen[at + 2])
            start = at + 3
        keep = next((n for n in (2, 1) if len(seen) - n >= start and seen.endswith(DLE_EOT[:n])), 0)
        self._heard = seen[len(seen) - keep :]
        with self._lock:
            self._buffer += data
            self._lock.notify_all()

    def _answer(self, n: int) -> None:
        with self._lock:
            faults = set(self.faults)
            slow = self._line_s * _SLOWER if "slow" in faults else 0.0
        if "silent" in faults or not 1 <= n <= 4:
            return
        if slow:
            threading.Event().wait(slow)
        self._send(bytes([status_byte(n, faults)]))

    def _send(self, data: bytes) -> None:
        self._say(_NOISE + data if "noise" in self.faults else data)

    def _run(self) -> None:
        while True:
            with self._lock:
                command = take(self._buffer)
                if command is None and not self._stopping and not self._undrawn:
                    self._lock.wait()
                    continue
            if self._stopping:
                return
            if command is None:
                self._draw()
            elif not self._execute(command):
                return

    def _execute(self, command: Command) -> bool:
        """Does one command; False when the printer is switched off in its middle."""
        if command.kind in _MOVES and not self._move():
            return False
        match command.kind:
            case Kind.MARKER:
                if self._ticket.rows:  # a printer without a cutter
                    self._cut()
                self._reached(command.data)
            case Kind.ASK_PAPER:
                self._send(b"\x0c" if "paper-out" in self.faults else b"\x00")
            case Kind.CUT:
                self._ticket.put(command)
                self._cut()
            case _:
                self._ticket.put(command)
                self._dies_or_runs_out()
        return True

    def _move(self) -> bool:
        with self._lock:
            self._lock.wait_for(lambda: self._stopping or not self.faults.intersection(STOPS))
            line_s = self._line_s * (_SLOWER if "slow" in self.faults else 1.0)
            self._lock.wait_for(lambda: self._stopping, line_s)
            return not self._stopping

    def _dies_or_runs_out(self) -> None:
        """Plans for the middle of a ticket: after its second line."""
        if len(self._ticket.rows) < 2:
            return
        if "runs-out" in self.faults:
            self.heal("runs-out")
            self.upset("paper-out")
        if "dies-lost" in self.faults:
            self.heal("dies-lost")
            self.switch_off()
            self._die()

    def _reached(self, id: bytes) -> None:
        with self._lock:
            if "dies-printed" in self.faults or "no-marker" in self.faults:
                return
            late = self.late_s if "late-marker" in self.faults else 0.0
        if late:
            with self._lock:
                if self._lock.wait_for(lambda: self._stopping, late):
                    return
        if "silent" not in self.faults:
            self._send(marker_answer(id))

    def _cut(self) -> None:
        ticket, self._ticket = self._ticket, Ticket()
        self._number += 1
        self.tickets += 1
        (self._paper / f"{self._number}.txt").write_text(ticket.text(self._columns), encoding="utf-8")
        if self._pictures:
            self._undrawn.append((self._number, ticket))
        if "dies-printed" in self.faults:
            self.heal("dies-printed")
            self.switch_off()
            self._die()

    def _draw(self) -> None:
        number, ticket = self._undrawn.pop(0)
        with contextlib.suppress(RuntimeError):  # the text is there; a picture is for people who look
            (self._paper / f"{number}.png").write_bytes(draw(ticket, self._columns))


def status_byte(n: int, faults: set[str]) -> int:
    """The answer to DLE EOT n of a printer in these conditions."""
    cover, cutter, out = "cover-open" in faults, "cutter" in faults, "paper-out" in faults
    bits = {
        1: 0x08 if cover or cutter or out else 0,
        2: (0x04 if cover else 0) | (0x20 if out else 0) | (0x40 if cutter else 0),
        3: 0x08 if cutter else 0,
        4: 0x6C if out else 0x0C if "near-end" in faults else 0,
    }
    return 0x12 | bits[n]
