"""What has to come of a visit, as rules: checked against the centre's records and audit and the kiosk's gallery."""

from __future__ import annotations

from kiosk.journeys.pages import FaceHint
from kiosk.journeys.ways.base import WINDOW
from kiosk.journeys.ways.code import ByPin
from kiosk.journeys.ways.face import ByFace
from kiosk.journeys.ways.face_login import FaceLogin
from kiosk.journeys.ways.licence_face import ByLicencePortrait
from kiosk.journeys.ways.portal import PortalEntry
from kiosk.scenario.account import Account, Evidence, Judgement
from kiosk.scenario.paths import NOTHING, Act, IdentityPath
from kiosk.scenario.people import card
from kiosk.visit import Outcome
from sync.contract.consent import Purpose
from sync.contract.records import RecordKind
from sync.contract.services import Assurance, Proof

FACES = frozenset({ByFace.name, ByLicencePortrait.name})
OTHER_WAYS_S = 40.0
"""So long a resident whose face cannot be checked may be kept before the visit goes on by another way and ends."""


def proof_of(path: IdentityPath) -> str | None:
    """What proves it in the end; None where a card is enough."""
    if path.delegated:
        return Proof.AUTHORITY.value
    if path.entry == FaceLogin.name:
        return Proof.FACE_LOGIN.value
    if path.check in FACES:
        return Proof.FACE.value
    if path.check == NOTHING:
        return Proof.PORTAL.value if path.entry == PortalEntry.name else None
    return path.check


def second_proof(account: Account) -> str | None:
    """What proves it after the way of the path was of no use."""
    if account.path.delegated:
        return Proof.AUTHORITY.value
    needs_none = account.item.assurance is not Assurance.VERIFIED
    return None if needs_none else Proof.PIN.value


def as_planned(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """The path leads where it should: to the counter, or to what the item is for."""
    path = account.path
    if path.check == WINDOW:
        to_the_counter(account, evidence, judged)
        return
    done(account, evidence, judged, proof_of(path))
    if path.check not in FACES and path.entry != FaceLogin.name and path.act is not Act.ON:
        judged.expect("FaceCheck" not in account.visitor.kinds(), "a face was looked at on a way without one")


def done(account: Account, evidence: Evidence, judged: Judgement, proof: str | None) -> None:
    """The item is finished, and the centre knows of it and by which proof."""
    judged.expect(account.ended_as(Outcome.DONE), f"ended as {account.outcome}, not done")
    judged.expect(account.proof == proof, f"proved by {account.proof}, not {proof}")
    steps = account.item.steps
    if "submit" in steps:
        _applied(account, evidence, judged, proof)
    elif "certificate" in steps:
        _printed(account, evidence, judged, proof)
    else:
        _switched(account, evidence, judged)
    role = "agent" if account.path.delegated else "volunteer" if account.path.helped else ""
    helps = [body["role"] for body in evidence.of(account, RecordKind.COMPANION)]
    judged.expect(helps == [role] * bool(role), f"the centre knows of helpers {helps}")
    if account.path.delegated:
        acted = list(evidence.audited(account, account.visitor.cast.agent, "authority.read"))
        by = account.visitor.chosen[-1] if account.visitor.chosen else Proof.FACE.value
        judged.expect(any(f"proof={by} " in detail for detail in acted), f"the agent was not proved by {by}: {acted}")


def _applied(account: Account, evidence: Evidence, judged: Judgement, proof: str | None) -> None:
    found = evidence.of(account, RecordKind.APPLICATION)
    judged.expect(len(found) == 1, f"{len(found)} applications at the centre")
    for body in found:
        judged.expect(body["proof"] == proof, f"the centre has it as proved by {body['proof']}")
        mine = body["values"]["number"] == card(account.visitor.cast.resident)["number"]
        judged.expect(mine, "the application is somebody else's")


def _printed(account: Account, evidence: Evidence, judged: Judgement, proof: str | None) -> None:
    found = evidence.of(account, RecordKind.CERTIFICATE)
    judged.expect(len(found) == 1, f"{len(found)} certificates at the centre")
    judged.expect(account.sheets == 1, f"{account.sheets} sheets in the tray")
    read = list(evidence.audited(account, account.visitor.cast.resident, "social-insurance.read"))
    judged.expect(any(f"proof={proof}" in detail for detail in read), f"the centre was asked with {read}")


def _switched(account: Account, evidence: Evidence, judged: Judgement) -> None:
    consents = [body for body in evidence.of(account, RecordKind.CONSENT) if body["purpose"] == Purpose.FACE_LOGIN]
    if account.path.act is Act.ON:
        judged.expect(account.before is None and account.after is not None, "login by face is not switched on")
        judged.expect(any(body["given"] for body in consents), "the centre knows of no consent")
    else:
        judged.expect(account.before is not None and account.after is None, "the face is still kept")
        ended = [body.get("withdraws") for body in consents]
        mine = account.before.consent if account.before else ""
        judged.expect(mine in ended, "the centre does not know that the consent has ended")


def nothing_done(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """Nothing was handed in, printed, kept or erased."""
    for kind in (RecordKind.APPLICATION, RecordKind.CERTIFICATE):
        judged.expect(not evidence.of(account, kind), f"the centre has a record: {kind.value}")
    judged.expect(account.sheets == 0, f"{account.sheets} sheets in the tray")
    judged.expect(account.before == account.after, "what is kept of the face has changed")
    given = [body for body in evidence.of(account, RecordKind.CONSENT) if body["purpose"] == Purpose.FACE_LOGIN]
    open_ones = {body["consent"] for body in given if body["given"]} - {body.get("withdraws") for body in given}
    judged.expect(not open_ones, "a consent under which nothing is kept has not ended")


def to_the_counter(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """Handed over under a number that the resident was told, and nothing done in their name."""
    judged.expect(account.ended_as(Outcome.HANDED_OVER), f"ended as {account.outcome}, not handed over")
    orders = [body["detail"] for body in evidence.of(account, RecordKind.WORK_ORDER) if body["reason"] == "hand-over"]
    judged.expect(len(orders) == 1, f"{len(orders)} work orders for the counter")
    numbers = [order.partition(":")[0] for order in orders]
    judged.expect(all(any(number in words for words in account.told()) for number in numbers), "no number was told")
    nothing_done(account, evidence, judged)


def by_another_way(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """Never verified by a face; the other ways are offered, and one of them leads to the end."""
    faces = {Proof.FACE.value, Proof.FACE_LOGIN.value}
    judged.expect(account.proof not in faces, f"verified by {account.proof}")
    if account.path.act is Act.ON:
        judged.expect(account.ended_as(Outcome.LEFT), f"ended as {account.outcome}, not left")
        nothing_done(account, evidence, judged)
        return
    offered = account.visitor.ways() or account.item.assurance is not Assurance.VERIFIED
    judged.expect(offered, "no other way was offered")
    done(account, evidence, judged, second_proof(account))
    judged.expect(account.machine_s < OTHER_WAYS_S, f"it took {account.machine_s:.0f} s")


def refusal_recorded(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """The centre has the answer, and no other."""
    given = [body["given"] for body in evidence.of(account, RecordKind.CONSENT)]
    judged.expect(given and not any(given), f"consents at the centre: {given}")


def hinted(account: Account, judged: Judgement, hint: FaceHint) -> None:
    """The resident was told what is wrong while it was."""
    judged.expect(hint in account.visitor.hints, f"{hint.value} was not told, but {account.visitor.hints}")


def walked_away(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """Nobody answers: the visit ends, the cards are asked for, nothing is done."""
    judged.expect(account.ended_as(Outcome.WALKED_AWAY), f"ended as {account.outcome}")
    judged.expect(account.proof in (None, Proof.PORTAL, Proof.FACE_LOGIN) or account.path.act, "was proved already")
    nothing_done(account, evidence, judged)


def locked_out(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """The way is closed, the centre knows which and of whom, and the other ways with the counter are left."""
    way, visitor = account.path.check, account.visitor
    closed = [body["way"] for body in evidence.of(account, RecordKind.WAY_CLOSED)]
    judged.expect(closed == [way], f"closed are {closed}")
    locked = list(evidence.audited(account, visitor.proving, "identity.locked"))
    judged.expect(len(locked) == 1, f"the centre audited {locked}")
    if account.item.assurance is not Assurance.VERIFIED and not account.path.delegated:
        done(account, evidence, judged, None)
        return
    last = [page for page in visitor.met if page.kind == "ChooseWay"][-1:]
    ways = [getattr(page, "ways", ()) for page in last]
    by_login = account.path.entry == FaceLogin.name and way == "phone-tail"
    judged.expect(all(WINDOW in offered and (way not in offered or by_login) for offered in ways), f"offers {ways}")
    to_the_counter(account, evidence, judged)


def face_locked_out(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """The face of this person is compared no more for a while; the PIN is as good as before."""
    closed = [body["way"] for body in evidence.of(account, RecordKind.WAY_CLOSED)]
    judged.expect(account.path.check in closed, f"closed are {closed}")
    judged.expect(account.closed, "the face can still be tried")
    judged.expect(not FACES.intersection(account.visitor.last_ways()), "the face is still offered")
    by_another_way(account, evidence, judged)


def no_face_of_a_child(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """Under 14 no face is looked at without the guardian's consent; everything else is as for anybody."""
    judged.expect(not (FACES & account.visitor.ways()), "a face check was offered to a child")
    consents = evidence.of(account, RecordKind.CONSENT)
    alone = [body["purpose"] for body in consents if body["given"] and not body["guardian"]]
    judged.expect(not alone, f"a child agreed alone to {alone}")
    if account.item.unmet(account.visitor.birth, account.began.date()):
        judged.expect(account.ended_as(Outcome.LEFT), f"ended as {account.outcome}, not left")
        nothing_done(account, evidence, judged)
        return
    if account.path.act is Act.ON:
        judged.expect(account.after is not None and account.after.guardian, "no guardian stands behind what is kept")
    else:
        judged.expect("FaceCheck" not in account.visitor.kinds(), "the face of a child was looked at")
    fallback = account.path.check in FACES
    done(account, evidence, judged, ByPin.name if fallback else proof_of(account.path))


def forgotten(account: Account, evidence: Evidence, judged: Judgement) -> None:
    """After every visit: it is purged, nothing broke, nothing is left, and face checks work."""
    judged.expect(account.report is not None, account.broke)
    judged.expect(len(evidence.of(account, RecordKind.PURGE)) == 1, "the centre has no record that it was forgotten")
    orders = [body["reason"] for body in evidence.of(account, RecordKind.WORK_ORDER)]
    judged.expect("journey.broken" not in orders, "a step broke")
    judged.expect(account.well, "no face check works afterwards")
