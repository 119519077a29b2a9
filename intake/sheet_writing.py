"""Writing cells that stay what they are: a text that looks like a formula or an error is written back as text."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

LONGEST_TEXT: Final = 32_767
DATE_FORMAT: Final = "dd/mm/yyyy"
TEXT_FORMAT: Final = "@"

HEADER_FONT: Final = Font(bold=True, color="FFFFFF")
HEADER_FILL: Final = PatternFill("solid", fgColor="1F4E5F")
REQUIRED_FILL: Final = PatternFill("solid", fgColor="8A3B12")
EXAMPLE_FONT: Final = Font(italic=True, color="6B6B6B")
EXAMPLE_FILL: Final = PatternFill("solid", fgColor="F2F2F2")
TITLE_FONT: Final = Font(bold=True, size=14)
MARKED_FILLS: Final = {
    "error": PatternFill("solid", fgColor="F8CBAD"),
    "warning": PatternFill("solid", fgColor="FFE699"),
    "info": PatternFill("solid", fgColor="DDEBF7"),
}
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_LINE: Final = Side(style="thin", color="BFBFBF")
BOXED: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

Written = str | int | float | bool | dt.date | dt.time | None


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file to be written; it takes its name only when it is complete. OSError before anything is written."""
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(target)
    except OSError as error:
        # The name a person knows is the one they gave.
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def written(sheet: Any, value: Written, number_format: str | None = None) -> Any:
    """Return a cell with exactly this value: never a formula, never an error, without characters a file cannot hold."""
    if not isinstance(value, str):
        cell: Any = WriteOnlyCell(sheet)
        cell.value = value
        if isinstance(value, float) and float(f"{value:.16g}") != value:
            cell._value = repr(value)  # openpyxl writes 16 digits, and some numbers need 17 to come back the same
        if isinstance(value, dt.date):
            cell.number_format = number_format or DATE_FORMAT
        elif number_format is not None:
            cell.number_format = number_format
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    if number_format is not None:
        cell.number_format = number_format
    return cell


def header(sheet: Any, title: str, note: str | None = None, *, required: bool = False) -> Any:
    """Return a header cell, with a comment that explains the column."""
    cell = written(sheet, title)
    cell.font = HEADER_FONT
    cell.fill = REQUIRED_FILL if required else HEADER_FILL
    cell.alignment = WRAPPED
    if note:
        cell.comment = Comment(note, "Metas Abiertas", width=320, height=150)
    return cell
