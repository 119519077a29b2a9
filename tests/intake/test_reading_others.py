"""ods, xls and csv, and recognising each by its content."""

import codecs
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from intake.reading import CellKind, WorkbookFormat, open_workbook, read_sheet
from intake.reading_csv import detect_separator
from intake.reading_limits import UnreadableFile, UnreadableReason
from tests.intake.builders import ods_parts, simple_sheet, write, xlsx_parts


def ods(folder: Path, rows: str) -> Path:
    table = f'<table:table table:name="Hoja 1" table:style-name="ta1">{rows}</table:table>'
    return write(folder, "plan.ods", ods_parts(table))


def test_ods_cells_keep_their_kind(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="1685"><text:p>1.685</text:p>'
        '</table:table-cell><table:table-cell office:value-type="percentage" office:value="0.85"><text:p>85%</text:p>'
        '</table:table-cell><table:table-cell office:value-type="date" office:date-value="2025-06-30"><text:p>30/06'
        '</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Aguas'
        '<text:s text:c="2"/>Luján</text:p><text:p>dos</text:p></table:table-cell>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VERDADERO</text:p>'
        "</table:table-cell></table:table-row>"
    )
    cells = read_sheet(ods(tmp_path, rows)).row(1)
    assert [cell.value for cell in cells] == [1685, 0.85, date(2025, 6, 30), "Aguas  Luján\ndos", True]
    assert "%" in cells[1].number_format


def test_ods_errors_and_formulas_without_value_are_told_apart(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=[.A1]"/>'
        '<table:table-cell office:value-type="string"><text:p>#1 de la lista</text:p></table:table-cell>'
        "</table:table-row>"
    )
    sheet = read_sheet(ods(tmp_path, rows))
    assert [(cell.address, cell.error) for cell in sheet.problems()] == [("A1", "#DIV/0!"), ("B1", None)]
    assert sheet.value(1, 3) == "#1 de la lista"


def test_ods_repeated_cells_are_counted_and_empty_ones_cost_nothing(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/>'
        '<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    sheet = read_sheet(ods(tmp_path, rows))
    assert [cell.address for cell in sheet.cells()] == ["D1", "E1", "D2", "E2"]
    assert sheet.max_row == 2


def test_ods_merged_cells_and_hidden_sheets(tmp_path: Path) -> None:
    merged = (
        '<table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<text:p>Eje</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/>"
        '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    )
    tables = (
        '<table:table table:name="Oculta" table:style-name="ta2"><table:table-row><table:table-cell '
        'office:value-type="float" office:value="1"/></table:table-row></table:table>'
        f'<table:table table:name="Visible" table:style-name="ta1">{merged}</table:table>'
    )
    with open_workbook(write(tmp_path, "a.ods", ods_parts(tables))) as workbook:
        assert workbook.format is WorkbookFormat.ODS
        assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("Oculta", True), ("Visible", False)]
        sheet = workbook.sheet("Visible")
    assert sheet.origin(2, 1).value == "Eje"
    assert sheet.value(2, 2) == 1


def test_a_note_on_an_ods_cell_is_no_part_of_it(tmp_path: Path) -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>nota</text:p>'
        "</office:annotation><text:p>valor</text:p></table:table-cell></table:table-row>"
    )
    assert read_sheet(ods(tmp_path, rows)).value(1, 1) == "valor"


def test_what_another_library_writes_as_ods_is_read(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table, row = Table(name="Metas"), TableRow()
    number = TableCell(valuetype="float", value="12.5")
    text = TableCell(valuetype="string")
    text.addElement(P(text="Dirección de Datos"))
    for cell in (number, text):
        row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "a.ods"))
    sheet = read_sheet(tmp_path / "a.ods")
    assert (sheet.name, sheet.value(1, 1), sheet.value(1, 2)) == ("Metas", 12.5, "Dirección de Datos")


def xls(folder: Path) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Año 2025")
    sheet.write(0, 0, "Código")
    sheet.write(1, 0, "1.10")
    sheet.write(1, 1, 0.85, xlwt.easyxf(num_format_str="0%"))
    sheet.write(1, 2, datetime(2025, 6, 30), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(1, 3, True)
    sheet.row(1).set_cell_error(4, 0x07)
    sheet.write(1, 5, 1685)
    sheet.write(1, 6, " ")
    sheet.write_merge(2, 3, 0, 1, "Combinada")
    hidden = book.add_sheet("Oculta")
    hidden.visibility = 1
    path = folder / "plan.xls"
    book.save(str(path))
    return path


def test_xls_cells_keep_kind_format_errors_and_merged_ranges(tmp_path: Path) -> None:
    with open_workbook(xls(tmp_path)) as workbook:
        assert workbook.format is WorkbookFormat.XLS
        assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("Año 2025", False), ("Oculta", True)]
        sheet = workbook.sheet("Año 2025")
    assert [cell.value for cell in sheet.row(2)] == ["1.10", 0.85, date(2025, 6, 30), True, None, 1685]
    assert sheet.cell(2, 2).number_format == "0%"
    assert [(cell.address, cell.error) for cell in sheet.problems()] == [("E2", "#DIV/0!")]
    assert sheet.origin(4, 2).value == "Combinada"
    assert sheet.cell(2, 7).is_blank


CSV_TABLE = [["Código", "Nombre", "Meta"], ["1.10", "Dirección de “Datos”", "85,5"], ["0900", "x; y, z", ""]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_separator_and_encoding_gives_the_same_texts(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [separator.join('"' + field.replace('"', '""') + '"' for field in row) for row in CSV_TABLE]
    path = tmp_path / "plan 2025.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    with open_workbook(path) as workbook:
        assert workbook.format is WorkbookFormat.CSV
        assert workbook.sheet_names == ["plan 2025"]
        sheet = workbook.sheet_at(0)
    assert [[cell.value for cell in sheet.row(row)] for row in (1, 2, 3)] == [
        CSV_TABLE[0],
        CSV_TABLE[1],
        ["0900", "x; y, z"],
    ]
    assert {cell.kind for cell in sheet.cells()} == {CellKind.TEXT}


def test_bytes_unused_by_windows_are_read_as_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"A\xf1o;x\x81y\n")
    assert [cell.value for cell in read_sheet(path).row(1)] == ["Año", "x\x81y"]


@pytest.mark.parametrize(
    ("sample", "separator"),
    [
        ("a;b\n1,5;2,5\n", ";"),
        ("a,b\n1.5,2.5\n", ","),
        ('"a, b",c\n"x; y",z\n', ","),
        ("Plan de Gobierno\n\na;b;c\n1,0;2,0;3,0\n", ";"),
        ("una sola columna\nsin separador\n", ","),
        ("Agua\t1,5\nLuz\t2,5\n", "\t"),
        ("", ","),
        ("sep=|\na,b|c,d\n", "|"),
    ],
)
def test_the_separator_is_the_one_that_cuts_an_even_table(sample: str, separator: str) -> None:
    assert detect_separator(sample) == separator


def test_a_csv_with_a_byte_order_mark_has_a_clean_first_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + "Código;Meta".encode())
    assert read_sheet(path).value(1, 1) == "Código"


@pytest.mark.parametrize("text", ["BMX,5\n1,2\n", "MZ;x\n1;2\n", "%PDF,1\n2,3\n", "<html>,1\n2,3\n"])
def test_a_csv_may_begin_like_another_format(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    assert read_sheet(path).max_column == 2


@pytest.mark.parametrize("name", ["plan.xls", "plan.ods", "plan.csv", "plan", "plan.xlsm"])
def test_the_content_decides_and_not_the_name(tmp_path: Path, name: str) -> None:
    with open_workbook(write(tmp_path, name, xlsx_parts({"A": simple_sheet([["x"]])}))) as workbook:
        assert workbook.format is WorkbookFormat.XLSX
        assert workbook.sheet("A").value(1, 1) == "x"


def test_the_errors_of_formulas_in_a_csv_file_are_errors_and_no_texts(tmp_path: Path) -> None:
    path = tmp_path / "errores.csv"
    path.write_text("a;b;c\n#¡DIV/0!;#REF!; #N/D \n#hashtag;N/A;#¿NOMBRE?\n", encoding="utf-8")
    with open_workbook(path) as workbook:
        grid = next(iter(workbook.visible_sheets()))
        kinds = [[grid.cell(row, column).kind for column in (1, 2, 3)] for row in (2, 3)]
    assert kinds == [
        [CellKind.ERROR, CellKind.ERROR, CellKind.ERROR],
        [CellKind.TEXT, CellKind.TEXT, CellKind.ERROR],
    ]


def test_quotes_left_open_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('codigo;nombre\nc1;uno\nc2;"sin cerrar\nc3;tres\n', encoding="utf-8")
    with pytest.raises(UnreadableFile) as refused, open_workbook(path) as workbook:
        workbook.sheet_at(0)
    assert refused.value.reason is UnreadableReason.OPEN_QUOTES
    assert "línea 3" in str(refused.value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_quotes_that_are_closed_may_hold_lines_and_end_the_file(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'codigo;nombre\nc1;"uno\ny medio"{end}'.encode())
    assert read_sheet(path).value(2, 2) == "uno\ny medio"


def test_a_text_pasted_together_from_two_encodings_is_read_in_both(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("codigo;nombre\nc1;ñandú\nc2;acción\n".encode() + "c3;educación\n".encode("cp1252"))
    grid = read_sheet(path)
    assert [grid.value(row, 2) for row in (2, 3, 4)] == ["ñandú", "acción", "educación"]


def test_a_latin_text_is_not_taken_for_another_because_two_signs_look_like_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("codigo;nombre\nc1;«CAFÉ»\nc2;educación y niñez\n".encode("cp1252"))
    assert [read_sheet(path).value(row, 2) for row in (2, 3)] == ["«CAFÉ»", "educación y niñez"]
