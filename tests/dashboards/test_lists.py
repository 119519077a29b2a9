"""The two lists: what an address asks for, against hand-written SQL; what they say about what was asked."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import text

from data_models.store import Store
from tests.dashboards.boards import PAGE_ROWS, Boards, in_plan, with_parameter, words_of

PATHS = {"project": "/proyectos", "indicator": "/indicadores"}


def slugs(store: Store, where: str = "true", *, kind: str = "project", **parameters: Any) -> set[str]:
    """The short names of the demonstration's rows that a condition gives."""
    query = text(
        f"SELECT slug FROM progress WHERE plan_code = 'demo' AND item_kind = :kind AND is_public AND ({where})"
    )
    with store.reading() as connection:
        return set(connection.scalars(query, {"kind": kind, **parameters}))


def listed(boards: Boards, query: str, *, kind: str = "project") -> set[str]:
    """The short names of all rows of a list, whatever its pages."""
    rows = boards.all_rows(with_parameter(in_plan(PATHS[kind], "demo"), query))
    names = [row.partition("?")[0].rpartition("/")[2] for row in rows]
    assert len(names) == len(set(names))
    return set(names)


def part(column: str, value: str) -> str:
    """The condition that a column joined with "; " has a part."""
    return f"('; ' || {column} || '; ') LIKE '%; {value}; %'"


# A query of the address, and the same in SQL.
ALONE = {
    "eje=ciudad-que-cuida": "axis_slug = 'ciudad-que-cuida'",
    "programa=tramites-simples": "program_slug = 'tramites-simples'",
    "secretaria=salud": part("responsible_slugs", "salud"),
    "estado=atrasada": "status = 'off_track'",
    "estado=cumplida,en-camino": "status IN ('met', 'on_track')",
    "dato=vencida": "freshness = 'overdue'",
    "dato=al-dia&dato=por-vencer": "freshness IN ('fresh', 'due')",
    "compartido=si": "shared_secretariat_codes IS NOT NULL",
    "porcentaje=no": "progress_pct IS NULL",
    "ods=11": part("sdg_codes", "11"),
    "ods=11.6": part("sdg_codes", "11.6"),
}
PLANNED = "coalesce(planned_start, planned_end)", "coalesce(planned_end, planned_start)"
LEAD = "budget_executed_pct - min(100.0, max(0.0, progress_pct))"
PROJECTS_ALONE = {
    "situacion=en-pausa": "project_state = 'paused'",
    "situacion=planificado,terminado": "project_state IN ('planned', 'finished')",
    "causa=compras": "delay_cause = 'procurement'",
    "causa=sin-causa": "delay_cause IS NULL",
    "vinculo=ods:11.6": part("link_codes", "ods:11.6"),
    "con_ods=no": "sdg_codes IS NULL",
    "presupuesto_dato=no": "budget_current IS NULL",
    "con_distrito=no": "district IS NULL",
    "gasto=adelantado": f"status <> 'cancelled' AND {LEAD} >= 30",
    "gasto=atrasado": f"status <> 'cancelled' AND {LEAD} <= -30",
    "gasto=a-la-par": f"status <> 'cancelled' AND {LEAD} BETWEEN -29.9999999 AND 29.9999999",
    "gasto=sin-dato": "status = 'cancelled' OR progress_pct IS NULL OR budget_executed_pct IS NULL",
    "recuperacion=vencida": "recovery_on < as_of",
    "recuperacion=por-venir": "recovery_on >= as_of",
    "recuperacion=sin-fecha": "recovery_on IS NULL",
    "desde=2026-06-01": f"{PLANNED[1]} >= '2026-06-01'",
    "hasta=2024-12-31": f"{PLANNED[0]} <= '2024-12-31'",
    "desde=2025-01-01&hasta=2025-03-31": f"{PLANNED[1]} >= '2025-01-01' AND {PLANNED[0]} <= '2025-03-31'",
    "distrito=Distrito Norte": "district = 'Distrito Norte'",
    "q=PLAZA": " OR ".join(
        f"lower({column}) LIKE '%plaza%'" for column in ("name", "promise", "program_name", "secretariat_name")
    ),
}
INDICATORS_ALONE = {
    "tipo=resultado": "indicator_kind = 'outcome'",
    "clase=eficacia": "indicator_class = 'efficacy'",
    "meta_revisada=si": "target_revisions > 0",
}


@pytest.mark.parametrize(("query", "where"), {**ALONE, **PROJECTS_ALONE}.items())
def test_a_filter_of_projects_gives_what_sql_gives(
    demo_boards: Boards, demo_store: Store, query: str, where: str
) -> None:
    expected = slugs(demo_store, where)
    assert 0 < len(expected) < 1685, "a filter that keeps nothing or everything proves nothing"
    assert listed(demo_boards, query.replace(" ", "%20")) == expected


@pytest.mark.parametrize(("query", "where"), {**ALONE, **INDICATORS_ALONE}.items())
def test_a_filter_of_indicators_gives_what_sql_gives(
    demo_boards: Boards, demo_store: Store, query: str, where: str
) -> None:
    expected = slugs(demo_store, where, kind="indicator")
    assert len(expected) < 242
    assert listed(demo_boards, query, kind="indicator") == expected


@pytest.mark.parametrize(
    "queries",
    list(
        itertools.combinations(
            ("eje=ciudad-que-cuida", "estado=atrasada", "dato=vencida", "secretaria=salud", "compartido=si"), 2
        )
    )
    + [("eje=ciudad-que-cuida", "estado=cumplida,en-camino", "secretaria=salud", "ods=11")],
)
def test_filters_together_keep_what_each_keeps(
    demo_boards: Boards, demo_store: Store, queries: tuple[str, ...]
) -> None:
    where = " AND ".join(f"({ALONE[query]})" for query in queries)
    assert listed(demo_boards, "&".join(queries)) == slugs(demo_store, where)


def test_all_filters_at_once_find_a_row_by_what_it_says(demo_boards: Boards, demo_store: Store) -> None:
    query = text(
        "SELECT slug, axis_slug, program_slug, secretariat_slug, status, freshness, district, code FROM progress"
        " WHERE plan_code = 'demo' AND item_kind = 'project' AND district IS NOT NULL AND status = 'off_track'"
        " AND freshness = 'overdue' ORDER BY code LIMIT 1"
    )
    with demo_store.reading() as connection:
        row = connection.execute(query).one()
    address = in_plan(
        "/proyectos", "demo", eje=row.axis_slug, programa=row.program_slug, secretaria=row.secretariat_slug,
        estado="atrasada", dato="vencida", distrito=row.district, q=row.code,
    )  # fmt: skip
    assert [link.partition("?")[0] for link in demo_boards.all_rows(address)] == [f"/proyecto/{row.slug}"]


def test_a_search_finds_words_in_any_order_case_and_accent(demo_boards: Boards, demo_store: Store) -> None:
    expected = {
        slug
        for slug in slugs(demo_store)
        for name in [_name(demo_store, slug)]
        if "plaza" in name.lower() and "riego" in name.lower()
    }
    for query in ("q=plaza+riego", "q=RIEGO+pl%C3%A1za"):
        assert expected <= listed(demo_boards, query)


_names: dict[str, str] = {}


def _name(store: Store, slug: str) -> str:
    if not _names:
        with store.reading() as connection:
            found = connection.execute(
                text("SELECT slug, name FROM progress WHERE plan_code = 'demo' AND item_kind = 'project'")
            )
            _names.update({row.slug: row.name for row in found})
    return _names[slug]


@pytest.mark.parametrize("path", ["/proyectos", "/indicadores"])
@pytest.mark.parametrize("query", ["eje=nada", "estado=nada", "secretaria=nada", "dato=nada", "orden=nada", "ods=99"])
def test_a_filter_nobody_understands_is_said_and_the_rest_is_shown(demo_boards: Boards, path: str, query: str) -> None:
    home = in_plan(path, "demo")
    page = demo_boards.page(with_parameter(home, query))
    assert [("No se entendió" in words_of(notice), query.partition("=")[2] in words_of(notice))
            for notice in page.select(".notice.warn")] == [(True, True)]  # fmt: skip
    assert demo_boards.listed(with_parameter(home, query)).total == demo_boards.listed(home).total
    with_another = with_parameter(with_parameter(home, query), "porcentaje=no")
    assert demo_boards.listed(with_another).total == demo_boards.listed(with_parameter(home, "porcentaje=no")).total


def test_an_unknown_value_among_known_ones_leaves_the_known_ones(demo_boards: Boards) -> None:
    home = in_plan("/proyectos", "demo")
    mixed = demo_boards.listed(with_parameter(home, "estado=atrasada,nada"))
    assert mixed.total == demo_boards.listed(with_parameter(home, "estado=atrasada")).total


@pytest.mark.parametrize("path", ["/proyectos", "/indicadores"])
def test_nothing_found_is_said_with_the_way_back(demo_boards: Boards, path: str) -> None:
    page = demo_boards.page(in_plan(path, "demo", q="xyzzy"))
    assert words_of(page.h1) == "Ninguna coincidencia con «xyzzy»"
    empty = page.select_one("#lista .empty")
    assert empty is not None and "Ninguna fila cumple" in words_of(empty)
    assert [link["href"] for link in empty.select("a")] == [in_plan(path, "demo")]


def test_the_pages_of_a_list_are_consecutive_and_the_last_one_stands_for_those_beyond(demo_boards: Boards) -> None:
    home = in_plan("/proyectos", "demo", estado="atrasada")
    total = demo_boards.listed(home).total
    last = -(-total // PAGE_ROWS)
    ranges = [
        (shown.first, shown.last)
        for shown in (demo_boards.listed(with_parameter(home, f"pagina={page}")) for page in (1, 2, last, last + 5))
    ]
    end = ((last - 1) * PAGE_ROWS + 1, total)
    assert ranges == [(1, 50), (51, 100), end, end]
    pager = demo_boards.page(with_parameter(home, f"pagina={last + 5}")).select_one("nav.pages [aria-current]")
    assert words_of(pager) == str(last)


@pytest.mark.parametrize(
    ("kind", "order", "column", "descending"),
    [
        ("project", "avance", "progress_pct", False),
        ("project", "distancia", "gap_points", False),
        ("project", "dato", "days_overdue", True),
        ("project", "fin", "planned_end", False),
        ("project", "presupuesto", "budget_current", True),
        ("indicator", "avance", "progress_pct", False),
        ("indicator", "distancia", "gap_points", False),
        ("indicator", "dato", "days_overdue", True),
    ],
)
def test_an_order_is_that_of_sql_and_rows_without_it_come_last(
    demo_boards: Boards, demo_store: Store, kind: str, order: str, column: str, descending: bool
) -> None:
    rows = demo_boards.all_rows(in_plan(PATHS[kind], "demo", orden=order))
    query = text(f"SELECT slug, {column} AS cell FROM progress WHERE plan_code = 'demo' AND item_kind = :kind")
    with demo_store.reading() as connection:
        known = {row.slug: row.cell for row in connection.execute(query, {"kind": kind})}
    cells = [known[row.partition("?")[0].rpartition("/")[2]] for row in rows]
    present = [cell for cell in cells if cell is not None]
    assert len(present) > 1
    assert present == sorted(present, reverse=descending)
    assert cells == present + [None] * (len(cells) - len(present))


def test_every_choice_of_every_filter_is_understood_and_finds_something(boards: Boards, plan_code: str) -> None:
    findings = []
    for path in PATHS.values():
        home = in_plan(path, plan_code)
        for select in boards.page(home).select("form.filters select"):
            name = str(select["name"])
            for option in select.select("option[value]"):
                if not option["value"] or name in ("al", "estado", "dato", "tipo"):
                    continue
                address = in_plan(path, plan_code, **{name: str(option["value"])})
                if boards.page(address).select(".notice.warn") or boards.listed(address).total == 0:
                    findings.append(address)
                chosen = boards.page(address).select(f"select[name={name}] option[selected]")
                if [each["value"] for each in chosen] != [option["value"]]:
                    findings.append(f"{address} does not show its own choice")
    assert findings == []


def test_a_choice_that_is_not_among_the_usual_ones_is_shown_while_it_holds(demo_boards: Boards) -> None:
    address = in_plan("/proyectos", "demo", estado="cumplida,en-camino", ods="11.6")
    page = demo_boards.page(address)
    chosen = {
        str(select["name"]): [words_of(option) for option in select.select("option[selected]")]
        for select in page.select("form.filters select")
    }
    assert chosen["estado"] == ["Cumplida o En camino"]
    # No control of projects holds the goal, so the form carries it along unseen.
    assert [field["value"] for field in page.select("form.filters input[type=hidden][name=ods]")] == ["11.6"]
    indicators = demo_boards.page(in_plan("/indicadores", "demo", ods="11.6"))
    assert [words_of(option) for option in indicators.select("select[name=ods] option[selected]")] == ["ODS 11.6"]


def test_what_was_chosen_is_said_in_the_heading(demo_boards: Boards, demo_store: Store) -> None:
    expected = {
        "secretaria=salud": "de Salud",
        "eje=ciudad-que-cuida": "en «Ciudad que cuida»",
        "programa=tramites-simples": "en «Trámites simples»",
        "estado=cumplida,en-camino": "en estado «Cumplida» o «En camino»",
        "dato=vencida": "con el dato vencido",
        "distrito=Distrito%20Norte": "en Distrito Norte",
        "ods=11": "del ODS 11",
        "porcentaje=si": "con porcentaje de avance",
        "compartido=si": "con responsables en más de una secretaría",
        "q=plaza": "con «plaza»",
    }
    missing = [
        query
        for query, words in expected.items()
        if words not in demo_boards.heading(with_parameter(in_plan("/proyectos", "demo"), query))
    ]
    assert missing == []


def test_every_secretariat_is_called_by_its_name_even_when_it_leads_nothing(boards: Boards, plan_code: str) -> None:
    query = text("SELECT DISTINCT responsible_slugs FROM progress WHERE plan_code = :plan AND item_kind = 'project'")
    with boards.store.reading() as connection:
        cells = [cell for cell in connection.scalars(query, {"plan": plan_code}) if cell]
    known = sorted({slug for cell in cells for slug in cell.split("; ")})
    unnamed = [slug for slug in known if slug in boards.heading(in_plan("/proyectos", plan_code, secretaria=slug))]
    # A name without accents or spaces may look like its own short name.
    assert [slug for slug in unnamed if "-" in slug] == []


def test_the_number_of_the_kick_is_the_number_of_the_rows(demo_boards: Boards) -> None:
    address = in_plan("/indicadores", "demo", estado="atrasada")
    total = demo_boards.listed(address).total
    kick = words_of(demo_boards.page(address).select_one(".kick"))
    assert kick == f"{total} de 242 indicadores, al 31/10/2026 · quitar los filtros"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/indicadores", "Indicadores al 31/10/2026"),
        ("/proyectos", "Proyectos al 31/10/2026"),
        ("/cumplimiento", "Cumplimiento al 31/10/2026"),
        ("/metas-estrategicas", "Metas estratégicas al 31/10/2026"),
    ],
)
def test_the_kick_names_the_board(demo_boards: Boards, path: str, said: str) -> None:
    assert words_of(demo_boards.page(in_plan(path, "demo")).select_one(".kick")) == said


def test_the_kick_names_the_board_of_a_choice_too(demo_boards: Boards) -> None:
    kick = words_of(demo_boards.page(in_plan("/cumplimiento", "demo", eje="ciudad-que-cuida")).select_one(".kick"))
    assert kick == "Cumplimiento · 41 de 242 indicadores, al 31/10/2026 · quitar los filtros"
