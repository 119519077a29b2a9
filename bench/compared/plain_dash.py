"""The Panorama's headline, counts, marks and list as one writes them in Dash, to compare with.

A layout of dcc and dash_table components and one callback, over the same progress table, kept in memory. Served by
gunicorn as `bench.compared.plain_dash:server` from the database METAS_DATABASE_URL.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dash_table, dcc, html

from data_models.queries import plans, progress
from data_models.store import create_store
from data_models.visibility import PUBLIC

COLUMNS = ["code", "name", "status", "freshness", "progress_pct", "expected_pct", "gap_points", "secretariat_name"]
STATUS_NAMES = {
    "met": "Cumplida",
    "on_track": "En camino",
    "at_risk": "En riesgo",
    "off_track": "Atrasada",
    "not_started": "Sin iniciar",
    "no_data": "Sin datos",
    "cancelled": "Cancelada",
}
OUTPUTS = (("headline", "children"), ("counts", "figure"), ("marks", "figure"), ("list", "data"))
INPUTS = (("axis", "value"), ("secretariat", "value"))


def _rows() -> pd.DataFrame:
    store = create_store()
    plan = plans.find_plan(store, PUBLIC)
    assert plan is not None
    frame = pd.DataFrame(progress.rows(store, PUBLIC, plan))
    store.close()
    return frame


FRAME = _rows()
app = Dash(__name__, title="Panorama", update_title="", use_async=False)
server = app.server


def _choices(column: str) -> list[str]:
    return sorted(FRAME[column].dropna().unique())


app.layout = html.Div(
    [
        dcc.Dropdown(id="axis", options=_choices("axis_name"), placeholder="Eje"),
        dcc.Dropdown(id="secretariat", options=_choices("secretariat_name"), placeholder="Secretaría"),
        html.H1(id="headline"),
        dcc.Graph(id="counts"),
        dcc.Graph(id="marks"),
        dash_table.DataTable(  # type: ignore[attr-defined]
            id="list", columns=[{"id": name, "name": name} for name in COLUMNS], page_size=20, sort_action="native"
        ),
    ]
)


@app.callback([Output(*of) for of in OUTPUTS], [Input(*of) for of in INPUTS])
def board(axis: str | None, secretariat: str | None) -> tuple[Any, ...]:
    """The whole board of a choice."""
    frame = FRAME
    if axis:
        frame = frame[frame["axis_name"] == axis]
    if secretariat:
        frame = frame[frame["secretariat_name"] == secretariat]
    indicators = frame[frame["item_kind"] == "indicator"]
    counts = indicators["status"].value_counts().reindex(list(STATUS_NAMES), fill_value=0)
    good, late = counts["met"] + counts["on_track"], counts["off_track"]
    words = f"{good} de {len(indicators)} indicadores van bien; {late} están atrasados"
    bars = px.bar(x=[STATUS_NAMES[status] for status in counts.index], y=counts.to_numpy())
    projects = frame[frame["item_kind"] == "project"].copy()
    projects["place"] = projects.groupby(["axis_name", "status"]).cumcount()
    marks = px.scatter(projects, x="place", y="axis_name", color="status", hover_name="name")
    late_first = indicators.sort_values("gap_points")[COLUMNS]
    return words, bars, marks, late_first.to_dict("records")
