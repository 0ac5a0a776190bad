"""The last log lines in memory, for a technician at the screen; what looks like a person's number is masked.

Logs hold no personal data by rule; the mask is the second wall behind that rule.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kiosk.clock import BEIJING

KEPT = 500
LONGEST_LINE = 400
"""Characters; what is longer is cut."""
_NUMBERS = re.compile(
    r"(?<!\d)(?:"
    r"\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]"  # citizen number, GB 11643
    r"|\d{15,19}"  # old citizen numbers, bank cards
    r"|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?"  # bank cards as they are printed
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # mobile phones
    r")(?![\dXx])"
)


@dataclass(frozen=True)
class Line:
    """One line of the log; `device` is empty when it is about no device."""

    at: datetime
    level: int
    source: str
    text: str
    device: str = ""

    @property
    def level_name(self) -> str:
        """INFO, WARNING or ERROR."""
        return logging.getLevelName(self.level)


def scrub(text: str) -> str:
    """Stars for every run of digits that could be a citizen number, a phone or a bank card."""
    return _NUMBERS.sub(lambda found: "*" * len(found.group()), text)


class LogRing(logging.Handler):
    """Keeps the newest lines from INFO on. What an exception says is not kept, only what kind it was."""

    def __init__(self, kept: int = KEPT) -> None:
        super().__init__(logging.INFO)
        self._lines: deque[Line] = deque(maxlen=kept)
        self._guard = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Takes a line. From any thread."""
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            text = str(record.msg)
        if record.exc_info and record.exc_info[0] is not None:
            text = f"{text} [{record.exc_info[0].__name__}]"
        text = scrub(text.partition("\n")[0])[:LONGEST_LINE]
        # The host and the drivers begin a line with the id of the device.
        device, colon, _ = text.partition(": ")
        line = Line(
            at=datetime.fromtimestamp(record.created, BEIJING),
            level=record.levelno,
            source=record.name,
            text=text,
            device=device if colon and " " not in device else "",
        )
        with self._guard:
            self._lines.append(line)

    def lines(self, *, device: str | None = None, level: int = logging.INFO) -> list[Line]:
        """The newest first; of one device, or from one level on."""
        with self._guard:
            kept = list(self._lines)
        return [one for one in reversed(kept) if one.level >= level and device in (None, one.device)]

    def devices(self, known: Collection[str]) -> list[str]:
        """The devices there are lines about, of those that are known."""
        with self._guard:
            told = {one.device for one in self._lines}
        return [device for device in known if device in told]

    def install(self) -> LogRing:
        """Listens to the whole process from now on; `remove` ends it."""
        logging.getLogger().addHandler(self)
        return self

    def remove(self) -> None:
        """Listens no more."""
        logging.getLogger().removeHandler(self)
