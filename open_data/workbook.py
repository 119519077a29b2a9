"""Writing plain workbooks (.xlsx) fast: a city's table has 190,000 cells, and somebody waits for it.

A text is always a text, whatever it begins with: nothing in these files is ever computed.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Cell = str | int | float | bool | dt.date | dt.datetime | None

LONGEST_TEXT = 32_767
# The day Excel counts from, as it counts since 1 March 1900.
_DAY_ZERO = dt.date(1899, 12, 30)
_MADE_ON = (1980, 1, 1, 0, 0, 0)
_PLAIN, _HEADER, _DAY, _MOMENT, _QUOTED = range(5)
_QUOTED_STARTS = ("=", "+", "-", "@")
_WIDEST, _NARROWEST = 48, 9

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2">\
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/>\
<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>\
<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">\
<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/>\
<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (at most 31 characters), the headers of its columns, its rows."""

    name: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook of these sheets; the same sheets give the same bytes."""
    numbers = range(1, len(sheets) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for number in numbers
    )
    names = "".join(
        f'<sheet name="{escape(sheet.name, {chr(34): "&quot;"})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    files = {
        "[Content_Types].xml": f"{_HEAD}"
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
        'PartName="/xl/styles.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{relations}<Relationship '
        f'Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(_part(name), text)
        for number, sheet in zip(numbers, sheets, strict=True):
            with package.open(_part(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                for piece in _sheet_xml(sheet):
                    part.write(piece.encode("utf-8"))
    return stream.getvalue()


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _MADE_ON)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _sheet_xml(sheet: Sheet) -> Iterator[str]:
    letters = [column_letters(number) for number in range(len(sheet.headers))]
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{_width(sheet, number - 1)}" customWidth="1"/>'
        for number in range(1, len(letters) + 1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )
    header = "".join(
        f'<c r="{letter}1" s="{_HEADER}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for letter, text in zip(letters, sheet.headers, strict=True)
    )
    yield f'<row r="1">{header}</row>'
    known: dict[str, str] = {}
    for number, row in enumerate(sheet.rows, 2):
        cells = [
            _cell_xml(f"{letter}{number}", value, known)
            for letter, value in zip(letters, row, strict=True)
            if value is not None
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{len(sheet.rows) + 1}"/></worksheet>'


def _cell_xml(place: str, value: Cell, known: dict[str, str]) -> str:
    if isinstance(value, str):
        written = known.get(value)
        if written is None:
            style = _QUOTED if value.startswith(_QUOTED_STARTS) else _PLAIN
            text = escape(value[:LONGEST_TEXT]).replace("\r", "&#13;")
            written = f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            known[value] = written
        return f'<c r="{place}"{written}'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return f'<c r="{place}" s="{_MOMENT}"><v>{(value.date() - _DAY_ZERO).days + seconds / 86_400!r}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{_DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _width(sheet: Sheet, position: int) -> int:
    """A column as wide as its header and the longest of its first cells, within reason."""
    cells = [sheet.headers[position], *(row[position] for row in sheet.rows[:50])]
    return max(_NARROWEST, min(_WIDEST, max(len(str(cell)) for cell in cells if cell is not None) + 2))


def column_letters(number: int) -> str:
    """The letters of a column, from 0: "A" … "Z", "AA" …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
