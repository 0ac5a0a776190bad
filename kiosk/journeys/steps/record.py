"""The resident's own social-insurance record, asked of the centre and shown before it is printed."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from pydantic import ValidationError

from kiosk.identity import Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import Conversation, VisitEnds
from kiosk.journeys.pages import Receipt, Record, RecordRow
from kiosk.journeys.steps.base import Move, Step
from kiosk.journeys.steps.form import earlier, hand_in
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Scheme, SocialInsuranceQuery, SocialInsuranceRecord

SCHEMES = {
    Scheme.PENSION: Words(zh="养老保险", en="Pension"),
    Scheme.MEDICAL: Words(zh="医疗保险", en="Medical"),
    Scheme.UNEMPLOYMENT: Words(zh="失业保险", en="Unemployment"),
    Scheme.INJURY: Words(zh="工伤保险", en="Work injury"),
    Scheme.MATERNITY: Words(zh="生育保险", en="Maternity"),
}
_TITLE = Words(zh="社会保险缴费记录", en="Social-insurance payments")
_ASKING = Words(zh="正在查询您的缴费记录…", en="Looking up your payments…")
_LATER = Words(zh="记下申请，联网后办理", en="Note my request for later")
_LEAVE = Words(zh="先不办了", en="Not now")
_NOTED = Words(
    zh="申请已记下。网络恢复后会自动送达中心，您可凭受理号到窗口领取，也可以晚些再来打印。",
    en="Your request is noted and goes to the centre when the network is back. "
    "Collect it at a counter with this number, or print it here later.",
)
_NO_DATE = Words(
    zh="中心暂时联系不上，现在不能承诺时间。",
    en="The centre cannot be reached, so no time can be promised now.",
)
_SAFE = Words(zh="您的信息没有丢失，也不会重复办理。", en="Nothing is lost, and nothing is done twice.")
_OTHER_DOCUMENT = Words(
    zh="自助机目前只能用居民身份证查询缴费记录，请到社保窗口办理。",
    en="This kiosk can look up payments with a resident ID card only. Please go to the social-insurance counter.",
)


class ShowRecord(Step):
    """Asks the centre, shows the table; when the centre is away the request is written down."""

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        assert visit.identity is not None
        if visit.record is None:
            visit.record = await self._fetch(visit, visit.identity, talk)
        answer = await talk.ask(_page(visit.record, visit.identity))
        return Move.BACK if answer.action is Action.BACK else Move.DONE

    async def _fetch(self, visit: Visit, identity: Identity, talk: Conversation) -> SocialInsuranceRecord:
        query = _query(visit, identity)
        while True:
            try:
                return await talk.wait(_ASKING, self.services.centre.social_insurance(query))
            except Problem as problem:
                if problem.family is not Family.TEMPORARY:
                    raise
                choices = (("later", _LATER), ("leave", _LEAVE)) if self.services.store else (("leave", _LEAVE),)
                answer = await talk.trouble(problem, safe=_SAFE, retry=True, choices=choices)
                if answer.action is Action.RETRY:
                    continue
                if answer.value != "later":
                    raise VisitEnds(Outcome.LEFT) from problem
                await self._note(visit, talk)
                raise VisitEnds(Outcome.QUEUED) from problem

    async def _note(self, visit: Visit, talk: Conversation) -> None:
        """Writes the wish to print down as an application; the outbox carries it."""
        visit.number = await earlier(self.services, visit, talk)
        number = hand_in(self.services, visit, {"wish": "print"})
        visit.tell(_NOTED)
        await talk.ask(Receipt(number=number, promise=_NO_DATE, state=_NOTED))


def _query(visit: Visit, identity: Identity) -> SocialInsuranceQuery:
    authority = visit.companion.authority if visit.companion else None
    agent = visit.companion.identity.holder.number if visit.companion and authority else None
    try:
        return SocialInsuranceQuery(
            number=identity.holder.number,
            name=identity.holder.name,
            assurance=identity.assurance,
            proof=identity.proof,
            visit=visit.id,
            authority=authority.number if authority else None,
            agent=agent,
        )
    except ValidationError:
        raise Problem(
            "record.other-document",
            Family.EXPECTED,
            resident=_OTHER_DOCUMENT,
            technician="the document number is not a citizen number (GB 11643)",
        ) from None


def _page(record: SocialInsuranceRecord, identity: Identity) -> Record:
    months: dict[Scheme, int] = defaultdict(int)
    paid: dict[Scheme, Decimal] = defaultdict(Decimal)
    for year in record.years:
        months[year.scheme] += year.months
        paid[year.scheme] += year.paid
    pension = months[Scheme.PENSION]
    rows = sorted(record.years, key=lambda y: (-y.year, list(Scheme).index(y.scheme)))
    return Record(
        title=_TITLE,
        name_masked=identity.name_masked,
        number_masked=identity.number_masked,
        summary=(
            (Words(zh="养老保险累计", en="Pension, total"), _span(pension)),
            (Words(zh="医疗保险累计", en="Medical, total"), _span(months[Scheme.MEDICAL])),
            (Words(zh="个人缴费合计", en="Paid by you"), f"¥ {sum(paid.values(), Decimal()):,.2f}"),
        ),
        columns=(
            Words(zh="年度", en="Year"),
            Words(zh="险种", en="Insurance"),
            Words(zh="缴费月数", en="Months"),
            Words(zh="缴费基数", en="Base"),
            Words(zh="个人缴费", en="You paid"),
        ),
        rows=tuple(
            RecordRow(cells=(str(y.year), SCHEMES[y.scheme], str(y.months), f"{y.base:,.2f}", f"{y.paid:,.2f}"))
            for y in rows
        ),
        as_of=record.as_of.isoformat(),
    )


def _span(months: int) -> Words:
    years, rest = divmod(months, 12)
    return Words(zh=f"{years} 年 {rest} 个月", en=f"{years} y {rest} m")
