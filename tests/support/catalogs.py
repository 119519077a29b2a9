"""Compiles the catalog of the command line where the tests find it stale."""

from __future__ import annotations

import os
from pathlib import Path


def compile_stale(folder: Path) -> list[Path]:
    """Compile each click.po under `folder` that is newer than its .mo; returns the .mo files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/click.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as text:
            catalog = read_po(text)
        # Several test processes may do this at once: each writes its own file and puts it in place in one step.
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        with partial.open("wb") as binary:
            write_mo(binary, catalog)
        partial.replace(target)
        written.append(target)
    return written
