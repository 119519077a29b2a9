"""A workbook read by a recipe: the plan it holds, as a PlanDocument, and everything a person should know about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data_models.document import LevelRecord, MunicipalityRecord, PlanDocument, PlanRecord, Unread
from intake.extract_checks import run_checks
from intake.extract_columns import look_at_columns
from intake.extract_consistency import consistent
from intake.extract_fields import FieldReader
from intake.extract_records import Builder
from intake.extract_tables import LocatedTable, data_rows, locate
from intake.findings import Finding, FindingCode, Severity, finding, finding_at
from intake.problems import UnusableSource
from intake.reading import SheetGrid, Workbook
from intake.recipe import Recipe
from intake.wording import N_


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read: the document in canonical order, the findings as met, and how many rows were data."""

    document: PlanDocument
    findings: tuple[Finding, ...]
    rows_read: int


def extract(recipe: Recipe, workbook: Workbook, *, known: PlanDocument | None = None) -> Extraction:
    """Read a workbook by its recipe. ``known`` is the stored plan, whose codes built by counting are kept.

    Raises UnreadableFile when a sheet that the recipe names is not there or cannot be read, UnusableSource when none
    of its tables is there.
    """
    sheets = {table.sheet: workbook.sheet(table.sheet) for table in recipe.tables}
    named = {grid.name for grid in sheets.values()}
    skipped = [
        finding(FindingCode.HIDDEN_SHEET_SKIPPED, file=workbook.file, sheet=info.name)
        for info in workbook.sheets
        if info.hidden and info.name not in named
    ]
    found = extract_sheets(recipe, sheets, file=workbook.file, known=known)
    return replace(found, findings=(*workbook.findings, *skipped, *found.findings))


def extract_sheets(
    recipe: Recipe, sheets: Mapping[str, SheetGrid], *, file: str, known: PlanDocument | None = None
) -> Extraction:
    """Read grids (of a workbook or of database queries), given by the sheet names of the recipe's tables.

    Raises UnusableSource when none of the tables is there.
    """
    reader = FieldReader(recipe, file)
    builder = Builder(recipe, reader, known)
    tables, findings = locate(recipe.tables, dict(sheets))
    reader.report(*findings)
    if not tables:
        sentence = N_("«{file}» no tiene ninguna de las tablas de la receta: se esperaba un encabezado con {headers}.")
        wanted = " o ".join(dict.fromkeys("«" + "», «".join(one.header.contains) + "»" for one in recipe.tables))
        raise UnusableSource(sentence.format(file=file, headers=wanted))
    for missing in recipe.tables:
        if all(table.rule is not missing for table in tables):
            builder.unread.update(Unread(kind) for kind in missing.item_kinds)
    plan = PlanRecord(
        recipe.plan.code, recipe.plan.name, recipe.plan.starts_on, recipe.plan.ends_on, recipe.plan.as_of_on,
        recipe.plan.on_track_min, recipe.plan.at_risk_min, recipe.plan.is_public, False, recipe.plan.licence,
    )  # fmt: skip
    rows_read = 0
    for table in tables:
        left_out: list[Finding] = []
        rows = list(data_rows(table, left_out))
        reader.report(*left_out)
        if table.has_moved_rows:
            builder.unread.update(Unread(kind) for kind in table.rule.item_kinds)
        if not rows:
            # An emptied sheet, or a query that answered nothing, is no reason to withdraw a whole plan.
            reader.report(finding(FindingCode.SHEET_EMPTY, file=file, sheet=table.grid.name, severity=Severity.ERROR))
            builder.unread.update(Unread(kind) for kind in table.rule.item_kinds)
        look_at_columns(table, rows, reader)
        read = builder.read(table, rows)
        rows_read += len(read)
        run_checks(table, read, plan, builder.indicators, builder.targets, builder.values, reader)
    reader.report(*_problem_cells(tables, file))
    builder.areas.report_similar()
    builder.report_renamed()
    document = PlanDocument(
        MunicipalityRecord(
            recipe.municipality.code,
            recipe.municipality.name,
            recipe.municipality.country,
            recipe.municipality.currency,
        ),
        plan,
        levels=_levels(recipe),
        secretariats=builder.areas.records(),
        nodes=builder.ordered_nodes(),
        projects=builder.finished_projects(),
        budgets=builder.budgets,
        indicators=list(builder.indicators.values()),
        targets=builder.targets,
        values=builder.values,
        cross_axis_items=list(builder.cross_axis_items.values()),
        links=builder.links,
        unread=frozenset(builder.unread),
    )
    document, refused = consistent(document, file)
    return Extraction(document, (*reader.findings, *refused), rows_read)


def _levels(recipe: Recipe) -> list[LevelRecord]:
    nodes = [
        LevelRecord("node", depth, level.singular, level.plural)
        for depth, level in enumerate(recipe.levels.nodes, start=1)
    ]
    project, indicator = recipe.levels.project, recipe.levels.indicator
    return [
        *nodes,
        LevelRecord("project", None, project.singular, project.plural),
        LevelRecord("indicator", None, indicator.singular, indicator.plural),
    ]


def _problem_cells(tables: Sequence[LocatedTable], file: str) -> list[Finding]:
    """Errors and formulas without a value inside the tables, also in columns that the recipe does not read."""
    found = []
    for table in tables:
        for cell in table.grid.problems():
            if table.first_row <= cell.row <= table.last_row and cell.column in table.headers:
                code = FindingCode.ERROR_CELL if cell.error is not None else FindingCode.FORMULA_WITHOUT_VALUE
                found.append(finding_at(code, cell, file=file))
    return found
