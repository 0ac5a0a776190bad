"""Keeps a kiosk and its centre in step: sends what waits, reads what is new, for as long as it takes."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from sync import feed, outbox
from sync.client import Centre, utc_now
from sync.contract.problem import Family, Problem, Words
from sync.contract.records import Batch, BatchReply, ChangeKind, Fate, Record
from sync.database import reading, wipe_deleted
from sync.exchange import Unreachable
from sync.outbox import Backoff
from sync.settings import SyncSettings

BATCH_RECORDS = 500
"""As many as the contract allows in one request."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PushReport:
    """What one round of sending did. `problem` ended it early; everything not taken is still queued."""

    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    problem: Problem | None = None

    def __add__(self, other: PushReport) -> PushReport:
        """Both together; the later problem counts."""
        return PushReport(
            self.accepted + other.accepted,
            self.duplicates + other.duplicates,
            self.rejected + other.rejected,
            other.problem or self.problem,
        )


class SyncWorker:
    """Sends and pulls with one centre. May be killed at any point: whatever it was about is done again."""

    def __init__(
        self,
        engine: Engine,
        centre: Centre,
        settings: SyncSettings,
        clock: Callable[[], datetime] = utc_now,
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._engine = engine
        self._centre = centre
        self._settings = settings
        self._clock = clock
        self._backoff = Backoff(settings.retry_first_s, settings.retry_longest_s, chance)
        self._batch = BATCH_RECORDS
        self._lost: dict[str, str] = {}
        self._back = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Sends and pulls until `stop` is set; a centre that is away is tried again with growing patience.

        Raises:
            Problem: the database cannot be used any more.
        """
        loops = [
            asyncio.create_task(self._repeat("push", self._push_round, self._settings.upload_every_s)),
            asyncio.create_task(self._repeat("pull", self._pull_round, self._settings.pull_every_s)),
        ]
        tasks = [*loops, asyncio.create_task(stop.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()  # a request that is cut off is the same as a lost answer
            await asyncio.gather(*tasks, return_exceptions=True)

    async def push_once(self) -> PushReport:
        """Sends everything that is due, most urgent first; ends at the first trouble with the centre.

        Raises:
            Problem: the database cannot be used.
        """
        report = PushReport()
        while report.problem is None:
            with reading(self._engine) as connection:
                records = outbox.pending(connection, self._clock().timestamp(), limit=self._batch)
            if not records:
                break
            report += await self._send(records)
        return report

    async def pull_once(self) -> int:
        """Reads the feed to its end; returns how many changes were new.

        Raises:
            Problem: centre.*, or the database cannot be used.
        """
        count, more = 0, True
        while more:
            with reading(self._engine) as connection:
                before = feed.cursor(connection)
            page = await self._centre.changes(before)
            with self._engine.begin() as connection:
                count += feed.apply(connection, page)
                feed.remember_pull(connection, self._clock())
                moved = feed.cursor(connection) != before
            if any(change.kind is ChangeKind.ERASURE for change in page.changes):
                wipe_deleted(self._engine)  # erased at once means: not in the write-ahead log either
            more = page.more and moved  # a feed that stands still and promises more would never end
        return count

    async def _send(self, records: list[Record]) -> PushReport:
        try:
            reply = await self._centre.upload(Batch(records=records))
            fates = _fates(records, reply)
        except Problem as problem:
            if problem.code != "centre.rejected":
                return self._put_off(records, problem)
            if len(records) == 1:
                return self._quarantine(records[0], problem)
            # One of them is at fault; the others must not wait for it.
            middle = len(records) // 2
            first = await self._send(records[:middle])
            return first if first.problem else first + await self._send(records[middle:])
        self._batch = BATCH_RECORDS
        return self._settle(fates)

    def _settle(self, fates: list[tuple[Record, Fate, str]]) -> PushReport:
        now = self._clock()
        taken = [record.id for record, fate, _ in fates if fate is not Fate.REJECTED]
        with self._engine.begin() as connection:
            outbox.mark_taken(connection, taken, at=now)
            for record, fate, reason in fates:
                if fate is Fate.REJECTED:
                    outbox.quarantine(connection, record.id, reason)
                    log.error("%s record %s is refused for good: %s", record.kind.value, record.id, reason[:500])
            feed.remember_push(connection, now)
        duplicates = sum(fate is Fate.DUPLICATE for _, fate, _ in fates)
        return PushReport(len(taken) - duplicates, duplicates, len(fates) - len(taken))

    def _quarantine(self, record: Record, problem: Problem) -> PushReport:
        return replace(self._settle([(record, Fate.REJECTED, problem.technician)]), problem=None)

    def _put_off(self, records: list[Record], problem: Problem) -> PushReport:
        if not isinstance(problem, Unreachable):
            # A record that makes the centre fall over is found by asking for fewer at a time: alone it waits alone.
            self._batch = max(1, len(records) // 2)
            with self._engine.begin() as connection:
                ids = [record.id for record in records]
                outbox.postpone(connection, ids, self._clock().timestamp(), self._backoff)
        return PushReport(problem=problem)

    async def _push_round(self) -> None:
        report = await self.push_once()
        if report.accepted or report.duplicates or report.rejected:
            log.info("sent %d, known already %d, refused %d", report.accepted, report.duplicates, report.rejected)
        if report.problem is not None:
            raise report.problem

    async def _pull_round(self) -> None:
        count = await self.pull_once()
        if count:
            log.info("%d changes from the centre", count)

    async def _repeat(self, name: str, round_of: Callable[[], Awaitable[None]], every_s: float) -> None:
        failures = 0
        while True:
            woken = self._back
            try:
                await round_of()
            except Problem as problem:
                if problem.family is Family.PERMANENT and not problem.code.startswith("centre."):
                    raise
                failures += 1
                self._tell_lost(name, problem)
            else:
                failures = 0
                self._tell_back(name)
            try:
                async with asyncio.timeout(self._backoff.delay(failures) if failures else every_s):
                    await woken.wait()
            except TimeoutError:
                continue

    def _tell_lost(self, name: str, problem: Problem) -> None:
        if problem.code not in self._lost.values():  # once, not every few seconds of a long night
            log.warning("%s", problem.technician)
        self._lost[name] = problem.code

    def _tell_back(self, name: str) -> None:
        if self._lost.pop(name, None) is None:
            return
        self._back.set()  # whichever finds the centre again wakes the other
        self._back = asyncio.Event()
        if not self._lost:
            log.warning("the centre is back")


def _fates(records: list[Record], reply: BatchReply) -> list[tuple[Record, Fate, str]]:
    answers = {result.id: result for result in reply.results}
    if len(reply.results) != len(records) or any(record.id not in answers for record in records):
        raise Problem(
            "centre.nonsense",
            Family.TEMPORARY,
            resident=Words(zh="暂时连不上中心的系统。", en="The centre cannot be reached now."),
            technician=f"The centre answers {len(reply.results)} results for {len(records)} other records.",
        )
    return [(record, answers[record.id].fate, answers[record.id].reason) for record in records]
