"""A seal, a resident and her certificate, made once for all tests of certificates."""

from __future__ import annotations

from pathlib import Path

import pytest
from certificate_samples import MIDNIGHT, record_of

from kiosk.certificates import Certificate, Certificates
from sync.contract.services import SocialInsuranceRecord


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="session")
def certificates(state: Path) -> Certificates:
    return Certificates.open(state)


@pytest.fixture(scope="session")
def record() -> SocialInsuranceRecord:
    return record_of()


@pytest.fixture(scope="session")
def certificate(certificates: Certificates, record: SocialInsuranceRecord) -> Certificate:
    return certificates.issue(record, number="NZZ-20261124-7K3F9QXB", issued_at=MIDNIGHT, kiosk="A-03")
