"""Invented data that push components to their ends: nothing, zero, one, thousands, names nobody planned for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboards.components.bars import TimeWindow, time_window
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.urls import Address

NOWHERE = "#contenido"
AS_OF = date(2026, 10, 31)
STARTS_ON, ENDS_ON = date(2023, 12, 10), date(2027, 12, 9)
MIXED = {
    "met": 41, "on_track": 94, "at_risk": 38, "off_track": 33, "not_started": 14, "no_data": 18, "cancelled": 4,
}  # fmt: skip
THOUSANDS = {
    "met": 40_500, "on_track": 60_100, "at_risk": 19_700, "off_track": 15_200, "not_started": 21_200, "no_data": 8_500,
    "cancelled": 3_300,
}  # fmt: skip
ONE = {"off_track": 1}


@dataclass(frozen=True)
class Stage:
    """Where a specimen is drawn: the page's address, and a text that makes the ids of this drawing its own."""

    address: Address
    prefix: str

    def id(self, name: str) -> str:
        """Return an id no other drawing has."""
        return f"{self.prefix}-{name}"


@dataclass(frozen=True)
class Specimen:
    """A component in its states: what it is called and how it is drawn.

    A wide one has its two themes below each other, the others side by side; one with an id of its own is drawn once.
    """

    title: str
    draw: Callable[[Stage], Child]
    is_wide: bool = False
    is_drawn_once: bool = False


def window() -> TimeWindow:
    """The years of the invented plan."""
    return time_window(STARTS_ON, ENDS_ON, AS_OF)


def long_name() -> str:
    """A name of some 300 letters, as plans have them."""
    return _(
        "Programa integral de fortalecimiento, ampliación y mantenimiento preventivo de la red de recolección "
        "diferenciada de residuos sólidos urbanos, con separación en origen, promotores ambientales en cada barrio, "
        "compostaje domiciliario y acompañamiento a las cooperativas de recuperadores durante todo el gobierno"
    )


def unbroken_name() -> str:
    """A name without a place to break it."""
    return "INFRAESTRUCTURA_HIDROSANITARIA_Y_PLUVIAL_METROPOLITANA_2023-2027_v3_definitivo_revisado(2).xlsx"
