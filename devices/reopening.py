"""How often a device that is lost is opened again: quickly at first, then at leisure, and never not at all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HostLimits:
    """The host's windows of time in seconds."""

    poll_every_s: float = 1.0
    """How often a device is asked how it is, between commands."""
    supplies_every_s: float = 10.0
    """How often a device that is idle is asked what is left of its supplies."""
    reopen_first_s: float = 0.25
    reopen_longest_s: float = 2.0
    """Longest pause while the budget lasts: a plug that is put back is noticed within 3 s."""
    quick_attempts: int = 30
    """The budget: attempts that fail before a device is looked for at leisure. About a minute."""
    slow_s: float = 15.0
    """The pause after that."""
    look_every_s: float = 0.5
    """How often it is looked whether the wire of a lost device is back."""
    grace_s: float = 1.0
    """How long a cancelled command may take to stop before its thread is left behind."""


class Reopening:
    """The budget of one device."""

    def __init__(self, limits: HostLimits) -> None:
        self._limits = limits
        self.refill()

    def refill(self) -> None:
        """The device was there, or its wire came back, or a person wants it opened: everything begins anew."""
        self._left = self._limits.quick_attempts
        self._pause = self._limits.reopen_first_s

    def failed(self) -> float:
        """Counts an attempt that failed; how long to pause before the next."""
        self._left -= 1
        if self._left <= 0:
            return self._limits.slow_s
        pause = self._pause
        self._pause = min(pause * 2, self._limits.reopen_longest_s)
        return pause

    @property
    def just_spent(self) -> bool:
        """Whether the attempt that failed last was the last one of the budget."""
        return self._left == 0
