"""/buscar: what words lead to in a plan, by kind; everything found leads to its page, every count to its list."""

from __future__ import annotations

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import Page, PageContext, PageView
from dashboards.search import results
from dashboards.search.signs import Signs, signs
from data_models.queries.search import Findings, search

QUERY = "q"


def build(context: PageContext) -> PageView:
    """What the words of the address lead to; without words, what can be looked for."""
    text = context.address.value(QUERY)
    if text is None or not text.strip():
        return _nothing_asked(context)
    known = signs(context)
    found = search(
        context.store,
        context.reader,
        context.plan,
        text,
        as_of=context.as_of,
        known_on=context.known_at,
        further=tuple(known),
    )
    return _found(context, text, found, known) if found.count else _nothing_found(context, text, found)


def _found(context: PageContext, text: str, found: Findings, known: Signs) -> PageView:
    counted = formatting.plural(found.count, _("resultado"), _("resultados"))
    title = _("{results} para «{text}»").format(results=counted, text=formatting.shortened(found.text, 60))
    sections = results.sections(context, found, known)
    tree: list[Child] = [
        parts.page_head(title, kick=_kick(context), lede=_corrected(found)),
        parts.jump_links([(section.id, section.title) for section in sections]) if len(sections) > 1 else None,
        [parts.section(section.id, section.heading, section.body) for section in sections],
    ]
    return PageView(title, _("Lo que se encontró en «{plan}».").format(plan=context.plan.name), tree, said=title)


def _kick(context: PageContext) -> Child:
    day = formatting.day(context.seen_on)
    return _("{plan}, al {day}").format(plan=context.plan.name, day=day)


def _corrected(found: Findings) -> Child:
    if not found.corrections:
        return None
    words = [
        _("«{typed}» no está en ningún lado; se buscó «{taken}»").format(
            typed=formatting.shortened(typed, 40), taken=taken
        )
        for typed, taken in found.corrections
    ]
    return "; ".join(words) + "."


def _nothing_asked(context: PageContext) -> PageView:
    title = _("Buscar en el plan")
    told = _(
        "Escriba un nombre o una parte, un código, una secretaría, un distrito o un ODS. No hacen falta los acentos ni "
        "el orden de las palabras, y un error de tipeo se perdona."
    )
    return PageView(title, told, [parts.page_head(title, kick=_kick(context), lede=told), _ways_out(context)])


def _nothing_found(context: PageContext, text: str, found: Findings) -> PageView:
    title = _("Nada con «{text}»").format(text=formatting.shortened(text, 60))
    if len(found.nearest) > 1:
        told = _("Nada reúne todas esas palabras. Por separado llevan a algo:")
    elif found.nearest:
        told = _("Lo más parecido que hay:")
    else:
        told = _("Ningún nombre, código, secretaría, distrito ni ODS de este plan dice eso ni algo parecido.")
    nearest = [h.a(word, href=context.link("/buscar", q=word)) for word in found.nearest]
    others = [plan for plan in context.plans if plan.code != context.plan.code][: results.MOST_LISTED]
    elsewhere = [
        h.a(plan.name, href=context.link("/buscar", q=text, plan=plan.code, al=None, sabido=None)) for plan in others
    ]
    tree: list[Child] = [
        parts.page_head(title, kick=_kick(context), lede=told),
        parts.links_list(nearest) if nearest else None,
        _ways_out(context),
        parts.section("otros-planes", _("Buscar lo mismo en otro plan"), parts.links_list(elsewhere))
        if elsewhere
        else None,
    ]
    return PageView(title, told, tree, said=title)


def _ways_out(context: PageContext) -> Child:
    """Where to go without words: the whole lists and the tree of the plan."""
    lists = (("/indicadores", indicator_noun(context.plan)), ("/proyectos", project_noun(context.plan)))
    ways = [h.a(_all_words(noun).format(things=noun.plural), href=context.link(path)) for path, noun in lists]
    ways += [
        h.a(_("El plan de arriba abajo"), href=context.link("/ejes")),
        h.a(_("Panorama"), href=context.link("/")),
    ]
    return parts.links_list(ways)


def _all_words(noun: Noun) -> str:
    return _("Todas las {things}") if noun.is_feminine else _("Todos los {things}")


PAGE = Page("search", "/buscar", build)
