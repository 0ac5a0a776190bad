"""What was seen when somebody looked through the camera, and what of it is good enough for a face check."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from devices.health import Check

DARKEST, BRIGHTEST = 40.0, 215.0
"""Mean brightness, 0 to 255, between which faces were told apart on our scenes."""
MOST_CLIPPED = 0.25
"""Share of pixels that may be black (8 or less) or white (250 or more): a window behind the resident is more."""
FOCUS = 0.0028
"""Least variance of the Laplacian divided by that of the picture, at 640 pixels of width.

On the scenes of the simulated camera sharp pictures have 0.0036 to 0.019, the same blurred by 3 pixels of 960
0.0009 to 0.0021. A camera in the field wants it set beside its own picture.
"""
FLAT = 25.0
"""Variance of a picture under which there is nothing to focus on."""
SLOWEST = 5.0
"""Frames a second that a face check needs."""


@dataclass(frozen=True)
class Looked:
    """A few seconds through the camera. Brightness and shares are of the last picture, focus is the best of all."""

    width: int
    height: int
    frames: int
    seconds: float
    brightness: float
    over: float
    under: float
    contrast: float
    focus: float
    changing: bool
    """Whether pictures differ; a live sensor always trembles."""
    live: bool
    """Whether the source is a camera and no file."""
    jpeg: bytes = field(default=b"", repr=False)

    def checks(self) -> tuple[Check, ...]:
        """Frames, movement, exposure and focus, each with its figures and thresholds."""
        rate = self.frames / self.seconds if self.seconds else 0.0
        lit = DARKEST <= self.brightness <= BRIGHTEST and max(self.over, self.under) <= MOST_CLIPPED
        judged = lit and self.contrast >= FLAT
        return (
            Check(
                "frames",
                rate >= SLOWEST or not self.live,
                round(self.seconds * 1000, 1),
                f"{self.width} × {self.height}, {rate:.1f} a second (at least {SLOWEST:g})",
            ),
            Check(
                "live",
                self.changing or not self.live,
                0.0,
                "pictures change" if self.changing else "every picture is the same: unplug it and plug it in again",
            ),
            Check(
                "exposure",
                lit,
                0.0,
                f"brightness {self.brightness:.0f} ({DARKEST:g} to {BRIGHTEST:g}), {self.over:.0%} white and "
                f"{self.under:.0%} black (at most {MOST_CLIPPED:.0%}){'' if lit else ': see to the light'}",
            ),
            Check(
                "focus",
                not judged or self.focus >= FOCUS,
                0.0,
                f"{self.focus:.4f} (at least {FOCUS:g}); clean the glass or turn the lens when it is less"
                if judged
                else "not judged: nothing in the picture to focus on",
            ),
        )


_LOOKED = TypeAdapter(Looked)


def read_looked(out: bytes) -> Looked | None:
    """What `devices.camera.look` writes: a line of JSON, then a JPEG. None when it is something else."""
    line, _, jpeg = out.partition(b"\n")
    try:
        seen = _LOOKED.validate_json(line)
    except ValidationError:
        return None
    return Looked(**{**seen.__dict__, "jpeg": jpeg})
