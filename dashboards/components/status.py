"""Status and freshness as people read them: always the word with its shape, never colour alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.i18n import gettext as _

# In the order of every strip, column and legend.
STATUSES = ("met", "on_track", "at_risk", "off_track", "not_started", "no_data", "cancelled")
FRESHNESSES = ("fresh", "due", "overdue")
# Doing well, in every "van bien".

# Statuses that were said of a datum: they fade when it is overdue; a square, a dash or a cross says nothing of one.
FADING_STATUSES = ("met", "on_track", "at_risk", "off_track")
_CLASSES = dict(zip(STATUSES, ("s-met", "s-on", "s-risk", "s-off", "s-ns", "s-nd", "s-ca"), strict=True))
STATUS_SLUGS = dict(
    zip(
        STATUSES,
        ("cumplida", "en-camino", "en-riesgo", "atrasada", "sin-iniciar", "sin-datos", "cancelada"),
        strict=True,
    )
)
FRESHNESS_SLUGS = dict(zip(FRESHNESSES, ("al-dia", "por-vencer", "vencida"), strict=True))
STATUSES_BY_SLUG = {slug: status for status, slug in STATUS_SLUGS.items()}
FRESHNESSES_BY_SLUG = {slug: freshness for freshness, slug in FRESHNESS_SLUGS.items()}


def status_name(status: str) -> str:
    """Return the word of a status: "En camino". Raises KeyError for a status that is none of the seven."""
    return {
        "met": _("Cumplida"),
        "on_track": _("En camino"),
        "at_risk": _("En riesgo"),
        "off_track": _("Atrasada"),
        "not_started": _("Sin iniciar"),
        "no_data": _("Sin datos"),
        "cancelled": _("Cancelada"),
    }[status]


def freshness_name(freshness: str) -> str:
    """Return the word of a freshness: "al día"."""
    return {"fresh": _("al día"), "due": _("por vencer"), "overdue": _("vencida")}[freshness]


def status_class(status: str) -> str:
    """Return the class that gives an element the colour and shape of a status."""
    return _CLASSES[status]


def status_word(status: str, freshness: str | None = None) -> Component:
    """The word of a status with its shape; on stale data the shape is hollow and the word grey."""
    return h.span(status_name(status), className=h.words("st", _CLASSES[status], _stale_class(status, freshness)))


def status_shape(status: str, freshness: str | None = None) -> Component:
    """The shape of a status alone, for beside a word that says it; silent to screen readers."""
    return h.span(className=h.words("sh", _CLASSES[status], _stale_class(status, freshness)), aria_hidden="true")


def _stale_class(status: str, freshness: str | None) -> str | None:
    return "old" if freshness == "overdue" and status in FADING_STATUSES else None


def freshness_word(freshness: str | None, last_data_on: formatting.Day | None = None) -> Component | None:
    """How fresh a datum is: "al día, 07/10/2026" · "por vencer, dato del …" · "vencida, nunca se cargó".

    Without any datum, before the first one is due, that is what it says: nobody brought it up to date.

    None (nothing is demanded of what has not begun or was cancelled) gives nothing.
    """
    if freshness is None or formatting.is_missing(freshness):
        return None
    has_date = not formatting.is_missing(last_data_on)
    if freshness == "fresh":
        told = f"{freshness_name(freshness)}, {formatting.day(last_data_on)}" if has_date else _("todavía no vence")
        return h.span(told, className="fr")
    if has_date:
        tail = _(", dato del {day}").format(day=formatting.day(last_data_on))
    else:
        tail = _(", nunca se cargó")
    kind = "v" if freshness == "overdue" else "p"
    return h.span(h.span(freshness_name(freshness), className=f"fr {kind}"), h.span(tail, className="fr"))


def status_and_freshness(
    status: str, freshness: str | None, last_data_on: formatting.Day | None = None
) -> list[Component]:
    """The status word and, below it, how fresh it is."""
    fresh = freshness_word(freshness, last_data_on)
    return [status_word(status, freshness), *([h.span(fresh, className="who")] if fresh is not None else [])]


def status_change(before: str, after: str) -> Component:
    """From one status to another, as two shapes and the words for those who do not see them."""
    spoken = _("De {before} a {after}.").format(before=status_name(before), after=status_name(after))
    return h.span(
        status_shape(before),
        h.span("→", className="ar", aria_hidden="true"),
        status_shape(after),
        h.span(spoken, className="vh"),
    )


def strip(counts: Mapping[str, int], *, thin: bool = False) -> Component:
    """The proportions of the seven statuses in one line; the words stand elsewhere, so it is silent."""
    parts = [
        h.span(className=_CLASSES[status], style={"--n": counts[status]}) for status in STATUSES if counts.get(status)
    ]
    return h.div(parts, className=h.words("strip", "thin" if thin else None), aria_hidden="true")


def status_numbers(
    counts: Mapping[str, int],
    link: Callable[[str], str],
    notes: Mapping[str, str] | None = None,
) -> Component:
    """The seven counts, large, each leading to its list; `link(status)` gives the address, `notes` a line below."""
    return h.ul(
        [
            h.li(
                h.a(
                    h.b(formatting.count(counts.get(status, 0))),
                    # The space parts number and word for those who hear them; on the screen each has its own line.
                    " ",
                    h.span(status_name(status), className=f"st {_CLASSES[status]}"),
                    [" ", h.span(notes[status], className="d")] if notes and notes.get(status) else None,
                    href=link(status),
                    data_cuenta=counts.get(status, 0),
                    className=None if counts.get(status) else "z",
                )
            )
            for status in STATUSES
        ],
        className="nums",
    )


def status_chips(counts: Mapping[str, int], link: Callable[[str], str], *, chosen: Sequence[str] = ()) -> Component:
    """The counts of the statuses that occur in one line of links; the chosen ones are marked."""
    return h.p(
        [
            h.a(
                h.span(status_name(status), className=f"st {_CLASSES[status]}"),
                " ",
                formatting.count(counts[status]),
                href=link(status),
                data_cuenta=counts[status],
                aria_current="true" if status in chosen else None,
            )
            for status in STATUSES
            if counts.get(status)
        ],
        className="chips noprint",
    )


def status_key(*, stale: bool = True) -> Component:
    """What each shape means, and what a hollow one means."""
    return h.p(
        [h.span(status_shape(status), " ", status_name(status)) for status in STATUSES],
        h.span(status_shape("on_track", "overdue"), " ", _("hueco: dato vencido")) if stale else None,
        className="key",
        aria_hidden="true",
    )
