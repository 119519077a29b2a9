"""Small workbooks made by hand, so that tests decide every byte of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TENJO = DATA / "tenjo" / "PLAN INDICATIVO TENJO.xlsx"
LUJAN = DATA / "lujan_de_cuyo" / "estrategia_de_datos.xlsx"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE_RELATIONS}">'
    f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def worksheet(rows: str, *, after: str = "", before: str = "") -> str:
    """Return the XML of a sheet around the XML of its rows."""
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def styles(formats: Sequence[str]) -> str:
    """Return styles whose cell style 0 is General and whose style n has the n-th of `formats`."""
    declared = "".join(f'<numFmt numFmtId="{200 + i}" formatCode={quoteattr(f)}/>' for i, f in enumerate(formats))
    used = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(formats)))
    return (
        f'<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><numFmts>{declared}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def shared_texts(texts: Sequence[str]) -> str:
    """Return shared strings, one plain text each."""
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return f'<?xml version="1.0"?><sst xmlns="{MAIN}">{items}</sst>'


def xlsx_parts(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    texts: Sequence[str] = (),
    formats: Sequence[str] = (),
    workbook_properties: str = "",
    more_relations: str = "",
) -> dict[str, str | bytes]:
    """Return the parts of a workbook; `sheets` maps names to worksheet XML, `states` names to "hidden" and the like."""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": ROOT_RELATIONS}
    listed, relations = [], []
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        state = f' state="{states[name]}"' if states and name in states else ""
        listed.append(f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>')
        target = f"worksheets/sheet{number}.xml"
        relations.append(f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="{target}"/>')
        parts["xl/" + target] = xml
    relations.append(f'<Relationship Id="rIdS" Type="{RELATIONS}/styles" Target="styles.xml"/>')
    relations.append(f'<Relationship Id="rIdT" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>')
    parts["xl/workbook.xml"] = (
        f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook_properties}'
        f"<sheets>{''.join(listed)}</sheets></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE_RELATIONS}">{"".join(relations)}{more_relations}'
        "</Relationships>"
    )
    parts["xl/styles.xml"] = styles(formats)
    parts["xl/sharedStrings.xml"] = shared_texts(texts)
    return parts


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the parts as the bytes of a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def write(folder: Path, name: str, parts: Mapping[str, str | bytes] | bytes) -> Path:
    """Write a workbook's parts (or its bytes) to a file and return its path."""
    path = folder / name
    path.write_bytes(parts if isinstance(parts, bytes) else zipped(parts))
    return path


def text_cell(address: str, text: str, style: int = 0) -> str:
    """Return the XML of a cell with a text of its own."""
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def number_cell(address: str, number: object, style: int = 0) -> str:
    """Return the XML of a cell with a number."""
    return f'<c r="{address}" s="{style}"><v>{number}</v></c>'


def simple_sheet(table: Sequence[Sequence[object]]) -> str:
    """Return a worksheet of numbers and texts; None leaves a cell out."""
    rows = []
    for r, values in enumerate(table, start=1):
        cells = []
        for c, value in enumerate(values):
            address = f"{chr(65 + c)}{r}"
            if value is None:
                continue
            cells.append(text_cell(address, value) if isinstance(value, str) else number_cell(address, value))
        rows.append(f'<row r="{r}">{"".join(cells)}</row>')
    return worksheet("".join(rows))


ODS_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_parts(tables: str, *, manifest: str = "") -> dict[str, str | bytes]:
    """Return the parts of an OpenDocument spreadsheet around the XML of its tables."""
    content = (
        f'<?xml version="1.0"?><office:document-content {ODS_NAMESPACES}><office:automatic-styles>'
        '<style:style style:name="ta1"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest or "<manifest/>",
        "content.xml": content,
    }
