"""Opening the workbooks people really have: xlsx, xlsm, xls, ods and csv, whatever their name says they are.

    with open_workbook(path) as workbook:
        grid = workbook.sheet("PDM")
        grid.cell(17, 43).ref        # "PDM!AQ17"

A file that cannot be read raises UnreadableFile, whose text is one Spanish sentence. Nothing in a file is ever run,
followed or expanded: no macros, no external links, no entities, no paths.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Final, NamedTuple, Self

from intake.findings import Finding, FindingCode, finding
from intake.reading_csv import read_csv
from intake.reading_grid import Cell, CellKind, CellValue, MergedRange, SheetGrid, cell_address, cell_reference
from intake.reading_limits import MAX_FILE_BYTES, Budget, UnreadableFile, UnreadableReason
from intake.reading_ods import is_encrypted, read_ods
from intake.reading_xls import read_xls
from intake.reading_xlsx import XlsxPackage
from intake.reading_xml import DAMAGE
from intake.reading_zip import open_zip

__all__ = [
    "Cell",
    "CellKind",
    "CellValue",
    "MergedRange",
    "SheetGrid",
    "SheetInfo",
    "UnreadableFile",
    "UnreadableReason",
    "Workbook",
    "WorkbookFormat",
    "cell_address",
    "cell_reference",
    "open_workbook",
    "read_sheet",
]

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_TEXT_EXTENSIONS: Final = (".csv", ".tsv", ".txt")


class WorkbookFormat(StrEnum):
    """What a file really is, by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class SheetInfo(NamedTuple):
    """A sheet before its cells are read."""

    name: str
    hidden: bool


class Workbook:
    """An open workbook. Sheets are read when asked for, once; close it or use it in a `with`."""

    def __init__(
        self,
        path: Path,
        kind: WorkbookFormat,
        sheets: tuple[SheetInfo, ...],
        read: Callable[[int], SheetGrid],
        close: Callable[[], None],
        findings: tuple[Finding, ...] = (),
    ) -> None:
        self.path = path
        self.file = path.name
        self.format = kind
        self.sheets = sheets
        self.findings = findings  # external links and macros that are there and were left alone
        self._read = read
        self._close = close
        self._grids: dict[int, SheetGrid] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; sheets already read stay usable."""
        self._close()

    @property
    def sheet_names(self) -> list[str]:
        """The names of all sheets, hidden ones included, in the order of the file."""
        return [sheet.name for sheet in self.sheets]

    def sheet(self, name: str) -> SheetGrid:
        """Return the cells of the sheet of that name, exactly written or differing only in case and outer spaces.

        A csv is one sheet without a name of its own: it answers to any. Raises UnreadableFile (NO_SUCH_SHEET, naming
        those there are) when there is none.
        """
        if self.format is WorkbookFormat.CSV:
            return self.sheet_at(0)
        wanted = name.strip().casefold()
        exact = [i for i, sheet in enumerate(self.sheets) if sheet.name == name]
        alike = [i for i, sheet in enumerate(self.sheets) if sheet.name.strip().casefold() == wanted]
        for position in exact or alike:
            return self.sheet_at(position)
        there_are = ", ".join(f"«{sheet}»" for sheet in self.sheet_names)
        raise UnreadableFile(UnreadableReason.NO_SUCH_SHEET, self.file, sheet=name, sheets=there_are)

    def sheet_at(self, position: int) -> SheetGrid:
        """Return the cells of a sheet by its position, from 0. IndexError outside; UnreadableFile when damaged."""
        if position not in self._grids:
            if not 0 <= position < len(self.sheets):
                raise IndexError(position)
            with _damage_in_a_sentence(self.file):
                self._grids[position] = self._read(position)
        return self._grids[position]

    def visible_sheets(self) -> list[SheetGrid]:
        """Return the cells of every sheet that is not hidden."""
        return [self.sheet_at(i) for i, sheet in enumerate(self.sheets) if not sheet.hidden]


def read_sheet(path: str | os.PathLike[str], sheet: str | None = None) -> SheetGrid:
    """Return one sheet: the named one, or the first that is not hidden. Raises UnreadableFile."""
    with open_workbook(path) as workbook:
        if sheet is not None:
            return workbook.sheet(sheet)
        visible = [i for i, info in enumerate(workbook.sheets) if not info.hidden]
        return workbook.sheet_at(visible[0] if visible else 0)


def open_workbook(path: str | os.PathLike[str]) -> Workbook:
    """Open a workbook, recognising its format by its content. Raises UnreadableFile and nothing else."""
    path = Path(path)
    stream = _open_file(path)
    try:
        with _damage_in_a_sentence(path.name):
            return _open_stream(path, stream)
    except BaseException:
        stream.close()
        raise


@contextmanager
def _damage_in_a_sentence(file: str) -> Iterator[None]:
    try:
        yield
    except (*DAMAGE, MemoryError, RecursionError) as error:
        raise UnreadableFile(UnreadableReason.DAMAGED, file) from error


def _open_file(path: Path) -> IO[bytes]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile(UnreadableReason.IS_FOLDER, path.name or str(path))
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(UnreadableReason.NOT_A_FILE, path.name)
        if status.st_size == 0:
            raise UnreadableFile(UnreadableReason.EMPTY, path.name)
        if status.st_size > MAX_FILE_BYTES:
            raise UnreadableFile(UnreadableReason.TOO_LARGE, path.name, limit=MAX_FILE_BYTES // 1024**2)
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableFile(UnreadableReason.NOT_FOUND, path.name) from error
    except PermissionError as error:
        raise UnreadableFile(UnreadableReason.NO_PERMISSION, path.name) from error
    except (OSError, ValueError) as error:  # names too long, null characters, broken disks
        raise UnreadableFile(UnreadableReason.CANNOT_OPEN, path.name) from error


def _open_stream(path: Path, stream: IO[bytes]) -> Workbook:
    start = stream.read(4096)
    stream.seek(0)
    budget = Budget(path.name)
    if start.startswith(b"PK"):
        return _open_zip_workbook(path, stream, budget)
    if start.startswith(_OLE_MAGIC):
        return _open_ole_workbook(path, stream, budget)
    # A csv may begin with the letters BM or MZ: only bytes that no text has make it an image or a program.
    is_text = b"\x00" not in start and path.suffix.lower() in _TEXT_EXTENSIONS
    if not is_text:
        _refuse_other_format(path.name, start)
    if path.suffix.lower() not in _TEXT_EXTENSIONS:
        raise UnreadableFile(UnreadableReason.NOT_A_WORKBOOK, path.name)
    grid = read_csv(stream, path.stem, budget)
    stream.close()
    return _loaded(path, WorkbookFormat.CSV, [grid])


def _refuse_other_format(file: str, start: bytes) -> None:
    for magic, kind in _OTHER_MAGIC:
        if start.startswith(magic):
            raise UnreadableFile(UnreadableReason.OTHER_FORMAT, file, kind=kind)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        raise UnreadableFile(UnreadableReason.OTHER_FORMAT, file, kind="html")
    if text.startswith(b"<?xml"):
        raise UnreadableFile(UnreadableReason.OTHER_FORMAT, file, kind="xml")


def _open_zip_workbook(path: Path, stream: IO[bytes], budget: Budget) -> Workbook:
    archive = open_zip(stream, path.name)
    names = {name.lower() for name in archive.namelist()}
    if "[content_types].xml" in names:
        if "word/document.xml" in names:
            raise UnreadableFile(UnreadableReason.OTHER_FORMAT, path.name, kind="word")
        if "ppt/presentation.xml" in names:
            raise UnreadableFile(UnreadableReason.OTHER_FORMAT, path.name, kind="slides")
        return _open_xlsx(path, stream, XlsxPackage(archive, budget))
    if "content.xml" in names:
        kind = archive.read("mimetype")[:200] if "mimetype" in names else b""
        if b"opendocument" in kind and b"spreadsheet" not in kind:
            other = "slides" if b"presentation" in kind else "word"
            raise UnreadableFile(UnreadableReason.OTHER_FORMAT, path.name, kind=other)
        if is_encrypted(archive):
            raise UnreadableFile(UnreadableReason.ENCRYPTED, path.name)
        grids = read_ods(archive, budget)
        stream.close()
        return _loaded(path, WorkbookFormat.ODS, grids)
    raise UnreadableFile(UnreadableReason.OTHER_FORMAT, path.name, kind="archive")


def _open_xlsx(path: Path, stream: IO[bytes], package: XlsxPackage) -> Workbook:
    if not package.sheets:
        raise UnreadableFile(UnreadableReason.NO_SHEETS, path.name)
    findings = []
    if package.has_external_links:
        findings.append(finding(FindingCode.EXTERNAL_LINKS_IGNORED, file=path.name))
    if package.has_macros:
        findings.append(finding(FindingCode.MACROS_IGNORED, file=path.name))

    def close() -> None:
        package.close()
        stream.close()

    return Workbook(
        path,
        WorkbookFormat.XLSX,
        tuple(SheetInfo(sheet.name, sheet.hidden) for sheet in package.sheets),
        lambda position: package.read(package.sheets[position]),
        close,
        tuple(findings),
    )


def _open_ole_workbook(path: Path, stream: IO[bytes], budget: Budget) -> Workbook:
    # A workbook with a password is an OLE file around the encrypted zip; its parts are named in UTF-16.
    content_start = stream.read(1024 * 1024)
    stream.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in content_start or "EncryptionInfo".encode("utf-16-le") in content_start:
        raise UnreadableFile(UnreadableReason.ENCRYPTED, path.name)
    if "WordDocument".encode("utf-16-le") in content_start:
        raise UnreadableFile(UnreadableReason.OTHER_FORMAT, path.name, kind="word")
    if "PowerPoint Document".encode("utf-16-le") in content_start:
        raise UnreadableFile(UnreadableReason.OTHER_FORMAT, path.name, kind="slides")
    grids = read_xls(stream, budget)
    stream.close()
    return _loaded(path, WorkbookFormat.XLS, grids)


def _loaded(path: Path, kind: WorkbookFormat, grids: list[SheetGrid]) -> Workbook:
    if not grids:
        raise UnreadableFile(UnreadableReason.NO_SHEETS, path.name)
    sheets = tuple(SheetInfo(grid.name, grid.hidden) for grid in grids)
    return Workbook(path, kind, sheets, grids.__getitem__, lambda: None)
