"""How a part of a plan stands: what is counted, what moved in a month, and both in words."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.status import GOOD_STATUSES
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.nouns import Noun
from data_models.queries import progress

# From worst to best, to say whether a change of status is for the better; the other three are no degrees.
DEGREES = {"off_track": 0, "at_risk": 1, "on_track": 2, "met": 3}


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
        return sum(self.counts[status] for status in GOOD_STATUSES)

    @property
    def without_demand(self) -> int:
        """Rows of which no datum is demanded: not started or cancelled."""
        return self.total - self.fresh - self.due - self.overdue


def situation(frame: pd.DataFrame) -> Situation:
    """The situation of rows of one kind."""
    fresh = frame["freshness"].value_counts()
    return Situation(
        total=len(frame),
        counts=progress.status_counts(frame),
        fresh=int(fresh.get("fresh", 0)),
        due=int(fresh.get("due", 0)),
        overdue=int(fresh.get("overdue", 0)),
    )


def main_kind(frame: pd.DataFrame) -> str:
    """What the headline counts: indicators, unless nothing can be said of any of them while there are projects."""
    is_indicator = frame["item_kind"] == "indicator"
    says_something = bool((is_indicator & frame["status"].isin(list(DEGREES))).any())
    return "indicator" if says_something or is_indicator.all() else "project"


def month_before(day: date) -> date:
    """The same day a month earlier; the last day of a month leads to the last day of the month before."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    last = calendar.monthrange(year, month)[1]
    is_month_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if is_month_end else min(day.day, last))


@dataclass(frozen=True)
class Movement:
    """What moved between two dates: improved and worsened by a degree, and got their first datum."""

    better: int
    worse: int
    first_datum: int
    good_change: int


def movement(before: pd.DataFrame, after: pd.DataFrame) -> Movement:
    """Compare the same rows on two dates."""
    both = after[["item_id", "status"]].merge(
        before[["item_id", "status"]], on="item_id", suffixes=("_after", "_before")
    )
    old, new = both["status_before"].map(DEGREES), both["status_after"].map(DEGREES)
    had_none = both["status_before"].isin(["no_data", "not_started"])
    good_before = int(before["status"].isin(GOOD_STATUSES).sum())
    return Movement(
        better=int((new > old).sum()),
        worse=int((new < old).sum()),
        first_datum=int((had_none & new.notna()).sum()),
        good_change=int(after["status"].isin(GOOD_STATUSES).sum()) - good_before,
    )


def headline(found: Situation, noun: Noun) -> str:
    """ "135 de 242 metas van bien; 33 están atrasadas"."""
    if found.total == 0:
        return _("Sin {things} con estos filtros").format(things=noun.plural)
    well = ngettext("{good} de {things} va bien", "{good} de {things} van bien", found.good).format(
        good=formatting.count(found.good), things=noun.counted(found.total)
    )
    late = found.counts["off_track"]
    if late == 0:
        return _("{words}; sin atrasos").format(words=well)
    return ngettext("{words}; {count} está {late}", "{words}; {count} están {late}", late).format(
        words=well, count=formatting.count(late), late=noun.agreed(late, _("atrasada"), _("atrasado"))
    )


def lede(found: Situation, moved: Movement | None, since: date) -> list[Child]:
    """What moved in a month, what else is at risk, and how much rests on old data or none."""
    parts: list[Child] = []
    if moved is not None:
        parts += [h.strong(_change_words(moved, since)), _movement_words(moved), " "]
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
    never = found.counts["no_data"]
    if never:
        parts.append(
            ngettext("{count} no tiene datos.", "{count} no tienen datos.", never).format(count=formatting.count(never))
        )
    return parts


def _change_words(moved: Movement, since: date) -> str:
    when = formatting.day(since)
    if moved.good_change == 0:
        return _("Van bien los mismos que al {day}").format(day=when)
    count = formatting.count(abs(moved.good_change))
    if moved.good_change > 0:
        return _("Van bien {count} más que al {day}").format(count=count, day=when)
    return _("Van bien {count} menos que al {day}").format(count=count, day=when)


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


def month_note(before: int, after: int) -> str:
    """The change of a count in a month: "+2 en el mes", "igual"."""
    if before == after:
        return _("igual")
    return _("{change} en el mes").format(change=formatting.signed_number(after - before, 0))
