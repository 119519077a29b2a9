"""The demonstration plan: its size, that it is always the same, and that its past stands where it should."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from data_models import names, sync
from data_models.history import PlanHistory
from data_models.progress.table import check
from data_models.refusals import Refused
from data_models.snapshot import plan_document
from data_models.store import Store, create_store
from data_models.tables import ACCOUNTS
from intake import demo
from intake.demo.dates import AS_OF, BEGAN_AT
from intake.demo.stream import Stream
from tests.support.databases import PostgresServer, SqliteFolder

# What the plan says (the snapshot) and all that was ever recorded of it. A change of the texts or of the generator
# changes them on purpose; nothing else may.
SNAPSHOT_SHA256 = "6ece372ef6d630021ac8daa055592af6d7da050ba28abd46276e48844f91201a"
HISTORY_SHA256 = "0425ec530bef21e1864bcdf6b01c812d979848ce5caa60ddc047e6bde0f49457"


def fingerprint(thing: Any) -> str:
    """The sha256 of the canonical JSON of a dataclass; what is not said (None, nothing unread) does not take part."""
    return hashlib.sha256(json.dumps(plain(asdict(thing)), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items() if one not in (None, frozenset())}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value


@pytest.fixture(scope="module")
def history() -> PlanHistory:
    return demo.build()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded_store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The demonstration on each database: only to be read."""
    databases: SqliteFolder | PostgresServer
    databases = request.getfixturevalue("sqlite_folder" if request.param == "sqlite" else "postgres_server")
    with databases.copy_of("demo", _load) as url:
        store = create_store(url)
        yield store
        store.close()


def _load(url: str) -> None:
    store = create_store(url)
    store.upgrade()
    demo.load(store)
    store.close()


def count(store: Store, query: str) -> Any:
    with store.reading() as connection:
        return connection.execute(text(query)).scalar_one()


def test_it_has_exactly_the_promised_number_of_each_thing_on_both_databases(loaded_store: Store) -> None:
    assert count(loaded_store, "SELECT count(*) FROM plans") == 2
    of_plan = "SELECT id FROM plans WHERE code = 'demo'"
    assert (
        count(
            loaded_store,
            "SELECT count(*) FROM secretariats s JOIN secretariat_versions v ON v.secretariat_id = s.id"
            " WHERE v.superseded_at IS NULL AND v.parent_id IS NULL AND v.in_force_to IS NULL",
        )
        == 13
    )
    assert count(loaded_store, f"SELECT count(*) FROM nodes WHERE depth = 1 AND plan_id IN ({of_plan})") == 6
    assert count(loaded_store, f"SELECT count(*) FROM nodes WHERE depth = 2 AND plan_id IN ({of_plan})") == 35
    for item, expected in (("project", 1685), ("indicator", 242)):
        assert count(loaded_store, f"SELECT count(*) FROM {item}s WHERE plan_id IN ({of_plan})") == expected
        assert (
            count(
                loaded_store,
                f"SELECT count(*) FROM {item}_versions v JOIN {item}s i ON i.id = v.{item}_id"
                " WHERE v.superseded_at IS NULL AND NOT v.is_withdrawn AND v.is_public"
                f" AND i.plan_id IN ({of_plan})",
            )
            == expected
        )
        rows = f"SELECT count(*) FROM progress WHERE item_kind = '{item}' AND plan_code = 'demo'"
        assert count(loaded_store, rows) == expected


def test_two_loads_into_two_databases_tell_the_same_plan(loaded_store: Store) -> None:
    with loaded_store.reading() as connection:
        assert fingerprint(plan_document(connection, demo.PLAN_CODE)) == SNAPSHOT_SHA256


def test_all_that_was_ever_recorded_is_the_same_in_every_process(history: PlanHistory) -> None:
    program = (
        "from intake import demo; from tests.intake.test_demo import fingerprint; print(fingerprint(demo.build()))"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert fingerprint(history) == HISTORY_SHA256
    assert elsewhere.stdout.strip() == HISTORY_SHA256


def test_the_stream_of_numbers_is_splitmix64() -> None:
    stream = Stream("any")
    stream._state = 1234567
    # The first numbers published for this seed.
    assert [stream._next() for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_the_stored_plan_is_the_one_that_was_made_up(demo_store: Store, history: PlanHistory) -> None:
    with demo_store.reading() as connection:
        changes = sync.plan_changes(connection, history.document())
    assert changes.is_empty


def test_the_progress_rows_are_those_of_a_full_rebuild(demo_store: Store) -> None:
    assert check(demo_store) == []


def test_loading_it_twice_is_refused_and_changes_nothing(own_demo_store: Store) -> None:
    before = own_demo_store.data_version()
    with pytest.raises(Refused, match="ya está cargado"):
        demo.load(own_demo_store)
    assert own_demo_store.data_version() == before


def test_it_is_marked_as_a_demonstration_and_judged_at_its_cut_off(demo_store: Store) -> None:
    with demo_store.reading() as connection:
        query = "SELECT DISTINCT is_demo, as_of, plan_name FROM progress ORDER BY plan_name DESC"
        rows = [(bool(row[0]), str(row[1]), row[2]) for row in connection.execute(text(query))]
    assert rows == [
        (True, "2026-10-31", "Plan de Gobierno 2023-2027 (demostración)"),
        (True, "2026-10-31", "Estrategia de datos (demostración)"),
    ]


def test_its_values_cover_twenty_four_months(demo_store: Store) -> None:
    first, last = (
        count(demo_store, f"SELECT {which}(period_end) FROM indicator_values WHERE state = 'approved'")
        for which in ("min", "max")
    )
    assert (str(first), str(last)) == ("2024-11-30", "2026-10-31")
    longest = count(
        demo_store,
        "SELECT max(n) FROM (SELECT count(*) AS n FROM indicator_values WHERE state = 'approved'"
        " AND superseded_at IS NULL GROUP BY indicator_id) AS counted",
    )
    assert longest == 24


def test_every_baseline_is_of_the_last_day_before_the_plan_year(demo_store: Store) -> None:
    days = count(
        demo_store,
        "SELECT count(*) FROM indicator_versions WHERE baseline_value IS NOT NULL AND baseline_on <> '2023-12-31'",
    )
    assert days == 0
    assert count(demo_store, "SELECT count(*) FROM indicator_versions WHERE baseline_value IS NOT NULL") > 200


def test_nothing_was_recorded_before_the_beginning_or_after_the_cut_off(history: PlanHistory) -> None:
    rows = [
        row
        for kind in (
            "secretariats",
            "nodes",
            "projects",
            "milestones",
            "budgets",
            "indicators",
            "targets",
            "values",
            "links",
        )
        for row in getattr(history, kind)
    ]
    stamps = [row.recorded.at for row in rows] + [row.superseded.at for row in rows if row.superseded]
    assert len(rows) > 25_000
    assert min(stamps) == BEGAN_AT
    assert max(stamps) < dt.datetime.combine(AS_OF, dt.time.max)


def test_a_value_is_recorded_after_its_period_except_on_the_last_afternoon(history: PlanHistory) -> None:
    early = {
        (row.record.period_end, row.recorded.at.date())
        for row in history.values
        if row.recorded.at.date() <= row.record.period_end
    }
    assert early <= {(AS_OF, AS_OF), (AS_OF, dt.date(2026, 10, 30))}
    lags = sorted(
        (row.recorded.at.date() - row.record.period_end).days for row in history.values if row.state == "approved"
    )
    assert 3 <= lags[len(lags) // 2] <= 30


def test_what_was_known_earlier_is_a_part_of_what_is_known_now(demo_store: Store) -> None:
    counts = []
    for known_on in (dt.datetime(2024, 11, 5), dt.datetime(2025, 6, 30), dt.datetime(2026, 10, 1), None):
        with demo_store.reading() as connection:
            document = plan_document(connection, demo.PLAN_CODE, known_on=known_on)
        finished = sum(project.actual_end is not None for project in document.projects)
        counts.append((len(document.values), finished))
        assert len(document.projects) == 1685
        if known_on is not None:
            # Told after it ended, so known after it ended.
            assert all(value.period_end < known_on.date() for value in document.values)
            assert all(
                project.actual_end is None or project.actual_end < known_on.date() for project in document.projects
            )
    assert counts == sorted(counts)
    assert counts[0][0] == 0
    assert counts[-1][0] > 2000


def test_a_renamed_secretariat_is_found_by_both_of_its_names(demo_store: Store) -> None:
    with demo_store.reading() as connection:
        old = names.resolve(connection, "demo", "secretariat", "modernizacion")
        new = names.resolve(connection, "demo", "secretariat", "innovacion-y-datos")
    assert old is not None
    assert new is not None
    assert (old.item_id, old.current_name, old.is_current) == (new.item_id, "innovacion-y-datos", False)


def test_the_next_row_after_the_bulk_load_gets_an_id_of_its_own(loaded_store: Store) -> None:
    with loaded_store.writing() as write:
        taken = set(write.connection.scalars(select(ACCOUNTS.c.id)))
        municipality_id = write.connection.scalar(select(ACCOUNTS.c.municipality_id).limit(1))
        row = {"municipality_id": municipality_id, "code": "nueva", "display_name": "Mesa de ayuda", "role": "mayor"}
        added = write.connection.scalar(insert(ACCOUNTS).values(row).returning(ACCOUNTS.c.id))
        write.cancel()
    assert added == max(taken) + 1
