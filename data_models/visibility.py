"""The one place that decides who may read what.

Anybody reads public items of public plans, with approved values only. A Data Champion or a validator also reads the
items of their own secretariats, drafts included. The data team reads everything. Every query asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, false, or_, true

from data_models.tables import PROGRESS
from data_models.tables.organisation import Role
from kpis.vocabulary import ValueState

SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: ``role`` is "public" or a `Role`; ``secretariat_codes`` are the secretariats they work for."""

    role: str
    account_id: int | None = None
    secretariat_codes: frozenset[str] = frozenset()

    @property
    def sees_everything(self) -> bool:
        """The data team runs the house."""
        return self.role == Role.DATA_TEAM

    @property
    def own_secretariats(self) -> frozenset[str]:
        """Secretariats whose unpublished items and drafts this reader may see."""
        return self.secretariat_codes if self.role in (Role.CHAMPION, Role.VALIDATOR) else frozenset()


PUBLIC = Reader("public")


def sees_plan(reader: Reader, *, is_public: bool) -> bool:
    """Whether the reader may know that a plan exists."""
    return is_public or reader.sees_everything


def sees_withdrawn(reader: Reader, *, is_public: bool) -> bool:
    """Whether the reader may know of an item that is no longer in the plan; nobody answers for it any more."""
    return is_public or reader.sees_everything


def rows_clause(reader: Reader) -> ColumnElement[bool]:
    """The condition on the progress table that leaves the rows this reader may see."""
    if reader.sees_everything:
        return true()
    table = PROGRESS.c
    own = sorted(reader.own_secretariats)
    shared = SEPARATOR + table.shared_secretariat_codes + SEPARATOR
    return or_(
        table.is_public,
        table.secretariat_code.in_(own) if own else false(),
        *(shared.contains(f"{SEPARATOR}{code}{SEPARATOR}", autoescape=True) for code in own),
    )


def visible_rows(frame: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """The rows of a frame of progress rows that this reader may see; the same rule as `rows_clause`."""
    if reader.sees_everything:
        return frame
    own = reader.own_secretariats
    allowed = frame["is_public"].to_numpy(dtype=bool)
    if own:
        mine = (
            answers_for(lead, shared, own)
            for lead, shared in zip(frame["secretariat_code"], frame["shared_secretariat_codes"], strict=True)
        )
        allowed = allowed | np.fromiter(mine, dtype=bool, count=len(frame))
    return frame if allowed.all() else frame[allowed].reset_index(drop=True)


def answers_for(lead: str | None, shared: str | None, codes: Iterable[str]) -> bool:
    """Whether one of the secretariats ``codes`` leads or shares an item."""
    named = {lead, *(shared.split(SEPARATOR) if shared else ())}
    return not named.isdisjoint(codes)


def value_states(reader: Reader, lead: str | None, shared: str | None) -> tuple[str, ...]:
    """The states of values this reader may see of an item with these responsible secretariats."""
    if reader.sees_everything or answers_for(lead, shared, reader.own_secretariats):
        return tuple(str(state) for state in ValueState)
    return (str(ValueState.APPROVED),)
