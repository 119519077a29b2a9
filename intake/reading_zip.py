"""Opening the zip that a modern workbook is, after looking at what it declares about itself."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import IO

from intake.reading_limits import (
    MAX_COMPRESSION_RATIO,
    MAX_UNCOMPRESSED_BYTES,
    MAX_ZIP_DIRECTORY_BYTES,
    MAX_ZIP_ENTRIES,
    RATIO_CHECKED_FROM_BYTES,
    UnreadableFile,
    UnreadableReason,
)

_END_OF_DIRECTORY = b"PK\x05\x06"
_END_OF_DIRECTORY_64 = b"PK\x06\x06"
_IS_ENCRYPTED = 0x1


def open_zip(stream: IO[bytes], file: str) -> zipfile.ZipFile:
    """Return the zip, checked against bombs by what it declares; raises UnreadableFile, or zipfile.BadZipFile.

    What is really decompressed is counted again while reading: a zip may lie.
    """
    _check_directory_size(stream, file)
    archive = zipfile.ZipFile(stream)
    entries = archive.infolist()
    if len(entries) > MAX_ZIP_ENTRIES:
        raise UnreadableFile(UnreadableReason.TOO_MANY_PARTS, file, limit=MAX_ZIP_ENTRIES)
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise UnreadableFile(UnreadableReason.ENCRYPTED, file)
    if sum(entry.file_size for entry in entries) > MAX_UNCOMPRESSED_BYTES:
        limit = MAX_UNCOMPRESSED_BYTES // 1024**2
        raise UnreadableFile(UnreadableReason.TOO_LARGE_UNCOMPRESSED, file, limit=limit)
    for entry in entries:
        if entry.file_size > RATIO_CHECKED_FROM_BYTES and entry.file_size > MAX_COMPRESSION_RATIO * entry.compress_size:
            raise UnreadableFile(UnreadableReason.SUSPICIOUS_COMPRESSION, file, limit=MAX_COMPRESSION_RATIO)
    return archive


def _check_directory_size(stream: IO[bytes], file: str) -> None:
    # zipfile loads the whole directory, about 500 bytes of memory for each entry, before anybody can count them.
    size = stream.seek(0, os.SEEK_END)
    tail_size = min(size, 66_000)  # the end record, its comment of up to 65,535 bytes and the 64-bit locator
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    stream.seek(0)
    end = tail.rfind(_END_OF_DIRECTORY)
    if end < 0 or len(tail) < end + 22:
        raise zipfile.BadZipFile(file)
    (directory_bytes,) = struct.unpack_from("<L", tail, end + 12)
    end_64 = tail.rfind(_END_OF_DIRECTORY_64, 0, end)
    if end_64 >= 0 and len(tail) >= end_64 + 48:
        # The old record then says 0xFFFFFFFF, which the remainder turns into 0.
        (directory_bytes_64,) = struct.unpack_from("<Q", tail, end_64 + 40)
        directory_bytes = max(directory_bytes % 0xFFFFFFFF, directory_bytes_64)
    if directory_bytes > MAX_ZIP_DIRECTORY_BYTES:
        raise UnreadableFile(UnreadableReason.TOO_MANY_PARTS, file, limit=MAX_ZIP_ENTRIES)
