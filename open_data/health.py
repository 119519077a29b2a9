"""/salud: is the service well, which version, which data; for monitors and for whoever installs it."""

from __future__ import annotations

import importlib.metadata
import logging
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from data_models.queries.plans import PlanSummary, list_plans
from data_models.visibility import PUBLIC

if TYPE_CHECKING:
    from data_models.store import Store

_log = logging.getLogger(__name__)


def health(store: Store) -> dict[str, Any]:
    """What /salud answers; only public plans are counted. Errors of the database propagate."""
    return {
        "status": "ok",
        "version": importlib.metadata.version("metas-abiertas"),
        "data_version": store.data_version(),
        "database": store.kind,
        "plans": [_plan(plan) for plan in list_plans(store, PUBLIC)],
    }


def _plan(plan: PlanSummary) -> dict[str, Any]:
    counts = plan.counts
    return {
        "id": plan.code,
        "name": plan.name,
        "is_demo": plan.is_demo,
        "as_of": plan.as_of.isoformat(),
        "secretariats": counts.secretariats,
        "axes": counts.axes,
        "programs": counts.programs,
        "projects": counts.projects,
        "indicators": counts.indicators,
    }


def health_routes(store: Store) -> Blueprint:
    """The route /salud. A database that does not answer is a 503 that says so and nothing of our insides."""
    routes = Blueprint("health", __name__)

    @routes.get("/salud")
    def salud() -> Response:
        try:
            response = jsonify(health(store))
        except SQLAlchemyError:
            _log.exception("the database does not answer")
            response = jsonify({"status": "error"})
            response.status_code = 503
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes
