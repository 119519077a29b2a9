"""The milestones of the projects behind an indicator, on the time axis of its history and in words below it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.components import elements as h
from dashboards.components.charts import Mark
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.indicator.prepare import Drawing, MilestoneMark, milestone_marks
from dashboards.nouns import project_noun
from dashboards.page import PageContext
from data_models.queries.indicators import IndicatorDetail
from data_models.queries.projects import milestones_of
from data_models.queries.selection import Selection


@dataclass(frozen=True)
class Milestones:
    """The few milestones that are drawn, and how many there are of how many projects."""

    drawn: list[MilestoneMark]
    total: int
    projects: pd.DataFrame

    @property
    def marks(self) -> list[Mark]:
        """The signs on the time axis: 1, 2, 3…"""
        return [Mark(each.on, str(number), each.done_on is not None) for number, each in enumerate(self.drawn, 1)]


def milestones(context: PageContext, found: IndicatorDetail, drawn: Drawing) -> Milestones:
    """The milestones of the project an indicator belongs to, else of those of its program."""
    projects = found.projects if len(found.projects) else found.nearby_projects
    all_of_them = milestones_of(
        context.store,
        [int(each) for each in projects["item_id"]],
        as_of=context.seen_on,
        known_on=context.known_at,
    )
    return Milestones(milestone_marks(all_of_them, projects, (drawn.start, drawn.end)), len(all_of_them), projects)


def in_words(context: PageContext, found: IndicatorDetail, of: Milestones) -> Component | None:
    """What each sign means, and the rest counted with the way to them; None without any."""
    if not of.drawn:
        return None
    return h.div(
        h.ol(
            [
                h.li(
                    h.span(str(number), className="ms done" if each.done_on else "ms"),
                    h.span(
                        _told(each), " · ", h.a(each.project_name, href=context.link(f"/proyecto/{each.project_slug}"))
                    ),
                )
                for number, each in enumerate(of.drawn, 1)
            ],
            className="ml",
        ),
        h.p(_rest(context, found, of), className="sub sm"),
    )


def _told(each: MilestoneMark) -> str:
    if each.done_on is not None:
        return _("{milestone}: hito cumplido el {day}").format(milestone=each.name, day=formatting.day(each.on))
    return _("{milestone}: hito previsto para el {day}").format(milestone=each.name, day=formatting.day(each.on))


def _rest(context: PageContext, found: IndicatorDetail, of: Milestones) -> list[Child]:
    noun, count = project_noun(context.plan), len(of.projects)
    shown = ngettext(
        "Se ve {shown} de {total} hitos: el de más peso en su proyecto. ",
        "Se ven {shown} de {total} hitos: los de más peso en su proyecto. ",
        len(of.drawn),
    ).format(shown=formatting.count(len(of.drawn)), total=formatting.count(of.total))
    if len(found.projects):
        row = found.projects.iloc[0]
        return [shown, h.a(_("Ver todos"), href=context.link(f"/proyecto/{row['slug']}"))]
    selection = Selection(item_kind="project", axis=found.row["axis_slug"], program=found.row["program_slug"])
    things = _("Ver {things}").format(things=noun.counted(count))
    return [shown, groups.number_of(context, count, selection, things)]
