"""Preview frames in memory that two processes share and no file system ever sees.

The memory is anonymous (memfd): it has no name to be left behind, and is gone when the last of the two
processes is. Layout: `newest` u64, `issued` u64, then SLOTS times (`seq` u64, `width` u32, `height` u32, pixels).
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 480
"""The largest preview; a camera of another shape fills one of the two."""
SLOTS = 3
_HEAD = struct.Struct("=QQ")
_SLOT = struct.Struct("=QII")
_PIXELS = WIDTH * HEIGHT * 4
_STRIDE = _SLOT.size + _PIXELS
SIZE = _HEAD.size + SLOTS * _STRIDE


@dataclass(frozen=True, repr=False)
class PreviewFrame:
    """A picture for the screen, mirrored as residents know themselves.

    `seq` grows with every picture; `bgra` holds width × height pixels of four bytes, without padding.
    """

    seq: int
    width: int
    height: int
    bgra: bytes


class FrameRing:
    """The newest frames. One process writes, the other reads; either may wipe."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._memory = mmap.mmap(fd, SIZE)
        self._memory.madvise(mmap.MADV_DONTDUMP)  # a crash report must not hold a face

    @classmethod
    def create(cls) -> FrameRing:
        """New memory, all zero, of a size that cannot change any more."""
        fd = os.memfd_create("nzz-preview", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(fd, SIZE)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
        return cls(fd)

    def write(self, width: int, height: int, pixels: memoryview) -> None:
        """Puts a picture in the oldest slot: `pixels` are width × height × 4 bytes, contiguous."""
        size = width * height * 4
        if pixels.nbytes != size or size > _PIXELS:
            raise ValueError(f"{pixels.nbytes} bytes are no {width}×{height} preview")
        _, issued = _HEAD.unpack_from(self._memory)
        seq = issued + 1
        start = _HEAD.size + seq % SLOTS * _STRIDE
        _SLOT.pack_into(self._memory, start, 0, width, height)
        self._memory[start + _SLOT.size : start + _SLOT.size + size] = pixels.cast("B")
        _SLOT.pack_into(self._memory, start, seq, width, height)
        _HEAD.pack_into(self._memory, 0, seq, seq)

    def latest(self, after: int = 0) -> PreviewFrame | None:
        """A copy of the newest picture; None, and nothing copied, when its number is not above `after`."""
        for _ in range(SLOTS):  # the writer may have lapped us: the copy is worth nothing then
            newest, _ = _HEAD.unpack_from(self._memory)
            if newest <= after:
                return None
            start = _HEAD.size + newest % SLOTS * _STRIDE
            seq, width, height = _SLOT.unpack_from(self._memory, start)
            if seq != newest or width * height * 4 > _PIXELS:
                continue
            pixels = self._memory[start + _SLOT.size : start + _SLOT.size + width * height * 4]
            if _SLOT.unpack_from(self._memory, start)[0] == newest:
                return PreviewFrame(seq, width, height, pixels)
        return None

    def wipe(self) -> None:
        """Overwrites every picture with zeros; numbers go on from where they were."""
        _, issued = _HEAD.unpack_from(self._memory)
        self._memory[:] = bytes(SIZE)
        _HEAD.pack_into(self._memory, 0, 0, issued)

    def close(self) -> None:
        """Wipes and lets go. The memory is freed when the other process has let go too."""
        if not self._memory.closed:
            self.wipe()
            self._memory.close()
            os.close(self.fd)
