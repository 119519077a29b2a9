"""/planes: every plan a reader may see, and the way in."""

from __future__ import annotations

from tests.dashboards.boards import Boards, parse_text, words_of


def test_every_plan_is_there_with_its_size_in_its_own_words(real_boards: Boards) -> None:
    page = real_boards.page("/planes")
    assert words_of(page.h1) == "2 planes publicados"
    rows = [[words_of(cell) for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]
    assert [row[0] for row in rows] == ["Plan de Desarrollo de Tenjo 2024-2027", "Estrategia de Datos de Luján de Cuyo"]
    assert [row[-1].removeprefix("Contenido ") for row in rows] == [
        "5 ejes, 34 programas, 43 proyectos y 331 metas de producto",
        "5 ejes, 38 entregables, 47 actividades y 20 indicadores",
    ]
    assert "31/12/2025" in rows[0][3]


def test_a_demonstration_is_marked_as_one(demo_boards: Boards) -> None:
    page = demo_boards.page("/planes")
    assert words_of(page.h1) == "2 planes publicados"
    assert "Datos de demostración" in words_of(page.select_one("tbody tr"))
    assert "1.685 proyectos" in words_of(page.select_one("tbody tr"))


def test_a_plan_opens_on_its_own_panorama_today_in_the_readers_language(real_boards: Boards) -> None:
    page = real_boards.page("/planes?al=2025-01-31&idioma=en&plan=tenjo-2024-2027&sabido=2026-01-01")
    links = [parse_text(str(link["href"])) for link in page.select("tbody th a")]
    assert [(link.path, link.plan, link.as_of, link.known_on, link.language.code) for link in links] == [
        ("/", "tenjo-2024-2027", None, None, "en"),
        ("/", "estrategia-de-datos", None, None, "en"),
    ]
    for link in links:
        assert real_boards.page(link.text).h1 is not None
