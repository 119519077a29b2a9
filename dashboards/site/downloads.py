"""What a page shows as a file: /descargas/proyectos.csv?… holds every row of /proyectos?…, not one page of them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import brotli
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from dashboards import formatting, urls
from dashboards.components.page_parts import unknown_words
from dashboards.i18n import gettext as _
from dashboards.i18n import speaking
from dashboards.listing.file_links import CSV, METADATA, PREFIX, XLSX, FileRows
from dashboards.page import Page, PageContext, PageGone, PageMoved, PageNotFound
from dashboards.site import frame
from data_models.visibility import PUBLIC
from open_data import files

if TYPE_CHECKING:
    from dashboards.site.source import Source
    from data_models.visibility import Reader

_MAX_AGE_S = 15
_BROTLI_QUALITY = 4


def download_routes(source: Source, pages: Sequence[Page], reader_of_request: Callable[[], Reader]) -> Blueprint:
    """The routes of all files: those of each page that gives one, with the page's own query."""
    routes = Blueprint("downloads", __name__)
    giving = [page for page in pages if page.file is not None]

    @routes.get(f"{PREFIX}/<path:name>")
    def download(name: str) -> Response:
        for suffix in (METADATA, CSV, XLSX):
            path = "/" + name.removesuffix(suffix)
            page = next((page for page in giving if page.match(path) is not None), None)
            if name.endswith(suffix) and page is not None:
                return _answer(source, page, path, suffix, reader_of_request())
        raise NotFound

    return routes


def _answer(source: Source, page: Page, path: str, suffix: str, reader: Reader) -> Response:
    address = urls.parse(path, request.query_string.decode("utf-8", "replace"))
    plan = source.find_plan(reader, address.plan)
    if plan is None:
        raise NotFound
    today = source.today()
    version = source.data_version()
    tag = _tag(version, today, reader, address.text, suffix)
    headers = {
        "Vary": "Accept-Encoding" if reader == PUBLIC else "Accept-Encoding, Cookie",
        "Cache-Control": f"public, max-age={_MAX_AGE_S}" if reader == PUBLIC else "private, no-cache",
        "X-Robots-Tag": "noindex",
    }
    address = address.without_days_to_come(last_as_of=max(today, plan.as_of), last_known_on=today)
    context = PageContext(source.store, reader, plan, tuple(source.plans(reader)), address, page.match(path) or {})
    with speaking(address.language), source.store.at_version(version):
        refused = _refused(address)
        if refused is None and request.if_none_match.contains_weak(tag):
            return Response(status=304, headers={**headers, "ETag": f'W/"{tag}"'})
        assert page.file is not None
        try:
            rows = page.file(context) if refused is None else None
        except (PageNotFound, PageGone):
            raise NotFound from None
        except PageMoved as moved:
            new_path, mark, query = moved.address.partition("?")
            return Response(status=301, headers={"Location": f"{PREFIX}{new_path}{suffix}{mark}{query}"})
        if rows is not None and rows.unknown:
            refused = _not_understood(rows.unknown)
        if rows is None or refused is not None:
            return Response(f"{refused}\n", status=400, content_type="text/plain; charset=utf-8", headers=headers)
        about = about_rows(context, rows, version)
    stem = _stem(context)
    headers |= {"ETag": f'W/"{tag}"', "Content-Disposition": f'attachment; filename="{stem}{suffix}"'}
    if suffix == XLSX:
        book = files.xlsx_bytes(rows.frame, rows.columns, about, has_column_sheet=rows.has_column_sheet)
        return Response(book, content_type=files.XLSX_TYPE, headers=headers)
    if suffix == METADATA:
        described = files.csv_metadata(rows.columns, about, stem + CSV)
        text = json.dumps(described, ensure_ascii=False, indent=1, default=str)
        return Response(text, content_type="application/csvm+json", headers=headers)
    # A program finds there what the columns mean; comments inside the file would be rows to most programs.
    query = address.text.partition("?")[2]
    described_at = f"{PREFIX}{path}{METADATA}" + (f"?{query}" if query else "")
    headers["Link"] = f'<{described_at}>; rel="describedby"; type="application/csvm+json"'
    chunks = files.csv_chunks(rows.frame, rows.columns)
    if "br" in {name for name, quality in request.accept_encodings if quality > 0}:
        headers["Content-Encoding"] = "br"
        chunks = _compressed(chunks)
    return Response(chunks, content_type=files.CSV_TYPE, headers=headers)


def _compressed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    for chunk in chunks:
        yield compressor.process(chunk)
    yield compressor.finish()


def _tag(*made_of: object) -> str:
    """A name for the content of a file without making it: all it depends on."""
    text = repr((importlib.metadata.version("metas-abiertas"), *made_of))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _refused(address: urls.Address) -> str | None:
    """Why a file is not made: a part of its window was not understood, or its day has not come; None when it is."""
    if address.not_understood:
        return _not_understood(frame.not_understood(address))
    for _name, day in address.to_come:
        return _("El {day} todavía no llegó. Pida un día que ya haya pasado, o quite la fecha.").format(
            day=formatting.day(day)
        )
    return None


def _not_understood(unknown: Sequence[tuple[str, str]]) -> str:
    # A page can say what it left out; a file goes on alone.
    return _(
        "No se entendió {filters}. El archivo tendría filas que usted no pidió: corrija ese filtro en la dirección o "
        "quítelo."
    ).format(filters=unknown_words(unknown))


def about_rows(context: PageContext, rows: FileRows, data_version: int) -> list[tuple[str, str | int]]:
    """What a file is of: plan, day, choice in words, rows, licence, version, and where the page is."""
    plan = context.plan
    known_on = context.known_on or context.store.today()
    about: list[tuple[str, str | int]] = [
        (_("Plan"), plan.name),
        (_("Código del plan"), plan.code),
        (_("Municipio"), plan.municipality_name),
        (_("Contenido"), formatting.capitalised(rows.words).replace(formatting.NBSP, " ")),
        (_("Filas"), len(rows.frame)),
        (_("Situación al"), context.seen_on.isoformat()),
        (_("Con lo sabido al"), known_on.isoformat()),
        (_("Licencia"), plan.licence or _("sin indicar")),
        (_("Versión de datos"), data_version),
        (_("Página"), replace(context.address, page=1).text),
        (_("En blanco"), _("Una celda en blanco es sin dato, nunca cero.")),
    ]
    if plan.is_demo:
        about.insert(0, (_("Aviso"), _("Datos de demostración: no describen a ningún municipio.")))
    return about


def _stem(context: PageContext) -> str:
    """The name of a file: page, plan, day and filters ("proyectos_demo_2026-10-31_eje-ciudad-que-cuida")."""
    address = context.address
    chosen = [f"{name} {' '.join(values)}" for name, values in address.filters.items()]
    return files.file_name([address.path, context.plan.code, context.seen_on.isoformat(), *chosen], "")
