"""/planes: every plan a reader may see, with its size and the way in."""

from __future__ import annotations

from dashboards import formatting, urls
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.nouns import indicator_noun, level_noun, project_noun
from dashboards.page import Page, PageContext, PageView
from data_models.queries.plans import PlanSummary


def build(context: PageContext) -> PageView:
    """The list of plans."""
    title = formatting.plural(len(context.plans), _("plan publicado"), _("planes publicados"))
    table = data_table(
        [
            TableColumn(_("Plan")),
            TableColumn(_("Municipio")),
            TableColumn(_("Vigencia")),
            TableColumn(_("Situación al")),
            TableColumn(_("Contenido")),
        ],
        [_row(context, plan) for plan in context.plans],
        labelled_by="planes-titulo",
    )
    tree: list[Child] = [
        parts.page_head(title, lede=_("Todos se leen con las mismas reglas; cada uno con sus propios umbrales.")),
        parts.section("planes", _("Planes"), table, hidden_title=True),
    ]
    return PageView(title, _("Los planes que se pueden consultar."), tree)


def _row(context: PageContext, plan: PlanSummary) -> TableRow:
    counts = plan.counts
    content = formatting.joined(
        [
            level_noun(plan, 1).counted(counts.axes),
            *([level_noun(plan, 2).counted(counts.programs)] if plan.level("node", 2) else []),
            project_noun(plan).counted(counts.projects),
            indicator_noun(plan).counted(counts.indicators),
        ]
    )
    mark = h.span(_("Datos de demostración"), className="who") if plan.is_demo else None
    cells: list[Child] = [
        [
            h.a(plan.name, href=context.link("/", **{urls.PLAN: plan.code, urls.AS_OF: None, urls.KNOWN_ON: None})),
            mark,
        ],
        plan.municipality_name,
        _("{start} a {end}").format(start=formatting.day(plan.starts_on), end=formatting.day(plan.ends_on)),
        formatting.day(plan.as_of),
        content,
    ]
    return TableRow(cells)


PAGE = Page("plans", "/planes", build, navigation=lambda: _("Planes"), is_dated=False)
