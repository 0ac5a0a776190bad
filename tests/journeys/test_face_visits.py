"""Face login from the first consent to the erasure, and the portrait on file, by the real vision process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from way_bench import BACK, NEXT, REFUSE, RIGHT, WANG, WRONG, Bench, Script, ScriptedCentre, choose, digits, identity

from devices.settings import CameraSettings
from devices.simulators.camera import CameraSimulator
from kiosk.assets import cast
from kiosk.assets.manifest import load_manifest, missing
from kiosk.identity import Identity, Source
from kiosk.identity.consent import Consents
from kiosk.identity.gallery import Gallery
from kiosk.journeys.steps.face_login import FaceLogin as SwitchOn
from kiosk.journeys.ways.face import ByFace
from kiosk.journeys.ways.face_login import FaceLogin
from kiosk.journeys.ways.licence_face import ByLicencePortrait, borrow_portrait
from kiosk.journeys.ways.proving import prove
from kiosk.settings import FaceLoginSettings, VisionSettings
from kiosk.vision.client import Vision
from kiosk.visit import Visit
from sync.contract.consent import Consent, Purpose
from sync.contract.records import RecordKind
from sync.contract.services import Assurance, CheckResult, LicencePortrait, Proof
from sync.exchange import unknown_person

ASSETS = Path(__file__).parents[2] / ".assets"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def camera() -> Iterator[CameraSimulator]:
    """A network camera on a free port; the pictures have to be there."""
    lacking = missing(load_manifest().by_target["face"], ASSETS) + cast.missing(ASSETS)
    if lacking:
        pytest.fail(f"{len(lacking)} assets are missing. Run: python -m kiosk.assets", pytrace=False)
    simulator = CameraSimulator(0, "/camera.mjpeg", ASSETS / "scenes")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vision(camera: CameraSimulator) -> AsyncIterator[Vision]:
    """A vision process with warm models before that camera."""
    client = Vision(VisionSettings(limit_s=20.0, challenge=False), CameraSettings(source=camera.address), ASSETS)
    await client.start()
    assert client.problem is None
    yield client
    await client.stop()


def portrait(key: str) -> bytes:
    return (ASSETS / "people" / f"{key}.webp").read_bytes()


class Register(ScriptedCentre):
    """A centre with a licence register and a phone on file; `away`: it cannot be reached."""

    def __init__(self, *results: CheckResult, image: bytes | None = None) -> None:
        super().__init__(*results)
        self.image = image
        self.consents: list[Consent] = []

    async def check_phone_tail(self, number: str, tail: str) -> CheckResult:
        assert number == WANG
        self.compared.append(tail)
        return RIGHT if tail == "0028" else WRONG

    async def licence_portrait(self, number: str, consent: Consent) -> LicencePortrait:
        self.consents.append(consent)
        if self.image is None:
            raise unknown_person("no portrait on file")
        return LicencePortrait(image=self.image)


class Kiosk(Bench):
    """The bench with a gallery and signed consents."""

    def __init__(self, folder: Path, vision: Vision, centre: Register, *answers: Any) -> None:
        super().__init__(folder, Script(*answers), centre, vision)
        self.centre = centre
        self.agreed: list[Consent] = []
        consents = Consents(Ed25519PrivateKey.generate(), self._keep, lambda: self.now)
        services: Any = self.services
        services.consents = consents
        services.gallery = self.gallery = Gallery(self.store, FaceLoginSettings(), consents, lambda: self.now)

    def _keep(self, kind: RecordKind, body: dict[str, Any]) -> bool:
        assert kind is RecordKind.CONSENT
        self.agreed.append(Consent.model_validate(body))
        return True

    def again(self, *answers: Any, known: Identity | None = None) -> None:
        """The next visit."""
        self.visit = Visit(began_at=self.now, identity=known)
        self.screen._answers.extend(answers)
        self.talk._visit = self.visit


@pytest.fixture
async def kiosk(tmp_path: Path, vision: Vision) -> AsyncIterator[Callable[..., Kiosk]]:
    made: list[Kiosk] = []

    def make(*answers: Any, **register: Any) -> Kiosk:
        made.append(Kiosk(tmp_path, vision, Register(**register), *answers))
        return made[-1]

    yield make
    for each in made:
        await each.close()


def verified(image: bytes | None) -> Identity:
    return replace(identity(portrait=image), assurance=Assurance.VERIFIED, proof=Proof.CODE)


@pytest.mark.timeout(90)
async def test_it_is_switched_on_used_and_erased(kiosk: Callable[..., Kiosk], camera: CameraSimulator) -> None:
    camera.apply("show", {"scene": "wang"})
    here = kiosk()
    here.again(NEXT, None, digits("9999"), digits("0028"), NEXT, known=verified(portrait("wang")))
    assert not FaceLogin(here.services).offered(here.visit), "nobody is enrolled yet"
    await SwitchOn(here.services).run(here.visit, here.talk)
    assert here.screen.kinds[:2] == ["Consent", "FaceCheck"] and here.screen.last().fresh and here.screen.last().phone
    assert [(each.purpose, each.given) for each in here.agreed] == [(Purpose.FACE_LOGIN, True)]
    assert not here.agreed[0].guardian and here.agreed[0].fits(here.services.consents._key.public_key())

    here.again(NEXT, None, digits("0028"))
    assert FaceLogin(here.services).offered(here.visit)
    known = await FaceLogin(here.services).enter(here.visit, here.talk)
    assert known is not None and (known.holder.number, known.holder.source) == (WANG, Source.FACE_LOGIN)
    assert (known.assurance, known.proof) == (Assurance.VERIFIED, Proof.FACE_LOGIN)

    here.again(choose("withdraw"), NEXT, known=known)
    await SwitchOn(here.services).run(here.visit, here.talk)
    assert here.screen.last().kind == "Erased" and here.gallery.status().enrolled == 0
    assert not FaceLogin(here.services).offered(here.visit)


@pytest.mark.timeout(90)
async def test_a_face_alone_or_another_face_opens_nothing(kiosk: Callable[..., Kiosk], camera: CameraSimulator) -> None:
    camera.apply("show", {"scene": "wang"})
    here = kiosk()
    here.again(NEXT, None, digits("0028"), NEXT, known=verified(portrait("wang")))
    await SwitchOn(here.services).run(here.visit, here.talk)
    here.again(NEXT, None, digits("1111"), BACK)
    assert await FaceLogin(here.services).enter(here.visit, here.talk) is None, "her face without her digits"
    camera.apply("show", {"scene": "zhang"})
    here.again(NEXT, None, NEXT)
    assert await FaceLogin(here.services).enter(here.visit, here.talk) is None
    assert here.screen.last().kind == "Trouble" and "没有认出您" in here.screen.last().happened.zh


@pytest.mark.timeout(90)
@pytest.mark.parametrize("own", [None, b"no picture at all"], ids=["absent", "unusable"])
async def test_the_portrait_on_file_takes_the_place_of_one_that_is_none(
    kiosk: Callable[..., Kiosk], camera: CameraSimulator, own: bytes | None
) -> None:
    camera.apply("show", {"scene": "wang"})
    first = [NEXT, None] if own else []
    here = kiosk(*first, choose("licence-face"), NEXT, None, image=portrait("wang"))
    proof = await prove(here.services, (ByFace, ByLicencePortrait), here.visit, identity(portrait=own), here.talk)
    assert proof is Proof.FACE
    assert [each.purpose for each in here.agreed][-1] is Purpose.LICENCE_PORTRAIT and here.agreed[-1].given
    assert here.centre.consents == [here.agreed[-1]], "what the centre lends against is this very answer"


@pytest.mark.timeout(90)
async def test_somebody_else_is_not_the_portrait_on_file(kiosk: Callable[..., Kiosk], camera: CameraSimulator) -> None:
    camera.apply("show", {"scene": "zhang"})
    here = kiosk(NEXT, None, choose("other"), image=portrait("wang"))
    attempt = await ByLicencePortrait(here.services).prove(here.visit, identity(portrait=None), here.talk)
    assert attempt.proof is None
    assert here.attempts.refused(WANG) is None and here.attempts.refused(WANG) is not None, "it counts: three in all"


async def test_without_consent_the_centre_is_not_asked(kiosk: Callable[..., Kiosk]) -> None:
    here = kiosk(REFUSE, image=b"never seen")
    attempt = await ByLicencePortrait(here.services).prove(here.visit, identity(portrait=None), here.talk)
    assert attempt.proof is None and here.centre.consents == []
    assert [each.given for each in here.agreed] == [False]


async def test_who_has_no_portrait_on_file_is_offered_the_other_ways(kiosk: Callable[..., Kiosk]) -> None:
    here = kiosk(NEXT)
    way = ByLicencePortrait(here.services)
    attempt = await way.prove(here.visit, identity(portrait=None), here.talk)
    assert attempt.reason is not None and "没有可以比对的照片" in attempt.reason.zh
    assert not way.offered(here.visit, identity(portrait=None))


async def test_a_card_with_a_good_portrait_needs_none_on_file(kiosk: Callable[..., Kiosk]) -> None:
    here = kiosk()
    assert not ByLicencePortrait(here.services).offered(here.visit, identity())
    assert ByLicencePortrait(here.services).offered(here.visit, identity(portrait=None))


@pytest.mark.timeout(90)
async def test_enrolment_borrows_the_portrait_where_the_cards_own_is_unusable(
    kiosk: Callable[..., Kiosk], camera: CameraSimulator
) -> None:
    camera.apply("show", {"scene": "wang"})
    here = kiosk(image=portrait("wang"))
    here.again(NEXT, None, NEXT, None, digits("0028"), NEXT, known=verified(b"no picture at all"))
    await SwitchOn(here.services).run(here.visit, here.talk)
    assert here.gallery.status().enrolled == 1
    assert [each.purpose for each in here.agreed] == [Purpose.FACE_LOGIN, Purpose.LICENCE_PORTRAIT]


async def test_a_child_is_not_asked_for_the_portrait_on_file(kiosk: Callable[..., Kiosk]) -> None:
    here = kiosk(NEXT, image=b"a portrait")
    somebody = identity(portrait=None)
    child = replace(somebody, holder=replace(somebody.holder, birth=date(2015, 6, 1)))
    assert await borrow_portrait(here.services, here.visit, child, here.talk) is None
    assert here.screen.shown == [] and here.centre.consents == []
    guardians = here.services.consents.answer(Purpose.LICENCE_PORTRAIT, here.visit.id, given=True, guardian=True)
    assert await borrow_portrait(here.services, here.visit, child, here.talk, guardians) == b"a portrait"
    assert here.centre.consents == [guardians]
