"""`python -m ui.lint`: checks every QML file; any warning fails.

qmllint knows a type written in Python only by a description of it. So the descriptions are made first:
`pyside6-metaobjectdump` reads the Python source, `pyside6-qmltyperegistrar` turns that into .qmltypes,
and both go with a qmldir into a folder that qmllint searches.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

from ui.window import QML

ROOT = Path(__file__).parent
QT_CORE = Path(PySide6.__file__).parent / "Qt" / "metatypes" / "qt6core_metatypes.json"
"""Describes QObject, the base of all types."""


def main() -> int:
    """Returns 0 when there is nothing to say."""
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted(ROOT.glob("*.py")):
            module = qml_module(source)
            if module is not None:
                describe(source, module, Path(folder))
        files = [str(path) for path in sorted(QML.rglob("*.qml"))]
        return _run("pyside6-qmllint", "--max-warnings", "0", "-I", folder, "-I", str(QML), *files).returncode


def qml_module(source: Path) -> str | None:
    """The QML module that a Python file registers its types in, or None."""
    for statement in ast.parse(source.read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="QML_IMPORT_NAME")], value=ast.Constant(value=str(name))):
                return name
    return None


def describe(source: Path, module: str, folder: Path) -> None:
    """Writes qmldir and .qmltypes of a Python file below `folder`."""
    home = folder.joinpath(*module.split("."))
    home.mkdir(parents=True, exist_ok=True)
    dump = home / f"{source.stem}.json"
    _run("pyside6-metaobjectdump", "-o", str(dump), str(source), check=True)
    types = home / f"{source.stem}.qmltypes"
    _run(
        "pyside6-qmltyperegistrar",
        *(f"--generate-qmltypes={types}", f"--import-name={module}", "--major-version=1"),
        f"--foreign-types={QT_CORE}",
        *("-o", str(home / "registration.cpp"), str(dump)),
        check=True,
    )
    (home / "qmldir").write_text(f"module {module}\ntypeinfo {types.name}\n", encoding="utf-8")


def _run(tool: str, *arguments: str, check: bool = False) -> subprocess.CompletedProcess[bytes]:
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    return subprocess.run(command, check=check, timeout=300)  # noqa: S603  tools of our own environment


if __name__ == "__main__":
    sys.exit(main())
