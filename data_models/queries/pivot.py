"""Progress rows counted or summed up by two of their columns, with totals that are of rows and not of cells.

A row that belongs to several groups (a project several secretariats share, an indicator linked to several goals) counts
in each of them and once in every total. A mean is of rows, never of means; a ratio is the sum of the parts over the sum
of the wholes; a weighted mean is the roll-up of `kpis.rollup`. What has no value takes no part, and how many have one
comes with every figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_models.queries.frames import natural
from data_models.queries.selection import folded
from data_models.visibility import SEPARATOR
from kpis.rollup import rollup
from kpis.vocabulary import Frequency, Freshness, ProjectState, Status

Value = str | None
Positions = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

BLANK: Value = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What rows are grouped by: `cells` gives each row's groups (none: blank), `kinds` the kinds of item that have it.

    `order` sorts the values there are; without it they keep the plan's order. Blank comes last.
    """

    key: str
    cells: Callable[[pd.DataFrame], Sequence[tuple[str, ...]]]
    kinds: tuple[str, ...] = ("project", "indicator")
    order: Callable[[str], Any] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is summed up: a column, or the ratio of two; ``None`` for the count of rows.

    `ratio` names the part, the whole, and what stands in for a whole that is not known. `aggregations` are those that
    mean something, the usual one first. `is_money`: only rows in one currency can be added.
    """

    key: str
    column: str | None
    aggregations: tuple[str, ...]
    kinds: tuple[str, ...] = ("project", "indicator")
    ratio: tuple[str, ...] = ()
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell or a total: its value (None: nothing to compute it from), and of how many rows out of how many."""

    value: float | None
    defined: int
    total: int


NOTHING = Figure(None, 0, 0)


@dataclass(frozen=True)
class Pivot:
    """Rows by two dimensions: the values of each in order, cells by position, totals; without columns, totals alone."""

    row_values: tuple[Value, ...]
    column_values: tuple[Value, ...]
    cells: Mapping[tuple[int, int], Figure]
    row_totals: tuple[Figure, ...]
    column_totals: tuple[Figure, ...]
    total: Figure
    is_row_shared: bool = False
    is_column_shared: bool = False

    def cell(self, row: int, column: int) -> Figure:
        """The figure of a cell; `NOTHING` where no row is."""
        return self.cells.get((row, column), NOTHING)


# Grouping


def _single(column: str) -> Callable[[pd.DataFrame], Sequence[tuple[str, ...]]]:
    def cells(frame: pd.DataFrame) -> Sequence[tuple[str, ...]]:
        known: dict[Any, tuple[str, ...]] = {}
        given = frame[column].tolist()
        for cell in set(given):
            known[cell] = () if cell is None or cell != cell else (str(cell),)
        return [known[cell] for cell in given]

    return cells


def _parts(column: str, keep: Callable[[str], bool] = lambda _part: True) -> Callable[..., Sequence[tuple[str, ...]]]:
    def cells(frame: pd.DataFrame) -> Sequence[tuple[str, ...]]:
        known: dict[str | None, tuple[str, ...]] = {None: ()}
        for cell in set(frame[column].tolist()) - {None}:
            known[cell] = tuple(dict.fromkeys(part for part in cell.split(SEPARATOR) if keep(part)))
        return [known[cell] for cell in frame[column].tolist()]

    return cells


def _year(frame: pd.DataFrame) -> Sequence[tuple[str, ...]]:
    """The year a project was planned to end, or the target of an indicator is due."""
    is_project = (frame["item_kind"] == "project").to_numpy()
    due = np.where(is_project, frame["planned_end"].dt.year, frame["target_due_on"].dt.year)
    return [() if year != year else (str(int(year)),) for year in due.tolist()]


def _yes_no(column: str) -> Callable[[pd.DataFrame], Sequence[tuple[str, ...]]]:
    return lambda frame: [("si",) if cell else ("no",) for cell in frame[column].tolist()]


def secretariats_at_the_top(known: pd.DataFrame) -> Dimension:
    """Rows by the secretariats at the top that answer for them, whatever the area below; ``known`` as of `tree`."""
    top = {str(slug) for slug in known.loc[known["parent_code"].isna(), "slug"].dropna()}
    places = {str(slug): place for place, slug in enumerate(known["slug"].dropna())}
    cells = _parts("responsible_slugs", lambda part: part in top)
    return Dimension("secretaria", cells, order=lambda slug: places.get(slug, len(places)))


def level(depth: int) -> Dimension:
    """Rows by a further level of the plan, 3 to 5, by its code."""
    return Dimension(f"nivel{depth}", _single(f"level{depth}_code"), order=natural)


def _listed(values: Sequence[str]) -> Callable[[str], int]:
    places = {value: place for place, value in enumerate(values)}
    return lambda value: places.get(value, len(places))


_PROJECT, _INDICATOR = ("project",), ("indicator",)

DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("eje", _single("axis_slug")),
    Dimension("programa", _single("program_slug")),
    Dimension("estado", _single("status"), order=_listed(tuple(Status))),
    Dimension("dato", _single("freshness"), order=_listed(tuple(Freshness))),
    Dimension("fin", _year, order=int),
    Dimension("ods", _parts("sdg_codes", lambda code: "." not in code), order=natural),
    Dimension("situacion", _single("project_state"), _PROJECT, _listed(tuple(ProjectState))),
    Dimension("distrito", _single("district"), _PROJECT, folded),
    Dimension("causa", _single("delay_cause"), _PROJECT, folded),
    Dimension("base", _single("completion_basis"), _PROJECT, folded),
    Dimension("tipo", _single("indicator_kind"), _INDICATOR, _listed(("outcome", "process"))),
    Dimension("clase", _single("indicator_class"), _INDICATOR, folded),
    Dimension("estrategica", _yes_no("is_strategic"), _INDICATOR, _listed(("si", "no"))),
    Dimension("frecuencia", _single("frequency"), _INDICATOR, _listed(tuple(Frequency))),
    Dimension("sentido", _single("direction"), _INDICATOR, folded),
)

_SPREAD = ("media", "mediana", "minimo", "maximo")
MEASURES: tuple[Measure, ...] = (
    Measure("cantidad", None, ("cuenta",)),
    Measure("avance", "progress_pct", ("ponderada", *_SPREAD)),
    Measure("esperado", "expected_pct", _SPREAD),
    Measure("distancia", "gap_points", _SPREAD),
    Measure("demora", "days_overdue", ("mediana", "media", "maximo", "suma")),
    Measure("vigente", "budget_current", ("suma", *_SPREAD), _PROJECT, is_money=True),
    Measure("ejecutado", "budget_executed", ("suma", *_SPREAD), _PROJECT, is_money=True),
    Measure(
        "ejecucion",
        "budget_executed_pct",
        ("razon", *_SPREAD),
        _PROJECT,
        ("budget_executed", "budget_current", "budget_approved"),
        is_money=True,
    ),
    Measure("hitos", None, ("razon",), _PROJECT, ("milestones_done", "milestones_total")),
)


# Computing


@dataclass(frozen=True)
class Source:
    """Rows of one kind to be summed up, each once; money of other currencies than `currency` takes no part."""

    frame: pd.DataFrame
    measure: Measure
    aggregation: str
    currency: str | None = None

    def __post_init__(self) -> None:
        if self.aggregation not in self.measure.aggregations:
            raise ValueError(f"{self.measure.key} has no {self.aggregation}")

    @cached_property
    def defined(self) -> Mask:
        """Which rows take part."""
        frame = self.frame
        if self.aggregation == "cuenta":
            return np.ones(len(frame), dtype=np.bool_)
        keep = np.ones(len(frame), dtype=np.bool_)
        if self.aggregation == "razon":
            parts, wholes = self._ratio
            keep &= ~np.isnan(parts) & ~np.isnan(wholes) & (np.nan_to_num(wholes) > 0)
        else:
            keep &= ~np.isnan(self._numbers)
        if self.aggregation == "ponderada":
            keep &= np.asarray(frame["status"] != Status.CANCELLED.value, dtype=np.bool_)
        if self.measure.is_money and self.currency is not None:
            keep &= np.asarray(frame["budget_currency"] == self.currency, dtype=np.bool_)
        return keep

    @cached_property
    def _numbers(self) -> Numbers:
        assert self.measure.column is not None
        return self.frame[self.measure.column].to_numpy(dtype=np.float64, na_value=np.nan)

    @cached_property
    def _ratio(self) -> tuple[Numbers, Numbers]:
        part, whole, *instead = (
            self.frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in self.measure.ratio
        )
        for other in instead:
            whole = np.where(np.isnan(whole), other, whole)
        return part, whole

    def figures(self, rows: Positions, groups: Positions) -> dict[int, Figure]:
        """One figure for each group: row ``rows[i]`` is in group ``groups[i]``, in each group at most once."""
        if not len(rows):
            return {}
        defined = self.defined[rows]
        totals = np.bincount(groups)
        counts = np.bincount(groups[defined], minlength=len(totals))
        values = self._values(rows[defined], groups[defined])
        return {
            int(group): Figure(values.get(int(group)), int(counts[group]), int(totals[group]))
            for group in np.flatnonzero(totals)
        }

    def _values(self, rows: Positions, groups: Positions) -> dict[int, float]:
        if self.aggregation == "cuenta":
            found = pd.Series(np.ones(len(rows))).groupby(groups).sum()
        elif self.aggregation == "ponderada":
            taken = self.frame[["progress_pct", "weight"]].iloc[rows].assign(group=groups)
            found = rollup(taken, ["group"])["progress_pct"]
        elif self.aggregation == "razon":
            parts, wholes = (pd.Series(each[rows]).groupby(groups).sum() for each in self._ratio)
            found = 100 * parts / wholes
        else:
            name = {"suma": "sum", "media": "mean", "mediana": "median", "minimo": "min", "maximo": "max"}
            found = pd.Series(self._numbers[rows]).groupby(groups).agg(name[self.aggregation])
        numbered = zip(found.index.to_numpy().tolist(), found.to_numpy().tolist(), strict=True)
        return {group: value for group, value in numbered if value == value}


@dataclass(frozen=True)
class Groups:
    """Rows under the values of a dimension: pairs of a row's position and its value's, blank last."""

    values: tuple[Value, ...]
    rows: Positions
    places: Positions

    @property
    def is_shared(self) -> bool:
        """Whether a row is under several values."""
        return len(self.rows) > len(np.unique(self.rows))


def grouped(frame: pd.DataFrame, dimension: Dimension) -> Groups:
    """The rows of a frame by a dimension."""
    cells = dimension.cells(frame)
    # Few rows differ in their groups: each combination is read once, in the order in which they come.
    number: dict[tuple[str, ...], int] = {}
    kinds = np.fromiter((number.setdefault(own, len(number)) for own in cells), dtype=np.int64, count=len(cells))
    present: list[str] = list(dict.fromkeys(value for own in number for value in own))
    if dimension.order is not None:
        present.sort(key=dimension.order)
    values: tuple[Value, ...] = (*present, *([BLANK] if () in number else []))
    places = {value: place for place, value in enumerate(values)}
    of_kind = [[places[value] for value in (own or (BLANK,))] for own in number]
    sizes = np.array([len(own) for own in of_kind], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    flat = np.array([place for own in of_kind for place in own], dtype=np.int64)
    count = sizes[kinds] if len(kinds) else np.zeros(0, dtype=np.int64)
    rows = np.repeat(np.arange(len(cells), dtype=np.int64), count)
    within = np.arange(len(rows), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    return Groups(values, rows, flat[np.repeat(starts[kinds], count) + within] if len(rows) else rows)


def pivot(source: Source, rows: Dimension, columns: Dimension | None) -> Pivot:
    """The rows of a source by one or two dimensions."""
    down = grouped(source.frame, rows)
    by_row = source.figures(down.rows, down.places)
    row_totals = tuple(by_row.get(place, NOTHING) for place in range(len(down.values)))
    every = np.arange(len(source.frame), dtype=np.int64)
    total = source.figures(every, np.zeros(len(every), dtype=np.int64)).get(0, NOTHING)
    if columns is None:
        return Pivot(down.values, (), {}, row_totals, (), total, down.is_shared)
    across = grouped(source.frame, columns)
    by_column = source.figures(across.rows, across.places)
    pairs = pd.DataFrame({"row": down.rows, "down": down.places}).merge(
        pd.DataFrame({"row": across.rows, "across": across.places}), on="row"
    )
    width = max(1, len(across.values))
    group = (pairs["down"] * width + pairs["across"]).to_numpy(dtype=np.int64)
    cells = source.figures(pairs["row"].to_numpy(dtype=np.int64), group)
    return Pivot(
        down.values,
        across.values,
        {(place // width, place % width): figure for place, figure in cells.items()},
        row_totals,
        tuple(by_column.get(place, NOTHING) for place in range(len(across.values))),
        total,
        down.is_shared,
        across.is_shared,
    )


def has_value(frame: pd.DataFrame, dimension: Dimension, value: Value) -> Mask:
    """Which rows are under a value of a dimension; None is blank."""
    cells = dimension.cells(frame)
    return np.fromiter((not own if value is None else value in own for own in cells), dtype=np.bool_, count=len(frame))
