"""Marked values planted in everything that is not public come out nowhere: no page, board, callback, file or view."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, text
from werkzeug.test import TestResponse

from dashboards.site.registry import load_pages
from dashboards.site.server import build_app, warm
from data_models import projects, sync, values
from data_models.document import PlanDocument
from data_models.queries import indicators, progress, tree
from data_models.queries.plans import find_plan, list_plans
from data_models.store import Store
from data_models.tables import ACCOUNTS
from data_models.visibility import PUBLIC, Reader
from open_data.health import health_routes
from tests.dashboards.boards import in_plan, links_in
from tests.data_models.sample import changed, day, sample_plan, value

MARK = "ornitorrinco"
# As a value, and as pages write it.
NUMBER, WRITTEN = 7_531_902.0, ("7531902", "7.531.902", "7,531,902")
PUBLIC_MARK = "jacarandá"
DAY_BEFORE = "2024-06-30"


@dataclass(frozen=True)
class Finding:
    """What an import could not understand."""

    code: str = "strange_date"
    severity: str = "warning"
    sheet: str | None = MARK
    cell: str | None = "B7"
    found: str | None = f"{MARK} en una celda"
    expected: str | None = MARK
    action: str | None = MARK


def plan_with_secrets() -> PlanDocument:
    """The sample plan with a project, an indicator and a milestone nobody may see, beside public ones."""
    plan = sample_plan()
    plan.values.append(value("I-2", "2024-09-30", 55.0, note=f"nota con {PUBLIC_MARK}"))
    hidden_project = replace(
        plan.projects[1], code="P-9", name=f"Proyecto {MARK}", description=MARK, dates_text=MARK, district=MARK,
        declared_pct=35.0, is_public=False,
    )  # fmt: skip
    hidden_indicator = replace(
        plan.indicators[1], code="I-9", name=f"Indicador {MARK}", promise=MARK, definition=MARK, source=MARK,
        unit=MARK, is_public=False,
    )  # fmt: skip
    # An indicator that says it is public, of a project that is not: the project is not to be known through it.
    child = replace(plan.indicators[0], code="I-8", name="Indicador a la vista", project_code="P-9")
    plan.projects.append(hidden_project)
    plan.indicators += [child, hidden_indicator]
    plan.milestones.append(replace(plan.milestones[0], project_code="P-9", name=MARK))
    plan.budgets.append(replace(plan.budgets[1], item_code="P-9", approved_amount=NUMBER))
    plan.targets += [
        replace(plan.targets[0], indicator_code="I-9", value=NUMBER),
        replace(plan.targets[0], indicator_code="I-8"),
    ]
    plan.values += [
        value("I-9", "2024-03-31", NUMBER, note=MARK, evidence_url=f"https://example.org/{MARK}"),
        value("I-8", "2024-03-31", 10.0),
    ]
    return plan


def hidden_plan() -> PlanDocument:
    """A whole plan nobody may see, of the same municipality."""
    plan = sample_plan(f"plan-{MARK}")
    hidden = replace(plan, plan=replace(plan.plan, name=f"Plan {MARK}", is_public=False))
    for kind, place in (("nodes", 0), ("projects", 0), ("indicators", 0)):
        hidden = changed(hidden, kind, place, name=f"Cosa {MARK}")
    return changed(hidden, "milestones", 0, name=MARK)


def with_more_to_withdraw(plan: PlanDocument) -> PlanDocument:
    """The plan with a project and indicators nobody may see, which the next file does not have; nor has the last.

    The project's own indicator says it is public; another one really is.
    """
    project, indicator = plan.projects[1], plan.indicators[1]
    more = [
        replace(indicator, code="I-5", name="Indicador que se retira", project_code=None, is_public=True),
        replace(indicator, code="I-6", name=f"Indicador {MARK} retirado", is_public=False),
        replace(indicator, code="I-7", name=f"Indicador de proyecto {MARK}", project_code="P-7"),
    ]
    return replace(
        plan,
        projects=[*plan.projects, replace(project, code="P-7", name=f"Proyecto {MARK} retirado", is_public=False)],
        indicators=[*plan.indicators, *more],
    )


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """A store with secrets of every kind."""
    for plan in (with_more_to_withdraw(plan_with_secrets()), plan_with_secrets(), hidden_plan()):
        sync.apply(sqlite_store, plan, kind="import", imported_by=MARK, file_name="plan.xlsx", findings=[Finding()])
    with sqlite_store.writing() as write:
        by = int(
            write.connection.execute(
                insert(ACCOUNTS)
                .values(municipality_id=1, code=f"cuenta-{MARK}", display_name="Referente de datos", role="champion")
                .returning(ACCOUNTS.c.id)
            ).scalar_one()
        )
    _under_way(sqlite_store, by)
    _unpublished_past(sqlite_store, by)
    return sqlite_store


def _under_way(store: Store, by: int) -> None:
    """A draft, a sent and a returned value of a public indicator."""
    public = _indicator_id(store, "I-1")
    ids = []
    for quarter in ("2024-09-30", "2024-12-31", "2025-03-31"):
        end = day(quarter)
        ids.append(
            values.save_draft(
                store, indicator_id=public, period_start=dt.date(end.year, end.month - 2, 1), period_end=end, by=by,
                value=NUMBER, note=MARK, text=MARK, evidence_url=f"https://example.org/{MARK}",
            )
        )  # fmt: skip
    values.send(store, value_id=ids[1], by=by)
    sent = values.send(store, value_id=ids[2], by=by)
    values.return_(store, value_id=sent, by=by, reason=MARK)


def _unpublished_past(store: Store, by: int) -> None:
    """A project that said something else before it was published."""
    with store.reading() as connection:
        project_id = connection.scalar(text("SELECT id FROM projects WHERE code = 'P-2'"))
    changes = ({"is_public": False, "description": MARK}, {"description": None}, {"is_public": True})
    for change in changes:
        projects.update(store, project_id=int(project_id), changes=change, by=by)


def _indicator_id(store: Store, code: str) -> int:
    with store.reading() as connection:
        found = connection.execute(
            text("SELECT i.id FROM indicators i JOIN plans p ON p.id = i.plan_id WHERE i.code = :c AND p.code = :p"),
            {"c": code, "p": "plan-de-prueba"},
        )
        return int(found.scalar_one())


@pytest.fixture
def client(store: Store) -> FlaskClient:
    """A visitor without an account."""
    app = build_app(store, blueprints=[health_routes(store)])
    warm(app)
    visitor: FlaskClient = app.server.test_client()
    return visitor


def crawled(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every address links lead to from the Panorama and from the plans, with its answer as text; boards too."""
    day_before = in_plan("/", "plan-de-prueba", al=DAY_BEFORE)
    waiting = [
        "/",
        "/buscar?q=proyecto",
        "/planes",
        "/componentes",
        "/salud",
        "/?idioma=en",
        day_before,
        "/?sabido=2030-01-01",
        "/?plan=otro",
    ]
    read: set[str] = set()
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in read:
            continue
        read.add(address)
        answer = client.get(address, follow_redirects=True)
        page = text_of(answer)
        yield address, page
        if address.startswith(("/_", "/salud", "/descargas/")):
            continue
        yield f"/_board{address}", client.get(f"/_board{address}", follow_redirects=True).get_data(as_text=True)
        waiting += [href for href, _count in links_in(page) if href.startswith("/") and is_followed(href)]


def text_of(answer: TestResponse) -> str:
    """An answer as text; of a workbook, that of all its parts."""
    data = answer.get_data()
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())


def is_followed(href: str) -> bool:
    """Not every combination of filters, dates and orders: they are without number, and each shows rows already seen."""
    parameters = dict(parse_qsl(href.partition("?")[2].partition("#")[0]))
    # A board leads to itself on every quarter's end: one earlier day shows what all of them would. The columns
    # of a table are chosen in thousands of ways, out of cells that its usual ones and its files show.
    is_other_day = parameters.get("al", DAY_BEFORE) != DAY_BEFORE
    return len(parameters.keys() - {"plan"}) < 2 and not is_other_day and "columnas" not in parameters


def marks_in(answer: str) -> list[str]:
    """Return the marks that came out in an answer."""
    return [mark for mark in (MARK, *WRITTEN) if mark in answer.lower()]


def test_the_marks_are_there_for_whoever_may_see_them(store: Store) -> None:
    team = Reader("data_team")
    assert any(plan.code == f"plan-{MARK}" for plan in list_plans(store, team))
    plan = find_plan(store, team, "plan-de-prueba")
    assert plan is not None
    names = progress.rows(store, team, plan)["name"].tolist()
    assert {f"Proyecto {MARK}", f"Indicador {MARK}"} <= set(names)
    seen = indicators.detail(store, team, plan, _indicator_id(store, "I-1"))
    assert seen is not None
    assert seen.history.loc[seen.history["note"] == MARK, "state"].tolist() == ["draft", "sent", "returned"]


def test_nothing_marked_comes_out_wherever_links_lead(client: FlaskClient) -> None:
    leaks, read, public_seen = [], set(), 0
    for address, answer in crawled(client):
        read.add(address.partition("?")[0])
        public_seen += PUBLIC_MARK in answer
        leaks += [f"{mark!r} in {address}" for mark in marks_in(answer)]
    assert leaks == []
    unread = [page.key for page in load_pages() if not any(page.match(path) is not None for path in read)]
    assert unread == [], "the crawl comes to every kind of page"
    assert public_seen >= 2, "a public note is on its indicator's page: the crawl would see one that is not"


def test_what_is_not_public_is_not_there_under_its_own_address(store: Store, client: FlaskClient) -> None:
    with store.reading() as connection:
        slugs = connection.execute(
            text("SELECT kind, name FROM url_names WHERE name LIKE :m"), {"m": f"%{MARK}%"}
        ).all()
    assert {kind for kind, _name in slugs} == {"node", "project", "indicator"}
    paths = {"node": ("eje", "programa"), "project": ("proyecto",), "indicator": ("indicador",)}
    for kind, slug in slugs:
        for path in paths[kind]:
            for query in ("", "?plan=plan-de-prueba", f"?plan=plan-{MARK}", "?al=2024-06-30", "?idioma=en"):
                answer = client.get(f"/{path}/{quote(slug)}{query}")
                assert answer.status_code == 404, (path, slug, query)


def test_of_what_was_withdrawn_what_was_public_says_so_and_the_rest_is_not_there(client: FlaskClient) -> None:
    gone = client.get("/indicador/indicador-que-se-retira?plan=plan-de-prueba")
    assert gone.status_code == 410
    assert marks_in(gone.get_data(as_text=True)) == []
    for path in (f"/proyecto/proyecto-{MARK}-retirado", f"/indicador/indicador-{MARK}-retirado",
                 f"/indicador/indicador-de-proyecto-{MARK}"):  # fmt: skip
        for query in ("", "&sabido=2020-01-01", "&sabido=2100-01-01", "&idioma=en"):
            answer = client.get(f"{path}?plan=plan-de-prueba{query}")
            never = client.get(f"{path}-nunca?plan=plan-de-prueba{query}")
            assert answer.status_code == never.status_code == 404
            assert answer.get_data(as_text=True).replace(path, f"{path}-nunca") == never.get_data(as_text=True)


def test_a_plan_that_is_not_public_does_not_exist(client: FlaskClient) -> None:
    unknown = client.get("/?plan=nadie").get_data(as_text=True)
    hidden = client.get(f"/?plan=plan-{MARK}").get_data(as_text=True)
    assert hidden.replace(f"plan-{MARK}", "nadie") == unknown


@pytest.mark.parametrize("path", ["/proyectos", "/indicadores"])
def test_searching_finds_nothing_that_is_not_public(client: FlaskClient, path: str) -> None:
    found = client.get(f"{path}?q={MARK}").get_data(as_text=True)
    assert 'role="rowheader"' not in found
    assert 'role="rowheader"' in client.get(path).get_data(as_text=True)


def test_callbacks_and_what_dash_tells_say_nothing(client: FlaskClient) -> None:
    for address in ("/_dash-layout", "/_dash-dependencies"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert marks_in(answer.get_data(as_text=True)) == []
    body = {
        "output": "tablero.answer",
        "outputs": {"id": "tablero", "property": "answer"},
        "inputs": [{"id": "direccion", "property": "url", "value": f"/?plan=plan-{MARK}"}],
        "changedPropIds": ["direccion.url"],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 400
    assert marks_in(answer.get_data(as_text=True)) == []


def test_the_view_for_spreadsheets_holds_public_rows_alone(store: Store) -> None:
    with store.reading() as connection:
        rows = connection.execute(text("SELECT * FROM tabla_de_avance")).all()
    # I-8 says it is public and belongs to a project that is not: it stays in the house with its project.
    assert sorted(row.codigo for row in rows) == ["I-1", "I-2", "P-1", "P-2"]
    assert marks_in(str(rows)) == []


def test_a_public_reader_finds_no_hidden_slug(store: Store) -> None:
    plan = find_plan(store, PUBLIC, "plan-de-prueba")
    assert plan is not None
    assert tree.find(store, PUBLIC, plan, "project", f"proyecto-{MARK}") is None
    assert tree.find(store, PUBLIC, plan, "indicator", f"indicador-{MARK}") is None
