"""The view `tabla_de_avance`: public rows of the progress table under their Spanish names, for Power BI and Excel."""

from __future__ import annotations

from sqlalchemy import Connection

from data_models import dictionary

VIEW_NAME = "tabla_de_avance"
# The motive in words is a column of its own, beside the code.
LEFT_AS_CODES = frozenset({"reason_code"})


def drop_view(connection: Connection) -> None:
    """Take the view away, as a migration of the progress table needs."""
    connection.exec_driver_sql(f"DROP VIEW IF EXISTS {VIEW_NAME}")


def create_view(connection: Connection) -> None:
    """Make the view anew from the dictionary: public columns of public rows, stored codes as Spanish words."""
    drop_view(connection)
    selected = ",\n".join(f"  {_expression(column)} AS {column.file_name}" for column in dictionary.PUBLIC_PROGRESS)
    statement = f"CREATE VIEW {VIEW_NAME} AS\nSELECT\n{selected}\nFROM progress\nWHERE is_public"
    connection.exec_driver_sql(statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement)


def _expression(column: dictionary.Column) -> str:
    if not column.allowed_values or column.name in LEFT_AS_CODES:
        return column.name
    cases = " ".join(f"WHEN {_quoted(value.code)} THEN {_quoted(value.word)}" for value in column.allowed_values)
    return f"CASE {column.name} {cases} ELSE {column.name} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
