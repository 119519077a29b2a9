"""The series of one indicator as a file: each value with what it came to, what was expected, and where it came from."""

from __future__ import annotations

from data_models import dictionary
from open_data.files import FileColumn, file_columns

_OF_THE_RULES = ("expected_value", "progress_pct", "expected_pct", "status")
_LEFT_OUT = ("source_ref",)


def series_columns(unit: str | None) -> tuple[FileColumn, ...]:
    """The columns of a frame of `data_models.queries.indicators.IndicatorDetail.history`, in the indicator's unit."""
    of_values = [column for column in dictionary.VALUES if column.name not in _LEFT_OUT]
    of_progress = [column for column in dictionary.PROGRESS if column.name in _OF_THE_RULES]
    own = f" En {unit}." if unit else ""
    accumulated = FileColumn(
        "accumulated_value",
        "valor_acumulado",
        "number",
        f"Los valores hasta el período, juntados.{own}",
    )
    origin = (
        FileColumn("where", "origen", "text", "Puesto de quien lo cargó y fecha, o planilla y celda de donde vino."),
        FileColumn("decided_by", "aprobo", "text", "Puesto de quien lo aprobó; en blanco si vino con la importación."),
        FileColumn("decided_at", "aprobado_el", "datetime", "Momento en que se aprobó (UTC)."),
        FileColumn("corrections", "correcciones", "integer", "Cuántos valores aprobados reemplazó."),
    )
    return (*file_columns(of_values), accumulated, *file_columns(of_progress), *origin)
