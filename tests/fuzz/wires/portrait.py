"""The portrait of an ID card."""

from __future__ import annotations

from devices.idcard.portrait import cut_out


def attempt(data: bytes) -> None:
    block = data[:1024].ljust(1024, b"\0")
    image = cut_out(block, ())
    assert image is None or (block.startswith(image) and image[:3] in (b"RIF", b"\xff\xd8\xff"))


def seeds() -> list[bytes]:
    """Good messages."""
    webp = b"RIFF" + (40).to_bytes(4, "little") + b"WEBP" + bytes(range(36))
    return [webp.ljust(1024, b"\0"), b"\xff\xd8\xff\xe0abc\xff\xd9".ljust(1024, b"\0"), b"WLf\0" + bytes(range(200))]
