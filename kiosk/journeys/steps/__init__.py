"""The steps of journeys: each a small class that talks to the resident and moves the visit on."""

from __future__ import annotations

from kiosk.catalog import StepName
from kiosk.journeys.steps.base import Move, Step
from kiosk.journeys.steps.certificate import PrintCertificate
from kiosk.journeys.steps.face_login import FaceLogin
from kiosk.journeys.steps.form import FillIn, LookOver, Submit
from kiosk.journeys.steps.identify import Identify
from kiosk.journeys.steps.papers import TakePapers
from kiosk.journeys.steps.record import ShowRecord

STEPS: dict[StepName, type[Step]] = {
    StepName.IDENTIFY: Identify,
    StepName.RECORD: ShowRecord,
    StepName.CERTIFICATE: PrintCertificate,
    StepName.PAPERS: TakePapers,
    StepName.FORM: FillIn,
    StepName.REVIEW: LookOver,
    StepName.SUBMIT: Submit,
    StepName.FACE_LOGIN: FaceLogin,
}

__all__ = ["STEPS", "Move", "Step"]
