"""Bytes that two processes share and no file system ever sees: templates on their way to a comparison."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator, Sequence

PIECE = 512
"""Templates that one call writes; the kernel takes up to 1,024."""
BLOCK = 1 << 20
"""Bytes that are overwritten at a time."""


class SharedTemplates:
    """Anonymous memory (memfd) for templates, empty between two comparisons. It has no name to be left behind."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    @classmethod
    def create(cls) -> SharedTemplates:
        """New and empty."""
        return cls(os.memfd_create("nzz-templates", os.MFD_CLOEXEC))

    def put(self, templates: Sequence[bytes | memoryview], size: int) -> Iterator[int]:
        """Writes templates of `size` bytes each, one after the other, a piece at a time; yields how many are written.

        A hundred thousand take a tenth of a second: whoever has something else to do does it between two pieces.

        Raises:
            ValueError: one is of another size; nothing is left of the others.
        """
        self.wipe()
        offset = 0
        for at in range(0, len(templates), PIECE):
            piece = templates[at : at + PIECE]
            if any(len(template) != size for template in piece):
                self.wipe()
                raise ValueError(f"a template among those of {size} bytes is of another size")
            offset += os.pwritev(self.fd, piece, offset)
            yield at + len(piece)

    def wipe(self) -> None:
        """Overwrites everything and gives the memory back."""
        size = os.fstat(self.fd).st_size
        if not size:
            return
        zeros = bytes(min(size, BLOCK))
        with mmap.mmap(self.fd, size) as memory:
            for at in range(0, size, BLOCK):
                memory[at : at + BLOCK] = zeros[: min(BLOCK, size - at)]
        os.ftruncate(self.fd, 0)

    def close(self) -> None:
        """Wipes and lets go."""
        self.wipe()
        os.close(self.fd)
