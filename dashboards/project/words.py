"""What the page of a project says in words."""

from __future__ import annotations

from datetime import date

from dashboards import formatting
from dashboards.boards.explanations import reason_sentence
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing.distance import distance
from dashboards.listing.rows import Row
from dashboards.nouns import project_noun
from data_models.queries.plans import PlanSummary
from data_models.queries.projects import ProjectDetail


def what_it_is(found: ProjectDetail, plan: PlanSummary) -> list[Child]:
    """ " · proyecto P0001", after the place it belongs to; the code as the plan writes it."""
    return [f" · {project_noun(plan).singular} ", h.span(found.row["code"], data_literal="true")]


def description(found: ProjectDetail) -> str:
    """The page in a sentence, for search engines and links."""
    return f"{found.row['name']}. {main_sentence(found)}"


def main_sentence(found: ProjectDetail) -> str:
    """How far from what the milestones due by now come to; else the reason of the status."""
    row = found.row
    far = distance(row)
    if far is None or row["status"] not in ("on_track", "at_risk", "off_track"):
        return reason_sentence(found.computation)
    if not far.side:
        return _("Va igual a lo que suman los hitos ya vencidos.")
    if far.side < 0:
        return _("Va {points} por debajo de lo que suman los hitos ya vencidos.").format(points=far.amount)
    return _("Va {points} por encima de lo que suman los hitos ya vencidos.").format(points=far.amount)


def reasons(found: ProjectDetail, seen_on: date) -> list[str]:
    """The sentences below the status."""
    row = found.row
    sentence = reason_sentence(found.computation)
    sentences = [] if sentence == main_sentence(found) else [sentence]
    end = row["planned_end"]
    is_late = not formatting.is_missing(end) and end < seen_on and row["status"] == "off_track"
    if is_late:
        sentences.append(_("Debía terminar hace {days}.").format(days=formatting.days((seen_on - end).days)))
    executed, done = row["budget_executed_pct"], row["progress_pct"]
    if not formatting.is_missing(executed) and not formatting.is_missing(done) and executed - done >= 10:
        sentences.append(
            _("Lleva gastado {executed} del presupuesto y avanzado {done}.").format(
                executed=formatting.short_percent(executed), done=formatting.short_percent(done)
            )
        )
    if row["freshness"] == "overdue" and row["status"] != "no_data":
        sentences.append(_("El dato está vencido: el estado puede ser otro."))
    return sentences


def basis(row: Row) -> str:
    """Where the percent comes from."""
    of = row["completion_basis"]
    if of == "milestones":
        done, total = int(row["milestones_done"]), int(row["milestones_total"])
        return _("por hitos: {done} de {total}, según su peso").format(
            done=formatting.count(done), total=formatting.plural(total, _("hito"), _("hitos"))
        )
    if of == "declared":
        return _("declarado por quien lo ejecuta, sin hitos que lo muestren")
    if of == "finished":
        return _("está terminado")
    return _("no hay hitos ni avance declarado")


def dates_sentence(row: Row, seen_on: date) -> str:
    """Planned and actual dates in words."""
    sentences = [_planned(row), _actual(row, seen_on)]
    return " ".join(sentence for sentence in sentences if sentence)


def _planned(row: Row) -> str:
    start, end = row["planned_start"], row["planned_end"]
    has_start, has_end = not formatting.is_missing(start), not formatting.is_missing(end)
    if has_start and has_end:
        return _("Previsto del {start} al {end}.").format(start=formatting.day(start), end=formatting.day(end))
    if has_end:
        return _("Fin previsto: {end}.").format(end=formatting.day(end))
    if has_start:
        return _("Inicio previsto: {start}; sin fin previsto.").format(start=formatting.day(start))
    if row["dates_text"]:
        return _("En el original las fechas dicen «{text}».").format(text=row["dates_text"])
    return _("No tiene fechas previstas.")


def _actual(row: Row, seen_on: date) -> str:
    start, end = row["actual_start"], row["actual_end"]
    if not formatting.is_missing(end) and end <= seen_on:
        ended = _("Terminó el {end}").format(end=formatting.day(end))
        planned = row["planned_end"]
        if formatting.is_missing(planned) or planned == end:
            return ended + "."
        days = formatting.days(abs((end - planned).days))
        late = _("{days} después de lo previsto") if end > planned else _("{days} antes de lo previsto")
        return f"{ended}, {late.format(days=days)}."
    if not formatting.is_missing(start) and start <= seen_on:
        return _("Empezó el {start}.").format(start=formatting.day(start))
    return ""
