"""One value approved in a store of 168,500 projects and 24,200 indicators."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select

from bench.harness import Figure, seconds
from bench.large_databases import filled_databases
from data_models import values
from data_models.progress.table import rebuild_all, refresh
from data_models.store import Store, create_store
from data_models.tables import ACCOUNTS, INDICATOR_VALUES, MUNICIPALITIES, PROGRESS, Role

LIMIT_MS = 50.0
APPROVALS = 30


def run() -> Iterator[Figure]:
    """Approve values of indicators all over the plan: the whole write, from the call to the commit."""
    for kind, (url, _) in filled_databases().items():
        store = create_store(url)
        if not _has_rows(store):
            rebuild_all(store)
        account_id = _account(store)
        last_values = _last_values(store)
        approvals_ms = [1e3 * _approval_s(store, account_id, last) for last in last_values]
        refreshes_ms = [1e3 * _refresh_s(store, last.indicator_id) for last in last_values]
        store.close()
        yield Figure(
            f"approve one value on {kind}, median",
            statistics.median(approvals_ms),
            "ms",
            limit=LIMIT_MS,
            compared_with="its progress row alone",
            reference=statistics.median(refreshes_ms),
        )
        yield Figure(f"approve one value on {kind}, slowest of {APPROVALS}", max(approvals_ms), "ms")


def _has_rows(store: Store) -> bool:
    with store.reading() as connection:
        return connection.scalar(select(PROGRESS.c.item_id).limit(1)) is not None


def _account(store: Store) -> int:
    with store.writing() as write:
        municipality_id = write.connection.scalar(select(MUNICIPALITIES.c.id))
        account = {"municipality_id": municipality_id, "code": "banco", "display_name": "Banco de pruebas"}
        new = insert(ACCOUNTS).values(**account, role=Role.VALIDATOR).returning(ACCOUNTS.c.id)
        return int(write.connection.execute(new).scalar_one())


def _last_values(store: Store) -> list[Any]:
    """The last value of indicators evenly spread over the plan."""
    with store.reading() as connection:
        rows = PROGRESS.c
        open_with_value = (rows.item_kind == "indicator") & rows.value.is_not(None) & (rows.status != "cancelled")
        ids = connection.scalars(select(rows.item_id).where(open_with_value).order_by(rows.item_id)).all()
        found = []
        for indicator_id in ids[:: len(ids) // APPROVALS][:APPROVALS]:
            of_it = (INDICATOR_VALUES.c.indicator_id == indicator_id) & INDICATOR_VALUES.c.superseded_at.is_(None)
            found.append(
                connection.execute(
                    select(INDICATOR_VALUES).where(of_it).order_by(INDICATOR_VALUES.c.period_end.desc())
                ).first()
            )
        return found


def _approval_s(store: Store, account_id: int, last: Any) -> float:
    draft = values.save_draft(
        store,
        indicator_id=last.indicator_id,
        period_start=last.period_start,
        period_end=last.period_end,
        value=last.value + 1,
        note="Corrección",
        by=account_id,
    )
    sent = values.send(store, value_id=draft, by=account_id)
    return seconds(lambda: values.approve(store, value_id=sent, by=account_id))


def _refresh_s(store: Store, indicator_id: int) -> float:
    with store.writing() as write:
        return seconds(lambda: refresh(write.connection, plan_id=1, indicator_ids=[indicator_id], today=write.today))
