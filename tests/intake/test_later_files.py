"""Later files of a plan: what they cannot say changes nothing, and what was renamed stays itself once confirmed."""

from __future__ import annotations

import datetime as dt
import random
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data_models.document import PlanDocument
from data_models.snapshot import plan_document
from data_models.store import Store
from data_models.sync import ImportResult, apply, plan_changes
from intake.extract import extract_sheets
from intake.findings import FindingCode
from intake.importing import import_file, read_source
from intake.problems import UnusableSource
from intake.reading import open_workbook
from intake.reading_grid import ErrorMark
from intake.recipe_file import load_recipe
from tests.intake.builders import LUJAN, TENJO
from tests.intake.recipes import PROJECTS, cells, read, recipe, sheet
from tests.intake.test_extract import HEADER, QUARTERLY, quarterly_row

DIVIDED_BY_ZERO = ErrorMark("#DIV/0!")
NEVER_CALCULATED = ErrorMark(None)
# Columns of `quarterly_row`, from 0: planned T1-T4, done T1-T4, the year's sum, four years, the whole plan.
PLANNED_T1, DONE_T2, SUM_2024, META_2025, WHOLE = 3, 8, 11, 13, 16


DATED = (
    PROJECTS.replace(
        "responsible: Responsable}",
        "responsible: Responsable, code: Código, state: Estado, start: Inicio, end: Fin, pct: Avance, money: Monto,"
        " ods: ODS}",
    )
    .replace(
        'code: {sequence: "{parent}.{n}"}, name: project,',
        "code: code, name: project, state: state, declared_pct: pct,",
    )
    .replace("needs: [axis, project]", "needs: [axis, project, code]")
    .replace("declared_pct: pct,", "declared_pct: pct, dates: {planned_start: start, planned_end: end},")
    + """
    budgets: [{item: project, year: 2025, approved: money}]
    links: [{cross_axis: ods, cross_axis_name: ODS, item: project, code: ods}]
"""
)
DATED_ROWS: list[list[Any]] = [
    ["Eje", "Código", "Proyecto", "Responsable", "Estado", "Inicio", "Fin", "Avance", "Monto", "ODS"],
    ["Uno", "P-1", "Plaza", "Obras; Hacienda", "en progreso", dt.date(2025, 1, 1), dt.date(2025, 6, 30), 40, 900, "11"],
    ["Dos", "P-2", "Puente", "Calles", "finalizado", dt.date(2024, 1, 1), dt.date(2024, 6, 30), 100, 50, "9; 11"],
]


def quarters() -> list[list[Any]]:
    return quarterly_row([10, 20, 30, 40], [5, 0, 7.5, 40], 100, [100, 50, 50, 0], 200)


def stored(store: Store, code: str = "p") -> PlanDocument:
    with store.reading() as connection:
        return plan_document(connection, code)


def bring_in(store: Store, tables: str, rows: list[list[Any]], more: str = "") -> ImportResult:
    known = stored(store) if store.data_version() and more != "first" else None
    found = read(tables, sheet(rows), known=known, more="" if more == "first" else more)
    return apply(store, found.document, kind="import", imported_by="prueba", findings=found.findings)


def with_cell(rows: list[list[Any]], column: int, value: Any, row: int = 1) -> list[list[Any]]:
    rows = deepcopy(rows)
    rows[row][column] = value
    return rows


def without_column(rows: list[list[Any]], column: int) -> list[list[Any]]:
    return [row[:column] + row[column + 1 :] for row in rows]


@pytest.mark.parametrize("unreadable", [DIVIDED_BY_ZERO, NEVER_CALCULATED], ids=["error", "formula"])
@pytest.mark.parametrize(
    ("column", "kept"),
    [
        (PLANNED_T1, {"targets": 1}),
        (DONE_T2, {"values": 1}),
        # Without a year, or their total, nobody knows how the years add up, and so no level.
        (META_2025, {"targets": 4}),
        (WHOLE, {"targets": 5}),
    ],
)
def test_a_cell_that_cannot_be_read_withdraws_and_changes_nothing(
    empty_store: Store, column: int, kept: dict[str, int], unreadable: ErrorMark
) -> None:
    bring_in(empty_store, QUARTERLY, quarters(), "first")
    before = stored(empty_store)
    result = bring_in(empty_store, QUARTERLY, with_cell(quarters(), column, unreadable))
    assert result.import_id is None
    assert result.changes.kept == kept
    assert stored(empty_store) == before


def test_a_total_that_cannot_be_read_does_not_change_how_a_year_is_accumulated(empty_store: Store) -> None:
    rows = quarterly_row([17, 17, 17, 17], [17, 17, 17, 17], 17, [17, 17, 17, 17], 17)
    bring_in(empty_store, QUARTERLY, rows, "first")
    before = stored(empty_store)
    assert {target.accumulation for target in before.targets if target.kind == "period"} == {"mean"}
    assert bring_in(empty_store, QUARTERLY, with_cell(rows, SUM_2024, NEVER_CALCULATED)).import_id is None
    assert stored(empty_store) == before


def test_a_blank_cell_was_read_and_does_withdraw(empty_store: Store) -> None:
    bring_in(empty_store, QUARTERLY, quarters(), "first")
    result = bring_in(empty_store, QUARTERLY, with_cell(quarters(), DONE_T2, None))
    [withdrawn] = result.changes.by_kind["values"].withdrawn
    assert withdrawn.key == ("1", dt.date(2024, 6, 30)) and result.changes.kept == {}


def test_the_rest_of_a_row_with_an_unreadable_cell_still_counts(empty_store: Store) -> None:
    bring_in(empty_store, QUARTERLY, quarters(), "first")
    rows = with_cell(with_cell(quarters(), DONE_T2, DIVIDED_BY_ZERO), DONE_T2 + 1, 9)
    result = bring_in(empty_store, QUARTERLY, rows)
    [changed] = result.changes.by_kind["values"].changed
    assert changed.differences["value"] == (7.5, 9.0)
    assert [value.value for value in stored(empty_store).values] == [5, 0, 9, 40]


def test_the_first_file_with_an_unreadable_year_promises_no_level_that_would_need_it(empty_store: Store) -> None:
    bring_in(empty_store, QUARTERLY, with_cell(quarters(), META_2025, DIVIDED_BY_ZERO), "first")
    levels = {target.due_on: target.value for target in stored(empty_store).targets if target.kind == "interim"}
    assert levels == {}  # with a year missing nobody knows either how the years make the whole
    by_recipe = QUARTERLY.replace("accumulation_years: {value: by_total}", "accumulation_years: {value: sum}")
    found = read(by_recipe, sheet(with_cell(quarters(), META_2025, DIVIDED_BY_ZERO)))
    assert [(one.due_on.year, one.value) for one in found.document.targets if one.kind == "interim" and one.due_on] == [
        (2024, 100)
    ]


def test_a_file_speaks_only_of_the_periods_it_has_columns_for(empty_store: Store) -> None:
    bring_in(empty_store, QUARTERLY, quarters(), "first")
    before = stored(empty_store)
    rows = without_column(quarters(), DONE_T2)
    result = bring_in(empty_store, QUARTERLY, rows)
    assert result.import_id is None and result.changes.kept == {"values": 1}
    assert stored(empty_store) == before


def test_a_value_of_a_longer_period_takes_the_place_of_those_inside_it(empty_store: Store) -> None:
    yearly = QUARTERLY.replace(
        "values: [{amounts: done}]", "values: [{column: done_2024, period_start: 2024-01-01, period_end: 2024-12-31}]"
    )
    yearly = yearly.replace("total_2024: SUMA 2024}", "total_2024: SUMA 2024, done_2024: T4 HECHO 2024}")
    assert yearly.count("done_2024") == 2
    bring_in(empty_store, QUARTERLY, quarters(), "first")
    bring_in(empty_store, yearly, with_cell(quarters(), DONE_T2 + 2, 52.5))
    assert [(value.period_start, value.value) for value in stored(empty_store).values] == [(dt.date(2024, 1, 1), 52.5)]


def test_a_year_that_the_file_left_out_is_not_missed_in_the_levels_that_add_it_up(empty_store: Store) -> None:
    by_recipe = QUARTERLY.replace("accumulation_years: {value: by_total}", "accumulation_years: {value: sum}")
    bring_in(empty_store, by_recipe, quarters(), "first")
    before = stored(empty_store)
    result = bring_in(empty_store, by_recipe, without_column(quarters(), META_2025))
    # 2024 is still its own; 2025 is not there, 2026 and 2027 would lack it.
    assert result.import_id is None and result.changes.kept == {"targets": 3}
    assert stored(empty_store) == before


def test_a_column_that_is_gone_leaves_its_field_as_it_was(empty_store: Store) -> None:
    rows = [HEADER, ["Uno", "Plaza", "Obras"], ["Uno", "Puente", "Calles"]]
    bring_in(empty_store, PROJECTS, rows, "first")
    before = stored(empty_store)
    result = bring_in(empty_store, PROJECTS, [row[:2] for row in rows])
    assert result.import_id is None and result.changes.kept == {"secretariats": 2, "projects": 2}
    assert stored(empty_store) == before


def test_a_row_whose_code_cannot_be_read_withdraws_no_item_of_its_kind(empty_store: Store) -> None:
    two = [*quarters(), ["2", "Otro indicador", *quarters()[1][2:]]]
    bring_in(empty_store, QUARTERLY, two, "first")
    before = stored(empty_store)
    result = bring_in(empty_store, QUARTERLY, with_cell(two, 0, ErrorMark("#REF!"), row=2))
    assert result.import_id is None
    assert result.changes.kept == {"indicators": 1, "targets": 9, "values": 4}
    assert stored(empty_store) == before


def test_a_project_whose_code_cannot_be_read_does_not_hold_back_the_others(empty_store: Store) -> None:
    bring_in(empty_store, DATED, DATED_ROWS, "first")
    rows = with_cell(with_cell(DATED_ROWS, 1, ErrorMark("#REF!")), 4, "pausado", row=2)
    [change] = bring_in(empty_store, DATED, rows).changes.by_kind["projects"].changed
    assert (change.key, change.differences) == ("P-2", {"state": ("finished", "paused")})


def test_a_table_whose_header_is_gone_withdraws_nothing(empty_store: Store) -> None:
    second = (
        PROJECTS.partition("tables:\n")[2].replace("name: proyectos", "name: obras").replace("sheet: Hoja", "sheet: B")
    )
    two, there = PROJECTS + second, sheet([HEADER, ["Uno", "Plaza", "Obras"]])
    known = read(two, there, sheet([HEADER, ["Dos", "Puente", "Calles"]], "B")).document
    apply(empty_store, known, kind="import", imported_by="prueba")
    before = stored(empty_store)
    later = read(two, there, sheet([["Ejes", "Obra", "Área"], ["Dos", "Puente", "Calles"]], "B"), known=before)
    assert cells(later, FindingCode.HEADER_MISSING) == [""]
    assert apply(empty_store, later.document, kind="import", imported_by="prueba").import_id is None
    assert stored(empty_store) == before


def test_a_file_with_none_of_the_tables_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnusableSource, match="«prueba.xlsx» no tiene ninguna de las tablas de la receta") as said:
        read(PROJECTS, sheet([["Ejes", "Obra", "Área"], ["Uno", "Plaza", "Obras"]]))
    assert str(said.value).endswith("se esperaba un encabezado con «Eje», «Proyecto».")


def test_a_sheet_without_rows_withdraws_nothing_and_says_so(empty_store: Store) -> None:
    rows = [HEADER, ["Uno", "Plaza", "Obras"]]
    bring_in(empty_store, PROJECTS, rows, "first")
    before = stored(empty_store)
    found = read(PROJECTS, sheet(rows[:1]), known=before)
    assert [one.severity for one in found.findings if one.code is FindingCode.SHEET_EMPTY] == ["error"]
    assert apply(empty_store, found.document, kind="import", imported_by="prueba").import_id is None
    assert stored(empty_store) == before


def test_a_level_put_in_between_changes_no_other(empty_store: Store) -> None:
    bring_in(empty_store, PROJECTS, [HEADER, ["Uno", "Plaza", "x"], ["Dos", "Puente", "x"]], "first")
    rows = [HEADER, ["Uno", "Plaza", "x"], ["Uno y medio", "Parque", "x"], ["Dos", "Puente", "x"]]
    result = bring_in(empty_store, PROJECTS, rows)
    assert result.changes.by_kind["nodes"].changed == []
    assert [node.name for node in stored(empty_store).nodes] == ["Uno", "Uno y medio", "Dos"]


@pytest.mark.parametrize("unreadable", [DIVIDED_BY_ZERO, NEVER_CALCULATED], ids=["error", "formula"])
@pytest.mark.parametrize(("tables", "rows"), [(QUARTERLY, quarters()), (DATED, DATED_ROWS)], ids=["goals", "projects"])
def test_whichever_cell_cannot_be_read_nothing_is_withdrawn_changed_or_new(
    sqlite_store: Store, tables: str, rows: list[list[Any]], unreadable: ErrorMark
) -> None:
    bring_in(sqlite_store, tables, rows, "first")
    known = stored(sqlite_store)
    for column, header in enumerate(rows[0]):
        found = read(tables, sheet(with_cell(rows, column, unreadable)), known=known)
        with sqlite_store.reading() as connection:
            changes = plan_changes(connection, found.document)
        assert changes.is_empty, (header, changes.counts())
        assert found.findings, header


def test_the_preview_says_what_stays_as_it_was(sqlite_store: Store, tmp_path: Path) -> None:
    def save(name: str, rows: list[list[Any]]) -> Path:
        book = openpyxl.Workbook()
        book.active.title = "Hoja"
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    import_file(sqlite_store, save("a.xlsx", quarters()), recipe(QUARTERLY))
    later = save("b.xlsx", with_cell(quarters(), DONE_T2, "=1/0"))
    text = import_file(sqlite_store, later, recipe(QUARTERLY), dry_run=True).text()
    assert "Sin cambios" in text
    assert "Quedan como estaban, porque esta fuente no los trae o no se pudieron leer: Valores 1." in text
    assert "si el plan ya tenía el dato, queda como estaba" in text


# Renamed

BEFORE = [
    HEADER,
    ["Uno", "Inventario de datos", "Obras"],
    ["Uno", "Tablero de gestión", "Obras"],
    ["Dos", "Plaza", "x"],
]
CONFIRMED = "renamed: [{name: Inventario de datos y metadatos, was: Inventario de datos}]\n"


def renamed_rows() -> list[list[Any]]:
    return with_cell(BEFORE, 1, "Inventario de datos y metadatos")


def test_a_new_name_like_one_that_is_gone_is_proposed_and_not_joined() -> None:
    known = read(PROJECTS, sheet(BEFORE)).document
    found = read(PROJECTS, sheet(renamed_rows()), known=known)
    assert {one.name: one.code for one in found.document.projects} == {
        "Inventario de datos y metadatos": "1.3",
        "Tablero de gestión": "1.2",
        "Plaza": "2.1",
    }
    [proposal] = [one for one in found.findings if one.code is FindingCode.MAYBE_RENAMED]
    assert proposal.cell == "B2"
    assert proposal.expected == (
        "el nombre de antes; si es «1.1 Inventario de datos», confírmelo en «renamed» de la receta"
    )


def test_a_name_confirmed_in_the_recipe_keeps_its_code_and_its_history(empty_store: Store) -> None:
    bring_in(empty_store, PROJECTS, BEFORE, "first")
    result = bring_in(empty_store, PROJECTS, renamed_rows(), CONFIRMED)
    [change] = result.changes.by_kind["projects"].changed
    assert change.key == "1.1"
    assert change.differences == {"name": ("Inventario de datos", "Inventario de datos y metadatos")}
    assert not result.changes.by_kind["projects"].new and not result.changes.by_kind["projects"].withdrawn
    # The rule may stay in the recipe: the next file finds the item by its new name.
    assert bring_in(empty_store, PROJECTS, renamed_rows(), CONFIRMED).import_id is None


def test_an_item_that_moved_is_proposed_and_keeps_its_code_when_confirmed() -> None:
    known = read(PROJECTS, sheet(BEFORE)).document
    moved = [HEADER, BEFORE[1], ["Dos", "Tablero de gestión", "Obras"], BEFORE[3]]
    assert cells(read(PROJECTS, sheet(moved), known=known), FindingCode.MAYBE_RENAMED) == ["B3"]
    more = "renamed: [{name: Tablero de gestión, was: Tablero de gestión}]\n"
    after = read(PROJECTS, sheet(moved), known=known, more=more)
    assert {one.name: (one.code, one.node.code) for one in after.document.projects}["Tablero de gestión"] == (
        "1.2",
        "2",
    )
    assert cells(after, FindingCode.MAYBE_RENAMED) == []


def test_both_names_in_one_file_are_two_items_whatever_the_recipe_says() -> None:
    known = read(PROJECTS, sheet(BEFORE)).document
    both = [*BEFORE, ["Uno", "Inventario de datos y metadatos", "Obras"]]
    found = read(PROJECTS, sheet(both), known=known, more=CONFIRMED)
    assert len({one.code for one in found.document.projects}) == 4


def test_a_name_unlike_all_that_are_gone_is_just_new() -> None:
    known = read(PROJECTS, sheet(BEFORE)).document
    found = read(PROJECTS, sheet(with_cell(BEFORE, 1, "Pavimento de la calle Mitre")), known=known)
    assert cells(found, FindingCode.MAYBE_RENAMED) == []


# The real workbooks


@pytest.mark.skipif(not TENJO.exists(), reason="the Tenjo workbook is not there")
def test_tenjo_saved_by_another_program_changes_nothing_with_or_without_its_calculated_values(
    sqlite_store: Store, tmp_path: Path
) -> None:
    first = import_file(sqlite_store, TENJO, "tenjo").document
    # Calculated values alone, as another program writes them: the same but for the 17th digit.
    openpyxl.load_workbook(TENJO, data_only=True).save(tmp_path / "valores.xlsx")
    assert import_file(sqlite_store, tmp_path / "valores.xlsx", "tenjo").import_id is None
    openpyxl.load_workbook(TENJO).save(tmp_path / "sin-valores.xlsx")
    outcome = import_file(sqlite_store, tmp_path / "sin-valores.xlsx", "tenjo")
    for kind, changes in outcome.changes.by_kind.items():
        assert not changes.withdrawn, kind
        assert not changes.changed, kind
        assert not changes.new, kind
    assert outcome.changes.kept["targets"] > 300
    assert stored(sqlite_store, first.plan.code) == first


@pytest.mark.skipif(not LUJAN.exists(), reason="the Luján workbook is not there")
def test_a_renamed_activity_of_lujan_is_proposed_as_the_one_it_was(sqlite_store: Store, tmp_path: Path) -> None:
    document = import_file(sqlite_store, LUJAN, "lujan").document
    longest = max(document.projects, key=lambda one: len(one.name))
    book = openpyxl.load_workbook(LUJAN)
    ref, cell = (longest.source_ref or "").rsplit("!", 1)
    written = book[ref.strip("'")][cell]
    written.value = f"{written.value} en todo el municipio"
    book.save(tmp_path / "despues.xlsx")
    found = read_source(sqlite_store, tmp_path / "despues.xlsx", "lujan").extraction
    [proposal] = [one for one in found.findings if one.code is FindingCode.MAYBE_RENAMED]
    assert f"«{longest.code} {longest.name}»" in proposal.expected
    assert replace(longest, name="") not in found.document.projects


@pytest.mark.skipif(not TENJO.exists(), reason="the Tenjo workbook is not there")
def test_whichever_cell_of_tenjo_cannot_be_read_nothing_is_withdrawn_or_changed(sqlite_store: Store) -> None:
    known = import_file(sqlite_store, TENJO, "tenjo").document
    chance = random.Random(7)
    for _ in range(12):
        with open_workbook(TENJO) as workbook:
            grid = workbook.sheet("PDM")
        rows = [row for row in grid.row_numbers if 10 <= row <= 300]
        # Thirty cells at once: each would do harm by itself.
        places = [(chance.choice(rows), chance.choice(grid.row(12)).column) for _ in range(30)]
        for row, column in places:
            grid.put(row, column, ErrorMark("#REF!"))
        found = extract_sheets(load_recipe("tenjo"), {"PDM": grid}, file="despues.xlsx", known=known)
        with sqlite_store.reading() as connection:
            changes = plan_changes(connection, found.document)
        told = {kind: one for kind, one in changes.by_kind.items() if one.new or one.withdrawn or one.changed}
        assert told == {}, sorted(places)
