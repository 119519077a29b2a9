"""Values that the progress table gives: recorded with whatever changed it, giving way to what people bring."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from data_models import computed, indicators, projects, sync, values
from data_models.document import (
    CrossAxisItemRecord,
    IndicatorRecord,
    LinkRecord,
    PlanDocument,
    TargetRecord,
    ValueRecord,
)
from data_models.progress.table import check
from data_models.snapshot import plan_document
from data_models.store import Store
from data_models.tables import ACCOUNTS
from data_models.undo import undo
from tests.data_models.sample import OTHER_PROGRAM, day, sample_plan

DATA, PROGRESS = "K-DATA", "K-PROGRESS"


def indicator(code: str, unit: str, scale: float) -> IndicatorRecord:
    return IndicatorRecord(
        code, OTHER_PROGRAM, f"Indicador {code}", "outcome", unit, "increase", "last", "quarterly", ratio_scale=scale
    )


def plan_with_kpis() -> PlanDocument:
    """The sample plan with both computed indicators; P-1 (in progress) and P-2 (no state) are based on data."""
    plan = sample_plan()
    plan.indicators += [indicator(DATA, "proyectos", 1.0), indicator(PROGRESS, "%", 100.0)]
    plan.targets += [TargetRecord(code, "final", day("2027-12-31"), 100.0) for code in (DATA, PROGRESS)]
    plan.cross_axis_items += [
        CrossAxisItemRecord("comite", "4", "Uso", None, "Comité de Datos"),
        CrossAxisItemRecord("comite", "4.1", "Proyectos basados en datos", "4", "Comité de Datos"),
        CrossAxisItemRecord("comite", "5", "Impacto", None, "Comité de Datos"),
        CrossAxisItemRecord("comite", "5.1", "Avance de la estrategia", "5", "Comité de Datos"),
        CrossAxisItemRecord("datos", "1", "Basado en datos", None, "Uso de datos"),
    ]
    plan.links += [
        LinkRecord("comite", "4.1", indicator_code=DATA),
        LinkRecord("comite", "5.1", indicator_code=PROGRESS),
        LinkRecord("datos", "1", project_code="P-1"),
        LinkRecord("datos", "1", project_code="P-2"),
    ]
    return plan


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """The sample plan with its computed indicators, just imported (import 1)."""
    sync.apply(sqlite_store, plan_with_kpis(), kind="import", imported_by="prueba")
    return sqlite_store


def scalar(store: Store, query: str, **parameters: Any) -> Any:
    with store.reading() as connection:
        return connection.execute(text(query), parameters).scalar()


def told(store: Store, code: str) -> tuple[Any, ...]:
    """What the progress table says of an indicator: value, numerator, denominator, its day."""
    with store.reading() as connection:
        query = text("SELECT value, numerator, denominator, value_on FROM progress WHERE code = :code")
        return tuple(connection.execute(query, {"code": code}).one())


def recorded(store: Store) -> int:
    query = "SELECT count(*) FROM indicator_values v JOIN accounts a ON a.id = v.recorded_by WHERE a.code = :code"
    return int(scalar(store, query, code=computed.POST_CODE))


def project_id(store: Store, code: str) -> int:
    return int(scalar(store, "SELECT id FROM projects WHERE code = :code", code=code))


def indicator_id(store: Store, code: str) -> int:
    return int(scalar(store, "SELECT id FROM indicators WHERE code = :code", code=code))


@pytest.fixture
def person(store: Store) -> int:
    with store.writing() as write:
        new = insert(ACCOUNTS).values(municipality_id=1, code="equipo", display_name="Equipo", role="data_team")
        return int(write.connection.execute(new.returning(ACCOUNTS.c.id)).scalar_one())


def test_an_import_records_them_in_its_own_transaction(store: Store) -> None:
    goals = scalar(
        store,
        "SELECT count(*) FROM progress WHERE item_kind = 'indicator' AND status <> 'cancelled' AND code <> :code",
        code=PROGRESS,
    )
    met = scalar(store, "SELECT count(*) FROM progress WHERE item_kind = 'indicator' AND status = 'met'")
    assert told(store, DATA)[0] == 1.0
    assert told(store, PROGRESS)[:3] == (100 * met / goals, met, goals)
    assert str(told(store, DATA)[3]) == "2025-12-31"
    note = scalar(store, "SELECT note FROM indicator_values WHERE indicator_id = :id", id=indicator_id(store, DATA))
    assert note == (
        "Calculado al 31/12/2025 de la tabla de avance: proyectos basados en datos, en curso o terminados "
        "(plan-de-prueba: 1)."
    )
    assert scalar(store, "SELECT count(*) FROM audit WHERE action = 'compute'") == recorded(store) == 2
    assert check(store) == []


def test_what_people_do_is_counted_at_once_and_the_earlier_value_stays(store: Store, person: int) -> None:
    projects.update(store, project_id=project_id(store, "P-2"), by=person, changes={"state": "in_progress"})
    assert told(store, DATA)[0] == 2.0
    assert recorded(store) == 3
    query = "SELECT count(*) FROM indicator_values WHERE indicator_id = :id AND superseded_at IS NOT NULL"
    assert scalar(store, query, id=indicator_id(store, DATA)) == 1
    assert check(store) == []


def test_a_value_approved_later_moves_the_progress_of_the_strategy(store: Store, person: int) -> None:
    before = told(store, PROGRESS)
    waiting = indicator_id(store, "I-2")
    indicators.cancel(store, indicator_id=waiting, reason="Ya no se sigue.", by=person)
    after = told(store, PROGRESS)
    assert after[2] == before[2] - 1


def test_the_same_numbers_record_nothing(store: Store, person: int) -> None:
    version, count = store.data_version(), recorded(store)
    assert computed.compute(store) == 0
    assert (store.data_version(), recorded(store)) == (version, count)
    projects.update(store, project_id=project_id(store, "P-1"), by=person, changes={"declared_pct": 20.0})
    assert recorded(store) == count


def test_importing_the_same_plan_again_changes_nothing(store: Store) -> None:
    assert sync.apply(store, plan_with_kpis(), kind="import", imported_by="prueba").import_id is None
    with store.reading() as connection:
        assert [one.indicator_code for one in plan_document(connection, "plan-de-prueba").values].count(DATA) == 0


def test_a_value_that_a_file_brings_stands(store: Store) -> None:
    plan = plan_with_kpis()
    plan.values.append(ValueRecord(DATA, day("2025-10-01"), day("2025-12-31"), 7.0))
    sync.apply(store, plan, kind="import", imported_by="prueba")
    assert told(store, DATA)[0] == 7.0
    assert computed.compute(store) == 0
    assert sync.apply(store, plan, kind="import", imported_by="prueba").import_id is None


def plan_in_november() -> PlanDocument:
    """The plan in the middle of a quarter: its computed values are of 10 November."""
    plan = plan_with_kpis()
    plan.plan = replace(plan.plan, as_of_on=day("2025-11-10"))
    return plan


def values_in_force(store: Store, code: str) -> list[tuple[str, float]]:
    query = "SELECT period_end, value FROM indicator_values WHERE indicator_id = :id AND superseded_at IS NULL"
    with store.reading() as connection:
        return [(str(row[0]), row[1]) for row in connection.execute(text(query), {"id": indicator_id(store, code)})]


def test_a_value_of_the_whole_period_takes_the_place_of_one_computed_inside_it(sqlite_store: Store) -> None:
    sync.apply(sqlite_store, plan_in_november(), kind="import", imported_by="prueba")
    assert values_in_force(sqlite_store, DATA) == [("2025-11-10", 1.0)]
    plan = plan_with_kpis()
    plan.values.append(ValueRecord(DATA, day("2025-10-01"), day("2025-12-31"), 7.0))
    sync.apply(sqlite_store, plan, kind="import", imported_by="prueba")
    assert values_in_force(sqlite_store, DATA) == [("2025-12-31", 7.0)]
    assert check(sqlite_store) == []


def test_a_person_enters_a_value_of_a_period_in_which_one_was_computed(sqlite_store: Store) -> None:
    sync.apply(sqlite_store, plan_in_november(), kind="import", imported_by="prueba")
    with sqlite_store.writing() as write:
        new = insert(ACCOUNTS).values(municipality_id=1, code="equipo", display_name="Equipo", role="data_team")
        by = int(write.connection.execute(new.returning(ACCOUNTS.c.id)).scalar_one())
    draft = values.save_draft(
        sqlite_store,
        indicator_id=indicator_id(sqlite_store, DATA),
        period_start=day("2025-10-01"),
        period_end=day("2025-12-31"),
        value=5.0,
        by=by,
    )
    values.approve(sqlite_store, value_id=values.send(sqlite_store, value_id=draft, by=by), by=by)
    assert values_in_force(sqlite_store, DATA) == [("2025-12-31", 5.0)]
    assert computed.compute(sqlite_store) == 0


def test_a_value_that_a_person_corrects_stands(store: Store, person: int) -> None:
    query = "SELECT id FROM indicator_values WHERE indicator_id = :id AND superseded_at IS NULL"
    value_id = scalar(store, query, id=indicator_id(store, DATA))
    values.correct(store, value_id=value_id, by=person, note="Dos no cuentan.", value=3.0)
    assert told(store, DATA)[0] == 3.0
    assert computed.compute(store) == 0


def test_undoing_the_import_takes_its_computed_values_along(store: Store) -> None:
    assert recorded(store) == 2
    undo(store, 1, "prueba")
    assert scalar(store, "SELECT count(*) FROM progress") == 0
    query = "SELECT count(*) FROM indicator_values WHERE superseded_at IS NULL"
    assert scalar(store, query) == 0


def test_undoing_a_later_import_counts_again(store: Store) -> None:
    plan = plan_with_kpis()
    plan.projects[1] = replace(plan.projects[1], state="in_progress")
    later = sync.apply(store, plan, kind="import", imported_by="prueba").import_id
    assert later is not None
    assert told(store, DATA)[0] == 2.0
    undo(store, later, "prueba")
    assert told(store, DATA)[0] == 1.0
    assert check(store) == []


def test_a_plan_that_is_not_published_counts_all_its_goals(sqlite_store: Store) -> None:
    plan = plan_with_kpis()
    plan.plan = replace(plan.plan, is_public=False)
    sync.apply(sqlite_store, plan, kind="import", imported_by="prueba")
    query = "SELECT count(*) FROM progress WHERE item_kind = 'indicator' AND status <> 'cancelled' AND code <> :code"
    assert told(sqlite_store, PROGRESS)[2] == scalar(sqlite_store, query, code=PROGRESS) > 0
    assert scalar(sqlite_store, "SELECT count(*) FROM progress WHERE is_public") == 0


def test_what_is_told_once_is_left_to_people(sqlite_store: Store) -> None:
    plan = plan_with_kpis()
    plan.indicators = [replace(one, frequency="once") if one.code == DATA else one for one in plan.indicators]
    sync.apply(sqlite_store, plan, kind="import", imported_by="prueba")
    assert told(sqlite_store, DATA)[0] is None
    assert told(sqlite_store, PROGRESS)[0] is not None


def test_a_new_period_gets_a_value_of_its_own(store: Store) -> None:
    plan = plan_with_kpis()
    plan.plan = replace(plan.plan, as_of_on=day("2026-02-10"))
    sync.apply(store, plan, kind="import", imported_by="prueba")
    with store.reading() as connection:
        found = connection.execute(
            text(
                "SELECT period_start, period_end FROM indicator_values WHERE indicator_id = :id"
                " AND superseded_at IS NULL ORDER BY period_end"
            ),
            {"id": indicator_id(store, DATA)},
        ).all()
    assert [tuple(map(str, row)) for row in found] == [("2025-10-01", "2025-12-31"), ("2026-01-01", "2026-02-10")]


def test_a_plan_without_them_needs_no_post(sqlite_store: Store) -> None:
    sync.apply(sqlite_store, sample_plan(), kind="import", imported_by="prueba")
    assert computed.compute(sqlite_store) == 0
    with sqlite_store.reading() as connection:
        assert connection.execute(select(ACCOUNTS.c.id)).all() == []


def test_a_past_value_is_recorded_at_its_moment(store: Store) -> None:
    at = dt.datetime(2025, 10, 1, 9, 0)
    with store.writing(at=at) as write:
        period = (day("2025-07-01"), day("2025-09-30"))
        value_id = computed.record_past(write, indicator_id(store, PROGRESS), period, (1, 4), "Calculado.")
    query = "SELECT value FROM indicator_values WHERE id = :id AND recorded_at < '2025-10-02'"
    assert scalar(store, query, id=value_id) == 25.0
