"""Scripts of faults: what goes wrong at the simulated devices, and when. Each is a TOML file.

```toml
about = "The paper runs out and somebody puts some in."
repeat = 3                  # how often; 1 when it is left out
seed = 7                    # of the seconds that are drawn; the same seed makes the same course

[[step]]
after = [5, 20]             # seconds after the step before, or a range to draw them from
device = "printer"
verb = "media-empty"
argument = ""               # where the verb needs one
```
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from devices.simulator import Verb
from sync.contract.problem import SERVICED, Family, Problem

FOLDER = Path(__file__).parent
LONGEST_S = 86400.0
Seconds = Annotated[float, Field(ge=0, le=LONGEST_S, allow_inf_nan=False)]


class Step(BaseModel):
    """One thing that happens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: Seconds | tuple[Seconds, Seconds] = 0.0
    """Seconds after the step before, or the range that they are drawn from."""
    device: str
    verb: str
    argument: str = ""


@dataclass(frozen=True)
class Due:
    """A step with its moment in seconds from the start."""

    at_s: float
    device: str
    verb: str
    argument: str


class FaultScript(BaseModel):
    """A whole script."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str = ""
    repeat: Annotated[int, Field(ge=1, le=100_000)] = 1
    seed: int = 0
    step: Annotated[tuple[Step, ...], Field(min_length=1)]

    def course(self, seed: int | None = None) -> Iterator[Due]:
        """What happens when, in order; the same seed draws the same seconds."""
        drawing = random.Random(self.seed if seed is None else seed)  # noqa: S311  no secret
        at = 0.0
        for _ in range(self.repeat):
            for step in self.step:
                at += drawing.uniform(*step.after) if isinstance(step.after, tuple) else step.after
                yield Due(at, step.device, step.verb, step.argument)


def shipped() -> list[str]:
    """Names of the scripts that come with the kiosk."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def find(name: str) -> Path:
    """The file of that path, or the script of that name that comes with the kiosk. Raises Problem `script.invalid`."""
    path = Path(name)
    if path.is_file():
        return path
    stem = name.removesuffix(".toml")
    if stem in shipped():
        return FOLDER / f"{stem}.toml"
    raise _invalid(name, [f"no such file, and no such script here; there are: {', '.join(shipped())}"])


def read(path: Path, verbs: Mapping[str, Sequence[Verb]]) -> FaultScript:
    """Reads a script and proves every step of it. Raises Problem `script.invalid` with all that is wrong."""
    try:
        script = FaultScript.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise _invalid(str(path), [str(error.strerror)]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _invalid(str(path), [f"not TOML: {error}"]) from error
    except ValidationError as error:
        raise _invalid(
            str(path), list(dict.fromkeys(_explain(each["loc"], each["msg"]) for each in error.errors()))
        ) from None
    wrong = [f"step {number}: {fault}" for number, step in enumerate(script.step, 1) for fault in _faults(step, verbs)]
    if wrong:
        raise _invalid(str(path), wrong)
    return script


def _faults(step: Step, verbs: Mapping[str, Sequence[Verb]]) -> Iterator[str]:
    if isinstance(step.after, tuple) and step.after[0] > step.after[1]:
        yield f"after = {list(step.after)}: the first number is the smaller one"
    if step.device not in verbs:
        yield f"there is no simulated {step.device!r}; there are: {', '.join(verbs)}"
        return
    known = {verb.name: verb for verb in verbs[step.device]}
    if step.verb not in known:
        yield f"{step.device} does not know {step.verb!r}; it knows: {', '.join(known)}"
        return
    argument = known[step.verb].argument
    if step.argument and not argument:
        yield f"{step.device} {step.verb} takes no argument"
    if not step.argument and argument and not argument.startswith("["):
        yield f"{step.device} {step.verb} needs an argument: {argument}"


def _explain(where: tuple[int | str, ...], what: str) -> str:
    match where:
        case ("step", int() as number, *keys):
            key = next((str(each) for each in keys), "")
            return f"step {number + 1}{f', {key}' if key else ''}: {what}"
        case _:
            return f"{'.'.join(map(str, where))}: {what}"


def _invalid(name: str, wrong: list[str]) -> Problem:
    faults = "".join(f"\n  {each}" for each in wrong)
    return Problem(
        "script.invalid", Family.PERMANENT, resident=SERVICED, technician=f"{name} is no script of faults:{faults}"
    )
