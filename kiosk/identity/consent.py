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
        Terms(
            Purpose.FACE_LOGIN,
            Words(zh="同意开通人脸登录吗？", en="Switch on login by face?"),
            (
                (
                    Topic.PURPOSE,
                    Words(
                        zh="以后不带证件，在这台机器上看一下镜头，再输手机号后四位或服务密码，就知道是您。",
                        en="Without a card: look into this camera, then type the last digits of your phone or "
                        "your PIN.",
                    ),
                ),
                (
                    Topic.KEPT,
                    Words(
                        zh="留下的是脸部特征的一串数字，不是照片，还有您的姓名、证件号和手机号后四位的核对码。"
                        "加密后只存在这台机器里，不上传。",
                        en="Numbers describing your face (no picture), your name, ID number and a check code of your "
                        "phone's last digits. Encrypted, on this kiosk only.",
                    ),
                ),
                (
                    Topic.UNTIL,
                    Words(
                        zh="一年没用就自动删除；孩子的到满 14 岁删除。随时可以在这台机器上关闭，当场永久删除。",
                        en="Erased after a year without use, a child's at 14. End it here any time: erased at once, "
                        "for ever.",
                    ),
                ),
                (
                    Topic.OTHERS,
                    Words(
                        zh="不开通照样办事：身份证、社保卡、手机扫码、人工窗口都可以。",
                        en="You can do without: ID card, social-security card, a code on your phone, or a counter.",
                    ),
                ),
            ),
            Words(zh="同意，开通", en="Yes, switch it on"),
            Words(zh="不同意，不开通", en="No, leave it off"),
        ),
        Terms(
            Purpose.FACE_SEARCH,
            Words(zh="用人脸登录吗？", en="Log in by face?"),
            (
                (
                    Topic.PURPOSE,
                    Words(
                        zh="看一看您是不是在这台机器上开通了人脸登录的人。",
                        en="To see whether you are somebody who switched on login by face at this kiosk.",
                    ),
                ),
                (
                    Topic.KEPT,
                    Words(
                        zh="这次的画面和人脸数据不保存、不上传，比完就清除。没有开通的人，什么都不会留下。",
                        en="Pictures and face data of this look are neither stored nor sent, and are wiped at once. "
                        "Nothing is kept of anybody who has not switched it on.",
                    ),
                ),
                (
                    Topic.OTHERS,
                    Words(
                        zh="不同意也能办：可以改用身份证、社保卡、手机扫码，或到人工窗口办理。",
                        en="You can do without: ID card, social-security card, a code on your phone, or a counter.",
                    ),
                ),
            ),
            Words(zh="同意，看镜头", en="I agree, go on"),
            Words(zh="不同意，换种方式", en="No, another way"),
        ),
        Terms(
            Purpose.LICENCE_PORTRAIT,
            Words(zh="同意用证照库里的照片核对吗？", en="May your face be compared with your portrait on file?"),
            (
                (
                    Topic.PURPOSE,
                    Words(
                        zh="您这次用的证件没有能比对的照片。请中心调出证照库里您的照片，只用来比对是不是您本人。",
                        en="What you came with has no photo to compare with. The centre sends your portrait from the "
                        "licence register, only to compare: is it you.",
                    ),
                ),
                (
                    Topic.KEPT,
                    Words(
                        zh="什么都不留。照片和画面比完就清除，只记下“调过一次照片”。",
                        en="Nothing is kept. Portrait and pictures are wiped after the comparison; only that the "
                        "portrait was asked for is noted.",
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
        consent = self.sign(purpose, visit, given=given, guardian=guardian, withdraws=withdraws)
        return consent if self._note(RecordKind.CONSENT, consent.model_dump(mode="json")) else None

    def sign(
        self, purpose: Purpose, visit: str, *, given: bool, guardian: bool = False, withdraws: str | None = None
    ) -> Consent:
        """The same, signed, for whoever writes it down together with what follows from it."""
        return Consent(
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
