"""The sections of the page of an indicator: where it stands, how that is computed, its targets, its sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import detail, paces
from dashboards.boards.explanations import own_quantity, steps_list
from dashboards.boards.histories import projection
from dashboards.boards.link_chips import link_chips
from dashboards.boards.origins import origin_words
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.on_demand import phone_opener
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.indicator import prepare, words
from dashboards.listing.rows import Row, as_rows, project_table, quoted_target, target_words
from dashboards.nouns import project_noun
from dashboards.page import PageContext
from data_models.queries.indicators import IndicatorDetail, InputSource
from kpis import explain, wording
from kpis.vocabulary import Accumulation, Direction, Frequency, IndicatorClass, IndicatorKind, TargetKind, ValueState

# With more values than these the sum's table names the source of the sums, and leaves the values to their own table.
_MOST_VALUE_INPUTS = 4


def situation(context: PageContext, found: IndicatorDetail) -> Component:
    """The value, its status with the reasons, and the facts a meeting asks for."""
    row = found.row
    state = status.status_word(row["status"], row["freshness"])
    below = words.reasons(found)
    return h.div(
        _big_value(row),
        h.p(state, ". ", words.main_sentence(found), className="stat"),
        h.p(" ".join(below), className="sm sec2") if below else None,
        parts.facts(_facts(context, found)),
        link_chips(context, found.links, "indicator"),
    )


def _big_value(row: Row) -> list[Component]:
    if formatting.is_missing(row["value"]):
        told = h.p(formatting.quoted(row["value_text"]) if row["value_text"] else _("Sin dato"), className="big words")
        when = row["value_on"]
        below = None if formatting.is_missing(when) else h.p(formatting.day(when), className="sec2")
        return [told, *([below] if below is not None else [])]
    decimals = None if formatting.is_missing(row["decimals"]) else int(row["decimals"])
    sign = f"{row['value_bound']}{formatting.NBSP}" if row["value_bound"] else ""
    unit = (row["unit"] or "").strip()
    number = sign + formatting.number(row["value"], decimals)
    is_sign = unit in ("%", "‰")
    return [
        h.p(number, h.small(formatting.NBSP + unit) if is_sign else None, className="big"),
        h.p(words.of_when(row) if is_sign or not unit else f"{unit}, {words.of_when(row)}", className="sec2"),
    ]


def _facts(context: PageContext, found: IndicatorDetail) -> list[tuple[str, Child, Child]]:
    row, computed = found.row, found.computation
    facts: list[tuple[str, Child, Child]] = []
    target = quoted_target(row)
    due = None if target is None else words.due_words(found, context.plan)
    facts.append((_("Meta"), target or _("sin meta"), due))
    if not formatting.is_missing(row["value"]):
        percent, expected = words.progress_fact(row)
        facts.append((_("Avance"), percent, expected))
    facts += _pace_facts(computed)
    if row["target_revisions"]:
        facts.append(_original_fact(row))
    return [*facts, *_data_facts(row), *_origin_fact(found), detail.answering_fact(context, row)]


def _pace_facts(computed: Row) -> list[tuple[str, Child, Child]]:
    needed, recent = computed["required_per_period"], computed["recent_per_period"]
    if formatting.is_missing(needed) or computed["value_bound"]:
        return []
    came = None
    if not formatting.is_missing(recent):
        came = _("viene de {pace} en los últimos períodos").format(pace=paces.pace(float(recent), computed))
    facts: list[tuple[str, Child, Child]] = [
        (_("Ritmo necesario"), paces.pace_with_period(float(needed), computed), came)
    ]
    ahead = projection(computed)
    if ahead is not None:
        facts.append((_("A este ritmo"), *paces.projection_words(ahead, computed)))
    return facts


def _original_fact(row: Row) -> tuple[str, Child, Child]:
    original = own_quantity(row["original_target_value"], row)
    note = _("{original}, cambiada a {target} el {day}").format(
        original=original,
        target=target_words(row) or formatting.missing_word(),
        day=formatting.day(row["target_revised_on"]),
    )
    return _("Contra la meta original"), status.status_word(row["status_original"], row["freshness"]), note


def _data_facts(row: Row) -> list[tuple[str, Child, Child]]:
    facts = detail.freshness_facts(row)
    expected = row["values_expected"]
    if not formatting.is_missing(expected) and expected > 0:
        facts.append(
            (
                _("Períodos con dato"),
                _("{present} de {expected}").format(
                    present=formatting.count(row["values_present"]), expected=formatting.count(expected)
                ),
                None,
            )
        )
    return facts


def _origin_fact(found: IndicatorDetail) -> list[tuple[str, Child, Child]]:
    """Who entered the last value and when, or the cell it came from, and who approved it: the way to all of them."""
    approved = found.history[found.history["state"] == ValueState.APPROVED]
    if approved.empty:
        return []
    last = as_rows(approved.sort_values("period_end", kind="stable"))[-1]
    where = h.a(h.span(origin_words(last["where"]), data_literal="true"), href="#valores")
    note = None
    if last["decided_by"]:
        note = _("aprobó {post}, {day}").format(post=last["decided_by"], day=formatting.day_of(last["decided_at"]))
    return [(_("Lo cargó"), where, note)]


def computation_section(context: PageContext, found: IndicatorDetail) -> Component:
    """The whole sum: each step with its numbers, then each input with where it came from."""
    explained = explain.indicator_steps(found.computation)
    if prepare.is_due_with_plan(found, context.plan.ends_on):
        explained = [replace(step, inputs=words.with_plan_end(step.inputs)) for step in explained]
    steps = steps_list(explained, found.computation)
    table: Child = None
    inputs = [one for one in found.inputs if one.key != "value"]
    values = [one for one in found.inputs if one.key == "value"]
    if len(values) <= _MOST_VALUE_INPUTS:
        inputs = found.inputs
    elif any(one.key == "numerator" for one in inputs):
        inputs = [one for one in inputs if one.key in ("baseline", "target")]
    more: Child = None
    if len(inputs) < len(found.inputs):
        more = h.p(
            ngettext("Además entra {count} valor: ", "Además entran {count} valores: ", len(values)).format(
                count=formatting.count(len(values))
            ),
            h.a(_("cada uno con su origen"), href="#valores"),
            ".",
            className="sub",
        )
    if inputs:
        table = data_table(
            [
                TableColumn(_("Dato de entrada")),
                TableColumn(_("Valor"), is_number=True),
                TableColumn(_("De dónde viene")),
                TableColumn(_("Fecha del dato")),
                TableColumn(_("Aprobó")),
            ],
            [_input_row(one, found.row) for one in inputs],
            label=_("Datos de entrada"),
        )
    sub = _("Con estos datos cualquiera puede repetir la cuenta.")
    return parts.section(
        "calculo",
        _("Cómo se calcula"),
        phone_opener(_("Ver la cuenta, paso a paso")),
        h.div(
            steps,
            h.div(table, more, className="inputs") if table is not None or more is not None else None,
            className="hidden",
        ),
        sub=sub,
    )


def _input_row(one: InputSource, row: Row) -> TableRow:
    if one.value is None:
        value = formatting.quoted(one.text) if one.text else None
    else:
        value = own_quantity(one.value, {**row, "unit": one.unit}) if one.unit else formatting.number(one.value)
    told = h.span(_("en el original: «{text}»").format(text=one.text), className="who") if one.text else None
    approved = one.approved_by or (_("con la importación") if one.key in ("value", "numerator", "denominator") else "")
    if approved and one.approved_at:
        approved += f", {formatting.day_of(one.approved_at)}"
    cells: list[Child] = [
        [_(one.name), told if one.value is not None else None],
        h.b(value) if value else None,
        h.span(origin_words(one.where), data_literal="true"),
        _no_date(one) if one.on is None else formatting.day(one.on),
        approved or h.span(_("con el plan"), className="mut"),
    ]
    return TableRow(cells)


def _no_date(one: InputSource) -> Child:
    return h.span(_("sin plazo propio"), className="mut") if one.key == "target" else None


def targets_section(context: PageContext, found: IndicatorDetail) -> Component | None:
    """What was promised: the final target and those on the way, each revision with its reason; amounts by period."""
    promised = found.targets[found.targets["kind"] != "period"]
    planned = found.targets[(found.targets["kind"] == "period") & found.targets["is_in_force"]]
    if promised.empty and planned.empty:
        return None
    revised = bool((found.targets["revision"] > 0).any())
    body: list[Child] = []
    if len(promised):
        body.append(_targets_table(promised, found.row, _("Metas"), context.plan.ends_on))
    if len(planned):
        number = formatting.plural(len(planned), _("cantidad planificada"), _("cantidades planificadas"))
        body.append(
            h.details(
                h.summary(_("Ver {number} por período").format(number=number)),
                _targets_table(planned, found.row, _("Cantidades planificadas por período"), context.plan.ends_on),
            )
        )
    sub = _("Cambiar una meta no borra la anterior: el estado se dice contra las dos.") if revised else None
    title = _("La meta y sus revisiones") if revised else _("La meta")
    return parts.section("metas", title, body, sub=sub)


def _targets_table(targets: pd.DataFrame, row: Row, label: str, plan_ends_on: date) -> Component:
    columns = [
        TableColumn(_("Meta")),
        TableColumn(_("Cuánto"), is_number=True),
        TableColumn(_("Para cuándo")),
        TableColumn(_("Decidida")),
        TableColumn(_("De dónde viene")),
    ]
    return data_table(columns, [_target_row(target, row, plan_ends_on) for target in as_rows(targets)], label=label)


def _target_row(target: Row, row: Row, plan_ends_on: date) -> TableRow:
    kind = formatting.capitalised(_(wording.label(TargetKind(target["kind"]))))
    if target["revision"]:
        kind += ", " + _("revisión {number}").format(number=formatting.count(target["revision"]))
    elif not target["is_in_force"]:
        kind += ", " + _("la original")
    amount = target_words(
        {
            **row,
            "target_value": target["value"],
            "target_upper": target["upper_value"],
            "target_bound": target["bound"],
            "target_text": formatting.quoted(target["text"]) if target["text"] else None,
        }
    )
    when: Child
    if formatting.is_missing(target["due_on"]):
        taken = _("se toma el fin del plan, {day}").format(day=formatting.day(plan_ends_on))
        when = [h.span(_("sin plazo propio"), className="mut"), h.span(taken, className="who")]
    elif target["kind"] == "period" and not formatting.is_missing(target["period_start"]):
        when = formatting.period(target["period_start"], target["due_on"])
    else:
        when = formatting.day(target["due_on"])
    decided = h.span(_("con el plan"), className="mut")
    if not formatting.is_missing(target["decided_on"]):
        decided = h.span(formatting.day(target["decided_on"]))
    state = None
    if not target["is_in_force"]:
        state = h.span(_("ya no rige"), className="who")
    elif target["revision"]:
        state = h.span(_("en vigor"), className="who")
    cells: list[Child] = [
        [kind, state],
        h.b(amount) if amount else None,
        when,
        [decided, h.span(target["reason"], className="who") if target["reason"] else None],
        h.span(origin_words(target["where"]), data_literal="true"),
    ]
    return TableRow(cells)


def sheet_section(context: PageContext, found: IndicatorDetail) -> Component:
    """The definition: what is counted, how, how often, by whom, and what it is linked to."""
    row, definition = found.row, found.definition
    frequency = _(wording.label(Frequency(definition["frequency"])))
    delay = _("{frequency}, con {days} para cargar").format(
        frequency=frequency, days=formatting.days(int(definition["allowed_delay_days"]))
    )
    kinds = [
        _(wording.label(of(definition[name])))
        for name, of in (("kind", IndicatorKind), ("indicator_class", IndicatorClass))
        if definition[name]
    ]
    entries: list[tuple[str, Child]] = [
        (_("Qué se promete"), definition["promise"]),
        (_("Definición"), definition["definition"]),
        (_("Fórmula"), definition["formula"]),
        (_("Unidad"), definition["unit"]),
        (_("Dirección"), _(wording.label(Direction(definition["direction"])))),
        (_("Cómo se junta"), _accumulation_words(definition)),
        (_("Frecuencia"), delay),
        (_("Línea de base"), _baseline_words(row)),
        (_("Tipo y clase"), ", ".join(kinds)),
        (_("Contribuye a"), definition["contributes_to"]),
        (_("Fuente"), definition["source"]),
        (_("Licencia del dato"), context.plan.licence),
    ]
    told = [(name, value) for name, value in entries if value]
    unsaid = [name for name, value in entries if not value and name in (_("Definición"), _("Fuente"), _("Fórmula"))]
    sub = None
    if unsaid:
        sub = _("El plan no dice: {names}.").format(names=formatting.joined([name.lower() for name in unsaid]))
    return parts.section("ficha", _("Ficha"), parts.data_sheet(told), sub=sub)


def _accumulation_words(definition: Row) -> str:
    words_ = _(wording.label(Accumulation(definition["accumulation"])))
    years = definition["accumulation_years"]
    if years == "last":
        return _("{how} dentro de cada año; cada año empieza de nuevo").format(how=words_)
    if years:
        return _("{how} dentro del año; entre años, {years}").format(
            how=words_, years=_(wording.label(Accumulation(years)))
        )
    return words_


def _baseline_words(row: Row) -> str | None:
    if formatting.is_missing(row["baseline_value"]):
        return formatting.quoted(row["baseline_text"]) if row["baseline_text"] else None
    value = own_quantity(row["baseline_value"], row)
    if not formatting.is_missing(row["baseline_on"]):
        value = _("{value} al {day}").format(value=value, day=formatting.day(row["baseline_on"]))
    return value


def projects_section(context: PageContext, found: IndicatorDetail) -> Component | None:
    """The project it belongs to, or those of its program, counted by status."""
    noun, row = project_noun(context.plan), found.row
    if len(found.projects):
        title = _("{project} del que es parte") if not noun.is_feminine else _("{project} de la que es parte")
        return parts.section(
            "proyectos",
            title.format(project=formatting.capitalised(noun.singular)),
            project_table(context, found.projects, labelled_by="proyectos-titulo"),
        )
    sub = _("Lo que se hace en el mismo lugar del plan.")
    return detail.same_place_section(context, row, "proyectos", "project", noun, sub=sub)
