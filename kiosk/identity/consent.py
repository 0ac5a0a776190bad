"""What a resident is asked to agree to, word by word, and the signed record of their answer."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.contract.companion import CompanionMark
from sync.contract.consent import Consent, Purpose
from sync.contract.problem import Words
from sync.contract.records import RecordKind


class Topic(StrEnum):
    """What a sentence of the terms is about; the page has a heading and a picture for each."""

    PURPOSE = "purpose"
    KEPT = "kept"
    UNTIL = "until"
    OTHERS = "others"


@dataclass(frozen=True)
class Terms:
    """The words of one question, exactly as they are shown."""

    purpose: Purpose
    question: Words
    sentences: tuple[tuple[Topic, Words], ...]
    agree: Words
    refuse: Words

    @property
    def digest(self) -> str:
        """SHA-256 over all words in both languages: proof of what was agreed to."""
        words = [self.question, self.agree, self.refuse, *(sentence for _, sentence in self.sentences)]
        text = json.dumps([[each.zh, each.en] for each in words], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_OTHERS = Words(
    zh="不同意也能办：可以改用服务密码、短信验证码、手机扫码，或到人工窗口办理。",
    en="You can do without: service PIN, a code by phone, a code on your phone's screen, or a counter.",
)
TERMS: dict[Purpose, Terms] = {
    terms.purpose: terms
    for terms in (
        Terms(
            Purpose.FACE_COMPARISON,
            Words(zh="同意用人脸核对身份吗？", en="May your face be compared with your card?"),
            (
                (
                    Topic.PURPOSE,
                    Words(
                        zh="只用来比对：您和身份证上的照片是不是同一个人。",
                        en="Only to compare: are you the person in the photo on the card.",
                    ),
                ),
                (
                    Topic.KEPT,
                    Words(
                        zh="什么都不留。画面和人脸数据不保存、不上传，离开时清除。",
                        en="Nothing is kept. Pictures and face data are neither stored nor sent, and are "
                        "wiped when you leave.",
                    ),
                ),
                (Topic.OTHERS, _OTHERS),
            ),
            Words(zh="同意，开始核对", en="I agree, go on"),
            Words(zh="不同意，换种方式", en="No, another way"),
        ),
    )
}


class Consents:
    """Writes down every answer, signed, into the outbox."""

    def __init__(
        self,
        key: Ed25519PrivateKey,
        note: Callable[[RecordKind, dict[str, Any]], bool],
        clock: Callable[[], datetime],
        beside: Callable[[str], CompanionMark | None] = lambda _: None,
    ) -> None:
        self._key = key
        self._note = note
        self._clock = clock
        self._beside = beside

    def answer(
        self, purpose: Purpose, visit: str, *, given: bool, guardian: bool = False, withdraws: str | None = None
    ) -> Consent | None:
        """The record of one answer; None when it could not be written, and nothing may be done in its name then."""
        consent = Consent(
            consent=secrets.token_hex(16),
            purpose=purpose,
            visit=visit,
            given=given,
            at=self._clock(),
            terms=TERMS[purpose].digest,
            guardian=guardian,
            withdraws=withdraws,
            companion=self._beside(visit),
        ).signed(self._key)
        return consent if self._note(RecordKind.CONSENT, consent.model_dump(mode="json")) else None
