"""The pages of a visit: what each says and which touches it understands.

A page class has a QML file of the same name. It carries data, never layout; sentences that belong to
the page itself live in the QML file, sentences that depend on the resident or a device come in here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from kiosk.journeys.answers import Action
from sync.contract.problem import Family, Words


class Data(BaseModel):
    """A frozen piece of a page."""

    model_config = ConfigDict(frozen=True)


class Trail(Data):
    """Where the resident is in the journey: the stepper at the top of the page."""

    title: Words
    steps: tuple[Words, ...]
    current: int


class Page(Data):
    """What all pages have."""

    actions: ClassVar[frozenset[Action]] = frozenset({Action.NEXT})
    trail: Trail | None = None
    can_go_back: bool = False
    companion: Words | None = None
    """Who acts for the resident or helps them, masked; stands on every page while they do."""

    @property
    def kind(self) -> str:
        """The name of the page and of its QML file."""
        return type(self).__name__


class Tile(Data):
    """One item of the catalogue as home and search show it."""

    item: str
    title: Words
    note: Words
    icon: str
    zone: str
    keywords: str
    """Everything search matches: name, aliases, pinyin, initials, in lower case."""
    unavailable: Words | None = None
    """Why it cannot be finished here now; None when it can."""


class Attract(Page):
    """Nobody is here. NEXT begins a visit."""

    bulletins: tuple[Words, ...] = ()


class ChooseItem(Page):
    """Home: tiles and search. CHOOSE names an item code."""

    actions: ClassVar = frozenset({Action.CHOOSE})
    tiles: tuple[Tile, ...] = ()
    notice: Words | None = None


class GuideMaterial(Data):
    """A paper of the guide."""

    name: Words
    necessity: Words
    note: Words | None = None


class ItemGuide(Page):
    """What the item asks for and gives, before it begins."""

    actions: ClassVar = frozenset({Action.NEXT, Action.BACK})
    title: Words
    department: Words
    conditions: tuple[Words, ...] = ()
    materials: tuple[GuideMaterial, ...] = ()
    promised: Words
    fee: Words
    label: Words


Holding = Literal["resident", "guardian", "agent", "volunteer"]
"""Whose card is asked for."""


class PresentCard(Page):
    """Asks for the ID card on the reader; a card that arrives answers for the resident. CHOOSE: one of `others`."""

    actions: ClassVar = frozenset({Action.BACK, Action.CHOOSE})
    who: Holding = "resident"
    others: tuple[str, ...] = ()
    """Other ways in: `social-security-card`, `portal`, `face-login`, `agent`, `volunteer`, and
    `window` where the reader does not work."""
    reading: bool = False
    reader: bool = True
    """Whether the ID reader works; where it does not, only the other ways are asked for."""
    hint: Words | None = None


class InsertCard(Page):
    """Asks for the social-security card (社保卡) in its slot; a card that arrives answers for the resident."""

    actions: ClassVar = frozenset({Action.BACK})
    hint: Words | None = None


class ShowCode(Page):
    """Asks for the code that the portal shows on the resident's phone; a code that is read answers for them."""

    actions: ClassVar = frozenset({Action.BACK})
    hint: Words | None = None


class Consent(Page):
    """Separate consent, word by word. Refusing is as easy as agreeing."""

    actions: ClassVar = frozenset({Action.NEXT, Action.REFUSE})
    name_masked: str = ""
    """Empty while nobody is known yet."""
    guardian: bool = False
    """A guardian is asked, for the child that `name_masked` names."""
    question: Words
    sentences: tuple[tuple[str, Words], ...]
    """Topic (`purpose`, `kept`, `until`, `others`) and what is said about it."""
    agree: Words
    refuse: Words


class FaceHint(StrEnum):
    """What the face check asks of the resident."""

    LOOK = "look"
    NO_FACE = "no-face"
    MANY_FACES = "many-faces"
    CLOSER = "closer"
    FARTHER = "farther"
    CENTRE = "centre"
    STRAIGHT = "straight"
    """Look straight ahead."""
    LIGHT = "light"
    """Too dark."""
    BACKLIGHT = "backlight"
    """Strong light from behind."""
    GLARE = "glare"
    """Light is mirrored in the glasses, or too strong on the face."""
    MASK = "mask"
    COVERED = "covered"
    """Something else hides a part of the face."""
    HOLD_STILL = "hold-still"
    TURN_LEFT = "turn-left"
    """Turn the head slowly to your own left."""
    TURN_RIGHT = "turn-right"
    FRONT_AGAIN = "front-again"
    """Look at the screen again."""
    CHECKING = "checking"
    DONE = "done"
    ONE_MOMENT = "one-moment"
    """The vision process is being started again."""


class FaceCheck(Page):
    """Live preview with an outline; REFUSE asks for another way."""

    actions: ClassVar = frozenset({Action.REFUSE})
    hint: FaceHint = FaceHint.LOOK
    progress: float = 0.0
    """0 to 1."""
    words: Words | None = None
    """The hint as it is shown and spoken."""


class FaceLoginStatus(Page):
    """What is kept for face login, since when and until when. CHOOSE `withdraw` ends it at once; NEXT leaves it."""

    actions: ClassVar = frozenset({Action.NEXT, Action.BACK, Action.CHOOSE})
    name_masked: str
    since: str
    until: str
    consent: str
    """Number of the consent, as the resident may quote it."""
    phone: bool = True
    """A check code of the last digits of the phone is kept; else the PIN is asked beside the face."""
    guardian: bool = False
    """A guardian agreed for a child under 14."""
    fresh: bool = False
    """It was switched on a moment ago."""


class Erased(Page):
    """What was kept is erased for ever."""

    name_masked: str
    consent: str


class AuthorityLine(Data):
    """One resident an agent may act for."""

    number: str
    name_masked: str
    number_masked: str
    items: tuple[Words, ...]
    until: str
    covers: bool
    """Whether it covers the item that was chosen."""
    note: Words | None = None
    """Why it cannot be used now, where it cannot."""


class ChooseAuthority(Page):
    """For whom does the agent act? CHOOSE: the number of an authority (授权委托书)."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    agent_masked: str
    lines: tuple[AuthorityLine, ...] = ()


class HandBack(Page):
    """The helper has helped: the screen is the resident's again. NEXT by the resident."""

    helper_masked: str
    name_masked: str = ""


class ChooseWay(Page):
    """Another way to prove who you are. CHOOSE: the name of a way, or `window`."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    reason: Words | None = None
    ways: tuple[str, ...] = ("pin", "code", "window")


class EnterCode(Page):
    """A keypad for a PIN or a code that was sent. FILL carries `code`; RETRY sends a new one."""

    actions: ClassVar = frozenset({Action.FILL, Action.BACK, Action.RETRY})
    way: str
    """`pin`, `code`, or `phone-tail`: the last digits of the phone on file."""
    length: int = 6
    wait_s: int = 0
    """The keys come after so many seconds: the delay after a wrong entry."""
    sent_to: str = ""
    """The phone number, masked; empty for a PIN."""
    problem: Words | None = None


class Wait(Page):
    """The machine is working; nothing to touch but LEAVE."""

    actions: ClassVar = frozenset()
    doing: Words


class RecordRow(Data):
    """One line of a record, already formatted."""

    cells: tuple[Words | str, ...]


class Record(Page):
    """What the centre knows: a table and its sums. NEXT prints it."""

    actions: ClassVar = frozenset({Action.NEXT, Action.BACK})
    title: Words
    name_masked: str
    number_masked: str
    summary: tuple[tuple[Words, Words | str], ...] = ()
    columns: tuple[Words, ...] = ()
    rows: tuple[RecordRow, ...] = ()
    as_of: str = ""


class PaperState(StrEnum):
    """How far a paper is that an item asks for."""

    MISSING = "missing"
    GOOD = "good"
    LOOK = "look"
    """There, and something about it is to be put right."""
    LATER = "later"
    """The resident brings it later (容缺)."""


class PaperSlot(Data):
    """One paper of the list."""

    id: str
    name: Words
    state: PaperState
    pages: int = 0
    required: bool = True
    may_follow: bool = False
    """May be brought later (容缺): CHOOSE `later:ID`."""
    words: Words | None = None
    """What is to be put right, or may be."""


class LayPapers(Page):
    """The papers of an item, one after the other. CHOOSE: `scan` takes what lies in the scanner, `camera` and
    `scanner` change over, `again:ID` lays a paper anew, `later:ID` brings it later. NEXT goes on."""

    actions: ClassVar = frozenset({Action.NEXT, Action.BACK, Action.CHOOSE})
    slots: tuple[PaperSlot, ...] = ()
    by: Literal["camera", "scanner"] = "camera"
    """What takes the pages now."""
    others: tuple[str, ...] = ()
    """What could, instead."""
    scanning: bool = False
    reading: int = 0
    """Pages that wait to be read."""
    hint: Words | None = None
    """What the resident should do now."""
    problem: Words | None = None
    """What was wrong with the last page."""
    complete: bool = False
    """Everything is there and in order."""


class FieldKind(StrEnum):
    """How a form field is filled."""

    GIVEN = "given"
    """Known from the card; shown, not typed."""
    DIGITS = "digits"
    CHOICE = "choice"


class Field(Data):
    """One field of the form."""

    name: str
    label: Words
    kind: FieldKind
    value: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    hint: Words | None = None
    length: int = 0
    shortest: int = 0
    """Fewest digits that will do; 0: exactly `length`."""
    read_from: Words | None = None
    """The paper that the value was read from; the resident checks it."""
    problem: Words | None = None


class FillForm(Page):
    """The form. FILL carries the values of all fields that are not GIVEN."""

    actions: ClassVar = frozenset({Action.FILL, Action.BACK})
    fields: tuple[Field, ...] = ()


class Review(Page):
    """All values once more before they are handed in."""

    actions: ClassVar = frozenset({Action.NEXT, Action.BACK})
    values: tuple[tuple[Words, Words | str], ...] = ()
    promise: Words | None = None


class Receipt(Page):
    """The application is in: its number, when it will be done, and how to follow it."""

    number: str
    promise: Words
    state: Words


class PrintState(StrEnum):
    """What the printer is doing, in the order a resident sees it."""

    PREPARING = "preparing"
    SENDING = "sending"
    PRINTING = "printing"
    WAITING = "waiting"
    """The printer wants something (paper, a person)."""
    CHECKING = "checking"
    """The printer was lost; asking it what became of the page."""
    DONE = "done"


class Printing(Page):
    """Live progress of the print."""

    actions: ClassVar = frozenset()
    state: PrintState = PrintState.PREPARING
    pages: int = 1
    printed: int = 0
    reason: Words | None = None


class AskPrinted(Page):
    """The machine cannot tell whether the paper came out. CHOOSE: `yes` or `no`."""

    actions: ClassVar = frozenset({Action.CHOOSE})
    title: Words


class TakeBelongings(Page):
    """Take your papers and your card; a card that is lifted answers for the resident."""

    papers: int = 0
    card: bool = False
    slot: bool = False
    """The social-security card is in its slot."""


class Rate(Page):
    """Five levels, GB/T 39735. CHOOSE: `5` (very satisfied) to `1`; REFUSE skips."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.REFUSE})


class Farewell(Page):
    """Everything is wiped; goes away by itself."""

    papers: int = 0
    kept: Words | None = None
    """What stays all the same, encrypted: a half-done application, one that is on its way to the centre."""


class Trouble(Page):
    """What happened, what is safe, what can be done now."""

    actions: ClassVar = frozenset({Action.RETRY, Action.CHOOSE, Action.NEXT})
    family: Family
    happened: Words
    safe: Words | None = None
    """What the resident need not worry about: saved, not printed, not charged."""
    advice: Words | None = None
    retry: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    """Other ways on; CHOOSE carries the first element."""
