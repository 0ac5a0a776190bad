"""The reviewer's packet arrives in pieces, is whole or not shown, and is opened by a pass for one case and a while."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from signed_kiosk import SignedKiosk, TestClock, application, new_record, problem_of
from sqlalchemy import select

from center.centre import Centre
from center.problems import Refusal
from center.review import make_pass, packet_of
from center.review.paper import pdf
from center.schema import audits
from sync.contract.packet import (
    PIECE_BYTES,
    Origin,
    Packet,
    PacketCheck,
    PacketField,
    PacketLine,
    PacketMissing,
    PacketPage,
    digest,
    pieces,
)
from sync.contract.problem import Words

NUMBER = "SL20261124-REVIEW"
NAME = Words(zh="租房合同", en="Lease")


def picture() -> bytes:
    image = Image.effect_noise((600, 800), 60).convert("RGB")
    ImageDraw.Draw(image).rectangle((60, 80, 300, 120), "black")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


PAGE = picture()
PACKET = Packet(
    number=NUMBER,
    item="fund-withdraw",
    title=Words(zh="公积金提取", en="Withdrawal"),
    pages=(
        PacketPage(
            paper="lease",
            name=NAME,
            sha256=digest(PAGE),
            width=600,
            height=800,
            turned=0,
            lines=(PacketLine(text="房屋租赁合同样张", box=(0.1, 0.1, 0.5, 0.15)),),
        ),
    ),
    fields=(
        PacketField(
            name="rent",
            label=Words(zh="月租金", en="Rent"),
            value="4600",
            origin=Origin.RESIDENT,
            corrected=True,
            read="4500",
            page=0,
            box=(0.1, 0.1, 0.5, 0.15),
            checks={"capital": False},
        ),
        PacketField(name="home", label=Words(zh="<租住地址>", en="Home"), value="", origin=Origin.REVIEW),
    ),
    checks=(PacketCheck(code="holder", papers=("lease",), passed=False, words=Words(zh="不是同一个人", en="-")),),
    missing=(PacketMissing(paper="form", name=Words(zh="申请表", en="Form")),),
)
WHOLE = PACKET.model_dump_json().encode()


def case(number: str = NUMBER) -> dict[str, Any]:
    record = application(number)
    return {**record, "body": {**record["body"], "packet": digest(WHOLE)}}


def attached(number: str = NUMBER, *blobs: bytes) -> list[dict[str, Any]]:
    return [new_record("attachment", piece.model_dump()) for blob in blobs for piece in pieces(number, blob)]


async def hand_over(kiosk: SignedKiosk) -> None:
    results = await kiosk.hand_over(case(), *attached(NUMBER, WHOLE, PAGE))
    assert {each["fate"] for each in results} == {"accepted"}


async def test_a_packet_larger_than_a_record_arrives_whole(kiosk: SignedKiosk, centre: Centre) -> None:
    assert len(PAGE) > 2 * PIECE_BYTES
    await hand_over(kiosk)
    review = packet_of(centre, NUMBER)
    assert review.packet == PACKET
    assert review.pictures == (PAGE,)


async def test_it_is_not_shown_before_its_last_piece_is_here(kiosk: SignedKiosk, centre: Centre) -> None:
    first, *rest = attached(NUMBER, WHOLE, PAGE)
    await kiosk.hand_over(case(), first, *rest[:-1])
    with pytest.raises(Refusal) as told:
        packet_of(centre, NUMBER)
    assert told.value.code == "packet.on-its-way"
    await kiosk.hand_over(rest[-1])
    assert packet_of(centre, NUMBER).pictures == (PAGE,)


async def test_a_piece_that_is_not_what_was_sent_is_never_shown(kiosk: SignedKiosk, centre: Centre) -> None:
    whole, *page = attached(NUMBER, WHOLE, PAGE)
    page[0]["body"]["data"] = page[1]["body"]["data"]
    await kiosk.hand_over(case(), whole, *page)
    with pytest.raises(Refusal) as told:
        packet_of(centre, NUMBER)
    assert told.value.code == "packet.damaged"


async def test_a_piece_belongs_to_a_case_of_the_same_kiosk_and_comes_once(
    kiosk: SignedKiosk, neighbour: SignedKiosk
) -> None:
    await hand_over(kiosk)
    (piece, *_) = attached(NUMBER, b"something else")
    assert (await neighbour.hand_over(piece))[0]["fate"] == "rejected"
    (strange, *_) = attached("SL-NOBODY", b"something")
    assert (await kiosk.hand_over(strange))[0]["fate"] == "rejected"
    (again, *_) = attached(NUMBER, WHOLE)
    assert (await kiosk.hand_over(again))[0]["fate"] == "rejected"


async def test_the_page_shows_what_is_missing_what_fails_and_what_was_changed(
    kiosk: SignedKiosk, centre: Centre, http: httpx.AsyncClient
) -> None:
    await hand_over(kiosk)
    token, _ = make_pass(centre, NUMBER)
    answer = await http.get(f"/review/{token}")
    assert answer.status_code == 200
    for words in (
        "需补交：申请表",
        "不是同一个人",
        "本人更正（读出：4500）",
        "大小写金额一致✗",
        "待填写",
        "&lt;租住地址&gt;",
    ):
        assert words in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "script" not in answer.text
    shown = await http.get(f"/review/{token}/page-0.jpg")
    assert (shown.content, shown.headers["content-type"]) == (PAGE, "image/jpeg")
    assert (await http.get(f"/review/{token}/page-1.jpg")).status_code == 404
    paper = await http.get(f"/review/{token}/packet.pdf")
    assert paper.content.startswith(b"%PDF")


async def test_the_pdf_can_be_searched_and_shows_the_place_of_a_field(kiosk: SignedKiosk, centre: Centre) -> None:
    await hand_over(kiosk)
    document = pypdfium2.PdfDocument(pdf(packet_of(centre, NUMBER)))
    text = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    assert "本人更正（读出：4500）" in text[0] and "需补交：申请表" in text[0]
    assert "房屋租赁合同样张" in text[1]
    first = document[0].render(scale=2).to_pil().convert("L")
    black = sum(first.histogram()[:40])
    assert black > 10_000, "the black bar of the page stands beside its field"


async def test_a_pass_is_for_one_case_and_ends(
    kiosk: SignedKiosk, centre: Centre, http: httpx.AsyncClient, clock: TestClock
) -> None:
    await hand_over(kiosk)
    token, _ = make_pass(centre, NUMBER)
    assert problem_of(await http.get(f"/review/{'a' * len(token)}"))["code"] == "packet.no-pass"
    clock.forward(minutes=31)
    assert problem_of(await http.get(f"/review/{token}"))["code"] == "packet.no-pass"


async def test_who_reads_a_packet_stands_in_the_audit(kiosk: SignedKiosk, centre: Centre) -> None:
    await hand_over(kiosk)
    packet_of(centre, NUMBER)
    with centre.database.read() as connection:
        details = connection.execute(select(audits.c.detail).where(audits.c.event == "packet.read")).scalars().all()
    assert details == [NUMBER]


@pytest.mark.parametrize(("number", "code"), [("SL-NOBODY", "packet.unknown-case"), (NUMBER, "packet.none")])
async def test_a_case_without_papers_says_so(kiosk: SignedKiosk, centre: Centre, number: str, code: str) -> None:
    await kiosk.hand_over(application(NUMBER))
    with pytest.raises(Refusal) as told:
        packet_of(centre, number)
    assert told.value.code == code
