"""Reading the template back: a filled-in one, or an export of a plan. Each row is a record, each oddity a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from data_models.document import MunicipalityRecord, PlanDocument, PlanRecord
from intake.extract import Extraction
from intake.extract_consistency import consistent
from intake.findings import Finding, FindingCode, finding, finding_at
from intake.normalize.codes import read_code_cell
from intake.normalize.dates import Role, read_date_cell
from intake.normalize.numbers import read_number_cell
from intake.normalize.results import NoData, NotUnderstood, Understood, findings_of, of_problem_cell
from intake.normalize.states import read_state_cell
from intake.normalize.text import clean_lines, clean_text, matching_key
from intake.problems import UnusableSource
from intake.reading import Cell, CellKind, SheetGrid, Workbook
from intake.template import ORIGIN_EXPORT, ORIGIN_FACT
from intake.template_rows import Facts
from intake.template_sheets import (
    NO,
    PLAN_FACTS,
    PLAN_SHEET,
    SHEETS,
    YES,
    CellType,
    SheetColumn,
    SheetDefinition,
)
from intake.wording import N_

_STARTS: Final = frozenset({"starts_on", "period_start", "planned_start", "actual_start", "in_force_from"})
# Words of the field that mean one of ours.
_SAME_WORDS: Final[Mapping[str, str]] = {"de finalidad": "de resultado", "finalidad": "de resultado"}
_LISTS: Final[Mapping[str, str]] = {
    "Niveles": "levels",
    "Secretarías": "secretariats",
    "Ejes": "nodes",
    "Programas": "nodes",
    "Otros niveles": "nodes",
    "Proyectos": "projects",
    "Hitos": "milestones",
    "Indicadores": "indicators",
    "Metas": "targets",
    "Valores": "values",
    "Presupuesto": "budgets",
    "Ejes transversales": "cross_axis_items",
    "Vínculos": "links",
}


def is_template(workbook: Workbook) -> bool:
    """Whether a workbook has the sheets of the template."""
    names = {matching_key(name) for name in workbook.sheet_names}
    return {matching_key(PLAN_SHEET), "indicadores", "proyectos"} <= names


def read_template(workbook: Workbook, *, known: PlanDocument | None = None) -> Extraction:
    """Read a template or an export. ``known`` gives the plan's own facts that the file leaves blank.

    Raises UnreadableFile when the file cannot be read and UnusableSource when it does not say which plan it is.
    """
    return _Reading(workbook).run(known)


class _Reading:
    """One reading: the findings so far, and whether texts are taken exactly as they stand (an export)."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.file = workbook.file
        self.findings: list[Finding] = list(workbook.findings)
        self.is_exact = False
        self.rows_read = 0
        self.depths: dict[str, list[int]] = {}

    def run(self, known: PlanDocument | None) -> Extraction:
        municipality, plan = self._plan(known)
        document = PlanDocument(municipality, plan)
        sheets = {matching_key(name): name for name in self.workbook.sheet_names}
        for definition in SHEETS:
            name = sheets.get(matching_key(definition.name))
            if name is not None:
                records = getattr(document, _LISTS[definition.name])
                records.extend(self._records(definition, self.workbook.sheet(name)))
            if name is not None and _LISTS[definition.name] == "nodes":
                self.depths = {}
                for node in document.nodes:
                    self.depths.setdefault(node.key.code, []).append(node.key.depth)
        document, refused = consistent(document, self.file)
        return Extraction(document, (*self.findings, *refused), self.rows_read)

    def say(self, code: FindingCode, cell: Cell, **inputs: str) -> None:
        self.findings.append(finding_at(code, cell, file=self.file, severity=None, **inputs))

    def _plan(self, known: PlanDocument | None) -> tuple[MunicipalityRecord, PlanRecord]:
        grid = self.workbook.sheet(PLAN_SHEET)
        cells = {
            matching_key(str(label.value)): grid.cell(row, 2)
            for row in grid.row_numbers
            if (label := grid.cell(row, 1)).kind is CellKind.TEXT
        }
        origin = cells.get(matching_key(ORIGIN_FACT))
        self.is_exact = origin is not None and origin.value == ORIGIN_EXPORT
        facts: dict[str, Facts] = {"municipality": {}, "plan": {}}
        missing = []
        for record, column in PLAN_FACTS:
            cell = cells.get(matching_key(column.title))
            value = None if cell is None else self._value(column, cell)
            if value is None and known is not None:
                value = getattr(getattr(known, record), column.field)
            if value is None and column.required:
                missing.append(column.title)
            if value is not None:
                facts[record][column.field] = value
        if missing:
            sentence = N_("«{file}»: en la hoja «Plan» falta {missing}.")
            raise UnusableSource(sentence.format(file=self.file, missing=", ".join(missing)))
        return MunicipalityRecord(**facts["municipality"]), PlanRecord(**facts["plan"])

    def _records(self, definition: SheetDefinition, grid: SheetGrid) -> list[Any]:
        rows = grid.row_numbers
        if not rows:
            return []
        titles = {matching_key(str(cell.value)): cell.column for cell in grid.row(rows[0]) if cell.value is not None}
        places: list[tuple[SheetColumn, int]] = []
        for column in definition.columns:
            position = titles.get(matching_key(column.title))
            if position is not None:
                places.append((column, position))
            elif column.required:
                self.findings.append(
                    finding(
                        FindingCode.HEADER_MISSING,
                        file=self.file,
                        sheet=grid.name,
                        cell=f"A{rows[0]}",
                        read_as=column.title,
                    )
                )
                return []
        records = []
        for row in rows[1:]:
            if not self.is_exact and _is_example(places, grid, row):
                continue
            record = self._record(definition, places, grid, row)
            if record is not None:
                records.append(record)
                self.rows_read += 1
        return records

    def _record(
        self, definition: SheetDefinition, places: list[tuple[SheetColumn, int]], grid: SheetGrid, row: int
    ) -> Any:
        facts: Facts = {}
        row_start = len(self.findings)
        has_words_for_dates = any(column.field == "dates_text" for column, _ in places)
        for column, position in places:
            cell = grid.origin(row, position)
            cell_start = len(self.findings)
            facts[column.field] = self._value(column, cell)
            is_unread_date = column.type is CellType.DATE and facts[column.field] is None and cell.kind is CellKind.TEXT
            if is_unread_date and self.findings[-1].code is not FindingCode.NO_DATA_MARK:
                if has_words_for_dates and not column.required:
                    facts["typed_dates"] = "; ".join(filter(None, (facts.get("typed_dates"), clean_text(cell.found))))
                else:
                    self.findings[cell_start:] = [one.left_blank() for one in self.findings[cell_start:]]
            if facts[column.field] is None:
                facts[column.field] = column.default
            if facts[column.field] is None and column.required:
                if cell.is_blank:
                    self.say(FindingCode.VALUE_MISSING, cell)
                else:
                    self.findings[cell_start:] = [one.row_left_out() for one in self.findings[cell_start:]]
                return None
            if column.field == "value":
                self._complete_value(facts, cell)
        for typed, field in (("typed_bound", "bound"), ("typed_text", "text"), ("typed_dates", "dates_text")):
            if facts.get(typed) is not None and facts.get(field) is None:
                facts[field] = facts[typed]
        is_empty = "text" in facts and facts["text"] is None and facts["value"] is None
        if is_empty and any(one.code is FindingCode.NO_DATA_MARK for one in self.findings[row_start:]):
            # «SD» where the number goes: there is nothing to keep, and it was said.
            return None
        first = grid.cell(row, places[0][1])
        if facts.get("node_code") is not None and facts.get("node_depth") is None:
            depths = self.depths.get(facts["node_code"], [])
            if len(depths) != 1:
                self.say(FindingCode.REFERENCE_UNKNOWN, first, read_as="Ejes y programas")
                return None
            facts["node_depth"] = depths[0]
        return definition.to_record(facts, first.ref)

    def _complete_value(self, facts: Facts, cell: Cell) -> None:
        """A bound or a text typed where a number goes is kept as what it is."""
        if not isinstance(cell.value, str):
            return
        read = read_number_cell(cell)
        if isinstance(read, Understood) and read.value.bound is not None:
            facts["typed_bound"] = read.value.bound.value
        elif isinstance(read, NotUnderstood):
            facts["typed_text"] = clean_text(cell.value)
            self.findings.pop()
            self.say(FindingCode.TEXT_IN_NUMERIC_COLUMN, cell)

    def _value(self, column: SheetColumn, cell: Cell) -> Any:
        """The value of a cell as its column says, or None with a finding when it is not one."""
        if cell.is_blank:
            return None
        problem = of_problem_cell(cell)
        if problem is not None:
            self.say(problem.code, cell)
            return None
        match column.type:
            case CellType.NUMBER | CellType.INTEGER:
                return self._number(column, cell)
            case CellType.DATE:
                role = Role.START if column.field in _STARTS else Role.END
                read = self._kept(read_date_cell(cell, role=role), cell)
                return None if read is None else read.on
            case CellType.YES_NO:
                return self._option(cell, {True: YES, False: NO})
            case CellType.CHOICE if column.field == "state":
                state = self._kept(read_state_cell(cell), cell)
                return None if state is None else state.value
            case CellType.CHOICE:
                return self._option(cell, column.words)
            case CellType.CODE:
                if self.is_exact and isinstance(cell.value, str):
                    return cell.value
                return self._kept(read_code_cell(cell), cell)
            case CellType.TEXT | CellType.LINES:
                return self._text(column, cell)

    def _text(self, column: SheetColumn, cell: Cell) -> str | None:
        if isinstance(cell.value, str):
            if self.is_exact:
                return cell.value
            text = clean_lines(cell.value) if column.type is CellType.LINES else clean_text(cell.value)
            return text or None
        if isinstance(cell.value, dt.date):
            return cell.value.isoformat()
        if isinstance(cell.value, float) and cell.value.is_integer():
            return str(int(cell.value))
        return str(cell.value)

    def _number(self, column: SheetColumn, cell: Cell) -> float | int | None:
        read = read_number_cell(cell)
        if isinstance(read, Understood) and read.value.bound is not None and column.field != "value":
            # Only values and targets can be bounds.
            self.say(FindingCode.NUMBER_NOT_UNDERSTOOD, cell)
            return None
        quantity = self._kept(read, cell)
        if quantity is None:
            return None
        number: float = quantity.value
        if column.type is CellType.INTEGER:
            if not number.is_integer():
                self.say(FindingCode.NUMBER_NOT_UNDERSTOOD, cell)
                return None
            return int(number)
        return number

    def _option(self, cell: Cell, words: Mapping[Any, str]) -> Any:
        key = matching_key(str(cell.value))
        key = matching_key(_SAME_WORDS.get(key, key))
        for stored, word in words.items():
            if key in (matching_key(word), matching_key(str(stored))) or str(cell.value).strip() == str(stored):
                return stored
        self.say(FindingCode.OPTION_NOT_UNDERSTOOD, cell, options=", ".join(words.values()))
        return None

    def _kept(self, read: Understood[Any] | NoData | NotUnderstood, cell: Cell) -> Any:
        self.findings.extend(findings_of(read, cell, file=self.file))
        return read.value if isinstance(read, Understood) else None


def _is_example(places: list[tuple[SheetColumn, int]], grid: SheetGrid, row: int) -> bool:
    """Whether a row is the template's example, left as it was."""
    return all(_same(grid.value(row, position), column.example) for column, position in places)


def _same(found: Any, example: Any) -> bool:
    if isinstance(found, dt.datetime):
        found = found.date()
    return bool(found == example)
