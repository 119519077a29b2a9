"""Where the number of a cell leads: to the list of projects or indicators when its filters can say it, else to ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboards.explore import question as asking
from dashboards.explore.question import Question
from dashboards.listing.selection_links import list_link
from data_models.queries.pivot import Dimension
from data_models.queries.selection import Selection

# What the filters of the lists can say: the dimension, the field of `Selection`, whether it takes several.
_FIELDS: dict[str, tuple[str, bool]] = {
    "eje": ("axis", False),
    "programa": ("program", False),
    "secretaria": ("secretariat", False),
    "estado": ("status", True),
    "dato": ("freshness", True),
    "tipo": ("indicator_kind", False),
    "clase": ("indicator_class", False),
    "distrito": ("district", False),
    "situacion": ("project_state", True),
    "causa": ("delay_cause", False),
    "ods": ("sdg", False),
}
ANY = ""


def narrowed(selection: Selection, dimension: Dimension | None, value: str | None) -> Selection | None:
    """The selection of those of its rows that are under a value; None when the filters of lists cannot say it."""
    if value == ANY or dimension is None:
        return selection
    field = _FIELDS.get(dimension.key)
    if field is None or value is None:
        return None
    name, takes_several = field
    before = getattr(selection, name)
    wanted: Any = (value,) if takes_several else value
    fits = not before or value in before if takes_several else before in (None, value)
    return replace(selection, **{name: wanted}) if fits else None


def cell_link(question: Question, row: str | None, column: str | None, *, with_value: bool = False) -> str:
    """The address of the list of a cell; "" for a row or a column is any, as in totals.

    `with_value` leaves out rows that have nothing to sum up.
    """
    selection = narrowed(question.selection, question.rows, row)
    if selection is not None:
        selection = narrowed(selection, question.columns, column)
    if selection is not None and not with_value:
        return list_link(question.context, selection)
    return question.link(
        **{
            asking.IN_ROW: None if row == ANY else asking.written(row),
            asking.IN_COLUMN: None if column == ANY else asking.written(column),
            asking.WITH_VALUE: "valor" if with_value else "todo" if row == column == ANY else None,
        }
    )
