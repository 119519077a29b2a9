"""The progress table: one clean row for each project and indicator, built column by column from the dictionary.

It is physical and derived: `data_models.progress` keeps it equal to what the history says, in each write's transaction.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Double, ForeignKeyConstraint, Integer, Table, Text
from sqlalchemy.types import TypeEngine

from data_models import dictionary
from data_models.dictionary import ItemKind
from data_models.tables.base import METADATA, one_of
from kpis.vocabulary import Freshness, Status

TYPES: dict[str, type[TypeEngine[Any]]] = {
    "text": Text,
    "integer": Integer,
    "number": Double,
    "date": Date,
    "datetime": DateTime,
    "boolean": Boolean,
}
KEY = ("plan_id", "item_kind", "item_id")
ALWAYS_KNOWN = frozenset(
    {
        *KEY,
        "municipality_name",
        "plan_code",
        "plan_name",
        "is_demo",
        "code",
        "name",
        "node_id",
        "status",
        "reason_code",
        "weight",
        "is_public",
        "rules_version",
        "as_of",
        "known_version",
    }
)


def _column(column: dictionary.Column) -> Column[Any]:
    return Column(
        column.name,
        TYPES[column.type](),
        primary_key=column.name in KEY,
        autoincrement=False,
        nullable=column.name not in ALWAYS_KNOWN,
    )


PROGRESS = Table(
    "progress",
    METADATA,
    *(_column(column) for column in dictionary.PROGRESS),
    ForeignKeyConstraint(["plan_id"], ["plans.id"]),
    ForeignKeyConstraint(["node_id"], ["nodes.id"]),
    one_of("item_kind", ItemKind),
    one_of("status", Status),
    one_of("freshness", Freshness),
)
