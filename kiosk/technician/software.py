"""Which software and which catalogue this kiosk runs."""

from __future__ import annotations

import hashlib
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NAME = "nanzhongzhou"
_ROOT = Path(__file__).resolve().parents[2]
_ITEMS = _ROOT / "kiosk" / "catalog" / "items"
_GIT_S = 2.0


@dataclass(frozen=True)
class Versions:
    """`software` is the release with the commit where it is known; `catalogue` the start of a SHA-256."""

    software: str
    catalogue: str
    items: int


@cache
def versions() -> Versions:
    """Read once: neither changes while the kiosk runs."""
    digest, files = hashlib.sha256(), sorted(_ITEMS.glob("*.toml"))
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return Versions(software=_software(), catalogue=digest.hexdigest()[:12], items=len(files))


def _software() -> str:
    release, commit = _release(), _commit()
    return f"{release} ({commit})" if commit else release


def _release() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:
        pass
    try:
        return str(tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "?"


def _commit() -> str:
    if not (_ROOT / ".git").exists():
        return ""
    try:
        asked = subprocess.run(  # noqa: S603  fixed words
            ["git", "-C", str(_ROOT), "describe", "--always", "--dirty"],  # noqa: S607  git of the machine
            capture_output=True,
            text=True,
            timeout=_GIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""
