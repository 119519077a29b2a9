"""Bringing a source into the store: read it, say what would change, and do it in one transaction, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data_models import sync
from data_models.document import PlanDocument
from data_models.names import PLAN_CODE
from data_models.snapshot import UnknownPlan, plan_document
from data_models.store import Store
from data_models.sync_changes import Changes
from data_models.tables import ImportKind
from intake.database import read_queries
from intake.extract import Extraction, extract, extract_sheets
from intake.findings import Finding
from intake.preview import preview_text
from intake.problems import UnusableSource
from intake.reading import SheetGrid, Workbook, open_workbook
from intake.recipe import Recipe
from intake.recipe_file import load_recipe
from intake.report import write_report
from intake.template_reading import is_template, read_template
from intake.wording import N_, Translate, as_written

Progress = Callable[[str, float], None]
TEMPLATE: Final = "plantilla"
STAGES: Final = (N_("leyendo"), N_("comparando"), N_("guardando"), N_("escribiendo el informe"))
_READ_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did or, when ``is_dry_run``, would do. ``import_id`` is None when nothing was written."""

    document: PlanDocument
    changes: Changes
    findings: tuple[Finding, ...]
    import_id: int | None
    is_dry_run: bool
    rows_read: int
    report: Path | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether the stored plan already said the same ("sin cambios")."""
        return self.changes.is_empty

    def text(self, translate: Translate = as_written) -> str:
        """Return the short table: new, changed, unchanged, withdrawn, and findings by kind."""
        return preview_text(self.changes, self.findings, translate)


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was read: what it holds, the sheets it has, and what it is called."""

    extraction: Extraction
    sheets: Mapping[str, SheetGrid]
    recipe_name: str
    file_name: str | None
    file_sha256: str | None


def import_file(
    store: Store,
    path: str | os.PathLike[str] | None,
    recipe: str | Path | Recipe | None = None,
    *,
    plan: str | None = None,
    dry_run: bool = False,
    report: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    imported_by: str = "metas import",
    translate: Translate = as_written,
) -> Outcome:
    """Import a workbook by a recipe (its name, its YAML file or itself), or a template when no recipe is given.

    ``path`` None reads the recipe's database queries. ``plan`` is the code of the plan to write to, instead of the
    source's own. ``dry_run`` writes nothing to the store. ``report`` is where to write the findings beside the marked
    cells. ``progress`` is called with the stage in words and how much of the whole is done, from 0 to 1.

    Raises UnreadableFile, UnusableSource (BadRecipe among them) or `data_models.refusals.Refused`: one Spanish sentence
    each, and nothing was changed. OSError when the report cannot be written, before anything is changed.
    """
    if path is not None and report is not None and _is_same_file(path, report):
        raise UnusableSource(translate(N_("El informe no puede escribirse sobre la planilla que se importa.")))
    tell = progress or (lambda _stage, _share: None)
    tell(STAGES[0], 0.0)
    source = read_source(store, path, recipe, plan=plan, translate=translate)
    extraction = source.extraction
    written = None
    if report is not None:
        tell(STAGES[3], 0.4)
        written = write_report(report, extraction.findings, source.sheets, translate)
    import_id = None
    if dry_run:
        tell(STAGES[1], 0.5)
        with store.reading() as connection:
            changes = sync.plan_changes(connection, extraction.document)
    else:
        tell(STAGES[2], 0.5)
        result = sync.apply(
            store,
            extraction.document,
            kind=ImportKind.IMPORT,
            imported_by=imported_by,
            recipe=source.recipe_name,
            file_name=source.file_name,
            file_sha256=source.file_sha256,
            findings=extraction.findings,
        )
        import_id, changes = result.import_id, result.changes
    tell(STAGES[1] if dry_run else STAGES[2], 1.0)
    return Outcome(extraction.document, changes, extraction.findings, import_id, dry_run, extraction.rows_read, written)


def read_source(
    store: Store | None,
    path: str | os.PathLike[str] | None,
    recipe: str | Path | Recipe | None,
    *,
    plan: str | None = None,
    translate: Translate = as_written,
) -> Source:
    """Read a source without writing anything; ``store`` gives the codes that a known plan already has (None: no store).

    Raises like `import_file`.
    """
    chosen = recipe if isinstance(recipe, Recipe) or recipe is None else load_recipe(recipe, translate)
    if path is None:
        if chosen is None or not chosen.queries:
            raise UnusableSource(translate(N_("Diga qué archivo importar, o una receta que lea una base de datos.")))
        sheets = read_queries(chosen, translate=translate)
        _all_sheets(chosen, sheets, translate)
        known = _known(store, plan or chosen.plan.code)
        found = extract_sheets(chosen, sheets, file=chosen.recipe, known=known)
        return Source(_renamed(found, plan), sheets, chosen.recipe, None, None)
    with open_workbook(path) as workbook:
        if chosen is not None:
            known = _known(store, plan or chosen.plan.code)
            found = extract(chosen, workbook, known=known)
            sheets = {table.sheet: workbook.sheet(table.sheet) for table in chosen.tables}
        else:
            found = read_template(_template(workbook, translate), known=_known(store, plan))
            sheets = {grid.name: grid for grid in workbook.visible_sheets()}
    name = chosen.recipe if chosen is not None else TEMPLATE
    by_name = {grid.name: grid for grid in sheets.values()}
    return Source(_renamed(found, plan), by_name, name, Path(path).name, sha256_of(path))


def _is_same_file(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)


def sha256_of(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        while block := stream.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _template(workbook: Workbook, translate: Translate) -> Workbook:
    if not is_template(workbook):
        sentence = N_(
            "«{file}» no tiene las hojas de la plantilla: diga con qué receta se lee (--recipe), o pida una propuesta "
            "con «metas recipe guess»."
        )
        raise UnusableSource(translate(sentence).format(file=workbook.file))
    return workbook


def _all_sheets(recipe: Recipe, sheets: Mapping[str, SheetGrid], translate: Translate) -> None:
    for table in recipe.tables:
        if table.sheet not in sheets:
            sentence = translate(N_("La tabla «{table}» lee «{sheet}», que ninguna consulta de la receta da."))
            raise UnusableSource(sentence.format(table=table.name, sheet=table.sheet))


def _known(store: Store | None, plan_code: str | None) -> PlanDocument | None:
    if store is None or plan_code is None:
        return None
    with store.reading() as connection:
        try:
            return plan_document(connection, plan_code)
        except UnknownPlan:
            return None


def _renamed(found: Extraction, plan: str | None) -> Extraction:
    """The same reading for the plan of another code."""
    if plan is None or plan == found.document.plan.code:
        return found
    if not re.fullmatch(PLAN_CODE, plan):
        raise UnusableSource(
            f"El código de plan «{plan}» no sirve: use letras minúsculas sin acentos, números y guiones, hasta 80."
        )
    document = replace(found.document, plan=replace(found.document.plan, code=plan))
    return replace(found, document=document)
