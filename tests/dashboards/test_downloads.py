"""A download holds exactly the rows of its list, as the view `tabla_de_avance` has them, and says what it is of."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from typing import TYPE_CHECKING, Any

import brotli
import openpyxl
import pytest
from sqlalchemy import text

from dashboards.listing.file_links import download_links
from dashboards.page import PageContext
from dashboards.site.rendering import to_html
from data_models.queries.plans import find_plan
from data_models.queries.selection import Selection
from data_models.visibility import PUBLIC, Reader
from tests.dashboards.boards import Boards, in_plan, links_in, parse_text

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

FILTERS = [
    ("proyectos", {}, "clase_de_fila = 'proyecto'"),
    ("indicadores", {"estado": "atrasada,sin-datos"},
     "clase_de_fila = 'indicador' AND estado IN ('Atrasada', 'Sin datos')"),
    ("proyectos", {"dato": "vencida", "orden": "nombre"}, "clase_de_fila = 'proyecto' AND actualizacion = 'vencida'"),
]  # fmt: skip


def get(boards: Boards, address: str, **headers: str) -> TestResponse:
    """Ask for a file."""
    answer: TestResponse = boards.client.get(address, headers=headers)
    return answer


def rows_of(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


@pytest.mark.parametrize(("name", "query", "where"), FILTERS)
def test_a_csv_holds_the_rows_of_the_view(
    boards: Boards, plan_code: str, name: str, query: dict[str, str], where: str
) -> None:
    answer = get(boards, in_plan(f"/descargas/{name}.csv", plan_code, **query))
    rows = rows_of(answer)
    with boards.store.reading() as connection:
        sql = text(f"SELECT * FROM tabla_de_avance WHERE codigo_del_plan = :plan AND {where}")
        expected = [dict(row._mapping) for row in connection.execute(sql, {"plan": plan_code})]
    assert len(rows) == len(expected) == boards.listed(in_plan(f"/{name}", plan_code, **query)).total
    by_code = {row["codigo"]: row for row in rows}
    assert len(by_code) == len(rows)
    for row in expected:
        written = by_code[row["codigo"]]
        assert list(written) == list(row)
        assert [key for key, cell in row.items() if not is_same(written[key], cell)] == []


def is_same(written: str, cell: Any) -> bool:
    """Whether a cell of a CSV says what the database does."""
    if cell is None:
        # A frame's flag is true or not: a project is not one of the plan's global indicators.
        return written in ("", "false")
    if isinstance(cell, float):
        return float(written) == cell
    if written in ("true", "false"):
        return bool(cell) is (written == "true")
    return written.removeprefix("'") == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", str(cell))


def test_rows_come_in_the_order_of_the_list(boards: Boards, plan_code: str) -> None:
    query = {"orden": "nombre"}
    rows = rows_of(get(boards, in_plan("/descargas/proyectos.csv", plan_code, **query)))
    shown = [address.partition("?")[0] for address in boards.listed(in_plan("/proyectos", plan_code, **query)).rows]
    assert [f"/proyecto/{row['nombre_en_la_direccion']}" for row in rows[: len(shown)]] == shown


def test_a_workbook_holds_the_same_rows_and_says_what_they_are(demo_boards: Boards) -> None:
    query = {"eje": "ciudad-que-cuida", "estado": "atrasada", "al": "2025-06-30"}
    answer = get(demo_boards, in_plan("/descargas/proyectos.xlsx", "demo", **query))
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()), read_only=True)
    data = list(book["Datos"].iter_rows(values_only=True))
    rows = rows_of(get(demo_boards, in_plan("/descargas/proyectos.csv", "demo", **query)))
    code = data[0].index("codigo")
    assert [row[code] for row in data[1:]] == [row["codigo"] for row in rows]
    about: dict[Any, Any] = {row[0]: row[1] for row in book["Acerca de"].iter_rows(min_row=2, values_only=True)}
    assert about["Contenido"] == f"{len(rows)} proyectos en «Ciudad que cuida» en estado «Atrasada»"
    assert (about["Filas"], about["Situación al"], about["Código del plan"]) == (len(rows), "2025-06-30", "demo")
    assert "no describen a ningún municipio" in about["Aviso"]
    assert about["Licencia"] and about["Versión de datos"]
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="proyectos_demo_2025-06-30_eje-ciudad-que-cuida_estado-atrasada.xlsx"'
    )


def test_a_csv_leads_to_the_description_of_its_columns(demo_boards: Boards) -> None:
    answer = get(demo_boards, in_plan("/descargas/indicadores.csv", "demo", tipo="proceso"))
    target = re.search(r'<([^>]+)>; rel="describedby"', answer.headers["Link"])
    assert target is not None
    described = get(demo_boards, target[1])
    assert described.content_type == "application/csvm+json"
    columns = [column["name"] for column in json.loads(described.get_data())["tableSchema"]["columns"]]
    assert columns == list(rows_of(answer)[0])


def test_a_file_is_compressed_kept_and_not_sent_twice(demo_boards: Boards) -> None:
    address = in_plan("/descargas/proyectos.csv", "demo")
    plain = get(demo_boards, address)
    small = get(demo_boards, address, **{"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.get_data()) == plain.get_data()
    assert len(small.get_data()) < len(gzip.compress(plain.get_data()))
    assert plain.headers["Cache-Control"] == "public, max-age=15"
    again = get(demo_boards, address, **{"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = get(demo_boards, in_plan("/descargas/proyectos.csv", "demo", al="2025-06-30"))
    assert other.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"eje": "nada"}, "No se entendió el eje «nada»"),
        ({"estado": "atrasada,rota"}, "No se entendió el estado «rota»"),
        ({"al": "ayer", "pagina": "0"}, "No se entendió la fecha «ayer» y la página «0»."),
        ({"al": "2199-01-01"}, "El 01/01/2199 todavía no llegó"),
    ],
)
def test_a_filter_that_is_not_understood_makes_no_file(demo_boards: Boards, query: dict[str, str], said: str) -> None:
    for suffix in ("csv", "xlsx"):
        answer = get(demo_boards, in_plan(f"/descargas/proyectos.{suffix}", "demo", **query))
        assert answer.status_code == 400
        assert answer.get_data(as_text=True).startswith(said)


@pytest.mark.parametrize("name", ["proyectos", "nada.csv", "proyectos.pdf", "../proyectos.csv", "ejes.csv"])
def test_a_file_that_is_not_there_is_not_found(demo_boards: Boards, name: str) -> None:
    answer = get(demo_boards, f"/descargas/{name}?plan=demo")
    assert answer.status_code == 404
    assert get(demo_boards, "/descargas/proyectos.csv?plan=otro").status_code == 404


def test_what_is_not_public_is_in_no_public_file(demo_boards: Boards) -> None:
    with demo_boards.store.reading() as connection:
        hidden = set(connection.scalars(text("SELECT code FROM progress WHERE plan_code = 'demo' AND NOT is_public")))
        sql = text("SELECT count(*) FROM progress WHERE plan_code = 'demo' AND item_kind = 'project'")
        every = connection.scalar(sql)
    rows = rows_of(get(demo_boards, in_plan("/descargas/proyectos.csv", "demo")))
    assert not hidden & {row["codigo"] for row in rows}
    assert every is not None and len(rows) <= every
    assert "id_del_elemento" not in rows[0]


def test_the_links_lead_to_both_files_of_exactly_the_selection(demo_boards: Boards) -> None:
    store = demo_boards.store
    plan = find_plan(store, PUBLIC, "demo")
    assert plan is not None
    context = PageContext(store, PUBLIC, plan, (plan,), parse_text("/?plan=demo&al=2025-06-30"), {})
    selection = Selection(item_kind="project", axis="ciudad-que-cuida", status=("off_track",), sort="name")
    html = to_html(download_links(context, selection, 32))
    addresses = [address for address, _count in links_in(html)]
    query = "al=2025-06-30&eje=ciudad-que-cuida&estado=atrasada&plan=demo&orden=nombre"
    assert addresses == [f"/descargas/proyectos.csv?{query}", f"/descargas/proyectos.xlsx?{query}"]
    assert "Descargar estas 32 filas:" in html
    assert download_links(context, selection, 0) is None
    assert all(get(demo_boards, address).status_code == 200 for address in addresses)


def test_a_reader_of_the_house_is_not_answered_from_a_public_cache(demo_boards: Boards) -> None:
    from dashboards.site.server import build_app

    reader = Reader("data_team", account_id=1)
    client = build_app(demo_boards.store, reader_of_request=lambda: reader).server.test_client()
    answer = client.get(in_plan("/descargas/proyectos.csv", "demo"))
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]
