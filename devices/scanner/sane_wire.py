"""What `scanimage` writes, understood: its devices, a device's options, how far a page is, and why it failed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_OPTION = re.compile(r"^ {2,8}(?:-\w, )?--?(?P<name>[\w-]+)(?:\[=\([^)]*\)\]| (?P<values>\S.*?))? \[(?P<now>[^\]]*)\]")
_PROGRESS = re.compile(r"^Progress: (\d{1,3}(?:\.\d+)?)%$")
_LONGEST = 400
_ASIDE = ("received signal", "trying to stop scanner", "rounded value", "warning")
"""Begins of lines that are not why it failed."""


@dataclass(frozen=True)
class Option:
    """An option of a device: the values it may take, as they are told."""

    choices: tuple[str, ...] = ()
    active: bool = True


class Failure(Enum):
    """Why there is no picture: the statuses of SANE (SANE Standard 1.06, 4.2.7), and what comes before them."""

    UNSUPPORTED = "Operation not supported"
    CANCELLED = "Operation was cancelled"
    BUSY = "Device busy"
    INVALID = "Invalid argument"
    END = "End of file reached"
    JAMMED = "Document feeder jammed"
    NO_DOCUMENTS = "Document feeder out of documents"
    COVER_OPEN = "Scanner cover is open"
    IO = "Error during device I/O"
    MEMORY = "Out of memory"
    DENIED = "Access to resource has been denied"
    NO_DEVICE = "no such device"
    OPTION = "an option that the device does not have"
    CRASHED = "crashed"
    OTHER = "failed"


_STATUSES = dict(
    zip(
        range(1, 12),
        (each for each in Failure if each.value[0].isupper()),
        strict=True,
    )
)
"""SANE_Status by number; scanimage ends with the status that stopped it."""


def read_devices(text: str) -> tuple[str, ...]:
    """The names that `scanimage --formatted-device-list=%d%n` tells."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and len(line) < _LONGEST and ":" in line)


def read_options(text: str) -> dict[str, Option]:
    """The options of a device as `scanimage --all-options` tells them, by name."""
    found = {}
    for line in text.splitlines():
        if len(line) > _LONGEST * 10:
            continue
        match = _OPTION.match(line[: _LONGEST * 10])
        if match is not None:
            values = match["values"] or ""
            choices = tuple(part.strip() for part in values.split("|")) if values else ()
            found[match["name"]] = Option(choices, match["now"] != "inactive")
    return found


def read_progress(line: str) -> float | None:
    """How far the page is, 0 to 1; None when the line is no progress."""
    match = _PROGRESS.match(line.strip()[:_LONGEST])
    return min(1.0, float(match[1]) / 100) if match else None


def nearest_resolution(option: Option, dpi: int) -> int | None:
    """The resolution to ask for: that one, else the next finer, else the finest; None when none can be told.

    Choices are a list, `75|150|300dpi`, or a range, `1..1200dpi (in steps of 1)`.
    """
    numbers = []
    for choice in option.choices:
        match = re.match(r"(\d{1,5})(?:\.\d+)?(?:\.\.(\d{1,5})(?:\.\d+)?)?(?=dpi|\D|$)", choice)
        if match is None:
            continue
        if match[2]:
            return min(max(dpi, int(match[1])), int(match[2]))
        numbers.append(int(match[1]))
    finer = [number for number in numbers if number >= dpi]
    return min(finer) if finer else max(numbers, default=None)


def is_last_word(line: str) -> bool:
    """Whether scanimage says that the scan failed. Some backends hang after that instead of ending."""
    return line.startswith(("scanimage: sane_start: ", "scanimage: sane_read: "))


def read_failure(status: int, err: str) -> Failure:
    """Why scanimage ended with `status` (negative: the signal that killed it) after writing `err` to stderr."""
    if status < 0:
        return Failure.CRASHED
    said = [line.partition(": ")[2] for line in err.splitlines() if line.startswith("scanimage: ")]
    last = next((each for each in reversed(said) if not each.lower().startswith(_ASIDE)), "")
    if last.startswith("open of device"):
        opening = next((each for each in Failure if last.endswith(each.value)), Failure.NO_DEVICE)
        return Failure.NO_DEVICE if opening in (Failure.INVALID, Failure.IO) else opening
    if last.startswith("no SANE devices found"):
        return Failure.NO_DEVICE
    if "unrecognized option" in err or "option value" in last or last.startswith("setting of option"):
        return Failure.OPTION
    for each in Failure:
        if each.value[0].isupper() and last.endswith(each.value):
            return each
    return _STATUSES.get(status, Failure.OTHER) if last.startswith(("sane_start", "sane_read")) else Failure.OTHER
