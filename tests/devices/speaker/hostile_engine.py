"""A pyttsx3 driver that does what is said to it: `hang`, `crash`, `empty`, `short`, `silent`, `rubbish`, else a tone.

A word with `once` in front does it only in the first process; the file named in NZZ_TEST_ENGINE remembers that.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from tests.devices.speaker.test_wav import tone


class Driver:
    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._jobs: list[tuple[str, str]] = []

    def destroy(self) -> None: ...

    def setProperty(self, name: str, value: object) -> None: ...  # noqa: N802  the interface of pyttsx3

    def save_to_file(self, text: str, filename: str) -> None:
        self._jobs.append((text, filename))

    def startLoop(self) -> None:  # noqa: N802  the interface of pyttsx3
        self._proxy.setBusy(False)
        for text, filename in self._jobs:
            self._act(text, filename)
        self._jobs.clear()

    def endLoop(self) -> None: ...  # noqa: N802  the interface of pyttsx3

    def stop(self) -> None: ...

    def _act(self, text: str, filename: str) -> None:
        print("printed by the engine:", text)
        once, _, what = text.rpartition("once ")
        marker = Path(os.environ["NZZ_TEST_ENGINE"])
        if once or text.startswith("once "):
            if marker.exists():
                what = "good"
            marker.touch()
        data = tone(3.0)
        match what:
            case "hang":
                time.sleep(60)
            case "crash":
                os._exit(3)
            case "empty":
                data = b""
            case "short":
                data = tone(0.01)
            case "silent":
                data = tone(3.0, 0.0)
            case "rubbish":
                data = b"RIFF" + bytes(40)
        Path(filename).write_bytes(data)


def buildDriver(proxy: Any) -> Driver:  # noqa: N802  the interface of pyttsx3
    return Driver(proxy)
