"""How patiently a process that dies is started again."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass
class RestartBudget:
    """The first restart is at once; each further one within `within_s` waits twice as long, up to `longest_s`.

    After `starts` deaths within `within_s` the budget is spent: rest `rest_s`, then it is whole again.
    """

    starts: int = 6
    within_s: float = 120.0
    first_s: float = 0.25
    longest_s: float = 15.0
    rest_s: float = 600.0
    _deaths: deque[float] = field(default_factory=deque)

    def died(self, at: float) -> float | None:
        """Seconds to wait before the next start after a death at monotonic second `at`; None when spent."""
        while self._deaths and at - self._deaths[0] > self.within_s:
            self._deaths.popleft()
        self._deaths.append(at)
        if len(self._deaths) >= self.starts:
            self._deaths.clear()
            return None
        earlier = len(self._deaths) - 1
        return 0.0 if earlier == 0 else min(self.longest_s, self.first_s * 2 ** (earlier - 1))
