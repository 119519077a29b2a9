"""The series of an indicator as a file: its values one by one, the oldest first."""

from __future__ import annotations

from dashboards import formatting
from dashboards.boards import detail
from dashboards.i18n import gettext as _
from dashboards.listing.file_links import FileRows
from dashboards.page import PageContext, PageNotFound
from data_models.queries import indicators
from open_data.series import series_columns


def series_file(context: PageContext) -> FileRows:
    """The values of the indicator an address names, as true and known on the days it asks for."""
    missing = _("No hay ningún indicador público con esa dirección.")
    item_id = detail.found_id(context, "indicator", "indicador", missing)
    found = indicators.detail(
        context.store, context.reader, context.plan, item_id, as_of=context.as_of, known_on=context.known_at
    )
    if found is None:
        raise PageNotFound(missing)
    row = found.row
    words = _("serie de {name}, en {unit}") if row["unit"] else _("serie de {name}")
    told = words.format(name=formatting.quoted(row["name"]), unit=row["unit"])
    return FileRows(found.history, series_columns(row["unit"]), told)
