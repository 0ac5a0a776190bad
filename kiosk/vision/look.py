"""One look at whoever stands there: who it is, whether a living face is seen, and the turn of the head."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from devices.camera import Camera, Frame
from kiosk.journeys.pages import FaceHint
from kiosk.vision import problems
from kiosk.vision.best import BestFrame
from kiosk.vision.challenge import TRIES, Baseline, Challenge, Chance, Failure, Step, View
from kiosk.vision.face import FaceModels, Found
from kiosk.vision.guidance import Guide
from kiosk.vision.judge import Judge, Sample
from kiosk.vision.presence import ALIKE, OwnFace, Presence
from kiosk.vision.protocol import FaceProgress, FaceVerdict
from kiosk.vision.quality import assess, brightness_of
from kiosk.vision.reference import NOBODY, Reference
from kiosk.vision.relief import Relief
from sync.contract.problem import Problem

POLL_S = 0.25
"""How soon a check notices that nobody wants it any more."""
FROZEN_S = 3.0
"""A camera without a new frame for this long is a problem, not a hiccup."""
SAMPLE_EVERY_S = 0.15
"""The best frame of this long is compared: neighbours of 50 ms are hardly two looks at somebody."""
FRESH_S = 0.05
"""That frame is of the end of the time, two or three of a camera: a decision is about now."""
HEARTBEAT_S = 0.5
"""At least this often the kiosk hears that the check goes on."""
AGAIN = 0.08
"""How much less than the threshold the one frame after a turn may score: it is not the best of several."""


class Cancelled(Exception):  # noqa: N818  it is no error: somebody changed their mind
    """The check was ended from outside."""


@dataclass(frozen=True)
class Tools:
    """What all looks share."""

    models: FaceModels
    frames: int
    limit_s: float
    chance: Chance | None
    """Draws the turns of the head; None asks for none."""
    clock: Callable[[], float]


class Look:
    """The state of one check: first who it is and whether a living face is seen, then the turn of the head."""

    def __init__(
        self,
        tools: Tools,
        cameras: tuple[Camera, Camera | None],
        reference: Reference,
        cancelled: threading.Event,
        report: Callable[[FaceProgress], None],
    ) -> None:
        """`cameras` are open: the colour camera, and the infrared one where it is fitted."""
        self._of = tools
        self._camera, second = cameras
        self._reference = reference
        self._cancelled = cancelled
        self._report = report
        self._guide = Guide()
        self._best = BestFrame(SAMPLE_EVERY_S, FRESH_S)
        self._presence = Presence(tools.models, second)
        self._own = OwnFace()
        self._beside = ThreadPoolExecutor(1, "liveness")
        self._challenge = Challenge(tools.chance) if tools.chance is not None else None
        self._judge = self._new_judge()
        self._accepted: FaceVerdict | None = None
        """What the frontal frames came to, while the turn of the head is awaited."""
        self._relief: Relief | None = None
        """The face since it looked ahead, while a turn is awaited."""
        self._failed: Challenge | None = None
        """A try that did not count, until the face looks ahead again."""
        self._began = tools.clock()
        self._hint = FaceHint.LOOK
        self._told: tuple[FaceHint, float] | None = None
        self._told_at = 0.0
        self._seen_at = 0.0
        """When the frame that is judged came from the camera."""
        self._last_sum = 0

    def watch(self) -> FaceVerdict:
        """Until there is a verdict."""
        clock = self._of.clock
        ends = self._began + self._of.limit_s
        self._tell(FaceHint.LOOK)
        while clock() < ends:
            frame = self._next_frame()
            try:
                verdict = self._look_at(frame)
            finally:
                frame.fill(0)
            if verdict is not None:
                return self._told_all(verdict)
        if self._hint is FaceHint.MANY_FACES:
            raise problems.many_faces()
        verdict = self._refused() or self._judge.conclude()
        if verdict is None:
            raise problems.timed_out(self._hint, self._of.limit_s)
        return self._told_all(verdict)

    def template(self) -> bytes:
        """What to keep of the face that was accepted."""
        return self._own.template()

    def forget(self) -> None:
        """Overwrites everything that is kept."""
        self._beside.shutdown()
        self._best.drop()
        self._presence.forget()
        self._own.forget()
        self._stop_following()

    def _next_frame(self) -> Frame:
        clock = self._of.clock
        since = clock()
        while True:
            if self._cancelled.is_set():
                raise Cancelled
            try:
                frame = self._camera.read(POLL_S)
            except Problem as problem:
                if problem.code != "camera.frozen" or clock() - since >= FROZEN_S:
                    raise
            else:
                self._seen_at = self._camera.arrived
                return frame
            self._tell(self._hint)

    def _look_at(self, frame: Frame) -> FaceVerdict | None:
        found = self._of.models.find(frame)
        now = self._of.clock()
        if self._accepted is not None and self._challenge is not None:
            return self._follow_turn(self._challenge, self._accepted, frame, found, now)
        return self._compare(frame, found, now)

    def _compare(self, frame: Frame, found: list[Found], now: float) -> FaceVerdict | None:
        """Who it is: the best frames of the frontal face."""
        quality = assess(frame, found[0]) if len(found) == 1 else None
        hint = self._guide.look(quality, len(found), brightness_of(frame), now)
        if hint is not None or quality is None:
            self._best.drop()
            # HOLD_STILL is the same face in motion; anything else may let somebody slip in.
            if hint is not FaceHint.HOLD_STILL:
                self._interrupt()
            self._tell(hint or FaceHint.NO_FACE)
            return None
        if self._failed is not None and not self._failed.ahead(found[0].points):
            self._tell(FaceHint.FRONT_AGAIN)
            return None
        self._failed = None
        if not self._is_new(frame):
            return None
        if (best := self._best.offer(frame, found[0], quality.value, self._seen_at)) is None:
            # Not with a frame that is compared: the decision would wait for it.
            self._presence.follow(frame, found[0], now)
            return None
        self._seen_at = best.arrived
        try:
            verdict = self._judge.add(self._sample(best.frame, best.found), now)
        finally:
            best.frame.fill(0)
        if verdict is not None and verdict.match and verdict.live and self._challenge is not None:
            self._accepted = verdict
            self._challenge.begin(Baseline(self._own.points), now)
            self._follow_anew(frame, found[0])
            self._tell(self._challenge.hint)
            return None
        self._tell(FaceHint.CHECKING if verdict is None else FaceHint.DONE)
        return verdict

    def _sample(self, frame: Frame, face: Found) -> Sample:
        alive = self._beside.submit(self._presence.score, frame, face)
        embedding = self._of.models.embed(frame, face, thorough=False)
        likeness = self._reference.compare(embedding)
        if likeness.score >= self._reference.threshold:
            self._own.keep(face, embedding)
        else:
            embedding.fill(0)
        return Sample(likeness.score, alive.result(), likeness.who)

    def _follow_turn(
        self, challenge: Challenge, accepted: FaceVerdict, frame: Frame, found: list[Found], now: float
    ) -> FaceVerdict | None:
        """Whether the head turns as asked, and stays this person's."""
        relief = None
        if self._relief is not None:
            self._relief.follow(frame, found[0].points if len(found) == 1 else None)
            relief = self._relief.value
        view = View(found[0].points, found[0].box, relief) if len(found) == 1 else None
        before = challenge.step
        step = challenge.see(view, len(found), now)
        if before is Step.BACK and step is Step.TURN:
            self._follow_anew(frame, found[0])
        if view is not None and challenge.ahead(view.points):
            self._presence.follow(frame, found[0], now)
        if step is not before and step in (Step.TURN, Step.BACK, Step.PASSED):
            step = self._same(challenge, accepted, frame, found[0])
        match step:
            case Step.PASSED:
                self._tell(FaceHint.DONE)
                return self._alive_still(accepted, frame, found[0])
            case Step.FAILED:
                return self._once_more(challenge)
            case _:
                self._tell(challenge.hint)
                return None

    def _alive_still(self, accepted: FaceVerdict, frame: Frame, face: Found) -> FaceVerdict:
        """By now more was seen of what moves along with the face than the first frames could show."""
        live = self._presence.again(accepted.live_score, frame, face)
        alive = live >= min(accepted.live_score, self._of.models.thresholds.live)
        return accepted.model_copy(update={"live": alive, "live_score": live})

    def _same(self, challenge: Challenge, accepted: FaceVerdict, frame: Frame, face: Found) -> Step:
        """Turned it must be like itself, and looking ahead again like the reference, as it was before."""
        embedding = self._of.models.embed(frame, face, thorough=False)
        try:
            same = self._own.likeness(embedding) >= ALIKE
            if same and challenge.step is not Step.BACK:
                likeness = self._reference.compare(embedding)
                same = likeness.score >= self._reference.threshold - AGAIN and likeness.who in (accepted.who, NOBODY)
        finally:
            embedding.fill(0)
        return challenge.step if same else challenge.reject()

    def _once_more(self, challenge: Challenge) -> FaceVerdict | None:
        """A try that did not count: the next one begins with frontal frames, or there is none."""
        if challenge.tries >= TRIES:
            if challenge.failure is Failure.COMPANY:
                raise problems.many_faces()
            return self._refused()
        self._accepted, self._failed = None, challenge
        self._judge = self._new_judge()
        self._interrupt()
        self._tell(FaceHint.MANY_FACES if challenge.failure is Failure.COMPANY else FaceHint.FRONT_AGAIN)
        return None

    def _follow_anew(self, frame: Frame, face: Found) -> None:
        """The face looks ahead in this frame: its relief is measured from here."""
        self._stop_following()
        self._relief = Relief(frame, face.points)

    def _stop_following(self) -> None:
        if self._relief is not None:
            self._relief.forget()
            self._relief = None

    def _interrupt(self) -> None:
        """Who comes now may be somebody else."""
        self._judge.interrupt()
        self._presence.restart()
        self._own.forget()
        self._stop_following()

    def _refused(self) -> FaceVerdict | None:
        """What it comes to when the head was not turned as asked."""
        return None if self._accepted is None else self._accepted.model_copy(update={"live": False})

    def _told_all(self, verdict: FaceVerdict) -> FaceVerdict:
        """The verdict with what is recorded of the check beside it."""
        seen = self._presence.seen
        notes: dict[str, object] = {
            "seconds": round(self._of.clock() - self._began, 2),
            "infrared": "" if seen is None else seen.value,
            "seen_at": self._seen_at,
        }
        if self._challenge is not None and self._challenge.tries:
            turned = self._challenge.step is Step.PASSED
            notes |= {"challenge": self._challenge.kind, "tries": self._challenge.tries, "turned": turned}
        return verdict.model_copy(update=notes)

    def _new_judge(self) -> Judge:
        return Judge(self._of.frames, self._reference.threshold, self._of.models.thresholds.live)

    def _is_new(self, frame: Frame) -> bool:
        """A picture that is repeated to the bit proves nothing twice: real sensors make noise."""
        now = zlib.crc32(np.ascontiguousarray(frame[::4, ::4]).data)
        new, self._last_sum = now != self._last_sum, now
        return new

    def _tell(self, hint: FaceHint) -> None:
        self._hint = hint
        progress = 1.0 if hint is FaceHint.DONE else self._progress()
        now = self._of.clock()
        if self._told == (hint, progress) and now - self._told_at < HEARTBEAT_S:
            return
        self._told, self._told_at = (hint, progress), now
        self._report(FaceProgress(hint=hint, progress=progress, seen_at=self._seen_at))

    def _progress(self) -> float:
        if self._challenge is None:
            return self._judge.progress
        return (self._judge.progress if self._accepted is None else 1 + self._challenge.progress) / 2
