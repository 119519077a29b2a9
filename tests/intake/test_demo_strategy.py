"""The demonstration's data strategy: the committee's numbers, how they stand, and those that compute themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import text

from data_models import computed, sync
from data_models.document import PlanDocument
from data_models.imports import list_imports
from data_models.progress.table import check
from data_models.queries.plans import find_plan, list_plans
from data_models.snapshot import plan_document
from data_models.store import Store
from data_models.undo import undo
from data_models.visibility import PUBLIC
from intake import demo
from intake.demo.retiring import retire
from kpis.committee import KPIS
from kpis.vocabulary import Freshness, Status

KPI_ROWS = "FROM progress WHERE plan_code = 'demo-datos' AND '; ' || link_codes LIKE '%; comite:%'"
AUTOMATIC = "(SELECT id FROM accounts WHERE code = 'calculo-automatico')"


def rows(store: Store, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query), parameters)]


def test_the_main_plan_stays_the_one_that_is_shown(demo_store: Store) -> None:
    assert [plan.code for plan in list_plans(demo_store, PUBLIC)] == ["demo", "demo-datos"]
    default = find_plan(demo_store, PUBLIC)
    assert default is not None and default.code == "demo"


def test_each_of_the_committees_numbers_is_one_indicator(demo_store: Store) -> None:
    codes = [code for (links,) in rows(demo_store, f"SELECT link_codes {KPI_ROWS}") for code in links.split("; ")]
    own = [code.removeprefix("comite:") for code in codes if code.startswith("comite:") and "." in code]
    assert sorted(own) == sorted(kpi.code for kpi in KPIS)


def test_the_numbers_have_every_status_and_freshness_a_board_must_show(demo_store: Store) -> None:
    found = rows(demo_store, f"SELECT status, freshness {KPI_ROWS}")
    assert {status for status, _ in found} == {str(status) for status in Status} - {"cancelled"}
    assert {freshness for _, freshness in found} == {*(str(one) for one in Freshness), None}


def test_what_both_plans_measure_is_one_number(demo_store: Store) -> None:
    pairs = (("E2.1.1", "1.2.2"), ("E2.1.2", "1.2.3"), ("E3.1.1", "1.2.1"), ("E4.1.2", "1.2.5"), ("E5.2.1", "1.2.4"))
    values = dict(rows(demo_store, "SELECT code, value FROM progress WHERE item_kind = 'indicator'"))
    assert [values[one] for one, _ in pairs] == [values[other] for _, other in pairs]


def test_the_numbers_have_two_years_of_history(demo_store: Store) -> None:
    (first, last), *_ = rows(
        demo_store,
        "SELECT min(period_end), max(period_end) FROM indicator_values v JOIN indicators i ON i.id = v.indicator_id"
        " JOIN plans p ON p.id = i.plan_id WHERE p.code = 'demo-datos' AND v.state = 'approved'",
    )
    assert (str(first), str(last)) == ("2024-11-30", "2026-10-31")


def test_projects_based_on_data_are_those_of_the_progress_table(demo_store: Store) -> None:
    counted = rows(
        demo_store,
        "SELECT count(*) FROM progress WHERE item_kind = 'project' AND is_public AND municipality_name ="
        " 'Municipio de demostración' AND link_codes LIKE '%datos:1%' AND project_state IN ('in_progress', 'finished')",
    )
    told = rows(demo_store, "SELECT value, value_on FROM progress WHERE code = 'E4.1.1'")
    assert (told[0][0], str(told[0][1])) == (counted[0][0], "2026-10-31")
    assert counted[0][0] > 20


def test_the_progress_of_the_strategy_counts_every_other_goal(demo_store: Store) -> None:
    statuses = [
        status
        for code, status in rows(
            demo_store, "SELECT code, status FROM progress WHERE plan_code = 'demo-datos' AND item_kind = 'indicator'"
        )
        if code != "E5.1.1" and status != "cancelled"
    ]
    told = rows(demo_store, "SELECT value, numerator, denominator FROM progress WHERE code = 'E5.1.1'")
    met = statuses.count("met")
    assert told == [(100 * met / len(statuses), met, len(statuses))]


def test_past_counts_are_those_that_were_known_then(demo_store: Store) -> None:
    """Recounted from the versions of the projects, for each past quarter."""
    told = rows(
        demo_store,
        "SELECT v.period_end, v.value, v.recorded_at FROM indicator_values v JOIN indicators i ON i.id = v.indicator_id"
        f" WHERE i.code = 'E4.1.1' AND v.decided_by = {AUTOMATIC} AND v.superseded_at IS NULL ORDER BY v.period_end",
    )
    assert len(told) == 9
    assert [value for _, value, _ in told] != [told[0][1]] * 9
    query = (
        "SELECT count(*) FROM project_versions v JOIN links l ON l.project_id = v.project_id"
        " JOIN cross_axis_items i ON i.id = l.cross_axis_item_id JOIN cross_axes a ON a.id = i.cross_axis_id"
        " WHERE a.code = 'datos' AND v.state IN ('in_progress', 'finished')"
        " AND v.recorded_at <= :at AND (v.superseded_at IS NULL OR v.superseded_at > :at)"
    )
    for _end, value, at in told:
        assert rows(demo_store, query, at=str(at)) == [(value,)]


def test_its_progress_rows_are_those_of_a_full_rebuild_and_computing_again_records_nothing(
    own_demo_store: Store,
) -> None:
    assert check(own_demo_store) == []
    before = own_demo_store.data_version()
    assert computed.compute(own_demo_store) == 0
    assert own_demo_store.data_version() == before


def test_both_plans_leave_together_and_come_back(own_demo_store: Store) -> None:
    numbers = retire(own_demo_store, by="test")
    assert len(numbers) == 2
    assert list_plans(own_demo_store, PUBLIC) == []
    assert retire(own_demo_store, by="test") == []
    for number in numbers:
        undo(own_demo_store, number, "test")
    assert [plan.code for plan in list_plans(own_demo_store, PUBLIC)] == ["demo", "demo-datos"]
    told = rows(own_demo_store, "SELECT value FROM progress WHERE code = 'E4.1.1'")
    assert told == [(55.0,)]


def test_the_strategy_written_out_and_brought_in_again_changes_nothing(own_demo_store: Store) -> None:
    with own_demo_store.reading() as connection:
        document: PlanDocument = plan_document(connection, demo.STRATEGY_CODE)
        imports = len(list_imports(connection))
    assert sync.apply(own_demo_store, document, kind="import", imported_by="test").import_id is None
    with own_demo_store.reading() as connection:
        assert len(list_imports(connection)) == imports


def test_the_strategy_is_always_the_same() -> None:
    one, other = (demo.build_strategy(demo.build()) for _ in range(2))
    assert one == other
    assert max(value.recorded.at for value in one.values) < dt.datetime(2026, 11, 1)
