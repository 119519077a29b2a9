"""Proposing a recipe for a workbook nobody has described yet: a first draft that a person corrects.

Headers are found by their content, levels by how often their names repeat, periods by what the headers say. The draft
is a valid recipe; whatever it assumed stands in a comment at its top.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from data_models.names import make_slug
from intake.normalize.dates import read_date_cell
from intake.normalize.numbers import read_number_cell
from intake.normalize.periods import Period, read_period
from intake.normalize.results import Understood
from intake.normalize.states import read_state_cell
from intake.normalize.text import clean_text, matching_key
from intake.problems import UnusableSource
from intake.reading import Cell, CellKind, SheetGrid, Workbook, open_workbook
from intake.reading_grid import column_letters
from intake.wording import N_, Translate, as_written
from kpis.vocabulary import Frequency

SAMPLE_ROWS: Final = 400
LONGEST_HEADER: Final = 120
MOST_LEVELS: Final = 3
_YEARS: Final = frozenset(str(year) for year in range(1990, 2101))
REPEATED_SHARE: Final = 0.75  # a level's names repeat: at most this share of the rows has a name of its own

# Words of headers, folded; the first that matches says what a column is.
_ROLES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("code", r"^(cod|codigo|nro|n|no|id|num)\b"),
        ("responsible", r"^(responsables?|areas? responsables?|secretarias?|dependencias?|organismo|area)\b"),
        ("baseline", r"^(linea de? ?base|linea base|l b|lb)$"),
        ("unit", r"^(unidad|unidad de medida|u m|medida)$"),
        ("kind", r"^tipo( de)?( indicador)?$"),
        ("state", r"^(estado|situacion|estatus)\b"),
        ("due", r"^(plazo|vencimiento|vence|fecha limite|fecha meta)\b"),
        ("start", r"^(fecha de )?(inicio|comienzo)\b"),
        ("when", r"^(fecha|semestre|fin|fecha de fin|cierre)\b"),
        ("indicator", r"^(indicador|nombre del indicador)\b"),
        ("target", r"^(meta|meta final|objetivo cuantitativo|valor esperado( cuatrienio)?|valor meta)$"),
        ("value", r"^(valor|valor actual|ultimo valor|resultado|avance)$"),
        ("declared", r"^(% de avance|avance %|porcentaje de avance|% avance)$"),
        ("source", r"^fuente\b"),
        ("budget", r"^(presupuesto|monto|apropiacion|credito)\b"),
        ("level", r"^(ejes?|lineas?|(sub)?programas?|componentes?|entreg(as?|ables?)|objetivos?|dimension|sector)\b"),
        ("project", r"^(proyectos?|nombre del proyecto|actividad(es)?|accion(es)?|sub actividad|descripcion)\b"),
    )
)  # fmt: skip
_LEVEL_WORDS: Final = (
    "eje",
    "linea",
    "dimension",
    "sector",
    "objetivo",
    "programa",
    "componente",
    "entrega",
    "subprograma",
)
_KIND_MAP: Final = {"De proceso": "process", "De resultado": "outcome", "De finalidad": "outcome", "Proceso": "process",
                    "Resultado": "outcome", "Producto": "process", "Impacto": "outcome"}  # fmt: skip


@dataclass(slots=True)
class _Column:
    """A column of a table found: its header, what it seems to be, and its cells."""

    number: int
    header: str
    occurrence: int
    role: str | None
    cells: list[Cell]
    period: Period | None = None

    @property
    def words(self) -> list[str]:
        return [matching_key(str(cell.value)) for cell in self.cells if cell.kind is CellKind.TEXT]

    @property
    def numbers(self) -> int:
        return sum(isinstance(read_number_cell(cell), Understood) for cell in self.cells if not cell.is_blank)

    @property
    def distinct_share(self) -> float:
        filled = [cell for cell in self.cells if not cell.is_blank]
        return len({matching_key(str(cell.value)) for cell in filled}) / max(1, len(self.cells))

    @property
    def has_blanks(self) -> bool:
        return any(cell.is_blank for cell in self.cells)


@dataclass(slots=True)
class _Found:
    """A table found in a sheet."""

    grid: SheetGrid
    header_row: int
    header_rows: int
    columns: list[_Column] = field(default_factory=list)


def guess_recipe(path: str | os.PathLike[str], translate: Translate = as_written) -> str:
    """Return a recipe for a workbook as YAML text, to be corrected by a person.

    Raises UnreadableFile for a file that cannot be read and UnusableSource when no sheet has a table.
    """
    with open_workbook(path) as workbook:
        return _guess(workbook, translate)


def _guess(workbook: Workbook, translate: Translate) -> str:
    tables = [table for grid in workbook.visible_sheets() for table in _tables_of(grid)]
    if not tables:
        raise UnusableSource(
            translate(N_("«{file}» no tiene ninguna tabla con encabezado y filas.")).format(file=workbook.file)
        )
    stem = clean_text(Path(workbook.file).stem.replace("_", " "))
    first_year, last_year = _years(tables)
    sheets = list(dict.fromkeys(table.grid.name for table in tables))
    written = [
        _table(table, position, sheets.index(table.grid.name) + 1) for position, table in enumerate(tables, start=1)
    ]
    depth = max((len(table["nodes"]) for table in written), default=1)
    recipe: dict[str, Any] = {
        "recipe": make_slug(stem) or "receta",
        "title": stem,
        "municipality": {"code": "mi-municipio", "name": "Mi Municipio", "country": "AR", "currency": "ARS"},
        "plan": {
            "code": make_slug(stem) or "plan",
            "name": stem,
            "starts_on": dt.date(first_year, 1, 1),
            "ends_on": dt.date(last_year, 12, 31),
        },
        "levels": {"nodes": _level_names(tables, depth)},
        "tables": written,
    }
    comments = [
        translate(N_("Propuesta: revise cada línea antes de importar (metas recipe check muestra qué se leería).")),
        translate(
            N_("Complete el municipio, el nombre y las fechas del plan; están supuestos por los años de la planilla.")
        ),
        translate(N_("Se supuso que los indicadores aumentan y que cada valor reemplaza al anterior.")),
    ]
    body = yaml.safe_dump(recipe, allow_unicode=True, sort_keys=False, width=120)
    return "".join(f"# {comment}\n" for comment in comments) + body


# Where the tables are


def _tables_of(grid: SheetGrid) -> list[_Found]:
    starts = [row for row in grid.row_numbers if _is_header(grid, row)]
    found = []
    for position, row in enumerate(starts):
        rows = 2 if _has_second_row(grid, row) else 1
        end = starts[position + 1] - 1 if position + 1 < len(starts) else grid.max_row
        data = [number for number in grid.row_numbers if row + rows <= number <= end]
        if data:
            table = _Found(grid, row, rows)
            table.columns = _columns(grid, row, rows, data[:SAMPLE_ROWS])
            found.append(table)
    return found


def _is_header(grid: SheetGrid, row: int) -> bool:
    """A row of at least two short, different texts that are no data, after a blank row, a title or nothing."""
    cells = grid.row(row)
    texts = [cell for cell in cells if not _is_year(cell)]
    if len(texts) < 2 or any(cell.kind is not CellKind.TEXT or len(str(cell.value)) > LONGEST_HEADER for cell in texts):
        return False
    keys = [matching_key(str(cell.value)) for cell in cells]
    if len(set(keys)) < max(2, 0.7 * len(keys)) or any(map(_is_data, texts)):
        return False
    above = grid.row(row - 1) if row > 1 else []
    return len(above) <= 1


def _is_year(cell: Cell) -> bool:
    """Whether a cell is a year, as a number or as a text: a header as often as a number."""
    return clean_text(str(cell.value)).removesuffix(".0") in _YEARS


def _is_data(cell: Cell) -> bool:
    """Whether a text is a number, a state or a day, which a header never is; a period may well be one."""
    if isinstance(read_number_cell(cell), Understood) or isinstance(read_state_cell(cell), Understood):
        return True
    return isinstance(read_date_cell(cell), Understood) and not isinstance(read_period(cell.value), Understood)


def _has_second_row(grid: SheetGrid, row: int) -> bool:
    """A header over two rows has upper cells merged over several columns."""
    return any(
        merged.first_row == row == merged.last_row and merged.last_column > merged.first_column
        for merged in grid.merged
    )


def _columns(grid: SheetGrid, row: int, rows: int, data: Sequence[int]) -> list[_Column]:
    columns: list[_Column] = []
    seen: dict[str, int] = {}
    for number in range(1, grid.max_column + 1):
        parts = [grid.origin(r, number) for r in range(row, row + rows)]
        texts = dict.fromkeys(clean_text(str(part.value)) for part in parts if part.value is not None)
        header = " ".join(texts)
        if not header:
            continue
        key = matching_key(header)
        seen[key] = seen.get(key, 0) + 1
        column = _Column(number, header, seen[key], _role(key), [grid.origin(r, number) for r in data])
        read = read_period(header)
        if isinstance(read, Understood) and column.numbers:
            column.period = read.value.period
        columns.append(column)
    return columns


def _role(key: str) -> str | None:
    return next((role for role, pattern in _ROLES if pattern.search(key)), None)


# What they say


def _table(found: _Found, position: int, sheet_number: int) -> dict[str, Any]:
    names = _Names()
    periods = [column for column in found.columns if column.period is not None]
    plain = [column for column in found.columns if column.period is None]
    levels = _levels(plain)
    codes = _codes(plain, levels)
    leaf = _leaf(plain, levels)
    is_indicator = leaf.role == "indicator" or bool(periods) or any(c.role in ("target", "baseline") for c in plain)
    nodes = [
        {"depth": depth, "code": _code(codes.get(level.number), depth, names), "name": names.of(level)}
        for depth, level in enumerate(levels, start=1)
    ] or [{"depth": 1, "code": {"value": str(sheet_number)}, "name": {"value": clean_text(found.grid.name)}}]
    by_role = {column.role: column for column in reversed(plain) if column not in levels and column is not leaf}
    item: dict[str, Any] = {
        "node": len(nodes),
        "code": _code(codes.get(leaf.number), 2, names),
        "name": names.of(leaf),
    }
    responsible = by_role.get("responsible")
    if responsible is not None:
        item["responsible"] = {"column": names.of(responsible), **_separator(responsible)}
    fill_down = [names.of(level) for level in levels if level.has_blanks]
    table: dict[str, Any] = {
        "name": f"{clean_text(found.grid.name)} {position}".strip(),
        "sheet": found.grid.name,
        "header": {"contains": _header_texts(found), **({"rows": found.header_rows} if found.header_rows > 1 else {})},
        "columns": names.columns,
        "needs": [names.of(leaf)],
        "nodes": nodes,
    }
    if fill_down:
        table["fill_down"] = fill_down
    if is_indicator:
        table |= _indicator_parts(item, by_role, periods, names)
    else:
        table["project"] = item | _project_parts(by_role, names)
    return table


class _Names:
    """Short names for the columns that a recipe uses, in the order used."""

    def __init__(self) -> None:
        self.columns: dict[str, Any] = {}
        self._by_number: dict[int, str] = {}

    def of(self, column: _Column) -> str:
        if column.number not in self._by_number:
            base = make_slug(column.header).replace("-", "_")[:40] or "columna"
            name = base if base not in self.columns else f"{base}_{column_letters(column.number).lower()}"
            place: Any = column.header
            if column.occurrence > 1:
                place = {"header": column.header, "occurrence": column.occurrence}
            self.columns[name] = place
            self._by_number[column.number] = name
        return self._by_number[column.number]


def _levels(columns: Sequence[_Column]) -> list[_Column]:
    """The columns whose texts repeat and whose headers speak of a level, the fewest names first."""
    named = [
        column
        for column in columns
        if column.role == "level" and len(column.words) > 1 and column.distinct_share <= REPEATED_SHARE
    ]
    return sorted(named, key=lambda column: (column.distinct_share, column.number))[:MOST_LEVELS]


def _leaf(columns: Sequence[_Column], levels: Iterable[_Column]) -> _Column:
    """The column with the name of each row's item: by its header, else the column with the most different texts."""
    rest = [column for column in columns if column not in levels]
    for role in ("indicator", "project"):
        matching = [column for column in rest if column.role == role and column.words]
        if matching:
            return max(matching, key=lambda column: (column.distinct_share, -column.number))
    return max(rest or columns, key=lambda column: (len(set(column.words)), -column.number))


def _codes(columns: Sequence[_Column], levels: Iterable[_Column]) -> dict[int, _Column]:
    """The code column of each level and of the item: the one just before a column whose header it names."""
    found: dict[int, _Column] = {}
    level_numbers = {level.number for level in levels}
    for before, column in zip(columns, columns[1:], strict=False):
        is_complete = not before.has_blanks and before.role == "code"
        if is_complete and (column.number in level_numbers or before.distinct_share == 1.0):
            found[column.number] = before
    return found


def _code(column: _Column | None, depth: int, names: _Names) -> Any:
    if column is not None:
        return names.of(column)
    return {"sequence": "{n}" if depth == 1 else "{parent}.{n}"}


def _indicator_parts(
    item: dict[str, Any], by_role: dict[str | None, _Column], periods: Sequence[_Column], names: _Names
) -> dict[str, Any]:
    kind, unit = by_role.get("kind"), by_role.get("unit")
    frequencies = [
        column.period.frequency for column in periods if column.period is not None and column.period.frequency
    ]
    item |= {
        "kind": {"column": names.of(kind), "map": _KIND_MAP, "default": "process"} if kind else {"value": "process"},
        "unit": {"column": names.of(unit), "default": "unidades"} if unit else {"value": "unidades"},
        "direction": {"value": "increase"},
        "accumulation": {"value": "last"},
        "frequency": {"value": str(min(frequencies, key=list(Frequency).index)) if frequencies else "yearly"},
    }
    for role in ("baseline", "source"):
        if role in by_role:
            item[role] = names.of(by_role[role])
    parts: dict[str, Any] = {"indicator": item}
    groups = _period_groups(periods)
    if groups:
        parts["period_columns"] = {name: {"header": pattern} for name, pattern, _ in groups}
    targets: list[dict[str, Any]] = []
    if "target" in by_role:
        due = {"due_on": names.of(by_role["due"])} if "due" in by_role else {}
        targets.append({"kind": "final", "column": names.of(by_role["target"]), **due})
    finest = str(min(frequencies, key=list(Frequency).index)) if frequencies else ""
    fine = [(name, is_plan) for name, _, is_plan in groups if name.endswith(finest)]
    targets += [{"kind": "period", "amounts": name} for name, is_plan in fine if is_plan][:1]
    if targets:
        parts["targets"] = targets
    values = [{"amounts": name} for name, is_plan in fine if not is_plan][:1]
    if values:
        parts["values"] = values
    return parts


def _period_groups(periods: Sequence[_Column]) -> list[tuple[str, str, bool]]:
    """Columns of periods grouped by their other words and frequency: (name, pattern of the headers, is it a plan)."""
    groups: dict[tuple[str, Frequency | None], list[_Column]] = {}
    for column in periods:
        read = read_period(column.header)
        if isinstance(read, Understood):
            groups.setdefault((matching_key(read.value.rest), read.value.period.frequency), []).append(column)
    found: list[tuple[str, str, bool]] = []
    for (words, frequency), columns in groups.items():
        if len(columns) < 2 and len(groups) > 1:
            continue
        escaped = (re.escape(column.header).replace("\\ ", " ") for column in columns)
        shapes = sorted({re.sub(r"\d+", r"\\d+", header) for header in escaped})
        name = "_".join(filter(None, (make_slug(words).replace("-", "_")[:40], str(frequency or "periodo"))))
        if any(name == other for other, _, _ in found):
            continue
        is_plan = re.search(r"\b(plan|planeado|planead|programad|meta|esperad|previst)", words) is not None
        found.append((name, f"^(?:{'|'.join(shapes)})$", is_plan))
    return found


def _project_parts(by_role: dict[str | None, _Column], names: _Names) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if "state" in by_role:
        parts["state"] = names.of(by_role["state"])
    dates: dict[str, Any] = {}
    if "start" in by_role:
        dates["planned_start"] = names.of(by_role["start"])
    end = by_role.get("when") or by_role.get("due")
    if end is not None:
        dates["when" if "start" not in by_role else "planned_end"] = names.of(end)
    if dates:
        parts["dates"] = dates
    if "declared" in by_role:
        parts["declared_pct"] = names.of(by_role["declared"])
    return parts


def _separator(column: _Column) -> dict[str, str]:
    return {"separator": ";"} if any(";" in word for word in (str(cell.value) for cell in column.cells)) else {}


def _header_texts(found: _Found) -> list[str]:
    """The first texts of the header, enough to tell it from other rows."""
    texts = [clean_text(str(cell.value)) for cell in found.grid.row(found.header_row) if cell.value is not None]
    return texts[:4]


def _level_names(tables: Sequence[_Found], depth: int) -> list[dict[str, str]]:
    headers: list[str] = []
    for table in tables:
        for level in _levels([column for column in table.columns if column.period is None]):
            word = next((w for w in _LEVEL_WORDS if w in matching_key(level.header).split()), None)
            if word is not None and word not in headers:
                headers.append(word)
    headers = (headers + ["eje", "programa", "subprograma"])[: max(depth, 1)] if depth else ["eje"]
    unique = list(dict.fromkeys(headers))
    unique += [f"nivel {number}" for number in range(len(unique) + 1, depth + 1)]
    return [{"singular": word, "plural": word + "s"} for word in unique[:depth]]


def _years(tables: Sequence[_Found]) -> tuple[int, int]:
    years = [c.period.end.year for table in tables for c in table.columns if c.period is not None]
    if not years:
        for table in tables:
            for column in table.columns:
                if column.role in ("when", "due", "start"):
                    reads = [read_date_cell(cell) for cell in column.cells if not cell.is_blank]
                    years += [read.value.on.year for read in reads if isinstance(read, Understood)]
    if not years:
        years = [dt.date.today().year]
    return min(years), max(years)
