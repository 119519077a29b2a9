"""The words of a plan for its levels, projects and indicators, with the Spanish grammar that goes with them.

The words are data ("eje", "meta de producto", "entregable"), so number and gender have to be found, not written.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboards import formatting
from dashboards.i18n import SPANISH, current_language
from dashboards.i18n import gettext as _
from data_models.queries.plans import PlanSummary

# Endings of the first word of a feminine noun: meta, actividad, libertad, virtud, acción, misión, región, gestión,
# unión, fase, serie, parte, red, ley.
_FEMININE_ENDINGS = (
    *("a", "dad", "tad", "tud", "ción", "sión", "gión", "tión", "nión"),
    *("ase", "serie", "parte", "red", "ley"),
)
# And of the masculine ones that end in "a", with whatever is put before them: subprograma, subtema.
_MASCULINE_ENDINGS = ("grama", "blema", "tema", "quema", "lema", "clima", "día", "mapa")


@dataclass(frozen=True)
class Noun:
    """What one thing and several things are called."""

    singular: str
    plural: str

    @property
    def is_feminine(self) -> bool:
        """Whether Spanish treats it as feminine."""
        first = self.singular.split()[0].lower() if self.singular.split() else ""
        return first.endswith(_FEMININE_ENDINGS) and not first.endswith(_MASCULINE_ENDINGS)

    @property
    def one(self) -> str:
        """ "un proyecto", "una meta"."""
        return (_("una {thing}") if self.is_feminine else _("un {thing}")).format(thing=self.singular)

    @property
    def none(self) -> str:
        """ "ningún proyecto", "ninguna meta"."""
        return (_("ninguna {thing}") if self.is_feminine else _("ningún {thing}")).format(thing=self.singular)

    def counted(self, count: int) -> str:
        """ "1 proyecto", "1.685 proyectos"."""
        return formatting.plural(count, self.singular, self.plural)

    def named(self, count: int) -> str:
        """The noun alone in the number of `count`."""
        return self.singular if count == 1 else self.plural

    def agreed(self, count: int, feminine: str, masculine: str) -> str:
        """The form of an adjective that agrees: give both singular forms ending in a vowel ("atrasada", "atrasado")."""
        form = feminine if self.is_feminine else masculine
        # An English adjective has one form.
        return form if count == 1 or current_language() is not SPANISH else form + "s"


def project_noun(plan: PlanSummary) -> Noun:
    """What this plan calls its projects."""
    return _noun(plan, "project", None, Noun(_("proyecto"), _("proyectos")))


def indicator_noun(plan: PlanSummary) -> Noun:
    """What this plan calls its indicators."""
    return _noun(plan, "indicator", None, Noun(_("indicador"), _("indicadores")))


def level_noun(plan: PlanSummary, depth: int) -> Noun:
    """What this plan calls the level at a depth (1: axis)."""
    fallback = Noun(_("eje"), _("ejes")) if depth == 1 else Noun(_("programa"), _("programas"))
    return _noun(plan, "node", depth, fallback)


def node_depths(plan: PlanSummary) -> list[int]:
    """The depths of the plan's levels, from the top."""
    return sorted(level.depth for level in plan.levels if level.role == "node" and level.depth)


def node_path(depth: int) -> str:
    """The first part of the addresses of a level: "eje" at the top, "programa" below."""
    return "eje" if depth == 1 else "programa"


def _noun(plan: PlanSummary, role: str, depth: int | None, fallback: Noun) -> Noun:
    level = plan.level(role, depth)
    # A level's words are the plan's own; those everybody uses are also in our catalogue.
    return Noun(_(level.singular), _(level.plural)) if level else fallback
