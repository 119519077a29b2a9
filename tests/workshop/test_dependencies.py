"""What we import is declared, what is declared is used, and the locks pin it exactly and name no index."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {"kpis", "data_models", "intake", "access", "open_data", "dashboards"}
OURS = ROOMS | {"app", "terminal", "wiring", "serving", "bench", "tests"}
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Used without being imported: SQLAlchemy and the rooms load them by name.
LOADED_BY_NAME = {"psycopg"}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(extra: str | None = None) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {_normal(re.split(r"[\[<>=~! ]", text)[0]) for text in texts}


def _imported_distributions(folders: set[str]) -> set[str]:
    paths = [path for name in folders for path in [ROOT / f"{name}.py", *(ROOT / name).rglob("*.py")] if path.exists()]
    modules: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules.add(node.module.split(".")[0])
    distributions = packages_distributions()
    foreign = modules - sys.stdlib_module_names - OURS
    return {_normal(distributions[module][0]) if module in distributions else module for module in foreign}


def _pins(lock: str) -> dict[str, str]:
    lines = [line.split("#")[0].strip() for line in (ROOT / lock).read_text(encoding="utf-8").splitlines()]
    return {_normal(name): version for name, _, version in (line.partition("==") for line in lines if line)}


def test_what_the_rooms_import_is_declared_and_what_is_declared_is_imported() -> None:
    rooms = OURS - {"bench", "tests"}
    assert _imported_distributions(rooms) | LOADED_BY_NAME == _declared()


def test_what_the_tests_import_is_declared() -> None:
    assert _imported_distributions({"bench", "tests"}) <= _declared() | _declared("dev")


@pytest.mark.parametrize("lock", LOCKS)
def test_each_line_of_a_lock_is_one_exact_version(lock: str) -> None:
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"#.*|\s*|[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+\s+#.*", line), line


def test_the_locks_hold_what_is_declared_and_agree_with_each_other() -> None:
    running, testing = _pins(LOCKS[0]), _pins(LOCKS[1])
    assert _declared() <= running.keys()
    assert _declared("dev") <= testing.keys()
    assert running.items() <= testing.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_version_runs_on_the_python_of_debian_12(lock: str) -> None:
    asked = {name: distribution(name).metadata.get("Requires-Python") or "" for name in _pins(lock)}
    assert [name for name, versions in asked.items() if "3.11.2" not in SpecifierSet(versions)] == []
