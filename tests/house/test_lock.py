"""requirements.lock holds what pyproject.toml asks for, by hash and without an address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, flags=re.MULTILINE)


def test_every_requirement_is_locked_at_a_version_that_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [Requirement(line) for line in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]
    unmet = [
        str(each)
        for each in asked
        if not any(name == each.name and each.specifier.contains(version) for name, version in LOCKED)
    ]
    assert unmet == [], "run `make lock` and commit requirements.lock"


def test_every_locked_package_has_hashes_and_no_address() -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)
    assert [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []
    assert "://" not in LOCK
    assert "index-url" not in LOCK.replace("no-emit-index-url", "")
