"""How well and at what cost papers are read: both profiles beside PaddleOCR's and RapidOCR's defaults and tesseract."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import get_args

import cv2
import numpy as np
from PIL import Image

from bench.papers.maker import Maker, write
from bench.papers.scores import Errors, Seen, character_errors, overlap, whole_picture
from bench.papers.subject import Account
from bench.papers.truth import DocumentTruth, PageTruth, Style, Truth, load
from ocr.rapid import PLACE
from ocr.reading import PageReading, Quad
from ocr.settings import Profile

PROFILES: tuple[str, ...] = get_args(Profile)
PEERS = ("paddleocr", "rapidocr", "tesseract")
_LIMIT_S = 3600
_FOUND_IOU = 0.5
_PEER = Path(__file__).parent / "papers" / "peer.py"


@dataclass
class Figures:
    """Of one subject. None where it has no such thing, or nothing to measure it on."""

    cer: float | None = None
    """Wrong characters of readable printed lines, 0 to 1."""
    cer_upright: float | None = None
    """The same on pages that were not turned: peers do not turn them."""
    cer_hand: float | None = None
    cer_by_level: dict[str, float | None] = field(default_factory=dict)
    fields: int | None = None
    fields_exact: float | None = None
    fields_missing: int | None = None
    fields_wrong_but_accepted: int | None = None
    wrong_fields: list[str] = field(default_factory=list)
    """As file:field, never the value."""
    kind_accuracy: float | None = None
    page_iou: float | None = None
    pages_missed: int | None = None
    orientation_accuracy: float | None = None
    cpu_s_per_page: float | None = None
    wall_s_per_page: float | None = None
    peak_mb: float | None = None
    absent: str = ""
    """Why it was not measured."""


@dataclass
class _Marks:
    """What is added up over pages."""

    by_style: dict[Style, Errors] = field(default_factory=lambda: defaultdict(Errors))
    upright: dict[Style, Errors] = field(default_factory=lambda: defaultdict(Errors))
    by_level: dict[str, dict[Style, Errors]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Errors)))

    def page(self, document: DocumentTruth, page: PageTruth, size: tuple[int, int], seen: Sequence[Seen]) -> None:
        """Counts the characters of one page, when it is readable."""
        if not page.readable:
            return
        for into in (self.by_style, self.by_level[document.level], *([] if page.orientation else [self.upright])):
            character_errors(page, size, seen, into)

    def told(self) -> Figures:
        """The rates."""
        levels = {level: errors[Style.PRINT].rate for level, errors in sorted(self.by_level.items())}
        return Figures(
            cer=self.by_style[Style.PRINT].rate,
            cer_upright=self.upright[Style.PRINT].rate,
            cer_hand=self.by_style[Style.HAND].rate,
            cer_by_level=levels,
        )


def measure(
    folder: Path | None, seed: int, count: int, assets: Path, config: Path, *, peers: bool = True
) -> dict[str, Figures]:
    """Every subject over the same papers: those in `folder`, or `count` that are drawn by `seed`."""
    with tempfile.TemporaryDirectory(prefix="nzz-papers-") as scratch:
        if folder is None:
            folder = Path(scratch)
            write(folder, Maker(seed, assets), seed, range(count), how={})
        truth = load(folder)
        figures = {profile: _own(profile, folder, truth, config) for profile in PROFILES}
        for peer in PEERS if peers else ():
            figures[peer] = _peer(peer, folder, truth, assets / "ocr")
        return figures


def table(figures: dict[str, Figures]) -> str:
    """For people: subjects side by side."""
    lines = ["".join(["".ljust(34), *(name.rjust(14) for name in figures)])]
    for name, label, show in _ROWS:
        cells = [_shown(getattr(subject, name), show).rjust(14) for subject in figures.values()]
        lines.append("".join([label.ljust(34), *cells]))
    for level in next(iter(figures.values())).cer_by_level:
        cells = [_shown(subject.cer_by_level.get(level), _percent).rjust(14) for subject in figures.values()]
        lines.append("".join([f"  wrong characters, {level}".ljust(34), *cells]))
    lines += [f"{name}: {subject.absent}" for name, subject in figures.items() if subject.absent]
    return "\n".join(lines)


def as_dict(figures: dict[str, Figures]) -> dict[str, object]:
    """For machines, with how many times each peer's processor time is ours."""
    ours = figures["accurate"].cpu_s_per_page
    told: dict[str, object] = {name: asdict(subject) for name, subject in figures.items()}
    theirs = {name: figures[name].cpu_s_per_page for name in PEERS if name in figures}
    told["speedup"] = {name: round(spent / ours, 2) for name, spent in theirs.items() if spent and ours}
    return told


def _own(profile: str, folder: Path, truth: Truth, config: Path) -> Figures:
    command = [sys.executable, "-m", "bench.papers.subject", profile, str(folder), "--config", str(config)]
    done = _run(command)
    if done.returncode != 0:
        return Figures(absent=_last_words(done.stderr))
    account = Account.model_validate_json(done.stdout.splitlines()[-1])
    marks, overlaps, missed, turns, kinds = _Marks(), [], 0, [], []
    tally = _Tally()
    for document, read in zip(truth.documents, account.documents, strict=True):
        kinds.append(read.reading.kind is document.kind)
        tally.document(document, {name: told.value for name, told in read.reading.fields.items()})
        sizes = [_size(folder / name) for name in document.files]
        for page in document.pages:
            size = sizes[page.file]
            same = [each for each in read.reading.pages if each.file == page.file]
            found, share = _best(page, same, size)
            alone = sum(other.file == page.file for other in document.pages) == 1
            lines = [line for each in (same if alone else [found] if found else []) for line in each.lines]
            marks.page(document, page, size, [Seen(line.text, line.quad) for line in lines])
            if page.quad is not None:
                overlaps.append(share)
                missed += share < _FOUND_IOU
            if found is not None and page.lines:
                turns.append(found.orientation == page.orientation)
    figures, pages = marks.told(), sum(len(document.files) for document in truth.documents)
    tally.into(figures)
    figures.kind_accuracy = _mean(kinds)
    figures.page_iou, figures.pages_missed = _mean(overlaps), missed
    figures.orientation_accuracy = _mean(turns)
    figures.cpu_s_per_page = sum(read.cpu_s for read in account.documents) / pages
    figures.wall_s_per_page = sum(read.wall_s for read in account.documents) / pages
    figures.peak_mb = account.peak_mb
    return figures


@dataclass
class _Tally:
    """Fields, counted over documents."""

    asked: int = 0
    exact: int = 0
    missing: int = 0
    wrong: list[str] = field(default_factory=list)

    def document(self, document: DocumentTruth, values: dict[str, str | None]) -> None:
        """Fields of a document with an unreadable page are not expected, but a wrong value of one is wrong."""
        readable = all(page.readable for page in document.pages)
        for name, wanted in document.fields.items():
            value = values.get(name)
            self.asked += readable
            self.exact += readable and value == wanted
            self.missing += readable and value is None
            if value is not None and value != wanted:
                self.wrong.append(f"{document.files[0]}:{name}")

    def into(self, figures: Figures) -> None:
        """Writes the counts down."""
        figures.fields, figures.fields_missing = self.asked, self.missing
        figures.fields_exact = self.exact / self.asked if self.asked else None
        figures.fields_wrong_but_accepted, figures.wrong_fields = len(self.wrong), self.wrong


def _peer(name: str, folder: Path, truth: Truth, weights: Path) -> Figures:
    if why := _lacks(name):
        return Figures(absent=why)
    paths = [str(folder / file) for document in truth.documents for file in document.files]
    done = _run([sys.executable, str(_PEER), name, str(weights), str(PLACE)], "\n".join(paths))
    if done.returncode != 0:
        return Figures(absent=_last_words(done.stderr))
    told = json.loads(done.stdout)
    marks = _Marks()
    read = dict(zip(paths, told["pictures"], strict=True))
    for document in truth.documents:
        for page in document.pages:
            path = folder / document.files[page.file]
            seen = [Seen(line["text"], _quad(line["quad"])) for line in read[str(path)]["lines"]]
            quads = [other.quad for other in document.pages if other.file == page.file and other is not page]
            marks.page(document, page, _size(path), [line for line in seen if not _within(line, quads)])
    figures = marks.told()
    figures.cpu_s_per_page = sum(each["cpu_s"] for each in told["pictures"]) / len(paths)
    figures.wall_s_per_page = sum(each["wall_s"] for each in told["pictures"]) / len(paths)
    figures.peak_mb = told["peak_mb"]
    return figures


def _lacks(name: str) -> str:
    if name == "rapidocr" and not (PLACE / "rapidocr").is_dir():
        return "not installed; `.ci/setup rapid` brings it"
    if name == "tesseract":
        if shutil.which("tesseract") is None:
            return "not installed; Debian calls it tesseract-ocr and tesseract-ocr-chi-sim"
        if "chi_sim" not in _run(["tesseract", "--list-langs"]).stdout:
            return "has no chi_sim; Debian calls it tesseract-ocr-chi-sim"
    return ""


def _run(command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=_LIMIT_S, check=False)


def _last_words(stderr: str) -> str:
    return " / ".join(stderr.strip().splitlines()[-2:]) or "it ended without a word"


def _best(page: PageTruth, found: Sequence[PageReading], size: tuple[int, int]) -> tuple[PageReading | None, float]:
    """The page of a reading that lies where the truth says, and how well."""
    wanted = page.quad or whole_picture(size, page.orientation)
    shares = [overlap(wanted, each.quad or whole_picture(size, each.orientation)) for each in found]
    if not shares:
        return None, 0.0
    best = max(range(len(shares)), key=shares.__getitem__)
    return found[best], shares[best]


def _within(line: Seen, quads: Sequence[Quad | None]) -> bool:
    """Whether a line belongs to another page of the same picture."""
    x, y = (sum(corner[axis] for corner in line.quad) / 4 for axis in (0, 1))
    return any(cv2.pointPolygonTest(np.array(quad, np.float32), (x, y), False) >= 0 for quad in quads if quad)


def _quad(corners: list[list[float]]) -> Quad:
    a, b, c, d = ((x, y) for x, y in corners)
    return a, b, c, d


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        width, height = picture.size
    return width, height


def _mean(values: Sequence[float]) -> float | None:
    return statistics.fmean(values) if values else None


def _percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def _count(value: float) -> str:
    return f"{value:.0f}"


_Show = Callable[[float], str]
_ROWS: tuple[tuple[str, str, _Show], ...] = (
    ("cer", "wrong characters, print", _percent),
    ("cer_upright", "  on pages that are upright", _percent),
    ("cer_hand", "  written by hand", _percent),
    ("fields_exact", "fields exact", _percent),
    ("fields_missing", "  asked instead", _count),
    ("fields_wrong_but_accepted", "  wrong but accepted", _count),
    ("kind_accuracy", "kinds right", _percent),
    ("page_iou", "page found (IoU)", "{:.3f}".format),
    ("pages_missed", "  pages missed", _count),
    ("orientation_accuracy", "turn right", _percent),
    ("cpu_s_per_page", "processor seconds a page", "{:.2f}".format),
    ("peak_mb", "peak memory (MB)", _count),
)


def _shown(value: float | None, show: _Show) -> str:
    return "–" if value is None else show(value)
