"""The speech engine as the driver sees it: a process of its own that is asked for sound, and killed when it hangs."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import devices
from devices.speaker import problems
from devices.state import Cancel

_ROUND_S = 0.02
_MOST_BYTES = 16_000_000
"""A sentence of five minutes."""


class Engine:
    """One engine by its pyttsx3 name. It is started when it is needed and stays until it fails."""

    def __init__(self, name: str, *, start_s: float = 10.0, speak_s: float = 10.0) -> None:
        """`start_s`: how long it may take to start, models included; `speak_s`: how long one sentence may take."""
        self.name = name
        self._start_s = start_s
        self._speak_s = speak_s
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, cancel: Cancel | None = None) -> None:
        """Starts it, unless it runs. Raises Problem `speaker.no-engine`."""
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        self._process = subprocess.Popen(  # noqa: S603  this interpreter
            [sys.executable, "-m", "devices.speaker.voice", self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(devices.__file__).parent.parent,
        )
        if self._answer(self._start_s, cancel or Cancel()) is None:
            self.stop()
            raise problems.no_engine(self.name)

    def stop(self) -> None:
        """Ends it at once. From any thread."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def spoken(self, text: str, voice: str, rate: int, cancel: Cancel) -> bytes:
        """A WAV file of the text; empty when none came, and the engine is ended then.

        Raises Cancelled, and Problem `speaker.no-engine` when it cannot be started again.
        """
        self.start(cancel)
        asked = json.dumps({"text": text, "voice": voice, "rate": rate}).encode() + b"\n"
        wav: bytes | None = None
        try:
            process = self._process
            if process is not None and process.stdin is not None:
                with contextlib.suppress(OSError, ValueError):
                    process.stdin.write(asked)
                    process.stdin.flush()
                    wav = self._answer(self._speak_s, cancel)
        finally:
            if not wav:  # cancelled, hung or dead: what it says later must not be taken for the next sentence
                self.stop()
        return wav or b""

    def _answer(self, limit_s: float, cancel: Cancel) -> bytes | None:
        until = time.monotonic() + limit_s
        head = self._read(4, until, cancel)
        length = int.from_bytes(head, "big") if head is not None else _MOST_BYTES + 1
        return self._read(length, until, cancel) if length <= _MOST_BYTES else None

    def _read(self, length: int, until: float, cancel: Cancel) -> bytes | None:
        process = self._process
        if process is None or process.stdout is None:
            return None
        data = bytearray()
        while len(data) < length:
            cancel.check()
            try:
                descriptor = process.stdout.fileno()
                ready, _, _ = select.select([descriptor], [], [], _ROUND_S)
                piece = os.read(descriptor, min(length - len(data), 65536)) if ready else None
            except (OSError, ValueError):  # ended from another thread
                return None
            if piece == b"" or (piece is None and time.monotonic() > until):
                return None
            data += piece or b""
        return bytes(data)
