"""Boards over the demonstration and over the two real plans, made once for all tests: only to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.dashboards.boards import Boards

if TYPE_CHECKING:
    from data_models.store import Store
    from tests.support.databases import SqliteFolder

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
WORKBOOKS = {
    "tenjo": DATA / "tenjo" / "PLAN INDICATIVO TENJO.xlsx",
    "lujan": DATA / "lujan_de_cuyo" / "estrategia_de_datos.xlsx",
}
DEMO, TENJO, LUJAN = "demo", "tenjo-2024-2027", "estrategia-de-datos"


@pytest.fixture(scope="session")
def demo_boards(demo_store: Store) -> Boards:
    """The boards of the demonstration plan."""
    return Boards(demo_store)


@pytest.fixture(scope="session")
def real_store(sqlite_folder: SqliteFolder) -> Iterator[Store]:
    """Both real plans in one database; without their workbooks the test is skipped."""
    missing = [path.name for path in WORKBOOKS.values() if not path.exists()]
    if missing:
        pytest.skip(f"the real workbooks are not on this machine: {', '.join(missing)}")
    from data_models.store import create_store

    with sqlite_folder.copy_of("real_plans", _import_real_plans) as url:
        store = create_store(url)
        yield store
        store.close()


@pytest.fixture(scope="session")
def real_boards(real_store: Store) -> Boards:
    """The boards of both real plans."""
    return Boards(real_store)


@pytest.fixture(params=[DEMO, TENJO, LUJAN])
def plan_code(request: pytest.FixtureRequest) -> str:
    """Runs the test once for each plan, by its code in addresses."""
    code: str = request.param
    return code


@pytest.fixture
def boards(plan_code: str, request: pytest.FixtureRequest) -> Boards:
    """The boards of the plan called `plan_code`."""
    found: Boards = request.getfixturevalue("demo_boards" if plan_code == DEMO else "real_boards")
    return found


def _import_real_plans(url: str) -> None:
    from data_models.store import create_store
    from intake.importing import import_file

    store = create_store(url)
    store.upgrade()
    for recipe, path in WORKBOOKS.items():
        import_file(store, path, recipe)
    store.close()
