"""Reading the template back: a filled-in one, or an export of a plan. Each row is a record, each oddity a finding."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from data_models.document import MunicipalityRecord, PlanDocument, PlanRecord, Unread
from data_models.keys import key_of
from data_models.names import PLAN_CODE
from intake.extract import Extraction
from intake.extract_consistency import Places, Reference, consistent
from intake.findings import Finding, FindingCode, Severity, finding
from intake.normalize.codes import read_code_cell
from intake.normalize.results import Understood
from intake.normalize.text import clean_text, matching_key
from intake.problems import UnusableSource
from intake.reading import CellKind, Workbook
from intake.template import ORIGIN_EXPORT, ORIGIN_FACT
from intake.template_cells import ITEM_KINDS, KEPT_IN, CellReader, tell_of_lost_zeros
from intake.template_percents import doubtful_percents
from intake.template_places import LocatedSheet, locate
from intake.template_rows import Facts, field_of, needed
from intake.template_sheets import PLAN_FACTS, PLAN_SHEET, SHEETS, CellType, SheetColumn
from intake.wording import N_

# With the sheet «Plan», how many of the others make a workbook the template.
_SHEETS_OF_A_TEMPLATE: Final = 3
# It is written in addresses and options.
_THRESHOLDS: Final = frozenset({"on_track_min", "at_risk_min"})
_IN_ORDER: Final = N_("dos umbrales entre 0 y 1 (o 0 % y 100 %), el de En camino mayor que el de En riesgo")
_SHEET_NOT_READ: Final = N_("no se leyó la hoja; lo que ya estaba guardado queda como estaba")
_COLUMN_NOT_READ: Final = N_("nada que leer; lo que ya estaba guardado queda como estaba")


def is_template(workbook: Workbook) -> bool:
    """Whether a workbook has the sheets of the template; people take out those they do not need."""
    names = {matching_key(name) for name in workbook.sheet_names}
    ours = {matching_key(definition.name) for definition in SHEETS}
    return matching_key(PLAN_SHEET) in names and len(names & ours) >= _SHEETS_OF_A_TEMPLATE


def read_template(workbook: Workbook, *, known: PlanDocument | None = None) -> Extraction:
    """Read a template or an export. ``known`` gives the plan's own facts that the file leaves blank.

    What the file has but nobody could read, and the sheets and columns it lacks, are in the document's `unread`.
    Raises UnreadableFile when the file cannot be read and UnusableSource when it does not say which plan it is.
    """
    return _Reading(workbook).run(known)


class _Reading:
    """One reading: the cells read so far with their findings, and what could not be read."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.file = workbook.file
        self.cells = CellReader(workbook.file)
        self.unread: set[Unread] = set()
        self.rows_read = 0
        self.depths: dict[str, set[int]] = {}
        self.units: dict[str, str] = {}
        # Where the records are that do not say it themselves.
        self.refs: dict[Reference, str] = {}

    def run(self, known: PlanDocument | None) -> Extraction:
        municipality, plan = self._plan(known)
        document = PlanDocument(municipality, plan)
        sheets = self._sheets()
        if not self.cells.is_exact:
            doubtful = doubtful_percents(sheets)
            self.cells.doubtful = doubtful.cells
            for header in doubtful.mixed:
                self.cells.say(FindingCode.PERCENT_SCALE_MIXED, header)
        for sheet in sheets:
            self._foresee(sheet)
            records = self._records(sheet)
            getattr(document, sheet.definition.kind).extend(records)
            if sheet.definition.kind == "nodes":
                for node in records:
                    self.depths.setdefault(node.key.code, set()).add(node.key.depth)
        document.unread = frozenset(self.unread)
        places = Places({sheet.grid.name: sheet.positions for sheet in sheets}, self.refs)
        document, refused = consistent(document, self.file, places)
        return Extraction(document, (*self.workbook.findings, *self.cells.findings, *refused), self.rows_read)

    def _foresee(self, sheet: LocatedSheet) -> None:
        """Take in the codes and names of a sheet, for the columns that name its items; rows that fail among them."""
        if sheet.definition.kind in ITEM_KINDS:
            for row in sheet.rows:
                code = read_code_cell(sheet.cell(row, "code"))
                unit = sheet.cell(row, "unit").value
                if isinstance(code, Understood) and isinstance(unit, str):
                    self.units[code.value] = unit
                if isinstance(code, Understood):
                    self.cells.codes.add(sheet.definition.kind, code.value, sheet.cell(row, "name").found)

    def _plan(self, known: PlanDocument | None) -> tuple[MunicipalityRecord, PlanRecord]:
        grid = self.workbook.sheet(PLAN_SHEET)
        cells = {
            matching_key(str(label.value)): grid.cell(row, 2)
            for row in grid.row_numbers
            if (label := grid.cell(row, 1)).kind is CellKind.TEXT
        }
        origin = cells.get(matching_key(ORIGIN_FACT))
        self.cells.is_exact = origin is not None and origin.value == ORIGIN_EXPORT
        facts: dict[str, Facts] = {"municipality": {}, "plan": {}}
        missing = []
        for record, column in PLAN_FACTS:
            cell = cells.get(matching_key(column.title))
            value = None if cell is None else self.cells.read(column, cell).value
            if value is None and known is not None:
                value = getattr(getattr(known, record), column.field)
            if value is None and column.required:
                found = "" if cell is None or cell.is_blank else f" ({cell.address}: «{cell.found}»)"
                missing.append(column.title + found)
            if value is not None:
                facts[record][column.field] = value
        if missing:
            sentence = N_("«{file}»: en la hoja «Plan» falta {missing}.")
            raise UnusableSource(sentence.format(file=self.file, missing=", ".join(missing)))
        municipality, plan = MunicipalityRecord(**facts["municipality"]), PlanRecord(**facts["plan"])
        if not self.cells.is_exact and not re.fullmatch(PLAN_CODE, plan.code):
            sentence = N_(
                "«{file}»: en la hoja «Plan», el código de plan «{code}» no sirve: use letras minúsculas sin acentos, "
                "números y guiones, hasta 80."
            )
            raise UnusableSource(sentence.format(file=self.file, code=plan.code))
        if plan.ends_on <= plan.starts_on:
            sentence = N_("«{file}»: en la hoja «Plan», el último día del plan no es posterior al primero.")
            raise UnusableSource(sentence.format(file=self.file))
        if not 0 < plan.at_risk_min < plan.on_track_min <= 1:
            for column in (column for _, column in PLAN_FACTS if column.field in _THRESHOLDS):
                facts["plan"].pop(column.field, None)
                cell = cells.get(matching_key(column.title))
                if cell is not None:
                    self.cells.say(FindingCode.VALUE_IMPOSSIBLE, cell, read_as=_IN_ORDER)
            plan = PlanRecord(**facts["plan"])
        return municipality, plan

    def _sheets(self) -> list[LocatedSheet]:
        """The sheets that can be read, in the order in which they refer to each other."""
        names = {matching_key(name): name for name in self.workbook.sheet_names}
        found = []
        for definition in SHEETS:
            name = names.get(matching_key(definition.name))
            if name is None:
                self.unread.add(Unread(definition.kind))
                self._tell_of_sheet(FindingCode.SHEET_MISSING, definition.name, "", definition.name)
                continue
            sheet = locate(definition, self.workbook.sheet(name), has_example=not self.cells.is_exact)
            if self._can_be_read(sheet):
                found.append(sheet)
        return found

    def _can_be_read(self, sheet: LocatedSheet) -> bool:
        """Whether the sheet has its required columns; columns that are missing or not ours are reported."""
        place = f"A{max(sheet.header_row, 1)}"
        required = [column for column in sheet.missing if column.required]
        for column in required:
            self._tell_of_sheet(FindingCode.HEADER_MISSING, sheet.grid.name, place, column.title, _SHEET_NOT_READ)
        if required:
            self.unread.add(Unread(sheet.definition.kind))
            return False
        if any(column.field in sheet.definition.key for column in sheet.missing):
            self.unread.add(Unread(sheet.definition.kind))
        for column in sheet.missing:
            self._tell_of_sheet(
                FindingCode.HEADER_MISSING, sheet.grid.name, place, column.title, _COLUMN_NOT_READ, Severity.INFO
            )
        for cell in sheet.unknown:
            self.cells.say(FindingCode.COLUMN_UNKNOWN, cell)
        return True

    def _tell_of_sheet(
        self,
        code: FindingCode,
        sheet: str,
        cell: str,
        missing: str,
        done: str | None = None,
        severity: Severity | None = None,
    ) -> None:
        found = finding(code, file=self.file, sheet=sheet, cell=cell, severity=severity, read_as=missing)
        self.cells.findings.append(found if done is None else found.with_action(done))

    def _records(self, sheet: LocatedSheet) -> list[Any]:
        if not self.cells.is_exact and sheet.definition.key[-1:] == ("code",):
            tell_of_lost_zeros((sheet.cell(row, "code") for row in sheet.rows), self.cells)
        columns = list(sheet.columns)
        records = [_Row(self, sheet, columns, row).record() for row in sheet.rows]
        found = [record for record in records if record is not None]
        self.rows_read += len(found)
        return found


class _Row:
    """One row on its way to a record."""

    def __init__(self, reading: _Reading, sheet: LocatedSheet, columns: list[SheetColumn], row: int) -> None:
        self.reading = reading
        self.findings = reading.cells.findings
        self.sheet = sheet
        self.kind = sheet.definition.kind
        self.columns = columns
        self.row = row
        self.facts: Facts = {column.field: column.default for column in sheet.definition.columns}
        # Columns in which there is something that nobody understood, and those that say there is no data.
        self.unread: set[str] = set()
        self.no_data: set[str] = set()

    def record(self) -> Any:
        """The record of the row; None when it is left out, which was said."""
        start = len(self.findings)
        self._read_cells()
        self._find_place()
        lacking = self._lacking()
        not_filled = [field for field in lacking if self._is_blank(field)]
        if lacking == ["value"] and "value" in self.no_data:
            return None  # «SD» where the number goes: there is nothing to keep, and it was said
        record = self._made(lacking)
        if record is not None and not lacking and not self.unread & self.sheet.definition.whole:
            absent = {column.field for column in self.sheet.missing}
            self._not_read(record, *(field_of(self.kind, field) for field in self.unread | absent))
            return record
        # A note under the table is one thing to say, not one for each column it leaves blank.
        filled = [column for column in self.columns if not self._is_blank(column.field)]
        for field in not_filled if len(filled) > 1 else not_filled[:1]:
            self.reading.cells.say(FindingCode.VALUE_MISSING, self.sheet.cell(self.row, field))
        because = {*lacking, *self.unread & self.sheet.definition.whole, *self.unread & {*self.sheet.definition.key}}
        cells = {self.sheet.cell(self.row, field).address for field in because}
        self.findings[start:] = [_of_row_left_out(one, one.cell in cells) for one in self.findings[start:]]
        if record is not None:
            # A blank where the number goes takes back what was there; all else that is missing says nothing.
            is_blank = lacking == ["value"] and not self.unread
            self._not_read(record, *([] if is_blank else [None]))
        elif self._is_of_known_item():
            self.reading.unread.add(Unread(self.kind))
        return None

    def _read_cells(self) -> None:
        beside: dict[str, list[str]] = {}
        bound = None
        has_words_for_dates = any(column.field == "dates_text" for column in self.sheet.definition.columns)
        for column in self.columns:
            field, cell, start = column.field, self.sheet.cell(self.row, column.field), len(self.findings)
            unit = self.reading.units.get(self.facts.get("indicator_code") or "") or self.facts.get("unit")
            read = self.reading.cells.read(column, cell, self.kind, unit=unit)
            if read.value is not None:
                self.facts[field] = read.value
            bound = read.bound or bound
            if read.text is not None:
                beside.setdefault(KEPT_IN[field], []).append(read.text)
            if read.is_no_data:
                self.no_data.add(field)
            if read.is_unread and column.type is CellType.DATE and isinstance(cell.value, str) and has_words_for_dates:
                beside.setdefault("dates_text", []).append(clean_text(cell.value))
            elif read.is_unread:
                self.unread.add(field)
                self.findings[start:] = [one.left_blank() for one in self.findings[start:]]
        if bound is not None and self.facts.get("bound") is None:
            self.facts["bound"] = bound
        for field, texts in beside.items():
            self.facts[field] = "; ".join(dict.fromkeys(filter(None, (self.facts.get(field), *texts))))

    def _find_place(self) -> None:
        """Find the depth of the level that the row names; a level that is not there leaves the row without one."""
        code = self.facts.get("node_code")
        if code is None or self.facts.get("node_depth") is not None:
            return
        depths = self.reading.depths.get(code, set())
        if len(depths) == 1:
            self.facts["node_depth"] = min(depths)
            self.unread.discard("node_depth")
            return
        if depths and "node_depth" in self.sheet.positions:
            # The code of several levels needs its level beside it.
            self.reading.cells.say(FindingCode.VALUE_MISSING, self.sheet.cell(self.row, "node_depth"))
        else:
            is_there = self.reading.cells.codes.has("nodes", code)
            problem = FindingCode.REFERENCE_LEFT_OUT if is_there else FindingCode.REFERENCE_UNKNOWN
            self.reading.cells.say(problem, self.sheet.cell(self.row, "node_code"), read_as="Ejes» o «Programas")
        self.facts["node_code"] = None
        if self.kind == "links":
            self.unread.add("node_code")

    def _is_blank(self, field: str) -> bool:
        return field in self.sheet.positions and self.sheet.cell(self.row, field).is_blank

    def _lacking(self) -> list[str]:
        """The columns without a value that this row needs."""
        required = [column.field for column in self.columns if column.required]
        return [
            field
            for field in dict.fromkeys([*required, *needed(self.kind, self.facts)])
            if self.facts.get(field) is None
        ]

    def _made(self, lacking: list[str]) -> Any:
        """The record, as far as it goes; None when its key is not known."""
        key = [
            field
            for field in self.sheet.definition.key
            # There is one final target, whatever its date.
            if field != "due_on" or self.facts.get("kind") != "final"
        ]
        if any(field in self.unread or field in lacking for field in key):
            return None
        ref = self.sheet.cell(self.row, self.columns[0].field).ref
        record = self.sheet.definition.to_record(self.facts, ref)
        if not hasattr(record, "source_ref"):
            self.reading.refs[self.kind, key_of(record)] = ref
        return record

    def _not_read(self, record: Any, *fields: str | None) -> None:
        self.reading.unread.update(Unread(self.kind, key_of(record), field) for field in fields)

    def _is_of_known_item(self) -> bool:
        """Whether the row may be about something stored: a note under the table is about nothing."""
        codes = self.reading.cells.codes
        for field, kind in (("indicator_code", "indicators"), ("project_code", "projects")):
            code = self.facts.get(field) if field in self.sheet.definition.key else None
            if code is not None and not codes.has(kind, code):
                return False
        return True


def _of_row_left_out(found: Finding, is_why: bool) -> Finding:
    """What is said of a cell whose row was left out, because of it or not."""
    if is_why:
        return found.row_left_out()
    return found if found.severity is Severity.INFO else replace(found.row_left_out(), severity=found.severity)
