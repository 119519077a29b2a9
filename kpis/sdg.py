"""The Sustainable Development Goals: their numbers and the short titles of the United Nations in Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpis.wording import N_

# By number, in order. Their targets are of the plan: each municipality names those it works for.
GOAL_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "1": N_("Fin de la pobreza"),
        "2": N_("Hambre cero"),
        "3": N_("Salud y bienestar"),
        "4": N_("Educación de calidad"),
        "5": N_("Igualdad de género"),
        "6": N_("Agua limpia y saneamiento"),
        "7": N_("Energía asequible y no contaminante"),
        "8": N_("Trabajo decente y crecimiento económico"),
        "9": N_("Industria, innovación e infraestructura"),
        "10": N_("Reducción de las desigualdades"),
        "11": N_("Ciudades y comunidades sostenibles"),
        "12": N_("Producción y consumo responsables"),
        "13": N_("Acción por el clima"),
        "14": N_("Vida submarina"),
        "15": N_("Vida de ecosistemas terrestres"),
        "16": N_("Paz, justicia e instituciones sólidas"),
        "17": N_("Alianzas para lograr los objetivos"),
    }
)
