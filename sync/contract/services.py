"""Questions a kiosk asks the centre while the resident waits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from sync.contract.companion import AuthorityNumber
from sync.contract.consent import Consent
from sync.contract.records import Wire

CitizenNumber = Annotated[str, Field(pattern=r"^\d{17}[\dX]$")]
"""公民身份号码, GB 11643."""


class Assurance(StrEnum):
    """How sure the kiosk is who stands there (level of assurance), weakest first."""

    NONE = "none"
    CARD = "card"
    """Holds the ID card."""
    VERIFIED = "verified"
    """Is the person, by one of the proofs below."""

    def reaches(self, needed: Assurance) -> bool:
        """Whether this level is enough where `needed` is asked for."""
        order = list(Assurance)
        return order.index(self) >= order.index(needed)


class Proof(StrEnum):
    """What brought a resident to VERIFIED."""

    FACE = "face"
    """1:1 with the portrait on the card, alive."""
    PIN = "pin"
    CODE = "code"
    PORTAL = "portal"
    """A code that the resident's phone showed to this kiosk."""
    FACE_LOGIN = "face-login"
    """1:N among those who enrolled here, alive, with a second factor."""
    AUTHORITY = "authority"
    """The written authority of a resident who is not here, and an agent who has proven who they are."""


class Enrolment(Wire):
    """A kiosk asks to be known: one-time code from the centre, its Ed25519 public key in base64."""

    code: str
    public_key: str
    site: str


class Enrolled(Wire):
    """The centre knows the kiosk: its name, and the centre's own public key in base64."""

    kiosk: str
    centre_key: str


class PinCheck(Wire):
    """A PIN to compare. The same answer comes back whether or not the person exists."""

    number: CitizenNumber
    pin: Annotated[str, Field(pattern=r"^\d{6}$")]


class CodeRequest(Wire):
    """Asks the centre to send a one-time code to the phone it knows."""

    number: CitizenNumber


class CodeSent(Wire):
    """A code is on its way to `phone_masked` (138******01) until `valid_until`."""

    phone_masked: str
    valid_until: datetime


class CodeCheck(Wire):
    """A one-time code to compare."""

    number: CitizenNumber
    code: Annotated[str, Field(pattern=r"^\d{6}$")]


class PhoneTailCheck(Wire):
    """The last four digits of the phone on file, to compare; no answer tells whether there is a phone."""

    number: CitizenNumber
    tail: Annotated[str, Field(pattern=r"^\d{4}$")]


class CheckResult(Wire):
    """Whether PIN, code or digits of the phone fit; after too many attempts `locked_until` is set."""

    passed: bool
    attempts_left: int
    locked_until: datetime | None = None
    retry_after_s: Annotated[int, Field(ge=0)] = 0
    """An earlier try is neither compared nor counted."""
    early: bool = False
    """This was such a try, whether or not the person exists."""


class PassRedemption(Wire):
    """A kiosk shows the centre what a phone showed it; `number` is who it must be of, when that is known."""

    token: Annotated[str, Field(pattern=r"^[A-Z2-7]{26}$")]
    """128 bits in base32 (RFC 4648), without padding."""
    visit: Annotated[str, Field(min_length=1, max_length=64)]
    number: CitizenNumber | None = None


class PassHolder(Wire):
    """Who is logged in at the portal (南中轴服务通) on that phone."""

    number: CitizenNumber
    name: str
    birth: date
    sex: Literal["1", "2"]
    """GB/T 2261.1."""
    address: str | None


class PassRedeemed(Wire):
    """Whose pass it is. The same empty answer for unknown, used, expired, foreign and held back."""

    holder: PassHolder | None = None


class SocialInsuranceQuery(Wire):
    """A resident asks for their own payment record (社会保险缴费记录); consent and purpose are logged."""

    number: CitizenNumber
    name: str
    assurance: Assurance
    proof: Proof | None
    visit: str
    """The visit's random id, for the audit."""
    authority: AuthorityNumber | None = None
    """With proof `authority`: by which one; the centre looks it up."""
    agent: CitizenNumber | None = None
    """With proof `authority`: who acts by it."""


class Scheme(StrEnum):
    """The five social insurances (五险)."""

    PENSION = "pension"
    MEDICAL = "medical"
    UNEMPLOYMENT = "unemployment"
    INJURY = "injury"
    MATERNITY = "maternity"


class YearOfPayments(Wire):
    """One year of one scheme: months paid, payment base and personal payments in yuan."""

    year: int
    scheme: Scheme
    months: Annotated[int, Field(ge=0, le=12)]
    base: Decimal
    paid: Decimal
    employer: str


class SocialInsuranceRecord(Wire):
    """What the centre knows of a person's payments on a day."""

    name: str
    number: CitizenNumber
    as_of: date
    years: list[YearOfPayments]


class PortraitQuery(Wire):
    """Asks for a person's portrait in the licence register (证照库), with the consent they gave a moment ago."""

    number: CitizenNumber
    consent: Consent


class LicencePortrait(Wire):
    """The portrait, encoded as an open image format, in base64; it is compared once and not kept."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    image: Annotated[bytes, Field(repr=False, max_length=262_144)]
