"""What the kiosk and a process beside it say to each other: JSON behind a four-byte length, over a socket pair."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

from sync.contract.problem import Family, Problem, Words

HEADER = struct.Struct(">I")
HIDDEN = ConfigDict(hide_input_in_errors=True)
"""Of the type adapters for messages: an error must not show what stands in one."""


class Message(BaseModel):
    """One frozen message."""

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


M = TypeVar("M", bound=Message)


class Trouble(Message):
    """A Problem made fit for the wire."""

    code: str
    family: Family
    resident: Words
    technician: str

    def problem(self) -> Problem:
        """The Problem on this side of the wire."""
        return Problem(self.code, self.family, resident=self.resident, technician=self.technician)


def spell(problem: Problem) -> dict[str, Any]:
    """The fields of a Trouble."""
    return {
        "code": problem.code,
        "family": problem.family,
        "resident": problem.resident,
        "technician": problem.technician,
    }


def encode(message: Message) -> bytes:
    """A message with its length in front."""
    body = message.model_dump_json().encode()
    return HEADER.pack(len(body)) + body


def length(header: bytes, largest: int) -> int:
    """How long the message behind this header is; ValueError when none can be longer than `largest`."""
    (size,) = HEADER.unpack(header)
    if not 0 < size <= largest:
        raise ValueError(f"a message of {size} bytes")
    return int(size)


def receive(stream: BinaryIO, messages: TypeAdapter[M], largest: int) -> M | None:
    """The next message from the kiosk; None when it hung up.

    Raises:
        ValueError: it is longer than `largest` bytes, or none of `messages`.
    """
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    size = length(header, largest)
    body = stream.read(size)
    return messages.validate_json(body) if len(body) == size else None
