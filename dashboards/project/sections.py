"""The sections of the page of a project: where it stands, its dates and milestones, how that is computed."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import detail
from dashboards.boards.explanations import steps_list
from dashboards.boards.link_chips import link_chips
from dashboards.boards.origins import origin_words
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.rows import Row, as_rows, cause_name, indicator_table
from dashboards.nouns import indicator_noun, project_noun
from dashboards.page import PageContext
from dashboards.project import words
from data_models.queries.districts import districts
from data_models.queries.projects import ProjectDetail
from kpis import explain, wording
from kpis.vocabulary import Frequency, ProjectState


def situation(context: PageContext, found: ProjectDetail) -> Component:
    """The percent and where it comes from, the status with its reasons, and the facts a meeting asks for."""
    row = found.row
    below = words.reasons(found, context.seen_on)
    return h.div(
        _big_percent(row),
        h.p(words.basis(row), className="sec2"),
        h.p(status.status_word(row["status"], row["freshness"]), ". ", words.main_sentence(found), className="stat"),
        h.p(" ".join(below), className="sm sec2") if below else None,
        parts.facts(_facts(context, found)),
    )


def _big_percent(row: Row) -> Component:
    if formatting.is_missing(row["progress_pct"]):
        return h.p(_("Sin porcentaje"), className="big words")
    number = formatting.number(row["progress_pct"], 0)
    return h.p(number, h.small(formatting.NBSP + "%"), className="big")


def _facts(context: PageContext, found: ProjectDetail) -> list[tuple[str, Child, Child]]:
    row = found.row
    facts: list[tuple[str, Child, Child]] = []
    expected = row["expected_pct"]
    if not formatting.is_missing(expected):
        facts.append((_("Debía llevar"), formatting.short_percent(expected), _("el peso de los hitos ya vencidos")))
    elif row["completion_basis"] == "declared":
        facts.append((_("Debía llevar"), _("no se sabe"), _("sin hitos, solo lo juzgan las fechas")))
    if row["project_state"]:
        facts.append((_("Quien lo ejecuta dice"), _(wording.label(ProjectState(row["project_state"]))), None))
    facts += [*detail.freshness_facts(row), *_budget_facts(context, found)]
    if row["delay_cause"] or row["recovery_on"]:
        facts += _delay_facts(context, row)
    if row["district"]:
        facts.append((_("Dónde"), _district_link(context, row["district"]), None))
    return [*facts, detail.answering_fact(context, row)]


def _delay_facts(context: PageContext, row: Row) -> list[tuple[str, Child, Child]]:
    """Why it is late, as those who carry it out say, and when they promised it would be back on plan."""
    cause = formatting.capitalised(cause_name(row["delay_cause"])) if row["delay_cause"] else None
    facts: list[tuple[str, Child, Child]] = [(_("Causa de la demora"), cause or _("sin causa informada"), None)]
    promised = row["recovery_on"]
    if promised is None:
        return facts
    note = None
    if row["status"] in ("off_track", "at_risk"):
        days = (context.seen_on - promised).days
        words = _("pasó hace {days}") if days > 0 else _("faltan {days}")
        note = words.format(days=formatting.days(abs(days)))
        if days == 0:
            note = _("es hoy")
    return [*facts, (_("Prometió volver a lo previsto"), formatting.day(promised), note)]


def _district_link(context: PageContext, name: str) -> Child:
    known = districts(context.store, context.reader, context.plan)
    slug = next((one.slug for one in known if one.name == name), None)
    return h.a(name, href=context.link(f"/distrito/{slug}")) if slug else name


def last_data_section(found: ProjectDetail) -> Component:
    """Who told the newest of what is shown, when and from where, and the day it is about."""
    row, origin = found.row, found.last_entry
    told_by = origin.entered_by if origin.entered_by is not None else _("una importación")
    entries: list[tuple[str, Child]] = [
        (_("Quién lo cargó"), h.span(told_by, data_literal="true")),
        (_("Cuándo se cargó"), formatting.day_of(origin.recorded_at)),
        (_("De dónde viene"), h.span(origin_words(origin.where), data_literal="true")),
        (_("A qué fecha corresponde"), formatting.day(row["last_data_on"])),
    ]
    sub = _("Del último cambio del proyecto o de sus hitos que se muestra aquí.")
    return parts.section("dato", _("Su último dato"), parts.fine_print(entries), sub=sub)


def links_section(context: PageContext, found: ProjectDetail) -> Component | None:
    """What it contributes to, as chips that lead to all that contributes to the same."""
    chips = link_chips(context, found.links, "project")
    if chips is None:
        return None
    sub = _("Cada uno lleva a la lista de todo lo que tiene el mismo vínculo.")
    return parts.section("vinculos", _("A qué contribuye"), chips, sub=sub)


def _budget_facts(context: PageContext, found: ProjectDetail) -> list[tuple[str, Child, Child]]:
    money: Row = found.row
    currency, whose = found.row["budget_currency"], None
    if found.budgets.empty and found.indicator_budgets["currency"].nunique() == 1:
        money, currency = found.indicator_total, found.indicator_budgets["currency"].iloc[0]
        whose = _("de sus {things}").format(things=indicator_noun(context.plan).counted(len(found.indicators)))
    current, share = money["budget_current"], money["budget_executed_pct"]
    amount = money["budget_approved"] if formatting.is_missing(current) else current
    if formatting.is_missing(amount):
        return []
    spent = (
        _("sin dato de ejecución")
        if formatting.is_missing(share)
        else _("{percent} ejecutado").format(percent=formatting.short_percent(share))
    )
    told = ", ".join(part for part in (whose, spent) if part)
    return [(_("Presupuesto"), formatting.money(amount, currency), told)]


def dates_and_milestones(context: PageContext, found: ProjectDetail) -> Component:
    """Planned and actual time as a line with its words, then the milestones."""
    row = found.row
    window = bars.time_window(context.plan.starts_on, context.plan.ends_on, context.seen_on)
    has_dates = not all(
        formatting.is_missing(row[name]) for name in ("planned_start", "planned_end", "actual_start", "actual_end")
    )
    line: Child = None
    if has_dates:
        line = h.div(
            bars.timeline_years(window),
            bars.timeline(
                window,
                (row["planned_start"], row["planned_end"]),
                (row["actual_start"], row["actual_end"]),
                row["status"],
            ),
            parts.legend(_dates_legend(context, row)),
            className="wide",
        )
    return h.div(
        h.h2(_("Plazos"), id="plazos"),
        h.p(words.dates_sentence(row, context.seen_on), className="sub"),
        line,
        h.h2(_milestones_title(found), id="hitos", className="next"),
        _milestones(context, found),
    )


def _dates_legend(context: PageContext, row: Row) -> list[tuple[Component | None, str]]:
    """What stands for what in the line of dates, of what is drawn."""
    entries: list[tuple[Component | None, str]] = []
    if not formatting.is_missing(row["planned_end"]):
        if formatting.is_missing(row["planned_start"]):
            entries.append(
                (parts.swatch({"background": "var(--ink-3)", "height": "5px", "width": "8px"}), _("fin previsto"))
            )
        else:
            entries.append((parts.swatch({"border": "1px solid var(--ink-3)", "height": "5px"}), _("previsto")))
    if not formatting.is_missing(row["actual_start"]):
        solid = parts.swatch({"background": "var(--ink-2)", "height": "5px"})
        entries.append((solid, _("real, hasta hoy o hasta su fin")))
    return [*entries, (parts.swatch({}, upright=True), formatting.day(context.seen_on))]


def _milestones_title(found: ProjectDetail) -> str:
    total = len(found.milestones)
    if total == 0:
        return _("Sin hitos")
    done = int(found.milestones["done_on"].notna().sum())
    return ngettext("{done} de {total} hito cumplido", "{done} de {total} hitos cumplidos", total).format(
        done=formatting.count(done), total=formatting.count(total)
    )


def _milestones(context: PageContext, found: ProjectDetail) -> Component:
    if found.milestones.empty:
        return parts.empty_state(
            _("Nadie cargó hitos: su avance no se puede comprobar paso a paso y solo lo juzgan las fechas.")
        )
    total = float(found.milestones["weight"].sum())
    columns = [
        TableColumn(_("Hito")),
        TableColumn(_("Peso"), is_number=True),
        TableColumn(_("Vence")),
        TableColumn(_("Cumplido"), is_named_on_phone=False),
    ]
    rows = [_milestone_row(context, milestone, total) for milestone in as_rows(found.milestones)]
    return data_table(columns, rows, labelled_by="hitos", class_name="vals")


def _milestone_row(context: PageContext, milestone: Row, total_weight: float) -> TableRow:
    due, done = milestone["due_on"], milestone["done_on"]
    has_due = not formatting.is_missing(due)
    if not formatting.is_missing(done):
        late = has_due and done > due
        note = _("{days} después").format(days=formatting.days((done - due).days)) if late else None
        state: Child = [
            h.span(status.status_shape("met"), " ", formatting.day(done)),
            h.span(note, className="who") if note else None,
        ]
    elif has_due and due.date() < context.seen_on:
        days = formatting.days((context.seen_on - due.date()).days)
        state = h.span(
            status.status_shape("off_track"), " ", _("vencido hace {days}").format(days=days), className="fr v"
        )
    else:
        state = h.span(_("pendiente"), className="mut")
    share = 100 * milestone["weight"] / total_weight if total_weight else None
    cells: list[Child] = [
        milestone["name"],
        formatting.percent(share, 0),
        formatting.day(due) if has_due else h.span(_("sin fecha"), className="mut"),
        state,
    ]
    return TableRow(cells)


def computation_section(found: ProjectDetail) -> Component:
    """The whole sum, step by step."""
    steps = steps_list(explain.project_steps(found.computation), found.computation)
    sub = _("Con los hitos y las fechas de esta página cualquiera puede repetir la cuenta.")
    return parts.section("calculo", _("Cómo se calcula"), steps, sub=sub)


def indicators_section(context: PageContext, found: ProjectDetail) -> Component | None:
    """What is measured of this project; else what its program is measured by."""
    noun, row = indicator_noun(context.plan), found.row
    if len(found.indicators):
        own = project_noun(context.plan)
        of_this = _("{things} de esta {thing}") if own.is_feminine else _("{things} de este {thing}")
        title = of_this.format(things=noun.counted(len(found.indicators)), thing=own.singular)
        return parts.section(
            "indicadores", title, indicator_table(context, found.indicators, labelled_by="indicadores-titulo")
        )
    sub = _("Con qué se mide el lugar del plan al que pertenece.")
    return detail.same_place_section(context, row, "indicadores", "indicator", noun, sub=sub)


def sheet_section(context: PageContext, found: ProjectDetail) -> Component:
    """How often it is updated, what it weighs, what it is linked to."""
    definition = found.definition
    entries: list[tuple[str, Child]] = [(_("Código"), h.span(found.row["code"], data_literal="true"))]
    if definition["update_frequency"]:
        entries.append(
            (
                _("Actualización"),
                _("{frequency}, con {days} para cargar").format(
                    frequency=_(wording.label(Frequency(definition["update_frequency"]))),
                    days=formatting.days(int(definition["allowed_delay_days"])),
                ),
            )
        )
    if definition["dates_text"]:
        entries.append((_("Fechas en el original"), formatting.quoted(definition["dates_text"])))
    entries.append((_("Licencia del dato"), context.plan.licence))
    return parts.section("ficha", _("Ficha"), parts.data_sheet([(name, value) for name, value in entries if value]))
