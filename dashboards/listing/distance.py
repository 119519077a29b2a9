"""How far a row is from what was expected of it, in words that agree with the figures shown beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.i18n import gettext as _
from kpis.vocabulary import Status

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Distance:
    """How much more (`side` 1) or less (-1) than expected, without its sign; nothing of it where `side` is 0.

    It is in points of progress (`is_points`) or in the unit of the value.
    """

    amount: str
    side: int
    is_points: bool


def distance(row: Row) -> Distance | None:
    """Progress less what was expected, as both are written: "3 puntos" of 69 % and 72 %; None where one is unknown.

    A plan whose periods add up to more than its own target expects over 100 %: then in the unit of the value.
    """
    done, expected = row["progress_pct"], row["expected_pct"]
    if formatting.is_missing(done) or formatting.is_missing(expected):
        return None
    points = formatting.short_percent_difference(done, expected)
    side = (points > 0) - (points < 0)
    if _is_beyond_target(row):
        places = _expected_decimals(row)
        value = formatting.written_difference(row["value"], row["expected_value"], decimals_of(row), places)
        # Of what should go down, less is better: there the points say it without a second thought.
        if value * side > 0:
            return Distance(formatting.quantity(abs(value), row["unit"], places), side, is_points=False)
    return Distance(formatting.short_points(points), side, is_points=True)


def gap_words(row: Row) -> str | None:
    """The distance between progress and what was expected: "12 puntos menos", "igual a lo esperado"."""
    found = distance(row)
    if found is None:
        return None
    if is_met_below_plan(row):
        return _("meta alcanzada")
    if not found.side:
        return _("igual a lo esperado")
    words = _("{points} menos") if found.side < 0 else _("{points} más")
    return words.format(points=found.amount)


def is_met_below_plan(row: Row) -> bool:
    """Whether a target is met although its own plan by periods promised even more: nothing is owed any more."""
    found = distance(row)
    return found is not None and found.side < 0 and row["status"] == Status.MET


def expected_percent(row: Row) -> str | None:
    """What was expected of the target: "72 %"; over 100 % of it in its own unit, saying so. None where unknown."""
    if formatting.is_missing(row["expected_pct"]):
        return None
    if _is_beyond_target(row):
        return _("{value}, más que la meta").format(value=expected_words(row))
    return formatting.short_percent(row["expected_pct"])


def _is_beyond_target(row: Row) -> bool:
    """Whether more was expected by now than is promised in all, and it is known how much in the row's own unit."""
    expected = row["expected_pct"]
    if formatting.is_missing(expected) or formatting.whole(expected) <= 100:
        return False
    return not formatting.is_missing(row["value"]) and not formatting.is_missing(row["expected_value"])


def beyond_target_words(row: Row, target: str) -> str | None:
    """That what was planned for the periods so far comes to more than the target; None where it does not."""
    if not _is_beyond_target(row):
        return None
    return _("A esa fecha el plan preveía {expected}, más que la meta ({target}): conviene revisarlo.").format(
        expected=expected_words(row), target=target
    )


def expected_words(row: Row) -> str | None:
    """The level expected of a row, in its unit; with one decimal more where it is small and not whole, as 1,3 of 4."""
    if formatting.is_missing(row["expected_value"]):
        return None
    return formatting.quantity(row["expected_value"], row["unit"], _expected_decimals(row))


def should_be(row: Row) -> Component | None:
    """ "debería ir en 67,8 %", below a distance."""
    expected = None if is_met_below_plan(row) else expected_words(row)
    return h.span(_("debería ir en {value}").format(value=expected), className="who") if expected else None


def _expected_decimals(row: Row) -> int | None:
    value, decimals = row["expected_value"], decimals_of(row)
    if decimals is not None and abs(value) < 10 and abs(value - round(value, decimals)) > 1e-9:
        return decimals + 1
    return decimals


def decimals_of(row: Row) -> int | None:
    """The decimals of a row's values, where the plan says."""
    return None if formatting.is_missing(row["decimals"]) else int(row["decimals"])
