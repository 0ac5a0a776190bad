"""The check of the tracked files finds what it is there to find."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("tree", Path(__file__).resolve().parents[2] / ".ci/tree.py")
assert SPEC is not None
assert SPEC.loader is not None
tree = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(tree)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"index = https://pypi." + b"org/simple", "registry"),
        (b"see /wor" + b"k/notes", "path of one machine"),
        (b"# TO" + b"DO: later", "unfinished"),
        (b"\xff\xfe\x00", "not text"),
        (b" " * 400_001, "400001 bytes"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, content: bytes, word: str) -> None:
    file = tmp_path / "file.md"
    file.write_bytes(content)
    assert [fault for fault in tree.faults(file) if word in fault]


def test_plain_text_and_a_small_picture_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("南中轴\n", encoding="utf-8")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\xff")
    assert not [fault for name in ("a.md", "a.png") for fault in tree.faults(tmp_path / name)]
