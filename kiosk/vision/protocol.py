"""What the kiosk and its vision process say to each other, as kiosk.child.wire carries it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from devices.settings import CameraSettings
from kiosk.child.wire import HIDDEN, Message, Trouble, spell
from kiosk.journeys.pages import FaceHint
from kiosk.settings import VisionSettings
from sync.contract.problem import Problem

LARGEST = 1 << 20
"""No message is longer; a longer one means that the other side is not who we think."""


class SetUp(Message):
    """Kiosk → vision, first: load and warm the models. Answered by Ready or Failed with check 0."""

    kind: Literal["set-up"] = "set-up"
    vision: VisionSettings
    camera: CameraSettings
    assets: Path
    infrared: CameraSettings | None = None
    """The second camera where one is fitted."""


class Compare(Message):
    """Whoever stands there with this portrait."""

    task: Literal["compare"] = "compare"
    portrait: bytes = Field(repr=False)


class Enrol(Message):
    """The same; the verdict brings a template of the face that stood there."""

    task: Literal["enrol"] = "enrol"
    portrait: bytes = Field(repr=False)


class Search(Message):
    """Whoever stands there among `people` templates of `size` bytes each in the shared memory."""

    task: Literal["search"] = "search"
    people: int
    size: int


class Check(Message):
    """Kiosk → vision: look at whoever stands there. A check that runs is ended first."""

    kind: Literal["check"] = "check"
    check: int
    task: Annotated[Compare | Enrol | Search, Field(discriminator="task")]


class Cancel(Message):
    """Kiosk → vision: nobody waits for this check any more."""

    kind: Literal["cancel"] = "cancel"
    check: int


class Ready(Message):
    """Vision → kiosk: the models of this pack are warm; templates of another pack cannot be compared with it."""

    kind: Literal["ready"] = "ready"
    pack: str
    """Name and digest of the recognition model."""


class FaceProgress(Message):
    """Vision → kiosk: what the resident should do, and how far the check is (0 to 1)."""

    kind: Literal["progress"] = "progress"
    check: int = Field(default=0, repr=False)
    hint: FaceHint
    progress: float = 0.0
    seen_at: float = Field(default=0.0, repr=False)
    """Monotonic second at which the frame that led to this came from the camera; 0 when there was none."""


class FaceVerdict(Message):
    """Vision → kiosk: how the check ended.

    `score` is the cosine of the best frame, `live_score` the median probability of a live face, `frames` how many
    good frames were looked at. `live` says that the head was turned as asked, too.
    """

    kind: Literal["verdict"] = "verdict"
    check: int = Field(default=0, repr=False)
    match: bool
    live: bool
    score: float
    live_score: float
    threshold: float
    frames: int
    who: int = 0
    """Which of the templates it was, after a search that found somebody."""
    template: bytes = Field(default=b"", repr=False)
    """What to keep of the face, after an enrolment that succeeded."""
    challenge: str = ""
    """Which turns of the head were asked last, `left`, `right-left`, …; empty when it did not come to that."""
    turned: bool | None = None
    """Whether they were made; None when none were asked."""
    tries: int = 0
    """How often turns were asked."""
    infrared: str = ""
    """What the infrared camera saw at the place of the face; empty where none is fitted."""
    seconds: float = 0.0
    """How long the check took."""

    def record(self) -> dict[str, Any]:
        """What is kept of a check: how it went, and nothing that was seen, nobody's likeness, nobody's number."""
        return {
            "match": self.match,
            "live": self.live,
            "frames": self.frames,
            "challenge": self.challenge,
            "tries": self.tries,
            "turned": self.turned,
            "infrared": self.infrared,
            "seconds": round(self.seconds, 1),
        }

    seen_at: float = Field(default=0.0, repr=False)
    """Monotonic second at which the last frame that counted came from the camera."""


class Failed(Trouble):
    """Vision → kiosk: a Problem. `check` is 0 when it concerns vision as a whole."""

    kind: Literal["failed"] = "failed"
    check: int = 0

    @classmethod
    def of(cls, problem: Problem, check: int = 0) -> Failed:
        """A Problem made fit for the wire."""
        return cls(check=check, **spell(problem))


Request = SetUp | Check | Cancel
Reply = Ready | FaceProgress | FaceVerdict | Failed

REQUESTS: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")], config=HIDDEN)
REPLIES: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")], config=HIDDEN)
