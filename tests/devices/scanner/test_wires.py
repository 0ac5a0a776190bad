"""What comes over a scanner's wires is hostile: never a crash, a hang, or a half picture taken for a whole one."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.scanner import escl_wire, escl_xml, sane_wire
from devices.scanner.escl_wire import AdfState, BadAnswer, JobInfo, ScannerState, ScannerStatus, ScanSettings, Source
from devices.scanner.picture_wire import BrokenPicture, Picture, read_picture
from devices.scanner.pnm_wire import RawPicture, read_pnm, write_png
from devices.scanner.sane_wire import Failure, Option
from devices.scanner.table_wire import Seen, Sight, read_seen


def picture(kind: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    image = Image.effect_noise(size, 60).convert("RGB")
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


WHOLE = {
    "jpeg": (picture("JPEG", dpi=(200, 200)), Picture("image/jpeg", 64, 48, 200)),
    "progressive": (picture("JPEG", progressive=True), Picture("image/jpeg", 64, 48, None)),
    "png": (picture("PNG", dpi=(300, 300)), Picture("image/png", 64, 48, 300)),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_picture_tells_its_size(name: str) -> None:
    data, expected = WHOLE[name]
    assert read_picture(data) == expected


@pytest.mark.parametrize("name", WHOLE)
def test_a_picture_that_is_cut_anywhere_is_not_whole(name: str) -> None:
    data = WHOLE[name][0]
    for length in range(len(data) - 1):
        with pytest.raises(BrokenPicture):
            read_picture(data[:length])


def test_a_png_with_one_wrong_bit_is_not_whole() -> None:
    data = WHOLE["png"][0]
    for at in range(8, len(data), 7):
        with pytest.raises(BrokenPicture):
            read_picture(data[:at] + bytes((data[at] ^ 4,)) + data[at + 1 :])


def test_a_png_with_missing_rows_or_more_than_it_says_is_not_whole() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    def png(rows: int) -> bytes:
        head = (8).to_bytes(4, "big") + (8).to_bytes(4, "big") + bytes((8, 0, 0, 0, 0))
        body = zlib.compress(bytes(9 * rows))
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")

    assert read_picture(png(8)).height_px == 8
    for rows in (0, 7, 9, 100_000):
        with pytest.raises(BrokenPicture):
            read_picture(png(rows))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@given(noise=st.data())
@settings(max_examples=150, deadline=None)
def test_no_picture_makes_it_crash(kind: str, noise: st.DataObject) -> None:
    data = bytearray(WHOLE[kind.lower()][0])
    for at, value in noise.draw(st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=6)):
        data[at] = value
    data[: noise.draw(st.integers(0, 40))] = noise.draw(st.binary(max_size=60))
    try:
        found = read_picture(bytes(data))
    except BrokenPicture:
        return
    assert found.width_px > 0
    assert found.height_px > 0


STATUS = ScannerStatus(ScannerState.IDLE, AdfState.LOADED, (JobInfo("/eSCL/ScanJobs/1", "Completed", ("JobOk",)),))


def test_a_status_and_an_order_survive_the_wire() -> None:
    assert escl_wire.read_status(escl_xml.write_status(STATUS)) == STATUS
    order = ScanSettings(Source.FEEDER, 300, 2000, 3000, "Grayscale8", "image/png", "2.63")
    assert escl_wire.read_settings(escl_wire.write_settings(order)) == order
    caps = escl_wire.read_capabilities(escl_xml.write_capabilities(feeder=True, glass=True))
    assert set(caps.sources) == {Source.FEEDER, Source.PLATEN}
    assert [caps.sources[Source.FEEDER].nearest(dpi) for dpi in (100, 200, 300, 900)] == [150, 300, 300, 600]


def test_an_unknown_state_of_the_feeder_is_other_and_of_the_scanner_is_refused() -> None:
    good = escl_xml.write_status(STATUS)
    assert escl_wire.read_status(good.replace(b"ScannerAdfLoaded", b"Sleepy")).adf is AdfState.OTHER
    with pytest.raises(BadAnswer):
        escl_wire.read_status(good.replace(b"Idle", b"Sleepy"))


BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        BOMB.encode() + b"<ScannerStatus><State>&j;</State></ScannerStatus>",
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><ScannerStatus/>',
        b"<a>" * 100_000,
        b"<ScannerStatus>" + b"<a/>" * 50_000 + b"</ScannerStatus>",
        b"<ScannerStatus><State>Idle</State></ScannerStatus>" + b" " * (escl_wire.LARGEST + 1),
        b"<Other><State>Idle</State></Other>",
        b'<?xml version="1.0" encoding="utf-7"?><ScannerStatus><State>Idle</State>',
    ],
)
def test_hostile_xml_is_refused_at_once(data: bytes) -> None:
    started = time.process_time()
    for read in (escl_wire.read_status, escl_wire.read_capabilities, escl_wire.read_settings):
        with pytest.raises(BadAnswer):
            read(data)
    assert time.process_time() - started < 3


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_xml_makes_it_crash(noise: st.DataObject) -> None:
    reads: tuple[tuple[Callable[[bytes], object], bytes], ...] = (
        (escl_wire.read_status, escl_xml.write_status(STATUS)),
        (escl_wire.read_capabilities, escl_xml.write_capabilities(feeder=True, glass=True)),
        (escl_wire.read_settings, escl_wire.write_settings(ScanSettings(Source.PLATEN, 300))),
    )
    read, good = noise.draw(st.sampled_from(reads))
    start = noise.draw(st.integers(0, len(good)))
    data = good[:start] + noise.draw(st.binary(max_size=12)) + good[start + noise.draw(st.integers(0, 12)) :]
    try:
        read(data)
    except BadAnswer:
        return


def test_a_raw_picture_becomes_a_png_that_shows_the_same() -> None:
    image = Image.effect_noise((40, 30), 60).convert("RGB")
    raw = read_pnm(b"P6\n# made by\n40 30\n255\n" + image.tobytes())
    png = write_png(raw, 300)
    assert read_picture(png) == Picture("image/png", 40, 30, 300)
    with Image.open(io.BytesIO(png)) as back:
        assert back.tobytes() == image.tobytes()


def test_a_raw_picture_whose_end_was_filled_up_is_not_whole() -> None:
    row = bytes(range(64)) * 3
    with pytest.raises(BrokenPicture, match="made up"):
        read_pnm(b"P6 64 64 255\n" + row * 32 + b"\x80" * (64 * 3 * 32))
    assert read_pnm(b"P6 64 64 255\n" + row * 32 + b"\x81" * (64 * 3 * 32)) == RawPicture(
        64, 64, 3, row * 32 + b"\x81" * (64 * 3 * 32)
    )


@pytest.mark.parametrize(
    "data", [b"", b"P6 4 4 255\n" + bytes(47), b"P6 4 4 255\n" + bytes(49), b"P6 0 4 255\n", b"P7"]
)
def test_a_raw_picture_of_another_size_than_it_says_is_not_whole(data: bytes) -> None:
    with pytest.raises(BrokenPicture):
        read_pnm(data)


@pytest.mark.parametrize(
    ("status", "err", "expected"),
    [
        (7, "scanimage: sane_start: Document feeder out of documents", Failure.NO_DOCUMENTS),
        (6, "scanimage: sane_read: Document feeder jammed", Failure.JAMMED),
        (3, "Progress: 3.0%\rscanimage: sane_read: Device busy".replace("\r", "\n"), Failure.BUSY),
        (8, "scanimage: sane_start: Scanner cover is open", Failure.COVER_OPEN),
        (11, "scanimage: open of device x:1 failed: Access to resource has been denied", Failure.DENIED),
        (3, "scanimage: open of device x:1 failed: Device busy", Failure.BUSY),
        (1, "scanimage: open of device x:1 failed: Invalid argument", Failure.NO_DEVICE),
        (1, "scanimage: no SANE devices found", Failure.NO_DEVICE),
        (1, "scanimage: unrecognized option '--resolution=300'", Failure.OPTION),
        (9, "scanimage: sane_read: Error during device I/O", Failure.IO),
        (4, "scanimage: sane_read: Invalid argument\nscanimage: received signal 13", Failure.INVALID),
        (-11, "scanimage: sane_start: Device busy", Failure.CRASHED),
        (1, "", Failure.OTHER),
    ],
)
def test_scanimage_s_last_words_are_understood(status: int, err: str, expected: Failure) -> None:
    assert sane_wire.read_failure(status, err) is expected


def test_the_options_of_a_device_are_understood() -> None:
    options = sane_wire.read_options(
        "  Scan Mode:\n    --mode Gray|Color [Gray]\n        Selects the scan mode.\n"
        "    --resolution 75|150|300|1200dpi [75]\n    --three-pass[=(yes|no)] [inactive]\n"
        "    --source Flatbed|Automatic Document Feeder [Flatbed]\n    -x 0..215.9mm (in steps of 0.1) [80]\n"
    )
    assert options["mode"] == Option(("Gray", "Color"))
    assert options["source"].choices == ("Flatbed", "Automatic Document Feeder")
    assert options["x"].choices == ("0..215.9mm (in steps of 0.1)",)
    assert not options["three-pass"].active
    assert [sane_wire.nearest_resolution(options["resolution"], dpi) for dpi in (300, 200, 4000)] == [300, 300, 1200]
    assert sane_wire.nearest_resolution(Option(("50..600dpi (in steps of 1)",)), 900) == 600
    assert sane_wire.nearest_resolution(Option(), 300) is None


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_readers_crash(text: str) -> None:
    sane_wire.read_options(text)
    sane_wire.read_devices(text)
    assert isinstance(sane_wire.read_failure(9, text), Failure)
    assert (sane_wire.read_progress(text) or 0) <= 1
    assert isinstance(sane_wire.nearest_resolution(Option(tuple(text.split("|"))), 300), int | None)
    assert isinstance(read_seen("{" + text), Seen | None)


def test_lines_about_the_table_are_told_from_noise() -> None:
    assert read_seen('{"sight": "taken", "dpi": 93}') == Seen(Sight.TAKEN, 93)
    for line in ("[ WARN:0] cv2", '{"sight": "else"}', '{"sight": 3}', "{}", '["sight"]', "{" * 900):
        assert read_seen(line) is None
