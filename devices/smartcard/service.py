"""The computer's smart-card service: where pcscd is reached, what its error codes mean, which readers it knows."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import Any

from smartcard import scard  # type: ignore[import-untyped]

SYSTEM = Path("/run/pcscd/pcscd.comm")
"""Where pcsc-lite's daemon listens, as it is compiled in."""
_VARIABLE = "PCSCLITE_CSOCK_NAME"
_NO_READERS = 0x8010002E
NOT_TRANSACTED = 0x80100016
"""A command that brought no answer."""
_LOST = frozenset(
    {
        0x80100003,  # invalid handle: the context belonged to a daemon that is gone
        0x80100013,  # communication error
        0x80100014,  # unknown error
        0x8010001D,  # no service
        0x8010001E,  # service stopped
    }
)
_GONE = frozenset({0x80100009, 0x80100017, 0x8010002E})
"""Unknown reader, reader unavailable, no readers."""
_NO_CARD = frozenset({0x8010000C})
_PULLED = frozenset({0x80100068, 0x80100069})
"""The card was reset or removed: this conversation with it is over."""
_HELD = frozenset({0x8010000B, 0x80100010})
"""Sharing violation, not ready."""


class PcscError(Exception):
    """A call to PC/SC that did not succeed."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{code:#010x}")
        self.code = code

    lost = property(lambda self: self.code in _LOST)
    """The daemon is not there, or is another one than before."""
    gone = property(lambda self: self.code in _GONE)
    """The reader is not there."""
    no_card = property(lambda self: self.code in _NO_CARD)
    pulled = property(lambda self: self.code in _PULLED)
    held = property(lambda self: self.code in _HELD)


def checked(result: Any) -> Any:
    """What a call brought besides its code: nothing, one value, or several. Raises PcscError."""
    code, *rest = result if isinstance(result, list | tuple) else [result]
    if code != scard.SCARD_S_SUCCESS:
        raise PcscError(code & 0xFFFFFFFF)
    return rest[0] if len(rest) == 1 else rest


class _Way:
    """Leads libpcsclite to a daemon.

    The library reads the path of its socket from the environment once and keeps it for the life of the
    process. It is given a link of our own, which is led to wherever the daemon is: so a path may be longer
    than the 108 bytes of a socket's name, and may change. One process talks to one daemon at a time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._leads_to: Path | None = None

    def lead(self, socket: Path | None) -> Path:
        """Leads to a daemon of our own when it is there, else to the system's; returns which."""
        target = socket.absolute() if socket is not None and socket.exists() else SYSTEM
        with self._lock:
            if self._folder is None:
                if _VARIABLE in os.environ and target == SYSTEM:
                    return Path(os.environ[_VARIABLE])
                self._folder = tempfile.TemporaryDirectory(prefix="pcsc-")
            link = Path(self._folder.name) / "comm"
            if self._leads_to != target or not link.is_symlink():
                fresh = link.with_name("next")
                fresh.unlink(missing_ok=True)
                fresh.symlink_to(target)
                fresh.replace(link)
                self._leads_to = target
            os.environ[_VARIABLE] = str(link)
        return target


_way = _Way()
lead = _way.lead


class Context:
    """One connection to the daemon. Used by one thread; `cancel` from any."""

    def __init__(self) -> None:
        """Raises PcscError when no daemon answers."""
        self.handle = checked(scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM))

    def close(self) -> None:
        """Lets go, whatever the daemon says to that."""
        scard.SCardReleaseContext(self.handle)

    def cancel(self) -> None:
        """Ends a wait of another thread."""
        scard.SCardCancel(self.handle)

    def readers(self) -> list[str]:
        """The names of all readers. Raises PcscError."""
        try:
            return list(checked(scard.SCardListReaders(self.handle, [])))
        except SystemError:  # pyscard's way to say that the daemon is gone
            raise PcscError(0x8010001D) from None
        except PcscError as error:
            if error.code == _NO_READERS:
                return []
            raise

    def card_state(self, reader: str, known: int, wait_s: float) -> int:
        """The state of a reader's slot as soon as it is not `known` any more, or after `wait_s`. Raises PcscError."""
        asked = [(reader, known & ~scard.SCARD_STATE_CHANGED)]
        result = scard.SCardGetStatusChange(self.handle, int(wait_s * 1000), asked)
        if result[0] & 0xFFFFFFFF == 0x8010000A:  # nothing changed in time
            return known
        return int(checked(result)[0][1])


def has_card(state: int) -> bool:
    """Whether a slot holds a card, awake or not."""
    return bool(state & scard.SCARD_STATE_PRESENT)


def is_gone(state: int) -> bool:
    """Whether the reader of a slot is not there."""
    return bool(state & (scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE | scard.SCARD_STATE_IGNORE))


class Connection:
    """A card in use: shared with other programs, with a transaction that keeps them out meanwhile."""

    def __init__(self, reader: str) -> None:
        """Raises PcscError."""
        self._context = Context()
        try:
            self._card, protocol = checked(
                scard.SCardConnect(
                    self._context.handle,
                    reader,
                    scard.SCARD_SHARE_SHARED,
                    scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
                )
            )
        except BaseException:
            self._context.close()
            raise
        self._header = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0
        try:
            checked(scard.SCardBeginTransaction(self._card))
        except BaseException:
            self.close()
            raise

    def transmit(self, command: bytes) -> bytes:
        """One command, one answer. Raises PcscError."""
        return bytes(checked(scard.SCardTransmit(self._card, self._header, list(command))))

    def close(self, *, reset: bool = False) -> None:
        """Lets go of the card; `reset` makes it forget that a PIN was shown."""
        how = scard.SCARD_RESET_CARD if reset else scard.SCARD_LEAVE_CARD
        scard.SCardEndTransaction(self._card, how)
        scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD)
        self._context.close()
