"""/salud says whether the service is well, and counts what the plans hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from open_data.health import health, health_routes

if TYPE_CHECKING:
    from data_models.store import Store


def visitor(store: Store) -> Any:
    app = Flask("monitor")
    app.register_blueprint(health_routes(store))
    return app.test_client()


def test_health_counts_what_hand_written_sql_counts(demo_store: Store) -> None:
    answer = visitor(demo_store).get("/salud")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.get_json()
    counts = {
        "projects": "SELECT COUNT(*) FROM progress WHERE item_kind = 'project' AND is_public AND plan_code = 'demo'",
        "indicators": "SELECT COUNT(*) FROM progress WHERE item_kind = 'indicator' AND is_public"
        " AND plan_code = 'demo'",
        "axes": "SELECT COUNT(*) FROM nodes JOIN plans ON plans.id = plan_id WHERE depth = 1 AND plans.code = 'demo'",
        "programs": "SELECT COUNT(*) FROM nodes JOIN plans ON plans.id = plan_id"
        " WHERE depth = 2 AND plans.code = 'demo'",
        "secretariats": "SELECT COUNT(*) FROM secretariat_versions "
        "WHERE superseded_at IS NULL AND parent_id IS NULL AND in_force_to IS NULL",
    }
    with demo_store.reading() as connection:
        expected = {name: connection.scalar(text(query)) for name, query in counts.items()}
        version = connection.scalar(text("SELECT version FROM data_version"))
    plan, strategy = told["plans"]
    assert (strategy["id"], strategy["is_demo"]) == ("demo-datos", True)
    assert {name: plan[name] for name in counts} == expected
    assert (plan["id"], plan["is_demo"], plan["as_of"]) == ("demo", True, "2026-10-31")
    assert (told["status"], told["database"], told["data_version"]) == ("ok", "sqlite", version)


def test_health_of_an_empty_database_is_well(empty_store: Store) -> None:
    told = health(empty_store)
    assert (told["status"], told["plans"], told["database"]) == ("ok", [], empty_store.kind)


def test_a_database_that_does_not_answer_is_said_without_our_insides(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise OperationalError("SELECT secret", {}, Exception("no such file /srv/metas.db"))

    monkeypatch.setattr(sqlite_store, "data_version", broken)
    answer = visitor(sqlite_store).get("/salud")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "error"}
