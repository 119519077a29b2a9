"""Files say what the rows say: names of the dictionary, its words, ISO dates, points, and nothing that can run."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from data_models import dictionary
from open_data import files
from open_data.files import FileColumn, csv_bytes, csv_chunks, csv_metadata, file_name, xlsx_bytes
from open_data.workbook import column_letters

COLUMNS = (
    FileColumn("name", "nombre"),
    FileColumn("status", "estado", words={"off_track": "Atrasada"}),
    FileColumn("amount", "monto", "number"),
    FileColumn("count", "cantidad", "integer"),
    FileColumn("on", "fecha", "date"),
    FileColumn("flag", "es_demo", "boolean"),
)
FRAME = pd.DataFrame(
    {
        "name": pd.Series(['Plaza, «5» "sur"', "=1+1", None], dtype=object),
        "status": pd.Series(["off_track", "strange", None], dtype=object),
        "amount": [0.1 + 0.2, 1685.0, float("nan")],
        "count": [0.0, 3.0, float("nan")],
        "on": pd.to_datetime(["2025-03-30", "2026-12-01", ""]),
        "flag": [True, False, False],
    }
)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def read_sheet(content: bytes, name: str) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_a_csv_has_words_points_iso_dates_and_blanks() -> None:
    assert read_csv(csv_bytes(FRAME, COLUMNS)) == [
        ["nombre", "estado", "monto", "cantidad", "fecha", "es_demo"],
        ['Plaza, «5» "sur"', "Atrasada", "0.30000000000000004", "0", "2025-03-30", "true"],
        ["'=1+1", "strange", "1685", "3", "2026-12-01", "false"],
        ["", "", "", "", "", "false"],
    ]


def test_a_csv_begins_with_its_first_name_and_ends_its_lines_as_the_standard_says() -> None:
    content = csv_bytes(FRAME, COLUMNS)
    assert content.startswith(b"nombre,")
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize("start", files.FORMULA_STARTS)
def test_no_text_of_a_csv_is_a_formula(start: str) -> None:
    frame = pd.DataFrame({"name": pd.Series([f"{start}cmd|' /C calc'!A0"], dtype=object)})
    cell = read_csv(csv_bytes(frame, COLUMNS[:1]))[1][0]
    assert cell.startswith("'")


def test_a_negative_number_is_not_a_formula() -> None:
    frame = pd.DataFrame({"amount": [-3.5]})
    assert read_csv(csv_bytes(frame, COLUMNS[2:3]))[1] == ["-3.5"]


def test_a_large_csv_comes_in_pieces_that_are_the_whole() -> None:
    frame = pd.DataFrame({"amount": [float(number) for number in range(9_001)]})
    chunks = list(csv_chunks(frame, COLUMNS[2:3]))
    assert len(chunks) == 3
    assert [row[0] for row in read_csv(b"".join(chunks))] == ["monto", *(str(number) for number in range(9_001))]


def test_a_csv_without_rows_still_names_its_columns() -> None:
    assert csv_bytes(FRAME.head(0), COLUMNS) == b"nombre,estado,monto,cantidad,fecha,es_demo\r\n"


def test_a_workbook_holds_values_of_their_type_and_no_formula() -> None:
    content = xlsx_bytes(FRAME, COLUMNS, [("Plan", "=Demo"), ("Filas", 3)])
    assert read_sheet(content, "Datos") == [
        ("nombre", "estado", "monto", "cantidad", "fecha", "es_demo"),
        ('Plaza, «5» "sur"', "Atrasada", 0.1 + 0.2, 0, dt.datetime(2025, 3, 30), True),
        ("=1+1", "strange", 1685, 3, dt.datetime(2026, 12, 1), False),
        (None, None, None, None, None, False),
    ]
    assert read_sheet(content, "Acerca de") == [("Dato", "Valor"), ("Plan", "=Demo"), ("Filas", 3)]
    assert [row[0] for row in read_sheet(content, "Columnas")] == ["Columna", *(column.header for column in COLUMNS)]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}
    assert book["Datos"]["E2"].number_format == "yyyy\\-mm\\-dd"
    assert book["Datos"]["A3"].quotePrefix
    assert book["Datos"].freeze_panes == "A2"


def test_what_a_workbook_cannot_hold_is_left_out_of_a_text() -> None:
    frame = pd.DataFrame({"name": pd.Series(["a\x00b\x0bc <&> d\r\ne", "x" * 40_000], dtype=object)})
    rows = read_sheet(xlsx_bytes(frame, COLUMNS[:1], []), "Datos")
    assert rows[1] == ("abc <&> d\r\ne",)
    assert len(rows[2][0]) == 32_767


def test_the_same_rows_make_the_same_workbook() -> None:
    assert xlsx_bytes(FRAME, COLUMNS, []) == xlsx_bytes(FRAME, COLUMNS, [])


def test_the_columns_are_the_public_ones_of_the_dictionary_under_their_spanish_names() -> None:
    assert [column.name for column in files.PROGRESS] == [
        column.name for column in dictionary.PROGRESS if column.is_public
    ]
    headers = [column.header for column in files.PROGRESS]
    assert len(set(headers)) == len(headers)
    assert all(header.isascii() and header == header.lower() for header in headers)


def test_the_description_of_a_csv_names_each_column_with_its_type() -> None:
    described = csv_metadata(COLUMNS, [("Plan", "Demo"), ("Filas", 3)], "filas.csv")
    columns = described["tableSchema"]["columns"]
    assert [(each["name"], each["datatype"]) for each in columns] == [
        ("nombre", "string"), ("estado", "string"), ("monto", "number"), ("cantidad", "integer"), ("fecha", "date"),
        ("es_demo", "boolean"),
    ]  # fmt: skip
    assert described["dc:description"] == ["Plan: Demo", "Filas: 3"]


def test_a_file_is_named_with_plain_letters() -> None:
    assert file_name(["/proyectos", "demo", "q Ñandú/../x", ""], ".csv") == "proyectos_demo_q-nandu-x.csv"
    assert len(file_name(["x" * 500], ".csv")) == 124


def test_columns_are_lettered_as_in_a_sheet() -> None:
    assert [column_letters(number) for number in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
