"""Fields from lines as an engine finds them: other orders and wordings, cells, stamps, and what must be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.papers.people import bank_number, citizen_number, credit_code
from ocr.engine import TextLine
from ocr.fields import take
from ocr.pages import Page
from ocr.reading import Advice, FieldReading, Kind
from ocr.sheets import Sheet
from tests.ocr.boxes import box

SIZE = 20
"""Of the writing, in pixels."""
MAN = citizen_number(Random(1), date(1980, 2, 3), male=True)
WOMAN = citizen_number(Random(2), date(1991, 12, 9), male=False)
CREDIT, OTHER_CREDIT = credit_code(Random(3)), credit_code(Random(4))
CARD = bank_number(Random(5))

Written = tuple[float, float, str] | tuple[float, float, str, float]
"""Left, top, text and the engine's score when it is not 1."""


def page(*written: Written, width: int = 1600) -> Page:
    sheet = Sheet(np.full((1200, width, 3), 250, np.uint8), np.diag([2.0, 2.0, 1.0]), None, 0, 0.0, blank=False)
    return Page(sheet, [line(*each) for each in written], 0)


def line(left: float, top: float, text: str, score: float = 1.0) -> TextLine:
    wide = sum(0.55 if sign.isascii() else 1.0 for sign in text) * SIZE
    return TextLine(text, score, np.array(box(left, top, left + wide, top + SIZE), np.float32))


def values(kind: Kind, *pages: Page) -> dict[str, str | None]:
    return {name: field.value for name, field in taken(kind, *pages).items()}


def taken(kind: Kind, *pages: Page) -> dict[str, FieldReading]:
    return take(kind, pages)[0]


def codes(advice: Sequence[Advice]) -> set[str]:
    return {each.code for each in advice}


def identity(number: str = MAN, sex: str = "男", birth: str = "1980年2月3日") -> Page:
    return page(
        (40, 40, "姓　名 阿不都·买买提"),
        (40, 90, f"性别{sex}民族維吾爾"),
        (40, 140, "出生"),
        (140, 140, birth),
        (40, 190, "住址"),
        (140, 190, "新疆维吾尔自治区乌鲁木齐"),
        (140, 220, "市天山区示例路12号3栋2"),
        (140, 250, "单元501室"),
        (40, 400, f"公民身份号码 {number}"),
    )


def test_an_identity_card_is_read_and_checked() -> None:
    fields = taken(Kind.ID_FRONT, identity())
    assert {name: field.value for name, field in fields.items()} == {
        "name": "阿不都·买买提",
        "sex": "男",
        "ethnic_group": "维吾尔",
        "birth": "1980-02-03",
        "address": "新疆维吾尔自治区乌鲁木齐市天山区示例路12号3栋2单元501室",
        "number": MAN,
    }
    assert fields["number"].checks == {"gb11643": True, "sex-in-number": True, "birth-in-number": True}


def test_a_field_says_where_it_stands_in_the_picture() -> None:
    quad = taken(Kind.ID_FRONT, identity())["birth"].quad
    assert quad is not None
    assert quad[0] == (280.0, 280.0)  # the sheet is half as large as the picture


def test_a_number_that_does_not_check_is_asked() -> None:
    wrong = MAN[:16] + str((int(MAN[16]) + 2) % 10) + MAN[17]
    fields, advice = take(Kind.ID_FRONT, [identity(wrong)])
    assert fields["number"].value is None
    assert fields["number"].checks["gb11643"] is False
    assert "number-unchecked" in codes(advice)


def test_another_number_on_the_paper_does_not_stand_in_for_one_that_does_not_check() -> None:
    card = identity(MAN[:17] + ("0" if MAN[17] != "0" else "1"))
    card.lines.append(line(40, 600, WOMAN))
    assert values(Kind.ID_FRONT, card)["number"] is None


@pytest.mark.parametrize(("sex", "birth", "asked"), [("女", "1980年2月3日", "sex"), ("男", "1980年2月8日", "birth")])
def test_what_disagrees_with_the_number_is_asked(sex: str, birth: str, asked: str) -> None:
    fields, advice = take(Kind.ID_FRONT, [identity(sex=sex, birth=birth)])
    assert fields[asked].value is None
    assert fields["number"].value is None
    assert fields[asked].checks[f"{asked}-in-number"] is False
    assert "does-not-match" in codes(advice)


def test_a_date_whose_units_were_lost_counts_only_when_the_number_proves_it() -> None:
    assert values(Kind.ID_FRONT, identity(birth="1980 2月3"))["birth"] == "1980-02-03"
    assert values(Kind.HEALTH, page((40, 40, "发证日期：2025 6月1")))["issued"] is None


def test_what_was_read_badly_is_asked() -> None:
    assert values(Kind.HEALTH, page((40, 40, "姓名："), (140, 40, "张三丰", 0.8)))["name"] is None
    assert values(Kind.HEALTH, page((40, 40, "姓名："), (140, 40, "张三丰", 0.99)))["name"] == "张三丰"


def test_both_sides_of_an_identity_card_give_one_set_of_fields() -> None:
    back = page((40, 40, "签发机关"), (200, 40, "北京市公安局丰台分局"), (40, 90, "有效期限 2008.06.01-长期"))
    both = values(Kind.ID_FRONT, identity(), back)
    assert (both["number"], both["issuer"], both["begin"], both["end"]) == (
        MAN,
        "北京市公安局丰台分局",
        "2008-06-01",
        "长期",
    )
    assert "issuer" not in values(Kind.ID_FRONT, identity())


def test_an_expired_card_is_told_when_the_day_is_known() -> None:
    back = page((40, 40, "签发机关 北京市公安局"), (40, 90, "有效期限 2005.03.01-2025.03.01"))
    assert "expired" in codes(take(Kind.ID_BACK, [back], date(2025, 3, 2))[1])
    assert "expired" not in codes(take(Kind.ID_BACK, [back], date(2025, 3, 1))[1])
    assert "expired" not in codes(take(Kind.ID_BACK, [back])[1])


def lease(figures: str = "每月¥5,200元（人民币伍仟贰佰元整）") -> list[Page]:
    first = page(
        (100, 40, "住房租赁协议"),
        (40, 100, "甲方：周文彬"),
        (40, 140, f"证件号码：{WOMAN[:6]} {WOMAN[6:14]} {WOMAN[14:]}"),
        (40, 180, "乙方（承租人）：欧阳小敏"),
        (40, 220, f"身份证号码：{MAN}"),
        (40, 300, "一、甲方将位于北京市丰合区木樨园北街8号院3号楼2单元501室的住房出租给"),
        (40, 340, "乙方，建筑面积62.5平方米。"),
        (40, 380, "二、租期自2025-03-01至"),
        (40, 420, "2026-02-28，共计壹年。"),
        (40, 460, f"三、租金：{figures}，按季支付。"),
        (40, 500, "四、押金人民币伍仟贰佰元整（¥5200.00）。"),
        (40, 540, "五、乙方应当爱护房屋，甲方应当保证房屋安全。"),
    )
    return [first, page((40, 40, "甲方（签字）：周文彬"), (600, 40, "乙方（签字）：欧阳小敏"))]


def test_a_lease_of_several_pages_in_other_words() -> None:
    assert values(Kind.LEASE, *lease()) == {
        "landlord": "周文彬",
        "landlord_number": WOMAN,
        "tenant": "欧阳小敏",
        "tenant_number": MAN,
        "address": "北京市丰台区木樨园北街8号院3号楼2单元501室",
        "begin": "2025-03-01",
        "end": "2026-02-28",
        "rent": "5200.00",
        "deposit": "5200.00",
    }


def test_amounts_that_disagree_are_asked() -> None:
    fields, advice = take(Kind.LEASE, lease("每月¥5,300元（人民币伍仟贰佰元整）"))
    assert fields["rent"].value is None
    assert fields["rent"].checks == {"capital": False}
    assert "amounts-disagree" in codes(advice)


def test_one_number_for_two_people_is_believed_of_neither() -> None:
    pages = lease()
    pages[0].lines[4] = line(40, 220, f"身份证号码：{WOMAN}")
    told = values(Kind.LEASE, *pages)
    assert (told["landlord_number"], told["tenant_number"]) == (None, None)


def test_clauses_about_a_party_do_not_name_it() -> None:
    pages = [page((40, 40, "乙方应承担"), (40, 80, "第四条 乙方应于签约时交付押金5000元"))]
    assert values(Kind.LEASE, *pages)["tenant"] is None


def test_parts_stand_one_below_the_other_or_side_by_side() -> None:
    below = page(
        (40, 40, "母亲姓名"), (240, 40, "林嘉怡"), (40, 80, "有效身份证件号码"), (240, 80, WOMAN),
        (40, 120, "父亲姓名"), (240, 120, "胡建军"), (40, 160, "有效身份证件号码"), (240, 160, MAN),
    )  # fmt: skip
    beside = page(
        (40, 40, "母亲姓名 林嘉怡"), (800, 40, "父亲姓名 胡建军"),
        (40, 80, f"身份证号 {WOMAN}"), (800, 80, f"身份证号 {MAN}"),
    )  # fmt: skip
    for each in (below, beside):
        told = values(Kind.BIRTH, each)
        assert (told["mother"], told["mother_number"]) == ("林嘉怡", WOMAN)
        assert (told["father"], told["father_number"]) == ("胡建军", MAN)


def test_a_form_with_values_below_their_labels() -> None:
    rows = (
        ("申请人姓名：", "林嘉怡"),
        ("身份证号码：", WOMAN),
        ("联系电话：", "138-1234-5678"),
        ("提取原因：", "租房提取"),
        ("提取金额：", "44500.00"),
        ("金额大写：", "肆仟伍佰元整"),
        ("收款银行：", "示例银行方庄支行"),
        ("收款账号：", CARD),
    )
    written = [(40, 40 + 60 * at + 28 * part, text) for at, row in enumerate(rows) for part, text in enumerate(row)]
    fields = taken(Kind.FUND, page(*written))
    told = {name: field.value for name, field in fields.items()}
    assert told["name"] == "林嘉怡"
    assert told["phone"] == "13812345678"
    assert told["reason"] == "租房提取"
    assert told["bank"] == "示例银行方庄支行"
    assert told["bank_card"] == CARD
    assert (told["amount"], fields["amount"].checks) == ("4500.00", {"capital": True})  # ¥ was read as 4


def test_an_invoice_with_both_sides_in_one_row_or_below_each_other() -> None:
    beside = [
        (40, 40, "名称：丰台示例小吃店"), (800, 40, "名称：北京样本物业有限公司"),
        (40, 80, f"纳税人识别号：{CREDIT}"), (800, 80, f"纳税人识别号：{OTHER_CREDIT}"),
    ]  # fmt: skip
    below = [(40, 40 + 40 * at, text) for at, (_, _, text) in enumerate(beside[::2] + beside[1::2])]
    total = [(40, 300, "价税合计（大写）"), (300, 300, "壹仟零陆拾圆整"), (800, 300, "（小写）¥1060.00")]
    for lines in (beside, below):
        told = values(Kind.INVOICE, page(*lines, *total))
        assert (told["buyer"], told["buyer_code"]) == ("丰台示例小吃店", CREDIT)
        assert (told["seller"], told["seller_code"]) == ("北京样本物业有限公司", OTHER_CREDIT)
        assert told["amount"] == "1060.00"


def test_when_a_side_of_an_invoice_is_missing_the_other_is_not_taken_for_it() -> None:
    told = values(Kind.INVOICE, page((800, 40, "名称：北京样本物业有限公司")))
    assert (told["buyer"], told["seller"]) == (None, None)


def test_an_address_in_a_cell_with_its_label_at_half_height_and_a_stamp_below() -> None:
    cell = page(
        (40, 53, "住址"),
        (140, 40, "北京市示例区翠竹园20-1"),
        (140, 66, "400"),
        (140, 92, "安局城"),
    )
    assert values(Kind.HOUSEHOLD, cell)["address"] == "北京市示例区翠竹园20-1400"


def test_a_second_line_belongs_to_a_value_that_begins_in_one_line_with_its_label() -> None:
    wide = TextLine("住 所北京市丰台区东高地18号院2号楼", 1.0, np.array(box(40, 40, 520, 60), np.float32))
    told = values(Kind.LICENCE, Page(page().sheet, [wide, line(180, 66, "5层501室")], 0))
    assert told["address"] == "北京市丰台区东高地18号院2号楼5层501室"


def test_which_box_is_ticked_is_asked() -> None:
    assert values(Kind.FUND, page((40, 40, "提取原因"), (240, 40, "☑租房提取□购房提取")))["reason"] is None


def test_noise_in_the_row_of_a_first_line_does_not_hide_the_second() -> None:
    card = page(
        (40, 40, "住址"), (140, 40, "北京市示例区南中轴路153"), (900, 40, "V"), (140, 66, "号院1号楼2704号")
    )  # fmt: skip
    assert values(Kind.ID_FRONT, card)["address"] == "北京市示例区南中轴路153号院1号楼2704号"


def test_an_address_without_an_end_is_asked() -> None:
    assert values(Kind.PROPERTY, page((40, 40, "坐落"), (140, 40, "北京市丰台区南苑路153")))["address"] is None


def test_the_area_is_that_of_the_building() -> None:
    told = values(Kind.PROPERTY, page((40, 40, "面积"), (140, 40, "共有宗地面积1234.56㎡/房屋建筑面积62.50㎡")))
    assert told["area"] == "62.50"
    assert values(Kind.PROPERTY, page((40, 40, "面积"), (140, 40, "宗地面积1234.56㎡")))["area"] is None


def test_a_bank_card_is_told_by_its_number_alone() -> None:
    groups = " ".join((CARD[:4], CARD[4:8], CARD[8:12], CARD[12:16], CARD[16:]))
    told = values(Kind.BANK_CARD, page((60, 60, "样本银行"), (60, 200, groups)))
    assert told == {"number": CARD, "bank": "样本银行"}


def test_a_number_cut_off_at_the_edge_is_asked_even_if_it_checks() -> None:
    short = next(number[:16] for seed in range(500) if (number := bank_number(Random(seed))) and _luhn(number[:16]))
    whole = page((60, 200, short), width=1600)
    cut = page((60, 200, short), width=round(60 + 16 * 0.55 * SIZE))
    assert values(Kind.BANK_CARD, whole)["number"] == short
    assert values(Kind.BANK_CARD, cut)["number"] is None


def _luhn(number: str) -> bool:
    doubled = [int(figure) * (1 + at % 2) for at, figure in enumerate(reversed(number))]
    return sum(figure // 10 + figure % 10 for figure in doubled) % 10 == 0


def test_labels_that_are_spaced_misread_or_glued() -> None:
    told = values(
        Kind.LICENCE,
        page(
            (40, 40, f"统一杜会信用代码{CREDIT}"),
            (40, 90, "名　　　称"), (240, 90, "丰台示例小吃店"),
            (40, 140, "法定代表人胡建军"),
            (40, 190, "住"), (100, 190, "所"), (240, 190, "北京市丰台区东高地1号"),
            (40, 240, "成立日期：二〇一九年七月十五日"),
            (40, 290, "注册资本 壹佰万元整"),
        ),
    )  # fmt: skip
    assert told == {
        "credit_code": CREDIT,
        "name": "丰台示例小吃店",
        "legal_representative": "胡建军",
        "address": "北京市丰台区东高地1号",
        "established": "2019-07-15",
        "capital": "壹佰万元整",
    }


def test_a_sign_that_two_lines_share_is_read_once() -> None:
    label = TextLine("姓名韩", 0.99, np.array(box(40, 40, 100, 60), np.float32))
    name = TextLine("韩秀雨", 0.99, np.array(box(80, 40, 140, 60), np.float32))
    shared = Page(page().sheet, [label, name], 0)
    assert values(Kind.HEALTH, shared)["name"] == "韩秀雨"


def test_groups_of_a_card_number_may_stand_far_apart() -> None:
    groups = [(60 + 150 * at, 200, CARD[4 * at : 4 * at + 4]) for at in range(5)]
    assert values(Kind.BANK_CARD, page(*groups))["number"] == CARD


pieces = st.sampled_from(
    (
        "姓名",
        "甲方：",
        "名称",
        "（大写）",
        "：",
        MAN,
        MAN[:17],
        "2025年1月1日至",
        "¥1,000.00",
        "壹仟元整",
        "　",
        "京市1号",
        "X",
    )
)
scattered = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.lists(pieces, max_size=4).map("".join), st.floats(0, 1))
)


@given(st.sampled_from(list(Kind)), scattered)
@settings(max_examples=150, deadline=None)
def test_whatever_stands_on_a_page_no_number_is_taken_that_does_not_check(kind: Kind, lines: list[Written]) -> None:
    told = values(kind, page(*((10 * each[0], 10 * each[1], *each[2:]) for each in lines)))
    assert {value for value in told.values() if value and len(value) >= 17 and value.isalnum()} <= {MAN}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.PHOTO, Kind.OTHER)])
def test_an_empty_page_has_only_fields_to_ask(kind: Kind) -> None:
    fields = taken(kind, page())
    assert fields
    assert all(field.value is None for field in fields.values())


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.OTHER])
def test_kinds_without_fields_have_none(kind: Kind) -> None:
    assert take(kind, [identity()]) == ({}, [])
