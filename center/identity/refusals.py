"""What a kiosk hears of a try that did not pass: the same whether or not there is anybody of that number."""

from __future__ import annotations

from center.identity.attempts import Try
from sync.contract.services import CheckResult


def refused(attempt: Try) -> CheckResult:
    """The answer to an attempt that did not pass."""
    return CheckResult(
        passed=False,
        attempts_left=attempt.left,
        locked_until=attempt.locked_until,
        retry_after_s=attempt.retry_after_s,
        early=not attempt.allowed and attempt.locked_until is None,
    )
