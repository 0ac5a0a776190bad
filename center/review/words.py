"""The few words of the reviewer's page and paper that are not the kiosk's."""

from __future__ import annotations

from sync.contract.packet import Origin, PacketField

ORIGINS = {
    Origin.CARD: "身份证读取",
    Origin.PAPER: "材料读取",
    Origin.RESIDENT: "本人填写",
    Origin.REVIEW: "待审核填写",
}
_CHECKS = {
    "gb11643": "身份证校验位",
    "gb32100": "信用代码校验位",
    "luhn": "卡号校验位",
    "capital": "大小写金额一致",
    "gazetteer": "行政区划",
    "one-value": "前后一致",
}


def origin(field: PacketField, papers: dict[int, str]) -> str:
    """Where a value comes from, and that it was changed."""
    if field.corrected:
        return f"本人更正（读出：{field.read}）"
    if field.origin is Origin.REVIEW and field.read:
        return f"{ORIGINS[field.origin]}（读出：{field.read}，本人认为不对）"
    if field.origin is Origin.PAPER and field.page is not None:
        return f"{ORIGINS[field.origin]}：{papers[field.page]}，第 {field.page + 1} 张"
    return ORIGINS[field.origin]


def checks(field: PacketField) -> str:
    """The checks of a value, each with its outcome."""
    return "，".join(f"{_CHECKS.get(code, code)}{'✓' if passed else '✗'}" for code, passed in field.checks.items())
