"""What all entries of people have in common: one transaction, a known author, an item that may be written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from data_models.refusals import Refused, refusal_of
from data_models.rows import Row, find_current, in_force
from data_models.store import Store, Write
from data_models.tables import ACCOUNTS, INDICATOR_VERSIONS, INDICATORS, PROJECT_VERSIONS, PROJECTS


@contextmanager
def entering(store: Store, by: int, at: dt.datetime | None) -> Iterator[Write]:
    """Open a write of the account ``by``; raises Refused for an unknown one and for what a constraint turns away."""
    try:
        with store.writing(account_id=by, at=at) as write:
            if write.connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == by)).one_or_none() is None:
                raise Refused("No hay una cuenta {account}.", account=by)
            yield write
    except IntegrityError as error:
        raise refusal_of(error) from error


def current_row(connection: Connection, table: Table, row_id: int) -> Row:
    """The row with this id; raises Refused when it is no longer in force, because someone wrote in between."""
    row = find_current(connection, table, row_id)
    if row is None:
        raise Refused("El dato cambió mientras tanto: vuelva a abrirlo.")
    return row


def open_indicator(connection: Connection, indicator_id: int) -> Row:
    """The definition in force of an indicator, with its ``plan_id``; raises Refused for one withdrawn or cancelled."""
    version = _version(connection, INDICATOR_VERSIONS, INDICATORS, "indicator_id", indicator_id)
    if version is None or version["is_withdrawn"]:
        raise Refused("El indicador ya no está en el plan.")
    if version["is_cancelled"]:
        raise Refused("El indicador «{name}» está cancelado.", name=version["name"])
    return version


def open_project(connection: Connection, project_id: int) -> Row:
    """What is in force of a project, with its ``plan_id``; raises Refused for one withdrawn."""
    version = _version(connection, PROJECT_VERSIONS, PROJECTS, "project_id", project_id)
    if version is None or version["is_withdrawn"]:
        raise Refused("El proyecto ya no está en el plan.")
    return version


def said(text: str | None, sentence: str) -> str:
    """The text without spaces around it; raises Refused with the sentence when nothing is left."""
    words = (text or "").strip()
    if not words:
        raise Refused(sentence)
    return words


def _version(connection: Connection, versions: Table, identities: Table, column: str, item_id: int) -> Row | None:
    found = connection.execute(
        select(versions, identities.c.plan_id)
        .join(identities, versions.c[column] == identities.c.id)
        .where(versions.c[column] == item_id, in_force(versions))
    )
    row = found.mappings().one_or_none()
    return dict(row) if row is not None else None
