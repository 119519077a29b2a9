"""Components say in words what they draw, lead to what they count, and draw what they are given to the last mark."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from dashboards.components import bars, charts, forms, formulas, marks, status, tables
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.nouns import Noun
from dashboards.site.rendering import to_html
from dashboards.urls import Address, parse
from kpis.vocabulary import Freshness, Status


def drawn(tree: Child) -> BeautifulSoup:
    """Draw a tree and read it with a parser."""
    return BeautifulSoup(to_html(tree), "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only element a selector finds."""
    found = soup.select(selector)
    assert len(found) == 1, f"{len(found)} × {selector}"
    return found[0]


def marks_drawn(soup: BeautifulSoup) -> tuple[int, int]:
    """Count the full and the hollow marks of a drawing: columns times rows of each block."""
    full = hollow = 0
    for block in soup.select("i"):
        style = str(block["style"])
        columns = int(re.findall(r"--n:(\d+)", style)[0])
        rows = int((re.findall(r"--r:(\d+)", style) or ["1"])[0])
        if "o" in block.get_attribute_list("class"):
            hollow += columns * rows
        else:
            full += columns * rows
    return full, hollow


# Status and freshness


def test_every_status_of_the_rules_has_its_word_shape_and_name_in_addresses() -> None:
    assert set(status.STATUSES) == {str(each) for each in Status}
    assert set(status.FRESHNESSES) == {str(each) for each in Freshness}
    for of in status.STATUSES:
        assert drawn(status.status_word(of)).get_text() == status.status_name(of)
        assert status.STATUSES_BY_SLUG[status.STATUS_SLUGS[of]] == of


def test_a_stale_value_fades_even_when_its_target_is_met() -> None:
    assert "old" in one(drawn(status.status_word("met", "overdue")), ".st").get_attribute_list("class")
    assert "old" not in one(drawn(status.status_word("met", "due")), ".st").get_attribute_list("class")


def test_what_says_nothing_of_a_datum_does_not_fade_with_it() -> None:
    for of in ("not_started", "no_data", "cancelled"):
        assert "old" not in one(drawn(status.status_word(of, "overdue")), ".st").get_attribute_list("class")
        assert "old" not in one(drawn(status.status_shape(of, "overdue")), ".sh").get_attribute_list("class")


@pytest.mark.parametrize(
    ("freshness", "day", "words"),
    [
        ("fresh", date(2026, 10, 7), "al día, 07/10/2026"),
        ("due", date(2026, 9, 30), "por vencer, dato del 30/09/2026"),
        ("overdue", date(2026, 3, 18), "vencida, dato del 18/03/2026"),
        ("overdue", None, "vencida, nunca se cargó"),
        ("fresh", None, "todavía no vence"),
    ],
)
def test_freshness_says_since_when(freshness: str, day: date | None, words: str) -> None:
    assert drawn(status.freshness_word(freshness, day)).get_text() == words


def test_what_has_not_begun_owes_no_datum() -> None:
    assert status.freshness_word(None) is None
    assert drawn(status.status_and_freshness("not_started", None)).get_text() == "Sin iniciar"


def test_the_seven_numbers_lead_to_their_lists_even_when_zero() -> None:
    counts = {"met": 41, "off_track": 33}
    soup = drawn(status.status_numbers(counts, lambda of: f"/indicadores?estado={status.STATUS_SLUGS[of]}"))
    links = {str(link["href"]): (str(link["data-cuenta"]), link.get_text(" ", strip=True)) for link in soup.select("a")}
    assert len(links) == 7
    assert links["/indicadores?estado=atrasada"] == ("33", "33 Atrasada")
    assert links["/indicadores?estado=sin-datos"] == ("0", "0 Sin datos")


def test_the_strip_grows_with_the_counts_and_leaves_zeros_out() -> None:
    soup = drawn(status.strip({"met": 3, "no_data": 1, "cancelled": 0}))
    assert [(span["class"], span["style"]) for span in soup.select("span")] == [
        (["s-met"], "--n:3"),
        (["s-nd"], "--n:1"),
    ]


def test_a_change_of_status_is_heard_as_words() -> None:
    assert "De En riesgo a Atrasada." in drawn(status.status_change("at_risk", "off_track")).get_text()


# Marks


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 40))
def test_a_field_draws_each_item_once_in_at_most_six_blocks(fresh: int, stale: int, columns: int) -> None:
    soup = drawn(marks.marks_field("on_track", marks.Marks(fresh + stale, stale), columns))
    assert marks_drawn(soup) == (fresh, stale)
    assert len(soup.select("i")) <= 6
    widths = [int(re.findall(r"--n:(\d+)", str(block["style"]))[0]) for block in soup.select("i")]
    assert all(width <= columns for width in widths)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 30))
def test_the_blocks_of_a_field_fill_its_rows_without_holes(fresh: int, stale: int, columns: int) -> None:
    """Blocks wrap like words: a row is left only when it is full, or at the end."""
    soup = drawn(marks.marks_field("met", marks.Marks(fresh + stale, stale), columns))
    used = 0
    for block in soup.select("i"):
        width = int(re.findall(r"--n:(\d+)", str(block["style"]))[0])
        assert used + width <= columns, "a block would wrap and leave a hole"
        used = (used + width) % columns


def test_a_line_of_marks_says_its_counts_to_those_who_do_not_see_them() -> None:
    soup = drawn(marks.marks_row({"met": marks.Marks(4), "at_risk": marks.Marks(3, 1), "no_data": marks.Marks(0)}))
    assert marks_drawn(soup) == (6, 1)
    assert one(soup, ".vh").get_text() == "Cumplida: 4; En riesgo: 3 (1 con el dato vencido)."


def test_more_stale_items_than_items_is_refused() -> None:
    with pytest.raises(ValueError, match="5 stale of 4"):
        marks.Marks(4, 5)


def test_the_matrix_counts_its_columns_and_links_its_cells() -> None:
    def row(name: str, met: int) -> marks.MatrixRow:
        return marks.MatrixRow(name, f"/eje/{met}", "x", {"met": marks.MatrixCell(marks.Marks(met), f"/p?eje={met}")})

    rows = [row("A", 71), row("B", 68)]
    soup = drawn(marks.status_matrix("Eje", Noun("actividad", "actividades").named, rows, labelled_by="t"))
    assert soup.select("thead th")[1].get_text(" ") == "Cumplida 139"
    assert [link["data-cuenta"] for link in soup.select("td a")] == ["71", "68"]
    assert len(soup.select("td.zero")) == 12


def test_what_is_heard_of_a_cell_of_the_matrix_agrees_with_its_count() -> None:
    cells = {"met": marks.MatrixCell(marks.Marks(1), "/a"), "at_risk": marks.MatrixCell(marks.Marks(2), "/b")}
    rows = [marks.MatrixRow("Eje A", "/eje/a", "x", cells)]
    soup = drawn(marks.status_matrix("Eje", Noun("actividad", "actividades").named, rows, labelled_by="t"))
    heard = [span.get_text() for span in soup.select("td .vh")]
    assert heard[:4] == [
        " actividad, cumplida, Eje A.", " actividades, en camino, Eje A.", " actividades, en riesgo, Eje A.",
        " actividades, atrasada, Eje A.",
    ]  # fmt: skip


def test_a_matrix_of_more_marks_than_a_screen_is_wide_shows_proportions() -> None:
    def drawn_of(count: int) -> BeautifulSoup:
        cells = {of: marks.MatrixCell(marks.Marks(count), "/a") for of in status.STATUSES}
        rows = [marks.MatrixRow("Eje A", "/eje/a", "x", cells)]
        return drawn(marks.status_matrix("Eje", Noun("obra", "obras").named, rows, labelled_by="t"))

    few, many = drawn_of(50), drawn_of(5_000)
    assert few.select_one("td .mob0") is None
    assert (len(few.select("td .fm")), len(few.select("th .mob .strip"))) == (7, 1)
    assert (len(many.select("td .fm")), len(many.select("th .mob .strip")), len(many.select("th .strip"))) == (0, 0, 1)
    assert [link["data-cuenta"] for link in many.select("td a")] == ["5000"] * 7
    cells = {"met": marks.MatrixCell(marks.Marks(300), "/a")}
    one_wide = marks.status_matrix(
        "Eje", Noun("obra", "obras").named, [marks.MatrixRow("A", "/", "x", cells)], labelled_by="t"
    )
    assert len(drawn(one_wide).select("td .mob0 .fm")) == 1


# Bars


def test_a_bullet_stays_inside_its_track_whatever_the_value() -> None:
    assert "--a:100.0%" in to_html(bars.bullet(5035.0, 250.0, "met"))
    assert "--a:0.0%;--e:69.0%" in to_html(bars.bullet(-4.0, 69.0, "off_track"))
    assert "--e" not in to_html(bars.bullet(44.0, None, "on_track"))
    assert "--e" not in to_html(bars.bullet(44.0, float("nan"), "on_track"))


def test_declared_is_pale_and_stale_is_hollow() -> None:
    soup = drawn(bars.bullet(40, 50, "at_risk", declared=True, stale=True))
    assert one(soup, "i")["class"] == ["dec"]
    assert "old" in one(soup, ".bul").get_attribute_list("class")


def test_the_gap_of_a_dot_is_drawn_from_the_smaller_to_the_larger() -> None:
    behind, ahead = to_html(bars.dot(20, 60, "off_track")), to_html(bars.dot(60, 20, "on_track"))
    assert "--l:20.0%;--w:40.0%" in behind
    assert "--l:20.0%;--w:40.0%" in ahead


def test_a_timeline_draws_actual_time_to_its_end_or_to_the_day_it_is_seen_from() -> None:
    window = bars.time_window(date(2024, 6, 1), date(2027, 5, 1), as_of=date(2026, 1, 1))
    assert (window.starts_on, window.ends_on) == (date(2024, 1, 1), date(2027, 12, 31))
    open_end = drawn(bars.timeline(window, (None, None), (date(2024, 1, 1), None), "on_track"))
    assert str(one(open_end, "b")["style"]) == f"--l:0.0%;--w:{100 * 731 / 1460:.1f}%"
    assert open_end.select("i") == []
    later = drawn(bars.timeline(window, (date(2026, 2, 1), date(2027, 2, 1)), (date(2026, 3, 1), None), "not_started"))
    assert later.select("b") == []


def test_long_plans_name_every_other_year_each_over_its_own_width() -> None:
    window = bars.time_window(date(2020, 1, 1), date(2026, 12, 31), as_of=date(2026, 1, 1))
    soup = drawn(bars.timeline_years(window))
    assert [(span.get_text(), span["style"]) for span in soup.select("span span")] == [
        ("2020", "--n:2"), ("2022", "--n:2"), ("2024", "--n:2"), ("2026", "--n:1"),
    ]  # fmt: skip


# Tables


def test_a_table_stays_a_table_for_screen_readers_and_names_its_cells_on_phones() -> None:
    columns = [tables.TableColumn("Meta"), tables.TableColumn("Valor", is_number=True)]
    soup = drawn(
        tables.data_table(
            columns, [["Arbolado", "54,2 %"], tables.TableRow(["Todas", ""], is_total=True)], label="Metas"
        )
    )
    table = one(soup, "table")
    assert (table["role"], one(table, "caption").get_text()) == ("table", "Metas")
    assert [row["role"] for row in soup.select("tr")] == ["row"] * 3
    assert [cell.get_text() for cell in soup.select("td")] == ["Valor 54,2 %", "Valor sin dato"]
    assert soup.select("tbody th")[0]["scope"] == "row"


def test_a_phone_is_offered_the_later_rows_of_a_long_table_and_everybody_else_has_them() -> None:
    columns = [tables.TableColumn("Meta"), tables.TableColumn("Valor")]
    soup = drawn(tables.data_table(columns, [[f"M{n}", "1"] for n in range(50)], label="Metas", phone_rows=20))
    first, offer, rest = soup.select("tbody")
    assert [len(body.select("th")) for body in (first, rest)] == [20, 30]
    assert rest["class"] == ["rest"]
    assert one(offer, "td")["colspan"] == "2"
    assert one(offer, "summary .shut").get_text() == "Ver 30 más"
    short = drawn(tables.data_table(columns, [["M", "1"]] * 20, label="Metas", phone_rows=20))
    assert len(short.select("tbody")) == 1


def test_a_row_of_another_length_and_a_table_without_a_name_are_refused() -> None:
    columns = [tables.TableColumn("Meta")]
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        tables.data_table(columns, [["a", "b"]], label="x")
    with pytest.raises(ValueError, match="one name"):
        tables.data_table(columns, [["a"]])


@pytest.mark.parametrize("empty", [None, "", [], [None, ""]])
def test_no_cell_is_left_without_a_word(empty: Child) -> None:
    columns = [tables.TableColumn("A"), tables.TableColumn("B", is_named_on_phone=False)]
    assert one(drawn(tables.data_table(columns, [["a", empty]], label="x")), "td").get_text() == "sin dato"


# Forms


def test_month_ends_run_backwards_within_their_limits() -> None:
    assert forms.month_ends(date(2025, 11, 30), date(2026, 2, 15)) == [
        date(2026, 1, 31), date(2025, 12, 31), date(2025, 11, 30),
    ]  # fmt: skip
    assert forms.month_ends(date(2025, 12, 1), date(2025, 12, 31)) == [date(2025, 12, 31)]
    assert forms.month_ends(date(2026, 2, 1), date(2026, 2, 15)) == []


def test_the_form_carries_along_what_no_control_of_it_holds() -> None:
    address = parse("/proyectos", "plan=tenjo&idioma=en&al=2026-09-30&eje=2&estado=atrasada&orden=codigo&pagina=4")
    control = forms.select_filter(
        "eje", "Eje", [forms.Choice("1", "Uno"), forms.Choice("2", "Dos")], "2", everything="Todos"
    )
    soup = drawn(forms.filters_form(address, [control]))
    hidden = {str(each["name"]): str(each["value"]) for each in soup.select("input[type=hidden]")}
    assert hidden == {"plan": "tenjo", "idioma": "en", "al": "2026-09-30", "estado": "atrasada", "orden": "codigo"}
    assert [option.has_attr("selected") for option in soup.select("option")] == [False, False, True]
    form = one(soup, "form")
    assert (form["method"], form["action"]) == ("get", "/proyectos")
    # The phone's line stands right before what it opens, and says how much is in use.
    opener = one(soup, "details.fopen")
    assert opener.find_next_sibling() == form
    assert one(opener, "summary .shut").get_text() == "Filtrar por eje, secretaría o fecha · 1 en uso"


def test_a_day_that_ends_no_month_is_still_offered_while_it_is_chosen() -> None:
    control = forms.as_of_filter(Address(as_of=date(2026, 9, 10)), first=date(2026, 8, 1), last=date(2026, 10, 31))
    options = drawn(control).select("option")
    assert [option.get_text() for option in options] == [
        "hoy, 31/10/2026", "septiembre de 2026", "10/09/2026", "agosto de 2026",
    ]  # fmt: skip
    assert [str(option["value"]) for option in options if option.has_attr("selected")] == ["2026-09-10"]


def test_the_day_of_the_current_state_is_offered_once_even_when_it_is_asked_for() -> None:
    for asked in (None, date(2026, 10, 31)):
        control = forms.as_of_filter(
            Address(as_of=asked), first=date(2026, 9, 1), last=date(2026, 10, 31), current_word="corte 31/10/2026"
        )
        options = drawn(control).select("option")
        assert [option.get_text() for option in options] == ["corte 31/10/2026", "septiembre de 2026"]
        assert [option for option in options if option.has_attr("selected")] == []


# Page parts


def test_the_pager_names_the_first_the_last_and_the_near_pages() -> None:
    soup = drawn(parts.pager(parse("/proyectos", "eje=2&pagina=7"), 7, 20))
    assert soup.get_text(" ", strip=True) == "Página Anterior 1 … 5 6 7 8 9 … 20 Siguiente"
    assert one(soup, "[aria-current]").get_text() == "7"
    assert one(soup, "[rel=next]")["href"] == "/proyectos?eje=2&pagina=8"
    assert soup.find("a", string="1")["href"] == "/proyectos?eje=2"  # type: ignore[index]
    assert parts.pager(parse("/proyectos", ""), 1, 1) is None


def test_what_was_not_understood_is_said_and_can_be_taken_away() -> None:
    soup = drawn(
        parts.unknown_filters_notice(parse("/proyectos", "eje=99&plan=x"), [("el eje", "99"), ("el estado", "<b>")])
    )
    assert "No se entendió el eje «99» y el estado «<b>»" in soup.get_text()
    assert one(soup, "a")["href"] == "/proyectos?plan=x"
    assert parts.unknown_filters_notice(parse("/", ""), []) is None


def test_only_addresses_for_a_browser_become_links_to_other_sites() -> None:
    assert one(drawn(parts.external_link("Acta", "https://example.org/acta.pdf")), "a")["rel"] == [
        "noopener",
        "noreferrer",
    ]
    for href in ("javascript:alert(1)", "C:\\acta.pdf", "https://example.org/a\nb", "", None):
        assert parts.external_link("Acta", href) == "Acta"


def test_a_fraction_is_heard_as_a_division() -> None:
    text = drawn(formulas.formula("Valor = ", formulas.fraction("14.273", "40.896"), " = ", formulas.result("34,9 %")))
    assert text.get_text() == "Valor = 14.273 dividido por 40.896 = 34,9 %"
    text = drawn(formulas.fraction("44 − 32", "80 − 32"))
    assert text.get_text() == "(44 − 32) dividido por (80 − 32)"
    assert [span.get_text() for span in text.select(".vh")] == ["(", ")", " dividido por ", "(", ")"]


# Charts


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_ticks_enclose_the_values_evenly_and_are_few(low: float, high: float) -> None:
    low, high = round(low, 3), round(high, 3)
    ticks = charts.nice_ticks(low, high)
    steps = [after - before for before, after in zip(ticks, ticks[1:], strict=False)]
    assert ticks[0] <= min(low, high) + 1e-6
    assert ticks[-1] >= max(low, high) - 1e-6
    assert 2 <= len(ticks) <= 8
    assert max(steps) - min(steps) < 1e-6 * max(1, abs(ticks[-1]))


def test_ticks_begin_at_zero_where_that_costs_little_room() -> None:
    assert charts.nice_ticks(18, 70) == [0, 20, 40, 60, 80]
    assert charts.nice_ticks(95, 99)[0] >= 94


@given(st.lists(st.floats(0, 100), max_size=6))
def test_labels_moved_apart_keep_their_order_and_their_distance(places: list[float]) -> None:
    moved = charts.spread(places, room=4.6)
    order = sorted(range(len(places)), key=lambda position: (places[position], position))
    gaps = [moved[after] - moved[before] for before, after in zip(order, order[1:], strict=False)]
    assert all(gap > 4.6 - 0.2 for gap in gaps)


def test_the_points_of_a_line_stand_where_their_dates_and_values_are() -> None:
    line = charts.Line([(date(2026, 1, 1), 0.0), (date(2026, 1, 11), 50.0), (date(2026, 1, 21), 100.0)], has_dots=True)
    chart = drawn(
        charts.line_chart(
            start=date(2026, 1, 1), end=date(2026, 1, 21), lines=[line], value_words=lambda value: f"{value:g}"
        )
    )
    assert [dot["style"] for dot in chart.select(".dot")] == [
        "left:0.00%;top:100.00%", "left:50.00%;top:50.00%", "left:100.00%;top:0.00%",
    ]  # fmt: skip
    assert "M0.0 800.0L800.0 400.0L1600.0 0.0" in [path["d"] for path in chart.select("path")]


def test_a_stepped_line_keeps_its_value_until_the_next_date() -> None:
    line = charts.Line([(date(2026, 1, 1), 0.0), (date(2026, 1, 21), 100.0)], stepped=True)
    chart = drawn(charts.line_chart(start=date(2026, 1, 1), end=date(2026, 1, 21), lines=[line], value_words=str))
    assert "M0.0 800.0H1600.0V0.0" in [path["d"] for path in chart.select("path")]


def test_a_band_goes_out_along_its_upper_edge_and_back_along_its_lower_one() -> None:
    start, end = date(2026, 1, 1), date(2026, 1, 21)
    line = charts.Line([(start, 0.0), (end, 100.0)])

    band = charts.Band([(start, 50.0), (end, 100.0)], [(start, 0.0), (end, 25.0)], "--ink")
    chart = drawn(charts.line_chart(start=start, end=end, lines=[line], bands=[band], value_words=str))
    assert one(chart, "path[fill='var(--ink)']")["d"] == "M0.0 400.0L1600.0 0.0L1600.0 600.0L0.0 800.0Z"


def test_the_first_and_last_dates_are_named_and_crowded_ones_between_are_not() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 11), date(2026, 1, 20), date(2026, 1, 21)]
    line = charts.Line([(days[0], 1.0), (days[-1], 2.0)])
    chart = drawn(
        charts.line_chart(
            start=days[0], end=days[-1], lines=[line], dates=[(day, str(day.day)) for day in days], value_words=str
        )
    )
    assert [label.get_text() for label in chart.select(".x")] == ["1", "11", "21"]


def test_a_chart_without_a_point_is_refused() -> None:
    with pytest.raises(ValueError, match="a line with points"):
        charts.line_chart(start=date(2026, 1, 1), end=date(2026, 2, 1), lines=[charts.Line([])], value_words=str)


def test_class_names_are_joined_without_the_absent_ones() -> None:
    assert h.words("a", None, "", "b") == "a b"
