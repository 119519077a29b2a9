"""Values of indicators on their way: draft, sent, returned or approved; and corrections of approved ones.

Each step is a new row. Every verb is one transaction with one audit record, returns the id of the new row and raises
Refused, with nothing changed, when the step is not possible. Moments (``at``) are UTC, by default the present one.
"""

from __future__ import annotations

import datetime as dt
import math

from sqlalchemy import or_, select

from data_models import audit, computed
from data_models.entries import current_row, entering, open_indicator, said
from data_models.progress.table import refresh
from data_models.refusals import Refused
from data_models.rows import Row, contents, in_force, record_one, replace, supersede
from data_models.store import Store, Write
from data_models.tables import INDICATOR_VALUES
from kpis.vocabulary import ValueState
from kpis.wording import N_


def save_draft(
    store: Store,
    *,
    indicator_id: int,
    period_start: dt.date,
    period_end: dt.date,
    by: int,
    value: float | None = None,
    numerator: float | None = None,
    denominator: float | None = None,
    bound: str | None = None,
    text: str | None = None,
    note: str | None = None,
    evidence_url: str | None = None,
    at: dt.datetime | None = None,
) -> int:
    """Keep what was typed for a period, in the place of an earlier draft or of one that was returned.

    With numerator and denominator the value may be left out: it is the indicator's scale times their ratio.
    """
    with entering(store, by, at) as write:
        indicator = open_indicator(write.connection, indicator_id)
        row: Row = {
            "indicator_id": indicator_id,
            "period_start": period_start,
            "period_end": period_end,
            "value": _checked_value(indicator, value, numerator, denominator),
            "numerator": numerator,
            "denominator": denominator,
            "bound": bound,
            "text": text,
            "note": note,
            "evidence_url": evidence_url,
            "state": ValueState.DRAFT,
        }
        _check_period(write, row)
        earlier = _in_force(write, row, is_open=True)
        if earlier is not None:
            if earlier["state"] == ValueState.SENT:
                raise Refused("El valor de ese período ya fue enviado; espere a que lo aprueben o lo devuelvan.")
            supersede(write, INDICATOR_VALUES, [earlier["id"]])
        value_id = record_one(write, INDICATOR_VALUES, row)
        audit.record(write, "save_draft", "indicator_values", value_id, _told(row))
        return value_id


def send(store: Store, *, value_id: int, by: int, at: dt.datetime | None = None) -> int:
    """Hand a draft over to be approved."""
    return _step(store, value_id, by, at, "send", ValueState.DRAFT, ValueState.SENT)


def return_(store: Store, *, value_id: int, by: int, reason: str, at: dt.datetime | None = None) -> int:
    """Give a sent value back to whoever entered it, saying why."""
    words = said(reason, N_("Diga por qué devuelve el valor."))
    return _step(store, value_id, by, at, "return", ValueState.SENT, ValueState.RETURNED, return_reason=words)


def approve(store: Store, *, value_id: int, by: int, at: dt.datetime | None = None) -> int:
    """Make a sent value the one of its period; an approved one that it corrects is superseded."""
    return _step(store, value_id, by, at, "approve", ValueState.SENT, ValueState.APPROVED)


def correct(
    store: Store,
    *,
    value_id: int,
    by: int,
    note: str,
    value: float | None = None,
    numerator: float | None = None,
    denominator: float | None = None,
    bound: str | None = None,
    text: str | None = None,
    at: dt.datetime | None = None,
) -> int:
    """Put an approved value right, saying why in ``note``; the new row is approved by whoever corrects it."""
    words = said(note, N_("Diga por qué corrige el valor."))
    with entering(store, by, at) as write:
        before = current_row(write.connection, INDICATOR_VALUES, value_id)
        if before["state"] != ValueState.APPROVED:
            raise Refused("Solo se corrige un valor aprobado.")
        indicator = open_indicator(write.connection, before["indicator_id"])
        changes: Row = {
            "value": _checked_value(indicator, value, numerator, denominator),
            "numerator": numerator,
            "denominator": denominator,
            "bound": bound,
            "text": text,
            "note": words,
        }
        new_id = replace(write, INDICATOR_VALUES, before, decided_by=by, decided_at=write.at, **changes)
        audit.record(write, "correct", "indicator_values", new_id, {"before": _told(before), "after": _told(changes)})
        refresh(
            write.connection, plan_id=indicator["plan_id"], indicator_ids=[indicator["indicator_id"]], today=write.today
        )
        computed.follow(write, indicator["plan_id"])
        return new_id


def _step(
    store: Store,
    value_id: int,
    by: int,
    at: dt.datetime | None,
    action: str,
    before: ValueState,
    after: ValueState,
    **more: object,
) -> int:
    with entering(store, by, at) as write:
        row = current_row(write.connection, INDICATOR_VALUES, value_id)
        if row["state"] != before:
            raise Refused("El valor no está en el estado que hace falta para ese paso.")
        indicator = open_indicator(write.connection, row["indicator_id"])
        superseded = [row["id"]]
        if after != ValueState.SENT:
            more |= {"decided_by": by, "decided_at": write.at}
        if after == ValueState.APPROVED:
            computed.give_way(write, [(row["indicator_id"], row["period_start"], row["period_end"])])
            approved = _in_force(write, row, is_open=False)
            superseded += [approved["id"]] if approved else []
        supersede(write, INDICATOR_VALUES, superseded)
        new_id = record_one(write, INDICATOR_VALUES, {**contents(row), "state": after, **more})
        audit.record(write, action, "indicator_values", new_id, _told(row) | {"reason": more.get("return_reason")})
        if after == ValueState.APPROVED:
            refresh(
                write.connection, plan_id=indicator["plan_id"], indicator_ids=[row["indicator_id"]], today=write.today
            )
            computed.follow(write, indicator["plan_id"])
        return new_id


def _checked_value(
    indicator: Row, value: float | None, numerator: float | None, denominator: float | None
) -> float | None:
    """The value that is meant; numerator and denominator, when given, must amount to it as far as its decimals show."""
    for number in (value, numerator, denominator):
        if number is not None and not math.isfinite(number):
            raise Refused("«{value}» no es un número.", value=number)
    if numerator is None or denominator is None:
        return value
    if denominator == 0:
        raise Refused("El denominador no puede ser cero.")
    ratio: float = indicator["ratio_scale"] * numerator / denominator
    if value is not None and abs(value - ratio) > 10.0 ** -indicator["decimals"]:
        raise Refused(
            "El valor {value} no es el que dan su numerador y su denominador ({ratio}).",
            value=value,
            ratio=round(ratio, indicator["decimals"]),
        )
    return ratio


def _check_period(write: Write, row: Row) -> None:
    if row["period_end"] < row["period_start"]:
        raise Refused("El período termina antes de empezar.")
    if row["period_start"] > write.today:
        raise Refused("El período todavía no empezó.")
    other = write.connection.execute(
        select(INDICATOR_VALUES.c.period_start, INDICATOR_VALUES.c.period_end)
        .where(
            in_force(INDICATOR_VALUES),
            INDICATOR_VALUES.c.indicator_id == row["indicator_id"],
            INDICATOR_VALUES.c.period_start <= row["period_end"],
            INDICATOR_VALUES.c.period_end >= row["period_start"],
            # What is computed gives way.
            computed.are_of_people(),
            or_(
                INDICATOR_VALUES.c.period_start != row["period_start"],
                INDICATOR_VALUES.c.period_end != row["period_end"],
            ),
        )
        .limit(1)
    ).one_or_none()
    if other is not None:
        raise Refused(
            "El período se superpone con otro que ya tiene un valor: del {start} al {end}.",
            start=f"{other.period_start:%d/%m/%Y}",
            end=f"{other.period_end:%d/%m/%Y}",
        )


def _in_force(write: Write, row: Row, *, is_open: bool) -> Row | None:
    """The approved row, or the open one (draft, sent or returned), of the same indicator and period."""
    is_approved = INDICATOR_VALUES.c.state == ValueState.APPROVED
    found = write.connection.execute(
        select(INDICATOR_VALUES).where(
            in_force(INDICATOR_VALUES),
            INDICATOR_VALUES.c.indicator_id == row["indicator_id"],
            INDICATOR_VALUES.c.period_end == row["period_end"],
            ~is_approved if is_open else is_approved,
        )
    )
    earlier = found.mappings().one_or_none()
    return dict(earlier) if earlier is not None else None


def _told(row: Row) -> dict[str, object]:
    """What the audit says of a value."""
    told = {name: row[name] for name in ("indicator_id", "value", "text", "bound") if name in row}
    return told | ({"period_end": row["period_end"].isoformat()} if "period_end" in row else {})
