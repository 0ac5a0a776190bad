"""What the simulated scanner says of itself, in the XML of eSCL."""

from __future__ import annotations

from devices.scanner.escl_wire import PWG, SCAN, ScannerStatus

MODEL = "Nanzhongzhou Virtual Scanner"
RESOLUTIONS = (150, 300, 600)
_SPACES = f'xmlns:scan="{SCAN}" xmlns:pwg="{PWG}"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def write_capabilities(*, feeder: bool, glass: bool) -> bytes:
    """ScannerCapabilities of a scanner with these sources."""
    sources = ""
    if glass:
        sources += f"<scan:Platen><scan:PlatenInputCaps>{_caps()}</scan:PlatenInputCaps></scan:Platen>"
    if feeder:
        sources += (
            f"<scan:Adf><scan:AdfSimplexInputCaps>{_caps()}</scan:AdfSimplexInputCaps>"
            "<scan:FeederCapacity>20</scan:FeederCapacity>"
            "<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption></scan:AdfOptions></scan:Adf>"
        )
    return (
        f"{_HEAD}<scan:ScannerCapabilities {_SPACES}><pwg:Version>2.63</pwg:Version>"
        f"<pwg:MakeAndModel>{MODEL}</pwg:MakeAndModel>"
        "<scan:UUID>5d1c5b0e-3a52-4f06-9d6c-6b6f9b2f5c11</scan:UUID>"
        f"{sources}</scan:ScannerCapabilities>"
    ).encode()


def write_status(status: ScannerStatus) -> bytes:
    """ScannerStatus."""
    adf = f"<scan:AdfState>{status.adf.value}</scan:AdfState>" if status.adf else ""
    jobs = "".join(
        f"<scan:JobInfo><pwg:JobUri>{job.path}</pwg:JobUri><pwg:JobState>{job.state}</pwg:JobState>"
        f"<pwg:JobStateReasons>{''.join(f'<pwg:JobStateReason>{each}</pwg:JobStateReason>' for each in job.reasons)}"
        "</pwg:JobStateReasons></scan:JobInfo>"
        for job in status.jobs
    )
    return (
        f"{_HEAD}<scan:ScannerStatus {_SPACES}><pwg:Version>2.63</pwg:Version>"
        f"<pwg:State>{status.state.value}</pwg:State>{adf}<scan:Jobs>{jobs}</scan:Jobs></scan:ScannerStatus>"
    ).encode()


def _caps() -> str:
    resolutions = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution>"
        f"<scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>"
        for dpi in RESOLUTIONS
    )
    return (
        "<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2480</scan:MaxWidth>"
        "<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>"
        "<scan:MaxScanRegions>1</scan:MaxScanRegions>"
        "<scan:SettingProfiles><scan:SettingProfile>"
        "<scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>"
        "<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
        "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
        f"<scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}</scan:DiscreteResolutions>"
        "</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>"
    )
