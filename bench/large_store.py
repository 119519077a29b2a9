"""A store a hundred times the demonstration plan: 168,500 projects of 5 milestones, 24,200 indicators of 24 values.

Written straight into the tables, deterministic, in well under a minute and a half on SQLite. The values are plain but
not uniform: met, on track, at risk, off track, not started, without data and stale items all occur. The progress table
is left to whoever measures its rebuild.

    python -m bench.large_store [postgresql+psycopg://… | sqlite:///large.db]
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table

from data_models.bulk import insert_rows, next_id, raise_sequences
from data_models.store import Store, create_store
from data_models.tables import METADATA, ImportKind

PROJECT_COUNT = 168_500
INDICATOR_COUNT = 24_200
MILESTONES_PER_PROJECT = 5
VALUES_PER_INDICATOR = 24

PLAN_CODE = "banco"
PLAN_START, PLAN_END, AS_OF = dt.date(2023, 12, 10), dt.date(2027, 12, 31), dt.date(2026, 10, 31)
RECORDED_AT = dt.datetime(2026, 10, 31, 12)
AXES, PROGRAMS, SECRETARIATS, GOALS = 6, 35, 13, 17

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LargePlan:
    """Where it is: ids run without holes from the first ones."""

    plan_id: int
    first_project_id: int
    project_count: int
    first_indicator_id: int
    indicator_count: int


def fill(
    store: Store, *, project_count: int = PROJECT_COUNT, indicator_count: int = INDICATOR_COUNT, code: str = PLAN_CODE
) -> LargePlan:
    """Write one large plan into `store` in one transaction; the schema must be there."""
    with store.writing() as write:
        return _Filler(write.connection, code).fill(project_count, indicator_count)


class _Filler:
    def __init__(self, connection: Connection, code: str) -> None:
        self.connection = connection
        self.code = code
        self.tables = METADATA.tables
        self.import_id = 0

    def fill(self, project_count: int, indicator_count: int) -> LargePlan:
        municipality_id = self._one(
            "municipalities", code=self.code, name="Municipio de prueba", country="AR", currency="ARS"
        )
        plan_id = self._one("plans", municipality_id=municipality_id, code=self.code)
        self.import_id = self._one(
            "imports",
            plan_id=plan_id,
            kind=ImportKind.DEMO.value,
            imported_at=RECORDED_AT,
            imported_by="bench",
            counts={},
        )
        self._recorded(
            "plan_versions",
            (
                "plan_id",
                "name",
                "starts_on",
                "ends_on",
                "as_of_on",
                "on_track_min",
                "at_risk_min",
                "is_public",
                "is_demo",
            ),
            [(plan_id, "Plan de prueba", PLAN_START, PLAN_END, AS_OF, 0.9, 0.6, True, True)],
        )
        self._recorded(
            "plan_levels",
            ("plan_id", "role", "depth", "singular", "plural"),
            [
                (plan_id, "node", 1, "eje", "ejes"),
                (plan_id, "node", 2, "programa", "programas"),
                (plan_id, "project", None, "proyecto", "proyectos"),
                (plan_id, "indicator", None, "indicador", "indicadores"),
            ],
        )
        secretariats = self._identities(
            "secretariats",
            ("municipality_id", "code"),
            [(municipality_id, f"S{place:02}") for place in range(1, SECRETARIATS + 1)],
        )
        self._recorded(
            "secretariat_versions",
            ("secretariat_id", "name", "is_withdrawn"),
            [(identity, f"Secretaría {place}", False) for place, identity in enumerate(secretariats, 1)],
        )
        self._recorded("plan_listings", ("plan_id", "secretariat_id"), [(plan_id, one) for one in secretariats])
        self._url_names("secretariat", secretariats, "secretaria")
        axes = self._identities(
            "nodes", ("plan_id", "depth", "code"), [(plan_id, 1, str(place)) for place in range(1, AXES + 1)]
        )
        program_codes = [f"{place % AXES + 1}.{place // AXES + 1}" for place in range(PROGRAMS)]
        programs = self._identities(
            "nodes", ("plan_id", "depth", "code"), [(plan_id, 2, program) for program in program_codes]
        )
        self._recorded(
            "node_versions",
            ("node_id", "parent_id", "name", "weight", "sort_order", "is_withdrawn"),
            [(identity, None, f"Eje {place}", 1.0, place, False) for place, identity in enumerate(axes, 1)]
            + [
                (identity, axes[place % AXES], f"Programa {program_codes[place]}", 1.0, place, False)
                for place, identity in enumerate(programs)
            ],
        )
        self._url_names("node", [*axes, *programs], "nodo")
        projects = self._fill_projects(plan_id, project_count, programs, secretariats)
        indicators = self._fill_indicators(plan_id, indicator_count, programs, secretariats)
        raise_sequences(self.connection, [table for table in METADATA.sorted_tables if "id" in table.columns])
        return LargePlan(plan_id, projects.start, project_count, indicators.start, indicator_count)

    def _fill_projects(self, plan_id: int, number: int, programs: range, secretariats: range) -> range:
        projects = self._identities(
            "projects", ("plan_id", "code"), ((plan_id, f"P{place:06}") for place in range(number))
        )

        def version(place: int) -> Row:
            # Eleven kinds of life; the prime keeps them from falling in step with programs and secretariats.
            kind = place % 11
            start = PLAN_START + dt.timedelta(days=place * 37 % 900)
            end = min(start + dt.timedelta(days=200 + place * 53 % 500), PLAN_END)
            finished, planned, silent = kind < 3, kind == 3, kind == 4
            if planned:
                start, end = AS_OF + dt.timedelta(days=20 + place % 100), PLAN_END
            state = (
                "finished"
                if finished
                else "planned"
                if planned
                else None
                if silent
                else "paused"
                if kind == 5
                else "in_progress"
            )
            actual_end = min(end, AS_OF) if finished else None
            declared = None if finished or planned or silent or place % 5 < 3 else float(place % 101)
            return (
                projects[place],
                programs[place % PROGRAMS],
                f"Proyecto de prueba {place}",
                state,
                start,
                end,
                None if planned or silent else start,
                actual_end,
                declared,
                None if declared is None else AS_OF,
                AS_OF - dt.timedelta(days=place * 7 % 120),
                "monthly",
                30,
                1.0,
                True,
                False,
            )

        self._recorded(
            "project_versions",
            (
                "project_id",
                "node_id",
                "name",
                "state",
                "planned_start",
                "planned_end",
                "actual_start",
                "actual_end",
                "declared_pct",
                "declared_on",
                "last_update_on",
                "update_frequency",
                "allowed_delay_days",
                "weight",
                "is_public",
                "is_withdrawn",
            ),
            map(version, range(number)),
        )
        self._recorded(
            "responsibilities",
            ("project_id", "indicator_id", "secretariat_id", "is_lead", "post"),
            (
                (projects[place], None, secretariats[place % SECRETARIATS], True, "Jefatura de programa")
                for place in range(number)
            ),
        )
        self._recorded(
            "budgets",
            ("project_id", "year", "currency", "approved_amount", "current_amount", "executed_amount"),
            ((projects[place], None, "ARS", 1e6 + place, 1.1e6 + place, 5e5 + place) for place in range(number)),
        )
        dues = [(PLAN_START + dt.timedelta(days=day)).isoformat() for day in range((PLAN_END - PLAN_START).days + 1)]
        as_of_day = (AS_OF - PLAN_START).days

        def milestones() -> Iterator[Row]:
            for place in range(number):
                kind = place % 11
                identity = projects[place]
                for step in range(MILESTONES_PER_PROJECT):
                    due = (place * 37 % 400 + (step + 1) * (120 + place % 90)) % len(dues)
                    done = (
                        min(due + place % 45, as_of_day)
                        if kind < 3 or (kind > 4 and due < as_of_day - place % 300)
                        else None
                    )
                    yield (
                        identity,
                        str(step + 1),
                        f"Hito {step + 1}",
                        1.0,
                        dues[due],
                        None if done is None else dues[done],
                    )

        self._recorded("milestones", ("project_id", "code", "name", "weight", "due_on", "done_on"), milestones())
        self._url_names("project", projects, "proyecto")
        return projects

    def _fill_indicators(self, plan_id: int, number: int, programs: range, secretariats: range) -> range:
        indicators = self._identities(
            "indicators", ("plan_id", "code"), ((plan_id, f"I{place:06}") for place in range(number))
        )

        def definition(place: int) -> Row:
            return (
                indicators[place],
                programs[place % PROGRAMS],
                f"Indicador de prueba {place}",
                "process" if place % 3 else "outcome",
                "efficacy",
                "unidades",
                "decrease" if place % 4 == 3 else "increase",
                1,
                "sum" if place % 4 == 1 else "last",
                1.0,
                "monthly",
                30,
                _baseline(place),
                dt.date(2023, 12, 31) if _baseline(place) is not None else None,
                dt.date(2024, 11, 1),
                1.0,
                True,
                place % 61 == 60,
                False,
            )

        self._recorded(
            "indicator_versions",
            (
                "indicator_id",
                "node_id",
                "name",
                "kind",
                "indicator_class",
                "unit",
                "direction",
                "decimals",
                "accumulation",
                "ratio_scale",
                "frequency",
                "allowed_delay_days",
                "baseline_value",
                "baseline_on",
                "starts_on",
                "weight",
                "is_public",
                "is_cancelled",
                "is_withdrawn",
            ),
            map(definition, range(number)),
        )
        self._recorded(
            "responsibilities",
            ("project_id", "indicator_id", "secretariat_id", "is_lead", "post"),
            (
                (None, indicators[place], secretariats[place % SECRETARIATS], True, "Referente de datos")
                for place in range(number)
            ),
        )
        self._recorded(
            "targets",
            ("indicator_id", "kind", "due_on", "value", "revision"),
            ((indicators[place], "final", PLAN_END, _target(place), 0) for place in range(number)),
        )
        months = _months(VALUES_PER_INDICATOR)

        def values() -> Iterator[Row]:
            for place in range(number):
                if place % 13 == 12:
                    continue
                closed = VALUES_PER_INDICATOR - (place % 7 if place % 5 == 0 else 0)
                pace = 0.2 + place % 10 / 10
                baseline, target = _baseline(place) or 0.0, _target(place)
                for month, (first, last) in enumerate(months[:closed], 1):
                    if place % 4 == 1:
                        value = round(target * pace / 38, 3)
                    else:
                        value = round(baseline + (target - baseline) * pace * (10 + month) / 48, 3)
                    yield indicators[place], first, last, value, "approved"

        self._recorded("indicator_values", ("indicator_id", "period_start", "period_end", "value", "state"), values())
        self._url_names("indicator", indicators, "indicador")
        axis_id = self._one("cross_axes", code=f"{self.code}-ods", name="Objetivos de prueba")
        goals = self._identities(
            "cross_axis_items",
            ("cross_axis_id", "code", "name"),
            [(axis_id, str(goal), f"Objetivo {goal}") for goal in range(1, GOALS + 1)],
        )
        self._recorded("plan_listings", ("plan_id", "cross_axis_item_id"), [(plan_id, goal) for goal in goals])
        self._recorded(
            "links",
            ("cross_axis_item_id", "indicator_id", "strength"),
            ((goals[place % GOALS], indicators[place], 2) for place in range(0, number, 2)),
        )
        return indicators

    def _one(self, table_name: str, **row: Any) -> int:
        return self._identities(table_name, tuple(row), [tuple(row.values())]).start

    def _identities(self, table_name: str, columns: Sequence[str], rows: Iterator[Row] | list[Row]) -> range:
        """Insert rows with ids of their own; the range of those ids."""
        table: Table = self.tables[table_name]
        first = next_id(self.connection, table)
        written = insert_rows(
            self.connection,
            table,
            ("id", *columns),
            ((identity, *row) for identity, row in zip(count(first), rows, strict=False)),
        )
        return range(first, first + written)

    def _recorded(self, table_name: str, columns: Sequence[str], rows: Iterator[Row] | list[Row]) -> None:
        recorded_at = RECORDED_AT.strftime("%Y-%m-%d %H:%M:%S.%f")
        self._identities(
            table_name, ("recorded_at", "import_id", *columns), ((recorded_at, self.import_id, *row) for row in rows)
        )

    def _url_names(self, kind: str, identities: range | list[int], word: str) -> None:
        self._recorded(
            "url_names",
            ("scope", "kind", "name", f"{kind}_id"),
            ((self.code, kind, f"{word}-{place}", identity) for place, identity in enumerate(identities, 1)),
        )


def _baseline(place: int) -> float | None:
    """Flows start from zero by construction; every seventh stock has no baseline either."""
    return None if place % 4 == 1 or place % 7 == 6 else float(100 + place % 50)


def _target(place: int) -> float:
    return 40.0 if place % 4 == 3 else 300.0 + place % 400


def _months(number: int) -> list[tuple[str, str]]:
    """First and last day (ISO) of the `number` months up to the cut-off."""
    found = []
    end = AS_OF
    for _ in range(number):
        found.append((end.replace(day=1).isoformat(), end.isoformat()))
        end = end.replace(day=1) - dt.timedelta(days=1)
    return found[::-1]


def main(url: str) -> None:
    """Create the store at `url` and say how long it took."""
    store = create_store(url)
    store.upgrade()
    started = time.perf_counter()
    plan = fill(store)
    print(
        f"{plan.project_count:,} projects, {plan.indicator_count:,} indicators in {time.perf_counter() - started:.1f} s"
    )
    store.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sqlite:///var/large.db")
