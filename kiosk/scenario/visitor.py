"""A resident who says and proves who they are by one path, does what the item is for, and goes; alone or not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date

from kiosk.identity.consent import TERMS
from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import FaceHint, Page
from kiosk.journeys.ways.agent import AgentEntry
from kiosk.journeys.ways.base import WINDOW
from kiosk.journeys.ways.code import ByPin
from kiosk.journeys.ways.face import ByFace
from kiosk.journeys.ways.licence_face import ByLicencePortrait
from kiosk.journeys.ways.volunteer import VolunteerEntry
from kiosk.scenario.paths import ID_CARD, Act, IdentityPath
from kiosk.scenario.people import PHONE, PINS, TAILS, birth_of, card, face_of
from kiosk.scenario.personas import NEXT, Wang
from kiosk.scenario.world import World
from kiosk.settings import PaceSettings
from sync.contract.consent import Purpose

SCAN_AFTER_S = 0.3
"""A reader tells only what is scanned after the page asked."""
VOLUNTEER = "zhang"
GUARDIAN = "wang"
_IDLE = frozenset({"Attract", "Wait", "Printing", "Farewell"})
"""Pages that ask nothing of anybody."""
_ANSWERED_AGAIN = "again"
"""Offered to who did the same item a moment ago; no step of any path."""


@dataclass(frozen=True)
class Cast:
    """Who takes part, by the keys of their cards."""

    resident: str
    """Whose business it is."""
    agent: str = ""
    """Who acts for them; empty where nobody does."""


class Visitor(Wang):
    """Walks one path. `meeting` and `seeing` hold hooks by page kind, as those of Wang do."""

    def __init__(self, world: World, pace: PaceSettings, path: IdentityPath, cast: Cast) -> None:
        super().__init__(world, pace)
        self.world = world
        self.path = path
        self.cast = cast
        self.met: list[Page] = []
        self.hints: list[FaceHint] = []
        """What the face check asked, each when it changed."""
        self.offered: set[tuple[str, str]] = set()
        """Way in and way to prove it, as the kiosk offered them to the resident or the agent."""
        self.entry = path.entry
        """The way in that is taken now: another one when that of the path turns out to be of no use."""
        self.check = path.check
        self.second = ByPin.name
        """What is tried when that does not work."""
        self.proving = cast.agent or cast.resident
        """Who is asked to prove themselves."""
        self.willing = True
        """Agrees to having the own face looked at."""
        self.turns = True
        """Turns the head as asked."""
        self.chosen: list[str] = []
        """The ways to prove it that were taken from a choice; a face is asked for before there is one."""
        self.wrong_codes: list[str] = []
        """Shown one after the other instead of a pass."""
        self.put: set[str] = set()
        """Whose cards lay on the reader."""
        self.watched_by: set[int | None] = set()
        """Processes that looked."""
        self.scenes: set[str] = set()
        """What was before the camera."""
        self._scene = face_of(self.proving)
        self._begun = self._entered = False
        self._tried: set[tuple[str, str]] = set()
        """Who has tried which way to prove it."""

    @property
    def birth(self) -> date:
        """Of whose business it is."""
        return birth_of(self.cast.resident)

    @property
    def steps(self) -> int:
        """Pages on which something was asked of the resident."""
        return sum(page.kind not in _IDLE and not _asks_again(page) for page in self.met)

    def kinds(self) -> list[str]:
        """The kinds of all pages, in order."""
        return [page.kind for page in self.met]

    def ways(self) -> set[str]:
        """Every way to prove who one is that was offered, those for a guardian apart."""
        return {way for _, way in self.offered if way}

    async def meet(self, page: Page) -> Answer | None:
        """See Resident.meet."""
        self.met.append(page)
        self._notice(page)
        if isinstance(page, pages.Record):
            self.record = page
        if isinstance(page, pages.EnterCode):
            await asyncio.sleep(page.wait_s)  # the keys are not there before
        hook = self.meeting.get(page.kind)
        instead = hook(page) if hook else None
        return instead or await self._act(page)

    def see(self, page: Page) -> None:
        """See Resident.see."""
        if isinstance(page, pages.FaceCheck):
            self.watched_by.add(self.world.vision_pid())
        if isinstance(page, pages.FaceCheck) and (not self.hints or self.hints[-1] != page.hint):
            self.hints.append(page.hint)
        if self.turns or not isinstance(page, pages.FaceCheck):
            super().see(page)
        elif hook := self.seeing.get(page.kind):
            hook(page)

    def stand(self, scene: str) -> None:
        """Somebody or something is before the camera from now on."""
        self.turns = scene == face_of(self.proving)
        self._show(scene)

    def last_ways(self) -> tuple[str, ...]:
        """The ways to prove it that were offered last."""
        return next((page.ways for page in reversed(self.met) if isinstance(page, pages.ChooseWay)), ())

    def last_entries(self) -> tuple[str, ...]:
        """The ways in that were offered last."""
        return next((page.others for page in reversed(self.met) if isinstance(page, pages.PresentCard)), ())

    async def code(self) -> str:
        """What the phone shows: a fresh pass of the portal, or what they take for it."""
        if self.wrong_codes:
            return self.wrong_codes.pop(0)
        return str((await self.world.centre("portal-pass", "--number", card(self.proving)["number"]))["pass"])

    def _turn_head(self, hint: FaceHint) -> None:
        me = face_of(self.proving)
        turned = {FaceHint.TURN_LEFT: f"{me}-left", FaceHint.TURN_RIGHT: f"{me}-right"}
        scene = turned.get(hint, me if hint in (FaceHint.FRONT_AGAIN, FaceHint.DONE) else self._scene)
        if scene != self._scene:
            self._show(scene)

    def _show(self, scene: str) -> None:
        self._scene = scene
        self.scenes.add(scene)
        self.world.act("camera", "show", scene)

    def _notice(self, page: Page) -> None:
        match page:
            case pages.PresentCard(who="resident", others=others):
                self.offered |= {(ID_CARD, ""), *((other, "") for other in others if other != WINDOW)}
            case pages.ChooseWay(ways=ways) if not self._guarding:
                self.offered |= {(self.entry, way) for way in ways}

    async def _act(self, page: Page) -> Answer | None:  # noqa: PLR0911  one line a kind of page
        match page:
            case pages.ChooseItem(tiles=tiles):
                return self._choose_item(tiles)
            case pages.PresentCard():
                return self._present(page)
            case pages.InsertCard():
                self.world.act("smart-card", "put", self.cast.resident)
                return None
            case pages.ShowCode():
                self.world.later(SCAN_AFTER_S, "code-reader", "scan", await self.code())
                return None
            case pages.ChooseWay(ways=ways):
                return Answer(action=Action.CHOOSE, value=self._way(ways))
            case pages.EnterCode(way=way):
                return Answer(action=Action.FILL, values={"code": await self._digits(way)})
        return self._agree(page) or super()._answer(page)

    def _agree(self, page: Page) -> Answer | None:
        match page:
            case pages.Consent():
                return NEXT if self._agrees(page) else Answer(action=Action.REFUSE)
            case pages.ChooseAuthority(lines=lines):
                usable = [line.number for line in lines if line.covers]
                return Answer(action=Action.CHOOSE, value=usable[0]) if usable else Answer(action=Action.BACK)
            case pages.FillForm(fields=fields):
                given = {f.name: filled(f) for f in fields if f.kind is not pages.FieldKind.GIVEN}
                return Answer(action=Action.FILL, values=given)
            case pages.FaceLoginStatus(fresh=False) if self.path.act is Act.OFF:
                return Answer(action=Action.CHOOSE, value="withdraw")
        return None

    def _choose_item(self, tiles: tuple[pages.Tile, ...]) -> Answer:
        """Whoever is back at home did not get on, and goes."""
        tile = next(tile for tile in tiles if tile.item == self.path.item)
        if self._begun or tile.unavailable is not None:
            return Answer(action=Action.LEAVE)
        self._begun = True
        return Answer(action=Action.CHOOSE, value=tile.item)

    def _present(self, page: pages.PresentCard) -> Answer | None:  # noqa: PLR0911  one line a card
        match page.who:
            case "agent":
                return self._put(self.cast.agent)
            case "volunteer":
                return self._put(VOLUNTEER) if self._reader() is None else self._lift()
            case "guardian" if self._reader() is not None:
                return self._lift()
            case "guardian":
                self.proving = GUARDIAN
                return self._put(GUARDIAN)
        if self.path.helped and page.companion is None:
            return Answer(action=Action.CHOOSE, value=VolunteerEntry.name)
        if self.entry != ID_CARD and (self.entry not in page.others or self._entered):
            if self.cast.agent:  # the resident is not here
                return Answer(action=Action.LEAVE)
            self.fall_back()
        self._entered = True
        if self.entry != ID_CARD:
            return Answer(action=Action.CHOOSE, value=self.entry)
        return self._put(self.cast.resident)

    @property
    def _guarding(self) -> bool:
        return self.proving not in (self.cast.resident, self.cast.agent)

    def _put(self, key: str) -> Answer | None:
        self.world.act("id-reader", "put", key)
        self.put.add(key)
        return None

    def _lift(self) -> Answer | None:
        self.world.act("id-reader", "lift")
        self.proving = self.cast.agent or self.cast.resident
        return None

    def _reader(self) -> str | None:
        found: str | None = self.world.simulators.apply("", "")["id-reader"]["card"]
        return found

    def fall_back(self) -> None:
        """The way in of the path is of no use; the card and the second way are."""
        self.entry, self.check = ID_CARD, self.second

    def _way(self, ways: tuple[str, ...]) -> str:
        """That of the path once, then the second, then the counter; a guardian has a PIN."""
        for way in (ByPin.name,) if self._guarding else (self.check, self.second):
            if way in ways and (self.proving, way) not in self._tried:
                self._tried.add((self.proving, way))
                self.chosen.append(way)
                return way
        return WINDOW

    async def _digits(self, way: str) -> str:
        if way == "code":
            sent = await self.world.centre("outgoing-codes", "--number", card(self.proving)["number"])
            return str(sent["codes"][0]["code"])
        return (TAILS if way == "phone-tail" else PINS)[self.proving]

    def _agrees(self, page: pages.Consent) -> bool:
        """To looks of the path, where they are willing; to what the item itself is about, always."""
        match next(purpose for purpose, terms in TERMS.items() if terms.question == page.question):
            case Purpose.FACE_COMPARISON:
                self._tried.add((self.proving, ByFace.name))
                return self.willing and self.check == ByFace.name and not self._guarding
            case Purpose.LICENCE_PORTRAIT if self.path.act is not Act.ON:
                return self.willing and self.check == ByLicencePortrait.name
            case _:
                return self.willing

    def _troubled(self, page: pages.Trouble) -> Answer:
        """Another way where there is one, the same again where that is all there is, else on."""
        values = [value for value, _ in page.choices]
        for value in ("other", _ANSWERED_AGAIN, "stop"):
            if value in values:
                return Answer(action=Action.CHOOSE, value=value)
        return super()._troubled(page)


def _asks_again(page: Page) -> bool:
    return isinstance(page, pages.Trouble) and _ANSWERED_AGAIN in [value for value, _ in page.choices]


def cast_of(path: IdentityPath, resident: str) -> Cast:
    """An agent is 王女士; she acts for somebody else than herself."""
    if path.entry != AgentEntry.name:
        return Cast(resident)
    return replace(Cast("li"), agent="wang")


def filled(field: pages.Field) -> str:
    """What anybody would put there."""
    return field.choices[0][0] if field.kind is pages.FieldKind.CHOICE else PHONE
