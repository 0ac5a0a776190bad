"""A resident of no fixed purpose: lawful touches at random, and things that break around them, all from one seed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from kiosk.identity import mask_name, mask_number
from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.pages import FieldKind, Page
from kiosk.scenario.world import World

PEOPLE = {
    "wang": ("王丽华", "110100198604120028"),
    "li": ("李桂兰", "110100195403080046"),
    "zhang": ("张建国", "110100199009210015"),
}
SCENES = (*PEOPLE, "two-people", "nobody", "dark")
ITEMS = ("social-insurance-record", "social-insurance-record", "residence-permit", "senior-card")
PATIENCE_S = 2.5
"""The idle limit of this resident's screen."""
PAGES = 30
"""After so many pages anybody has had enough."""

Break = tuple[str, str, str]
BREAKS: tuple[Break, ...] = (
    ("id-reader", "lift", ""),
    ("id-reader", "lift-when-found", ""),
    ("id-reader", "put", "wang"),
    ("id-reader", "put", "li"),
    ("id-reader", "put", "zhang"),
    ("id-reader", "unplug", ""),
    ("id-reader", "silent", ""),
    ("id-reader", "bad-checksum", "4"),
    ("id-reader", "noise", ""),
    ("id-reader", "cut", "2"),
    ("camera", "unplug", ""),
    ("camera", "freeze", ""),
    ("camera", "show", "zhang"),
    ("camera", "show", "two-people"),
    ("printer", "media-empty", ""),
    ("printer", "jam", ""),
    ("printer", "jam-mid-job", ""),
    ("printer", "offline", "refused"),
    ("printer", "offline", "silent"),
    ("printer", "dies-mid-job", "printed"),
    ("printer", "dies-mid-job", "lost"),
    ("printer", "dies-mid-job", "unanswered"),
    ("link", "cut", ""),
    ("vision", "kill", ""),
)
TOUCHES = (
    Action.NEXT,
    Action.NEXT,
    Action.NEXT,
    Action.NEXT,
    Action.CHOOSE,
    Action.CHOOSE,
    Action.FILL,
    Action.FILL,
    Action.FILL,
    Action.RETRY,
    Action.REFUSE,
    Action.BACK,
    Action.HELP,
    Action.LEAVE,
)


class Wanderer:
    """Implements Resident for one visit; `story` tells it again when a test fails."""

    def __init__(self, world: World, seed: str, kill_vision: Callable[[], None]) -> None:
        self._world = world
        self._kill_vision = kill_vision
        self._random = random.Random(seed)
        self.person = self._random.choice(list(PEOPLE))
        self._trouble = self._random.choice((0.0, 0.1, 0.25))
        self._steady = self._random.random() < 0.5
        self.story: list[str] = [f"{seed}: {self.person}"]
        self.cards: set[str] = set()
        self.shown: set[str] = set()
        """Whose masked data stood on a page."""
        self.pages = 0

    def arrive(self) -> None:
        """Everything is well when the visit begins, except by chance the card of somebody before."""
        for device in ("printer", "camera", "link", "id-reader"):
            self._world.act(device, "ok")
        if self._random.random() < 0.9:
            self._world.act("id-reader", "lift")
        self._world.act("camera", "show", self.person)

    async def meet(self, page: Page) -> Answer | None:
        """See Resident.meet."""
        self.pages += 1
        self._look(page)
        await asyncio.sleep(0)
        if page.kind != "Attract" and self._random.random() < self._trouble:
            self._break()
        answer = await self._act(page)
        self.story.append(f"  {page.kind} → {f'{answer.action} {answer.value}' if answer else 'waits'}")
        if answer is None and not isinstance(page, pages.Wait | pages.Printing | pages.Farewell):
            await asyncio.sleep(PATIENCE_S)
            self.story.append("  is gone")
            raise ResidentGone
        return answer

    def see(self, page: Page) -> None:
        """See Resident.see."""
        self._look(page)

    def takes_s(self, page: Page) -> float:
        """See Resident.takes_s."""
        return 0.0

    def _look(self, page: Page) -> None:
        text = page.model_dump_json()
        for key, (name, number) in PEOPLE.items():
            if mask_name(name) in text or mask_number(number) in text:
                self.shown.add(key)
            assert name not in text and number not in text, f"{page.kind} shows {key} in full"

    def _break(self) -> None:
        device, verb, argument = self._random.choice(BREAKS)
        self.story.append(f"  ! {device} {verb} {argument}")
        if device == "vision":
            self._kill_vision()
            return
        self._world.act(device, verb, argument)
        if verb == "put":
            self.cards.add(argument)
        if self._random.random() < 0.6:
            self._world.later(self._random.uniform(0.05, 2.0), device, "feed" if verb == "jam" else "ok")

    async def _act(self, page: Page) -> Answer | None:
        match page:
            case pages.Attract():
                return Answer(action=Action.NEXT)
            case _ if self._random.random() < 0.02:
                return None
            case _ if self.pages > PAGES:
                return Answer(action=Action.LEAVE)
            case pages.PresentCard() if self._random.random() < 0.95:
                self._world.act("id-reader", "put", self.person)
                self.cards.add(self.person)
                return None
            case pages.TakeBelongings(card=True) if self._random.random() < 0.9:
                self._world.act("id-reader", "lift")
                return None
            case pages.Wait() | pages.Printing() | pages.FaceCheck() if self._random.random() < 0.9:
                return None
            case pages.Printing():
                await asyncio.sleep(0.3)
        return self._touch(page)

    def _touch(self, page: Page) -> Answer | None:
        lawful = [action for action in TOUCHES if action in page.actions | {Action.HELP, Action.LEAVE}]
        if self._steady:
            lawful = [action for action in lawful if action not in (Action.HELP, Action.LEAVE, Action.BACK)] or lawful
        action = self._random.choice(lawful)
        return Answer(action=action, value=self._choice(page), values=self._values(page))

    def _choice(self, page: Page) -> str:
        match page:
            case pages.ChooseItem():
                return self._random.choice(ITEMS)
            case pages.ChooseWay(ways=ways):
                return self._random.choice(ways)
            case pages.Trouble(choices=choices) if choices:
                return self._random.choice(choices)[0]
            case pages.AskPrinted():
                return self._random.choice(("yes", "no"))
            case pages.Rate():
                return self._random.choice("12345")
        return ""

    def _values(self, page: Page) -> dict[str, str]:
        match page:
            case pages.EnterCode():
                return {"code": self._random.choice(("135790", "246801", "000000", "12", ""))}
            case pages.FillForm(fields=fields):
                return {field.name: self._filled(field) for field in fields if field.kind is not FieldKind.GIVEN}
        return {}

    def _filled(self, field: pages.Field) -> str:
        if field.kind is FieldKind.CHOICE:
            return field.choices[0][0]
        return self._random.choice(("13800000009", "13800000009", "1"))
