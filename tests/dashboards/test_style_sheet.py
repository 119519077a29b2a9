"""Every page carries the whole style sheet, so it holds nothing that no page uses."""

from __future__ import annotations

import ast
import gzip
import re
from pathlib import Path

from dashboards.static_files import ASSETS_FOLDER, asset, style_files, style_sheet

# What a page carries of style, compressed; the pages of mock-ups this began with had seven.
MOST_BYTES = 30_000
DASHBOARDS = Path(__file__).resolve().parents[2] / "dashboards"


def texts_of(path: Path) -> list[str]:
    """The texts a module holds, without what it says of itself: a name of its own is no class."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told)
    return [node.value for node in texts if isinstance(node.value, str)]


def test_every_class_of_the_style_sheet_is_named_where_boards_are_drawn() -> None:
    own = [path for path in style_files() if path.name != "tokens.css"]
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in own)
    style = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    selectors = re.sub(r"\{[^{}]*\}", " ", style)
    classes = set(re.findall(r"\.([a-z][\w-]*)", selectors, flags=re.IGNORECASE))
    drawn = [text for path in DASHBOARDS.rglob("*.py") for text in texts_of(path)]
    drawn.append((ASSETS_FOLDER / "metas.js").read_text(encoding="utf-8"))
    words = {word for text in drawn for word in re.findall(r"[a-zA-Z][\w-]*", text)}
    assert len(classes) > 100
    assert sorted(classes - words) == []


def test_the_whole_style_stays_small() -> None:
    assert len(gzip.compress(style_sheet(asset("archivo.woff2")).encode("utf-8"), compresslevel=9)) <= MOST_BYTES


def test_a_colour_mixed_by_the_browser_has_a_plain_one_before_it() -> None:
    missing = []
    for path in style_files():
        # What is asked for first needs no second way.
        style = re.sub(r"@supports \([^{]*color-mix.*?\n\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for declaration in re.finditer(r"([\w-]+):[^;{}]*color-mix\([^;}]*", style):
            rule = style[: declaration.start()].rpartition("{")[2]
            if not re.search(rf"(?:^|;){declaration[1]}:", rule):
                missing.append(f"{path.name}: {declaration[0]}")
    assert missing == []
