"""The view `tabla_de_avance`: public rows of the progress table under their Spanish names, for Power BI and Excel."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from data_models import dictionary
from data_models.refusals import Refused

VIEW_NAME = "tabla_de_avance"
# The motive in words is a column of its own, beside the code.
LEFT_AS_CODES = frozenset({"reason_code"})


def is_newest_view(connection: Connection) -> bool:
    """Whether the view is there and shows what the dictionary says now."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": VIEW_NAME})
        return found.scalar_one_or_none() == _statement()
    comment = connection.execute(text("SELECT obj_description(to_regclass(:name))"), {"name": VIEW_NAME})
    return comment.scalar_one_or_none() == _comment()


def drop_view(connection: Connection) -> None:
    """Take the view away, as a migration of the progress table needs.

    Raises Refused when something of the city's own stands on it.
    """
    try:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {VIEW_NAME}")
    except DBAPIError as error:
        raise Refused(
            "La vista «{view}» cambia con esta versión, y en la base de datos hay algo propio que se apoya en ella: "
            "quítelo, actualice y vuelva a crearlo.",
            view=VIEW_NAME,
        ) from error


def create_view(connection: Connection) -> None:
    """Make the view from the dictionary: public columns of public rows, stored codes as Spanish words."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_statement())
        return
    connection.exec_driver_sql(_statement().replace("%", "%%"))
    connection.exec_driver_sql(f"COMMENT ON VIEW {VIEW_NAME} IS {_quoted(_comment())}")


def readers_of_view(connection: Connection) -> list[str]:
    """The roles besides its owner that may read the view, quoted for SQL; SQLite has none."""
    if connection.dialect.name == "sqlite":
        return []
    roles = text(
        "SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END "
        "FROM pg_class, aclexplode(relacl) WHERE oid = to_regclass(:name) AND privilege_type = 'SELECT' "
        "AND grantee <> relowner"
    )
    return list(connection.scalars(roles, {"name": VIEW_NAME}))


def let_read_view(connection: Connection, roles: list[str]) -> None:
    """Let roles, quoted for SQL, read the view."""
    for role in roles:
        connection.exec_driver_sql(f"GRANT SELECT ON {VIEW_NAME} TO {role}")


def _comment() -> str:
    digest = hashlib.sha256(_statement().encode()).hexdigest()[:12]
    return f"Filas públicas de la tabla de avance, con sus nombres en castellano ({digest})"


def _statement() -> str:
    selected = ",\n".join(f"  {_expression(column)} AS {column.file_name}" for column in dictionary.PUBLIC_PROGRESS)
    return f"CREATE VIEW {VIEW_NAME} AS\nSELECT\n{selected}\nFROM progress\nWHERE is_public"


def _expression(column: dictionary.Column) -> str:
    if not column.allowed_values or column.name in LEFT_AS_CODES:
        return column.name
    cases = " ".join(f"WHEN {_quoted(value.code)} THEN {_quoted(value.word)}" for value in column.allowed_values)
    return f"CASE {column.name} {cases} ELSE {column.name} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
