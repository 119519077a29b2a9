"""Reading XML that nobody vouches for: streamed, without entities, with a ceiling on everything that could grow.

Expat (the parser of the standard library) is driven directly: it is the fastest streaming reader Python has, and it
lets us refuse a document type declaration before anything in it is expanded.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Final
from xml.parsers import expat

from intake.reading_limits import (
    MAX_XML_DEPTH,
    MAX_XML_NAMES,
    MAX_XML_TOKEN_BYTES,
    READ_CHUNK_BYTES,
    Budget,
    UnreadableFile,
    UnreadableReason,
)

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]

# What a library may raise over bytes that are not what they claim to be.
DAMAGE: Final = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,  # numbers that are none, UnicodeDecodeError
    LookupError,  # missing parts, styles and texts; unknown encodings
    OverflowError,
    NotImplementedError,  # compression methods
    RuntimeError,  # zipfile's word for a missing password
)


def local_name(name: str) -> str:
    """Return a tag's or attribute's name without its prefix: "x:row" → "row"."""
    return name[name.rindex(":") + 1 :] if ":" in name else name


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """Return an attribute by its name without prefix, or None."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if local_name(key) == name), None)


def parse_xml(stream: IO[bytes], budget: Budget, start: StartHandler, end: EndHandler, text: TextHandler) -> None:
    """Stream XML through the three handlers, which get names without prefix.

    Raises UnreadableFile for a document type, for depth, tags or names without measure and for too many bytes; lets
    expat's own errors through (see DAMAGE).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def refuse_doctype(*_: object) -> None:
        raise UnreadableFile(UnreadableReason.DECLARES_ENTITIES, budget.file)

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise UnreadableFile(UnreadableReason.TOO_COMPLEX, budget.file)
        start(name[name.rindex(":") + 1 :] if ":" in name else name, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name[name.rindex(":") + 1 :] if ":" in name else name)

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    fed = 0
    while chunk := stream.read(READ_CHUNK_BYTES):
        budget.spend_bytes(len(chunk))
        parser.Parse(chunk, False)
        fed += len(chunk)
        # A tag that does not end makes the parser keep all of it; names are kept until the end of the part.
        if fed - parser.CurrentByteIndex > MAX_XML_TOKEN_BYTES or len(parser.intern) > MAX_XML_NAMES:
            raise UnreadableFile(UnreadableReason.TOO_COMPLEX, budget.file)
    parser.Parse(b"", True)
