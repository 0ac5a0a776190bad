"""The papers process for real: it reads, survives bad files, is started again when it dies, and forgets."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from kiosk.papers.client import Papers
from kiosk.scenario.specimens import Packet, draw, turn
from ocr.reading import Kind
from ocr.settings import OcrSettings
from sync.contract.problem import Family, Problem

ASSETS = Path(".assets")


@pytest.fixture(scope="module")
def specimens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("specimens")
    draw(Packet.of("wang"), folder)
    return folder


@pytest_asyncio.fixture
async def papers() -> AsyncIterator[Papers]:
    papers = Papers(OcrSettings(profile="fast", threads=1), ASSETS)
    await papers.start()
    assert papers.problem is None
    yield papers
    await papers.stop()


async def test_a_card_is_read_understood_and_known_again_also_upside_down(papers: Papers, specimens: Path) -> None:
    front = specimens / "id-front.png"
    found = await papers.read(front.read_bytes())
    (page,) = found.pages
    assert page.kind is Kind.ID_FRONT
    reading = await papers.interpret(Kind.ID_FRONT, [page], date(2026, 11, 24))
    assert reading.fields["number"].value == "110100198604120028"
    quad = reading.fields["number"].quad
    assert quad is not None and all(0 <= x <= page.width and 0 <= y <= page.height for x, y in quad)

    turn(front, specimens / "turned.png")
    again = await papers.read((specimens / "turned.png").read_bytes(), [page.text])
    assert (again.pages, again.repeated) == ((), 1)
    back = await papers.read((specimens / "id-back.png").read_bytes(), [page.text])
    assert len(back.pages) == 1 and back.repeated == 0


async def test_a_file_that_is_none_is_refused_and_the_next_one_is_read(papers: Papers, specimens: Path) -> None:
    with pytest.raises(Problem) as told:
        await papers.read(b"no picture at all")
    assert (told.value.code, told.value.family) == ("paper.unreadable", Family.EXPECTED)
    found = await papers.read((specimens / "id-back.png").read_bytes())
    assert found.pages[0].kind is Kind.ID_BACK


async def test_killed_in_the_middle_of_a_page_it_says_so_and_comes_back(papers: Papers, specimens: Path) -> None:
    file = (specimens / "lease-1.png").read_bytes()
    asked = asyncio.ensure_future(papers.read(file))
    await asyncio.sleep(0)
    first = papers.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    with pytest.raises(Problem) as told:
        await asyncio.wait_for(asked, 30)
    assert (told.value.code, told.value.family) == ("papers.lost", Family.TEMPORARY)
    await papers.start()
    assert papers.pid not in (None, first)
    assert (await papers.read(file)).pages[0].kind is Kind.LEASE


async def test_what_was_read_goes_with_the_process_and_one_that_read_nothing_stays(
    papers: Papers, specimens: Path
) -> None:
    idle = papers.pid
    await papers.forget()
    assert papers.pid == idle
    await papers.read((specimens / "id-back.png").read_bytes())
    await papers.forget()
    await papers.start()
    assert papers.pid not in (None, idle)


async def test_without_weights_the_kiosk_is_told_what_to_run(tmp_path: Path) -> None:
    papers = Papers(OcrSettings(), tmp_path)
    await papers.start()
    assert papers.problem is not None and papers.problem.code == "ocr.weights"
    with pytest.raises(Problem):
        await papers.read(b"anything")
    await papers.stop()
