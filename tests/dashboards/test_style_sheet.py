"""Every page carries the whole style sheet, so it holds nothing that no page uses."""

from __future__ import annotations

import re
from pathlib import Path

from dashboards.static_files import ASSETS_FOLDER, style_files

DASHBOARDS = Path(__file__).resolve().parents[2] / "dashboards"


def test_every_class_of_the_style_sheet_is_named_where_boards_are_drawn() -> None:
    own = [path for path in style_files() if path.name != "tokens.css"]
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in own)
    style = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    selectors = re.sub(r"\{[^{}]*\}", " ", style)
    classes = set(re.findall(r"\.([a-z][\w-]*)", selectors, flags=re.IGNORECASE))
    drawn = [*DASHBOARDS.rglob("*.py"), ASSETS_FOLDER / "metas.js"]
    words = {word for path in drawn for word in re.findall(r"[a-zA-Z][\w-]*", path.read_text(encoding="utf-8"))}
    assert len(classes) > 100
    assert sorted(classes - words) == []
