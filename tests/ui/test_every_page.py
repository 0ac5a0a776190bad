"""Every page can be read and touched: in both languages, for elders, within reach, tall and wide."""

from __future__ import annotations

import pytest

from tests.ui.rig import Kiosk
from ui.samples import SAMPLES

SMALLEST_TARGET = 88
SMALLEST_TEXT = 24
TALL, WIDE = (1080, 1920), (1920, 1080)
LOOKS = [
    pytest.param(size, language, elder, reach, id=f"{shape}-{language}{'-elder' * elder}{'-reach' * reach}")
    for shape, size in (("tall", TALL), ("wide", WIDE))
    for language in ("zh", "en")
    for elder in (False, True)
    for reach in ((False, True) if size == TALL else (False,))
]


@pytest.mark.parametrize(("size", "language", "elder", "reach"), LOOKS)
def test_every_page_is_whole(kiosk: Kiosk, size: tuple[int, int], language: str, elder: bool, reach: bool) -> None:
    kiosk.resize(*size)
    faults = []
    for name, page in SAMPLES.items():
        kiosk.screen.update(page)
        kiosk.style(language, elder=elder, reach=reach)
        kiosk.settle()
        faults += [f"{name}: {fault}" for fault in _faults(kiosk, size)]
    assert faults == []


def _faults(kiosk: Kiosk, size: tuple[int, int]) -> list[str]:
    faults = []
    texts, controls = kiosk.hand.texts(), kiosk.hand.controls()
    assert texts and controls
    for text in texts:
        words = text["text"][:24]
        if text["truncated"] or text["wide"] > 1 or text["high"] > 1:
            faults.append(f"cut: {words!r} {text['width']:.0f}x{text['height']:.0f}")
        if text["spilt"]:
            faults.append(f"over the edge: {words!r}")
        if text["size"] < SMALLEST_TEXT:
            faults.append(f"small text: {words!r} {text['size']}")
        if text["lines"] > 1 and text["leading"] < 1.3:
            faults.append(f"tight lines: {words!r} {text['leading']:.2f}")
        if not text["scrolled"] and not _inside(text, size):
            faults.append(f"outside the window: {words!r}")
    for control in controls:
        told = f"{control['name']} {control['width']:.0f}x{control['height']:.0f}"
        if min(control["width"], control["height"]) < SMALLEST_TARGET:
            faults.append(f"small target: {told}")
        if not control["name"] or not control["spoken"]:
            faults.append(f"without a name: {told} {control['spoken']!r}")
        if not control["scrolled"] and not _inside(control, size):
            faults.append(f"outside the window: {told}")
    return faults + _overlaps(texts)


def _inside(box: dict[str, float], size: tuple[int, int]) -> bool:
    return (
        box["x"] >= -1
        and box["y"] >= -1
        and box["x"] + box["width"] <= size[0] + 1
        and box["y"] + box["height"] <= size[1] + 1
    )


def _overlaps(texts: list[dict[str, float]]) -> list[str]:
    """Texts that stand on each other; those under the key that scrolls are let be."""
    faults = []
    standing = [text for text in texts if not text["scrolled"]]
    for index, one in enumerate(standing):
        for other in standing[index + 1 :]:
            across = min(one["inkX"] + one["inkWidth"], other["inkX"] + other["inkWidth"]) - max(
                one["inkX"], other["inkX"]
            )
            down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
            if across > 2 and down > 14:
                faults.append(f"overlap: {one['text']!r} and {other['text']!r}")
    return faults
