"""Workbooks with bytes and tags changed at random end in a reading or in one sentence, soon and in little memory."""

import io
import random
import re
import resource
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlwt

from intake.normalize.codes import read_code_cell
from intake.normalize.dates import read_date_cell
from intake.normalize.numbers import Mode, read_number_cell
from intake.normalize.periods import read_period
from intake.normalize.states import read_state_cell
from intake.reading import SheetGrid, UnreadableFile, open_workbook
from tests.intake.builders import (
    LUJAN,
    TENJO,
    number_cell,
    ods_parts,
    simple_sheet,
    text_cell,
    worksheet,
    xlsx_parts,
    zipped,
)

SECONDS_FOR_ONE = 10
GROWTH_LIMIT_MB = 400
MUTATIONS_EACH = 45

Mutation = Callable[[bytes, random.Random], bytes]


def small_xlsx() -> bytes:
    rows = (
        f'<row r="1">{text_cell("A1", "Código")}{text_cell("B1", "T1. PLANEADO 2024")}</row>'
        f'<row r="3"><c r="A3" t="s"><v>0</v></c>{number_cell("B3", 0.85, 1)}{number_cell("C3", 45658, 2)}'
        '<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E3"><f>B3</f></c><c r="F3" t="b"><v>1</v></c></row>'
    )
    merged = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    sheets = {"PDM": worksheet(rows, after=merged), "Oculta": simple_sheet([["SD", "> 70%", 12]])}
    return zipped(xlsx_parts(sheets, states={"Oculta": "hidden"}, texts=["1.10"], formats=["0%", "dd/mm/yyyy"]))


def small_ods() -> bytes:
    table = (
        '<table:table table:name="Metas" table:style-name="ta1"><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="percentage" office:value="0.85"><text:p>85%</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>finalizad o</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2025-06-30"/>'
        '<table:table-cell table:number-columns-repeated="1000"/></table:table-row></table:table>'
    )
    return zipped(ods_parts(table))


def small_xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Metas")
    for row in range(20):
        sheet.write(row, 0, f"1.{row}")
        sheet.write(row, 1, row / 7, xlwt.easyxf(num_format_str="0%"))
        sheet.write(row, 2, datetime(2025, 6, 30), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.row(3).set_cell_error(4, 0x07)
    sheet.write_merge(21, 22, 0, 1, "Combinada")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def small_csv() -> bytes:
    return "Código;Meta;Vence\r\n1.10;85,5;06/01/20 25\r\n0900;“más del 90%”;Ene a Dic 2025\r\n".encode(
        "cp1252", "replace"
    )


def change_bytes(content: bytes, chance: random.Random) -> bytes:
    """Put random bytes in random places."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 60))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_and_paste(content: bytes, chance: random.Random) -> bytes:
    """Drop, repeat or truncate a stretch."""
    start = chance.randrange(len(content))
    stretch = content[start : start + chance.randrange(1, 2000)]
    rest = content[start + len(stretch) :]
    return chance.choice((content[:start] + rest, content[:start] + stretch * 3 + rest, content[:start] or b"PK"))


def change_tags(content: bytes, chance: random.Random) -> bytes:
    """Change the XML inside the zip, so that it is well packed and wrong within."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return change_bytes(content, chance)
    name = chance.choice([n for n in parts if n.endswith((".xml", ".rels"))])
    parts[name] = chance.choice((change_numbers, change_bytes, cut_and_paste, swap_tags))(parts[name], chance)
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    return zipped(parts)


def change_numbers(content: bytes, chance: random.Random) -> bytes:
    """Put odd numbers and words in place of numbers."""
    odd = (b"0", b"-1", b"99999999999", b"1e308", b"NaN", b"", b"A1:XFD1048576", b"\xc3\xb1", b"1048577", b"4294967296")
    return re.sub(rb"\d+", lambda match: chance.choice(odd) if chance.random() < 0.1 else match[0], content)


def swap_tags(content: bytes, chance: random.Random) -> bytes:
    """Shuffle some tags, so that elements turn up where they do not belong."""
    pieces = re.split(rb"(?=<)", content)
    for _ in range(chance.choice((1, 5, 20))):
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def understand_everything(grid: SheetGrid) -> None:
    """Ask every cell what it means: none may make the answer fail."""
    for cell in grid.cells():
        assert grid.origin(cell.row, cell.column).ref
        for mode in Mode:
            read_number_cell(cell, mode=mode, allow_band=True)
        read_date_cell(cell, default_year=2025)
        read_code_cell(cell)
        read_state_cell(cell)
        read_period(cell.value, number_format=cell.number_format)


def read_all(path: Path, *, understand: bool) -> str:
    """Read every sheet; return "read" or the reason. Any other exception is the failure this test looks for."""
    try:
        with open_workbook(path) as workbook:
            for position in range(len(workbook.sheets)):
                grid = workbook.sheet_at(position)
                if understand:
                    understand_everything(grid)
    except UnreadableFile as error:
        assert str(error).endswith(".")
        return error.reason
    return "read"


def outcomes(content: bytes, extension: str, mutation: Mutation, folder: Path, *, times: int, seed: str) -> list[str]:
    found = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(times):
        chance = random.Random(f"{seed} {mutation.__name__} {number}")
        path = folder / f"{number}{extension}"
        path.write_bytes(mutation(content, chance))
        started = time.monotonic()
        found.append(read_all(path, understand=len(content) < 100_000))
        assert time.monotonic() - started < SECONDS_FOR_ONE, f"{seed} {number} took too long"
        path.unlink()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < GROWTH_LIMIT_MB
    return found


@pytest.mark.parametrize("mutation", [change_bytes, cut_and_paste, change_tags], ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("make", [small_xlsx, small_ods, small_xls, small_csv], ids=lambda make: make.__name__)
def test_small_workbooks_changed_at_random(tmp_path: Path, make: Callable[[], bytes], mutation: Mutation) -> None:
    content = make()
    extension = "." + make.__name__.removeprefix("small_")
    assert read_one(content, extension, tmp_path) == "read"
    found = outcomes(content, extension, mutation, tmp_path, times=MUTATIONS_EACH, seed=make.__name__)
    assert len(found) == MUTATIONS_EACH


@pytest.mark.parametrize("mutation", [change_bytes, change_tags], ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize(
    ("path", "times"),
    [
        pytest.param(path, times, id=path.stem, marks=pytest.mark.skipif(not path.exists(), reason="it is absent"))
        for path, times in ((TENJO, 12), (LUJAN, 40))
    ],
)  # fmt: skip
def test_real_workbooks_changed_at_random(tmp_path: Path, path: Path, times: int, mutation: Mutation) -> None:
    found = outcomes(path.read_bytes(), ".xlsx", mutation, tmp_path, times=times, seed=path.stem)
    assert len(found) == times


def read_one(content: bytes, extension: str, folder: Path) -> str:
    path = folder / f"whole{extension}"
    path.write_bytes(content)
    return read_all(path, understand=True)


def test_mutations_leave_some_files_readable_and_spoil_others(tmp_path: Path) -> None:
    found = outcomes(small_xlsx(), ".xlsx", change_tags, tmp_path, times=60, seed="balance")
    assert {"read", "damaged"} <= set(found)
