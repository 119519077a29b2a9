"""The sections of the Panorama: each a function from the view to a tree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash.development.base_component import Component

from dashboards import formatting, groups
from dashboards.components import bars, marks, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.nouns import indicator_noun, level_noun
from dashboards.panorama import prepare
from dashboards.panorama.questions import Question, questions
from dashboards.panorama.view import View
from dashboards.panorama.words import projects_title
from dashboards.rows import (
    as_rows,
    gap_words,
    is_stale,
    percent_text,
    promise_words,
    should_be,
    value_words,
    who_answers,
)
from dashboards.standing import month_note, situation
from data_models.queries import changes, progress

ITEM_PATHS = {"project": "/proyecto/", "indicator": "/indicador/"}


def status_section(view: View) -> Component:
    """Proportions and the seven counts of one base, each with its change in a month."""
    counts = view.main.counts
    notes = None
    if len(view.before):
        earlier = progress.status_counts(view.before)
        notes = {of: month_note(earlier[of], counts[of]) for of in status.STATUSES}
    targets = [
        ("atrasado", _("Lo más atrasado")),
        ("cambios", _("Qué cambió")),
        ("preguntas", _("Para preguntar")),
        ("vencidos", _("Datos vencidos")),
        ("secretarias", _("Por secretaría")),
        ("letra-chica", _("Cobertura y reglas")),
    ]
    if not view.secretariat_groups:
        targets = [target for target in targets if target[0] != "secretarias"]
    return parts.section(
        "estado",
        _("Estado"),
        status.strip(counts),
        status.status_numbers(counts, view.status_link(view.kind), notes),
        _base(view),
        parts.jump_links(targets),
        hidden_title=True,
    )


def _base(view: View) -> Component:
    found, rows, selection = view.main, view.rows(view.kind), view.selection(view.kind)
    fresh: list[Child] = []
    never = int((rows["last_data_on"].isna() & (rows["freshness"] == "fresh")).sum())
    for count, key, words in (
        # What nobody has ever brought a datum of is not up to date, its first one is not due.
        (found.fresh, "fresh", _("{count} sin vencer") if never else _("{count} al día")),
        (found.due, "due", _("{count} por vencer")),
        (found.overdue, "overdue", ngettext("{count} vencido", "{count} vencidos", found.overdue)),
    ):
        fresh += [
            ", " if fresh else None,
            parts.counted_link(
                words.format(count=formatting.count(count)), view.link(replace(selection, freshness=(key,))), count
            ),
        ]
        if never and key == "fresh":
            fresh.append(
                _(" ({count} todavía sin ningún dato: no venció el primero)").format(count=formatting.count(never))
            )
    rest = _(" y {count} de los que no se exige dato (sin iniciar o dados de baja).").format(
        count=formatting.count(found.without_demand)
    )
    base = parts.counted_link(view.noun.counted(found.total), view.link(selection), found.total)
    return h.p(
        _("Base: "), base, ". ", _("Datos: "), fresh, rest if found.without_demand else ".", " ",
        h.a(_("Cómo se calcula"), href=view.context.link("/reglas")), className="base",
    )  # fmt: skip


def late_section(view: View) -> Component:
    """The few farthest behind what was expected: how far, who answers, how fresh."""
    late = prepare.most_late(view.rows(view.kind))
    counts = view.main.counts
    if late.empty:
        return parts.section("atrasado", _("Lo más atrasado"), _nothing_late(view))
    table = data_table(
        [
            TableColumn(formatting.capitalised(view.noun.singular)),
            TableColumn(_("Avance y esperado (línea)"), class_name="c3", is_named_on_phone=False),
            TableColumn(_("Distancia"), is_named_on_phone=False),
            TableColumn(_("Responde")),
            TableColumn(_("Dato")),
        ],
        [_late_row(view, row) for row in as_rows(late)],
        labelled_by="atrasado-titulo",
    )
    link = view.status_link(view.kind)
    links = [
        parts.counted_link(
            _("Ver todo lo atrasado ({count})").format(count=formatting.count(counts["off_track"])),
            link("off_track"),
            counts["off_track"],
        ),
        parts.counted_link(
            _("Ver lo que está en riesgo ({count})").format(count=formatting.count(counts["at_risk"])),
            link("at_risk"),
            counts["at_risk"],
        ),
    ]
    sub = _("Mayor distancia entre lo que se avanzó y lo que se esperaba a la fecha de su dato.")
    return parts.section("atrasado", _("Lo más atrasado"), table, parts.links_list(links), sub=sub)


def _nothing_late(view: View) -> Component:
    """Why no distance is shown, and where what is late all the same is listed."""
    to_lists = []
    for kind, noun in (("indicator", indicator_noun(view.context.plan)), ("project", view.project_noun)):
        count = int((view.rows(kind)["status"] == "off_track").sum())
        if count:
            words = _("Ver {things} con atraso").format(things=noun.counted(count))
            to_lists.append(parts.counted_link(words, view.status_link(kind)("off_track"), count))
    if view.main.counts["off_track"]:
        words = _("De lo atrasado no se puede medir la distancia: lo juzgan solo las fechas.")
    else:
        late = view.noun.agreed(1, _("atrasada"), _("atrasado"))
        words = _("{none} con dato está {late}.").format(none=formatting.capitalised(view.noun.none), late=late)
    return parts.empty_state(words, *to_lists)


def _late_row(view: View, row: dict[Any, Any]) -> TableRow:
    below = promise_words(row)
    if view.kind == "project":
        below = " · ".join(part for part in (row["code"], row["program_name"] or row["axis_name"]) if part)
    cells: list[Child] = [
        [_item_link(view, view.kind, row), h.span(below, className="who")],
        [
            bars.bullet(row["progress_pct"], row["expected_pct"], row["status"], stale=is_stale(row)),
            h.span(
                _("Avance {done}, esperado {expected}").format(
                    done=percent_text(row), expected=formatting.percent(row["expected_pct"], 0)
                ),
                className="who",
            ),
        ],
        [h.b(gap_words(row)), should_be(row)],
        who_answers(row),
        status.freshness_word(row["freshness"], row["last_data_on"]),
    ]
    return TableRow(cells)


def _item_link(view: View, item_kind: str, row: dict[Any, Any]) -> Component:
    return h.a(row["name"], href=view.context.link(f"{ITEM_PATHS[item_kind]}{row['slug']}"), className="gname")


def changes_section(view: View) -> Component:
    """What changed its status in a month, the worst turns first."""
    context = view.context
    title = _("Qué cambió en el mes")
    if not len(view.before):
        return parts.section("cambios", title, parts.empty_state(_("Todavía no hay un mes anterior con que comparar.")))
    every = changes.between(
        context.store, context.reader, context.plan, view.since, context.seen_on, known_on=context.known_at
    )
    every = every[every["item_id"].isin(set(view.rows(view.kind)["item_id"]))]
    moved = prepare.status_changes(every, view.kind)
    since, until = formatting.day(view.since), formatting.day(context.seen_on)
    if moved.empty:
        words = _("Ningún estado cambió entre el {since} y el {until}.").format(since=since, until=until)
        return parts.section("cambios", title, parts.empty_state(words))
    sub = _("Entre el {since} y el {until}: {count}.").format(
        since=since,
        until=until,
        count=formatting.plural(len(moved), _("cambio de estado"), _("cambios de estado")),
    )
    shown = [_change(view, row) for row in as_rows(moved.head(prepare.MOST_CHANGES))]
    rest: Child = None
    if len(moved) > prepare.MOST_CHANGES:
        hidden = [_change(view, row) for row in as_rows(moved.iloc[prepare.MOST_CHANGES :])]
        rest = h.details(
            h.summary(
                ngettext("Ver el otro", "Ver los otros {count}", len(hidden)).format(
                    count=formatting.count(len(hidden))
                )
            ),
            h.ul(hidden, className="chg"),
        )
    return parts.section("cambios", title, h.ul(shown, className="chg"), rest, sub=sub)


def _change(view: View, row: dict[Any, Any]) -> Component:
    after = status.status_name(row["status_after"]).lower()
    was = status.status_name(row["status_before"]).lower()
    words = _(": de «{before}» a «{after}»").format(before=was, after=after)
    if view.kind == "indicator" and not formatting.is_missing(row["value_after"]):
        value = formatting.quantity(row["value_after"], row["unit"], int(row["decimals"]))
        words += f", {value}"
    below = " · ".join(
        part
        for part in (
            row["secretariat_name"],
            None
            if formatting.is_missing(row["value_on_after"])
            else _("dato del {day}").format(day=formatting.day(row["value_on_after"])),
        )
        if part
    )
    return h.li(
        h.span(status.status_change(row["status_before"], row["status_after"])),
        h.span(_item_link(view, view.kind, row), words + ".", h.span(below, className="who") if below else None),
    )


def questions_section(view: View) -> Component:
    """Contradictions the rules found, as questions for the meeting."""
    found = questions(view.found)
    title = _("Para preguntar en la reunión")
    if not found:
        return parts.section("preguntas", title, parts.empty_state(_("Las reglas no encontraron contradicciones.")))
    sub = _("Contradicciones que encontraron las reglas, no una opinión.")
    return parts.section(
        "preguntas", title, h.ul([_question(view, question) for question in found], className="ask"), sub=sub
    )


def _question(view: View, question: Question) -> Component:
    row = question.row
    kind = "project" if question.rule == "promised_date_passed" else "indicator"
    link = _item_link(view, kind, row)
    asked: list[Child]
    if question.rule == "done_but_flat" and question.finished_selection is not None:
        finished = parts.counted_link(
            _("{things} de «{program}»").format(
                things=view.project_noun.counted(question.finished), program=row["program_name"]
            ),
            # Finished ones were counted among those found: the list must be as narrow.
            view.link(replace(question.finished_selection, axis=view.scope.axis, secretariat=view.scope.secretariat)),
            question.finished,
        )
        asked = [_("¿Por qué terminaron "), finished, _(" y sigue sin moverse "), link, "?"]
        rule = _("Regla: proyectos terminados, resultado atrasado. Va en {value}.").format(value=value_words(row))
    elif question.rule == "silent":
        asked = [
            _("¿Quién mide "), link, "? ",
            _("El último dato es del {day}.").format(day=formatting.day(row["last_data_on"])),
        ]  # fmt: skip
        rule = _("Regla: dos períodos o más sin dato. Lleva {days} de vencido.").format(
            days=formatting.days(int(row["days_overdue"]))
        )
    elif question.rule == "lowered_target":
        asked = [_("¿Qué cambió para que "), link, _(" vaya bien con la meta revisada y mal con la original?")]
        rule = _("Regla: el estado depende de la revisión. Meta original {original}, hoy {target}.").format(
            original=formatting.quantity(row["original_target_value"], row["unit"], int(row["decimals"])),
            target=formatting.quantity(row["target_value"], row["unit"], int(row["decimals"])),
        )
    else:
        asked = [_("¿Qué le falta a "), link, _(" y cuál es la nueva fecha?")]
        rule = _("Regla: fecha prometida pasada. Debía terminar el {day} y va en {percent}.").format(
            day=formatting.day(row["planned_end"]), percent=percent_text(row)
        )
    below = " · ".join(part for part in (row["secretariat_name"], rule) if part)
    return h.li(h.q(asked), h.p(below))


def axes_section(view: View) -> Component | None:
    """The indicators by axis: marks, how many do well, mean progress with its coverage."""
    named = groups.axis_groups(view.rows("indicator"), view.nodes, view.selection("indicator"))
    if not named:
        return None
    context, noun = view.context, level_noun(view.context.plan, 1)
    # Also where the headline counts projects, because nothing can be said of the indicators.
    indicators = formatting.capitalised(indicator_noun(context.plan).plural)
    table = data_table(
        [
            TableColumn(formatting.capitalised(noun.singular)),
            TableColumn(indicators, is_named_on_phone=False),
            TableColumn(_("Van bien"), is_number=True),
            TableColumn(_("Con atraso"), is_number=True),
            TableColumn(_("Avance promedio"), is_number=True),
        ],
        [
            TableRow(
                [
                    h.a(one.name, href=context.link(f"/eje/{one.slug}"), className="gname"),
                    groups.group_marks(one.group),
                    groups.good_of_total(context, one.group),
                    groups.with_status(context, one.group, "off_track"),
                    groups.mean_with_coverage(context, one.group),
                ]
            )
            for one in named
        ],
        labelled_by="ejes-titulo",
        class_name="secs",
    )
    title = _("{things} por {level}").format(things=indicators, level=noun.singular)
    sub = _("El promedio es de los que tienen porcentaje, cada uno entre 0 y 100 %, y dice de cuántos sale.")
    return parts.section("ejes", title, table, status.status_key(), sub=sub)


def projects_sentence(view: View) -> list[Child]:
    """ "De 47 actividades, 10 están terminadas y 3 atrasadas", where the headline can say little of the indicators."""
    group = groups.group_of(view.frame, view.selection("project"))
    if view.kind == "project" or not view.main.is_mostly_silent or group.counts["no_data"] == group.total:
        return []
    noun, done, late = view.project_noun, group.counts["met"], group.counts["off_track"]
    return [
        _(" De "),
        groups.number_of(view.context, group.total, group.selection, noun.counted(group.total)),
        ", ",
        groups.with_status(view.context, group, "met"),
        " ",
        noun.agreed(done, _("terminada"), _("terminado")),
        _(" y "),
        groups.with_status(view.context, group, "off_track"),
        " ",
        noun.agreed(late, _("atrasada"), _("atrasado")),
        ".",
    ]


def projects_section(view: View) -> Component | None:
    """The projects by axis and status, a mark for each."""
    rows = view.rows("project")
    if rows.empty:
        return None
    noun = level_noun(view.context.plan, 1)
    matrix = []
    for one in groups.axis_groups(rows, view.nodes, view.selection("project")):
        by_status = groups.marks_by_status(one.group.rows)
        cells = {
            of: marks.MatrixCell(by_status[of], view.link(replace(one.group.selection, status=(of,))))
            for of in status.STATUSES
        }
        note = view.project_noun.counted(one.group.total)
        matrix.append(marks.MatrixRow(one.name, view.context.link(f"/eje/{one.slug}"), note, cells))
    found = situation(rows)
    under_way = replace(view.selection("project"), status=("on_track", "at_risk", "off_track"))
    stale = replace(under_way, freshness=("overdue",))
    if found.counts["no_data"] == found.total:
        words = _("De su avance no se sabe nada: nadie cargó estado, hitos ni fechas.")
        things = _("Ver {things}").format(things=view.project_noun.counted(found.total))
        link = groups.number_of(view.context, found.total, view.selection("project"), things)
        return parts.section("proyectos", projects_title(found, view.project_noun), parts.empty_state(words, link))
    sub: list[Child] = [
        groups.number_of(view.context, stale.count(rows), stale),
        _(" de "),
        groups.number_of(view.context, under_way.count(rows), under_way),
        _(" en marcha tienen el dato vencido."),
        # A narrow screen shows the numbers without the marks.
        h.span(
            _(" Cada marca es {thing}; hueca, con el dato vencido.").format(thing=view.project_noun.one),
            className="mob0",
        ),
    ]
    table = marks.status_matrix(
        formatting.capitalised(noun.singular), view.project_noun.named, matrix, labelled_by="proyectos-titulo"
    )
    return parts.section("proyectos", projects_title(found, view.project_noun), table, sub=sub)


def stale_section(view: View) -> Component:
    """The data overdue longest, with who has to bring them."""
    rows = view.rows(view.kind)
    overdue = int((rows["freshness"] == "overdue").sum())
    title = _("Datos vencidos")
    if not overdue:
        return parts.section("vencidos", title, parts.empty_state(_("Ningún dato está vencido.")))
    entries = [
        h.li(
            _item_link(view, view.kind, row),
            status.status_word(row["status"], row["freshness"]),
            h.span(row["secretariat_name"] or _("sin responsable"), className="v"),
            h.span(_("{days} de vencido").format(days=formatting.days(int(row["days_overdue"]))), className="fr v"),
        )
        for row in as_rows(prepare.most_stale(rows))
    ]
    link = parts.counted_link(
        ngettext("Ver el vencido", "Ver los {count} vencidos", overdue).format(count=formatting.count(overdue)),
        view.link(replace(view.selection(view.kind), freshness=("overdue",))),
        overdue,
    )
    if not entries:
        words = _("Los datos vencidos son de lo que nunca tuvo ninguno.")
        return parts.section("vencidos", title, parts.empty_state(words, link))
    sub = _("Los que llevan más tiempo sin actualizarse: su estado puede ser otro.")
    return parts.section("vencidos", title, h.ul(entries, className="il"), parts.links_list([link]), sub=sub)


def no_data_section(view: View) -> Component:
    """Of what nothing can be said, and why."""
    rows = view.rows(view.kind)
    count = view.main.counts["no_data"]
    title = _("Sin datos, y por qué")
    if not count:
        words = _("De todo lo que ya empezó hay algún dato.")
        return parts.section("sin-datos", title, parts.empty_state(words))
    reasons = rows.loc[rows["status"] == "no_data", "reason"].value_counts()
    entries = [
        h.li(
            _item_link(view, view.kind, row),
            h.span(row["secretariat_name"] or _("sin responsable"), className="fr"),
            h.span(_since_words(row) if row["reason"] == reasons.index[0] else _(row["reason"]), className="v"),
        )
        for row in as_rows(prepare.without_data(rows))
    ]
    link = parts.counted_link(
        ngettext("Ver lo que no tiene datos", "Ver los {count} sin datos", count).format(count=formatting.count(count)),
        view.status_link(view.kind)("no_data"),
        count,
    )
    told = [_(reason) for reason in reasons.index]
    if len(told) > 1:
        told = [
            f"{formatting.count(number)}: {words[:1].lower()}{words[1:]}"
            for number, words in zip(reasons, told, strict=True)
        ]
    sub = " ".join([*told, _("No se muestran como 0 %: no entran en ningún promedio.")])
    return parts.section("sin-datos", title, h.ul(entries, className="il"), parts.links_list([link]), sub=sub)


def _since_words(row: dict[Any, Any]) -> str:
    """When the first datum was or is due."""
    if formatting.is_missing(row["next_due_on"]):
        return _("Sin fecha para el primer dato.")
    passed = row["freshness"] == "overdue"
    words = _("El primer dato venció el {day}.") if passed else _("El primer dato vence el {day}.")
    return words.format(day=formatting.day(row["next_due_on"]))


def secretariats_section(view: View) -> Component | None:
    """Each secretariat's items as marks and counts; the municipality's row counts shared ones once."""
    context, named = view.context, view.secretariat_groups
    if not named:
        return None
    table = groups.counts_table(
        context,
        _("Secretaría"),
        view.noun,
        [(h.a(one.name, href=context.link(f"/secretaria/{one.slug}"), className="gname"), one.group) for one in named],
        whole=(context.plan.municipality_name, groups.group_of(view.rows(view.kind), view.selection(view.kind))),
        labelled_by="secretarias-titulo",
    )
    sub = _("Cada marca es {thing}. Lo compartido aparece en cada secretaría y cuenta una vez en el total.").format(
        thing=view.noun.one
    )
    return parts.section("secretarias", _("Por secretaría"), table, status.status_key(), sub=sub)


def fine_print_section(view: View) -> Component:
    """Rules, thresholds and coverage in short, with the way to the whole."""
    plan, context = view.context.plan, view.context
    rows = view.rows(view.kind)
    defined = int(rows["progress_pct"].notna().sum())
    high, low = formatting.number(plan.on_track_min, 2), formatting.number(plan.at_risk_min, 2)
    entries: list[tuple[str, Child]] = [
        (_("Avance"), _("(valor − línea de base) ÷ (meta − línea de base), a la fecha del último valor aprobado.")),
        (
            _("Estado"),
            _(
                "Avance ÷ avance esperado: {high} o más, en camino; de {low} a {high}, en riesgo; menos de {low}, "
                "atrasada. Lo esperado sale de las metas intermedias o de una recta desde la línea de base."
            ).format(high=high, low=low),
        ),
        (
            _("Cobertura"),
            [
                parts.counted_link(
                    _("{count} de {total}").format(count=formatting.count(defined), total=formatting.count(len(rows))),
                    view.link(replace(view.selection(view.kind), has_progress=True)),
                    defined,
                ),
                _(" tienen porcentaje de avance ({share}). Los demás no entran en ningún promedio.").format(
                    share=formatting.share(defined, len(rows))
                ),
            ],
        ),
        (_("Plan"), _plan_words(view)),
        (
            _("Para comprobarlo"),
            h.span(
                h.a(_("Reglas y umbrales"), href=context.link("/reglas")),
                " · ",
                h.a(_("Diccionario de datos"), href=context.link("/diccionario")),
            ),
        ),
    ]
    return parts.section("letra-chica", _("Cobertura y reglas"), parts.fine_print(entries))


def _plan_words(view: View) -> str:
    plan = view.context.plan
    return _("{name}, del {start} al {end}. Situación al {day}.").format(
        name=plan.name,
        start=formatting.day(plan.starts_on),
        end=formatting.day(plan.ends_on),
        day=formatting.day(view.context.seen_on),
    )
