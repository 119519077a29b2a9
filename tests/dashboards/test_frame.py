"""The head and the foot around every page: navigation, plans, the way back, the day, what paper says."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from dashboards.site.registry import BOARDS, TOOLS
from tests.dashboards.boards import Boards, in_plan, parse_text, words_of

A_PROJECT, AN_INDICATOR = (
    "/proyecto/ventanilla-unica-en-los-sauces",
    "/indicador/tramites-que-se-hacen-completos-en-linea",
)
LUJAN, TENJO = "estrategia-de-datos", "tenjo-2024-2027"


def navigation(page: BeautifulSoup) -> list[str]:
    return [words_of(link) for link in page.select("header nav a")]


def test_the_navigation_names_what_is_listed_as_the_plan_does(real_boards: Boards, demo_boards: Boards) -> None:
    tenjo, lujan = (navigation(real_boards.page(in_plan("/ejes", plan))) for plan in (TENJO, LUJAN))
    assert "Metas de producto" in tenjo
    assert "Indicadores" not in tenjo
    assert {"Indicadores", "Ejes"} <= set(lujan)
    assert {"Projects", "Indicators", "Axes"} <= set(navigation(demo_boards.page("/ejes?idioma=en")))


def test_the_navigation_is_in_its_order_with_the_tools_last_and_apart(demo_boards: Boards) -> None:
    page = demo_boards.page("/")
    named = [page_ for page_ in demo_boards.pages if page_.navigation or page_.noun]
    known = [page_.key for page_ in named]
    assert known == sorted(known, key=(*BOARDS, *TOOLS).index)
    links = page.select("header nav a")
    assert [str(link["href"]) for link in links] == [page_.path() for page_ in named]
    assert ["tool" in link.get("class", []) for link in links] == [key in TOOLS for key in known]
    assert [words_of(link) for link in page.select("header nav [aria-current=page]")] == ["Panorama"]


def test_a_page_of_one_thing_is_marked_under_its_list_and_leads_back_to_it(demo_boards: Boards) -> None:
    for address, words, path in (
        (A_PROJECT, "Proyectos", "/proyectos"),
        (AN_INDICATOR, "Indicadores", "/indicadores"),
        ("/eje/ambiente-y-agua", "Ejes", "/ejes"),
    ):
        page = demo_boards.page(f"{address}?al=2026-03-31&idioma=es")
        assert [words_of(link) for link in page.select("header nav [aria-current=page]")] == [words]
        back = page.select_one("main a[data-volver]")
        assert back is not None
        assert (words_of(back), back["href"]) == (f"Volver a {words}", f"{path}?al=2026-03-31")
    assert demo_boards.page("/proyectos").select_one("[data-volver]") is None


def test_another_plan_opens_on_the_same_page_or_the_list_the_thing_is_in(real_boards: Boards) -> None:
    secretariat = real_boards.page(in_plan("/ejes", LUJAN))
    assert secretariat is not None
    for address, path in (
        (in_plan("/proyectos", TENJO, al="2024-12-31", estado="cumplida"), "/proyectos"),
        (in_plan("/indicador/actividades-desarrolladas", TENJO), "/indicadores"),
        (in_plan("/", TENJO, idioma="en"), "/"),
    ):
        page = real_boards.page(address)
        links = page.select("header .plans li a")
        asked = [parse_text(str(link["href"])) for link in links]
        assert [(each.path, each.plan, each.as_of, dict(each.filters)) for each in asked[:2]] == [
            (path, TENJO, None, {}),
            (path, LUJAN, None, {}),
        ]
        assert [link.get("aria-current") for link in links] == ["true", None, None]
        assert asked[2].path == "/planes"
        assert {each.language for each in asked} == {parse_text(address).language}
        assert words_of(page.select_one("header .plans summary")).startswith("Plan de Desarrollo de Tenjo")
        for each in asked:
            assert real_boards.page(each.text).h1 is not None


def test_every_page_offers_another_day_or_says_that_no_day_changes_it(demo_boards: Boards) -> None:
    asked = {"al": "2026-03-31", "sabido": "2026-11-01"}
    for page in demo_boards.pages:
        if "<" in page.pattern:
            continue
        seen = demo_boards.page(in_plan(page.pattern, "demo", **asked))
        notices = [words_of(each) for each in seen.select("main .notice")]
        assert (seen.select_one("main input[type=date][name=al]") is not None) == page.is_dated, page.key
        assert (seen.select_one("main input[type=date][name=sabido]") is not None) == page.is_dated, page.key
        said = (
            "cómo estaba el plan al 31/03/2026" if page.is_dated else "Esta página dice lo mismo para cualquier fecha"
        )
        assert any(said in each for each in notices), page.key


def test_the_choice_of_a_day_keeps_everything_else_of_the_address(demo_boards: Boards) -> None:
    page = demo_boards.page("/proyectos?estado=atrasada&orden=fin&pagina=2&idioma=en&al=2026-03-31")
    form = page.select_one("form.days")
    assert form is not None
    fields = {str(field["name"]): field.get("value") for field in form.select("input")}
    assert fields == {
        "al": "2026-03-31", "sabido": None, "idioma": "en", "estado": "atrasada", "orden": "fin",
    }  # fmt: skip
    assert form["action"] == "/proyectos"


def test_the_fixed_address_names_plan_and_both_days_and_shows_the_same(demo_boards: Boards) -> None:
    page = demo_boards.page("/indicadores?estado=atrasada")
    link = page.select_one("details.when .links a")
    assert link is not None
    fixed = parse_text(str(link["href"]))
    assert (fixed.plan, str(fixed.as_of), fixed.known_on is not None) == ("demo", "2026-10-31", True)
    assert demo_boards.heading(fixed.text) == demo_boards.heading("/indicadores?estado=atrasada")


def test_the_search_of_the_head_keeps_the_window_and_the_words(demo_boards: Boards) -> None:
    page = demo_boards.page("/buscar?q=agua&idioma=en&al=2026-03-31")
    form = page.select_one("header form[role=search]")
    assert form is not None
    assert (form["action"], form["method"]) == ("/buscar", "get")
    fields = {str(field["name"]): field.get("value") for field in form.select("input")}
    assert fields == {"q": "agua", "idioma": "en", "al": "2026-03-31"}
    elsewhere = demo_boards.page("/proyectos?q=agua").select_one("header input[name=q]")
    assert elsewhere is not None
    assert elsewhere.get("value") == ""


def test_paper_says_of_which_plan_and_day_it_is_and_its_address(demo_boards: Boards) -> None:
    page = demo_boards.page("/proyectos?estado=atrasada&al=2026-03-31&sabido=2026-11-01")
    told = words_of(page.select_one("footer .paper"))
    assert told.startswith("Metas Abiertas · Plan de Gobierno 2023-2027")
    assert "situación al 31/03/2026, con lo que se sabía el 01/11/2026" in told
    assert told.endswith("/proyectos?al=2026-03-31&estado=atrasada&sabido=2026-11-01")


def test_the_language_can_be_changed_at_the_foot_of_every_page(demo_boards: Boards) -> None:
    for page in demo_boards.pages:
        if "<" not in page.pattern:
            link = demo_boards.page(page.pattern).select_one("footer a[hreflang=en]")
            assert link is not None, page.key
            assert re.search(r"\bidioma=en\b", str(link["href"]))
