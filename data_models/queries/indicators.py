"""Everything the page of one indicator shows: where it stands, how that was computed, and from what."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, select

from data_models.dictionary import RECORDING_COLUMNS, ItemKind
from data_models.progress import indicators as computing
from data_models.progress.columns import Moment
from data_models.progress.compute import data_version
from data_models.progress.places import Places, plan_facts
from data_models.progress.promises import read_promises, target_frame
from data_models.progress.scope import AnyRow, Scope
from data_models.queries.budgets import budgets_of
from data_models.queries.frames import as_series, record
from data_models.queries.links import LinkTo, links_of
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows
from data_models.queries.provenance import Origin, origin_of, with_sources
from data_models.queries.series import original_path
from data_models.rows import in_force
from data_models.tables import ACCOUNTS, INDICATOR_VALUES, INDICATOR_VERSIONS, TARGETS
from data_models.visibility import Reader, value_states
from kpis import evaluate
from kpis.path import expected_path
from kpis.rules import RULES_VERSION
from kpis.vocabulary import TargetKind, ValueState

if TYPE_CHECKING:
    from data_models.store import Store

DECIDERS = ACCOUNTS.alias("deciders")

VALUE_KINDS = {
    "period_start": "date",
    "period_end": "date",
    "value": "number",
    "numerator": "number",
    "denominator": "number",
    "accumulated_value": "number",
    "expected_value": "number",
    "progress_pct": "number",
    "expected_pct": "number",
    "recorded_at": "datetime",
    "decided_at": "datetime",
    "superseded_at": "datetime",
    "corrections": "integer",
}
HISTORY_COLUMNS = (
    "period_start",
    "period_end",
    "value",
    "bound",
    "text",
    "numerator",
    "denominator",
    "state",
    "note",
    "evidence_url",
    "accumulated_value",
    "expected_value",
    "progress_pct",
    "expected_pct",
    "status",
    "reason_code",
    "recorded_at",
    "entered_by",
    "decided_by",
    "decided_at",
    "where",
    "corrections",
)
CORRECTION_COLUMNS = (
    "period_start", "period_end", "value", "bound", "text", "recorded_at", "entered_by", "where", "superseded_at",
)  # fmt: skip
TARGET_KINDS = {
    "period_start": "date",
    "due_on": "date",
    "value": "number",
    "upper_value": "number",
    "revision": "integer",
    "decided_on": "date",
    "recorded_at": "datetime",
    "superseded_at": "datetime",
    "is_in_force": "boolean",
}
TARGET_COLUMNS = (
    "kind",
    "period_start",
    "due_on",
    "value",
    "upper_value",
    "bound",
    "text",
    "accumulation",
    "revision",
    "reason",
    "decided_on",
    "is_in_force",
    "recorded_at",
    "superseded_at",
    "entered_by",
    "where",
)


@dataclass(frozen=True, slots=True)
class InputSource:
    """One input of the computation. ``key`` is baseline, target, value, numerator or denominator.

    ``name`` is its Spanish name, ``value`` None where only ``text`` is known, ``on`` the date it is of.
    ``approved_by`` is a post; an imported value was approved with its import.
    """

    key: str
    name: str
    value: float | None
    unit: str | None
    on: dt.date | None
    text: str | None
    origin: Origin
    approved_by: str | None = None
    approved_at: dt.datetime | None = None

    @property
    def where(self) -> str:
        """In Spanish, down to the workbook's cell where it is known."""
        return self.origin.where


@dataclass(frozen=True, slots=True)
class IndicatorDetail:
    """One indicator as a reader sees it.

    ``row`` is its progress row and ``definition`` its definition (the dictionary's sections progress and indicators),
    as plain values; ``computation`` is what `kpis.explain.indicator_steps` takes. ``history`` has a row for each
    current value by period (HISTORY_COLUMNS): approved ones as the rules judge them at the end of their period, and
    those under way that the reader may see. ``path`` is what `kpis.path.expected_path` gives of the targets in force,
    ``original_path`` that of the targets first promised (no rows where none was revised). ``corrections`` are the
    approved values that were replaced, ``annual`` what `kpis.evaluate.annual` gives, ``budgets`` what `budgets_of`
    gives, ``targets`` every revision of every target, the original first. ``projects`` are the progress rows of the
    project it belongs to, ``nearby_projects`` of those of its part of the plan.
    """

    row: dict[str, Any]
    definition: dict[str, Any]
    computation: dict[str, Any]
    history: pd.DataFrame
    path: pd.DataFrame
    original_path: pd.DataFrame
    corrections: pd.DataFrame
    annual: pd.DataFrame
    budgets: pd.DataFrame
    targets: pd.DataFrame
    inputs: list[InputSource]
    projects: pd.DataFrame
    nearby_projects: pd.DataFrame
    links: list[LinkTo]


def detail(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    indicator_id: int,
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> IndicatorDetail | None:
    """The indicator as true on ``as_of`` and known at ``known_on``; None when it is not there for this reader."""
    frame = rows(store, reader, plan, as_of=as_of, known_on=known_on)
    is_it = (frame["item_kind"] == ItemKind.INDICATOR) & (frame["item_id"] == indicator_id)
    if not is_it.any():
        return None
    row = record(frame[is_it])
    on = as_of or plan.as_of
    with store.reading() as connection:
        facts = plan_facts(connection, plan.id, known_on)
        definition_row = _definition(connection, indicator_id, known_on)
        if facts is None or definition_row is None:
            return None
        scope = Scope(plan.id, (indicator_id,))
        moment = Moment(facts, on, data_version(connection), RULES_VERSION)
        definitions = computing.definition_frame(computing.read_versions(connection, scope, known_on), moment)
        values = computing.value_frame(computing.read_values(connection, scope, on, known_on))
        promises = read_promises(connection, scope, on, known_on)
        targets = target_frame(promises.rows)
        results = evaluate.indicators(definitions, values, targets, on)
        recorded = _recorded_values(connection, indicator_id, on, known_on)
        states = value_states(reader, row["secretariat_code"], row["shared_secretariat_codes"])
        places = Places(connection, known_on)
        places.read_nodes([definition_row.node_id])
        final = promises.final.get(indicator_id)
        links = links_of(
            connection,
            node_ids=[level.id for level in places.path(definition_row.node_id)],
            project_id=definition_row.project_id,
            indicator_id=indicator_id,
            known_on=known_on,
        )
        definition = {name: value for name, value in definition_row._mapping.items() if name in DEFINITION_COLUMNS}
        return IndicatorDetail(
            row=row,
            definition=definition,
            computation=row | definition | record(definitions) | record(results),
            history=_history(evaluate.history(definitions, values, targets), recorded, states),
            path=expected_path(definitions, values, targets),
            original_path=original_path(definitions, values, promises),
            corrections=_corrections(recorded),
            annual=evaluate.annual(definitions, values, targets).drop(columns="indicator_id"),
            budgets=budgets_of(connection, "indicator_id", indicator_id, (on, plan.as_of), known_on),
            targets=_targets(connection, indicator_id, [target.id for target in promises.rows], known_on),
            inputs=[
                *_baseline_input(definition_row),
                *_target_input(connection, definition_row.unit, final.id if final else None),
                *_value_inputs(definition_row, row, recorded),
            ],
            projects=frame[
                (frame["item_kind"] == ItemKind.PROJECT) & (frame["item_id"] == (definition_row.project_id or -1))
            ].reset_index(drop=True),
            nearby_projects=frame[_is_nearby(frame, row)].reset_index(drop=True),
            links=links,
        )


def _is_nearby(frame: pd.DataFrame, row: dict[str, Any]) -> pd.Series:
    """The projects of the same program, or of the same axis where there is none."""
    place = "axis_slug" if row["program_slug"] is None else "program_slug"
    is_near: pd.Series = (frame["item_kind"] == ItemKind.PROJECT) & (frame[place] == row[place])
    return is_near


DEFINITION_COLUMNS = (
    frozenset(column.name for column in INDICATOR_VERSIONS.columns)
    - RECORDING_COLUMNS
    - {"indicator_id", "node_id", "project_id"}
)


def _definition(connection: Connection, indicator_id: int, known_on: dt.datetime | None) -> AnyRow | None:
    sources = with_sources(INDICATOR_VERSIONS)
    query = (
        select(*(column for column in INDICATOR_VERSIONS.columns), *sources.columns)
        .select_from(sources.joined)
        .where(INDICATOR_VERSIONS.c.indicator_id == indicator_id, in_force(INDICATOR_VERSIONS, known_on))
    )
    return connection.execute(query).first()


def _recorded_values(
    connection: Connection, indicator_id: int, as_of: dt.date, known_on: dt.datetime | None
) -> list[AnyRow]:
    """Every value recorded for periods up to the date, superseded ones included, oldest first."""
    sources = with_sources(INDICATOR_VALUES)
    query = (
        select(
            *(column for column in INDICATOR_VALUES.columns if column.name != "decided_by"),
            DECIDERS.c.display_name.label("decided_by"),
            in_force(INDICATOR_VALUES, known_on).label("is_in_force"),
            *sources.columns,
        )
        .select_from(sources.joined.outerjoin(DECIDERS, DECIDERS.c.id == INDICATOR_VALUES.c.decided_by))
        .where(INDICATOR_VALUES.c.indicator_id == indicator_id, INDICATOR_VALUES.c.period_end <= as_of)
        .order_by(INDICATOR_VALUES.c.period_end, INDICATOR_VALUES.c.recorded_at, INDICATOR_VALUES.c.id)
    )
    if known_on is not None:
        query = query.where(INDICATOR_VALUES.c.recorded_at <= known_on)
    return list(connection.execute(query).all())


def _history(judged: pd.DataFrame, recorded: list[AnyRow], states: tuple[str, ...]) -> pd.DataFrame:
    by_period = {pd.Timestamp(end).date(): place for place, end in enumerate(judged["period_end"])}
    replaced = Counter(row.period_end for row in recorded if _is_replaced(row))
    cells: dict[str, list[Any]] = {name: [] for name in HISTORY_COLUMNS}
    for row in recorded:
        if not row.is_in_force or row.state not in states:
            continue
        place = by_period.get(row.period_end) if row.state == ValueState.APPROVED and row.value is not None else None
        origin = _entry_of(row, recorded)
        for name in HISTORY_COLUMNS:
            match name:
                case (
                    "accumulated_value" | "expected_value" | "progress_pct" | "expected_pct" | "status" | "reason_code"
                ):
                    cells[name].append(None if place is None else judged[name].iat[place])
                case "entered_by":
                    cells[name].append(origin.entered_by)
                case "where":
                    cells[name].append(origin.where)
                case "corrections":
                    cells[name].append(replaced[row.period_end] if row.state == ValueState.APPROVED else 0)
                case _:
                    cells[name].append(getattr(row, name))
    return _frame(cells, VALUE_KINDS)


def _entry_of(row: AnyRow, recorded: list[AnyRow]) -> Origin:
    """Who brought the value: a judgement records a new row in the judge's name over the one that was sent."""
    sent = (
        other
        for other in recorded
        if other.period_end == row.period_end
        and other.state == ValueState.SENT
        and other.superseded_at == row.recorded_at
    )
    judged = row.state in (ValueState.APPROVED, ValueState.RETURNED)
    return origin_of(next(sent, row) if judged else row)


def _is_replaced(row: AnyRow) -> bool:
    return bool(row.state == ValueState.APPROVED and not row.is_in_force)


def _corrections(recorded: list[AnyRow]) -> pd.DataFrame:
    cells: dict[str, list[Any]] = {name: [] for name in CORRECTION_COLUMNS}
    for row in filter(_is_replaced, recorded):
        origin = _entry_of(row, recorded)
        for name in CORRECTION_COLUMNS:
            known = {"entered_by": origin.entered_by, "where": origin.where}
            cells[name].append(known[name] if name in known else getattr(row, name))
    return _frame(cells, VALUE_KINDS)


def _targets(
    connection: Connection, indicator_id: int, in_force_ids: list[int], known_on: dt.datetime | None
) -> pd.DataFrame:
    sources = with_sources(TARGETS)
    query = (
        select(*(column for column in TARGETS.columns), *sources.columns)
        .select_from(sources.joined)
        .where(TARGETS.c.indicator_id == indicator_id)
    )
    if known_on is not None:
        query = query.where(TARGETS.c.recorded_at <= known_on)
    kinds = [str(kind) for kind in TargetKind]
    found = sorted(
        connection.execute(query).all(),
        key=lambda row: (
            kinds.index(row.kind),
            dt.date.min if row.kind == TargetKind.FINAL else row.due_on,
            row.revision,
            row.recorded_at,
            row.id,
        ),
    )
    cells: dict[str, list[Any]] = {name: [] for name in TARGET_COLUMNS}
    for row in found:
        origin = origin_of(row)
        known = {"is_in_force": row.id in in_force_ids, "entered_by": origin.entered_by, "where": origin.where}
        for name in TARGET_COLUMNS:
            cells[name].append(known[name] if name in known else getattr(row, name))
    return _frame(cells, TARGET_KINDS)


def _baseline_input(definition: AnyRow) -> list[InputSource]:
    if definition.baseline_value is None and definition.baseline_text is None:
        return []
    return [
        InputSource(
            "baseline",
            "Línea de base",
            definition.baseline_value,
            definition.unit,
            definition.baseline_on,
            definition.baseline_text,
            origin_of(definition, source_ref=definition.baseline_ref or definition.source_ref),
        )
    ]


def _target_input(connection: Connection, unit: str, target_id: int | None) -> list[InputSource]:
    if target_id is None:
        return []
    sources = with_sources(TARGETS)
    row = connection.execute(
        select(TARGETS.c.value, TARGETS.c.due_on, TARGETS.c.text, *sources.columns)
        .select_from(sources.joined)
        .where(TARGETS.c.id == target_id)
    ).one()
    return [InputSource("target", "Meta", row.value, unit, row.due_on, row.text, origin_of(row))]


def _value_inputs(definition: AnyRow, row: dict[str, Any], recorded: list[AnyRow]) -> list[InputSource]:
    """The approved value of each period that went in, and of the last one its numerator and denominator."""
    approved = [one for one in recorded if one.is_in_force and one.state == ValueState.APPROVED]
    if definition.accumulation == "last" and definition.accumulation_years is None:
        approved = approved[-1:]
    inputs = []
    for one in approved:
        origin = _entry_of(one, recorded)
        parts = [("value", "Valor", one.value, definition.unit, one.text)]
        if one.numerator is not None and row["numerator"] is not None:
            parts += [
                ("numerator", definition.numerator_name or "Numerador", one.numerator, None, None),
                ("denominator", definition.denominator_name or "Denominador", one.denominator, None, None),
            ]
        inputs += [
            InputSource(
                key,
                name,
                value,
                unit,
                one.period_end,
                text,
                origin,
                one.decided_by or (origin.entered_by if one.import_id is None else None),
                one.decided_at or one.recorded_at,
            )
            for key, name, value, unit, text in parts
        ]
    return inputs


def _frame(cells: dict[str, list[Any]], kinds: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: as_series(kinds.get(name, "text"), column) for name, column in cells.items()})
