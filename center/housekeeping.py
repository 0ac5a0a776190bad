"""What the centre need not keep goes, hourly: old nonces, old codes, forgiven attempts."""

from __future__ import annotations

import logging

from sqlalchemy.exc import OperationalError

from center.admission import forget_old_nonces
from center.centre import Centre
from center.identity.attempts import forgive
from center.identity.codes import forget_old_codes
from center.identity.passes import forget_old_passes
from center.log import line, place
from center.problems import Refusal

_log = logging.getLogger(__name__)


def tidy(centre: Centre) -> None:
    """One round; a round that cannot be done now is left to the next one."""
    now = centre.clock()
    try:
        nonces = forget_old_nonces(centre)
        with centre.database.write() as connection:
            messages = forget_old_codes(connection, now)
            attempts = forgive(connection, now)
            passes = forget_old_passes(connection, now)
    except (OperationalError, Refusal) as error:
        _log.warning(line("tidy-put-off", where=place(error)))
        return
    _log.info(line("tidied", nonces=nonces, messages=messages, attempts=attempts, passes=passes))
