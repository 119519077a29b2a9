"""Numbers of a table: which columns are plans, which are values, which is the total, and what they say of adding up.

Groups of columns come from the periods in their headers; what adds up to what is found by doing the sums.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from intake.extract_amounts import combination_of, same
from intake.guess.columns import EXECUTED, PLANNED, TOTAL, Column, period_of, shows_percent_in
from intake.guess.roles import Anatomy, or_else
from intake.guess.writing import Remark, confirm, doubtful, quoted, sure
from intake.normalize.periods import Period, calendar_period
from intake.wording import N_
from kpis.vocabulary import Frequency

MOST_ROWS_AGREE: Final = 0.5
ENOUGH_ROWS: Final = 3
_MIXED_SHARE: Final = 0.05
_ORDER: Final = list(Frequency)
# Words of money, the best first: what was approved, what is in force, what was spent.
_SLOTS: Final = (
    ("executed", ("ejecutad", "ejecucion", "devengad", "compromis", "obligac", "pag", "gast")),
    ("current", ("definitiv", "vigente", "modificad", "actual")),
    ("approved", ("inicial", "aprobad", "original", "sancionad", "presupuest", "programad", "estimad", "costo",
                  "inversion", "monto", "recursos", "financier", "apropiac", "asignad", "credito")),
)  # fmt: skip
_IN_FORCE: Final = re.compile(r"\b(apropiacion|asignad[oa]|credito)\b(?!.*\binicial\b)")


class Sense(StrEnum):
    """What a group of columns speaks of."""

    PLANNED = "planned"
    EXECUTED = "executed"
    BARE = "bare"  # a period and nothing else
    SHARE = "share"
    MONEY = "money"
    OTHER = "other"


@dataclass(slots=True)
class Group:
    """Columns of one kind, one for each period. ``year`` is the year taken for headers without one."""

    words: str
    sense: Sense
    frequency: Frequency | None
    columns: list[tuple[Period, Column]] = field(default_factory=list)
    year: int | None = None

    @property
    def is_total(self) -> bool:
        """Whether it says of itself that it adds others up."""
        return TOTAL.search(self.words) is not None

    @property
    def filled(self) -> int:
        """How many cells of the group have a number."""
        return sum(number is not None for _, column in self.columns for number in column.numbers)

    @property
    def is_repeated(self) -> bool:
        """Whether two of its columns speak of one period."""
        return len({period for period, _ in self.columns}) < len(self.columns)

    def pattern(self) -> str:
        """Return the expression that finds these columns' headers, and those of the same form in a later file."""
        shapes = dict.fromkeys(_shape(column.header) for _, column in self.columns)
        return f"^({'|'.join(shapes)})$" if len(shapes) > 1 else f"^{next(iter(shapes))}$"


@dataclass(slots=True)
class MoneyOfYear:
    """The columns with the money of one year, by "approved", "current" and "executed"."""

    year: int | None
    columns: dict[str, Column]


@dataclass(slots=True)
class Amounts:
    """What the numbers of a table are."""

    values: Group | None = None
    planned: Group | None = None  # of the periods of the values
    years: Group | None = None  # planned year by year
    whole: Column | None = None  # promised for the whole plan
    whole_due: dt.date | None = None
    by_year: dict[int, Column] = field(default_factory=dict)
    budgets: list[MoneyOfYear] = field(default_factory=list)
    alike: list[tuple[Column, Column]] = field(default_factory=list)  # (not used, used) money under one header
    accumulation: str = "last"
    accumulation_years: str | None = None
    is_stored_percent: bool = False
    achievements: dict[int, Column] = field(default_factory=dict)
    as_of: tuple[dt.date, int, int] | None = None  # end of the last period with values; rows that have one; rows
    frequency: Frequency | None = None
    remarks: dict[str, list[Remark]] = field(default_factory=dict)

    def note(self, about: str, *remarks: Remark) -> None:
        """Say something of one of these facts."""
        self.remarks.setdefault(about, []).extend(remarks)


def amounts_of(anatomy: Anatomy, *, year: int, today: dt.date) -> Amounts:
    """Return what the numbers of a table are. ``year`` serves headers of months or quarters without one."""
    amounts = Amounts()
    columns = [column for column in anatomy.found.columns if column.number not in anatomy.taken()]
    groups = _groups(columns, year)
    _choose_values(amounts, groups, today)
    _choose_plans(amounts, groups, anatomy)
    _find_whole(amounts, anatomy, columns)
    _find_totals(amounts, groups)
    _find_accumulation(amounts, anatomy)
    _find_budgets(amounts, columns)
    _find_percents(amounts)
    if amounts.values is not None:
        said = [
            (p.end, column.filled, len(column.cells)) for p, column in amounts.values.columns if any(column.numbers)
        ]
        amounts.as_of = max(said, default=None)
    _find_achievements(amounts, columns)
    return amounts


# Groups


def _groups(columns: Sequence[Column], year: int) -> list[Group]:
    found: dict[tuple[str, Frequency | None, bool], Group] = {}
    for column in columns:
        read = period_of(column.header)
        assumed = read is None
        if read is None:
            read = period_of(column.header, year)
        if read is None or read[0].frequency is None or (column.filled and not column.is_numeric):
            continue
        period, words = read
        group = Group(words, _sense(column, words), period.frequency, year=year if assumed else None)
        found.setdefault((words, period.frequency, assumed), group).columns.append((period, column))
    groups = [group for group in found.values() if group.filled]
    groups = [group for group in groups if group.year is None or len(group.columns) > 1]
    for group in groups:
        group.columns.sort(key=lambda one: (one[0].end, one[1].number))
    return groups


def _sense(column: Column, words: str) -> Sense:
    if column.is_share:
        return Sense.SHARE
    if column.is_money:
        return Sense.MONEY
    if PLANNED.search(words):
        return Sense.PLANNED
    if EXECUTED.search(words):
        return Sense.EXECUTED
    return Sense.BARE if not words or words in ("ano", "anio") else Sense.OTHER


def _choose_values(amounts: Amounts, groups: Sequence[Group], today: dt.date) -> None:
    executed = [group for group in groups if group.sense is Sense.EXECUTED]
    plain = [group for group in executed if not group.is_total] or executed
    if not plain:
        plain = [group for group in groups if group.sense is Sense.BARE and not _is_ahead(group, today)]
        if plain:
            amounts.note(
                "values", doubtful(N_("los encabezados solo dicen el período; se leen como valores ejecutados"))
            )
    if not plain:
        plain = [group for group in groups if group.sense is Sense.SHARE and EXECUTED.search(group.words)]
        if plain:
            amounts.note("values", doubtful(N_("son porcentajes; si se calculan de otras columnas, quítelos")))
    amounts.values = _finest(plain)
    if amounts.values is not None:
        amounts.frequency = amounts.values.frequency
        others = [g for g in plain if g is not amounts.values and g.frequency is amounts.frequency]
        if others:
            amounts.note("values", or_else([group.columns[0][1] for group in others]))


def _choose_plans(amounts: Amounts, groups: Sequence[Group], anatomy: Anatomy) -> None:
    planned = [group for group in groups if group.sense is Sense.PLANNED]
    if not planned:
        planned = [group for group in groups if group.sense is Sense.BARE and group is not amounts.values]
        if planned:
            amounts.note(
                "years",
                doubtful(N_("los encabezados solo dicen el período; llegan más allá de hoy y se leen como metas")),
            )
    fine = [group for group in planned if group.frequency is not Frequency.YEARLY]
    amounts.planned = _finest([g for g in fine if amounts.frequency in (None, g.frequency)] or fine)
    yearly = [group for group in planned if group.frequency is Frequency.YEARLY]
    amounts.years = max(yearly, key=lambda g: (not g.is_total, len(g.columns), g.filled), default=None)
    if amounts.years is not None and amounts.years.is_total and amounts.planned is not None:
        amounts.years = None
    if amounts.frequency is None and amounts.planned is not None:
        amounts.frequency = amounts.planned.frequency


def _is_ahead(group: Group, today: dt.date) -> bool:
    period, column = group.columns[-1]
    return period.start > today and column.filled > 0


def _finest(groups: Iterable[Group]) -> Group | None:
    return min(groups, key=lambda g: (_ORDER.index(g.frequency or Frequency.ONCE), -g.filled), default=None)


def _shape(header: str) -> str:
    """A header as an expression in which only its numbers may change."""
    escaped = re.escape(header).replace("\\ ", " ").replace("\\-", "-")
    return re.sub(r"\d+", lambda match: "\\d" if len(match[0]) == 1 else f"\\d{{{len(match[0])}}}", escaped)


# What adds up to what


def _find_whole(amounts: Amounts, anatomy: Anatomy, columns: Sequence[Column]) -> None:
    """The promise for the whole plan: the column that the years add up to, else the one whose header says so."""
    target = anatomy.roles.get("target")
    years = amounts.years
    spans = [c for c in columns if c.period is not None and c.period.frequency is None and c.is_numeric]
    candidates = [c for c in anatomy.found.columns if c.is_numeric and c.period is None and not c.is_money]
    if years is not None and len(years.columns) > 1:
        scored = [(_agreement(years, column), column) for column in (*spans, *candidates) if not column.is_share]
        share, best = max(scored, key=lambda one: (one[0], PLANNED.search(one[1].key) is not None), default=(0.0, None))
        if best is not None and share >= MOST_ROWS_AGREE and best.number not in anatomy.codes:
            amounts.whole = best
            anatomy.roles["target"] = best
            amounts.accumulation_years = "by_total"
            amounts.note(
                "whole",
                sure(N_("en {share} % de las filas es la suma, el promedio o el último de los años de {columns}"),
                     share=str(int(100 * share)), columns=quoted([column.header for _, column in years.columns])),
            )  # fmt: skip
    if amounts.whole is None:
        spans = [column for column in spans if PLANNED.search(column.key)]
        amounts.whole = target or (spans[0] if spans else None)
    if amounts.whole is None and years is not None and len(years.columns) == 1:
        period, amounts.whole = years.columns[0]
        amounts.whole_due, amounts.years = period.end, None
        amounts.note("whole", sure(N_("el año está en el encabezado")))
    if amounts.whole is not None and amounts.whole.period is not None:
        amounts.whole_due = amounts.whole.period.end
    others = [column for column in anatomy.others.get("target", []) if column is not amounts.whole]
    if amounts.whole is not None and others and amounts.whole is target:
        amounts.note("whole", or_else(others))


def _agreement(years: Group, total: Column) -> float:
    """The share of rows in which a column is the sum, the mean or the last of the years."""
    agree = rows = 0
    for row, whole in enumerate(total.numbers):
        amounts = [n for _, column in years.columns if (n := column.numbers[row]) is not None]
        if whole is not None and len(amounts) > 1:
            rows += 1
            agree += combination_of(amounts, whole, may_be_last=True) is not None and any(amounts)
    return agree / rows if rows >= ENOUGH_ROWS else 0.0


def _find_totals(amounts: Amounts, groups: Sequence[Group]) -> None:
    """The sheet's own total of each year of planned amounts, which tells how a year adds up."""
    if amounts.planned is None:
        return
    counts: Counter[str] = Counter()
    for year in sorted({period.end.year for period, _ in amounts.planned.columns}):
        parts = [column for period, column in amounts.planned.columns if period.end.year == year]
        totals = [
            (group.is_total, column)
            for group in groups
            if group.sense is Sense.PLANNED and group.frequency is Frequency.YEARLY
            for period, column in group.columns
            if period.end.year == year
        ]
        scored = [(sum(found.values()), is_total, column, found) for is_total, column in totals
                  if (found := _combinations(parts, column)) and found.total() >= ENOUGH_ROWS]  # fmt: skip
        best = max(scored, key=lambda one: (one[1], one[0]), default=None)
        if best is not None and best[0] >= MOST_ROWS_AGREE * len(best[2].cells):
            amounts.by_year[year] = best[2]
            counts.update(best[3])
    if counts:
        amounts.accumulation = "sum" if counts["sum"] >= counts["mean"] else "mean"
        amounts.note(
            "accumulation",
            sure(N_("el total de cada año es la suma de sus períodos en {sums} filas y su promedio en {means}"),
                 sums=str(counts["sum"]), means=str(counts["mean"])),
        )  # fmt: skip


def _combinations(parts: Sequence[Column], total: Column) -> Counter[str]:
    found: Counter[str] = Counter()
    for row, whole in enumerate(total.numbers):
        amounts = [number for column in parts if (number := column.numbers[row]) is not None]
        if whole is not None and len(amounts) > 1 and any(amounts):
            how = combination_of(amounts, whole, may_be_last=False)
            if how is not None:
                found[how] += 1
    return found


def _find_accumulation(amounts: Amounts, anatomy: Anatomy) -> None:
    if "accumulation" in amounts.remarks:
        return
    group = amounts.values
    if amounts.years is not None and amounts.whole is not None and amounts.accumulation_years is not None:
        counts = _combinations([column for _, column in amounts.years.columns], amounts.whole)
        if counts["sum"] > counts["mean"]:
            amounts.accumulation = "sum"
            amounts.note(
                "accumulation",
                doubtful(
                    N_("en {count} filas los años suman el total, así que se suman (sum)"), count=str(counts["sum"])
                ),
            )
            return
    columns = [column for _, column in group.columns] if group is not None else []
    rows = [[n for n in row if n is not None] for row in zip(*(column.numbers for column in columns), strict=True)]
    moving = [row for row in rows if len(set(row)) > 1]
    rising = sum(row == sorted(row) for row in moving)
    if group is None or not moving:
        said = confirm(N_("se supuso que cada valor reemplaza al anterior (last); sum si se suman"))
        amounts.note("accumulation", said)
        return
    if group.sense is Sense.SHARE or rising == len(moving):
        amounts.note(
            "accumulation",
            doubtful(N_("los valores no bajan de un período a otro: parecen ya acumulados (last); sum si se suman")),
        )
        return
    amounts.accumulation = "sum"
    amounts.note(
        "accumulation",
        doubtful(
            N_(
                "los valores suben y bajan: parecen de cada período y se suman (sum); last si cada uno reemplaza al "
                "anterior"
            )
        ),
    )


def _find_achievements(amounts: Amounts, columns: Sequence[Column]) -> None:
    """The sheet's own executed over planned of each year, to be compared with what is computed."""
    values, planned = amounts.values, amounts.planned
    if values is None or planned is None:
        return
    for year in sorted({period.end.year for period, _ in planned.columns}):
        done, due = ([c for p, c in group.columns if p.end.year == year] for group in (values, planned))
        scored = []
        for column in columns:
            if column.period != calendar_period(year, Frequency.YEARLY) or not column.says("value"):
                continue
            shares = [
                same(said, _total(done, row) / total)
                for row, said in enumerate(column.numbers)
                if said is not None and (total := _total(due, row))
            ]
            if len(shares) >= ENOUGH_ROWS and sum(shares) >= MOST_ROWS_AGREE * len(shares):
                scored.append((sum(shares), column.is_share, column.number, column))
        if scored:
            amounts.achievements[year] = max(scored, key=lambda one: one[:3])[3]


def _total(columns: Sequence[Column], row: int) -> float:
    return sum(number for column in columns if (number := column.numbers[row]) is not None)


# Money


def _find_budgets(amounts: Amounts, columns: Sequence[Column]) -> None:
    money = [c for c in columns if c.is_numeric and c.is_money and not c.is_share]
    dated = [(c.period.end.year, c) for c in money if c.period is not None and c.period.frequency is Frequency.YEARLY]
    years: dict[int | None, list[Column]] = {}
    for dated_year, column in dated:
        years.setdefault(dated_year, []).append(column)
    if not dated:
        undated = [column for column in money if column.period is None and not TOTAL.search(column.key)]
        years = {None: undated or [column for column in money if column.period is None]}
    runs = _runs(money)
    for year, some in sorted(years.items(), key=lambda one: one[0] or 0):
        slots: dict[str, list[Column]] = {}
        for column in some:
            slots.setdefault(_slot(column, some), []).append(column)
        chosen = {}
        for slot in ("approved", "current", "executed"):
            found = sorted(slots.get(slot, []), key=lambda c: (_preference(slot, c), -runs[c.number], c.number))
            if found:
                chosen[slot] = found[0]
                if len(found) > 1:
                    amounts.note(f"budget {year} {slot}", or_else(found[1:]))
                    amounts.alike += [(c, found[0]) for c in found[1:] if c.key == found[0].key]
        if chosen:
            amounts.budgets.append(MoneyOfYear(year, chosen))


def _slot(column: Column, others: Sequence[Column]) -> str:
    found = next((slot for slot, words in _SLOTS if any(word in column.key for word in words)), "approved")
    # What is simply assigned is what is in force, where the sheet also says what was spent of it.
    is_spent = any(any(word in one.key for word in _SLOTS[0][1]) for one in others if one is not column)
    has_current = any(any(word in one.key for word in _SLOTS[1][1]) for one in others)
    return "current" if found == "approved" and is_spent and not has_current and _IN_FORCE.search(column.key) else found


def _preference(slot: str, column: Column) -> int:
    words = dict(_SLOTS)[slot]
    return next((position for position, word in enumerate(words) if word in column.key), len(words))


def _runs(money: Sequence[Column]) -> dict[int, int]:
    """How many columns of money of the same year stand side by side with each: of two alike the fuller block serves."""
    year_of = {column.number: column.period.end.year if column.period else None for column in money}
    found = {}
    for number, year in year_of.items():
        first = last = number
        while year_of.get(first - 1, 0) == year:
            first -= 1
        while year_of.get(last + 1, 0) == year:
            last += 1
        found[number] = last - first + 1
    return found


def _find_percents(amounts: Amounts) -> None:
    """Whether rows show the same quantity now as 25 % and now as 0,25: then only the stored number is one scale."""
    groups = [group for group in (amounts.values, amounts.planned, amounts.years) if group is not None]
    columns = [column for group in groups for _, column in group.columns]
    mixed = rows = 0
    for cells in zip(*(column.cells for column in columns), strict=False):
        shown = {shows_percent_in(cell) for cell in cells if isinstance(cell.value, int | float) and cell.value}
        rows += bool(shown)
        mixed += len(shown) > 1
    if rows and mixed / rows > _MIXED_SHARE:
        amounts.is_stored_percent = True
        amounts.note(
            "percent",
            doubtful(
                N_(
                    "{count} filas muestran unas celdas como porcentaje y otras no; se guarda el número de la celda "
                    "(0,25 y no 25)"
                ),
                count=str(mixed),
            ),
        )
