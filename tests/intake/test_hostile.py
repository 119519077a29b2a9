"""Files made to hurt end in one Spanish sentence, soon, in little memory."""

import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from intake.reading import open_workbook
from intake.reading_limits import (
    MAX_FILE_BYTES,
    SENTENCES,
    UnreadableFile,
    UnreadableReason,
)
from tests.intake.builders import (
    MAIN,
    ods_parts,
    simple_sheet,
    text_cell,
    worksheet,
    write,
    xlsx_parts,
    zipped,
)

ROOT = Path(__file__).resolve().parents[2]
MEMORY_LIMIT_MB = 500


def refused(path: Path) -> UnreadableFile:
    """Read everything in the file; return why it was refused."""
    with pytest.raises(UnreadableFile) as caught, open_workbook(path) as workbook:
        for position in range(len(workbook.sheets)):
            workbook.sheet_at(position)
    message = str(caught.value)
    assert "\n" not in message
    assert "Traceback" not in message
    assert message.endswith(".")
    return caught.value


def reason(path: Path) -> UnreadableReason:
    return refused(path).reason


def sheet_file(folder: Path, xml: str, **parts: object) -> Path:
    return write(folder, "plan.xlsx", xlsx_parts({"A": xml}, **parts))  # type: ignore[arg-type]


# What is no workbook at all.


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert str(refused(tmp_path / "plan.xlsx")) == "No existe el archivo «plan.xlsx»."


def test_a_folder_named_like_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").mkdir()
    assert str(refused(tmp_path / "plan.xlsx")) == "«plan.xlsx» es una carpeta; se esperaba una planilla."


def test_an_empty_file(tmp_path: Path) -> None:
    assert reason(write(tmp_path, "plan.xlsx", b"")) is UnreadableReason.EMPTY


def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.xlsx")
    assert reason(tmp_path / "plan.xlsx") is UnreadableReason.NOT_A_FILE


@pytest.mark.parametrize("name", ["x" * 5000, "nulo\x00.xlsx", "a.xlsx/b.xlsx"])
def test_names_no_file_can_have(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    assert reason(tmp_path / name) in (UnreadableReason.CANNOT_OPEN, UnreadableReason.NOT_FOUND)


def test_a_name_with_line_breaks_stays_on_one_line(tmp_path: Path) -> None:
    assert "\n" not in str(refused(tmp_path / "a\nb.xlsx"))


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    started = time.monotonic()
    assert str(refused(path)) == "«plan.xlsx» pesa más de 100 MB, el máximo que se lee."
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "«plan.xlsx» no es una planilla sino una imagen PNG."),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "«plan.xlsx» no es una planilla sino una imagen JPEG."),
        (b"%PDF-1.7\n\x00", "«plan.xlsx» no es una planilla sino un documento PDF."),
        (b"MZ\x90\x00", "«plan.xlsx» no es una planilla sino un programa."),
        (b"<!DOCTYPE html><html>", "«plan.xlsx» no es una planilla sino una página web."),
        (b"<?xml version='1.0'?><a/>", "«plan.xlsx» no es una planilla sino un archivo XML."),
        (b"texto suelto", "«plan.xlsx» no es una planilla que se pueda leer (xlsx, xlsm, xls, ods o csv)."),
        (b"\x00\x01\x02\x03", "«plan.xlsx» no es una planilla que se pueda leer (xlsx, xlsm, xls, ods o csv)."),
    ],
)
def test_something_else_named_xlsx_is_called_by_its_name(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert str(refused(write(tmp_path, "plan.xlsx", content))) == sentence


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"[Content_Types].xml": "", "word/document.xml": ""}, UnreadableReason.OTHER_FORMAT),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, UnreadableReason.OTHER_FORMAT),
        ({"foto.png": "x"}, UnreadableReason.OTHER_FORMAT),
        ({"[Content_Types].xml": "", "xl/workbook.bin": ""}, UnreadableReason.BINARY_WORKBOOK),
        ({"[Content_Types].xml": ""}, UnreadableReason.DAMAGED),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"},
            UnreadableReason.OTHER_FORMAT,
        ),
    ],
)
def test_other_zips_are_told_apart(tmp_path: Path, parts: Mapping[str, str], expected: UnreadableReason) -> None:
    assert reason(write(tmp_path, "plan.xlsx", parts)) is expected


def test_a_csv_of_binary_data(tmp_path: Path) -> None:
    assert reason(write(tmp_path, "plan.csv", b"a;b\n" + bytes(range(256)))) is UnreadableReason.NOT_A_WORKBOOK


def test_a_workbook_without_sheets(tmp_path: Path) -> None:
    assert reason(write(tmp_path, "plan.xlsx", xlsx_parts({}))) is UnreadableReason.NO_SHEETS
    assert reason(write(tmp_path, "plan.ods", ods_parts(""))) is UnreadableReason.NO_SHEETS


def old_office_file(stream_name: str) -> bytes:
    """Return the start of an OLE file that names one of its streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + stream_name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("stream_name", "kind"), [("WordDocument", "un documento de texto"), ("PowerPoint Document", "una presentación")]
)
def test_other_old_office_files_are_told_apart(tmp_path: Path, stream_name: str, kind: str) -> None:
    path = write(tmp_path, "plan.xls", old_office_file(stream_name))
    assert str(refused(path)) == f"«plan.xls» no es una planilla sino {kind}."


# Passwords.


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    assert str(refused(write(tmp_path, "plan.xlsx", old_office_file("EncryptedPackage")))) == (
        "«plan.xlsx» está protegido con contraseña; guárdelo sin contraseña."
    )


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    content = bytearray(zipped(xlsx_parts({"A": simple_sheet([[1]])})))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    assert reason(write(tmp_path, "plan.xlsx", bytes(content))) is UnreadableReason.ENCRYPTED


def test_an_encrypted_ods(tmp_path: Path) -> None:
    parts = ods_parts("", manifest="<manifest><encryption-data/></manifest>")
    parts["content.xml"] = b"\x00\x01\x02"
    assert reason(write(tmp_path, "plan.ods", parts)) is UnreadableReason.ENCRYPTED


# Damage.


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_zip(tmp_path: Path, kept: float) -> None:
    content = zipped(xlsx_parts({"A": simple_sheet([["a", 1]])}))
    assert reason(write(tmp_path, "plan.xlsx", content[: int(len(content) * kept)])) is UnreadableReason.DAMAGED


def test_xml_that_ends_too_soon(tmp_path: Path) -> None:
    xml = simple_sheet([["a", 1]])
    assert reason(sheet_file(tmp_path, xml[: len(xml) // 2])) is UnreadableReason.DAMAGED


def test_an_xls_of_noise(tmp_path: Path) -> None:
    assert reason(write(tmp_path, "plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x7f" * 3000)) is (
        UnreadableReason.DAMAGED
    )


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_missing_part(tmp_path: Path, part: str) -> None:
    parts = xlsx_parts({"A": simple_sheet([[1]])})
    del parts[part]
    assert reason(write(tmp_path, "plan.xlsx", parts)) is UnreadableReason.DAMAGED


# Entities.

BOMB = '<!DOCTYPE b [<!ENTITY a "ja"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">]>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [BOMB, OUTSIDE, "<!DOCTYPE b>"])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"]
)
def test_entities_are_refused_before_they_are_expanded(tmp_path: Path, declaration: str, part: str) -> None:
    parts = xlsx_parts({"A": worksheet(f'<row r="1">{text_cell("A1", "x")}</row>')}, texts=["y"])
    xml = str(parts[part])
    start = xml.index("?>") + 2
    parts[part] = xml[:start] + declaration + xml[start:]
    assert reason(write(tmp_path, "plan.xlsx", parts)) is UnreadableReason.DECLARES_ENTITIES


def test_entities_in_an_ods(tmp_path: Path) -> None:
    parts = ods_parts('<table:table table:name="A"/>')
    parts["content.xml"] = str(parts["content.xml"]).replace("?>", "?>" + BOMB, 1)
    assert reason(write(tmp_path, "plan.ods", parts)) is UnreadableReason.DECLARES_ENTITIES


# What is only odd is read.


def test_path_like_sheet_names_are_only_names(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "C:\\Windows", "/abs", "$(reboot)", "=1+1", "a" * 300]
    with open_workbook(write(tmp_path, "plan.xlsx", xlsx_parts({n: simple_sheet([[1]]) for n in names}))) as workbook:
        assert workbook.sheet_names == names
        assert [sheet.name for sheet in workbook.visible_sheets()] == names


def test_a_part_that_points_outside_the_package_stays_inside(tmp_path: Path) -> None:
    secret = tmp_path / "secreto.xml"
    secret.write_text(simple_sheet([["secreto"]]))
    parts = xlsx_parts({"A": simple_sheet([["bueno"]])})
    relations = str(parts["xl/_rels/workbook.xml.rels"])
    for target in (f"../../../../../../{secret}", str(secret), "file://" + str(secret)):
        parts["xl/_rels/workbook.xml.rels"] = relations.replace("worksheets/sheet1.xml", target)
        assert reason(write(tmp_path, "plan.xlsx", parts)) is UnreadableReason.DAMAGED


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "'=1", "\t=1"])
def test_texts_like_formulas_are_texts(tmp_path: Path, text: str) -> None:
    with open_workbook(sheet_file(tmp_path, worksheet(f'<row r="1">{text_cell("A1", text)}</row>'))) as workbook:
        cell = workbook.sheet("A").cell(1, 1)
    assert (cell.value, cell.formula_without_value) == (text, False)


# Size. Each file is read in a process of its own, whose memory and time are measured.

# The peak is read where the kernel keeps this process's own: what getrusage tells begins with that of the process that
# started it, which in a long test session is more than what is measured here.
READER = """
import re, sys, time
from pathlib import Path
from intake.reading import open_workbook, UnreadableFile
started = time.monotonic()
try:
    with open_workbook(sys.argv[1]) as workbook:
        cells = sum(workbook.sheet_at(i).cell_count for i in range(len(workbook.sheets)))
    outcome = f"read {cells}"
except UnreadableFile as error:
    outcome = "refused " + error.reason
peak_kb = int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])
print(peak_kb // 1024, round(time.monotonic() - started, 1), outcome)
"""


def measured(path: Path) -> tuple[int, float, str]:
    """Return (peak memory in MB, seconds, outcome) of reading the file in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", READER, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    memory, seconds, outcome = run.stdout.strip().split(" ", 2)
    return int(memory), float(seconds), outcome


def streamed(
    folder: Path, part: str, pieces: Callable[[BinaryIO], None], base: Mapping[str, str | bytes], *, packed: bool
) -> Path:
    """Write a workbook with one part made piece by piece, so that the test itself needs no memory for it."""
    path = folder / "plan.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in base.items():
            if name != part:
                archive.writestr(name, content)
        entry = zipfile.ZipInfo(part)
        # What is stored as it is has no ratio to give it away.
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with archive.open(entry, "w", force_zip64=True) as stream:
            pieces(cast(BinaryIO, stream))
    return path


def big_sheet(folder: Path, body: Callable[[BinaryIO], None], *, packed: bool = True) -> Path:
    def pieces(stream: BinaryIO) -> None:
        stream.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
        body(stream)
        stream.write(b"</sheetData></worksheet>")

    return streamed(folder, "xl/worksheets/sheet1.xml", pieces, xlsx_parts({"A": ""}, formats=["0%"]), packed=packed)


def repeat(piece: bytes, times: int) -> Callable[[BinaryIO], None]:
    def body(stream: BinaryIO) -> None:
        block = piece * 1000
        for _ in range(times // 1000):
            stream.write(block)

    return body


def numbered_rows(count: int, inside: str = "") -> Callable[[BinaryIO], None]:
    """Write declared rows with nothing in them."""

    def body(stream: BinaryIO) -> None:
        for start in range(1, count + 1, 1000):
            rows = (
                f'<row r="{row}" s="1" ht="15">{inside.format(row=row)}</row>' for row in range(start, start + 1000)
            )
            stream.write("".join(rows).encode())

    return body


def endless(opening: bytes, megabytes: int) -> Callable[[BinaryIO], None]:
    """Write an opening and then letters that never close it."""

    def body(stream: BinaryIO) -> None:
        stream.write(opening)
        for _ in range(megabytes):
            stream.write(b"a" * 1_000_000)

    return body


def different_tags(stream: BinaryIO) -> None:
    for start in range(0, 500_000, 1000):
        stream.write("".join(f"<t{number}/>" for number in range(start, start + 1000)).encode())


MEASURELESS: dict[str, tuple[Callable[[BinaryIO], None], str]] = {
    "a million empty rows": (numbered_rows(1_000_000), "read 0"),
    "a million empty styled cells": (numbered_rows(500_000, '<c r="A{row}" s="1"/><c r="B{row}" s="1"/>'), "read 0"),
    "more than fits when spaces are unpacked": (repeat(b" " * 1000, 400_000), "refused too_large_uncompressed"),
    "spaces packed a thousand times": (repeat(b" " * 1000, 200_000), "refused suspicious_compression"),
    "more cells than the limit": (
        repeat(b"<row>" + b"<c><v>1.5</v></c>" * 10 + b"</row>", 200_000),
        "refused too_many_cells",
    ),
    "more rows with something in them than the limit": (
        numbered_rows(400_000, '<c r="A{row}"><v>1</v></c>'),
        "refused too_many_rows",
    ),
    "more rows than a sheet has": (numbered_rows(1_100_000), "refused damaged"),
    "tags that never close": (repeat(b"<a>", 1_000_000), "refused too_complex"),
    "tags that are all different": (different_tags, "refused too_complex"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", MEASURELESS)
def test_sheets_without_measure_cost_little(tmp_path: Path, kind: str) -> None:
    body, outcome = MEASURELESS[kind]
    memory, seconds, found = measured(big_sheet(tmp_path, body))
    assert found == outcome
    assert memory <= MEMORY_LIMIT_MB
    assert seconds <= 30


ENDLESS: dict[str, tuple[Callable[[BinaryIO], None], str]] = {
    "text": (endless(b'<row><c t="inlineStr"><is><t>', 40), "refused too_much_text"),
    "tag": (endless(b"<c ", 12), "refused too_complex"),
    "attribute": (endless(b'<row r="', 12), "refused too_complex"),
    "comment": (endless(b"<!--", 12), "refused too_complex"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ENDLESS)
def test_what_never_ends_is_not_gathered_up(tmp_path: Path, kind: str) -> None:
    body, outcome = ENDLESS[kind]
    memory, seconds, found = measured(big_sheet(tmp_path, body, packed=False))
    assert found == outcome
    assert memory <= 150
    assert seconds <= 10


@pytest.mark.slow
def test_shared_texts_without_measure(tmp_path: Path) -> None:
    def pieces(stream: BinaryIO) -> None:
        stream.write(f'<sst xmlns="{MAIN}">'.encode())
        for start in range(0, 2_000_000, 1000):
            stream.write("".join(f"<si><t>{number}</t></si>" for number in range(start, start + 1000)).encode())
        stream.write(b"</sst>")

    base = xlsx_parts({"A": worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')})
    memory, _, found = measured(streamed(tmp_path, "xl/sharedStrings.xml", pieces, base, packed=True))
    assert found == "refused too_much_text"
    assert memory <= MEMORY_LIMIT_MB


def widest(stream: BinaryIO) -> None:
    for row in range(1, 14_901):
        cells = "".join(f'<c s="1"><v>{row}.{column}5</v></c>' for column in range(1, 80))
        stream.write(f'<row>{cells}<c t="inlineStr"><is><t>{"é" * 500}{row}</t></is></c></row>'.encode())


def longest(stream: BinaryIO) -> None:
    # The dearest way to fill the limits: few cells in each row, each with a format and a text of its own.
    for row in range(1, 299_901):
        texts = (f'<c s="1" t="inlineStr"><is><t>ł{"ó" * 12}{row:06d}{column}</t></is></c>' for column in range(4))
        stream.write(f"<row>{''.join(texts)}</row>".encode())


@pytest.mark.slow
@pytest.mark.parametrize(("body", "cells"), [(widest, 14_900 * 80), (longest, 299_900 * 4)])
def test_the_most_that_is_read_fits_in_memory(tmp_path: Path, body: Callable[[BinaryIO], None], cells: int) -> None:
    memory, seconds, found = measured(big_sheet(tmp_path, body))
    assert found == f"read {cells}"
    assert memory <= MEMORY_LIMIT_MB
    assert seconds <= 60


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ('office:value-type="float" office:value="1" table:number-columns-repeated="16384"', "refused too_many_cells"),
        ('table:number-columns-repeated="16384"', "read 0"),
        ('table:number-columns-repeated="999999999"', "refused damaged"),
        ('table:number-rows-spanned="1048576" table:number-columns-spanned="16384"', "read 0"),
    ],
)
def test_an_ods_that_repeats_itself_without_measure(tmp_path: Path, cell: str, outcome: str) -> None:
    rows = f'<table:table-row table:number-rows-repeated="1048576"><table:table-cell {cell}/></table:table-row>'
    path = write(tmp_path, "plan.ods", ods_parts(f'<table:table table:name="A">{rows}</table:table>'))
    memory, seconds, found = measured(path)
    assert found == outcome
    assert memory <= MEMORY_LIMIT_MB
    assert seconds <= 30


@pytest.mark.slow
def test_a_zip_of_millions_of_parts_is_refused_before_they_are_listed(tmp_path: Path) -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = 1_000_000
    path = tmp_path / "plan.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        for _ in range(count // 1000):
            file.write(entry * 1000)
        file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, 4, 0))
    memory, seconds, found = measured(path)
    assert found == "refused too_many_parts"
    assert memory <= 150
    assert seconds <= 10


def with_64_bit_directory(content: bytes, directory_bytes: int | None = None) -> bytes:
    """Return the zip with the end records of large zips; `directory_bytes` lies about the size of its directory."""
    end = content.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<H2L", content, end + 10)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, directory_bytes or size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    short = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return content[:end] + record + locator + short


def test_a_zip_with_a_64_bit_directory_is_read_like_any_other(tmp_path: Path) -> None:
    content = with_64_bit_directory(zipped(xlsx_parts({"A": simple_sheet([["x"]])})))
    with open_workbook(write(tmp_path, "plan.xlsx", content)) as workbook:
        assert workbook.sheet("A").value(1, 1) == "x"


def test_a_zip_that_declares_an_enormous_64_bit_directory(tmp_path: Path) -> None:
    content = with_64_bit_directory(zipped(xlsx_parts({"A": simple_sheet([["x"]])})), directory_bytes=10**12)
    assert reason(write(tmp_path, "plan.xlsx", content)) is UnreadableReason.TOO_MANY_PARTS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "times", "outcome"),
    [
        (b"a;b;c;d;e;f;g;h\n", 1_000_000, "refused too_many_cells"),
        (b"x;" * 20_000 + b"\n", 100, "refused too_complex"),
        (b"x" * 1_000_000, 90, "refused too_complex"),
        (b'"' + (b"y" * 999 + b"\n") * 1000, 1, "refused damaged"),
        (b"\n", 2_000_000, "refused too_complex"),
    ],
    ids=["cells", "columns", "one line", "one field", "rows"],
)
def test_a_csv_without_measure(tmp_path: Path, line: bytes, times: int, outcome: str) -> None:
    path = tmp_path / "plan.csv"
    with path.open("wb") as file:
        for _ in range(times):
            file.write(line)
    memory, seconds, found = measured(path)
    assert found == outcome
    assert memory <= MEMORY_LIMIT_MB
    assert seconds <= 30


def test_every_reason_has_a_sentence_that_names_the_file() -> None:
    assert set(SENTENCES) == set(UnreadableReason)
    assert all("{file}" in sentence for sentence in SENTENCES.values())
