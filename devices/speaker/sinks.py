"""Where speech goes: a player that is run for each sentence, or a folder that stands in for a sound card."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Protocol

from devices.settings import SpeakerSettings
from devices.speaker import problems
from devices.state import Cancel

KEPT = 20
"""WAV files that stay in a folder."""
_ROUND_S = 0.02
_PLAYER_S = 5.0
"""How much longer than the sound a player may take."""


class Sink(Protocol):
    """Plays WAV files."""

    def look(self) -> None:
        """Raises DeviceProblem when nothing can be played."""

    def play(self, wav: bytes, seconds: float, *, headphones: bool, cancel: Cancel) -> None:
        """Returns when it was played. Raises DeviceProblem `speaker.output` or `speaker.absent`, Cancelled."""


def sink_of(settings: SpeakerSettings) -> Sink:
    """The sink that the settings name."""
    return PlayerSink(settings) if is_player(settings) else FolderSink(Path(settings.sink))


def is_player(settings: SpeakerSettings) -> bool:
    """Whether sound goes to a command and not into a folder."""
    return "{file}" in settings.sink


class PlayerSink:
    """A command such as `aplay -q -D {output} {file}`; the file is memory of this process, not on a disk."""

    def __init__(self, settings: SpeakerSettings) -> None:
        self._sink = settings.sink
        self._command = shlex.split(settings.sink)
        self._outputs = {False: settings.loudspeaker, True: settings.headphones}

    def look(self) -> None:
        """Whether the player is installed."""
        if shutil.which(self._command[0]) is None:
            raise problems.absent(self._sink)

    def play(self, wav: bytes, seconds: float, *, headphones: bool, cancel: Cancel) -> None:
        """Runs the player; it is ended at once when that is cancelled."""
        file = os.memfd_create("speech")
        try:
            os.write(file, wav)
            output = self._outputs[headphones]
            command = [
                part.replace("{file}", f"/proc/self/fd/{file}").replace("{output}", output) for part in self._command
            ]
            nothing = subprocess.DEVNULL
            with subprocess.Popen(  # noqa: S603  the site's own command
                command, stdin=nothing, stdout=nothing, stderr=nothing, pass_fds=(file,)
            ) as player:
                self._wait(player, seconds + _PLAYER_S, cancel)
        except FileNotFoundError:
            raise problems.absent(self._sink) from None
        except OSError as error:
            raise problems.output(self._sink, error.strerror or "cannot be run") from error
        finally:
            os.close(file)

    def _wait(self, player: subprocess.Popen[bytes], limit_s: float, cancel: Cancel) -> None:
        try:
            for _ in range(int(limit_s / _ROUND_S)):
                try:
                    code = player.wait(_ROUND_S)
                except subprocess.TimeoutExpired:
                    cancel.check()
                    continue
                if code:
                    raise problems.output(self._sink, f"its player ended with {code}")
                return
            raise problems.output(self._sink, f"its player did not end in {limit_s:.0f} s")
        finally:
            player.kill()


class FolderSink:
    """Two folders of numbered WAV files, `loudspeaker` and `headphones`; together the last 20 stay."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def look(self) -> None:
        """Whether the folder is there; it is not made here: without it the speaker is unplugged."""
        if not self._folder.is_dir():
            raise problems.absent(str(self._folder))

    def play(self, wav: bytes, seconds: float, *, headphones: bool, cancel: Cancel) -> None:
        """Puts a file there, at once."""
        self.look()
        try:
            place = self._folder / ("headphones" if headphones else "loudspeaker")
            place.mkdir(mode=0o700, exist_ok=True)
            files = self._files()
            number = int(files[-1].stem) + 1 if files else 1
            part = place / ".part"
            part.write_bytes(wav)
            files.append(part.rename(place / f"{number:06}.wav"))
            for old in files[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError as error:
            raise problems.output(str(self._folder), error.strerror or "cannot be written") from error

    def _files(self) -> list[Path]:
        found = [path for path in self._folder.glob("*/*.wav") if path.stem.isdecimal()]
        return sorted(found, key=lambda path: int(path.stem))
