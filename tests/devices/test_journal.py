"""The journal of acts knows of every act before it begins, and what is done stays done."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.journal import Journal
from devices.settlement import Act, ActJournal, KnownAct, Settlement
from sync.contract.problem import Problem

DIGEST = "ab" * 32
AT = datetime(2026, 11, 23, 15, 50, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "acts.db", clock=lambda: AT)
    yield journal
    journal.close()


def begin(journal: ActJournal, order: str = "P1", units: int = 1, act: Act = Act.PRINT, at: str = "printer") -> None:
    journal.begin(order, DIGEST, units, act=act, device=at)


def known(order: str, state: str, done: int = 0, units: int = 1) -> KnownAct:
    return KnownAct(order, Act.PRINT, "printer", DIGEST, units, state, done, AT)  # type: ignore[arg-type]


def test_an_order_walks_through_its_states(journal: Journal, tmp_path: Path) -> None:
    assert journal.find("P1") is None
    begin(journal, units=2)
    assert journal.find("P1") == known("P1", "queued", units=2)
    journal.sent("P1")
    other = Journal(tmp_path / "acts.db")
    assert [entry.state for entry in other.unsettled()] == ["sent"], "another process sees it at once"
    other.close()
    journal.settle("P1", Settlement.DONE, 2)
    assert journal.find("P1") == known("P1", "done", 2, units=2)
    assert journal.unsettled() == []


def test_an_order_cannot_begin_twice(journal: Journal) -> None:
    begin(journal)
    with pytest.raises(Problem, match=r"act\.known-order"):
        begin(journal, act=Act.RECEIPT)


def test_an_order_cannot_be_sent_twice(journal: Journal) -> None:
    begin(journal)
    journal.sent("P1")
    with pytest.raises(Problem, match=r"act\.unknown-order"):
        journal.sent("P1")


def test_what_another_process_settled_in_between_is_not_sent(journal: Journal) -> None:
    begin(journal)
    journal.settle("P1", Settlement.NOT_DONE, 0)
    with pytest.raises(Problem, match=r"act\.unknown-order"):
        journal.sent("P1")


def test_an_order_nobody_began_is_told(journal: Journal) -> None:
    with pytest.raises(Problem, match=r"act\.unknown-order"):
        journal.sent("P9")
    with pytest.raises(Problem, match=r"act\.unknown-order"):
        journal.settle("P9", Settlement.DONE, 1)


def test_unknown_may_become_known_and_done_stays_done(journal: Journal) -> None:
    begin(journal)
    journal.sent("P1")
    journal.settle("P1", Settlement.UNKNOWN, 0)
    assert journal.unsettled() == [] and [act.order for act in journal.unknown()] == ["P1"]
    journal.settle("P1", Settlement.DONE, 1)
    journal.settle("P1", Settlement.UNKNOWN, 0)
    assert journal.find("P1") == known("P1", "done", 1) and journal.unknown() == []


def test_unsettled_orders_come_oldest_first_and_by_kind_and_device(tmp_path: Path) -> None:
    moments = iter(AT + timedelta(seconds=second) for second in range(5))
    journal = Journal(tmp_path / "acts.db", clock=lambda: next(moments))
    for order in ("P3", "P1", "P2"):
        begin(journal, order)
    begin(journal, "R1", act=Act.RECEIPT, at="receipt-printer")
    begin(journal, "X1", at="ipp://elsewhere")
    journal.settle("P1", Settlement.NOT_DONE, 0)
    assert [act.order for act in journal.unsettled()] == ["P3", "P2", "R1", "X1"]
    assert [act.order for act in journal.unsettled(act=Act.PRINT, device="printer")] == ["P3", "P2"]
    assert [act.order for act in journal.unsettled(act=Act.RECEIPT)] == ["R1"]
    journal.close()


def test_attempts_of_an_order_are_counted_on(journal: Journal) -> None:
    assert journal.latest("P1") is None and journal.next_attempt("P1") == "P1"
    for order in ("P1", "P10", "P1#x", "P1#02", "P1$"):
        begin(journal, order)
    assert journal.next_attempt("P1") == "P1#2"
    for number in range(2, 12):
        begin(journal, f"P1#{number}")
    latest = journal.latest("P1")
    assert latest is not None and latest.order == "P1#11", "eleven comes after nine"
    assert journal.next_attempt("P1") == "P1#12"
    assert journal.next_attempt("P10") == "P10#2"


def test_old_acts_are_forgotten_and_open_ones_never(journal: Journal) -> None:
    for order in ("open", "sent", "done", "unknown"):
        begin(journal, order)
    journal.sent("sent")
    journal.settle("done", Settlement.DONE, 1)
    journal.settle("unknown", Settlement.UNKNOWN, 0)
    assert journal.forget(AT) == 0
    assert journal.forget(AT + timedelta(seconds=1)) == 2
    assert [act.order for act in journal.unsettled()] == ["open", "sent"]


def test_what_is_taken_over_does_not_replace_what_is_known(journal: Journal) -> None:
    begin(journal, "P1")
    old = AT - timedelta(days=3)
    journal.adopt([known("P1", "done", 1), KnownAct("P0", Act.PRINT, "printer", DIGEST, 3, "sent", 0, old)])
    assert journal.find("P1") == known("P1", "queued")
    assert [(act.order, act.begun_at) for act in journal.unsettled()] == [("P0", old), ("P1", AT)]


def test_a_file_that_is_no_journal_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "acts.db").write_bytes(b"something else entirely" * 100)
    with pytest.raises(Problem, match=r"act\.journal.*Mend or move the file"):
        Journal(tmp_path / "acts.db")


def test_a_journal_that_breaks_later_is_told_too(journal: Journal) -> None:
    journal.close()
    with pytest.raises(Problem, match=r"act\.journal"):
        begin(journal)
    with pytest.raises(Problem, match=r"act\.journal"):
        journal.find("P1")


async def test_of_many_processes_that_begin_an_order_one_does_it(tmp_path: Path) -> None:
    path = tmp_path / "acts.db"
    code = (
        "import sys, pathlib\n"
        "from devices.journal import Journal\n"
        "from devices.settlement import Act\n"
        "from sync.contract.problem import Problem\n"
        "journal = Journal(pathlib.Path(sys.argv[1]))\n"
        "for number in range(40):\n"
        "    try:\n"
        "        journal.begin(f'P{number}', 'ab', 1, act=Act.PRINT, device='printer')\n"
        "        journal.sent(f'P{number}')\n"
        "        print(f'P{number}')\n"
        "    except Problem as problem:\n"
        "        assert problem.code == 'act.known-order', problem\n"
    )
    runs = await asyncio.gather(
        *(
            asyncio.to_thread(
                subprocess.run,
                [sys.executable, "-c", code, str(path)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=20,
            )
            for _ in range(3)
        )
    )
    assert [run.stderr for run in runs] == ["", "", ""]
    begun = [order for run in runs for order in run.stdout.split()]
    assert sorted(begun) == sorted(f"P{number}" for number in range(40)), "each once, all of them"
