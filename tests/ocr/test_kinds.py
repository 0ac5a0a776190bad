"""Kinds told by words: every kind, read a little wrong, several pages, and papers that are none of them."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.engine import TextLine
from ocr.files import Frame
from ocr.kinds import tell
from ocr.kinds.sheet import says, sheets
from ocr.pages import Page
from ocr.reading import Kind
from ocr.sheets import Sheet

SAID = {
    Kind.ID_FRONT: "姓名 王秀英|性别 女 民族 汉|出生 1954年3月8日|住址 示例市样本区|公民身份号码 110100195403081229",
    Kind.ID_BACK: "中华人民共和国|居民身份证|签发机关 样本县公安局|有效期限 2015.03.01-长期",
    Kind.HOUSEHOLD: "常住人口登记卡|姓名 王秀英|户主或与户主关系 户主|性别 女|出生地 示例市|民族 汉族|籍贯 示例市",
    Kind.MARRIAGE: "持证人 王秀英|登记日期 2001年5月1日|结婚证字号 J110199-2001-000001|国籍 中国|身份证件号 1",
    Kind.BIRTH: "出生医学证明|新生儿姓名 王小小|性别 女|出生时间 2024年1月2日|母亲姓名|父亲姓名|接生机构 示例医院",
    Kind.LEASE: "房屋出租协议|出租方：甲|承租方：乙|租金每月4500元|押金4500元|租期一年",
    Kind.PROPERTY: "不动产权第0001234号|权利人 王秀英|共有情况 单独所有|坐落 示例市|不动产单元号|权利类型",
    Kind.SOCIAL_SECURITY: "中华人民共和国社会保障卡|姓名 王秀英|社会保障号码 110100195403081229|卡号 A1",
    Kind.BANK_CARD: "示例银行|借记卡|6299 9967 7979 0496 910|VALID THRU 09/31|UnionPay",
    Kind.HEALTH: "北京市公共卫生从业人员健康证明|姓名 王秀英|发证日期 2026年1月1日|有效期至 2027年1月1日",
    Kind.LICENCE: "个体工商户营业执照|统一社会信用代码|经营者 王秀英|组成形式 个人经营|经营范围 餐饮|登记机关",
    Kind.FUND: "北京住房公积金提取申请表|申请人姓名|提取原因 租房|提取金额 4500元|收款银行",
    Kind.INVOICE: "示例省增值税专用发票|发票代码|发票号码|开票日期|购买方|销售方|价税合计",
}
NONE_OF_THEM = (
    "各位居民：周末可办理社会保险、居住证、公积金提取等事项，请携带居民身份证、户口簿、房屋租赁合同原件。",
    "收款收据|今收到王秀英交来房屋租金|人民币肆仟伍佰元整|收款人 李|2026年3月1日",
    "示例超市|小票号 0012|牛奶 12.00|面包 8.50|合计 20.50|欢迎光临，开发票请扫码",
    "离婚证|持证人 王秀英|登记日期 2010年5月1日|离婚证字号 L110199-2010-000001|婚姻登记员",
)


def page(said: str, picture: Frame | None = None) -> Page:
    """A page whose lines are parted by |."""
    corners = np.zeros((4, 2), np.float32)
    lines = [TextLine(text, 0.99, corners) for text in said.split("|") if text]
    shown = np.full((400, 300, 3), 255, np.uint8) if picture is None else picture
    return Page(Sheet(shown, np.eye(3), None, 0, 0.0, False), lines, 0)


def test_every_kind_with_words_has_a_sheet() -> None:
    assert set(sheets()) == set(SAID) == set(Kind) - {Kind.PHOTO, Kind.OTHER}


@pytest.mark.parametrize("kind", SAID)
def test_a_paper_is_what_it_says(kind: Kind) -> None:
    told, confidence = tell([page(SAID[kind])])
    assert told is kind
    assert confidence > 0.6


@pytest.mark.parametrize("kind", [Kind.HOUSEHOLD, Kind.BIRTH, Kind.LICENCE, Kind.FUND, Kind.PROPERTY])
def test_words_may_be_read_a_little_wrong(kind: Kind) -> None:
    wrong = SAID[kind].translate(str.maketrans("住生业公权", "佳牛亚么杈"))
    assert wrong != SAID[kind]
    assert tell([page(wrong)])[0] is kind


def test_short_words_are_taken_at_their_word() -> None:
    assert says("姓各", "姓名") is False
    assert says("常住人囗登记卡", "常住人口登记卡")


def test_both_sides_of_a_card_are_told_by_the_front() -> None:
    kind, confidence = tell([page(SAID[Kind.ID_BACK]), page(SAID[Kind.ID_FRONT])])
    assert kind is Kind.ID_FRONT
    assert confidence > 0.7


def test_the_pages_of_a_document_are_told_together() -> None:
    first, rest = page(SAID[Kind.LEASE]), page("第五条 乙方应按时交纳水、电、燃气费用。|第六条 不得转租。")
    assert tell([first, rest])[0] is Kind.LEASE
    assert tell([rest])[0] is Kind.OTHER


@pytest.mark.parametrize("said", NONE_OF_THEM)
def test_what_only_speaks_of_them_is_another_paper(said: str) -> None:
    assert tell([page(said)])[0] is Kind.OTHER


def test_a_picture_without_text_is_a_portrait_and_bare_paper_is_none() -> None:
    grey = np.full((400, 300, 3), 250, np.uint8)
    assert tell([page("", grey)])[0] is Kind.OTHER
    grey[60:340, 60:240] = np.linspace(40, 200, 180, dtype=np.uint8)[None, :, None]
    assert tell([page("", grey)])[0] is Kind.PHOTO
    assert tell([page("口|1", grey)])[0] is Kind.PHOTO, "seams and hair read as characters"
