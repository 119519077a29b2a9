"""What a page gives as a file, and the links that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting, urls
from dashboards.components import elements as h
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.selection_links import SORT_SLUGS, list_link
from open_data import files

if TYPE_CHECKING:
    from dashboards.page import PageContext
    from data_models.queries.selection import Selection

PREFIX = "/descargas"
CSV, XLSX, METADATA = ".csv", ".xlsx", ".csv-metadata.json"


@dataclass(frozen=True)
class FileRows:
    """What a page gives as a file: rows and columns, what they are in words, what of the address was not understood.

    `has_column_sheet` tells whether the workbook explains its columns on a sheet of its own.
    """

    frame: pd.DataFrame
    columns: Sequence[files.FileColumn]
    words: str
    unknown: Sequence[tuple[str, str]] = ()
    has_column_sheet: bool = True


def download_links(context: PageContext, selection: Selection, count: int) -> Component | None:
    """ "Descargar estas 32 filas: CSV · Excel", all rows of a selection of projects or indicators; None of none."""
    slug = next((slug for slug, sort in SORT_SLUGS.items() if sort == selection.sort and sort is not None), None)
    address = list_link(context, selection)
    if slug is not None:
        address += ("&" if "?" in address else "?") + f"{urls.ORDER}={slug}"
    return file_links(address, rows_words(count)) if count else None


def rows_words(count: int) -> str:
    """ "Descargar estas 32 filas:"."""
    words = ngettext("Descargar esta fila:", "Descargar estas {count} filas:", count)
    return words.format(count=formatting.count(count))


def file_links(address: str, words: str) -> Component:
    """Links to what a page's address shows as CSV and as a workbook, after some words."""
    path, mark, query = address.partition("?")
    kinds = ((CSV, "CSV", _("CSV, para programas")), (XLSX, "Excel", _("Libro de Excel")))
    links = [
        h.a(name, href=f"{PREFIX}{path}{suffix}{mark}{query}", download=True, title=title, rel="nofollow")
        for suffix, name, title in kinds
    ]
    return h.p(h.span(words, className="mut"), links, className="chips order noprint")
