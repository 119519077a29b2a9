"""Columns of the progress table as plain lists: what both databases take fastest, for one row or a hundred thousand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data_models import dictionary
from data_models.progress.places import SDG_AXIS, Answering, Level, LinkTo, Places, PlanFacts, joined, slugs_of
from data_models.progress.scope import Scope

Cells = list[Any]
Columns = dict[str, Cells]

NAMES = tuple(column.name for column in dictionary.PROGRESS)
DAY = "datetime64[D]"
NO_DAY = np.iinfo(np.int64).min
EPOCH = dt.date(1970, 1, 1).toordinal()
NO_ONE = Answering()


@dataclass(frozen=True, slots=True)
class Moment:
    """What a computation is about: the civil day it is true on, and the version of the data it read."""

    plan: PlanFacts
    as_of: Any
    known_version: int
    rules_version: str


def complete(columns: Columns, count: int) -> list[Cells]:
    """Every column of the dictionary in its order; those not in ``columns`` are blank.

    Raises ValueError for a column that is not in the dictionary or has another length.
    """
    strange = columns.keys() - set(NAMES)
    if strange:
        raise ValueError(f"not in the dictionary: {', '.join(sorted(strange))}")
    short = [name for name, cells in columns.items() if len(cells) != count]
    if short:
        raise ValueError(f"columns with another length: {', '.join(short)}")
    return [columns.get(name) or [None] * count for name in NAMES]


def plan_columns(moment: Moment, count: int) -> Columns:
    """The columns that are the same in every row of a plan."""
    plan = moment.plan
    same = {
        "plan_id": plan.id,
        "municipality_name": plan.municipality_name,
        "plan_code": plan.code,
        "plan_name": plan.name,
        "is_demo": plan.is_demo,
        "rules_version": moment.rules_version,
        "as_of": moment.as_of,
        "known_version": moment.known_version,
    }
    return {name: [value] * count for name, value in same.items()}


def place_columns(
    connection: Connection,
    scope: Scope,
    owner: str,
    node_ids: Sequence[int],
    places: Places,
    project_ids: Sequence[int | None] = (),
) -> Columns:
    """Where the items of the scope stand, who answers for them, what they are linked to, and their short names.

    ``owner`` is project_id or indicator_id; ``node_ids`` and ``project_ids`` (what indicators belong to, if anything)
    are in the order of the scope.
    """
    places.read_nodes(set(node_ids))
    paths = [places.path(node_id) for node_id in node_ids]
    of_nodes = places.links(sorted({level.id for path in paths for level in path}), "node_id")
    of_projects = places.links(sorted({one for one in project_ids if one is not None}), "project_id")
    own = places.links(scope.ids, owner)
    links = [
        (
            *own.get(item_id, ()),
            *of_projects.get(project_id or 0, ()),
            *(link for level in path for link in of_nodes.get(level.id, ())),
        )
        for item_id, project_id, path in zip(scope.ids, project_ids or [None] * len(paths), paths, strict=True)
    ]
    answering = places.answering(scope, owner)
    slugs = slugs_of(connection, scope, owner)
    return (
        path_columns(paths)
        | answering_columns([answering.get(item_id, NO_ONE) for item_id in scope.ids])
        | LinkWords().columns(links)
        | {"slug": [slugs.get(item_id) for item_id in scope.ids]}
    )


def path_columns(paths: Sequence[tuple[Level, ...]]) -> Columns:
    """The levels of each item."""
    columns: Columns = {"path_text": [path_text(path) for path in paths]}
    for depth, name in enumerate(("axis", "program", "level3", "level4", "level5")):
        at = [path[depth] if len(path) > depth else None for path in paths]
        columns[f"{name}_code"] = [level.code if level else None for level in at]
        columns[f"{name}_name"] = [level.name if level else None for level in at]
        if depth < 2:
            columns[f"{name}_slug"] = [level.slug if level else None for level in at]
    return columns


def path_text(path: tuple[Level, ...]) -> str | None:
    """ "1 Ambiente › 1.2 Residuos"."""
    return " › ".join(f"{level.code} {level.name}" for level in path) or None


def answering_columns(answering: Sequence[Answering]) -> Columns:
    """Who answers for each item."""
    return {
        "secretariat_code": [one.lead_code for one in answering],
        "secretariat_name": [one.lead_name for one in answering],
        "secretariat_slug": [one.lead_slug for one in answering],
        "shared_secretariat_codes": [one.shared_codes for one in answering],
        "shared_secretariat_names": [one.shared_names for one in answering],
        "responsible_slugs": [one.slugs for one in answering],
        "responsible_post": [one.post for one in answering],
    }


class LinkWords:
    """The words of an item's own links and of those it inherits, made once for each combination."""

    def __init__(self) -> None:
        self._made: dict[tuple[LinkTo, ...], tuple[str | None, str | None]] = {}

    def columns(self, links: Sequence[tuple[LinkTo, ...]]) -> Columns:
        """sdg_codes and link_codes of each item."""
        words = [self._words(one) for one in links]
        return {"sdg_codes": [sdg for sdg, _ in words], "link_codes": [link for _, link in words]}

    def _words(self, links: tuple[LinkTo, ...]) -> tuple[str | None, str | None]:
        if links not in self._made:
            goals = {
                code
                for link in links
                if link.axis == SDG_AXIS
                for code in (link.parent_code, link.code)
                if code is not None
            }
            # What is linked to an item is linked to the one above it.
            named = {(link.axis, code) for link in links for code in (link.parent_code, link.code) if code is not None}
            self._made[links] = (
                joined(sorted(goals, key=code_order)),
                joined(f"{axis}:{code}" for axis, code in sorted(named, key=lambda one: (one[0], code_order(one[1])))),
            )
        return self._made[links]


def code_order(code: str) -> tuple[tuple[int, str], ...]:
    """Sorts 2 before 11 and 11.6 after 11."""
    return tuple((int(part), "") if part.isdigit() else (10**9, part) for part in code.split("."))


def day_array(cells: Sequence[Any]) -> np.ndarray[Any, Any]:
    """Dates or None as datetime64[s]."""
    # Through whole numbers: numpy takes sixteen times as long to read date objects.
    ordinals = (NO_DAY if cell is None else cell.toordinal() - EPOCH for cell in cells)
    return np.fromiter(ordinals, dtype=np.int64, count=len(cells)).view(DAY).astype("datetime64[s]")


def float_array(cells: Sequence[Any]) -> np.ndarray[Any, Any]:
    """Numbers or None as float64."""
    return np.array(cells, dtype=np.float64)


def text_array(cells: Sequence[Any]) -> np.ndarray[Any, Any]:
    """Texts or None as objects."""
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array


def numbers(column: pd.Series) -> Cells:
    """A float column as a list with None for missing."""
    array = column.to_numpy(dtype=np.float64, na_value=np.nan)
    cells: Cells = array.tolist()
    if np.isnan(array).any():
        return [None if cell != cell else cell for cell in cells]
    return cells


def integers(column: pd.Series) -> Cells:
    """A column of whole numbers as a list of int with None for missing."""
    return [None if cell is None else round(cell) for cell in numbers(column)]


def days(column: pd.Series) -> Cells:
    """A datetime column as a list of `datetime.date` with None for missing."""
    cells: Cells = column.to_numpy().astype(DAY).tolist()
    return cells


def texts(column: pd.Series) -> Cells:
    """A text column as a list with None for missing."""
    cells: Cells = column.to_numpy(dtype=object).tolist()
    return cells


def shares(parts: Sequence[Any], wholes: Sequence[Any]) -> Cells:
    """100 * part / whole, None where either is missing or the whole is not above zero."""
    return [
        100.0 * part / whole if part is not None and whole is not None and whole > 0 else None
        for part, whole in zip(parts, wholes, strict=True)
    ]
