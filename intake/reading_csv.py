"""csv: one sheet of texts, whatever its separator and encoding. Nothing in it is a number until it is understood."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import IO, Final

from intake.reading_grid import ErrorMark, SheetGrid
from intake.reading_limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    READ_CHUNK_BYTES,
    Budget,
    UnreadableFile,
    UnreadableReason,
)

SEPARATORS: Final = (";", "\t", "|", ",")  # of two that cut alike the first is it: commas also part decimals
_DECLARED_SEPARATOR: Final = re.compile(r"\ufeff?\"?sep=([;,|\t])\"?\r?\n", re.I)
# A formula's error, as spreadsheets in Spanish and in English write it into a csv file.
_ERROR: Final = re.compile(r"#(?:[¡]?(?:DIV/0|REF|VALUE|VALOR|NUM|NULL|NULO)!|[¿]?(?:NAME|NOMBRE)\?|N/[AD])")
_SAMPLE_LINES: Final = 50
_SAMPLE_CHARACTERS: Final = 256 * 1024
_LONGEST_LINE: Final = 1_000_000
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


# A line of ours after the last one of the file: when it does not come back alone, quotes were left open.
_END: Final = "\x1a fin"
_UTF8_LETTER: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_HIGH_BYTE: Final = re.compile(rb"[\x80-\xff]")
_LATIN_BYTES: Final = "metas-latin-bytes"


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes of another encoding, in a file pasted together from two, as what spreadsheets write them for."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_LATIN_BYTES, _as_latin)


def read_csv(stream: IO[bytes], name: str, budget: Budget) -> SheetGrid:
    """Return the one sheet of a csv file; `name` is the name the sheet gets. Raises UnreadableFile."""
    encoding = detect_encoding(stream)
    if encoding is None:
        raise UnreadableFile(UnreadableReason.NOT_A_WORKBOOK, budget.file)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors=_LATIN_BYTES, newline="")
    try:
        separator = detect_separator(text.read(_SAMPLE_CHARACTERS))
        text.detach()
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=encoding, errors=_LATIN_BYTES, newline="")
        grid = SheetGrid(budget.file, name, is_delimited=True, budget=budget)
        for row, fields in enumerate(_rows(text, separator, budget), start=1):
            for column, field in enumerate(fields, start=1):
                if field and field.strip():
                    budget.spend_text(len(field))
                    is_error = _ERROR.fullmatch(field.strip()) is not None
                    grid.put(row, column, ErrorMark(field.strip()) if is_error else field)
        return grid
    finally:
        text.detach()  # the stream belongs to whoever opened it


def _lines(text: io.TextIOWrapper, budget: Budget) -> Iterator[str]:
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise UnreadableFile(UnreadableReason.TOO_COMPLEX, budget.file)
        yield line
    yield _END


def _rows(text: io.TextIOWrapper, separator: str, budget: Budget) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text, budget), delimiter=separator)
    first_line = 1
    try:
        for number, fields in enumerate(reader, start=1):
            if number > MAX_ROWS or len(fields) > MAX_COLUMNS:
                raise UnreadableFile(UnreadableReason.TOO_COMPLEX, budget.file)
            if fields == [_END]:
                return
            if fields and fields[-1].endswith(_END):
                raise UnreadableFile(UnreadableReason.OPEN_QUOTES, budget.file, line=first_line)
            yield fields
            first_line = reader.line_num + 1
    except (csv.Error, UnicodeError) as error:
        raise UnreadableFile(UnreadableReason.DAMAGED, budget.file) from error


def detect_encoding(stream: IO[bytes]) -> str | None:
    """Return the encoding of a text file, or None when it is no text.

    A byte-order mark decides; else UTF-8 if all of it is valid UTF-8, or most of what is not plain ASCII (a file pasted
    together); else cp1252, the superset of Latin-1 that spreadsheets write (with its five unused bytes, plain Latin-1).
    """
    stream.seek(0)
    start = stream.read(4)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    utf8_bytes = high_bytes = 0
    has_unused_bytes = False
    while chunk := stream.read(READ_CHUNK_BYTES):
        if any(byte in chunk for byte in (b"\x00", b"\x01", b"\x02", b"\x03", b"\x04", b"\x7f")):
            return None
        has_unused_bytes = has_unused_bytes or any(bytes([byte]) in chunk for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        high_bytes += len(_HIGH_BYTE.findall(chunk))
        utf8_bytes += sum(map(len, _UTF8_LETTER.findall(chunk)))
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if is_utf8 or utf8_bytes * 2 > high_bytes:
        return "utf-8"
    return "latin-1" if has_unused_bytes else "cp1252"


def detect_separator(sample: str) -> str:
    """Return the separator that cuts the first lines into the most even table; "," when there is nothing to cut.

    A first line "sep=;", which spreadsheets write for each other, decides.
    """
    declared = _DECLARED_SEPARATOR.match(sample)
    if declared:
        return declared[1]
    lines = sample.splitlines(keepends=True)[:_SAMPLE_LINES]
    best = (0.0, ",")
    for separator in SEPARATORS:
        try:
            widths = [len(fields) for fields in csv.reader(lines, delimiter=separator) if any(fields)]
        except csv.Error:
            continue
        if not widths or max(widths) == 1:
            continue
        commonest = max(set(widths), key=lambda width: (widths.count(width), width))
        # How many lines agree, then how many columns they give: decimal commas agree in few lines only.
        evenness = widths.count(commonest) / len(widths) if commonest > 1 else 0.1
        score = evenness + min(commonest, 100) / 1000
        if score > best[0]:
            best = (score, separator)
    return best[1]
