"""Prints that an older version wrote down in the database move into the machine's journal, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import inspect, text

from devices.journal import Journal
from devices.settlement import Act, KnownAct
from kiosk.store import Store
from kiosk.store.schema import migrate
from sync.database import open_database, reading
from sync.keyfile import read_or_create_key

DIGEST = "ab" * 32
AT = datetime(2026, 11, 23, 15, 50, tzinfo=UTC)
CREATED = (
    'CREATE TABLE print_journal ("order" VARCHAR(64) NOT NULL, digest VARCHAR(64) NOT NULL, pages INTEGER NOT NULL, '
    "state VARCHAR(16) NOT NULL, impressions INTEGER DEFAULT '0' NOT NULL, begun_at VARCHAR(32) NOT NULL, "
    'CONSTRAINT pk_print_journal PRIMARY KEY ("order"))'
)


OF_THE_FIRST_VERSION = {
    "alembic_version",
    "applications",
    "bulletins",
    "cases",
    "certificates",
    "delivered",
    "drafts",
    "feed_state",
    "outbox",
    "revocations",
    "secrets",
}


def of_the_first_version(state: Path, *rows: tuple[str, int, str, int, datetime]) -> None:
    """A database as the first version left it."""
    (state / "keys").mkdir(parents=True)
    engine = open_database(state / "store.db", read_or_create_key(state / "keys" / "store.key"))
    migrate(engine)
    with engine.begin() as connection:
        for later in sorted(set(inspect(connection).get_table_names()) - OF_THE_FIRST_VERSION):
            connection.execute(text(f"DROP TABLE {later}"))
        connection.execute(text(CREATED))
        connection.execute(text("CREATE INDEX ix_print_journal_state ON print_journal (state)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        for order, pages, kind, impressions, begun_at in rows:
            values = {"order": order, "pages": pages, "state": kind, "out": impressions, "at": begun_at.isoformat()}
            connection.execute(
                text(f"INSERT INTO print_journal VALUES (:order, '{DIGEST}', :pages, :state, :out, :at)"),
                values,
            )
    engine.dispose()


def has_table(store: Store) -> bool:
    with reading(store.engine) as connection:
        return inspect(connection).has_table("print_journal")


def test_prints_of_an_upgraded_kiosk_are_handed_over_once(tmp_path: Path) -> None:
    of_the_first_version(tmp_path / "state", ("P1", 2, "sent", 0, AT), ("P2", 1, "done", 1, AT - timedelta(hours=1)))
    store, journal = Store.open(tmp_path / "state"), Journal(tmp_path / "acts.db")
    assert has_table(store), "nothing is dropped before it is handed over"
    assert store.hand_over_prints(journal) == 2
    assert not has_table(store)
    assert store.hand_over_prints(journal) == 0
    assert journal.unsettled() == [KnownAct("P1", Act.PRINT, "printer", DIGEST, 2, "sent", 0, AT)]
    done = journal.find("P2")
    assert done is not None and (done.state, done.done_units) == ("done", 1)
    journal.close()
    store.close()


def test_a_power_cut_while_handing_over_loses_nothing(tmp_path: Path) -> None:
    of_the_first_version(tmp_path / "state", ("P1", 2, "sent", 0, AT), ("P2", 1, "unknown", 1, AT))
    store, journal = Store.open(tmp_path / "state"), Journal(tmp_path / "acts.db")
    journal.adopt([KnownAct("P1", Act.PRINT, "printer", DIGEST, 2, "done", 2, AT)])
    assert store.hand_over_prints(journal) == 2
    first = journal.find("P1")
    assert first is not None and first.state == "done", "what the journal knows already stays"
    assert [act.order for act in journal.unknown()] == ["P2"]
    journal.close()
    store.close()


def test_a_kiosk_that_never_printed_has_nothing_to_hand_over(tmp_path: Path) -> None:
    of_the_first_version(tmp_path / "state")
    store = Store.open(tmp_path / "state")
    assert not has_table(store)
    store.close()
