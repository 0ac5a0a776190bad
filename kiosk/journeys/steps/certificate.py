"""Prints the record as a signed certificate, at most once, and says truthfully what became of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from devices.printer.settlement import PrintOutcome, PrintProgress, look_again, print_once
from devices.settlement import Settlement
from kiosk.certificates import Certificate
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import Conversation, VisitEnds
from kiosk.journeys.pages import AskPrinted, Printing, PrintState
from kiosk.journeys.steps.base import Move, Step
from kiosk.store import Draft
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words

_PRINTED = Words(
    zh="这份证明刚才已经打印出来了。需要再打印一份吗？",
    en="This certificate has been printed already. Would you like another copy?",
)
_AGAIN = (
    ("finish", Words(zh="不用了", en="No, thank you")),
    ("again", Words(zh="再打印一份", en="Print another copy")),
)
_NOT_PRINTED = Words(
    zh="证明没有打印出来。",
    en="The certificate was not printed.",
)
_SAFE = Words(
    zh="您的查询没有丢失，没有多打一份，也没有产生费用。",
    en="Nothing is lost, nothing was printed twice, and nothing was charged.",
)
_ELSEWHERE = Words(
    zh="请到旁边的自助机打印，或明天凭身份证到窗口领取。",
    en="Please print it at the next kiosk, or bring your ID card to a counter tomorrow.",
)
_UNSURE = Words(
    zh="不能确定证明是否已经打印出来。为避免重复，本机不会自动再打一份。",
    en="It is not certain whether the certificate came out. To avoid a second copy this kiosk does not print it again.",
)


class PrintCertificate(Step):
    """One order, one print; what is unknown is asked, never repeated."""

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        store, certificates = self.services.store, self.services.certificates
        assert visit.record is not None and visit.item is not None and store is not None and certificates is not None
        earlier = await self._earlier(visit, talk)
        if earlier is not None:
            return earlier
        outcome = await talk.work(Printing(), self._print(visit, talk))
        visit.settlement = outcome.settlement.value
        match outcome.settlement:
            case Settlement.DONE:
                visit.papers += outcome.impressions
            case Settlement.NOT_DONE:
                await self._not_printed(visit, talk, outcome)
            case Settlement.UNKNOWN:
                await self._ask(visit, talk)
        return Move.DONE

    async def _earlier(self, visit: Visit, talk: Conversation) -> Move | None:
        """A print of this draft that was cut short: done → say so; unknown → ask; not done → print now."""
        journal = self.services.journal
        order = visit.draft.order if visit.draft else None
        if order is None or journal is None:
            return None
        looking = look_again(self.services.printer, journal, order, limits=self.services.print_limits)
        outcome = await talk.work(Printing(state=PrintState.CHECKING), looking)
        if outcome is None or outcome.settlement is Settlement.NOT_DONE:
            return None
        if outcome.settlement is Settlement.UNKNOWN:
            await self._ask(visit, talk)
            return Move.DONE
        visit.settlement = Settlement.DONE.value
        answer = await talk.trouble(
            Problem(
                "printer.printed", Family.EXPECTED, resident=_PRINTED, technician=f"order {order} is in the journal"
            ),
            choices=_AGAIN,
        )
        return None if answer.value == "again" else Move.DONE

    async def _print(self, visit: Visit, talk: Conversation) -> PrintOutcome:
        store, certificates, journal = self.services.store, self.services.certificates, self.services.journal
        assert visit.record is not None and visit.item is not None and store is not None and certificates is not None
        assert journal is not None
        now = self.services.clock()
        number = certificates.new_number(now)
        certificate: Certificate = await asyncio.to_thread(
            certificates.issue,
            visit.record,
            number=number,
            issued_at=now,
            kiosk=self.services.kiosk_name,
            agent=_agent(visit),
        )
        store.issue_certificate(
            number,
            certificate.sha256,
            item=visit.item.code,
            issued_at=now,
            more=self.services.company.marked(visit.id),
        )
        visit.number = number
        if visit.draft is not None:
            draft: Draft = replace(visit.draft, order=number, saved_at=now)
            visit.draft = draft
            store.save_draft(draft)

        def show(progress: PrintProgress) -> None:
            reason = progress.problem.resident if progress.problem else None
            if reason is not None:
                visit.tell(reason)
            talk.update(
                Printing(
                    state=PrintState(progress.state.value),
                    pages=certificate.pages,
                    printed=progress.printed,
                    reason=reason,
                )
            )

        return await print_once(
            self.services.printer,
            journal,
            number,
            certificate.pdf,
            certificate.pages,
            progress=show,
            limits=self.services.print_limits,
        )

    async def _not_printed(self, visit: Visit, talk: Conversation, outcome: PrintOutcome) -> None:
        """The order is closed at the printer: told, staff called, another place offered."""
        cause = outcome.problem
        code, technician = (cause.code, cause.technician) if cause else ("printer.not-printed", "no reason given")
        detail = f"{technician} A sheet that is stuck inside may carry personal data."
        self.services.work_order(visit.id, code, detail, visit.number)
        problem = Problem(code, Family.TEMPORARY, resident=_NOT_PRINTED, technician=technician)
        await talk.trouble(problem, safe=_SAFE, advice=_ELSEWHERE)
        raise VisitEnds(Outcome.HANDED_OVER)

    async def _ask(self, visit: Visit, talk: Conversation) -> None:
        """The printer cannot say; the resident can see the tray."""
        journal = self.services.journal
        assert journal is not None and visit.item is not None
        order = (visit.draft.order if visit.draft else None) or visit.number
        assert order is not None
        answer = await talk.ask(AskPrinted(title=visit.item.name))
        if answer.action is Action.CHOOSE and answer.value == "yes":
            entry = journal.find(order)
            pages = entry.units if entry else 1
            journal.settle(order, Settlement.DONE, pages)
            visit.settlement = Settlement.DONE.value
            visit.papers += pages
            return
        visit.settlement = Settlement.UNKNOWN.value
        self.services.work_order(visit.id, "print-unknown", "the resident has no sheet; look into the printer", order)
        visit.tell(_ELSEWHERE)
        problem = Problem(
            "printer.unknown", Family.TEMPORARY, resident=_UNSURE, technician=f"order {order}: fate unknown"
        )
        await talk.trouble(problem, safe=_SAFE, advice=_ELSEWHERE)
        raise VisitEnds(Outcome.HANDED_OVER)


def _agent(visit: Visit) -> str | None:
    """Who collects the paper in the resident's place, masked, and by which authority."""
    companion = visit.companion
    if companion is None or companion.authority is None:
        return None
    return f"{companion.identity.name_masked}（授权委托书 {companion.authority.number}）"
