"""An empty template, and how to fill it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data_models.document import PlanDocument
from intake.extract import Extraction
from intake.template import write_template
from tests.intake.templates import Change, Fill, read, write_filled


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(tmp_path_factory.mktemp("plantilla") / "plan.xlsx")


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Fill:
    """Fill rows (dictionaries by header) below the examples, as a person would, and read the file."""

    def fill(
        plan: dict[str, Any] | None = None,
        known: PlanDocument | None = None,
        change: Change | None = None,
        **rows: list[dict[str, Any]],
    ) -> Extraction:
        return read(write_filled(template, tmp_path / "lleno.xlsx", rows, plan=plan, change=change), known)

    return fill
