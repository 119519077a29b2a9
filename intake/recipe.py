"""A recipe: one YAML file that says how a source is read into a plan. Data, not code: a further city is a further file.

A recipe names the plan, the tables of the workbook (which sheet, where the header is, what each column is) and what the
columns mean (levels, projects, indicators, values, targets, money). `extract` does what it says. Keys that do not
exist, columns that are not declared and words that are not known are refused here, in Spanish, before a file is opened.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data_models.names import PLAN_CODE
from intake.wording import N_

BY_TOTAL: Final = "by_total"

Year = Annotated[int, Field(ge=1900, le=2200)]
Depth = Annotated[int, Field(ge=1, le=5)]
Scalar = str | int | float | bool | dt.date | None


class Part(BaseModel):
    """A piece of a recipe: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanFacts(Part):
    """What the file does not say of the plan itself. ``as_of_on`` is the last day the file speaks of."""

    code: str = Field(pattern=f"^{PLAN_CODE}$")
    name: str = Field(min_length=1)
    starts_on: dt.date
    ends_on: dt.date
    as_of_on: dt.date | None = None
    on_track_min: float = Field(0.9, gt=0, le=1)
    at_risk_min: float = Field(0.6, gt=0, lt=1)
    is_public: bool = True
    licence: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on <= self.starts_on:
            raise ValueError(N_("el plan termina antes de empezar"))
        if self.at_risk_min >= self.on_track_min:
            raise ValueError(N_("at_risk_min debe ser menor que on_track_min"))
        return self


class MunicipalityFacts(Part):
    code: str = Field(min_length=1, max_length=80)
    name: str = Field(min_length=1)
    country: str = Field("AR", pattern=r"^[A-Z]{2}$")
    currency: str = Field("ARS", pattern=r"^[A-Z]{3}$")


class LevelName(Part):
    singular: str = Field(min_length=1)
    plural: str = Field(min_length=1)


class Levels(Part):
    """What the plan calls its levels, top first (at most five), its projects and its indicators."""

    nodes: tuple[LevelName, ...] = Field(min_length=1, max_length=5)
    project: LevelName = LevelName(singular="proyecto", plural="proyectos")
    indicator: LevelName = LevelName(singular="indicador", plural="indicadores")


class ReadingOptions(Part):
    """How texts are understood: decimal style, the year of dates without one, the day that ends "the value so far".

    ``percent``: ``as_shown`` reads 0.85 shown as 85 % as 85; ``as_stored`` keeps 0.85.
    """

    decimal: Literal["es", "en"] = "es"
    default_year: Year | None = None
    percent: Literal["as_shown", "as_stored"] = "as_shown"
    no_data: tuple[str, ...] = ()


class Area(Part):
    """A secretariat or area: its name, and the other names that a person confirmed to be the same area."""

    name: str = Field(min_length=1)
    code: str | None = None
    parent: str | None = None
    same_as: tuple[str, ...] = ()


class Column(Part):
    """A column, by the text of its header (the nth with that text) or by its letter.

    ``percent`` says that it holds percents, whatever their scale: 0.85, 85 and "85 %" are one; doubts are reported.
    """

    header: str | None = None
    occurrence: int = Field(1, ge=1)
    letter: str | None = Field(None, pattern=r"^[A-Z]{1,3}$")
    optional: bool = False
    percent: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.header is None) == (self.letter is None):
            raise ValueError(N_("una columna se nombra por header o por letter, una de las dos"))
        return self


def _column(value: Any) -> Any:
    return {"header": value} if isinstance(value, str) else value


class HeaderPlace(Part):
    """Where the header is: a row number, or the first row that contains all these texts; it may take several rows."""

    row: int | None = Field(None, ge=1)
    contains: tuple[str, ...] = ()
    rows: int = Field(1, ge=1, le=3)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.row is None) == (not self.contains):
            raise ValueError(N_("el encabezado se busca por row o por contains, uno de los dos"))
        return self


class FieldRule(Part):
    """How one fact is made: from a column or a constant, then trimmed by a pattern, cut by lines, translated by a map.

    ``pattern`` keeps its first group; ``lines`` keeps the first paragraph or the rest; ``map`` translates (written
    forms are compared without case, accents and extra spaces), and ``keep_others`` lets through what it does not name;
    ``default`` is used when nothing is left.
    """

    column: str | None = None
    value: Scalar = None
    pattern: str | None = None
    lines: Literal["all", "first", "rest"] = "all"
    map: dict[str, Scalar] | None = None
    keep_others: bool = False
    default: Scalar = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        self.check_source()
        return self

    def check_source(self) -> None:
        """Raise ValueError unless exactly one source is named and the pattern is usable."""
        if (self.column is None) == (self.value is None):
            raise ValueError(N_("un dato sale de column o de value, uno de los dos"))
        if self.pattern is not None:
            try:
                groups = re.compile(self.pattern).groups
            except re.error as error:
                raise ValueError(N_("pattern no es una expresión regular válida")) from error
            if groups != 1:
                raise ValueError(N_("pattern debe tener exactamente un grupo entre paréntesis"))


def _field(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


Rule = Annotated[FieldRule, BeforeValidator(_field)]


class CodeRule(FieldRule):
    """A code: from a column, or by counting (``sequence``, "{parent}.{n}").

    When counting, new names get the next number and known ones keep theirs. ``several_names`` says that one code of the
    sheet names several items, told apart by their name.
    """

    sequence: str | None = None
    several_names: bool = False

    def check_source(self) -> None:
        """As for any fact; a sequence takes the place of column and value."""
        if self.sequence is not None:
            if self.column is not None or self.value is not None:
                raise ValueError(N_("un código sale de column, de value o de sequence, uno de los tres"))
            if "{n}" not in self.sequence and "{n:02}" not in self.sequence and "{n:03}" not in self.sequence:
                raise ValueError(N_("sequence debe contener {n}"))
            return
        super().check_source()


Code = Annotated[CodeRule, BeforeValidator(_field)]


class NodeRule(Part):
    """A level of the tree in each row; its parent is the row's item of the level above."""

    depth: Depth
    code: Code
    name: Rule
    description: Rule | None = None
    weight: Rule | None = None


class ResponsibleRule(Part):
    """Who answers: a column with one or several areas; the first leads."""

    column: str
    separator: str | None = None
    post: Rule | None = None


class DatesRule(Part):
    """The dates of a project.

    ``when`` is one cell that may hold a date, a span or a note; it is a planned end, or a start when its note begins
    with one of ``start_words``.
    """

    when: str | None = None
    start_words: tuple[str, ...] = ()
    planned_start: Rule | None = None
    planned_end: Rule | None = None
    actual_start: Rule | None = None
    actual_end: Rule | None = None


class ProjectRule(Part):
    node: Depth
    code: Code
    name: Rule
    description: Rule | None = None
    state: Rule | None = None
    dates: DatesRule | None = None
    declared_pct: Rule | None = None
    declared_on: Rule | None = None
    last_update_on: Rule | None = None
    update_frequency: Rule | None = None
    district: Rule | None = None
    delay_cause: Rule | None = None
    recovery_on: Rule | None = None
    weight: Rule | None = None
    responsible: ResponsibleRule | None = None


class IndicatorRule(Part):
    """``accumulation_years`` may be the word ``by_total``: found by comparing the years' total with their sum and mean.

    ``baseline`` is free text: the text is kept, and its number when it is plainly one.
    """

    node: Depth
    code: Code
    name: Rule
    kind: Rule
    unit: Rule
    direction: Rule
    accumulation: Rule
    frequency: Rule
    accumulation_years: Rule | None = None
    promise: Rule | None = None
    contributes_to: tuple[Rule, ...] = ()
    indicator_class: Rule | None = None
    is_strategic: Rule | None = None
    decimals: Rule | Literal["auto"] = "auto"
    baseline: Rule | None = None
    baseline_on: Rule | None = None
    starts_on: Rule | None = None
    definition: Rule | None = None
    formula: Rule | None = None
    source: Rule | None = None
    numerator_name: Rule | None = None
    denominator_name: Rule | None = None
    ratio_scale: Rule | None = None
    allowed_delay_days: Rule | None = None
    weight: Rule | None = None
    responsible: ResponsibleRule | None = None


class PeriodColumns(Part):
    """Columns that repeat for each period: those whose header matches; the period is read from the header itself."""

    header: str
    percent: bool = False

    @model_validator(mode="after")
    def _valid(self) -> Self:
        try:
            re.compile(self.header)
        except re.error as error:
            raise ValueError(N_("header no es una expresión regular válida")) from error
        return self


class TargetRule(Part):
    """A promise: ``final`` or ``interim`` from one column, or from period columns (``amounts``).

    Interim amounts of the years are combined as ``accumulation_years`` says, so each is the level due at year's end.
    """

    kind: Literal["final", "interim", "period"]
    column: str | None = None
    amounts: str | None = None
    due_on: Rule | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.column is None) == (self.amounts is None):
            raise ValueError(N_("una meta sale de column o de amounts, una de las dos"))
        if self.kind == "period" and self.amounts is None:
            raise ValueError(N_("una meta por período sale de amounts"))
        return self


class ValueRule(Part):
    """Values: from period columns (``amounts``), or one ``column`` for one period."""

    amounts: str | None = None
    column: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.column is None) == (self.amounts is None):
            raise ValueError(N_("un valor sale de column o de amounts, uno de los dos"))
        if self.column is not None and (self.period_start is None or self.period_end is None):
            raise ValueError(N_("un valor de una columna necesita period_start y period_end"))
        return self


class TotalsRule(Part):
    """The sheet's own totals, which tell how amounts add up: equal to the sum, or to the mean of those not zero.

    ``periods`` are the planned amounts and ``by_year`` the total column of each year; ``years`` are the yearly amounts
    and ``whole`` the column with their total.
    """

    periods: str | None = None
    by_year: dict[Year, str] = {}
    years: str | None = None
    whole: str | None = None


class BudgetRule(Part):
    """Money of the row's project or indicator in one year, in the plan's currency."""

    item: Literal["indicator", "project"] = "indicator"
    year: Year | None = None
    approved: str | None = None
    current: str | None = None
    executed: str | None = None


class LinkRule(Part):
    """A link of the row's item with an item of a cross-cutting axis; several codes are separated by ";"."""

    cross_axis: str
    cross_axis_name: str
    item: Literal["indicator", "project"] = "indicator"
    code: Rule
    names: dict[str, str] = {}


class CheckRule(Part):
    """A recomputation of something the sheet says; what differs becomes a finding.

    ``annual_achievement``: executed/planned of a year · ``progress``: progress of the indicator at the cut-off ·
    ``same``: two columns that should say the same · ``total_row``: columns whose total row must be the sum of rows.
    """

    kind: Literal["annual_achievement", "progress", "same", "total_row"]
    column: str | None = None
    other: str | None = None
    columns: tuple[str, ...] = ()
    year: Year | None = None
    used: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {
            "annual_achievement": (self.column, self.year),
            "progress": (self.column,),
            "same": (self.column, self.other),
            "total_row": (self.columns or None,),
        }[self.kind]
        if None in needed:
            raise ValueError(N_("a la comprobación le falta decir qué columnas o qué año compara"))
        return self


class Table(Part):
    """One table: where it is, what its columns are, and what each of its rows becomes."""

    name: str
    sheet: str
    header: HeaderPlace
    last_row: int | None = Field(None, ge=1)
    columns: dict[str, Annotated[Column, BeforeValidator(_column)]] = Field(min_length=1)
    period_columns: dict[str, PeriodColumns] = {}
    fill_down: tuple[str, ...] = ()
    needs: tuple[str, ...] = Field(min_length=1)
    nodes: tuple[NodeRule, ...] = ()
    project: ProjectRule | None = None
    indicator: IndicatorRule | None = None
    values: tuple[ValueRule, ...] = ()
    targets: tuple[TargetRule, ...] = ()
    totals: TotalsRule | None = None
    budgets: tuple[BudgetRule, ...] = ()
    links: tuple[LinkRule, ...] = ()
    checks: tuple[CheckRule, ...] = ()

    @property
    def code_columns(self) -> tuple[str, ...]:
        """The columns that hold codes as they are."""
        rules: list[CodeRule] = [node.code for node in self.nodes]
        rules += [item.code for item in (self.project, self.indicator) if item is not None]
        return tuple(dict.fromkeys(one.column for one in rules if one.column is not None and one.pattern is None))

    @property
    def item_kinds(self) -> tuple[str, ...]:
        """The lists of a plan whose items its rows are: levels, projects and indicators, as far as it reads them."""
        parts = (("nodes", self.nodes), ("projects", self.project), ("indicators", self.indicator))
        return tuple(kind for kind, part in parts if part)

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        for where, name in _column_names(self):
            known = self.period_columns if where in _PERIOD_PLACES else self.columns
            if name not in known:
                raise ValueError(f"{where}: «{name}» {_NOT_DECLARED}")
        depths = {rule.depth for rule in self.nodes}
        for item in (self.project, self.indicator):
            if item is not None and item.node not in depths:
                raise ValueError(N_("node nombra un nivel que la tabla no lee en nodes"))
        if self.indicator is None and (self.values or self.targets):
            raise ValueError(N_("values y targets necesitan un indicator en la misma tabla"))
        return self


_NOT_DECLARED: Final = N_("no está entre las columnas declaradas de la tabla")
_PERIOD_PLACES: Final = frozenset({"amounts", "periods", "years"})
_COLUMN_PLACES: Final = frozenset(
    {"column", "other", "columns", "approved", "current", "executed", "whole", "when", "fill_down", "needs"}
)


def _column_names(part: Any, where: str = "") -> list[tuple[str, str]]:
    """Return (key, column name) wherever a table names one of its columns."""
    if isinstance(part, Table):
        keys = set(Table.model_fields) - {"name", "sheet", "header", "last_row", "columns", "period_columns"}
        return [found for key in sorted(keys) for found in _column_names(getattr(part, key), key)]
    if isinstance(part, TotalsRule):
        named = [("whole", part.whole), ("years", part.years), ("periods", part.periods)]
        return [(key, name) for key, name in named if name] + [("column", name) for name in part.by_year.values()]
    if isinstance(part, BaseModel):
        keys = set(type(part).model_fields)
        return [found for key in sorted(keys) for found in _column_names(getattr(part, key), key)]
    if isinstance(part, tuple):
        return [found for item in part for found in _column_names(item, where)]
    if isinstance(part, str) and where in _COLUMN_PLACES | _PERIOD_PLACES:
        return [(where, part)]
    return []


class Override(Part):
    """Facts of one indicator that the sheet does not say, by the indicator's name."""

    name: str
    direction: Literal["increase", "decrease", "keep"] | None = None
    accumulation: Literal["last", "sum", "mean"] | None = None
    accumulation_years: Literal["last", "sum", "mean"] | None = None
    frequency: str | None = None
    unit: str | None = None
    project: str | None = None


class Renamed(Part):
    """An item without a code of its own that is called otherwise than before, confirmed by a person: it stays itself.

    The two names are the same when the item only moved to another place of the plan.
    """

    name: str = Field(min_length=1)
    was: str = Field(min_length=1)


class Query(Part):
    """A table from a database: the URL is in the environment variable named ``url_from``; the query only reads."""

    sheet: str
    url_from: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    sql: str = Field(min_length=1)


class Recipe(Part):
    """A whole recipe; see docs/guia/importar-una-planilla.md for each key with examples."""

    recipe: str = Field(min_length=1, max_length=80)
    title: str
    municipality: MunicipalityFacts
    plan: PlanFacts
    levels: Levels
    reading: ReadingOptions = ReadingOptions()
    queries: tuple[Query, ...] = ()
    areas: tuple[Area, ...] = ()
    corrections: dict[str, str] = {}
    overrides: tuple[Override, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    tables: tuple[Table, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for table in self.tables:
            if any(rule.depth > len(self.levels.nodes) for rule in table.nodes):
                raise ValueError(N_("una tabla lee un nivel más hondo que los que levels.nodes nombra"))
        names = [table.name for table in self.tables]
        if len(set(names)) < len(names):
            raise ValueError(N_("dos tablas tienen el mismo nombre"))
        return self
