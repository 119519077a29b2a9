"""xlsx and xlsm, cell by cell."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as OpenpyxlWorkbook

from intake.findings import FindingCode
from intake.reading import CellKind, WorkbookFormat, open_workbook, read_sheet
from intake.reading_grid import Cell, SheetGrid
from intake.reading_limits import UnreadableFile, UnreadableReason
from tests.intake.builders import (
    LUJAN,
    MAIN,
    RELATIONS,
    TENJO,
    number_cell,
    simple_sheet,
    styles,
    text_cell,
    worksheet,
    write,
    xlsx_parts,
)

real_workbooks = pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=pytest.mark.skipif(not path.exists(), reason="real workbook absent"))
        for path in (TENJO, LUJAN)
    ],
)


def grid(folder: Path, rows: str, after: str = "", **parts: object) -> SheetGrid:
    xml = worksheet(rows, after=after)
    return read_sheet(write(folder, "plan.xlsx", xlsx_parts({"Hoja 1": xml}, **parts)))  # type: ignore[arg-type]


def test_numbers_texts_and_booleans_keep_their_kind(tmp_path: Path) -> None:
    rows = (
        f'<row r="3">{number_cell("B3", "1.5")}{number_cell("C3", 2024257990001)}{text_cell("D3", " Aguas  Luján ")}'
        f'<c r="E3" t="b"><v>1</v></c><c r="F3" t="s"><v>1</v></c><c r="G3" t="str"><f>A1</f><v>dicho</v></c></row>'
    )
    cells = grid(tmp_path, rows, texts=["no", "compartido"]).row(3)
    assert [(cell.address, cell.value, cell.kind) for cell in cells] == [
        ("B3", 1.5, CellKind.NUMBER),
        ("C3", 2024257990001, CellKind.NUMBER),
        ("D3", " Aguas  Luján ", CellKind.TEXT),
        ("E3", True, CellKind.BOOLEAN),
        ("F3", "compartido", CellKind.TEXT),
        ("G3", "dicho", CellKind.TEXT),
    ]


def test_every_digit_of_a_number_is_kept(tmp_path: Path) -> None:
    rows = f'<row r="1">{number_cell("A1", "0.11149999999999999")}{number_cell("B1", "1E-3")}</row>'
    assert [cell.value for cell in grid(tmp_path, rows).row(1)] == [0.11149999999999999, 0.001]


def test_error_cells_stay_errors(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
    sheet = grid(tmp_path, rows)
    assert [(cell.ref, cell.error, cell.value) for cell in sheet.problems()] == [
        ("'Hoja 1'!A1", "#DIV/0!", None),
        ("'Hoja 1'!B1", "#REF!", None),
    ]


def test_a_formula_never_calculated_is_told_from_a_blank_and_from_an_empty_result(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>B2</f><v></v></c><c r="C1"/>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>1+1</f><v>2</v></c></row>'
    )
    sheet = grid(tmp_path, rows)
    assert [cell.address for cell in sheet.row(1) if cell.formula_without_value] == ["A1", "B1"]
    assert sheet.cell(1, 3).is_blank
    assert sheet.cell(1, 4).is_blank
    assert sheet.value(1, 5) == 2


def test_serials_become_dates_by_their_format(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{number_cell("A1", 45658, 1)}{number_cell("B1", 45658)}{number_cell("C1", 45658.5, 2)}'
        f'{number_cell("D1", 0.85, 3)}<c r="E1" t="d"><v>2025-06-30T00:00:00Z</v></c></row>'
    )
    sheet = grid(tmp_path, rows, formats=["dd/mm/yyyy", "d/m/yy h:mm", "0%"])
    assert [cell.value for cell in sheet.row(1)] == [
        date(2025, 1, 1),
        45658,
        datetime(2025, 1, 1, 12),
        0.85,
        date(2025, 6, 30),
    ]
    assert sheet.cell(1, 4).number_format == "0%"


def test_dates_of_the_1904_calendar_are_right(tmp_path: Path) -> None:
    rows = f'<row r="1">{number_cell("A1", 44196, 1)}</row>'
    sheet = grid(tmp_path, rows, formats=["dd/mm/yyyy"], workbook_properties='<workbookPr date1904="1"/>')
    assert sheet.value(1, 1) == date(2025, 1, 1)


def test_rich_text_is_joined_and_phonetic_help_left_out(tmp_path: Path) -> None:
    parts = xlsx_parts({"A": worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')})
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><r><t>Eje </t></r><r><rPr><b/></rPr><t>1_x000D_\n</t></r>'
        "<rPh><t>nota</t></rPh></si></sst>"
    )
    assert read_sheet(write(tmp_path, "a.xlsx", parts)).value(1, 1) == "Eje 1\r\n"


def test_cells_and_rows_without_an_address_follow_each_other(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='5'><c><v>3</v></c></row><row><c r='C6'><v>4</v></c></row>"
    assert [cell.address for cell in grid(tmp_path, rows).cells()] == ["A1", "B1", "A5", "C6"]


def test_names_with_a_prefix_are_read_alike(tmp_path: Path) -> None:
    parts = xlsx_parts({"A": simple_sheet([[1]])})
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert read_sheet(write(tmp_path, "a.xlsx", parts)).value(1, 1) == 7


def test_merged_ranges_are_kept(tmp_path: Path) -> None:
    after = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    sheet = grid(tmp_path, f'<row r="1">{text_cell("A1", "Título")}</row>', after=after)
    assert sheet.origin(2, 2).value == "Título"


def test_hidden_sheets_are_listed_as_hidden_and_not_the_first_choice(tmp_path: Path) -> None:
    sheets = {"Oculta": simple_sheet([[1]]), "Muy oculta": simple_sheet([[2]]), "Visible": simple_sheet([[3]])}
    path = write(tmp_path, "a.xlsx", xlsx_parts(sheets, states={"Oculta": "hidden", "Muy oculta": "veryHidden"}))
    with open_workbook(path) as workbook:
        assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [
            ("Oculta", True),
            ("Muy oculta", True),
            ("Visible", False),
        ]
        assert [sheet.name for sheet in workbook.visible_sheets()] == ["Visible"]
        assert workbook.sheet("Oculta").hidden
    assert read_sheet(path).value(1, 1) == 3


def test_a_sheet_is_found_in_spite_of_case_and_outer_spaces(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", xlsx_parts({"Indicadores ": simple_sheet([[1]])}))
    assert read_sheet(path, "indicadores").name == "Indicadores "


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", xlsx_parts({"PDM": simple_sheet([[1]]), "Hoja 1": simple_sheet([[1]])}))
    with pytest.raises(UnreadableFile) as refused:
        read_sheet(path, "Metas")
    assert str(refused.value) == "«a.xlsx» no tiene una hoja «Metas»; tiene: «PDM», «Hoja 1»."


def test_sheets_read_before_closing_stay_usable(tmp_path: Path) -> None:
    with open_workbook(write(tmp_path, "a.xlsx", xlsx_parts({"A": simple_sheet([["x"]])}))) as workbook:
        sheet = workbook.sheet("A")
        assert workbook.sheet_at(0) is sheet
    assert sheet.value(1, 1) == "x"


def test_external_links_and_macros_are_reported_and_left_alone(tmp_path: Path) -> None:
    link = f'<Relationship Id="rIdX" Type="{RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    parts = xlsx_parts({"A": simple_sheet([[1]])}, more_relations=link)
    parts["xl/vbaProject.bin"] = b"never run"
    with open_workbook(write(tmp_path, "plan.xlsm", parts)) as workbook:
        assert workbook.format is WorkbookFormat.XLSX
        assert [found.code for found in workbook.findings] == [
            FindingCode.EXTERNAL_LINKS_IGNORED,
            FindingCode.MACROS_IGNORED,
        ]
        assert workbook.sheet("A").value(1, 1) == 1


def test_a_chart_sheet_is_no_table(tmp_path: Path) -> None:
    parts = xlsx_parts({"Datos": simple_sheet([[1]]), "Gráfico": "<chartsheet/>"})
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        f'Id="rId2" Type="{RELATIONS}/worksheet"', f'Id="rId2" Type="{RELATIONS}/chartsheet"'
    )
    with open_workbook(write(tmp_path, "a.xlsx", parts)) as workbook:
        assert workbook.sheet_names == ["Datos"]


def test_a_style_that_is_not_there_leaves_the_number_as_it_is(tmp_path: Path) -> None:
    assert grid(tmp_path, f'<row r="1">{number_cell("A1", 45658, 99)}</row>').cell(1, 1).number_format == "General"


def test_formats_that_styles_are_based_on_do_not_count_as_cell_styles(tmp_path: Path) -> None:
    assert "cellStyleXfs" in styles([])
    assert grid(tmp_path, f'<row r="1">{number_cell("A1", 1)}</row>').cell(1, 1).number_format == "General"


@pytest.mark.parametrize("raw", ["12abc", "NaN", "INF", "1_000", "1e999"])
def test_a_number_that_is_none_becomes_text_and_the_rest_is_read(tmp_path: Path, raw: str) -> None:
    sheet = grid(tmp_path, f'<row r="1">{number_cell("A1", raw)}{number_cell("B1", 2)}</row>')
    assert [cell.value for cell in sheet.row(1)] == [raw, 2]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>5</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="9999999"/>',
        '<row r="x"/>',
        '<c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1" s="x"><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_contradicts_itself_is_damaged(tmp_path: Path, rows: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        grid(tmp_path, rows)
    assert refused.value.reason is UnreadableReason.DAMAGED


def test_what_openpyxl_writes_is_read_back(tmp_path: Path) -> None:
    book = OpenpyxlWorkbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Metas y “valores”"
    sheet.append(["Código", "Meta", "Vence"])
    sheet.append(["1.10", 0.85, datetime(2025, 6, 30)])
    sheet["B2"].number_format = "0.00%"
    sheet["D2"] = "=B2*2"
    sheet.merge_cells("A3:C3")
    book.save(tmp_path / "a.xlsx")
    book.close()
    read = read_sheet(tmp_path / "a.xlsx")
    assert read.name == "Metas y “valores”"
    assert [cell.value for cell in read.row(2)] == ["1.10", 0.85, date(2025, 6, 30), None]
    assert read.cell(2, 2).number_format == "0.00%"
    assert read.cell(2, 4).formula_without_value
    assert [merged.ref for merged in read.merged] == ["A3:C3"]


def comparable(cell: Cell) -> object:
    value = cell.error if cell.error is not None else cell.value
    return datetime(value.year, value.month, value.day) if type(value) is date else value


@real_workbooks
def test_every_cell_of_a_real_workbook_is_what_another_reader_sees(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    with open_workbook(path) as workbook:
        assert workbook.sheet_names == book.sheetnames
        for sheet in book.worksheets:
            read = workbook.sheet(sheet.title)
            expected = {
                cell.coordinate: (cell.value, cell.number_format)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None and str(cell.value).strip()
            }
            assert {c.address: (comparable(c), c.number_format) for c in read.cells()} == expected
            assert read.hidden == (sheet.sheet_state != "visible")
            assert {m.ref for m in read.merged} == {str(m) for m in sheet.merged_cells.ranges}
    book.close()


@pytest.mark.skipif(not TENJO.exists(), reason="real workbook absent")
def test_the_five_error_cells_of_the_real_plan_are_found() -> None:
    with open_workbook(TENJO) as workbook:
        problems = workbook.sheet("PDM").problems()
        hidden = [sheet.name for sheet in workbook.sheets if sheet.hidden]
    assert [cell.ref for cell in problems] == ["PDM!BJ75", "PDM!AB249", "PDM!AE249", "PDM!BI249", "PDM!BJ249"]
    assert {cell.error for cell in problems} == {"#DIV/0!"}
    assert hidden == ["Hoja 1", "CONSOLIDADO PROGRAMAS", "Nombre Eje"]
