"""eSCL as it stands on the wire: what a scanner can do, how it is, and what it is asked for, in XML.

Names after the Mopria eSCL specification 2.97 and PWG 5108.1 and 5108.3. Lengths are in 1/300 inch.
The bytes are hostile: no document type, no entities, nothing deep or large; scanners are lax with
namespaces, so elements are known by their local names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from xml.parsers import expat
from xml.sax.saxutils import escape

LARGEST = 512 * 1024
"""Bytes of one answer."""
_DEEPEST = 32
_MOST = 20_000
SCAN = "http://schemas.hp.com/imaging/escl/2011/05/03"
PWG = "http://www.pwg.org/schemas/2010/12/sm"
A4 = (2480, 3508)


class BadAnswer(Exception):  # noqa: N818  it is what came, not a fault of ours
    """The bytes are not what they should be; the text quotes nothing of them."""


class ScannerState(StrEnum):
    """`pwg:State` of a scanner."""

    IDLE = "Idle"
    PROCESSING = "Processing"
    TESTING = "Testing"
    STOPPED = "Stopped"
    DOWN = "Down"


class AdfState(StrEnum):
    """`scan:AdfState`: how the feeder is."""

    PROCESSING = "ScannerAdfProcessing"
    EMPTY = "ScannerAdfEmpty"
    LOADED = "ScannerAdfLoaded"
    JAM = "ScannerAdfJam"
    HATCH_OPEN = "ScannerAdfHatchOpen"
    MISPICK = "ScannerAdfMispick"
    MULTIPICK = "ScannerAdfMultipickDetected"
    TRAY_FAILED = "ScannerAdfInputTrayFailed"
    TRAY_OVERLOADED = "ScannerAdfInputTrayOverloaded"
    PAGE_TOO_SHORT = "ScannerAdfDuplexPageTooShort"
    PAGE_TOO_LONG = "ScannerAdfDuplexPageTooLong"
    OTHER = "other"
    """A word that this driver does not know."""


class Source(StrEnum):
    """`pwg:InputSource`."""

    PLATEN = "Platen"
    FEEDER = "Feeder"


@dataclass(frozen=True)
class JobInfo:
    """One scan as the scanner lists it; `path` is the path of its address."""

    path: str
    state: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScannerStatus:
    """How the scanner is; `adf` is None when it says nothing of a feeder."""

    state: ScannerState
    adf: AdfState | None = None
    jobs: tuple[JobInfo, ...] = ()


@dataclass(frozen=True)
class SourceCaps:
    """What a glass or a feeder can do."""

    max_width: int = A4[0]
    max_height: int = A4[1]
    resolutions: tuple[int, ...] = ()
    """Dots per inch, ascending; empty when it names none."""
    resolution_range: tuple[int, int] | None = None
    colour_modes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def nearest(self, dpi: int) -> int:
        """The resolution to ask for: that one, else the next finer, else the finest."""
        if self.resolution_range is not None:
            low, high = self.resolution_range
            return min(max(dpi, low), high)
        finer = [each for each in self.resolutions if each >= dpi]
        return min(finer) if finer else max(self.resolutions, default=dpi)


@dataclass(frozen=True)
class ScannerCapabilities:
    """What the scanner says it is."""

    version: str
    model: str
    sources: dict[Source, SourceCaps] = field(default_factory=dict)


@dataclass(frozen=True)
class ScanSettings:
    """What one scan is asked for."""

    source: Source
    dpi: int
    width: int = A4[0]
    height: int = A4[1]
    colour_mode: str = "RGB24"
    media_type: str = "image/jpeg"
    version: str = "2.0"


def read_capabilities(data: bytes) -> ScannerCapabilities:
    """Reads ScannerCapabilities. Raises BadAnswer."""
    root = _parse(data, "ScannerCapabilities")
    sources = {}
    for source, path in (
        (Source.PLATEN, ("Platen", "PlatenInputCaps")),
        (Source.FEEDER, ("Adf", "AdfSimplexInputCaps")),
    ):
        caps = root.at(*path)
        if caps is not None:
            sources[source] = _source_caps(caps, root)
    if not sources:
        raise BadAnswer("a scanner with neither glass nor feeder")
    return ScannerCapabilities(root.word("Version") or "2.0", root.word("MakeAndModel"), sources)


def read_status(data: bytes) -> ScannerStatus:
    """Reads ScannerStatus. Raises BadAnswer."""
    root = _parse(data, "ScannerStatus")
    try:
        state = ScannerState(root.word("State"))
    except ValueError:
        raise BadAnswer("an unknown state") from None
    adf = root.word("AdfState")
    jobs = root.at("Jobs")
    return ScannerStatus(
        state,
        (AdfState(adf) if adf in list(AdfState) else AdfState.OTHER) if adf else None,
        tuple(_job(each) for each in jobs.each("JobInfo")) if jobs else (),
    )


def read_settings(data: bytes) -> ScanSettings:
    """Reads ScanSettings, as a scanner does. Raises BadAnswer."""
    root = _parse(data, "ScanSettings")
    region = root.at("ScanRegions", "ScanRegion")
    try:
        source = Source(root.word("InputSource") or Source.PLATEN)
    except ValueError:
        raise BadAnswer("an unknown source") from None
    return ScanSettings(
        source,
        _number(root.word("XResolution") or "300"),
        _number(region.word("Width")) if region else A4[0],
        _number(region.word("Height")) if region else A4[1],
        root.word("ColorMode") or "RGB24",
        root.word("DocumentFormatExt") or root.word("DocumentFormat") or "image/jpeg",
        root.word("Version") or "2.0",
    )


def write_settings(settings: ScanSettings) -> bytes:
    """ScanSettings for one page, as they are posted to ScanJobs."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<scan:ScanSettings xmlns:scan="{SCAN}" xmlns:pwg="{PWG}">'
        f"<pwg:Version>{escape(settings.version)}</pwg:Version>"
        "<scan:Intent>Document</scan:Intent>"
        "<pwg:ScanRegions><pwg:ScanRegion>"
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
        f"<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
        f"<pwg:Width>{settings.width}</pwg:Width><pwg:Height>{settings.height}</pwg:Height>"
        "</pwg:ScanRegion></pwg:ScanRegions>"
        f"<pwg:InputSource>{settings.source.value}</pwg:InputSource>"
        f"<pwg:DocumentFormat>{escape(settings.media_type)}</pwg:DocumentFormat>"
        f"<scan:DocumentFormatExt>{escape(settings.media_type)}</scan:DocumentFormatExt>"
        f"<scan:ColorMode>{escape(settings.colour_mode)}</scan:ColorMode>"
        f"<scan:XResolution>{settings.dpi}</scan:XResolution><scan:YResolution>{settings.dpi}</scan:YResolution>"
        "</scan:ScanSettings>"
    ).encode()


@dataclass
class _Element:
    name: str
    text: str = ""
    children: list[_Element] = field(default_factory=list)

    def each(self, name: str) -> list[_Element]:
        return [child for child in self.children if child.name == name]

    def at(self, *path: str) -> _Element | None:
        found: _Element | None = self
        for name in path:
            found = next((child for child in found.children if child.name == name), None) if found else None
        return found

    def word(self, *path: str) -> str:
        found = self.at(*path)
        return found.text.strip() if found else ""

    def all(self, name: str) -> list[_Element]:
        return [self] * (self.name == name) + [each for child in self.children for each in child.all(name)]


class _Tree:
    """Builds elements while expat reads, and stops at what no scanner sends."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = _Element(name.rpartition(":")[2])
        self._count += 1
        if self._count > _MOST or len(self._open) >= _DEEPEST:
            raise BadAnswer("too much XML")
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        if self._open and not self._open[-1].children:
            self._open[-1].text += data

    def refuse(self, *what: object) -> None:
        raise BadAnswer("XML with a document type")


def _parse(data: bytes, root: str) -> _Element:
    if len(data) > LARGEST:
        raise BadAnswer("too much XML")
    tree = _Tree()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartDoctypeDeclHandler = tree.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadAnswer(f"no XML, at line {error.lineno}") from None
    if tree.root is None or tree.root.name != root:
        raise BadAnswer(f"XML that is no {root}")
    return tree.root


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 6):
        raise BadAnswer("a number that is none")
    return int(text)


def _numbers(elements: list[_Element]) -> tuple[int, ...]:
    return tuple(sorted({_number(each.text.strip()) for each in elements}))


def _words(elements: list[_Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.text.strip() for each in elements))


def _source_caps(caps: _Element, root: _Element) -> SourceCaps:
    profiles = caps.all("SettingProfile")
    if any(not profile.children for profile in profiles):  # refers to one that is told elsewhere
        profiles = [profile for profile in root.all("SettingProfile") if profile.children]
    within = _Element("", children=profiles)
    span = next(iter(within.all("XResolutionRange")), None)
    return SourceCaps(
        _number(caps.word("MaxWidth") or str(A4[0])),
        _number(caps.word("MaxHeight") or str(A4[1])),
        _numbers([each for one in within.all("DiscreteResolution") for each in one.each("XResolution")]),
        (_number(span.word("Min")), _number(span.word("Max"))) if span else None,
        _words(within.all("ColorMode")),
        _words(within.all("DocumentFormatExt") or within.all("DocumentFormat")),
    )


def _job(info: _Element) -> JobInfo:
    reasons = info.at("JobStateReasons")
    return JobInfo(
        info.word("JobUri"), info.word("JobState"), _words(reasons.each("JobStateReason")) if reasons else ()
    )
