"""A sound card that is a folder, and a headphone socket that is a file: both can be broken and pulled out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, ClassVar, Self

from devices.settings import DevicesSettings, SpeakerSettings
from devices.simulator import Simulator, Verb, misuse, one_of
from devices.speaker.sinks import is_player


class SpeakerSimulator(Simulator):
    """What is said lands in the folder. Broken, its outputs are there and cannot be written to."""

    device = "speaker"
    verbs: ClassVar = (
        Verb("headphones", "plugs headphones in or takes them out", "in|out"),
        Verb("broken", "the sound card takes no sound any more"),
        Verb("unplug", "takes the sound card out"),
        Verb("plug", "puts the sound card in"),
        Verb("ok", "heals everything; headphones stay"),
    )

    def __init__(self, settings: SpeakerSettings) -> None:
        self._folder = Path(settings.sink)
        self._away = self._folder.with_name(f".{self._folder.name}-unplugged")
        self._jack = Path(settings.jack) if settings.jack else None
        self._outputs = [self._folder / name for name in ("loudspeaker", "headphones")]
        self._broken = False

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in where sound goes into a folder."""
        speaker = settings.speaker
        return cls(speaker) if speaker.enabled and not is_player(speaker) else None

    def start(self) -> None:
        """Puts the sound card in; what was said before is kept."""
        if self._away.is_dir() and not self._folder.exists():
            self._away.rename(self._folder)
        self._folder.mkdir(parents=True, exist_ok=True)

    def stop(self) -> None:
        """Heals what is broken, and takes the headphones out; what was said stays in the folder."""
        self.start()
        self._mend()
        if self._jack is not None:
            self._jack.unlink(missing_ok=True)

    def state(self) -> dict[str, Any]:
        """Plug, headphones, fault, and how many sentences lie in the folder."""
        return {
            "plugged": self._folder.is_dir(),
            "headphones": self._jack is not None and self._jack.exists() and self._jack.read_text() == "1",
            "fault": "broken" if self._broken else None,
            "spoken": sum(1 for _ in self._folder.glob("*/*.wav")),
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "headphones":
                self._plug_headphones(argument)
            case "broken":
                self._break()
            case "unplug":
                if self._folder.is_dir():
                    shutil.rmtree(self._away, ignore_errors=True)
                    self._folder.rename(self._away)
            case "plug":
                self.start()
            case "ok":
                self.start()
                self._mend()

    def _plug_headphones(self, argument: str) -> None:
        where = one_of(argument, ("in", "out"))
        if self._jack is None:
            raise misuse("This kiosk has no headphone socket: set [devices.speaker] jack.")
        self._jack.parent.mkdir(parents=True, exist_ok=True)
        self._jack.write_text("1" if where == "in" else "0")

    def _break(self) -> None:
        """Files in the places of its outputs take no sound, whoever runs the kiosk."""
        if not self._folder.is_dir():
            return
        for output in self._outputs:
            if output.is_dir():
                shutil.rmtree(output)
            output.touch()
        self._broken = True

    def _mend(self) -> None:
        for output in self._outputs:
            if output.is_file():
                output.unlink()
        self._broken = False
