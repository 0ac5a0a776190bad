"""Holding a device for oneself for a while: a self-test, a technician, a journey that must not be interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from sync.contract.problem import Family, Problem, Words

_TOLD = Words(zh="设备正在被使用，请稍等一下再试。", en="The device is in use at the moment. Please try again shortly.")


@dataclass(frozen=True, eq=False)
class Claim:
    """Whoever has it may call the device; it ends with the holder's block, or at `until` (monotonic seconds)."""

    device: str
    holder: str
    until: float


class Claims:
    """Who holds one device. Used in the thread of the event loop only."""

    def __init__(self, device: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._device = device
        self._clock = clock
        self._held: Claim | None = None

    @property
    def holder(self) -> str | None:
        """Who holds the device now."""
        held = self._current()
        return held.holder if held else None

    def take(self, holder: str, timeout_s: float) -> Claim:
        """Holds the device for at most `timeout_s` seconds. Raises Problem `device.claimed` (temporary)."""
        self.check(None)
        self._held = claim = Claim(self._device, holder, self._clock() + timeout_s)
        return claim

    def release(self, claim: Claim) -> None:
        """Lets go; a claim that is over already is no error."""
        if self._held is claim:
            self._held = None

    def check(self, claim: Claim | None) -> None:
        """Whether the device may be called under `claim`, or under none.

        Raises:
            Problem: `device.claimed`, somebody else holds it; `device.claim-over`, one's own time is up;
                both temporary.
        """
        held = self._current()
        if claim is not None and claim is not held:
            raise Problem(
                "device.claim-over",
                Family.TEMPORARY,
                resident=_TOLD,
                technician=f"{self._device}: the claim of {claim.holder} is over. Claim the device again.",
            )
        if held is not None and claim is not held:
            raise Problem(
                "device.claimed",
                Family.TEMPORARY,
                resident=_TOLD,
                technician=f"{self._device}: {held.holder} holds it for at most "
                f"{held.until - self._clock():.0f} s more. Try again then.",
            )

    def _current(self) -> Claim | None:
        if self._held is not None and self._clock() >= self._held.until:
            self._held = None
        return self._held
