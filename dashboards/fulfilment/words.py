"""What the board of fulfilment comes to, in words."""

from __future__ import annotations

from decimal import Decimal

from dashboards import formatting
from dashboards.boards import groups
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.fulfilment.prepare import Fulfilment
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun
from dashboards.page import PageContext

# Decimals of a mean and of what was expected of it.
_PLACES = 1


def kind_name(kind: str) -> str:
    """ "De proceso"."""
    return {"process": _("De proceso"), "outcome": _("De resultado")}[kind]


def headline(found: Fulfilment, noun: Noun, scope: str) -> str:
    """ "63 % de avance promedio en «Ciudad que cuida», con 34 de 41 indicadores"."""
    group = found.whole.group
    if not group.total:
        return _("Ninguna coincidencia{scope}").format(scope=scope)
    if group.progress_pct is None:
        return _("{things}{scope}: ninguno tiene porcentaje").format(things=noun.counted(group.total), scope=scope)
    return _("{percent} de avance promedio{scope}, con {defined} de {things}").format(
        percent=formatting.percent(group.progress_pct, 0),
        scope=scope,
        defined=formatting.count(group.defined),
        things=noun.counted(group.total),
    )


def lede(context: PageContext, found: Fulfilment, noun: Noun) -> Child:
    """What should have been done by the dates of the data, how each kind does, and how means are made."""
    group, expected = found.whole.group, found.whole.expected
    if group.progress_pct is None:
        return None
    told: list[Child] = []
    if expected.item_count:
        gap = formatting.written_difference(expected.progress_pct, expected.expected_pct, _PLACES)
        told += [
            h.strong(
                _("Donde se sabe qué se esperaba ({count}), va {done} y debía ir {expected}: {gap}.").format(
                    count=formatting.count(expected.item_count),
                    done=formatting.percent(expected.progress_pct, _PLACES),
                    expected=formatting.percent(expected.expected_pct, _PLACES),
                    gap=gap_words(gap),
                )
            ),
            " ",
        ]
    kinds = found.kinds(found.whole)
    for kind in kinds if len(kinds) > 1 else ():
        part = found.whole.of_kind(kind).group
        if part.progress_pct is not None:
            told += [
                f"{kind_name(kind)}, {formatting.percent(part.progress_pct, 0)} (",
                groups.number_of(
                    context,
                    part.defined,
                    part.selection_of_defined,
                    _("{defined} de {total}").format(
                        defined=formatting.count(part.defined), total=formatting.count(part.total)
                    ),
                ),
                "). ",
            ]
    return [
        *told,
        _("En cada promedio, cada {thing} cuenta según su peso y entre 0 y 100 %.").format(thing=noun.singular),
    ]


def gap_words(points: Decimal) -> str:
    """A distance of means: "5,2 puntos menos", "igual"."""
    if not points:
        return _("igual a lo esperado")
    text = formatting.points(points, _PLACES)
    return _("{points} menos").format(points=text) if points < 0 else _("{points} más").format(points=text)
