"""What the Panorama says in words."""

from __future__ import annotations

from datetime import date

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.nouns import Noun
from dashboards.panorama.prepare import Movement, Situation


def headline(found: Situation, noun: Noun) -> str:
    """ "135 de 242 metas van bien; 33 están atrasadas"."""
    if found.total == 0:
        return _("Sin {things} con estos filtros").format(things=noun.plural)
    well = ngettext("{good} de {things} va bien", "{good} de {things} van bien", found.good).format(
        good=formatting.count(found.good), things=noun.counted(found.total)
    )
    late = found.counts["off_track"]
    if late == 0:
        return _("{words}; sin atrasos").format(words=well)
    return ngettext("{words}; {count} está {late}", "{words}; {count} están {late}", late).format(
        words=well, count=formatting.count(late), late=noun.agreed(late, _("atrasada"), _("atrasado"))
    )


def lede(found: Situation, moved: Movement | None, since: date) -> list[Child]:
    """What moved in a month, what else is at risk, and how much rests on old data or none."""
    parts: list[Child] = []
    if moved is not None:
        parts += [h.strong(_change_words(moved, since)), _movement_words(moved), " "]
    risk = found.counts["at_risk"]
    if risk:
        parts.append(
            ngettext("{count} está en riesgo. ", "{count} están en riesgo. ", risk).format(count=formatting.count(risk))
        )
    if found.overdue:
        parts.append(
            ngettext(
                "De {count} el dato está vencido: su estado puede ser otro. ",
                "De {count} el dato está vencido: su estado puede ser otro. ",
                found.overdue,
            ).format(count=formatting.count(found.overdue))
        )
    elif found.total and not found.due and not found.counts["no_data"]:
        parts.append(_("Todos los datos están al día. "))
    never = found.counts["no_data"]
    if never:
        parts.append(
            ngettext("{count} no tiene datos.", "{count} no tienen datos.", never).format(count=formatting.count(never))
        )
    return parts


def _change_words(moved: Movement, since: date) -> str:
    when = formatting.day(since)
    if moved.good_change == 0:
        return _("Van bien los mismos que al {day}").format(day=when)
    count = formatting.count(abs(moved.good_change))
    if moved.good_change > 0:
        return _("Van bien {count} más que al {day}").format(count=count, day=when)
    return _("Van bien {count} menos que al {day}").format(count=count, day=when)


def _movement_words(moved: Movement) -> str:
    parts = []
    if moved.better:
        parts.append(
            ngettext("{count} mejoró", "{count} mejoraron", moved.better).format(count=formatting.count(moved.better))
        )
    if moved.worse:
        parts.append(
            ngettext("{count} empeoró", "{count} empeoraron", moved.worse).format(count=formatting.count(moved.worse))
        )
    if moved.first_datum:
        parts.append(
            ngettext("{count} tuvo su primer dato", "{count} tuvieron su primer dato", moved.first_datum).format(
                count=formatting.count(moved.first_datum)
            )
        )
    return (": " + formatting.joined(parts) + ".") if parts else "."


def month_note(before: int, after: int) -> str:
    """The change of a count in a month: "+2 en el mes", "igual"."""
    if before == after:
        return _("igual")
    return _("{change} en el mes").format(change=formatting.signed_number(after - before, 0))


def projects_title(found: Situation, noun: Noun) -> str:
    """ "405 de 1.685 proyectos con final; 152 con atraso"."""
    if found.counts["no_data"] == found.total:
        return _("{things}, sin datos de su avance").format(things=noun.counted(found.total))
    late = found.counts["off_track"]
    words = _("{done} de {things} con final").format(
        done=formatting.count(found.counts["met"]), things=noun.counted(found.total)
    )
    return f"{words}; {_('{count} con atraso').format(count=formatting.count(late))}" if late else words
