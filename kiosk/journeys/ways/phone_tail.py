"""The last digits of the phone on file: second factor of an enrolled face, never a proof by itself."""

from __future__ import annotations

from kiosk.identity.gallery import TAIL_TRIES
from kiosk.journeys.ways.code import Digits
from kiosk.services import Services
from kiosk.store.enrolments import Enrolment
from sync.contract.problem import Family, Problem
from sync.contract.services import CheckResult, Proof

PAUSES_S = (0, 2, 5, 10)
"""After the first wrong try without the centre, the second …; as long as the centre's own."""


class ByPhoneTail(Digits):
    """The centre compares; while it is away, the digest that was kept with the enrolment does, a few times."""

    name = "phone-tail"
    proof = Proof.FACE_LOGIN
    length = 4

    def __init__(self, services: Services, enrolment: Enrolment | None = None) -> None:
        super().__init__(services)
        self._enrolment = enrolment
        self.confirmed = ""
        """The digits that fitted."""

    async def compare(self, number: str, digits: str) -> CheckResult:
        """See Digits.compare."""
        try:
            result = await self.services.centre.check_phone_tail(number, digits)
        except Problem as problem:
            if problem.family is not Family.TEMPORARY or self._enrolment is None or self.services.gallery is None:
                raise
            fits, left = self.services.gallery.fits_tail(self._enrolment.id, digits)
            pause = 0 if fits else PAUSES_S[min(TAIL_TRIES - left, len(PAUSES_S)) - 1]
            result = CheckResult(passed=fits, attempts_left=left, retry_after_s=pause)
        if result.passed:
            self.confirmed = digits
        return result
