"""代办员: acts for a resident who is not here, by a written authority that the centre knows and has signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from devices.idcard import IdCard, Sex
from kiosk.identity import Holder, Identity, Source, mask_name, mask_number
from kiosk.identity.companion import Authority, Companion, Role
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import CARD_SAFE, Conversation
from kiosk.journeys.pages import AuthorityLine, ChooseAuthority, PresentCard
from kiosk.journeys.ways.base import Entry, is_citizen
from kiosk.journeys.ways.helper import ask_helper, beside, may_be_beside, part
from kiosk.journeys.ways.proving import prove
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.authority import Authorities, AuthoritiesQuery, EndedAuthority, Ending, WrittenAuthority
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Assurance, Proof

_ASKING = Words(zh="正在联网核对授权委托书…", en="Checking the written authorities…")
_OTHER_ITEM = Words(zh="不包含这项业务", en="does not cover this item")
_REVOKED = Words(zh="委托人已经撤销", en="revoked")
_NONE = Words(
    zh="没有查到授权给您的委托书。请委托人先到窗口或在手机上办理授权；如果是给自己办，请返回后放身份证。",
    en="No written authority for you was found. The resident has to give one first, at a counter or by phone. "
    "If it is for yourself, please go back and start with your own card.",
)
_NOT_THIS = Words(
    zh="授权委托书里没有可以办这项业务的。请委托人重新授权，或换一种方式。",
    en="None of the authorities is good for this item. Please have it granted, or choose another way.",
)
_OUT_OF_SCOPE = Words(
    zh="这份授权委托书不能办这项业务，或者已经到期、被撤销。请换一项，或请委托人重新授权。",
    en="This authority does not cover this item, has expired or was revoked. Please choose another item.",
)


class AgentEntry(Entry):
    """The agent's own card and proof, then the authority; the visit is the absent resident's from there on."""

    name = "agent"

    def offered(self, visit: Visit) -> bool:
        """See Entry.offered. Only for items that may be delegated (可代办)."""
        delegable = visit.item is not None and visit.item.delegable
        return delegable and may_be_beside(self.services, visit)

    async def enter(self, visit: Visit, talk: Conversation) -> Identity | None:
        """See Entry.enter. Whatever does not lead to an authority lets go of the agent again."""
        card = await ask_helper(self.services, visit, talk, PresentCard(who=Role.AGENT.value))
        if card is None:
            return None
        identity = None
        try:
            identity = await self._act(visit, card, talk)
        finally:
            if identity is None:
                part(self.services, visit)
        return identity

    async def _act(self, visit: Visit, card: IdCard, talk: Conversation) -> Identity | None:
        from kiosk.journeys.ways import CHECKS  # noqa: PLC0415  the list names this way, too

        agent = Identity(Holder.of_card(card), Assurance.CARD)
        visit.card = card
        beside(self.services, visit, Companion(Role.AGENT, agent))
        proof = await prove(self.services, CHECKS, visit, agent, talk)
        if proof is None:
            return None
        holder = replace(agent.holder, portrait=None, address=None)
        agent = Identity(holder, Assurance.VERIFIED, proof)
        known = await self._ask(visit, agent, talk)
        written = await self._choose(visit, agent, known, talk)
        if written is None:
            return None
        authority = Authority(written.number, written.items, written.valid_until)
        beside(self.services, visit, Companion(Role.AGENT, agent, authority))
        return Identity(_holder(written), Assurance.VERIFIED, Proof.AUTHORITY)

    async def _ask(self, visit: Visit, agent: Identity, talk: Conversation) -> Authorities:
        number = agent.holder.number
        if not is_citizen(number):  # the centre grants authorities to people of its register only
            return Authorities()
        query = AuthoritiesQuery(number=number, assurance=agent.assurance, proof=agent.proof, visit=visit.id)
        found = await talk.wait(_ASKING, self.services.centre.authorities(query))
        good = tuple(each for each in found.granted if each.agent == number != each.principal.number)
        return found.model_copy(update={"granted": good})

    async def _choose(
        self, visit: Visit, agent: Identity, known: Authorities, talk: Conversation
    ) -> WrittenAuthority | None:
        """The authority the agent acts by; None when they go back, or there is none at all."""
        usable = {each.number: each for each in known.granted if self._covers(each, visit)}
        lines = (*self._lines(known, visit),)
        if not lines:
            await talk.trouble(_problem("authority.none", _NONE), safe=CARD_SAFE)
            return None
        if not usable:
            visit.tell(_NOT_THIS)
        while True:
            answer = await talk.ask(ChooseAuthority(agent_masked=agent.name_masked, lines=lines))
            if answer.action is Action.BACK:
                return None
            if answer.value in usable:
                return usable[answer.value]
            await talk.trouble(_problem("authority.scope", _NOT_THIS), safe=CARD_SAFE)

    def _covers(self, written: WrittenAuthority, visit: Visit) -> bool:
        assert visit.item is not None
        authority = Authority(written.number, written.items, written.valid_until)
        return visit.item.delegable and _in_force(self.services, authority, visit.item.code)

    def _lines(self, known: Authorities, visit: Visit) -> Iterator[AuthorityLine]:
        """Those that can be used first, then those that cannot, each with the reason."""
        granted = sorted(known.granted, key=lambda each: (not self._covers(each, visit), each.valid_until))
        for each in granted:
            covers = self._covers(each, visit)
            yield AuthorityLine(
                number=each.number,
                name_masked=mask_name(each.principal.name),
                number_masked=mask_number(each.principal.number),
                items=tuple(self._item(code) for code in each.items),
                until=self._day(each.valid_until),
                covers=covers,
                note=None if covers else _REVOKED if _revoked(self.services, each.number) else _OTHER_ITEM,
            )
        for gone in known.ended:
            yield AuthorityLine(
                number=gone.number,
                name_masked=gone.name_masked,
                number_masked="",
                items=(),
                until=self._day(gone.at),
                covers=False,
                note=self._over(gone),
            )

    def _over(self, gone: EndedAuthority) -> Words:
        day = self._day(gone.at)
        if gone.how is Ending.REVOKED:
            return Words(zh=f"委托人已于 {day} 撤销", en=f"revoked on {day}")
        return Words(zh=f"已于 {day} 到期", en=f"expired on {day}")

    def _item(self, code: str) -> Words:
        item = self.services.catalog.items.get(code)
        return item.name if item else Words(zh=code, en=code)

    def _day(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.services.clock().tzinfo):%Y-%m-%d}"


def out_of_scope(services: Services, visit: Visit) -> Problem | None:
    """What stands against going on now with this item in the resident's place; None when nothing does.

    Asked before every step: an authority may expire, or be revoked at the centre, while its agent stands here.
    """
    companion = visit.companion
    if companion is None or companion.authority is None or visit.item is None:
        return None
    if visit.item.delegable and _in_force(services, companion.authority, visit.item.code):
        return None
    return _problem("authority.scope", _OUT_OF_SCOPE)


def _in_force(services: Services, authority: Authority, item: str) -> bool:
    return authority.covers(item, services.clock()) and not _revoked(services, authority.number)


def _revoked(services: Services, number: str) -> bool:
    """As far as the centre's feed has told this kiosk; the centre looks again when it is asked for something."""
    return services.store is not None and services.store.revocation(number) is not None


def _holder(written: WrittenAuthority) -> Holder:
    principal = written.principal
    return Holder(
        Source.AUTHORITY,
        name=principal.name,
        number=principal.number,
        birth=principal.birth,
        sex=Sex(principal.sex),
        address=principal.address,
    )


def _problem(code: str, resident: Words) -> Problem:
    return Problem(
        code,
        Family.EXPECTED,
        resident=resident,
        technician="No authority in force covers it: see `python -m center authority list`.",
    )
