"""Rows as files: CSV for programs, a workbook for people. What both hold is the view `tabla_de_avance`, row by row.

Names are the dictionary's Spanish ones, stored codes are its words, dates are ISO, decimals have a point, blank is "no
datum". The CSV is plain RFC 4180 in UTF-8 without a byte order mark, so that the first column has its exact name in any
program; whoever opens files by double click takes the workbook, which no regional setting can misread.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from data_models import dictionary
from data_models.queries.selection import folded
from data_models.views import LEFT_AS_CODES
from open_data.workbook import Cell, Sheet, workbook_bytes

# A text that begins with one of these is a formula to the program that opens the file: somebody else's to run.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CSV_TYPE = "text/csv; charset=utf-8; header=present"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Rows written at once: what is in memory of a large plan.
_CHUNK_ROWS = 4_000
_LONGEST_NAME = 120
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

About = Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file: the frame's column `name`, its `header`, type (as the dictionary says), meaning.

    `words` are what stored codes are written as.
    """

    name: str
    header: str
    type: str = "text"
    meaning: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def file_columns(columns: Iterable[dictionary.Column]) -> tuple[FileColumn, ...]:
    """Columns of the dictionary as columns of a file."""
    return tuple(
        FileColumn(
            column.name,
            column.file_name,
            column.type,
            f"{column.meaning} ({column.unit})" if column.unit else column.meaning,
            {} if column.name in LEFT_AS_CODES else {value.code: value.word for value in column.allowed_values},
        )
        for column in columns
    )


PROGRESS = file_columns(dictionary.PUBLIC_PROGRESS)


def csv_chunks(frame: pd.DataFrame, columns: Sequence[FileColumn]) -> Iterator[bytes]:
    """The CSV of a frame in pieces, the header first; a formula is disarmed by an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_safe(column.header) for column in columns)
    for start in range(0, max(1, len(frame)), _CHUNK_ROWS):
        part = frame.iloc[start : start + _CHUNK_ROWS]
        writer.writerows(zip(*(_csv_cells(column, part[column.name]) for column in columns), strict=True))
        yield out.getvalue().encode("utf-8")
        out.seek(0)
        out.truncate()


def csv_bytes(frame: pd.DataFrame, columns: Sequence[FileColumn]) -> bytes:
    """The CSV of a frame (see `csv_chunks`)."""
    return b"".join(csv_chunks(frame, columns))


def csv_metadata(columns: Sequence[FileColumn], about: About, file_name: str) -> dict[str, Any]:
    """What a CSV holds, as "CSV on the Web" describes it: its columns with type and meaning, and what it is of."""
    types = {"integer": "integer", "number": "number", "date": "date", "datetime": "datetime", "boolean": "boolean"}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
        "url": file_name,
        "dc:description": [f"{name}: {value}" for name, value in about if value is not None],
        "tableSchema": {
            "columns": [
                {
                    "name": column.header,
                    "titles": column.header,
                    "datatype": types.get(column.type, "string"),
                    "dc:description": column.meaning,
                }
                for column in columns
            ]
        },
    }


def xlsx_bytes(
    frame: pd.DataFrame, columns: Sequence[FileColumn], about: About, *, has_column_sheet: bool = True
) -> bytes:
    """The workbook of a frame: its rows, what they are (`about`: name and value), and what each column means."""
    cells = [_workbook_cells(column, frame[column.name]) for column in columns]
    headers = [column.header for column in columns]
    sheets = [
        Sheet("Datos", headers, list(zip(*cells, strict=True)) if cells else []),
        Sheet("Acerca de", ["Dato", "Valor"], [(name, value) for name, value in about]),
    ]
    if has_column_sheet:
        meanings = [(column.header, column.meaning) for column in columns]
        sheets.append(Sheet("Columnas", ["Columna", "Qué es"], meanings))
    return workbook_bytes(sheets)


def file_name(parts: Iterable[str], suffix: str) -> str:
    """A name for a file out of what it holds: lower case letters, digits and hyphens, parts joined by "_"."""
    plain = (re.sub(r"[^a-z0-9]+", "-", folded(part)).strip("-") for part in parts)
    return "_".join(part for part in plain if part)[:_LONGEST_NAME].rstrip("-_") + suffix


def _safe(text: str) -> str:
    """A text no program takes for a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _csv_cells(column: FileColumn, cells: pd.Series) -> list[str]:
    written = _workbook_cells(column, cells)
    if column.type == "text":
        known: dict[Cell, str] = {None: ""}
        for cell in set(written) - {None}:
            known[cell] = _safe(str(cell))
        return [known[cell] for cell in written]
    if column.type == "boolean":
        return ["" if cell is None else "true" if cell else "false" for cell in written]
    return ["" if cell is None else number_text(cell) if isinstance(cell, float) else str(cell) for cell in written]


def number_text(number: float) -> str:
    """A number as any program reads it back the same: a point for decimals, none when it is whole."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _workbook_cells(column: FileColumn, cells: pd.Series) -> list[Cell]:
    """The cells of a column as plain values; None is blank."""
    if column.type in ("date", "datetime"):
        unit = "D" if column.type == "date" else "s"
        return list(cells.to_numpy().astype(f"datetime64[{unit}]").tolist())
    if column.type in ("number", "integer"):
        numbers = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        plain = numbers.tolist()
        return [float(cell) if cell == cell else None for cell in plain] if np.isnan(numbers).any() else plain
    if column.type == "boolean":
        return [None if cell is None else bool(cell) for cell in cells.tolist()]
    texts = [None if cell is None or cell != cell else str(cell) for cell in cells.tolist()]
    known: dict[str, str] = {}
    for text in {text for text in texts if text is not None}:
        known[text] = _UNPRINTABLE.sub("", column.words.get(text, text))
    return [None if text is None else known[text] for text in texts]
