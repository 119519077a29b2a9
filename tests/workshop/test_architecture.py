"""What the import contracts cannot say: pages are leaves, and rules need nothing but Python, pandas and numpy."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DASHBOARDS = ROOT / "dashboards"
PAGES = sorted(path.parent.name for path in DASHBOARDS.glob("*/page.py"))


def _imported_modules(path: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            modules |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return modules


@pytest.mark.parametrize("page", PAGES)
def test_a_page_imports_no_other_page(page: str) -> None:
    others = {f"dashboards.{other}" for other in PAGES if other != page}
    for path in (DASHBOARDS / page).rglob("*.py"):
        named = {".".join(module.split(".")[:2]) for module in _imported_modules(path)}
        assert not named & others, f"{path.name} imports {sorted(named & others)}"


def test_what_pages_share_imports_no_page() -> None:
    # The registry is the one place that lists the pages.
    shared = [path for path in DASHBOARDS.rglob("*.py") if path.parent.name not in PAGES and path.name != "registry.py"]
    assert shared
    for path in shared:
        named = {".".join(module.split(".")[:2]) for module in _imported_modules(path)}
        assert not named & {f"dashboards.{page}" for page in PAGES}, path.name


def test_the_rules_need_only_the_standard_library_pandas_and_numpy() -> None:
    allowed = sys.stdlib_module_names | {"pandas", "numpy", "kpis"}
    rules = sorted((ROOT / "kpis").rglob("*.py"))
    assert rules
    for path in rules:
        assert {module.split(".")[0] for module in _imported_modules(path)} <= allowed, path.name
