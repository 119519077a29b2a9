"""How a part of a plan stands: what is counted, what moved since another day, and both in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboards import formatting
from dashboards.boards.compared import ComparedDay
from dashboards.boards.row_set import RowSet, row_set
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.status import STATUSES
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.nouns import Noun
from dashboards.page import PageContext
from kpis.standing import DEGREES, GOOD, good_count, judged_count


@dataclass(frozen=True)
class Situation:
    """Rows of one kind: how many, by status, by freshness."""

    total: int
    counts: dict[str, int]
    fresh: int
    due: int
    overdue: int

    @property
    def good(self) -> int:
        """Met or on track."""
        return good_count(self.counts)

    @property
    def judged(self) -> int:
        """Those of which it can be said whether they go well."""
        return judged_count(self.counts)

    @property
    def is_mostly_silent(self) -> bool:
        """Whether nothing can be said of more than half."""
        return 2 * self.counts["no_data"] > self.total

    @property
    def without_demand(self) -> int:
        """Rows of which no datum is demanded: not started or cancelled."""
        return self.total - self.fresh - self.due - self.overdue


def status_counts(rows: RowSet) -> dict[str, int]:
    """How many rows have each status, all seven in their order, zeros included."""
    counts = rows.counts("status")
    return {status: counts[status] for status in STATUSES}


def situation(given: pd.DataFrame | RowSet) -> Situation:
    """The situation of rows of one kind."""
    rows = row_set(given)
    fresh = rows.counts("freshness")
    return Situation(
        total=len(rows),
        counts=status_counts(rows),
        fresh=fresh["fresh"],
        due=fresh["due"],
        overdue=fresh["overdue"],
    )


def main_kind(given: pd.DataFrame | RowSet) -> str:
    """What the headline counts: indicators, unless nothing can be said of any of them while there are projects."""
    rows = row_set(given)
    is_indicator = rows.is_("item_kind", "indicator")
    says_something = bool((is_indicator & rows.is_("status", *DEGREES)).any())
    return "indicator" if says_something or is_indicator.all() else "project"


@dataclass(frozen=True)
class Movement:
    """What moved between two dates: improved and worsened by a degree, and got their first datum."""

    better: int
    worse: int
    first_datum: int
    good_change: int


@dataclass(frozen=True)
class Moves:
    """The rows there are on both days: those of the later one (`after`) and what each was before (`before`)."""

    before: RowSet
    after: RowSet

    @property
    def steps(self) -> npt.NDArray[np.float64]:
        """Degrees gained (lost: negative) by each row; NaN where one of its statuses is no degree."""
        return _degrees(self.after) - _degrees(self.before)

    @property
    def changed(self) -> npt.NDArray[np.bool_]:
        """Which rows have another status."""
        return np.asarray(self.after.column("status") != self.before.column("status"), dtype=np.bool_)


def _degrees(rows: RowSet) -> npt.NDArray[np.float64]:
    degrees = np.full(len(rows), np.nan)
    for status, degree in DEGREES.items():
        degrees[rows.is_("status", status)] = degree
    return degrees


def moves(before: RowSet, after: RowSet) -> Moves:
    """Pair rows of one kind on two days, in the order of the later one; those of one day only are left out."""
    _items, old, new = np.intersect1d(
        before.column("item_id"), after.column("item_id"), assume_unique=True, return_indices=True
    )
    in_order = np.argsort(new, kind="stable")
    return Moves(before.at(old[in_order]), after.at(new[in_order]))


def movement(before: RowSet, after: RowSet) -> Movement:
    """Compare rows of one kind on two dates."""
    both = moves(before, after)
    steps = both.steps
    had_none = both.before.is_("status", "no_data", "not_started")
    good_before = int(before.is_("status", *GOOD).sum())
    return Movement(
        better=int((steps > 0).sum()),
        worse=int((steps < 0).sum()),
        first_datum=int((had_none & both.after.is_("status", *DEGREES)).sum()),
        good_change=int(after.is_("status", *GOOD).sum()) - good_before,
    )


def nothing_yet(context: PageContext, things: str) -> str:
    """Why a board without a filter shows none of its things: there are none, or the day asked for is too early."""
    if context.is_before_plan_was_known:
        return _("Todavía no se sabía nada de este plan")
    return _("Este plan todavía no tiene {things}").format(things=things)


def headline(found: Situation, noun: Noun, scope: str = "") -> str:
    """ "135 de 242 metas van bien; 33 están atrasadas"; `scope` are the filters in words, with a space before.

    Where nothing can be said of most, that comes first: "19 de 20 indicadores no tienen datos; 1 va bien".
    """
    if found.total == 0:
        return _("Sin {things} con estos filtros").format(things=noun.plural)
    subject = noun.counted(found.total) + scope
    if found.is_mostly_silent:
        return _silent_headline(found, subject, noun)
    if not found.judged:
        return _("{subject}: todavía nada que juzgar").format(subject=subject)
    well = ngettext("{good} de {subject} va bien", "{good} de {subject} van bien", found.good).format(
        good=formatting.count(found.good), subject=subject
    )
    late, silent = found.counts["off_track"], found.counts["no_data"]
    if late:
        rest = late_words(late, noun)
    elif silent:
        rest = _silent_words(silent)
    else:
        rest = _("sin atrasos")
    return f"{well}; {rest}"


def late_words(late: int, noun: Noun) -> str:
    """ "33 están atrasadas"."""
    return ngettext("{count} está {late}", "{count} están {late}", late).format(
        count=formatting.count(late), late=noun.agreed(late, _("atrasada"), _("atrasado"))
    )


def _silent_words(silent: int) -> str:
    return ngettext("{count} no tiene datos", "{count} no tienen datos", silent).format(count=formatting.count(silent))


def _silent_headline(found: Situation, subject: str, noun: Noun) -> str:
    silent, late = found.counts["no_data"], found.counts["off_track"]
    if silent == found.total:
        return _("{subject}: sin datos todavía").format(subject=subject)
    rest = []
    if found.good or not late:
        rest.append(
            ngettext("{count} va bien", "{count} van bien", found.good).format(count=formatting.count(found.good))
        )
    if late:
        rest.append(late_words(late, noun))
    none = _("{count} de {subject} no tienen datos").format(count=formatting.count(silent), subject=subject)
    return f"{none}; {formatting.joined(rest)}"


def lede(found: Situation, moved: Movement | None, compared: ComparedDay) -> list[Child]:
    """What moved since the day compared with, what else is at risk, and how much rests on old data or none."""
    parts: list[Child] = []
    if moved is not None:
        parts += [h.strong(_change_words(moved, compared)), _movement_words(moved), " "]
    risk = found.counts["at_risk"]
    if risk:
        parts.append(
            ngettext("{count} está en riesgo. ", "{count} están en riesgo. ", risk).format(count=formatting.count(risk))
        )
    if found.overdue:
        parts.append(
            ngettext(
                "De {count} el dato está vencido: su estado puede ser otro. ",
                "De {count} el dato está vencido: su estado puede ser otro. ",
                found.overdue,
            ).format(count=formatting.count(found.overdue))
        )
    elif found.total and not found.due and not found.counts["no_data"]:
        parts.append(_("Todos los datos están al día. "))
    silent = found.counts["no_data"]
    # Of most, and where nothing is off track, the headline says it.
    if silent and found.counts["off_track"] and not found.is_mostly_silent:
        parts.append(_silent_words(silent) + ".")
    return parts


def _change_words(moved: Movement, compared: ComparedDay) -> str:
    when = formatting.day(compared.day)
    change = abs(moved.good_change)
    if change == 0:
        return _("Va bien la misma cantidad que al {day}").format(day=when)
    if moved.good_change > 0:
        words = ngettext("Va bien {count} más que al {day}", "Van bien {count} más que al {day}", change)
    else:
        words = ngettext("Va bien {count} menos que al {day}", "Van bien {count} menos que al {day}", change)
    return words.format(count=formatting.count(change), day=when)


def _movement_words(moved: Movement) -> str:
    parts = []
    if moved.better:
        parts.append(
            ngettext("{count} mejoró", "{count} mejoraron", moved.better).format(count=formatting.count(moved.better))
        )
    if moved.worse:
        parts.append(
            ngettext("{count} empeoró", "{count} empeoraron", moved.worse).format(count=formatting.count(moved.worse))
        )
    if moved.first_datum:
        parts.append(
            ngettext("{count} tuvo su primer dato", "{count} tuvieron su primer dato", moved.first_datum).format(
                count=formatting.count(moved.first_datum)
            )
        )
    return (": " + formatting.joined(parts) + ".") if parts else "."


def change_notes(before: Mapping[str, int], after: Mapping[str, int], compared: ComparedDay) -> dict[str, str] | None:
    """The change of each count since the day compared with; None when none changed, which the lede says once."""
    if dict(before) == dict(after):
        return None
    return {of: change_note(before[of], count, compared) for of, count in after.items()}


def change_note(before: int, after: int, compared: ComparedDay) -> str:
    """The change of a count since the day compared with: "+2 en el mes", "+2 desde entonces", "igual"."""
    if before == after:
        return _("igual")
    words = _("{change} en el mes") if compared.is_month else _("{change} desde entonces")
    return words.format(change=formatting.signed_number(after - before, 0))
