"""The inside of the simulated printer: jobs, paper, jams, and sheets that come out one after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devices.printer import JobState

PAGE_S = 0.6
"""A desktop laser printer at 100 pages a minute would; a resident should not wait for a simulator."""
_SLOWER = 6.0


@dataclass
class Job:
    """One job in the printer's own history."""

    id: int
    name: str
    document: bytes
    pages: int
    state: JobState = JobState.PENDING
    impressions: int = 0
    reasons: tuple[str, ...] = ("none",)


class Press:
    """Prints the jobs it is given in their order, in a thread of its own.

    Only a document whose last sheet is out lies in the folder `paper`, as `<job id>.pdf`.
    """

    def __init__(self, paper: Path, page_s: float = PAGE_S, on_death: Callable[[], None] = lambda: None) -> None:
        self._paper = paper
        self._on_death = on_death
        self._page_s = page_s
        self._lock = threading.Condition()
        self._jobs: list[Job] = []
        self._next_id = 1
        self._reasons: set[str] = set()
        self._faults: set[str] = set()
        self._stopping = False
        self._started = time.monotonic()
        self._thread: threading.Thread | None = None
        self.died = threading.Event()
        """Set while the printer answers nobody."""
        self.sheets = 0
        """How many sheets came out in all."""

    def start(self) -> None:
        """Begins to print."""
        self._paper.mkdir(parents=True, exist_ok=True)
        self._next_id = 1 + max(
            (int(file.stem) for file in self._paper.glob("*.pdf") if file.stem.isdecimal()), default=0
        )
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="printer-simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends; a job under way stays where it is."""
        with self._lock:
            self._stopping = True
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(2.0)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why nothing can be printed, as RFC 8011 keywords."""
        with self._lock:
            return tuple(f"{reason}-error" for reason in sorted(self._reasons))

    @property
    def up_s(self) -> int:
        """Seconds since the printer was switched on."""
        return max(1, int(time.monotonic() - self._started))

    @property
    def faults(self) -> tuple[str, ...]:
        """What was done to the press and has not happened or healed yet."""
        with self._lock:
            return tuple(sorted(self._faults | self._reasons))

    def jobs(self) -> list[Job]:
        """All jobs since the printer was installed, oldest first."""
        with self._lock:
            return list(self._jobs)

    def take(self, name: str, document: bytes, pages: int) -> Job:
        """Queues a job."""
        with self._lock:
            job = Job(self._next_id, name, document, pages)
            self._next_id += 1
            self._jobs.append(job)
            self._lock.notify_all()
            return job

    def cancel(self, job: Job) -> bool:
        """Gives a job up; False when it is over already."""
        with self._lock:
            if job.state.over:
                return False
            job.state, job.reasons, job.document = JobState.CANCELED, ("job-canceled-by-user",), b""
            self._lock.notify_all()
            return True

    def upset(self, reason: str) -> None:
        """Stops the press now: `media-empty` or `media-jam`."""
        with self._lock:
            self._reasons.add(reason)
            self._lock.notify_all()

    def plan(self, fault: str) -> None:
        """A fault for later: `jam-mid-job`, `slow`, `die-printed`, `die-lost`."""
        with self._lock:
            self._faults.add(fault)

    def refill(self) -> None:
        """Paper is in and no sheet is jammed any more."""
        with self._lock:
            self._reasons.clear()
            self._lock.notify_all()

    def heal(self) -> None:
        """Everything is well again; a dead printer has been switched on."""
        with self._lock:
            self._reasons.clear()
            self._faults.clear()
            if self.died.is_set():
                self.died.clear()
                self._started = time.monotonic()
            self._lock.notify_all()

    @property
    def dead(self) -> bool:
        """Whether the printer answers nobody."""
        return self.died.is_set()

    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._stopping or self._waiting() is not None)
                job = self._waiting()
                if self._stopping or job is None:
                    return
                job.state, job.reasons = JobState.PROCESSING, ("job-printing",)
            while job.impressions < job.pages and self._sheet(job):
                pass
            if self.dead:
                self._on_death()

    def _waiting(self) -> Job | None:
        return next((job for job in self._jobs if not job.state.over), None) if not self.died.is_set() else None

    def _sheet(self, job: Job) -> bool:
        """Prints one sheet; False when the job is over before its last one."""
        with self._lock:
            if not self._ready(job):
                return False
            self._pass(job, 0.5)
            if self._dies(job):
                return False
            if "jam-mid-job" in self._faults:
                self._faults.discard("jam-mid-job")
                self._reasons.add("media-jam")
                if not self._ready(job):
                    return False
                self._pass(job, 0.5)  # the jammed sheet is wasted; the page begins again
            self._pass(job, 0.5)
            if not self._ready(job):
                return False
            self._out(job)
            return not job.state.over

    def _ready(self, job: Job) -> bool:
        """Waits until paper is in and nothing is jammed; False when the job was given up meanwhile."""
        if self._reasons and not job.state.over:
            job.state, job.reasons = JobState.STOPPED, ("printer-stopped",)
        self._lock.wait_for(lambda: self._stopping or job.state.over or not self._reasons)
        if self._stopping or job.state.over:
            return False
        job.state, job.reasons = JobState.PROCESSING, ("job-printing",)
        return True

    def _pass(self, job: Job, part: float) -> None:
        """Lets the time of part of a page go by."""
        seconds = self._page_s * part * (_SLOWER if "slow" in self._faults else 1.0)
        self._lock.wait_for(lambda: self._stopping or job.state.over, seconds)

    def _dies(self, job: Job) -> bool:
        printed = "die-printed" in self._faults
        if not printed and "die-lost" not in self._faults:
            return False
        self._faults -= {"die-printed", "die-lost"}
        self.died.set()
        if printed:
            while not job.state.over:
                self._out(job)
        else:
            job.state, job.reasons, job.document = JobState.ABORTED, ("aborted-by-system",), b""
        return True

    def _out(self, job: Job) -> None:
        """One sheet falls into the outlet."""
        job.impressions += 1
        self.sheets += 1
        if job.impressions == job.pages:
            (self._paper / f"{job.id}.pdf").write_bytes(job.document)
            job.state, job.reasons = JobState.COMPLETED, ("job-completed-successfully",)
            job.document = b""
