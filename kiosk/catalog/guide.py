"""The guide of an item (办事指南) as plain text, for a terminal or a printer."""

from __future__ import annotations

from kiosk.catalog.item import Item, Material
from sync.contract.problem import Words


def guide(item: Item, language: str = "zh") -> str:
    """Everything a resident wants to know before going; `language` is `zh` or `en`."""
    say = _Speaker(language)
    listed = "、".join if language == "zh" else ", ".join
    lines = [
        say(item.name),
        say(item.label),
        "",
        say.line("编号", "Code", item.code),
        say.line("服务区", "Area", say(item.zone.words)),
        say.line("部门", "Department", say(item.department)),
        say.line("时限", "Time", say(item.limits.words)),
    ]
    if item.limits.legal:
        lines.append(say.line("法定时限", "Legal limit", say(item.limits.legal.words)))
    lines += [
        say.line("费用", "Fee", say(item.fee.words)),
        say.line("领取", "Result", listed(say(delivery.words) for delivery in item.delivery)),
        say.line("在本机", "At the kiosk", " → ".join(say(step.words) for step in item.steps)),
        say.heading("谁能办", "Who may apply"),
        *(f"  · {say(condition.text)}" for condition in item.conditions),
        say.heading("要什么材料", "What is needed"),
        *(f"  {place}. {_material(say, material)}" for place, material in enumerate(item.materials, start=1)),
        say.heading("办理过程", "What happens"),
        *(f"  {say(step.name)} — {say(step.department)}, {say(step.limit.words)}" for step in item.flow),
        say.heading("常见问题", "Questions"),
    ]
    for question in item.faq:
        lines += [f"  {say(question.question)}", f"    {say(question.answer)}"]
    if item.unverified:
        lines.append(say.heading("待核对", "Not verified"))
        lines += [f"  {fact.key}: {fact.note}" for fact in item.unverified]
    return "\n".join(lines)


class _Speaker:
    """Says words in one language."""

    def __init__(self, language: str) -> None:
        self._chinese = language == "zh"

    def __call__(self, words: Words) -> str:
        return words.zh if self._chinese else words.en

    def line(self, zh: str, en: str, value: str) -> str:
        return f"{zh}：{value}" if self._chinese else f"{en}: {value}"

    def heading(self, zh: str, en: str) -> str:
        return f"\n【{zh}】" if self._chinese else f"\n{en}"


def _material(say: _Speaker, material: Material) -> str:
    tags = " · ".join(say(words) for words in (material.necessity.words, material.form.words, material.source.words))
    note = f" — {say(material.note)}" if material.note else ""
    return f"{say(material.name)} [{tags}]{note}"
