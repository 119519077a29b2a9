"""/explorar: its numbers against hand-written SQL, its cells against their lists, its file against its screen."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from dashboards.components.plotly_chart import chart_scripts
from dashboards.explore import chart as drawing
from tests.dashboards.boards import Boards, in_plan, links_in, parse_text, with_parameter, words_of
from tests.dashboards.page_check import check_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from selenium.webdriver import Chrome

DAYS = {"demo": "2025-06-30", "tenjo-2024-2027": "2025-03-31", "estrategia-de-datos": "2024-09-30"}


def rows_of(boards: Boards, sql: str, **values: object) -> list[Any]:
    with boards.store.reading() as connection:
        return list(connection.execute(text(sql), values).all())


def cells_of(page: BeautifulSoup) -> dict[tuple[str, str], str]:
    """The first words of each cell of the table, by the names of its row and column."""
    table = page.select_one("table.pivot")
    assert table is not None
    heads = [words_of(cell) for cell in table.select("thead th")][1:]
    found = {}
    for row in table.select("tbody tr, tfoot tr"):
        name = words_of(row.th)
        for head, cell in zip(heads, row.select("td"), strict=True):
            note = cell.select_one(".who")
            if note is not None:
                note.extract()
            found[name, head] = words_of(cell)
    return found


def number(words: str) -> float:
    """A number as the page writes it; a cell without rows is 0."""
    plain = words.replace("−", "-").replace(".", "").replace(",", ".")
    digits = re.search(r"-?\d+(\.\d+)?", plain)
    return float(digits[0]) if digits else 0.0


def test_counts_are_those_of_the_database(boards: Boards, plan_code: str) -> None:
    for kind, slug in (("project", "proyectos"), ("indicator", "indicadores")):
        page = boards.page(in_plan("/explorar", plan_code, de=slug, filas="estado", columnas="dato"))
        found = cells_of(page)
        sql = (
            "SELECT status, freshness, count(*) FROM progress WHERE plan_code = :plan AND is_public"
            " AND item_kind = :kind GROUP BY status, freshness"
        )
        rows = rows_of(boards, sql, plan=plan_code, kind=kind)
        total = sum(row[2] for row in rows)
        names = {"met": "Cumplida", "on_track": "En camino", "at_risk": "En riesgo", "off_track": "Atrasada",
                 "not_started": "Sin iniciar", "no_data": "Sin datos", "cancelled": "Cancelada"}  # fmt: skip
        fresh = {"fresh": "Al día", "due": "Por vencer", "overdue": "Vencida", None: "No se pide dato"}
        for of, freshness, count in rows:
            assert number(found[names[of], fresh[freshness]]) == count
        if len({row[0] for row in rows}) > 1:
            assert number(found["En total", "En total"]) == total
        assert words_of(page.h1).startswith(f"{total:,} ".replace(",", "."))


def test_a_row_that_several_secretariats_share_counts_once_in_the_total(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/explorar", "demo", filas="secretaria", columnas="nada"))
    found = cells_of(page)
    sql = (
        "SELECT count(*), sum(max(1, (secretariat_code IS NOT NULL) + CASE WHEN shared_secretariat_codes IS NULL THEN 0"
        " ELSE 1 + length(shared_secretariat_codes) - length(replace(shared_secretariat_codes, ';', '')) END))"
        " FROM progress WHERE plan_code = 'demo' AND is_public AND item_kind = 'project'"
    )
    ((once, each),) = rows_of(demo_boards, sql)
    parts = [number(words) for (name, _head), words in found.items() if name != "En total"]
    assert (sum(parts), number(found["En total", "Cantidad"])) == (each, once)
    assert each > once
    said = f"las partes suman {each:,} y el total es {once:,}".replace(",", ".")
    assert said in words_of(page.select_one("#tabla"))


@pytest.mark.parametrize(
    ("query", "sql"),
    [
        ({"medida": "avance", "calculo": "media"}, "avg(progress_pct)"),
        ({"medida": "avance", "calculo": "maximo"}, "max(progress_pct)"),
        ({"medida": "avance"},
         "sum(CASE WHEN status <> 'cancelled' THEN min(max(progress_pct, 0), 100) * weight END)"
         " / sum(CASE WHEN status <> 'cancelled' AND progress_pct IS NOT NULL THEN weight END)"),
        ({"medida": "distancia"}, "avg(gap_points)"),
    ],
)  # fmt: skip
def test_means_are_of_rows_at_two_dates(boards: Boards, plan_code: str, query: dict[str, str], sql: str) -> None:
    """Of the day the table holds; another day's are compared with those of the list's own file."""
    for kind, slug in (("project", "proyectos"), ("indicator", "indicadores")):
        page = boards.page(in_plan("/explorar", plan_code, de=slug, filas="estado", columnas="nada", **query))
        rows = rows_of(
            boards,
            f"SELECT {sql} FROM progress WHERE plan_code = :plan AND is_public AND item_kind = :kind",
            plan=plan_code,
            kind=kind,
        )
        found = [cell for (name, _head), cell in cells_of(page).items() if name == "En total"]
        if found and rows[0][0] is not None:
            assert number(found[0]) == pytest.approx(rows[0][0], abs=0.051)
        elif found:
            assert found[0] == "sin dato"


def test_another_day_and_a_filter_agree_with_the_file_of_the_list(boards: Boards, plan_code: str) -> None:
    day = DAYS[plan_code]
    query = {"al": day, "estado": "atrasada,en-camino"}
    answer = boards.client.get(in_plan("/descargas/proyectos.csv", plan_code, **query))
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    page = boards.page(
        in_plan("/explorar", plan_code, de="proyectos", al=day, estado="atrasada,en-camino", columnas="fin")
    )
    if not rows:
        assert page.select_one(".empty") is not None
        return
    found = cells_of(page)
    years = {row["fin_previsto"][:4] or "Sin dato" for row in rows}
    axes = {row["eje"] for row in rows}
    for year in years:
        count = sum((row["fin_previsto"][:4] or "Sin dato") == year for row in rows)
        column = [number(words) for (name, head), words in found.items() if head == year and name != "En total"]
        assert sum(column) == count
    assert len({name for name, _head in found} - {"En total"}) == len(axes)


def test_money_is_a_sum_over_a_sum(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/explorar", "demo", filas="eje", columnas="nada", medida="ejecucion"))
    sql = (
        "SELECT axis_code, 100.0 * sum(budget_executed) / sum(budget_current), count(*) FROM progress"
        " WHERE plan_code = 'demo' AND is_public AND item_kind = 'project' AND budget_currency = 'ARS'"
        " AND budget_current > 0 AND budget_executed IS NOT NULL GROUP BY axis_code"
    )
    rows = rows_of(demo_boards, sql)
    notes = [words_of(note) for note in page.select("table.pivot tbody .who")]
    found = [cell for (name, _head), cell in cells_of(page).items() if name != "En total"]
    assert [number(cell) for cell in found] == [pytest.approx(row[1], abs=0.051) for row in rows]
    assert [number(note) for note in notes] == [row[2] for row in rows]


@pytest.mark.parametrize(
    "query",
    [
        {"filas": "secretaria", "columnas": "ods"},
        {"filas": "distrito", "columnas": "causa"},
        {"de": "indicadores", "filas": "clase", "columnas": "fin", "medida": "avance"},
        {"de": "indicadores", "filas": "frecuencia", "columnas": "estrategica", "secretaria": "salud"},
        {"filas": "situacion", "columnas": "dato", "medida": "vigente", "al": "2025-06-30"},
        {"grafico": "dispersion", "filas": "base", "columnas": "fin"},
    ],
)
def test_every_number_leads_to_that_many_rows(demo_boards: Boards, query: dict[str, str]) -> None:
    address = in_plan("/explorar", "demo", **query)
    counted = [(href, count) for href, count in links_in(demo_boards.text(address)) if count is not None]
    assert len(counted) > 3
    # Every one of a table of two hundred would take a minute.
    for href, count in counted[:: max(1, len(counted) // 25)]:
        assert demo_boards.listed(href).total == count, href


def test_the_list_of_a_cell_is_paged_and_leads_back(demo_boards: Boards) -> None:
    address = in_plan("/explorar", "demo", filas="distrito", columnas="estado", en_fila="_")
    rows = rows_of(
        demo_boards,
        "SELECT slug FROM progress WHERE plan_code = 'demo' AND is_public AND item_kind = 'project'"
        " AND district IS NULL",
    )
    listed = [href.partition("?")[0] for href in demo_boards.all_rows(address)]
    assert sorted(listed) == sorted(f"/proyecto/{row[0]}" for row in rows)
    page = demo_boards.page(with_parameter(address, "pagina=2"))
    assert "distrito «sin dato»" in words_of(page.h1)
    assert check_html(demo_boards.text(address)) == []
    back = page.select_one(".kick a")
    assert back is not None
    assert str(back["href"]) == in_plan("/explorar", "demo", columnas="estado", filas="distrito")
    file = demo_boards.client.get(address.replace("/explorar", "/descargas/explorar.csv"))
    assert len(file.get_data(as_text=True).splitlines()) >= len(rows) + 1


def test_the_file_is_the_table_as_shown(boards: Boards, plan_code: str) -> None:
    query = {"de": "indicadores", "filas": "programa", "columnas": "estado"}
    found = cells_of(boards.page(in_plan("/explorar", plan_code, **query)))
    answer = boards.client.get(in_plan("/descargas/explorar.csv", plan_code, **query))
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True), newline="")))
    heads = rows[0][1:]
    shown = {(row[0], head): float(cell) for row in rows[1:] for head, cell in zip(heads, row[1:], strict=True)}
    assert {key: number(words) for key, words in found.items()} == shown
    book = boards.client.get(in_plan("/descargas/explorar.xlsx", plan_code, **query))
    assert book.status_code == 200


def test_what_is_not_understood_is_said_and_the_rest_is_shown(demo_boards: Boards) -> None:
    query = {"de": "cosas", "filas": "nada", "medida": "suerte", "grafico": "torta", "eje": "ninguno", "calculo": "x"}
    page = demo_boards.page(in_plan("/explorar", "demo", **query))
    said = words_of(page.select_one(".notice.warn"))
    for text_ in query.values():
        assert f"«{text_}»" in said
    assert words_of(page.h1) == "1.685 proyectos por eje y estado"
    answer = demo_boards.client.get(in_plan("/descargas/explorar.csv", "demo", filas="otra"))
    assert (answer.status_code, "las filas «otra»" in answer.get_data(as_text=True)) == (400, True)


def test_filters_that_leave_nothing_say_so(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/explorar", "demo", q="xyzzy", grafico="barras"))
    assert "Ninguna fila cumple" in words_of(page.select_one(".empty"))
    assert page.select_one(".plot") is None


CHARTS = ("barras", "apiladas", "dispersion", "linea")


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_says_what_its_table_says(boards: Boards, plan_code: str, chart: str) -> None:
    query = {"de": "indicadores", "filas": "eje", "columnas": "estado", "grafico": chart, "y": "esperado"}
    address = in_plan("/explorar", plan_code, **query)
    page = boards.page(address)
    assert check_html(boards.text(address)) == []
    section = page.select_one("#grafico")
    assert section is not None and words_of(section.h2)
    plot = section.select_one(".plot")
    if plot is None:
        assert "no hay qué dibujar" in words_of(section)
        return
    assert plot["role"] == "group" and plot["aria-label"]
    figure = json.loads(str(plot["data-figure"]))
    layout = figure["layout"]
    assert layout["xaxis"]["title"]["text"] and layout["separators"] == ",."
    assert layout["transition"] == {"duration": 0}
    scripts = [str(script["src"]) for script in page.select("script[src]")]
    assert scripts[-2:] == [script.address for script in chart_scripts()]
    if chart in ("barras", "apiladas"):
        found = cells_of(page)
        drawn = sum(sum(trace["x"]) for trace in figure["data"])
        assert drawn == sum(
            number(cell) for (name, head), cell in found.items() if head == "En total" and name != "En total"
        )
    elif chart == "dispersion":
        counted = [count for _href, count in links_in(str(section)) if count is not None]
        assert sum(len(trace["x"]) for trace in figure["data"]) == counted[0]
    else:
        last = [trace["y"][-1] for trace in figure["data"]]
        assert sum(last) == len(boards.all_rows(in_plan("/indicadores", plan_code)))
        assert layout["yaxis"]["rangemode"] == "tozero"
        # Every count of every quarter is that of the list of its day, status filter or not.
        section = boards.page(in_plan("/explorar", plan_code, **query, estado="atrasada")).select_one("#grafico")
        if section is None:
            return
        leading = {href: count for href, count in links_in(str(section)) if count is not None}
        days = {parse_text(href).as_of for href in leading}
        assert len(days) == len(figure["data"][0]["x"])
        for href, count in list(leading.items())[::4]:
            assert boards.listed(href).total == count, href


@pytest.mark.parametrize(("chart", "most_drawn"), [("barras", 5), ("apiladas", 6)])
def test_what_is_highest_and_lowest_is_told_of_all_rows_and_not_only_of_the_bars(
    demo_boards: Boards, monkeypatch: pytest.MonkeyPatch, chart: str, most_drawn: int
) -> None:
    monkeypatch.setattr(drawing, "MOST_BARS", most_drawn)
    page = demo_boards.page(in_plan("/explorar", "demo", filas="programa", grafico=chart, q="a"))
    counts = [
        number(cell) for (name, head), cell in cells_of(page).items() if head == "En total" and name != "En total"
    ]
    words = words_of(page.select_one("#grafico p"))
    assert f"Fuera del gráfico quedan {len(counts) - most_drawn}" in words
    if chart == "barras":
        told = re.search(r"Lo más alto: .* \((\d+)\); lo más bajo: .* \((\d+)\)", words)
        assert told is not None and [int(each) for each in told.groups()] == [max(counts), min(counts)]
        assert min(counts) < sorted(counts)[-most_drawn]


def test_a_single_bar_is_not_told_as_the_highest_and_the_lowest(demo_boards: Boards) -> None:
    address = in_plan("/explorar", "demo", filas="estado", columnas="nada", grafico="barras", estado="cumplida")
    words = words_of(demo_boards.page(address).select_one("#grafico p"))
    assert "Hay una sola barra: Cumplida (" in words
    assert "lo más bajo" not in words


def test_a_page_without_a_chart_carries_no_plotly(demo_boards: Boards) -> None:
    assert not [
        script["src"]
        for script in demo_boards.page(in_plan("/explorar", "demo")).select("script[src]")
        if "plotly" in str(script["src"])
    ]


def test_a_page_with_a_chart_stays_below_750_kilobytes(demo_boards: Boards) -> None:
    address = in_plan("/explorar", "demo", grafico="dispersion")
    accept = {"Accept-Encoding": "br"}
    page = demo_boards.client.get(address, headers=accept)
    board = demo_boards.client.get(f"/_board{address}", headers=accept)
    scripts = [str(script["src"]) for script in demo_boards.page(address).select("script[src]")]
    files = [demo_boards.client.get(script, headers=accept).get_data() for script in scripts]
    assert sum(map(len, (page.get_data(), board.get_data(), *files))) < 720_000


@pytest.mark.browser
def test_plotly_draws_changes_and_clears_a_chart_under_the_strict_policy(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    from tests.dashboards.page_check import axe_findings, opened, until

    site = serve(demo_boards.app.server)
    browser.get_log("browser")
    # From a page without a chart: the scripts come when they are needed.
    opened(browser, site + in_plan("/explorar", "demo"))
    assert browser.execute_script("return typeof window.Plotly") == "undefined"
    browser.execute_script("document.querySelector('a[href*=\"grafico=barras\"]').click()")
    bars = "document.querySelectorAll('.plot .bars .point').length"
    until(browser, 6, bars)
    assert browser.execute_script("return document.querySelector('.plot .xtick text').textContent") == "0"
    assert axe_findings(browser) == [], "a chart is not accessible"
    browser.execute_script("document.querySelector('a[href*=\"grafico=apiladas\"]').click()")
    until(browser, 42, bars)
    # Nobody's page any more: what Plotly held of it is let go.
    browser.execute_script("window.host = document.querySelector('.plot .host')")
    browser.execute_script("document.querySelector('a[href^=\"/ejes\"]').click()")
    until(browser, True, "!document.contains(window.host) && !window.host.data")
    assert browser.execute_script("return window.sameDocument") is True
    assert [entry["message"] for entry in browser.get_log("browser")] == []
