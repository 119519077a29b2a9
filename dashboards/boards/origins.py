"""Where a row came from, in the language of the page; the store says it in Spanish, as it is published."""

from __future__ import annotations

import re
from datetime import date

from dashboards import formatting
from dashboards.i18n import SPANISH, current_language
from dashboards.i18n import gettext as _

_ENTERED = re.compile(r"(?P<post>.+), (?P<day>\d\d)/(?P<month>\d\d)/(?P<year>\d{4})")
_IMPORTED = re.compile(r"(?:Planilla (?P<file>.+?)|Importación)(?:, hoja (?P<sheet>.+?))?(?:, celda (?P<cell>.+))?")


def origin_words(where: str) -> str:
    """What `Origin.where` says, for a reader of the current language; names of posts, files and sheets stay."""
    if current_language() is SPANISH:
        return where
    if entered := _ENTERED.fullmatch(where):
        day = date(int(entered["year"]), int(entered["month"]), int(entered["day"]))
        return f"{entered['post']}, {formatting.day(day)}"
    if imported := _IMPORTED.fullmatch(where):
        parts = [_("Planilla {file}").format(file=imported["file"]) if imported["file"] else _("Importación")]
        if imported["sheet"]:
            parts.append(_("hoja {sheet}").format(sheet=imported["sheet"]))
        if imported["cell"]:
            parts.append(_("celda {cell}").format(cell=imported["cell"]))
        return ", ".join(parts)
    return where
