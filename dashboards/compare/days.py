"""Two days of one plan: what moved between statuses, in a sentence, a picture, a matrix and a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.lists import PAGE_SIZE
from dashboards.compare import moves as moving
from dashboards.compare import question as asking
from dashboards.compare.question import Question
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.flow import flow
from dashboards.components.tables import PHONE_ROWS, TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.file_links import file_links, rows_words
from dashboards.listing.rows import Row, as_rows, target_words, value_words
from dashboards.page import PageView
from data_models.queries import changes
from kpis.standing import GOOD

SHOWN = 12


def kind_words(kind: str, count: int) -> str:
    """ "9 mejoraron": how many took a step of a kind."""
    words = {
        moving.BETTER: ngettext("{count} mejoró", "{count} mejoraron", count),
        moving.WORSE: ngettext("{count} empeoró", "{count} empeoraron", count),
        moving.FIRST: ngettext("{count} tuvo su primer dato", "{count} tuvieron su primer dato", count),
        moving.LOST: ngettext("{count} dejó de tener dato", "{count} dejaron de tener dato", count),
        moving.CANCELLED: ngettext("{count} se canceló", "{count} se cancelaron", count),
        moving.OTHER: ngettext("{count} cambió de otra manera", "{count} cambiaron de otra manera", count),
        moving.SAME: ngettext("{count} sigue igual", "{count} siguen igual", count),
    }[kind]
    return words.format(count=formatting.count(count))


def headline(question: Question) -> str:
    """ "27 metas cambiaron de estado: 12 empeoraron, 9 mejoraron y 6 tuvieron su primer dato"."""
    moves, noun = question.moves, question.noun
    if not moves.changed:
        return _("{none} cambió de estado").format(none=formatting.capitalised(noun.none))
    subject = ngettext("{things} cambió de estado", "{things} cambiaron de estado", moves.changed).format(
        things=noun.counted(moves.changed)
    )
    told = [kind_words(kind, moves.count(kind)) for kind in moving.KINDS if moves.count(kind)]
    return f"{subject}: {formatting.joined(told)}"


def sections(question: Question) -> list[Child]:
    """What follows the headline."""
    if not question.since.has_rows:
        return [_no_day_before(question)]
    if question.moves.both.empty:
        return [
            parts.empty_state(
                _("Sin {things} con estos filtros").format(things=question.noun.plural) + ".",
                h.a(_("Quitar los filtros"), href=question.context.address.without_filters()),
            )
        ]
    return [
        _flow_section(question),
        _matrix_section(question),
        _moved_section(question),
        parts.two_columns(_revised_section(question), _membership_section(question)),
    ]


def _no_day_before(question: Question) -> Component:
    start = question.context.plan.starts_on
    return parts.empty_state(
        _("El plan empezó el {start}: no hay un día anterior con que comparar. Elija un día más cercano.").format(
            start=formatting.day(start)
        )
    )


def lede(question: Question) -> list[Child]:
    """Between which days, how many stay as they were, and how many do well on each."""
    if not question.since.has_rows or question.moves.both.empty:
        return []
    moves = question.moves
    good = [sum(count for step, count in moves.matrix.items() if step[side] in GOOD) for side in (0, 1)]
    same = moves.count(moving.SAME)
    told: list[Child] = [
        _("Entre el {since} y el {until}. ").format(
            since=formatting.day(question.since.day), until=formatting.day(question.context.seen_on)
        ),
        _("Iban bien {before} y van bien {after}, de {total}. ").format(
            before=formatting.count(good[0]),
            after=formatting.count(good[1]),
            total=question.noun.counted(len(moves.both)),
        ),
    ]
    if same:
        told += [parts.counted_link(kind_words(moving.SAME, same), question.list_link(moving.SAME), same), "."]
    return told


def _flow_section(question: Question) -> Component | None:
    moves = question.moves
    if not moves.changed:
        return None
    heads = (formatting.day(question.since.day), formatting.day(question.context.seen_on))
    links = [
        parts.counted_link(kind_words(kind, moves.count(kind)), question.list_link(kind), moves.count(kind))
        for kind in moving.KINDS
        if moves.count(kind)
    ]
    key = parts.legend(
        [
            (parts.swatch({"background": "var(--ink-2)"}), _("llena: empeoró o dejó de tener dato")),
            (parts.swatch({"border": "1px solid var(--ink)"}), _("con borde: mejoró o tuvo su primer dato")),
            (
                parts.swatch({"background": "var(--surface)", "border": "1px solid var(--line)"}),
                _("tenue: sigue igual"),
            ),
        ]
    )
    return parts.section("flujo", _("De dónde a dónde"), parts.links_list(links), flow(moves.ribbons, heads), key)


def _matrix_section(question: Question) -> Component:
    moves = question.moves
    before, after = moves.statuses(0), moves.statuses(1)
    head = h.tr(
        h.th(_("Antes ↓ · después →"), scope="col"),
        [h.th(status.status_word(of), scope="col", className="num") for of in after],
        h.th(_("En total"), scope="col", className="num"),
    )
    body = [
        h.tr(
            h.th(status.status_word(old), scope="row"),
            [_cell(question, (old, new), moves.matrix.get((old, new), 0), stays=old == new) for new in after],
            _cell(question, (old, None), _sum(moves.matrix, 0, old)),
        )
        for old in before
    ]
    foot = h.tr(
        h.th(_("En total"), scope="row"),
        [_cell(question, (None, new), _sum(moves.matrix, 1, new)) for new in after],
        h.td(groups.number_of(question.context, len(moves.both), question.selection), className="num"),
        className="tot",
    )
    table = h.table(h.thead(head), h.tbody(body), h.tfoot(foot), className="pivot", aria_labelledby="matriz-titulo")
    scroll = h.div(table, className="wide", role="group", tabIndex="0", aria_labelledby="matriz-titulo")
    sub = _("Cada fila es el estado al {since}; cada columna, al {until}. En gris, lo que sigue igual.").format(
        since=formatting.day(question.since.day), until=formatting.day(question.context.seen_on)
    )
    return parts.section("matriz", _("Estado antes y después"), scroll, sub=sub)


def _sum(matrix: Mapping[tuple[str, str], int], side: int, of: str) -> int:
    return sum(count for step, count in matrix.items() if step[side] == of)


def _cell(question: Question, step: tuple[str | None, str | None], count: int, *, stays: bool = False) -> Component:
    class_name = "num stay" if stays else "num"
    if not count:
        return h.td(
            h.span("–", className="mut", aria_hidden="true"), h.span(_("ninguno"), className="vh"), className=class_name
        )
    return h.td(parts.counted_link(formatting.count(count), question.list_link(step), count), className=class_name)


def _moved_section(question: Question) -> Component | None:
    moves = question.moves
    if not moves.changed:
        return None
    moved = moves.by_need(moves.kinds != moving.SAME)
    words = _("Ver todo lo que cambió ({count})").format(count=formatting.count(moves.changed))
    every = parts.counted_link(words, question.list_link(asking.CHANGED), moves.changed)
    sub = _("Primero lo que más empeoró.")
    if moves.changed > SHOWN:
        sub = _("Primero lo que más empeoró: {shown} de {count}.").format(
            shown=formatting.count(SHOWN), count=formatting.count(moves.changed)
        )
    return parts.section(
        "cambios",
        _("Lo que cambió de estado"),
        moved_table(question, moved.head(SHOWN), labelled_by="cambios-titulo"),
        parts.links_list([every]),
        _files(question, asking.CHANGED, moves.changed),
        sub=sub,
    )


def _files(question: Question, listed: str, count: int) -> Component:
    return file_links(question.list_link(listed), rows_words(count))


def moved_table(question: Question, rows: pd.DataFrame, *, labelled_by: str) -> Component:
    """Items with their status and value on both days, and who answers."""
    context = question.context
    path = "proyecto" if question.item_kind == "project" else "indicador"
    days = [formatting.day(day) for day in (question.since.day, context.seen_on)]
    columns = [
        TableColumn(formatting.capitalised(question.noun.singular), class_name="c1"),
        TableColumn(_("Estado al {day}").format(day=days[0])),
        TableColumn(_("Estado al {day}").format(day=days[1])),
        TableColumn(_("Valor antes") if question.item_kind == "indicator" else _("Avance antes"), is_number=True),
        TableColumn(_("Valor después") if question.item_kind == "indicator" else _("Avance después"), is_number=True),
        TableColumn(_("Responde")),
    ]
    drawn = [
        TableRow(
            [
                h.a(row["name"], href=context.link(f"/{path}/{row['slug']}"), className="gname"),
                status.status_word(row["status_before"]),
                status.status_word(row["status_after"], row["freshness_after"]),
                _value(question, row, "before"),
                _value(question, row, "after"),
                row["secretariat_name"] or _("sin responsable"),
            ]
        )
        for row in as_rows(rows)
    ]
    return data_table(columns, drawn, labelled_by=labelled_by, class_name="vals", phone_rows=PHONE_ROWS)


def side_of(row: Row, side: str) -> dict[str, Any]:
    """An item as it was on a side ("before", "after"), by the names of the progress table."""
    own = {name: row[f"{name}_{side}"] for name in moving.COLUMNS}
    return {**own, "unit": row["unit"], "decimals": row["decimals"]}


def _value(question: Question, row: Row, side: str) -> str:
    own = side_of(row, side)
    if question.item_kind == "indicator":
        return value_words(own)
    return formatting.percent(own["progress_pct"], 0)


def _revised_section(question: Question) -> Component:
    rows = moving.revised(question.moves.both, pd.Timestamp(question.since.day))
    title = _("Metas revisadas")
    if rows.empty:
        return parts.section("metas", title, h.p(_("Ninguna meta se revisó entre esos días.")))
    context = question.context
    entries = [
        h.li(
            h.a(row["name"], href=context.link(f"/indicador/{row['slug']}")),
            h.span(_revision_words(row), className="v"),
        )
        for row in as_rows(rows.head(SHOWN))
    ]
    count = len(rows)
    link = parts.counted_link(
        ngettext("Ver la revisada", "Ver las {count} revisadas", count).format(count=formatting.count(count)),
        question.list_link(asking.REVISED),
        count,
    )
    return parts.section("metas", title, h.ul(entries, className="il"), parts.links_list([link]))


def _revision_words(row: Row) -> str:
    day = formatting.day(row["target_revised_on_after"])
    old, new = (target_words(side_of(row, side)) or _("sin meta") for side in ("before", "after"))
    due = [row[f"target_due_on_{side}"] for side in ("before", "after")]
    if old != new:
        return _("de {old} a {new}, el {day}").format(old=old, new=new, day=day)
    if due[0] != due[1]:
        return _("vence el {new} y no el {old}, desde el {day}").format(
            old=formatting.day(due[0]), new=formatting.day(due[1]), day=day
        )
    return _("revisada el {day}").format(day=day)


def new_rows(question: Question) -> pd.DataFrame:
    """The rows of the day seen that were first recorded after the day compared with; none for a plan known since."""
    context = question.context
    if context.plan.known_since > question.since.day:
        return question.after.head(0)
    known = changes.first_recorded_between(context.store, context.plan, question.since.day, context.seen_on)
    keep = [
        (kind, int(item)) in known
        for kind, item in zip(question.after["item_kind"], question.after["item_id"], strict=True)
    ]
    return question.after[pd.Series(keep, dtype=bool).to_numpy()].reset_index(drop=True)


def _membership_section(question: Question) -> Component:
    context, noun = question.context, question.noun
    title = _("Altas y bajas")
    if context.plan.known_since > question.since.day:
        words = _("Este plan se cargó el {day}: antes de ese día no se sabe qué tenía.").format(
            day=formatting.day(context.plan.known_since)
        )
        return parts.section("altas", title, h.p(words))
    new = new_rows(question)
    gone = [
        each
        for each in changes.withdrawn_between(
            context.store, context.reader, context.plan, question.since.day, context.seen_on
        )
        if each.item_kind == question.item_kind
    ]
    body: list[Child] = []
    if len(new):
        words = _("Altas: {things}").format(things=noun.counted(len(new)))
        body.append(parts.links_list([parts.counted_link(words, question.list_link(asking.NEW), len(new))]))
    if gone:
        entries = [
            h.li(each.name, h.span(_("retirado el {day}").format(day=formatting.day(each.day)), className="v"))
            for each in gone[:SHOWN]
        ]
        told = _("Bajas, de todo el plan: {things}").format(things=noun.counted(len(gone)))
        body += [h.p(told), h.ul(entries, className="il")]
    if not body:
        body.append(h.p(_("No se agregó ni se retiró nada entre esos días.")))
    return parts.section("altas", title, body, sub=_("Por el día en que se registró."))


# Our own list


def listed_rows(question: Question) -> pd.DataFrame:
    """The items the address lists, the worst turns first."""
    moves, listed = question.moves, question.listed
    if listed == asking.NEW:
        fresh = set(new_rows(question)["item_id"])
        return moves.both[moves.both["item_id"].isin(list(fresh))].reset_index(drop=True)
    if listed == asking.REVISED:
        return moving.revised(moves.both, pd.Timestamp(question.since.day))
    if isinstance(listed, tuple):
        return moves.by_need(moves.with_step(*listed))
    return moves.by_need(moves.kinds != moving.SAME if listed == asking.CHANGED else moves.kinds == listed)


def list_title(question: Question, count: int) -> str:
    """ "12 metas empeoraron", "4 metas de «En riesgo» a «Atrasada»"."""
    noun, listed = question.noun, question.listed
    things = noun.counted(count)
    if isinstance(listed, tuple):
        old, new = (formatting.quoted(status.status_name(of)) if of else None for of in listed)
        if old and new:
            return _("{things} de {old} a {new}").format(things=things, old=old, new=new)
        if old:
            return _("{things} que estaban en {old}").format(things=things, old=old)
        return _("{things} que están en {new}").format(things=things, new=new)
    if listed == asking.CHANGED:
        return ngettext("{things} cambió de estado", "{things} cambiaron de estado", count).format(things=things)
    if listed == asking.NEW:
        return _("Altas: {things}").format(things=things)
    if listed == asking.REVISED:
        return _("{things} con la meta revisada").format(things=things)
    return _("{things}: {words}").format(things=things, words=kind_words(str(listed), count))


def list_view(question: Question) -> PageView:
    """The page of our own list."""
    context = question.context
    rows = listed_rows(question)
    title = list_title(question, len(rows))
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(context.address.page, pages)
    start = (page - 1) * PAGE_SIZE
    shown = rows.iloc[start : start + PAGE_SIZE]
    back = h.a(_("Volver a la comparación"), href=context.address.changed(**{asking.LIST: None}))
    things = formatting.capitalised(question.noun.plural)
    if rows.empty:
        body: Child = parts.empty_state(_("Ninguna fila hizo ese cambio entre esos días."), back)
    else:
        body = moved_table(question, shown, labelled_by="lista-titulo")
        things = _("{things} {first} a {last} de {total}").format(
            things=things,
            first=formatting.count(start + 1),
            last=formatting.count(start + len(shown)),
            total=formatting.count(len(rows)),
        )
    days = _("Entre el {since} y el {until}").format(
        since=formatting.day(question.since.day), until=formatting.day(context.seen_on)
    )
    tree: list[Child] = [
        parts.unknown_filters_notice(context.address, question.unknown),
        parts.page_head(title, kick=[days, " · ", back]),
        parts.section(
            "lista",
            things,
            file_links(context.address.changed(), rows_words(len(rows))) if len(rows) else None,
            body,
            parts.pager(context.address, page, pages),
        ),
    ]
    return PageView(title, title + ".", tree)
