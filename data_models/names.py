"""Short names of items in URLs: readable, plain ASCII, unique for ever within their scope.

A name belongs to the first item that had it. A renamed item gets a new name and its old one leads to it. The scope of
nodes, projects and indicators is their plan's code, that of secretariats their municipality's code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from data_models.rows import Row, chunks, in_force, record, supersede
from data_models.store import Write
from data_models.tables import URL_NAMES

# Long enough to tell what it is, short enough to be read out.
LONGEST = 60
# The code of a plan stands in addresses and options as it is.
PLAN_CODE = r"[a-z0-9][a-z0-9._-]{0,79}"
# Up to so many items it is quicker to look their names up than to read all names of a plan.
FEW = 20
COLUMNS = {"node": "node_id", "project": "project_id", "indicator": "indicator_id", "secretariat": "secretariat_id"}


@dataclass(frozen=True, slots=True)
class Found:
    """The item a name leads to. When the name is an old one, ``current_name`` is where to send the reader."""

    item_id: int
    current_name: str
    is_current: bool


def make_slug(text: str) -> str:
    """The words of ``text`` in small ASCII letters joined by hyphens, cut at a word's end; "" when there are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1].rpartition("-")[0]
    return cut or slug[:LONGEST]


def free_slug(text: str, fallback: str, taken: Mapping[str, object]) -> str:
    """A free slug of ``text`` (of ``fallback``, a code, when it has no letters), numbered from 2 if need be."""
    base = make_slug(text) or make_slug(fallback) or "item"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def resolve(connection: Connection, scope: str, kind: str, name: str) -> Found | None:
    """What the name leads to, or None; ``kind`` is node, project, indicator or secretariat."""
    item = URL_NAMES.c[COLUMNS[kind]]
    owner = select(item).where(
        URL_NAMES.c.scope == scope,
        URL_NAMES.c.kind == kind,
        URL_NAMES.c.name == name,
        URL_NAMES.c.restores_id.is_(None),
    )
    current = connection.execute(
        select(item.label("item_id"), URL_NAMES.c.name).where(item == owner.scalar_subquery(), in_force(URL_NAMES))
    ).one_or_none()
    if current is None:
        return None
    return Found(current.item_id, current.name, current.name == name)


def assign(write: Write, scope: str, kind: str, items: Sequence[tuple[int, str, str]]) -> None:
    """Give each item (id, code, its name in words) a URL name if it has none or was renamed.

    An item that had the very name before gets it back.
    """
    if not items:
        return
    column = COLUMNS[kind]
    owners: dict[str, Row] = {}
    owned: dict[int, dict[str, Row]] = {}
    current: dict[int, Row] = {}
    for row in write.connection.execute(_rows_that_matter(scope, kind, items)).mappings():
        if row["restores_id"] is None:
            owners[row["name"]] = dict(row)
            owned.setdefault(row[column], {})[row["name"]] = dict(row)
        if row["superseded_at"] is None:
            current[row[column]] = dict(row)
    outdated: list[int] = []
    added: list[Row] = []
    for item_id, code, words in items:
        held = current.get(item_id)
        base = make_slug(words) or make_slug(code)
        if held is not None and _is_numbered(held["name"], base):
            continue
        earlier = next((row for name, row in owned.get(item_id, {}).items() if _is_numbered(name, base)), None)
        slug = earlier["name"] if earlier is not None else free_slug(words, code, owners)
        if held is not None:
            outdated.append(held["id"])
        added_row: Row = {
            "scope": scope, "kind": kind, "name": slug, column: item_id,
            "restores_id": earlier["id"] if earlier is not None else None,
        }  # fmt: skip
        owners.setdefault(slug, {**added_row, "id": None})
        added.append(added_row)
    for chunk in chunks(outdated):
        supersede(write, URL_NAMES, chunk)
    record(write, URL_NAMES, added)


def _rows_that_matter(scope: str, kind: str, items: Sequence[tuple[int, str, str]]) -> Select[Any]:
    """The names of the scope; for a few items only their own and those that begin as theirs will."""
    rows = select(URL_NAMES).where(URL_NAMES.c.scope == scope, URL_NAMES.c.kind == kind)
    if len(items) > FEW:
        return rows
    beginnings = [make_slug(words) or make_slug(code) for _item_id, code, words in items]
    own = URL_NAMES.c[COLUMNS[kind]].in_([item_id for item_id, _code, _words in items])
    return rows.where(or_(own, *(URL_NAMES.c.name.startswith(beginning, autoescape=True) for beginning in beginnings)))


def _is_numbered(name: str, base: str) -> bool:
    """Whether ``name`` is ``base`` or one of its numbered forms."""
    return name == base or re.fullmatch(re.escape(base) + r"-\d+", name) is not None
