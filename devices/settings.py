"""The [devices] table of config.toml: one table a device, with the keys of the driver it names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from devices.kinds import DeviceSection, Kind, Slot
from sync.contract.settings import Section


class IdReaderSettings(DeviceSection):
    """ID-card reader."""

    port: str = "var/run/id-reader"
    """Path of the serial device."""
    portrait_decoder: tuple[str, ...] = ()
    """Command that turns the 1024 bytes of a WLT portrait on stdin into an image on stdout."""

    address: ClassVar[str] = "port"


class SamvSettings(IdReaderSettings):
    """ID-card reader on a serial line that speaks SAM_V."""

    driver: str = "samv"
    baud: Literal[115200, 57600, 38400, 19200, 9600] = 115200
    """Speed of the line; a reader that was left at another one is found and set to it."""
    new_address: bool = True
    """Whether the reader is asked for an address that was written to the card later."""
    fingerprint: bool = False
    """Whether fingerprints on the card are read too; readers that cannot read without them."""


class SmartCardSettings(DeviceSection):
    """Smart-card reader behind PC/SC: social-security cards, and the cards of staff."""

    driver: str = "pcsc"
    required: bool = False
    reader: str = ""
    """Name of the reader as PC/SC tells it, or a part of it; empty takes the first."""
    socket: Path | None = Path("var/run/pcscd.comm")
    """Socket of a pcscd of our own; without it the system's."""

    address: ClassVar[str] = "reader"


class CameraSettings(DeviceSection):
    """Face camera: an index, a V4L2 path, an MJPEG address, or a file or folder of images."""

    driver: str = "opencv"
    source: str = "http://127.0.0.1:8632/camera.mjpeg"
    """`0`, `/dev/video0`, `http://…`, a file or a folder."""
    width: int = 960
    """Pixels that are asked for."""
    height: int = 720
    """Pixels that are asked for."""

    address: ClassVar[str] = "source"


class IrCameraSettings(CameraSettings):
    """Infrared camera beside the face camera, with the same view; screens and prints do not look alive in it."""

    enabled: bool = False
    """Whether this kiosk has one."""
    required: bool = False
    source: str = "http://127.0.0.1:8636/infrared.mjpeg"
    """`2`, `/dev/video2`, `http://…`, a file or a folder."""


class ScannerSettings(DeviceSection):
    """Scanner: flat-bed, feeder or document camera."""

    required: bool = False
    page_s: float = 30.0
    """How long one page may take."""


class EsclSettings(ScannerSettings):
    """Scanner on the network that speaks eSCL (AirScan)."""

    driver: str = "escl"
    url: str = "http://127.0.0.1:8633/eSCL"
    """Its address; the scanner tells it on its own status page."""
    dpi: Literal[150, 200, 300, 600] = 300
    """Dots per inch."""
    source: Literal["auto", "feeder", "glass"] = "auto"
    """Where the page lies; `auto` takes the feeder when there is a sheet in it, else the glass."""

    address: ClassVar[str] = "url"


class SaneSettings(ScannerSettings):
    """Scanner that SANE knows, by `scanimage` in a process of its own."""

    driver: str = "sane"
    device: str = ""
    """Its name as `scanimage -L` tells it; empty takes the first."""
    dpi: Literal[150, 200, 300, 600] = 300
    """Dots per inch."""
    source: Literal["auto", "feeder", "glass"] = "auto"
    """Where the page lies; `auto` takes the feeder when there is a sheet in it, else the glass."""

    address: ClassVar[str] = "device"


class DocumentCameraSettings(ScannerSettings):
    """Camera over a table that takes a page as soon as one lies still under it."""

    driver: str = "camera"
    source: str = "http://127.0.0.1:8634/document.mjpeg"
    """`1`, `/dev/video1`, `http://…`, a file or a folder."""
    width: int = 3264
    """Pixels that are asked for; a card on a table for A3 needs eight megapixels to be read."""
    height: int = 2448
    """Pixels that are asked for."""

    address: ClassVar[str] = "source"


class PrinterSettings(DeviceSection):
    """Document printer."""

    uri: str = "ipp://127.0.0.1:8631/ipp/print"
    """Its address; a printer tells it on its own status page."""
    job_timeout_s: float = 90.0
    """How long one print may take before it is cancelled."""
    media_wait_s: float = 60.0
    """How long a printer that wants paper or a person may wait before the print is cancelled."""
    find_s: float = 30.0
    """How long a printer that was lost is looked for before the fate of the print is unknown."""

    address: ClassVar[str] = "uri"


class IppSettings(PrinterSettings):
    """Document printer that speaks IPP; preferred, because it says itself what became of a page."""

    driver: str = "ipp"


class CupsSettings(PrinterSettings):
    """Queue of a CUPS server, for printers that do not speak IPP themselves."""

    driver: str = "cups"
    uri: str = "ipp://127.0.0.1:631/printers/kiosk"
    """Address of the queue."""


class ReceiptPrinterSettings(DeviceSection):
    """Receipt and ticket printer."""

    driver: str = "escpos"
    required: bool = False
    port: str = "var/run/receipt-printer"
    """A serial device, `tcp://HOST:PORT`, or `usb://VENDOR:PRODUCT` in hexadecimal."""
    baud: Literal[115200, 57600, 38400, 19200, 9600] = 115200
    """Speed of a serial line."""
    columns: int = 32
    """Latin characters in a line; a Chinese character takes two."""
    profile: str = "default"
    """Name of the printer in python-escpos' table, which says whether it draws QR codes itself."""

    address: ClassVar[str] = "port"


class CodeReaderSettings(DeviceSection):
    """Reader of QR codes and barcodes."""

    required: bool = False


class SerialCodeReaderSettings(CodeReaderSettings):
    """Code reader on a serial line; each code ends with a line break."""

    driver: str = "serial"
    port: str = "var/run/code-reader"
    """Path of the serial device."""
    baud: Literal[115200, 57600, 38400, 19200, 9600] = 115200
    """Speed of the line."""
    end: Literal["line", "pause"] = "line"
    """What a code ends with: a line break, or only a pause; with a pause half a code cannot be told from a whole."""

    address: ClassVar[str] = "port"


class HidCodeReaderSettings(CodeReaderSettings):
    """Code reader that types like a keyboard; it is grabbed, so that codes never type into a page."""

    driver: str = "hid"
    device: str = "/dev/input/by-id/code-reader"
    """Path of its input device."""

    address: ClassVar[str] = "device"


class SpeakerSettings(DeviceSection):
    """Speech out, to the loudspeaker or to the headphones that are plugged in."""

    driver: str = "pyttsx3"
    required: bool = False
    engine: str = "espeak"
    """Name of the pyttsx3 driver."""
    voice: str = "sit/cmn"
    """Voice for Chinese."""
    english_voice: str = "gmw/en-us"
    """Voice for a text without Chinese."""
    rate: int = 160
    """Words a minute."""
    volume: float = 0.8
    """0 to 1."""
    sink: str = "out/speech"
    """Where sound goes: a folder of WAV files, or the command that plays one, `aplay -q -D {output} {file}`."""
    loudspeaker: str = "default"
    """Name of the output for everybody to hear."""
    headphones: str = "headphones"
    """Name of the output of the headphone socket."""
    jack: str = "var/run/headphones"
    """File that says 1 while headphones are plugged in; empty when the kiosk has no socket."""

    address: ClassVar[str] = "sink"


class PayTerminalSettings(DeviceSection):
    """Unattended payment terminal for QR codes and cards."""

    driver: str = "tcp"
    required: bool = False
    endpoint: str = "127.0.0.1:8635"
    """Host and port of the terminal."""
    pay_s: float = 120.0
    """How long the resident may take to pay."""

    address: ClassVar[str] = "endpoint"


class CabinetSettings(DeviceSection):
    """The cabinet itself: door, power, temperature, and lights that show where to put the card or take the paper."""

    driver: str = "modbus"
    required: bool = False
    port: str = "var/run/cabinet"
    """Path of the serial device."""
    baud: Literal[115200, 57600, 38400, 19200, 9600] = 9600
    """Speed of the line."""
    unit: int = 1
    """Modbus address of the board."""
    too_hot_c: float = 55.0
    """Degrees Celsius inside from which the cabinet is too hot."""

    address: ClassVar[str] = "port"


class WatchdogSettings(DeviceSection):
    """What restarts the kiosk when it hangs."""

    required: bool = False


class SystemdWatchdogSettings(WatchdogSettings):
    """systemd's watchdog, at the socket that systemd names in NOTIFY_SOCKET."""

    driver: str = "systemd"


class DeviceWatchdogSettings(WatchdogSettings):
    """The machine's own watchdog."""

    driver: str = "device"
    device: Path = Path("/dev/watchdog")
    """Its path."""
    timeout_s: int = 30
    """After how long without a sign of life the machine is reset."""

    address: ClassVar[str] = "device"


class SimulatorSettings(Section):
    """The other end of every wire, for development and tests."""

    control: Path = Path("var/run/simulators.sock")
    """Socket that takes the verbs of `python -m devices fault` and of the dock."""
    printer_port: int = 8631
    """Where the simulated printer listens; 0 takes a free port."""
    camera_port: int = 8632
    """Where the simulated camera listens; 0 takes a free port."""
    scanner_port: int = 8633
    """Where the simulated scanner listens; 0 takes a free port."""
    document_camera_port: int = 8634
    """Where the simulated document camera listens; 0 takes a free port."""
    pay_port: int = 8635
    """Where the simulated payment terminal listens; 0 takes a free port."""
    ir_camera_port: int = 8636
    """Where the simulated infrared camera listens; 0 takes a free port."""
    link_port: int = 8700
    """The network cable to the centre, which the dock can cut."""
    paper: Path = Path("out/paper")
    """What the printer simulators "print"."""
    papers: Path | None = None
    """Folder of JPEG and PNG pictures that can be put into the simulated scanner and under the document camera."""
    cards: Path | None = None
    """Other cards for the simulated reader, in the form of devices/idcard/cards.toml."""


class HostSettings(Section):
    """How patient the host of the devices is."""

    console: Path = Path("var/run/devices.sock")
    """Socket through which `python -m devices` asks a kiosk that runs."""
    journal: Path = Path("var/acts.db")
    """Every print, card act and payment, from before it began to what became of it."""
    low_percent: int = 15
    """Level from which a supply is low."""

    @property
    def stats(self) -> Path:
        """The file that keeps what each device has done, beside the journal."""
        return self.journal.with_name("devices.json")


class DevicesSettings(Section):
    """All devices of this kiosk."""

    id_reader: Annotated[IdReaderSettings, Slot(Kind.ID_READER, (SamvSettings,))] = SamvSettings()
    smart_card: Annotated[SmartCardSettings, Slot(Kind.SMART_CARD, (SmartCardSettings,))] = SmartCardSettings()
    camera: Annotated[CameraSettings, Slot(Kind.CAMERA, (CameraSettings,))] = CameraSettings()
    ir_camera: Annotated[IrCameraSettings, Slot(Kind.CAMERA, (IrCameraSettings,))] = IrCameraSettings()
    scanner: Annotated[ScannerSettings, Slot(Kind.SCANNER, (EsclSettings, SaneSettings, DocumentCameraSettings))] = (
        EsclSettings()
    )
    document_camera: Annotated[
        ScannerSettings, Slot(Kind.SCANNER, (DocumentCameraSettings, SaneSettings, EsclSettings))
    ] = DocumentCameraSettings()
    printer: Annotated[PrinterSettings, Slot(Kind.PRINTER, (IppSettings, CupsSettings))] = IppSettings()
    receipt_printer: Annotated[ReceiptPrinterSettings, Slot(Kind.RECEIPT_PRINTER, (ReceiptPrinterSettings,))] = (
        ReceiptPrinterSettings()
    )
    code_reader: Annotated[
        CodeReaderSettings, Slot(Kind.CODE_READER, (SerialCodeReaderSettings, HidCodeReaderSettings))
    ] = SerialCodeReaderSettings()
    speaker: Annotated[SpeakerSettings, Slot(Kind.SPEAKER, (SpeakerSettings,))] = SpeakerSettings()
    pay_terminal: Annotated[PayTerminalSettings, Slot(Kind.PAY_TERMINAL, (PayTerminalSettings,))] = (
        PayTerminalSettings()
    )
    cabinet: Annotated[CabinetSettings, Slot(Kind.CABINET, (CabinetSettings,))] = CabinetSettings()
    watchdog: Annotated[WatchdogSettings, Slot(Kind.WATCHDOG, (SystemdWatchdogSettings, DeviceWatchdogSettings))] = (
        SystemdWatchdogSettings()
    )
    host: HostSettings = HostSettings()
    simulators: SimulatorSettings = SimulatorSettings()

    @classmethod
    def simulated_in(cls, folder: Path) -> DevicesSettings:
        """Every device simulated, with its wires in a folder and on free ports: for scenarios and tests."""
        return cls(
            id_reader=SamvSettings(port=str(folder / "id-reader")),
            smart_card=SmartCardSettings(socket=folder / "pcscd.comm"),
            receipt_printer=ReceiptPrinterSettings(port=str(folder / "receipt-printer")),
            code_reader=SerialCodeReaderSettings(port=str(folder / "code-reader")),
            speaker=SpeakerSettings(sink=str(folder / "speech"), jack=str(folder / "headphones")),
            cabinet=CabinetSettings(port=str(folder / "cabinet")),
            host=HostSettings(console=folder / "devices.sock", journal=folder / "acts.db"),
            simulators=SimulatorSettings(
                control=folder / "simulators.sock",
                printer_port=0,
                camera_port=0,
                scanner_port=0,
                document_camera_port=0,
                pay_port=0,
                ir_camera_port=0,
                link_port=0,
                paper=folder / "paper",
            ),
        )

    def fitted(self) -> dict[str, tuple[Kind, DeviceSection]]:
        """The devices this kiosk has, by their ids."""
        found = {}
        for key, field in type(self).model_fields.items():
            section = getattr(self, key)
            slot = next((each for each in field.metadata if isinstance(each, Slot)), None)
            if slot is not None and section.enabled:
                found[key.replace("_", "-")] = (slot.kind, section)
        return found
