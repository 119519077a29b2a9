"""Recomputing what a sheet says of itself. The rules of `kpis` judge; what differs is reported and ours is used."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd

from data_models.document import IndicatorRecord, PlanRecord, TargetRecord, ValueRecord
from intake.extract_amounts import same
from intake.extract_fields import FieldReader
from intake.extract_records import ReadRow
from intake.extract_tables import LocatedTable
from intake.findings import FindingCode, finding
from intake.normalize.results import Understood, findings_of
from intake.reading import Cell
from intake.reading_grid import column_letters
from intake.recipe import CheckRule
from intake.wording import N_
from kpis import evaluate

# Sheets round what they show, and add up binary fractions in another order than we do.
TOLERANCE: Final = 1e-6
_DATES: Final = ("baseline_on", "starts_on", "plan_starts_on", "plan_ends_on", "period_start", "period_end", "due_on")
_SUM_OF_ROWS: Final = N_("{total}, la suma de las filas")
_COLUMN_USED: Final = N_("la columna {column}")
_EACH_USED: Final = N_("cada una para lo que dice")


class Frames:
    """A plan's indicators as the frames the rules take; ids are the positions of the indicators."""

    def __init__(
        self,
        plan: PlanRecord,
        indicators: Sequence[IndicatorRecord],
        targets: Iterable[TargetRecord],
        values: Iterable[ValueRecord],
    ) -> None:
        self.codes = [indicator.code for indicator in indicators]
        ids = {code: position for position, code in enumerate(self.codes)}
        names = [
            "direction", "accumulation", "accumulation_years", "frequency", "allowed_delay_days", "ratio_scale",
            "baseline_value", "baseline_on", "starts_on", "is_cancelled",
        ]  # fmt: skip
        self.definitions = _frame(
            [{name: getattr(indicator, name) for name in names} for indicator in indicators],
            names,
            indicator_id=range(len(self.codes)),
            plan_starts_on=plan.starts_on,
            plan_ends_on=plan.ends_on,
            on_track_min=plan.on_track_min,
            at_risk_min=plan.at_risk_min,
        )
        self.values = _rows(
            values, ids, ("period_start", "period_end", "value", "bound", "numerator", "denominator")
        ).dropna(subset=["value"])
        self.targets = _rows(
            targets, ids, ("kind", "period_start", "due_on", "value", "upper_value", "bound", "text", "accumulation")
        )


def _rows(
    records: Iterable[TargetRecord] | Iterable[ValueRecord], ids: dict[str, int], names: tuple[str, ...]
) -> pd.DataFrame:
    known = [record for record in records if record.indicator_code in ids]
    rows = [{name: getattr(record, name) for name in names} for record in known]
    return _frame(rows, list(names), indicator_id=[ids[record.indicator_code] for record in known])


def _frame(rows: list[dict[str, object]], names: list[str], **more: Any) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=names)
    for name, value in more.items():
        frame[name] = value
    for name in frame.columns:
        if name in _DATES:
            frame[name] = pd.to_datetime(frame[name])
        elif name in {"value", "upper_value", "numerator", "denominator", "baseline_value"}:
            frame[name] = frame[name].astype(float)
    return frame


def run_checks(
    table: LocatedTable,
    rows: Sequence[ReadRow],
    plan: PlanRecord,
    indicators: dict[str, IndicatorRecord],
    targets: Sequence[TargetRecord],
    values: Sequence[ValueRecord],
    reader: FieldReader,
) -> None:
    """Run the checks of a table; every difference becomes a finding of the reader."""
    ours: dict[str, dict[str, float]] = {}
    frames: Frames | None = None
    for check in table.rule.checks:
        if check.kind == "same":
            _check_same(table, check, rows, reader)
        elif check.kind == "total_row":
            _check_totals(table, check, rows, reader)
        else:
            if frames is None:
                frames = Frames(plan, list(indicators.values()), targets, values)
            key = f"{check.kind} {check.year}"
            if key not in ours:
                ours[key] = (
                    _achievements(frames, check.year)
                    if check.year and check.kind == "annual_achievement"
                    else (_progress(frames, plan, check.year))
                )
            _check_percents(check, rows, ours[key], reader)


def _achievements(frames: Frames, year: int) -> dict[str, float]:
    """Executed/planned of a year, as a fraction, where it is defined."""
    annual = evaluate.annual(frames.definitions, frames.values, frames.targets)
    of_year = annual[(annual["year"] == year) & annual["achievement_pct"].notna()]
    return _fractions(frames, of_year["indicator_id"], of_year["achievement_pct"])


def _progress(frames: Frames, plan: PlanRecord, year: int | None) -> dict[str, float]:
    """Progress at the end of a year, or at the plan's cut-off, as a fraction, where it is defined."""
    as_of = plan.as_of_on or plan.ends_on
    if year is not None:
        as_of = as_of.replace(year=year, month=12, day=31)
    judged = evaluate.indicators(frames.definitions, frames.values, frames.targets, as_of)
    defined = judged[judged["progress_pct"].notna()]
    return _fractions(frames, defined["indicator_id"], defined["progress_pct"])


def _fractions(frames: Frames, ids: pd.Series[int], percents: pd.Series[float]) -> dict[str, float]:
    """Percents by the code of their indicator, as fractions."""
    pairs = zip(ids.tolist(), percents.tolist(), strict=True)
    return {frames.codes[position]: percent / 100 for position, percent in pairs}


def _check_percents(check: CheckRule, rows: Sequence[ReadRow], ours: dict[str, float], reader: FieldReader) -> None:
    for read in rows:
        if read.indicator_code is None:
            continue
        cell = read.row.cell(check.column or "")
        said = _fraction(cell, reader)
        mine = ours.get(read.indicator_code)
        if said is not None and mine is not None and not same(said, mine, TOLERANCE):
            reader.say(FindingCode.VALUE_INCONSISTENT, cell, read_as=_percent(mine))


def _fraction(cell: Cell, reader: FieldReader) -> float | None:
    """The share a cell says (1 is everything), whether it is a number, a text with % or shown as a percent."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return float(cell.value)
    read = reader.quantity_read(cell)
    if not isinstance(read, Understood):
        reader.report(*findings_of(read, cell, file=reader.file) if cell.value is None and not cell.is_blank else ())
        return None
    is_scaled = reader.options.percent == "as_stored"
    return read.value.value if is_scaled or not read.value.is_percent else read.value.value / 100


def _check_same(table: LocatedTable, check: CheckRule, rows: Sequence[ReadRow], reader: FieldReader) -> None:
    """One finding for the pair: how many rows differ, where the first ones are, and what each column adds up to."""
    column, other = check.column or "", check.other or ""
    different = []
    totals = [0.0, 0.0]
    for read in rows:
        cells = (read.row.cell(column), read.row.cell(other))
        numbers = [float(c.value) if isinstance(c.value, int | float) else None for c in cells]
        totals = [total + (number or 0.0) for total, number in zip(totals, numbers, strict=True)]
        a, b = numbers
        if (a is None) != (b is None) or (a is not None and b is not None and not same(a, b, TOLERANCE)):
            different.append(cells[0].address)
    if not different:
        return
    used = _COLUMN_USED.format(column=column_letters(table.columns.get(check.used, 1))) if check.used else _EACH_USED
    letters = [column_letters(table.columns.get(name, 1)) for name in (column, other)]
    sums = " y ".join(f"{at} suma {_amount(total)}" for at, total in zip(letters, totals, strict=True))
    where = ", ".join(different[:5]) + ("…" if len(different) > 5 else "")
    reader.report(
        finding(
            FindingCode.COLUMNS_DIFFER, file=reader.file, sheet=table.grid.name, cell=f"{letters[1]}{table.header_row}",
            found=f"{len(different)} filas distintas ({where}); {sums}", read_as=used,
        )
    )  # fmt: skip


def _check_totals(table: LocatedTable, check: CheckRule, rows: Sequence[ReadRow], reader: FieldReader) -> None:
    for number in table.totals_rows:
        for name in check.columns:
            cell = table.grid.cell(number, table.columns[name]) if name in table.columns else None
            if cell is None or not isinstance(cell.value, int | float):
                continue
            amounts = [read.row.cell(name).value for read in rows]
            total = math.fsum(float(amount) for amount in amounts if isinstance(amount, int | float))
            if not same(total, float(cell.value), TOLERANCE):
                reader.say(FindingCode.VALUE_INCONSISTENT, cell, read_as=_SUM_OF_ROWS.format(total=_amount(total)))


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.2f} %".replace(".", ",")


def _amount(number: float) -> str:
    whole = f"{number:,.2f}".removesuffix(".00")
    return whole.translate(str.maketrans(",.", ".,"))
