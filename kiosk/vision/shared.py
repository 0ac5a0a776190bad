"""Bytes that two processes share and no file system ever sees: templates on their way to a comparison."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable


class SharedTemplates:
    """Anonymous memory (memfd) for templates, empty between two comparisons. It has no name to be left behind."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    @classmethod
    def create(cls) -> SharedTemplates:
        """New and empty."""
        return cls(os.memfd_create("nzz-templates", os.MFD_CLOEXEC))

    def put(self, templates: Iterable[bytes], size: int) -> int:
        """Writes templates of `size` bytes each, one after the other; returns how many."""
        self.wipe()
        count, offset = 0, 0
        for template in templates:
            if len(template) != size:
                raise ValueError(f"a template of {len(template)} bytes among those of {size}")
            offset += os.pwrite(self.fd, template, offset)
            count += 1
        return count

    def wipe(self) -> None:
        """Overwrites everything and gives the memory back."""
        size = os.fstat(self.fd).st_size
        if size:
            with mmap.mmap(self.fd, size) as memory:
                memory[:] = bytes(size)
            os.ftruncate(self.fd, 0)

    def close(self) -> None:
        """Wipes and lets go."""
        self.wipe()
        os.close(self.fd)
