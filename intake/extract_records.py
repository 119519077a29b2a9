"""Rows of a table become records: levels, projects, indicators, money and links, each with the cell it came from."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field, fields, replace
from typing import Final

from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    IndicatorRecord,
    LinkRecord,
    NodeKey,
    NodeRecord,
    PlanDocument,
    ProjectRecord,
    Responsible,
    TargetRecord,
    Unread,
    ValueRecord,
)
from data_models.keys import key_of
from intake.extract_amounts import DERIVED_DECIMALS, AmountReader, decimals_of
from intake.extract_fields import FieldReader, Noting
from intake.extract_names import Areas, CodeBook
from intake.extract_order import sort_orders
from intake.extract_tables import LocatedTable, Row
from intake.findings import FindingCode, finding
from intake.normalize.dates import Role
from intake.normalize.results import NotUnderstood, Understood, findings_of
from intake.normalize.text import clean_lines, clean_text, matching_key, no_data_mark
from intake.reading import Cell, CellKind
from intake.reading_grid import split_reference
from intake.recipe import (
    BY_TOTAL,
    BudgetRule,
    CodeRule,
    DatesRule,
    FieldRule,
    IndicatorRule,
    LinkRule,
    NodeRule,
    Override,
    ProjectRule,
    Recipe,
    ResponsibleRule,
)
from kpis.vocabulary import DelayCause, Direction, Frequency, IndicatorClass

LONGEST_CODE: Final = 80
_FACTS: Final = {
    kind: tuple(one.name for one in fields(record) if one.compare and one.name not in ("key", "code"))
    for kind, record in (("nodes", NodeRecord), ("projects", ProjectRecord))
}
# What money of the plan's own currency is called beside its amount.
_MONEY: Final = ("$", "peso")
_SPAN: Final = re.compile(r"\s(-|–|—|a|al|hasta)\s", re.IGNORECASE)


@dataclass(slots=True)
class ReadRow:
    """What a row of a table became, for the checks that compare it with what the sheet itself says."""

    row: Row
    indicator_code: str | None = None


@dataclass(slots=True)
class _Codes:
    """The codes of the row being read."""

    nodes: dict[int, NodeKey] = field(default_factory=dict)
    project: str | None = None
    is_project_unread: bool = False
    indicator: str | None = None


class Builder:
    """Collects the records of all tables of a source, and what of them nobody could read."""

    def __init__(self, recipe: Recipe, reader: FieldReader, known: PlanDocument | None) -> None:
        self._recipe = recipe
        self._reader = reader
        self._known = known
        self._known_links: dict[tuple[str, str | None], list[LinkRecord]] = {}
        for link in known.links if known is not None else ():
            place = ("indicator", link.indicator_code) if link.indicator_code else ("project", link.project_code)
            self._known_links.setdefault(place, []).append(link)
        self._known_decimals = {one.code: one.decimals for one in known.indicators} if known is not None else {}
        self._book = CodeBook(known, recipe.renamed)
        self.unread: set[Unread] = set()
        self.areas = Areas(recipe.areas, reader)
        self.nodes: dict[NodeKey, NodeRecord] = {}
        self.projects: dict[str, ProjectRecord] = {}
        self.indicators: dict[str, IndicatorRecord] = {}
        self.targets: list[TargetRecord] = []
        self.values: list[ValueRecord] = []
        self.budgets: list[BudgetRecord] = []
        self.cross_axis_items: dict[tuple[str, str], CrossAxisItemRecord] = {}
        self.links: list[LinkRecord] = []
        self._overrides = {matching_key(rule.name): rule for rule in recipe.overrides}
        self._project_rows: Counter[str] = Counter()
        self._project_areas: dict[str, Counter[str]] = {}
        self._moved: set[str] = set()

    def read(self, table: LocatedTable, rows: list[Row]) -> list[ReadRow]:
        """Turn the rows of a table into records; returns what each row became."""
        amounts = AmountReader(table.rule, self._reader, self._recipe.plan.ends_on, self._known)
        shared_codes = {rule.depth: self._codes_with_several_names(rule, rows) for rule in table.rule.nodes}
        read = []
        missed: set[str] = set()
        for row in rows:
            codes = _Codes()
            before = self._reader.unread_count
            if not self._read_nodes(table, row, codes, shared_codes):
                if self._reader.unread_count != before:
                    missed.update(table.rule.item_kinds)
                continue
            if table.rule.project is not None:
                codes.project = self._read_project(table.rule.project, row, codes)
                if Unread("projects") in self.unread:
                    missed.add("projects")
            if table.rule.indicator is not None:
                codes.indicator = self._read_indicator(table.rule.indicator, row, codes, amounts)
            for budget in table.rule.budgets:
                self._read_budget(budget, row, codes)
            for link in table.rule.links:
                self._read_link(link, row, codes)
            read.append(ReadRow(row, codes.indicator))
        if missed:
            self._miss_rows(missed)
        return read

    def _miss_rows(self, kinds: set[str]) -> None:
        """Rows nobody can tell what they are about: no item of the kinds is missing for sure.

        Nor is what an item says for sure where several rows speak of one: the row that says it may be among those.
        """
        self.unread.update(Unread(kind) for kind in kinds)
        told_together = {"nodes": True, "projects": any(rows > 1 for rows in self._project_rows.values())}
        for kind, names in _FACTS.items():
            if kind in kinds and told_together[kind]:
                self.unread.update(Unread(kind, None, name) for name in names)

    # Levels

    def _codes_with_several_names(self, rule: NodeRule, rows: list[Row]) -> set[str]:
        """The codes of a level under which the sheet has more than one name."""
        if not rule.code.several_names:
            return set()
        names: dict[str, set[str]] = {}
        for row in rows:
            code, name = self._reader.code(rule.code, row), self._reader.text(rule.name, row)
            if code is not None and name is not None:
                names.setdefault(code, set()).add(matching_key(name))
        return {code for code, some in names.items() if len(some) > 1}

    def _read_nodes(self, table: LocatedTable, row: Row, codes: _Codes, shared: dict[int, set[str]]) -> bool:
        parent: NodeKey | None = None
        for rule in sorted(table.rule.nodes, key=lambda one: one.depth):
            noting = Noting(self._reader)
            name = self._reader.text(rule.name, row)
            parent_code = parent.code if parent is not None else ""
            code = self._code(rule.code, row, f"node{rule.depth}", parent_code, parent_code, name)
            if code is None or name is None:
                self._reader.say(FindingCode.VALUE_MISSING, _cell_of(rule.name if name is None else rule.code, row))
                return False
            if code in shared[rule.depth]:
                base, code = code, self._book.by_name(f"node{rule.depth}", parent_code, code, name)
                self._tell_shared(rule, row, base, code)
            key = NodeKey(rule.depth, code)
            weight = noting("weight", self._reader.number(rule.weight, row))
            record = NodeRecord(
                key,
                name,
                parent,
                noting("description", self._reader.text(rule.description, row, on_one_line=False)),
                weight if weight is not None and weight > 0 else 1.0,
                sort_order=0,
                source_ref=_cell_of(rule.name, row).ref,
            )
            if key not in self.nodes:
                self._mark("nodes", key, noting)
            self._add(self.nodes, key, record, row, rule.name, place=parent_code)
            codes.nodes[rule.depth] = parent = key
        return True

    def _mark(self, kind: str, key: Hashable, noting: Noting) -> None:
        self.unread.update(Unread(kind, key, field) for field in noting.fields)

    def _tell_shared(self, rule: NodeRule, row: Row, base: str, code: str) -> None:
        cell = _cell_of(rule.code, row)
        if NodeKey(rule.depth, code) not in self.nodes:
            self._reader.say(FindingCode.CODE_SEVERAL_NAMES, cell, read_as=code)

    def _code(self, rule: CodeRule, row: Row, kind: str, scope: str, parent_code: str, name: str | None) -> str | None:
        if rule.sequence is not None:
            return None if name is None else self._book.by_sequence(rule, kind, scope, parent_code, name)
        code = self._reader.code(rule, row)
        if not code:
            return None
        self._book.take(kind, code[:LONGEST_CODE])
        return code[:LONGEST_CODE]

    def _add(
        self, into: dict[NodeKey, NodeRecord], key: NodeKey, record: NodeRecord, row: Row, rule: FieldRule, place: str
    ) -> None:
        """Keep the first record of a key; a later row that says otherwise is reported and changes nothing."""
        known = into.setdefault(key, record)
        if known is record:
            return
        cell = _cell_of(rule, row)
        if known.parent != record.parent:
            self._reader.say(
                FindingCode.ITEM_IN_SEVERAL_PLACES, cell, read_as=known.parent.code if known.parent else place
            )
        elif matching_key(known.name) != matching_key(record.name):
            self._reader.say(FindingCode.NAME_DIFFERS, cell, read_as=known.name)

    # Projects

    def _read_project(self, rule: ProjectRule, row: Row, codes: _Codes) -> str | None:
        node = codes.nodes[rule.node]
        reader, noting = self._reader, Noting(self._reader)
        name = noting("name", reader.text(rule.name, row))
        code = noting("code", self._code(rule.code, row, "project", f"{node.depth}:{node.code}", node.code, name))
        if code is None or name is None:
            if noting.fields:
                self.unread.add(Unread("projects", code))
                codes.is_project_unread = True
            if code is not None:
                reader.say(FindingCode.VALUE_MISSING, _cell_of(rule.name, row))
            return None
        areas = noting("responsibles", self._responsibles(rule.responsible, row))
        if "responsibles" in noting.fields:
            self.unread.add(Unread("projects", code, "responsibles"))
        self._project_rows[code] += 1
        self._project_areas.setdefault(code, Counter()).update(one.secretariat_code for one in areas)
        known = self.projects.get(code)
        if known is not None:
            self._compare_project(known, node, name, rule, row)
            return code
        dates = _Dates(rule.dates, reader, row, noting)
        declared = noting("declared_pct", reader.number(rule.declared_pct, row))
        declared_on = noting("declared_on", reader.day(rule.declared_on, row, Role.END)) or self._recipe.plan.as_of_on
        self.projects[code] = ProjectRecord(
            code,
            node,
            name,
            description=dates.with_note(noting("description", reader.text(rule.description, row, on_one_line=False))),
            state=noting("state", reader.state(rule.state, row)),
            planned_start=dates.planned_start,
            planned_end=dates.planned_end,
            actual_start=dates.actual_start,
            actual_end=dates.actual_end,
            dates_text=dates.text,
            declared_pct=declared,
            declared_on=declared_on if declared is not None else None,
            last_update_on=noting("last_update_on", reader.day(rule.last_update_on, row, Role.END)),
            update_frequency=noting("update_frequency", reader.word(rule.update_frequency, row, Frequency))
            or "monthly",
            district=noting("district", reader.text(rule.district, row)),
            delay_cause=noting("delay_cause", reader.word(rule.delay_cause, row, DelayCause)),
            recovery_on=noting("recovery_on", reader.day(rule.recovery_on, row, Role.END)),
            weight=noting("weight", reader.number(rule.weight, row)) or 1.0,
            responsibles=areas,
            source_ref=_cell_of(rule.name, row).ref,
        )
        if "declared_pct" in noting.fields:
            noting.fields.add("declared_on")
        self._mark("projects", code, noting)
        return code

    def _compare_project(self, known: ProjectRecord, node: NodeKey, name: str, rule: ProjectRule, row: Row) -> None:
        if known.node != node and known.code not in self._moved:
            self._moved.add(known.code)
            place = self.nodes[known.node]
            self._reader.say(
                FindingCode.ITEM_IN_SEVERAL_PLACES, _cell_of(rule.code, row), read_as=f"{place.key.code} {place.name}"
            )
        if matching_key(known.name) != matching_key(name):
            self._reader.say(FindingCode.NAME_DIFFERS, _cell_of(rule.name, row), read_as=known.name)

    def _responsibles(self, rule: ResponsibleRule | None, row: Row) -> tuple[Responsible, ...]:
        if rule is None:
            return ()
        cell = self._reader.cell(rule.column, row)
        text = self._reader.lines_of(cell)
        names = re.split(re.escape(rule.separator), text) if rule.separator else [text]
        post = self._reader.text(rule.post, row)
        found: dict[str, Responsible] = {}
        for name in filter(None, map(clean_text, names)):
            if no_data_mark(name) is not None:
                self._reader.say(FindingCode.NO_DATA_MARK, cell)
                continue
            code = self.areas.code_of(name, cell)
            found.setdefault(code, Responsible(code, not found, post if not found else None))
        return tuple(found.values())

    # Indicators

    def _read_indicator(self, rule: IndicatorRule, row: Row, codes: _Codes, amounts: AmountReader) -> str | None:
        reader, noting = self._reader, Noting(self._reader)
        node = codes.nodes[rule.node]
        name = noting("name", reader.text(rule.name, row))
        code = noting("code", self._code(rule.code, row, "indicator", f"{node.depth}:{node.code}", node.code, name))
        if code is None or name is None:
            if noting.fields:
                self.unread.add(Unread("indicators", code))
            reader.say(FindingCode.VALUE_MISSING, _cell_of(rule.name if name is None else rule.code, row))
            return None
        if code in self.indicators:
            reader.say(FindingCode.CODE_REPEATED, _cell_of(rule.code, row))
            return None
        override = self._overrides.get(matching_key(name))
        definition = self._definition(rule, row, override, noting)
        if definition is None:
            if noting.fields:
                self.unread.add(Unread("indicators", code))
            return None
        accumulation, accumulation_years = definition["accumulation"], definition["accumulation_years"]
        if accumulation_years == BY_TOTAL:
            accumulation_years = noting("accumulation_years", amounts.years_by_total(row)) or accumulation
        is_sure_of_years = "accumulation_years" not in noting.fields
        found = amounts.read(
            row,
            code,
            accumulation or "",
            accumulation_years,
            is_sure_of_years=is_sure_of_years,
            allow_band=definition["direction"] == Direction.KEEP,
        )
        self.unread |= found.unread
        noting.pass_over()
        baseline_value, baseline_text = noting("baseline_value", self._baseline(rule.baseline, row))
        if "baseline_value" in noting.fields:
            noting.fields.add("baseline_text")
        decimals = (
            max(found.decimals, decimals_of(baseline_value or 0.0, DERIVED_DECIMALS))
            if rule.decimals == "auto"
            else int(noting("decimals", reader.number(rule.decimals, row)) or 0)
        )
        if rule.decimals == "auto" and found.unread:
            decimals = max(decimals, self._known_decimals.get(code, 0))
        contributes = [reader.text(part, row, on_one_line=False) for part in rule.contributes_to]
        noting("contributes_to", contributes)
        delay = noting("allowed_delay_days", reader.number(rule.allowed_delay_days, row))
        if codes.is_project_unread:
            noting.fields.add("project_code")
        self.indicators[code] = IndicatorRecord(
            code,
            node,
            name,
            kind=definition["kind"] or "",
            unit=definition["unit"] or "",
            direction=definition["direction"] or "",
            accumulation=accumulation or "",
            frequency=definition["frequency"] or "",
            project_code=(override.project if override else None) or codes.project,
            promise=noting("promise", reader.text(rule.promise, row, on_one_line=False)),
            contributes_to=" · ".join(filter(None, contributes)) or None,
            indicator_class=noting("indicator_class", reader.word(rule.indicator_class, row, IndicatorClass)),
            is_strategic=noting("is_strategic", reader.flag(rule.is_strategic, row)),
            decimals=decimals,
            accumulation_years=accumulation_years,
            numerator_name=noting("numerator_name", reader.text(rule.numerator_name, row)),
            denominator_name=noting("denominator_name", reader.text(rule.denominator_name, row)),
            ratio_scale=noting("ratio_scale", reader.number(rule.ratio_scale, row)) or 1.0,
            allowed_delay_days=30 if delay is None else int(delay),
            baseline_value=baseline_value,
            baseline_on=noting("baseline_on", reader.day(rule.baseline_on, row, Role.END)),
            baseline_text=baseline_text,
            starts_on=noting("starts_on", reader.day(rule.starts_on, row, Role.START)),
            definition=noting("definition", reader.text(rule.definition, row, on_one_line=False)),
            formula=noting("formula", reader.text(rule.formula, row, on_one_line=False)),
            source=noting("source", reader.text(rule.source, row, on_one_line=False)),
            weight=noting("weight", reader.number(rule.weight, row)) or 1.0,
            responsibles=noting("responsibles", self._responsibles(rule.responsible, row)),
            baseline_ref=_cell_of(rule.baseline, row).ref if rule.baseline and baseline_value is not None else None,
            source_ref=_cell_of(rule.name, row).ref,
        )
        self._mark("indicators", code, noting)
        self.targets.extend(found.targets)
        self.values.extend(found.values)
        return code

    def _definition(
        self, rule: IndicatorRule, row: Row, override: Override | None, noting: Noting
    ) -> dict[str, str | None] | None:
        """The words that define an indicator; None, with a finding, when one that must be there is missing."""
        found: dict[str, str | None] = {}
        for name in ("kind", "unit", "direction", "accumulation", "frequency", "accumulation_years"):
            field_rule: FieldRule | None = getattr(rule, name)
            said = getattr(override, name, None) if override is not None else None
            found[name] = said or noting(name, self._reader.text(field_rule, row))
            if found[name] is None and name != "accumulation_years":
                self._reader.say(FindingCode.VALUE_MISSING, _cell_of(field_rule or rule.name, row))
                return None
        return found

    def _baseline(self, rule: FieldRule | None, row: Row) -> tuple[float | None, str | None]:
        """A baseline is free text: its number when it is plainly one, and the text whenever it says more than that."""
        if rule is None:
            return None, None
        if rule.column is None:
            return (float(rule.value), None) if isinstance(rule.value, int | float) else (None, None)
        cell = self._reader.cell(rule.column, row)
        if cell.is_blank:
            return None, None
        read = self._reader.quantity_read(cell)
        if isinstance(read, NotUnderstood) and cell.kind is CellKind.TEXT:
            self._reader.say(FindingCode.TEXT_IN_NUMERIC_COLUMN, cell)
            return None, clean_lines(str(cell.value))
        self._reader.report(*findings_of(read, cell, file=self._reader.file))
        if not isinstance(read, Understood):
            return None, None
        text = clean_lines(str(cell.value)) if read.notes else None
        return (None if read.value.bound is not None else read.value.value), text

    # Money and links

    def _read_budget(self, rule: BudgetRule, row: Row, codes: _Codes) -> None:
        item_code = codes.indicator if rule.item == "indicator" else codes.project
        if item_code is None:
            return
        noting = Noting(self._reader)
        amounts: dict[str, float | None] = {}
        first: Cell | None = None
        for name in ("approved", "current", "executed"):
            column = getattr(rule, name)
            if column is not None:
                cell = self._reader.cell(column, row)
                amounts[name] = noting(f"{name}_amount", self._money(cell))
                first = cell if first is None and amounts[name] is not None else first
        budget = BudgetRecord(
            rule.item, item_code, self._recipe.municipality.currency, rule.year, amounts.get("approved"),
            amounts.get("current"), amounts.get("executed"), source_ref=first.ref if first is not None else None,
        )  # fmt: skip
        if first is not None:
            self.budgets.append(budget)
            self._mark("budgets", key_of(budget), noting)
        elif noting.fields:
            self.unread.add(Unread("budgets", key_of(budget)))

    def _money(self, cell: Cell) -> float | None:
        if cell.is_blank:
            return None
        quantity = self._reader.exact(cell)
        if quantity is None:
            return None
        currency = self._recipe.municipality.currency
        unit = quantity.unit.casefold()
        if quantity.is_percent or (unit and not unit.startswith((*_MONEY, currency.casefold()))):
            self._reader.say(FindingCode.VALUE_IMPOSSIBLE, cell, read_as=f"un monto en {currency}")
            return None
        if quantity.value < 0:
            self._reader.say(FindingCode.VALUE_IMPOSSIBLE, cell, read_as="un monto que no sea negativo")
            return None
        return quantity.value

    def _read_link(self, rule: LinkRule, row: Row, codes: _Codes) -> None:
        item_code = codes.indicator if rule.item == "indicator" else codes.project
        if item_code is None:
            return
        noting = Noting(self._reader)
        text = noting("code", self._reader.text(rule.code, row))
        if noting.fields:
            links = self._known_links.get((rule.item, item_code), ())
            self.unread.update(Unread("links", key_of(one)) for one in links if one.cross_axis_code == rule.cross_axis)
        if text is None:
            return
        names = {matching_key(code): name for code, name in rule.names.items()}
        for code in filter(None, map(clean_text, text.split(";"))):
            # A target hangs from its goal ("11.6" from "11") where the recipe names both.
            above = code.rpartition(".")[0]
            above = above if matching_key(above) in names else ""
            for one, parent in ((above, None), (code, above or None)):
                if one:
                    name = names.get(matching_key(one), one)
                    item = CrossAxisItemRecord(rule.cross_axis, one, name, parent, rule.cross_axis_name)
                    self.cross_axis_items.setdefault((rule.cross_axis, one), item)
            self.links.append(
                LinkRecord(
                    rule.cross_axis, code, source_ref=_cell_of(rule.code, row).ref,
                    indicator_code=item_code if rule.item == "indicator" else None,
                    project_code=item_code if rule.item == "project" else None,
                )
            )  # fmt: skip

    def report_renamed(self) -> None:
        """Report new names that look like one of the stored plan that is no longer there, for a person to confirm."""
        refs: dict[tuple[str, str], str | None] = {
            (f"node{key.depth}", key.code): node.source_ref for key, node in self.nodes.items()
        }
        refs |= {("project", code): project.source_ref for code, project in self.projects.items()}
        refs |= {("indicator", code): indicator.source_ref for code, indicator in self.indicators.items()}
        for one in self._book.maybe_renamed():
            sheet, cell = split_reference(refs.get((one.kind, one.code)))
            read_as = f"{one.code_before} {one.before}"
            self._reader.report(
                finding(
                    FindingCode.MAYBE_RENAMED, file=self._reader.file, sheet=sheet, cell=cell, found=one.name,
                    read_as=read_as,
                )
            )  # fmt: skip

    def finished_projects(self) -> list[ProjectRecord]:
        """Return the projects; the area of most of its rows leads a project that several rows speak of."""
        found = []
        for code, project in self.projects.items():
            areas = self._project_areas.get(code, Counter())
            if len(areas) > len(project.responsibles):
                posts = {one.secretariat_code: one.post for one in project.responsibles}
                ordered = [area for area, _ in areas.most_common()]
                people = tuple(Responsible(area, i == 0, posts.get(area)) for i, area in enumerate(ordered))
                project = replace(project, responsibles=people)
            found.append(project)
        return found

    def ordered_nodes(self) -> list[NodeRecord]:
        """Return the levels in the order met, which is the order of the sheet."""
        known = {node.key: node.sort_order for node in self._known.nodes} if self._known is not None else {}
        orders: dict[NodeKey, int] = {}
        for depth in {key.depth for key in self.nodes}:
            orders |= sort_orders([key for key in self.nodes if key.depth == depth], known)
        return [replace(node, sort_order=orders[key]) for key, node in self.nodes.items()]


class _Dates:
    """The dates of a project, and what was written that is no date."""

    def __init__(self, rule: DatesRule | None, reader: FieldReader, row: Row, noting: Noting) -> None:
        self.planned_start = self.planned_end = self.actual_start = self.actual_end = None
        self.text: str | None = None
        self._note: str | None = None
        if rule is None:
            return
        self._texts: list[str] = []
        self.planned_start = noting("planned_start", self._day(rule.planned_start, reader, row, Role.START))
        self.planned_end = noting("planned_end", self._day(rule.planned_end, reader, row, Role.END))
        self.actual_start = noting("actual_start", self._day(rule.actual_start, reader, row, Role.START))
        self.actual_end = noting("actual_end", self._day(rule.actual_end, reader, row, Role.END))
        self.text = "; ".join(self._texts) or None
        if rule.when is not None:
            self._read_when(rule, reader, reader.cell(rule.when, row))
            noting("dates_text", None)
        if "dates_text" in noting.fields:
            noting.fields |= {"planned_start", "planned_end"}
        elif noting.fields & {"planned_start", "planned_end", "actual_start", "actual_end"}:
            noting.fields.add("dates_text")

    def _day(self, rule: FieldRule | None, reader: FieldReader, row: Row, role: Role) -> dt.date | None:
        """The day a cell says; a text that says none is kept as text."""
        if rule is None or rule.column is None:
            return reader.day(rule, row, role)
        cell = reader.cell(rule.column, row)
        read = reader.date(cell, role)
        if read is not None:
            return read.on
        if isinstance(cell.value, str) and no_data_mark(cell.value) is None:
            self._texts.append(clean_text(cell.value))
        return rule.default if isinstance(rule.default, dt.date) else None

    def _read_when(self, rule: DatesRule, reader: FieldReader, cell: Cell) -> None:
        if cell.is_blank:
            return
        written = clean_text(str(cell.value)) if isinstance(cell.value, str) else None
        read = reader.date(cell, Role.END)
        if read is None:
            self.text = written
            return
        if read.remark or read.start != read.end:
            self.text = written
        self._note = read.remark
        starts = tuple(matching_key(word) for word in rule.start_words)
        if read.remark and starts and matching_key(read.remark).startswith(starts):
            self.planned_start = read.start
            return
        self.planned_end = read.end
        # "Abril - Junio" says when it runs; "Primer trimestre" only says when it is due.
        if read.start != read.end and written is not None and _SPAN.search(written):
            self.planned_start = read.start

    def with_note(self, description: str | None) -> str | None:
        """Return the description with what was written beside the date."""
        return "\n".join(filter(None, (description, self._note))) or None


def _cell_of(rule: FieldRule | None, row: Row) -> Cell:
    """The cell a rule reads, or the row's first when it reads none."""
    if rule is not None and rule.column is not None:
        return row.cell(rule.column)
    return row.first_cell
