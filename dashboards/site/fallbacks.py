"""What is shown where there is no page of a plan: nothing at this address, no plan, something that failed."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import formatting, urls
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.page import PageView
from dashboards.urls import Address
from data_models.queries.plans import PlanSummary


def not_found(address: Address, words: str) -> PageView:
    """An address of a plan that leads to nothing this reader may see; `words` say what there is not."""
    title = _("No se encontró la página")
    lede = [words, " ", _("Puede que la dirección esté mal escrita o que lo que nombraba ya no se publique.")]
    tree: list[Child] = [
        parts.page_head(title, lede=lede),
        parts.links_list([h.a(_("Ir al panorama"), href=address.link("/"))]),
    ]
    return PageView(title, words, tree)


def no_plan_yet() -> PageView:
    """A site whose first plan is still to be loaded."""
    title, words = _("Todavía no hay ningún plan"), _("Cuando se cargue el primer plan, va a verse acá.")
    return PageView(title, words, parts.page_head(title, lede=words))


def no_such_plan(code: str, plans: Sequence[PlanSummary]) -> PageView:
    """An address that names a plan there is not, or that this reader may not see."""
    title = _("No hay ningún plan «{code}»").format(code=formatting.shortened(code, 60))
    words = _("Puede que la dirección esté mal escrita. Estos son los planes que hay:")
    links = [h.a(plan.name, href=urls.build("/", {urls.PLAN: plan.code})) for plan in plans]
    return PageView(title, words, [parts.page_head(title, lede=words), parts.links_list(links)])


def failed(status: int) -> PageView:
    """An error outside any page, by its HTTP status; nothing of our insides."""
    title, words = _error_words(status)
    return PageView(title, words, parts.page_head(title, lede=words))


def _error_words(status: int) -> tuple[str, str]:
    if status == 404:
        return _("No se encontró la página"), _("No hay ninguna página en esta dirección.")
    if status == 413:
        return _("Este pedido es demasiado grande"), _("No se recibió lo que se envió. Pruebe con menos.")
    if status < 500:
        return _("No se puede responder a este pedido"), _("La dirección no admite lo que se pidió.")
    return (
        _("Algo falló de nuestro lado"),
        _("El error quedó registrado. Pruebe de nuevo en unos minutos; si sigue, avise al equipo de datos."),
    )
