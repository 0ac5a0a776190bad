"""What can go wrong around 王女士, each put in at the page where it hurts."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.pages import FaceCheck, FaceHint, Page
from kiosk.scenario.personas import Wang
from kiosk.scenario.world import World


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong."""

    meaning: str
    inject: Callable[[World, Wang], None]


def _center_down(world: World, wang: Wang) -> None:
    world.act("link", "cut")


def _out_of_paper(world: World, wang: Wang) -> None:
    _once(wang, "Record", lambda _: world.act("printer", "media-empty"))


def _jam(world: World, wang: Wang) -> None:
    _once(wang, "Record", lambda _: world.act("printer", "jam-mid-job"))


def _printer_dies(world: World, wang: Wang) -> None:
    _once(wang, "Record", lambda _: world.act("printer", "dies-mid-job", "lost"))


def _reader_silent(world: World, wang: Wang) -> None:
    _once(wang, "PresentCard", lambda _: world.act("id-reader", "silent"))


def _bad_checksum(world: World, wang: Wang) -> None:
    _once(wang, "PresentCard", lambda _: world.act("id-reader", "bad-checksum"))
    wang.meeting["Trouble"] = lambda _: world.act("id-reader", "ok")


def _lifted_early(world: World, wang: Wang) -> None:
    _once(wang, "PresentCard", lambda _: world.act("id-reader", "lift-when-found"))


def _stranger(world: World, wang: Wang) -> None:
    world.act("camera", "show", "zhang")


def _found_card(world: World, wang: Wang) -> None:
    """A stranger who found her card: not her face, and guesses at the PIN."""
    world.act("camera", "show", "zhang")
    wang.meeting["EnterCode"] = lambda _: Answer(action=Action.FILL, values={"code": "000000"})


def _two_people(world: World, wang: Wang) -> None:
    """Her friend looks over her shoulder, and steps back when the page asks."""
    world.act("camera", "show", "two-people")

    def step_back(page: Page) -> None:
        if isinstance(page, FaceCheck) and page.hint is FaceHint.MANY_FACES:
            world.act("camera", "show", "wang")

    wang.seeing["FaceCheck"] = step_back


def _refuses(world: World, wang: Wang) -> None:
    wang.meeting["Consent"] = lambda _: Answer(action=Action.REFUSE)


def _vision_crashes(world: World, wang: Wang) -> None:
    def kill(_: Page) -> None:
        if (pid := world.vision_pid()) is not None:
            os.kill(pid, signal.SIGKILL)

    _once(wang, "FaceCheck", kill)


def _walks_away(world: World, wang: Wang) -> None:
    def gone(_: Page) -> Answer | None:
        world.later(1.0, "id-reader", "lift")
        raise ResidentGone

    wang.meeting["Record"] = gone


def _once(wang: Wang, kind: str, act: Callable[[Page], None]) -> None:
    """Hooks `act` to the first meeting with a page of this kind."""

    def hook(page: Page) -> None:
        del wang.meeting[kind]
        act(page)

    wang.meeting[kind] = hook


FAULTS: dict[str, Fault] = {
    "center.down": Fault("the cable to the centre is cut", _center_down),
    "printer.media-empty": Fault("the printer has no paper, and nobody brings any", _out_of_paper),
    "printer.jam-mid-job": Fault("the sheet jams half-way", _jam),
    "printer.dies-mid-job": Fault("the printer dies after it has the document", _printer_dies),
    "reader.silent": Fault("the card reader does not answer", _reader_silent),
    "reader.bad-checksum": Fault("every reply of the card reader is damaged, until it is retried", _bad_checksum),
    "card.lifted-early": Fault("the card is lifted while it is read", _lifted_early),
    "face.mismatch": Fault("the camera does not recognise her; she knows her PIN", _stranger),
    "card.found": Fault("a stranger holds her card and does not know her PIN", _found_card),
    "face.two-people": Fault("two people are in view", _two_people),
    "face.refused": Fault("she does not want her face checked", _refuses),
    "vision.crash": Fault("the vision process is killed in the middle of the check", _vision_crashes),
    "resident.walks-away": Fault("she leaves in the middle, with her record on the screen", _walks_away),
}
