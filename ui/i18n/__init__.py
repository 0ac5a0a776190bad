"""The kiosk's own sentences in other languages than Chinese, the language of the sources.

`en.ts` is written by hand and by `pyside6-lupdate`; `python -m ui.i18n` compiles it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QTranslator

FOLDER = Path(__file__).parent
LANGUAGES = ("en",)


def compile_all() -> list[Path]:
    """Compiles what is newer than its compiled form; returns what was compiled."""
    return [made for language in LANGUAGES if (made := _compile(language)) is not None]


def collect() -> None:
    """Brings new sentences of the QML files into the .ts files and drops those that are gone."""
    sources = sorted(str(path) for path in FOLDER.parent.joinpath("qml").rglob("*.qml"))
    for language in LANGUAGES:
        target = FOLDER / f"{language}.ts"
        _run(
            "pyside6-lupdate",
            *sources,
            *("-ts", str(target), "-no-obsolete", "-locations", "none"),
            *("-source-language", "zh_CN", "-target-language", language),
        )


def translator(language: str) -> QTranslator:
    """The compiled sentences of a language, compiled on the way when needed."""
    _compile(language)
    loaded = QTranslator()
    if not loaded.load(str(FOLDER / f"{language}.qm")):
        raise FileNotFoundError(f"{language}.qm cannot be read; run `python -m ui.i18n`")
    return loaded


def _compile(language: str) -> Path | None:
    source, made = FOLDER / f"{language}.ts", FOLDER / f"{language}.qm"
    if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
        return None
    _run("pyside6-lrelease", str(source), "-qm", str(made))
    return made


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603  tools of our own environment
