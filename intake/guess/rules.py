"""The rules of one table of a proposed recipe, written from what its columns and numbers were found to be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from intake.guess.amounts import Amounts, amounts_of
from intake.guess.axes import Top
from intake.guess.columns import AFTER_NUMBER, ITEM_WORDS, NUMBER_OF_NAME, Column, codes_in_names, pair_share, period_of
from intake.guess.draft import ColumnNames
from intake.guess.numbers import Measures
from intake.guess.roles import HIERARCHY_SHARE, Anatomy, axis_codes
from intake.guess.tables import located_periods
from intake.guess.writing import Noted, Remark, confirm, doubtful, plain, quoted
from intake.normalize.dates import Role, read_date_cell
from intake.normalize.results import Understood
from intake.normalize.text import clean_lines, matching_key
from intake.reading_grid import column_letters
from intake.wording import N_

_REAL: Final = re.compile(r"\b(real|efectiv[oa])\b")
_STARTS: Final = re.compile(r"^(inicio|comienzo|arranque)\b")


@dataclass(slots=True)
class TableDraft:
    """The rules of one table, and what the rest of the recipe needs to know of it."""

    anatomy: Anatomy
    amounts: Amounts
    table: dict[str, Any]
    levels: list[Column]
    depth: int
    has_top: bool
    _value: dict[str, Any] | None = None
    _project: dict[str, Any] | None = None

    def level_word(self, position: int) -> str | None:
        """The word of the level at a position from 0, or None when no column says it."""
        shifted = position - int(self.has_top)
        return self.levels[shifted].level_word if 0 <= shifted < len(self.levels) else None

    def item_name(self, kind: str) -> tuple[str, str] | None:
        """What the table calls its projects or indicators: (singular, plural), or None for the usual words."""
        column = self.anatomy.project if kind == "project" else self.anatomy.promise
        if column is None:
            return None
        if kind == "project":
            return ITEM_WORDS.get(column.item_word or "")
        words = column.header.lower().split()
        is_short = words[0] == "meta" and len(words) <= 4
        return (" ".join(words), " ".join(["metas", *words[1:]])) if is_short else None

    def use_dates(self, starts_on: dt.date, until: dt.date, as_of_on: dt.date | None, *, is_said: bool) -> bool:
        """Fill in the dates that only the whole workbook tells: the period of a lone value, the last update.

        What was supposed of the last update is said once: ``is_said`` tells, and so does what is returned.
        """
        if self._value is not None:
            read = period_of(self.anatomy.found.name) or period_of(self.anatomy.found.title)
            period = read[0] if read is not None and read[0].frequency is not None else None
            self._value["period_start"] = starts_on if period is None else period.start
            self._value["period_end"] = max(until, starts_on) if period is None else period.end
        if self._project is not None and as_of_on is None and "declared_pct" in self._project:
            said = confirm(N_("de qué día es el avance declarado; la planilla no lo dice"))
            self._project["declared_on"] = Noted({"value": until}, (said,))
        if self._project is None or as_of_on is None:
            return is_said
        said = doubtful(N_("se supuso que la planilla habla de cada proyecto a la fecha de corte"))
        self._project["last_update_on"] = {"value": as_of_on} if is_said else Noted({"value": as_of_on}, (said,))
        return True

    def offer_levels(self, deepest: int) -> None:
        """Propose, as a comment, that each project of a table with fewer levels than others is its own lower level."""
        project = self.anatomy.project
        if project is None or self.anatomy.indicator is not None or self.depth + 1 != deepest:
            return
        name = self.table["project"]["name"]
        said = doubtful(
            N_(
                "otras tablas tienen un nivel más y esta no; si cada proyecto es el suyo, use esta línea y node: {next}"
            ),
            next=str(deepest),
        )
        rule = {"depth": deepest, "code": {"sequence": "{parent}.{n}"}, "name": name}
        self.table["nodes"].append(Noted(rule, (said,), is_active=False))


def draft_of(anatomy: Anatomy, top: Top, name: str, *, year: int, today: dt.date) -> TableDraft:
    """Return the rules of a table. ``year`` is taken for headers of months or quarters that name none."""
    amounts = amounts_of(anatomy, year=year, today=today)
    return _Writer(anatomy, amounts, top, name).draft()


@dataclass(slots=True)
class _Writer:
    anatomy: Anatomy
    amounts: Amounts
    top: Top
    name: str
    names: ColumnNames = field(init=False)
    measures: Measures = field(init=False)

    def __post_init__(self) -> None:
        self.names = ColumnNames(self.anatomy)
        self.measures = Measures(self.anatomy, self.amounts, self.names)

    def draft(self) -> TableDraft:
        anatomy, found = self.anatomy, self.anatomy.found
        nodes = self._nodes()
        depth = len(nodes)
        project = self._project(depth) if anatomy.project is not None else None
        indicator = self.measures.indicator(depth) if anatomy.indicator is not None else None
        parts: dict[str, Any] = {}
        if project is not None:
            parts["project"] = project
        if indicator is not None:
            parts["indicator"] = indicator
            parts |= self.measures.numbers()
        budgets = self.measures.budgets()
        if budgets:
            parts["budgets"] = budgets
        links = self.measures.links()
        if links:
            parts["links"] = links
        checks = self.measures.checks()
        if checks:
            parts["checks"] = checks
        table: dict[str, Any] = {
            "name": self.name,
            "sheet": found.grid.name,
            "header": {key: plain(value) for key, value in found.header.model_dump(exclude_defaults=True).items()},
            "columns": {},
        }
        needs = self._needs()
        if self.measures.periods:
            table["period_columns"] = self.measures.periods
        fill_down = [self.names.of(level) for level in anatomy.levels if "" in level.keys]
        if fill_down:
            table["fill_down"] = fill_down
        table["columns"] = self.names.in_order()
        table["needs"] = needs
        table["nodes"] = nodes
        table |= parts
        said = [*anatomy.about, *self._unused()]
        remarks = tuple(remark for i, remark in enumerate(said) if remark not in said[:i])
        table["name"] = Noted(self.name, remarks) if remarks else self.name
        has_top = self.top.code is not None
        return TableDraft(
            anatomy, self.amounts, table, anatomy.levels, depth, has_top, self.measures.lone_value, project
        )

    def _unused(self) -> list[Remark]:
        """Say which columns with something in them no rule reads."""
        read = self.names.numbers() | {
            number
            for rule in self.measures.periods.values()
            for number in located_periods(self.anatomy.found, rule["header"])
        }
        unused = [c for c in self.anatomy.found.columns if c.filled and c.number not in read]
        if not unused:
            return []
        shown = [f"{column.header} ({column_letters(column.number)})" for column in unused]
        return [doubtful(N_("esta propuesta no usa {columns}"), columns=quoted(shown, 8))]

    def _needs(self) -> list[str]:
        """The code and the name; and one more column when notes would otherwise pass for rows."""
        anatomy = self.anatomy
        item = anatomy.item
        code = anatomy.codes.get(item.number) if item is not None else None
        needed = [code.column if code is not None else None, item]
        if code is None and item is not None and anatomy.found.left_out:
            used = [*anatomy.levels, *anatomy.roles.values()]
            needed += [c for c in used if "" not in c.keys and c.number != item.number][:1]
        return [self.names.of(column) for column in needed if column is not None]

    # Levels

    def _nodes(self) -> list[dict[str, Any]]:
        nodes: list[dict[str, Any]] = []
        if self.top.code is not None:
            fixed = {"depth": 1, "code": {"value": self.top.code}, "name": {"value": self.top.name}}
            nodes.append(_first_noted(fixed, self.top.remarks))
        for column in self.anatomy.levels:
            depth = len(nodes) + 1
            nodes.append({"depth": depth, **self._code_and_name(column, depth)} | self._weight(column))
        return nodes

    def _code_and_name(self, column: Column, depth: int) -> dict[str, Any]:
        own = self.anatomy.codes.get(column.number)
        numbers = axis_codes(column)
        name: Any = self.names.of(column)
        more: dict[str, Any] = {}
        lead = _lead(column) if codes_in_names(column.texts) is not None else None
        if lead is None and _has_paragraphs(column):
            first = {"column": name, "lines": "first"}
            name, more = first, {"description": {"column": name, "lines": "rest"}}
        if lead is not None:
            name = {"column": name, "pattern": rf"^{lead}{NUMBER_OF_NAME}{AFTER_NUMBER}(.+)$"}
        if depth == 1 and self.top.codes:
            return {"code": {"column": self.names.of(column), "map": self.top.codes}, "name": name, **more}
        if own is not None:
            code: Any = self.names.of(own.column)
            if own.has_several_names:
                code = {"column": code, "several_names": True}
        elif lead is not None and numbers is not None and (depth == 1 or all("." in number for number in numbers)):
            code = {"column": self.names.of(column), "pattern": rf"^{lead}({NUMBER_OF_NAME})"}
        else:
            code = {"sequence": "{n}" if depth == 1 else "{parent}.{n}"}
        return {"code": code, "name": name, **more}

    def _weight(self, column: Column) -> dict[str, Any]:
        """The weight of a level: a number that its names decide, in a column whose header speaks of it."""
        weight = self.anatomy.roles.get("weight")
        if weight is None or pair_share(column.keys_down, weight.keys_down) < 1.0 or weight.number - column.number != 1:
            return {}
        return {"weight": self.names.of(weight)}

    # Projects

    def _project(self, depth: int) -> dict[str, Any]:
        anatomy = self.anatomy
        column = anatomy.project
        assert column is not None
        node, remarks = self._node_of(column, depth)
        project: dict[str, Any] = {
            "node": Noted(node, remarks) if remarks else node,
            "code": self.names.item_code(column, "{parent}.{n}"),
            "name": self.names.of(column),
        }
        for role in ("state", "district"):
            if self._is_of(column, role):
                project[role] = self.names.of(anatomy.roles[role])
        dates = self._dates(column)
        if dates:
            project["dates"] = dates
        if self.amounts.frequency is not None:
            project["update_frequency"] = {"value": str(self.amounts.frequency)}
        else:
            said = confirm(N_("cada cuánto se actualizan los proyectos; la planilla no lo dice"))
            project["update_frequency"] = Noted({"value": "quarterly"}, (said,))
        if self._is_of(column, "declared"):
            project["declared_pct"] = self.names.of(anatomy.roles["declared"], percent=True)
        return project | self.names.responsible()

    def _is_of(self, project: Column, role: str) -> bool:
        """Whether a column speaks of the project and not of each of its rows."""
        column = self.anatomy.roles.get(role)
        return column is not None and pair_share(project.keys_down, column.keys) >= HIERARCHY_SHARE

    def _node_of(self, column: Column, depth: int) -> tuple[int, tuple[Remark, ...]]:
        """The deepest level that a project stands in just one item of."""
        levels = self.anatomy.levels
        if column is self.anatomy.item or not levels:
            return depth, ()
        shares = [pair_share(column.keys_down, level.keys_down) for level in levels]
        found = [position for position, share in enumerate(shares) if share >= HIERARCHY_SHARE]
        deepest = found[-1] if found else 0
        apart = round((1 - shares[deepest]) * column.distinct)
        node = depth - len(levels) + deepest + 1
        if not apart:
            return node, ()
        said = doubtful(
            N_("{count} de {all} están bajo más de un «{level}»; cada uno queda en el primero"),
            count=str(apart), all=str(column.distinct), level=levels[deepest].header,
        )  # fmt: skip
        return node, (said,)

    def _dates(self, project: Column) -> dict[str, Any]:
        anatomy = self.anatomy
        dates: dict[str, Any] = {}
        for role in ("start", "end"):
            columns = [anatomy.roles[role], *anatomy.others.get(role, [])] if self._is_of(project, role) else []
            for column in columns:
                key = f"{'actual' if _REAL.search(column.key) else 'planned'}_{role}"
                if key not in dates:
                    dates[key] = self.names.of(column)
        when = anatomy.roles.get("when") if self._is_of(project, "when") else None
        if when is None and "planned_end" in dates and "planned_start" not in dates:
            when = anatomy.roles["end"]
            del dates["planned_end"]
        if when is not None and "planned_start" in dates and "planned_end" not in dates:
            dates["planned_end"] = self.names.of(when)
        elif when is not None and "planned_end" not in dates:
            words = _start_words(when)
            dates["when"] = self.names.of(when)
            if words:
                dates["start_words"] = words
        return dates


def _first_noted(rule: dict[str, Any], remarks: Sequence[Remark]) -> dict[str, Any]:
    first, *rest = rule
    return {first: Noted(rule[first], tuple(remarks)), **{key: rule[key] for key in rest}} if remarks else rule


def _lead(column: Column) -> str:
    """What stands before the number in the names of a level, as an expression: "Eje 1. …" → "Eje\\s+"."""
    words = {text.split()[0] for text in column.texts if not any(letter.isdigit() for letter in text.split()[0])}
    if not words:
        return ""
    return rf"{re.escape(next(iter(words)))}\s+" if len(words) == 1 else r"[^\W\d]+\s+"


def _has_paragraphs(column: Column) -> bool:
    """Whether most names are followed by a paragraph of their own, which describes them."""
    parts = [text for cell in column.cells if isinstance(cell.value, str) and (text := clean_lines(cell.value))]
    return bool(parts) and 2 * sum("\n\n" in text for text in parts) > len(parts)


def _start_words(column: Column) -> list[str]:
    """The words with which a note beside a date says that it is a start."""
    found: dict[str, None] = {}
    for cell in column.cells:
        read = read_date_cell(cell, role=Role.END, default_year=2000)
        match = _STARTS.search(matching_key(read.value.remark)) if isinstance(read, Understood) else None
        if match is not None:
            found.setdefault(match[1])
    return list(found)
