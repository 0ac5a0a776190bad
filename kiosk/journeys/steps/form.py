"""The form of an application: filled once, looked over, handed in."""

from __future__ import annotations

from kiosk.catalog import FormField, FormFieldKind, FormSource, Item
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.drafts import handed_in
from kiosk.journeys.dressing import hidden
from kiosk.journeys.pages import Field, FieldKind, FillForm, Receipt, Review
from kiosk.journeys.steps.base import Move, Step
from kiosk.papers.packing import pack
from kiosk.services import Services
from kiosk.store import Application
from kiosk.visit import Visit
from sync.contract.problem import Family, Problem, Words

_RECEIVED = Words(
    zh="申请已在本机登记，联网后自动送达中心。",
    en="Your application is filed on this kiosk and goes to the centre by itself.",
)
_ON_FILE = Words(zh="以公安登记为准", en="As registered with the police")
"""What a document, an ID card apart, does not say; nothing is typed for it and it is handed in empty."""
READ, REVIEWED = "read", "reviewed"
"""Of a text from a paper: it is right as it was read, or staff are to look at the paper."""
_LOOKED_AT = Words(zh="没读清或不对，由工作人员看原件", en="Unclear or wrong: staff will look at the paper")
_TO_REVIEW = Words(zh="由工作人员看原件填写", en="Staff will take it from the paper")
_HANDED_IN = (
    ("receipt", Words(zh="查看受理回执", en="Show the receipt")),
    ("again", Words(zh="另外再提交一份", en="Hand in another one")),
)


class FillIn(Step):
    """Asks for what the card does not say."""

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        assert visit.item is not None and visit.identity is not None
        if visit.number is None:
            visit.number = await earlier(self.services, visit, talk)
        if visit.number is not None:
            return Move.DONE
        fields = [_field(field, visit) for field in visit.item.form]
        while True:
            answer = await talk.ask(FillForm(fields=tuple(fields)))
            if answer.action is Action.BACK:
                return Move.BACK
            given = {f.name: _answered(f, answer, visit) for f in fields if f.kind is not FieldKind.GIVEN}
            faults = {f.name: fault for f in visit.item.form if f.name in given and (fault := f.problem(given[f.name]))}
            visit.values.update(_kept(visit, given, faults))
            if not faults:
                return Move.DONE
            fields = [
                field.model_copy(
                    update={"value": given.get(field.name, field.value), "problem": faults.get(field.name)}
                )
                for field in fields
            ]


class LookOver(Step):
    """Everything once more, with the promise, before it counts."""

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        assert visit.item is not None and visit.identity is not None
        if visit.number is not None:
            return Move.DONE
        values = tuple((f.label, shown(f, visit)) for f in visit.item.form)
        answer = await talk.ask(Review(values=values, promise=promise(self.services, visit.item)))
        return Move.BACK if answer.action is Action.BACK else Move.DONE


class Submit(Step):
    """Files the application: one transaction, then the receipt."""

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        assert visit.item is not None
        number = hand_in(self.services, visit, {})
        await talk.ask(Receipt(number=number, promise=promise(self.services, visit.item), state=_RECEIVED))
        return Move.DONE


async def earlier(services: Services, visit: Visit, talk: Conversation) -> str | None:
    """The number of what was handed in a short while ago, unless the resident wants to hand in another one.

    A kiosk that lost its power between the filing and the receipt must not file twice unasked.
    """
    number = handed_in(services, visit)
    if number is None:
        return None
    problem = Problem(
        "application.handed-in",
        Family.EXPECTED,
        resident=Words(
            zh=f"您刚才已经提交过这项申请，受理编号 {number}，不用再提交一次。",
            en=f"You have handed this in already, number {number}. There is no need to do it again.",
        ),
        technician=f"application {number} is on file",
    )
    answer = await talk.trouble(problem, choices=_HANDED_IN)
    return None if answer.value == "again" else number


def hand_in(services: Services, visit: Visit, more: dict[str, str]) -> str:
    """Files an application for the resident and returns its number; a second call files nothing new.

    Row, outbox record and the end of the draft are one transaction.
    """
    assert visit.item is not None and visit.identity is not None and services.store is not None
    if visit.number is None:
        number = services.new_number()
        holder = visit.identity.holder
        given = {f.name: value_of(f, visit) for f in visit.item.form}
        packed = pack(number, visit.item, visit.desk, given, visit.read) if visit.desk else None
        services.store.submit(
            Application(
                number=number,
                item=visit.item.code,
                owner=services.store.owner(holder.number),
                body={
                    "number": number,
                    "item": visit.item.code,
                    "values": {"name": holder.name, "number": holder.number, **given, **more},
                    "assurance": visit.identity.assurance.value,
                    "proof": visit.identity.proof.value if visit.identity.proof else None,
                    **({"packet": packed.sha256} if packed else {}),
                    **services.company.marked(visit.id),
                },
                made_at=services.clock(),
                attachments=packed.attachments if packed else (),
            )
        )
        visit.number, visit.filed, visit.draft = number, True, None
    return visit.number


def promise(services: Services, item: Item) -> Words:
    """The date by which it is done, by the workday calendar; without a calendar, no date."""
    limit = item.limits.promised
    if limit.workdays is None:
        return item.limits.words
    try:
        deadline = services.workdays.deadline(services.clock().date(), limit.workdays)
    except Problem as problem:
        return problem.resident
    words = item.limits.words
    return Words(zh=f"{words.zh}，{deadline.words.zh}", en=f"{words.en}, {deadline.words.en}")


def value_of(field: FormField, visit: Visit) -> str:
    """What stands in a field: from the card, or what the resident filled in."""
    assert visit.identity is not None
    if not field.source.card:
        return visit.values.get(field.name, "")
    value = getattr(visit.identity.holder, field.source.value.removeprefix("card."), None)
    return "" if value is None else str(value)


def shown(field: FormField, visit: Visit) -> Words | str:
    """A field's value for the screen: identity masked, choices by their names."""
    identity = visit.identity
    assert identity is not None
    if field.source is FormSource.CARD_NAME:
        return identity.name_masked
    if field.source is FormSource.CARD_NUMBER:
        return identity.number_masked
    value = value_of(field, visit)
    if not value and field.source.card:
        return _ON_FILE
    if not value and field.kind is FormFieldKind.TEXT:
        return _TO_REVIEW
    return next((choice.label for choice in field.choices if choice.value == value), value)


def _field(field: FormField, visit: Visit) -> Field:
    if field.kind is FormFieldKind.TEXT:
        return _text(field, visit)
    given = field.source.card
    stands = shown(field, visit) if given else visit.values.get(field.name, "")
    missing = stands if isinstance(stands, Words) else None
    return Field(
        name=field.name,
        label=field.label,
        kind=FieldKind(field.kind.value),
        value="" if isinstance(stands, Words) else stands,
        choices=tuple((choice.value, choice.label) for choice in field.choices),
        hint=missing or field.hint,
        length=field.length,
        shortest=field.shortest,
        read_from=_read_from(field, visit),
    )


def _text(field: FormField, visit: Visit) -> Field:
    """A text from a paper: right as it was read, or staff look at the paper; nobody types Chinese at a kiosk."""
    read = visit.read.get(field.name)
    stands = visit.values.get(field.name, "")
    answers = (*(((READ, Words(zh=read, en=read)),) if read else ()), (REVIEWED, _LOOKED_AT))
    return Field(
        name=field.name,
        label=field.label,
        kind=FieldKind.CHOICE,
        value=READ if stands and stands == read else REVIEWED,
        choices=answers,
        hint=field.hint,
        read_from=_read_from(field, visit),
    )


def _answered(field: Field, answer: Answer, visit: Visit) -> str:
    """What was filled in; a value from a paper that stands there masked is left as it is."""
    value = answer.values.get(field.name, "").strip()
    stands = visit.values.get(field.name, "")
    return stands if field.read_from is not None and stands and value == hidden(stands) else value


def _read_from(field: FormField, visit: Visit) -> Words | None:
    """The paper whose value stands in a field, or stood there before it was corrected."""
    if field.paper is None or visit.item is None or field.name not in visit.read:
        return None
    return next(material.name for material in visit.item.materials if material.id == field.paper.material)


def _kept(visit: Visit, given: dict[str, str], faults: dict[str, Words]) -> dict[str, str]:
    """Answers that count: a text that is right as it was read is that text, one that staff look at is empty."""
    assert visit.item is not None
    texts = {field.name for field in visit.item.form if field.kind is FormFieldKind.TEXT}
    right = {name: value for name, value in given.items() if name not in faults}
    return {
        name: (visit.read.get(name, "") if value == READ else "") if name in texts else value
        for name, value in right.items()
    }
