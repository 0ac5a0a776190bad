"""The [devices] table of config.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sync.contract.settings import Section


class IdReaderSettings(Section):
    """ID-card reader on a serial line."""

    driver: Literal["samv"] = "samv"
    """The protocol it speaks."""
    port: str = "var/run/id-reader"
    """Path of the serial device."""
    baud: Literal[115200, 57600, 38400, 19200, 9600] = 115200
    """Speed of the line."""
    portrait_decoder: tuple[str, ...] = ()
    """Command that turns the 1024 bytes of a WLT portrait on stdin into an image on stdout."""


class CameraSettings(Section):
    """Face camera: an index, a V4L2 path, an MJPEG address or a folder of images."""

    driver: Literal["opencv"] = "opencv"
    """What opens it."""
    source: str = "http://127.0.0.1:8632/camera.mjpeg"
    """`0`, `/dev/video0`, `http://…` or a folder."""
    width: int = 960
    """Pixels that are asked for."""
    height: int = 720
    """Pixels that are asked for."""


class PrinterSettings(Section):
    """Document printer that speaks IPP."""

    driver: Literal["ipp"] = "ipp"
    """The protocol it speaks."""
    uri: str = "ipp://127.0.0.1:8631/ipp/print"
    """Its address; a printer tells it on its own status page."""
    job_timeout_s: float = 90.0
    """How long one print may take before it is cancelled."""
    media_wait_s: float = 60.0
    """How long a printer that wants paper or a person may wait before the print is cancelled."""
    find_s: float = 30.0
    """How long a printer that was lost is looked for before the fate of the print is unknown."""


class SimulatorSettings(Section):
    """The other end of every wire, for development and tests."""

    control: Path = Path("var/run/simulators.sock")
    """Socket that takes the verbs of `python -m devices fault` and of the dock."""
    printer_port: int = 8631
    """Where the simulated printer listens; 0 takes a free port."""
    camera_port: int = 8632
    """Where the simulated camera listens; 0 takes a free port."""
    link_port: int = 8700
    """The network cable to the centre, which the dock can cut."""
    paper: Path = Path("out/paper")
    """What the printer simulator "prints"."""
    cards: Path | None = None
    """Other cards for the simulated reader, in the form of devices/idcard/cards.toml."""


class DevicesSettings(Section):
    """All devices of this kiosk."""

    id_reader: IdReaderSettings = IdReaderSettings()
    camera: CameraSettings = CameraSettings()
    printer: PrinterSettings = PrinterSettings()
    simulators: SimulatorSettings = SimulatorSettings()
