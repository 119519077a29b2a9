"""The outlines of a municipality's districts: replaced all at once, from a file, and taken back like any import."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from data_models import audit
from data_models.refusals import Refused
from data_models.rows import in_force, record, supersede
from data_models.store import Store, Write
from data_models.tables import DISTRICTS, IMPORTS, MUNICIPALITIES, PLANS, PROGRESS, ImportKind

# What this kind of import is called among the recipes, in `metas imports`.
RECIPE = "distritos"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What came of it: the import (None: it was a trial, or nothing changed), and how the names meet.

    ``names`` are the districts as they are stored; ``unmatched`` those of them that no project names;
    ``without_outline`` the districts of projects that the file does not have.
    """

    import_id: int | None
    names: tuple[str, ...]
    unmatched: tuple[str, ...]
    without_outline: tuple[str, ...]


def replace_outlines(
    store: Store,
    outlines: Sequence[tuple[str, str]],
    *,
    imported_by: str,
    municipality: str | None = None,
    file_name: str | None = None,
    dry_run: bool = False,
    at: dt.datetime | None = None,
) -> Replaced:
    """Put ``outlines`` (name, GeoJSON geometry) in the place of those a municipality has, in one transaction.

    A name takes the spelling projects give it when it differs in case or accents alone. ``municipality`` is a code,
    needed where there are several. Raises Refused for an unknown or unsaid municipality, and for a name twice.
    """
    with store.writing(at=at) as write:
        connection = write.connection
        municipality_id = _municipality(connection, municipality)
        used = _districts_of_projects(connection, municipality_id)
        spelling = {_folded(name): name for name in used}
        named = [(spelling.get(_folded(name), name), outline) for name, outline in outlines]
        names = tuple(name for name, _outline in named)
        if len({_folded(name) for name in names}) < len(names):
            raise Refused("Un distrito está más de una vez.")
        unmatched = tuple(name for name in names if name not in used)
        without_outline = tuple(name for name in used if name not in names)
        current = connection.execute(
            select(DISTRICTS.c.id, DISTRICTS.c.name, DISTRICTS.c.outline).where(
                DISTRICTS.c.municipality_id == municipality_id, in_force(DISTRICTS)
            )
        ).all()
        is_same = {(row.name, row.outline) for row in current} == set(named)
        if dry_run or is_same:
            write.cancel()
            return Replaced(None, names, unmatched, without_outline)
        kept = {(row.name, row.outline) for row in current} & set(named)
        outdated = [row.id for row in current if (row.name, row.outline) not in kept]
        new = [one for one in named if one not in kept]
        write.import_id = int(
            connection.execute(
                insert(IMPORTS)
                .values(
                    kind=ImportKind.IMPORT,
                    recipe=RECIPE,
                    file_name=file_name,
                    imported_at=write.at,
                    imported_by=imported_by,
                    counts=_counts(len(current), len(outdated), len(new), {row.name for row in current}, names),
                )
                .returning(IMPORTS.c.id)
            ).scalar_one()
        )
        supersede(write, DISTRICTS, outdated)
        record_outlines(write, municipality_id, new)
        audit.record(write, "import", MUNICIPALITIES.name, municipality_id, {"districts": len(names)})
        return Replaced(write.import_id, names, unmatched, without_outline)


def record_outlines(write: Write, municipality_id: int, outlines: Sequence[tuple[str, str]]) -> None:
    """Record outlines (name, GeoJSON geometry) of districts that have none in force."""
    rows = [{"municipality_id": municipality_id, "name": name, "outline": outline} for name, outline in outlines]
    record(write, DISTRICTS, rows)


def outlines_of(connection: Connection, plan_code: str) -> list[tuple[str, str]]:
    """The outlines in force (name, GeoJSON geometry) of the municipality of a plan, by name; none for no plan."""
    municipality_id = select(PLANS.c.municipality_id).where(PLANS.c.code == plan_code).scalar_subquery()
    query = select(DISTRICTS.c.name, DISTRICTS.c.outline).where(
        DISTRICTS.c.municipality_id == municipality_id, in_force(DISTRICTS)
    )
    return [(row.name, row.outline) for row in connection.execute(query.order_by(DISTRICTS.c.name))]


def _counts(before: int, outdated: int, new: int, had: set[str], has: Sequence[str]) -> dict[str, int]:
    """In the words of any import: new, changed, withdrawn and unchanged districts."""
    changed = new - len(set(has) - had)
    return {
        "districts_new": len(set(has) - had),
        "districts_changed": changed,
        "districts_withdrawn": len(had - set(has)),
        "districts_unchanged": before - outdated,
    }


def _municipality(connection: Connection, code: str | None) -> int:
    known = {row.code: row.id for row in connection.execute(select(MUNICIPALITIES.c.code, MUNICIPALITIES.c.id))}
    if code is None:
        if len(known) == 1:
            return int(next(iter(known.values())))
        if not known:
            raise Refused("Todavía no hay ningún municipio: importe antes un plan.")
        raise Refused("Hay varios municipios ({codes}): diga cuál.", codes=", ".join(sorted(known)))
    if code not in known:
        raise Refused(
            "No hay un municipio de código «{code}»; hay: {codes}.", code=code, codes=", ".join(sorted(known)) or "—"
        )
    return int(known[code])


def _districts_of_projects(connection: Connection, municipality_id: int) -> list[str]:
    """The districts that projects of the municipality's plans name, each once, in order."""
    plans = select(PLANS.c.id).where(PLANS.c.municipality_id == municipality_id)
    district = PROGRESS.c.district
    query = select(district).where(PROGRESS.c.plan_id.in_(plans), district.is_not(None)).distinct()
    return sorted(connection.scalars(query.order_by(district)))


def _folded(name: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return " ".join(plain.casefold().split())
