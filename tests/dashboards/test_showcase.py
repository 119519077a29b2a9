"""The page of all components shows all of them."""

from __future__ import annotations

import ast
from pathlib import Path

from bs4 import BeautifulSoup

from tests.dashboards.boards import Boards
from tests.dashboards.page_check import check_html

DASHBOARDS = Path(__file__).resolve().parents[2] / "dashboards"
DRAWN = ("Component", "Child")


def components() -> dict[str, str]:
    """Every public function of a component that draws something, with the file it is in."""
    found = {}
    for path in sorted((DASHBOARDS / "components").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_public and any(word in ast.unparse(node.returns or node) for word in DRAWN):
                found[node.name] = path.name
    # What makes elements and strokes, not what is made of them.
    return {name: file for name, file in found.items() if file != "elements.py" and name != "stroke"}


def names_in(paths: list[Path]) -> set[str]:
    """The names some files use."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def test_every_component_is_shown() -> None:
    # The frame of every screen shows itself around this page too.
    frame = [DASHBOARDS / "site" / "shell.py", DASHBOARDS / "site" / "frame.py"]
    shown = names_in([*(DASHBOARDS / "showcase").glob("*.py"), *frame])
    missing = [f"{name} ({file})" for name, file in components().items() if name not in shown]
    assert len(components()) > 40
    assert missing == [], "add a specimen to dashboards/showcase/"


def test_components_are_shown_in_both_themes_with_numbers_that_lead_nowhere(demo_boards: Boards) -> None:
    html = demo_boards.text("/componentes")
    page = BeautifulSoup(html, "html.parser")
    assert check_html(html) == []
    for pair in page.select(".themes"):
        assert [part["data-theme"] for part in pair.find_all(recursive=False)] == ["light", "dark"]
    words = page.get_text(" ")
    for each in ("5.035\xa0%", "sin dato", "40.500", "−12,5\xa0%", "v3_definitivo_revisado(2).xlsx"):
        assert each in words
    assert page.select("main [data-cuenta]") == []
    statuses = {word.get_text() for word in page.select("#estados tbody .st.old")}
    assert statuses == {"Cumplida", "En camino", "En riesgo", "Atrasada"}
    # For those who build it: nobody else is led here.
    assert demo_boards.page("/").select_one("a[href^='/componentes']") is None
    assert page.select_one("meta[name=robots][content=noindex]") is not None
    assert demo_boards.page("/reglas").select_one("meta[name=robots]") is None
