"""What the Panorama says in words."""

from __future__ import annotations

from dashboards import formatting
from dashboards.boards.standing import Situation, late_words
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun


def projects_title(found: Situation, noun: Noun) -> str:
    """ "405 de 1.685 proyectos terminados; 152 están atrasados"."""
    if found.counts["no_data"] == found.total:
        return _("{things}, sin datos de su avance").format(things=noun.counted(found.total))
    late = found.counts["off_track"]
    words = _("{done} de {things} {finished}").format(
        done=formatting.count(found.counts["met"]),
        things=noun.counted(found.total),
        finished=noun.agreed(found.total, _("terminada"), _("terminado")),
    )
    return f"{words}; {late_words(late, noun)}" if late else words
