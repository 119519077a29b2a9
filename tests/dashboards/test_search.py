"""/buscar: what is found leads to its page, every count to a list of that many, and nothing found to ways out."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.dashboards.boards import Boards, in_plan, links_in, parse_text, words_of
from tests.dashboards.page_check import check_html

ASKED = {"demo": ("agua", "recolecion", "Secretaría de Salud"), "tenjo-2024-2027": ("educacion", "muger", "gobierno")}
# What a word stands for in SQLite without its accents: tests know which of them the plans use.
COUNT = (
    "SELECT count(*) FROM progress WHERE plan_code = :plan AND is_public AND item_kind = :kind AND ("
    "name LIKE :a OR name LIKE :b OR promise LIKE :a OR promise LIKE :b OR project_name LIKE :a OR project_name LIKE :b"
    " OR program_name LIKE :a OR program_name LIKE :b OR secretariat_name LIKE :a OR secretariat_name LIKE :b)"
)


@pytest.mark.parametrize("day", [None, "2025-09-30"])
def test_every_count_leads_to_a_list_of_that_many(boards: Boards, plan_code: str, day: str | None) -> None:
    for asked in ASKED.get(plan_code, ("datos",)):
        address = in_plan("/buscar", plan_code, q=asked, **({"al": day} if day else {}))
        html = boards.text(address)
        assert check_html(html) == []
        counted = {(href, count) for href, count in links_in(html) if count is not None}
        assert counted, asked
        for href, count in counted:
            assert boards.listed(href).total == count, (asked, href)
        assert all(str(parse_text(href).as_of or "") == (day or "") for href, _count in counted)


def test_the_counts_are_those_of_the_plan(demo_boards: Boards, real_boards: Boards) -> None:
    for boards, plan, asked, patterns in (
        (demo_boards, "demo", "agua", ("%agua%", "%agua%")),
        (real_boards, "tenjo-2024-2027", "EDUCACIÓN", ("%educaci_n%", "%educaci_n%")),
    ):
        page = boards.page(in_plan("/buscar", plan, q=asked))
        for kind, id in (("project", "proyectos"), ("indicator", "indicadores")):
            with boards.store.reading() as connection:
                query = {"plan": plan, "kind": kind, "a": patterns[0], "b": patterns[1]}
                counted = connection.execute(text(COUNT), query).scalar_one()
            link = page.select_one(f"#{id} h2 a")
            shown = int(str(link["data-cuenta"])) if link is not None else 0
            assert shown == counted, (plan, kind)


def test_what_is_found_says_its_status_and_place_and_leads_to_its_page(demo_boards: Boards) -> None:
    page = demo_boards.page("/buscar?q=hogares con agua de red")
    row = page.select_one("#indicadores li")
    assert row is not None
    assert words_of(row.a) == "Hogares con agua de red"
    assert demo_boards.heading(str(row.a["href"])) == "Hogares con agua de red"  # type: ignore[index]
    assert row.select_one(".st") is not None
    place = words_of(row.select_one(".v"))
    assert place.startswith("4.2.2 · Agua y saneamiento · Obras Públicas ·")


def test_each_kind_has_its_section_and_each_leads_somewhere(demo_boards: Boards) -> None:
    for asked, id, name in (
        ("ambiente y agua", "niveles", "4. Ambiente y agua"),
        ("movilidad territorio", "secretarias", "Movilidad y Territorio"),
        ("distrito norte", "distritos", "Distrito Norte"),
        ("umbrales estado", "ayuda", ""),
        ("cumplimiento", "ayuda", "Cumplimiento"),
    ):
        page = demo_boards.page(f"/buscar?q={asked}")
        entries = page.select(f"#{id} li")
        if not name:
            continue
        link = next(entry.a for entry in entries if entry.a is not None and words_of(entry.a) == name)
        assert link is not None
        assert demo_boards.heading(str(link["href"]))
    goal = demo_boards.page("/buscar?q=ods 6 agua limpia").select_one("#vinculos li")
    assert words_of(goal).startswith("6. Agua limpia y saneamiento Objetivos de Desarrollo Sostenible · ")


def test_a_typo_is_said_and_its_count_leads_to_the_right_word(demo_boards: Boards) -> None:
    page = demo_boards.page("/buscar?q=recolecion")
    assert "para «recolección»" in words_of(page.h1)
    assert "«recolecion» no está en ningún lado; se buscó «recolección»" in words_of(page.select_one(".lede"))
    link = page.select_one("#proyectos h2 a")
    assert link is not None
    assert parse_text(str(link["href"])).value("q") == "recolección"


def test_nothing_found_says_so_and_offers_words_that_do_lead_somewhere(real_boards: Boards) -> None:
    page = real_boards.page(in_plan("/buscar", "tenjo-2024-2027", q="acueducto karate"))
    assert words_of(page.h1) == "Nada con «acueducto karate»"
    offered = [parse_text(str(link["href"])) for link in page.select("main .links:not(.when .links) a")]
    words = [each.value("q") for each in offered if each.path == "/buscar" and each.plan == "tenjo-2024-2027"]
    assert "acueducto" in words
    for word in words:
        assert "resultado" in real_boards.heading(in_plan("/buscar", "tenjo-2024-2027", q=str(word)))
    assert {each.path for each in offered} >= {"/indicadores", "/proyectos", "/ejes", "/"}
    elsewhere = [each for each in offered if each.plan != "tenjo-2024-2027"]
    assert [(each.path, each.value("q")) for each in elsewhere] == [("/buscar", "acueducto karate")]


def test_without_words_it_says_what_can_be_looked_for(demo_boards: Boards) -> None:
    for address in ("/buscar", "/buscar?q=%20%20"):
        page = demo_boards.page(address)
        assert words_of(page.h1) == "Buscar en el plan"
        assert "un error de tipeo se perdona" in words_of(page.select_one(".lede"))


def test_it_speaks_english(demo_boards: Boards) -> None:
    for asked in ("agua", "recolecion", "xyzzyq", "rule"):
        assert check_html(demo_boards.text(f"/buscar?idioma=en&q={asked}"), spanish=False) == []
    assert demo_boards.heading("/buscar?idioma=en&q=agua").endswith("results for “agua”")


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "' OR 1=1 --", "%00", "a" * 400, "{}", "%25"])
def test_hostile_words_are_shown_as_words(demo_boards: Boards, asked: str) -> None:
    answer = demo_boards.client.get("/buscar", query_string={"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)
