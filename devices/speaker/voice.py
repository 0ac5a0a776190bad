"""`python -m devices.speaker.voice ENGINE`: a process that turns text into WAV by pyttsx3, and may hang or crash.

It reads a JSON object a line (`text`, `voice`, `rate`) and answers each with four bytes of length and a WAV
file; an empty answer means that nothing came. One empty answer says at the start that the engine is there.
The sound never touches a disk: pyttsx3 is given an anonymous file of memory.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, BinaryIO


def main(engine_name: str) -> int:
    """Answers until its input ends."""
    import pyttsx3  # noqa: PLC0415  only this process

    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # engines print what they please
    os.dup2(nowhere, sys.stderr.fileno())
    if "." in engine_name:  # a module that is no part of pyttsx3 and keeps the interface of its drivers
        module = importlib.import_module(engine_name)
        engine_name = engine_name.rpartition(".")[2]
        sys.modules[f"pyttsx3.drivers.{engine_name}"] = module
    engine = pyttsx3.init(engine_name)
    _answer(answers, b"")
    for line in sys.stdin.buffer:
        _answer(answers, _spoken(engine, json.loads(line)))
    return 0


def _spoken(engine: Any, asked: dict[str, Any]) -> bytes:
    file = os.memfd_create("speech")
    try:
        engine.setProperty("rate", asked["rate"])
        if asked["voice"]:
            engine.setProperty("voice", asked["voice"])
        engine.save_to_file(asked["text"], f"/proc/self/fd/{file}")
        engine.runAndWait()
        return os.pread(file, os.fstat(file).st_size, 0)
    finally:
        os.close(file)


def _answer(answers: BinaryIO, wav: bytes) -> None:
    answers.write(len(wav).to_bytes(4, "big") + wav)
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
