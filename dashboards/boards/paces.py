"""Paces in words: what is needed by period, what has been had, and where that leads."""

from __future__ import annotations

from dashboards import formatting
from dashboards.boards.explanations import own_quantity
from dashboards.boards.histories import is_yearly
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row
from kpis.projection import Projection


def pace(value: float, row: Row) -> str:
    """A change by period with its sign: "+5,0", "−0,4"; with one decimal more than the value where it is small."""
    decimals = 0 if formatting.is_missing(row["decimals"]) else int(row["decimals"])
    if abs(value) < 10 and abs(value - round(value, decimals)) > 1e-9:
        decimals += 1
    return formatting.signed_number(value, decimals)


def pace_with_period(value: float, row: Row) -> str:
    """A pace with what it is by: "+5 puntos por trimestre", "+3,3 por mes"."""
    text = pace(value, row)
    if (row["unit"] or "").strip() == "%":
        text += formatting.NBSP + (_("punto") if text.lstrip("+−") == "1" else _("puntos"))
    by = {
        "monthly": _("por mes"),
        "bimonthly": _("por bimestre"),
        "quarterly": _("por trimestre"),
        "four_monthly": _("por cuatrimestre"),
        "half_yearly": _("por semestre"),
        "yearly": _("por año"),
    }.get(str(row["frequency"]))
    return f"{text} {by}" if by else text


def projection_words(ahead: Projection, row: Row) -> tuple[str, str]:
    """Where this pace leads, and when."""
    if ahead.reaches:
        return _("llega a la meta"), _("hacia {month}").format(month=formatting.month(ahead.on))
    return own_quantity(ahead.value, row), _("al {day}").format(day=formatting.day(ahead.on))


def pace_sentence(row: Row) -> str | None:
    """ "Necesita +3,1 puntos por trimestre; viene de +1,4."; why none is needed, or None where nothing can be said."""
    needed, recent = row["required_per_period"], row["recent_per_period"]
    if formatting.is_missing(row["value"]):
        return None
    if row["status"] == "met":
        return _("Llegó a la meta.")
    if formatting.is_missing(needed) or row["value_bound"]:
        has_ended = not formatting.is_missing(row["periods_left"]) and not row["periods_left"]
        return _("No quedan períodos hasta la fecha de la meta.") if has_ended else None
    text = pace_with_period(float(needed), row)
    words = _("Este año necesita {pace}") if is_yearly(row) else _("Necesita {pace}")
    told = words.format(pace=text)
    if formatting.is_missing(recent):
        return told + "."
    return _("{needed}; viene de {pace}.").format(needed=told, pace=pace(float(recent), row))


def projection_sentence(ahead: Projection, row: Row) -> str:
    """ "A este ritmo llegaría a 41,9 % en diciembre de 2027."."""
    if ahead.reaches:
        return _("A este ritmo llega a la meta hacia {month}.").format(month=formatting.month(ahead.on))
    return _("A este ritmo llegaría a {value} en {month}.").format(
        value=own_quantity(ahead.value, row), month=formatting.month(ahead.on)
    )
