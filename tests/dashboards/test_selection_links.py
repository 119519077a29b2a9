"""A selection written as an address and read back is the same selection, or its address is refused."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.status import FRESHNESSES, STATUSES
from dashboards.listing.selection_links import (
    CLASS_SLUGS,
    DELAY_CAUSE_SLUGS,
    KIND_SLUGS,
    LIST_PATHS,
    PROJECT_STATE_SLUGS,
    SORT_SLUGS,
    SPENDING_SLUGS,
    asked_selection,
    list_link,
    status_link,
)
from dashboards.page import PageContext
from dashboards.urls import FIRST_DAY, LAST_DAY
from data_models.queries import plans, progress, tree
from data_models.queries.selection import RECOVERIES, Selection
from data_models.store import Store
from data_models.visibility import PUBLIC
from tests.dashboards.boards import parse_text


def context_of(store: Store, address: str) -> PageContext:
    plan = plans.find_plan(store, PUBLIC, "demo")
    assert plan is not None
    return PageContext(store, PUBLIC, plan, (plan,), parse_text(address), {})


@pytest.fixture(scope="module")
def home(demo_store: Store) -> PageContext:
    return context_of(demo_store, "/?plan=demo&al=2026-06-30")


@pytest.fixture(scope="module")
def frame(home: PageContext) -> pd.DataFrame:
    return progress.rows(home.store, home.reader, home.plan)


@pytest.fixture(scope="module")
def known(home: PageContext, frame: pd.DataFrame) -> dict[str, list[str]]:
    """What may be asked for, by field of a selection."""
    nodes = tree.nodes(home.store, home.reader, home.plan)
    secretariats = tree.secretariats(home.store, home.reader, home.plan)
    return {
        "axis": nodes.loc[nodes["depth"] == 1, "slug"].tolist(),
        "program": nodes.loc[nodes["depth"] == 2, "slug"].tolist(),
        "secretariat": secretariats["slug"].tolist(),
        "project": frame.loc[frame["item_kind"] == "project", "slug"].tolist(),
        "district": frame["district"].dropna().unique().tolist(),
        "link": sorted({code for cell in frame["link_codes"].dropna() for code in cell.split("; ")}),
        "sdg": sorted({code for cell in frame["sdg_codes"].dropna() for code in cell.split("; ")}),
    }


FLAG = st.none() | st.booleans()
DAY = st.none() | st.dates(FIRST_DAY, LAST_DAY)
WORDS = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60)
    .map(str.strip)
    .filter(bool)
)


@given(data=st.data())
def test_a_selection_survives_its_address(
    data: st.DataObject, home: PageContext, frame: pd.DataFrame, known: dict[str, list[str]]
) -> None:
    kind = data.draw(st.sampled_from(sorted(LIST_PATHS)))
    one_of = {name: data.draw(st.none() | st.sampled_from(values), label=name) for name, values in known.items()}
    selection = Selection(
        item_kind=kind,
        **one_of,  # type: ignore[arg-type]
        status=tuple(data.draw(st.lists(st.sampled_from(STATUSES), unique=True))),
        freshness=tuple(data.draw(st.lists(st.sampled_from(FRESHNESSES), unique=True))),
        indicator_kind=data.draw(st.none() | st.sampled_from(sorted(KIND_SLUGS))),
        indicator_class=data.draw(st.none() | st.sampled_from(sorted(CLASS_SLUGS))),
        text=data.draw(st.none() | WORDS),
        is_shared=data.draw(FLAG),
        has_progress=data.draw(FLAG),
        is_target_revised=data.draw(FLAG),
        is_strategic=data.draw(FLAG),
        has_sdg=data.draw(FLAG),
        has_budget=data.draw(FLAG),
        has_district=data.draw(FLAG),
        project_state=tuple(data.draw(st.lists(st.sampled_from(sorted(PROJECT_STATE_SLUGS)), unique=True))),
        delay_cause=data.draw(st.none() | st.sampled_from(sorted(DELAY_CAUSE_SLUGS))),
        spending=data.draw(st.none() | st.sampled_from(sorted(SPENDING_SLUGS))),
        recovery=data.draw(st.none() | st.sampled_from(RECOVERIES)),
        runs_from=data.draw(DAY),
        runs_to=data.draw(DAY),
        page_size=20,
    )
    address = list_link(home, selection)
    assert parse_text(address).text == address
    read = asked_selection(context_of(home.store, address), kind, frame, page_size=20)
    assert read.selection == selection
    assert read.unknown == ()
    assert parse_text(address).as_of == home.as_of, "a link looks through the same window"


@pytest.mark.parametrize(("slug", "sort"), SORT_SLUGS.items())
def test_an_order_is_read(demo_store: Store, frame: pd.DataFrame, slug: str, sort: str | None) -> None:
    read = asked_selection(context_of(demo_store, f"/proyectos?orden={slug}&pagina=3"), "project", frame, page_size=20)
    assert (read.selection.sort, read.selection.page, read.unknown) == (sort, 3, ())


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("eje=nada", ("el eje", "nada")),
        ("programa=nada", ("el programa", "nada")),
        ("proyecto=nada", ("el proyecto", "nada")),
        ("secretaria=nada", ("la secretaría", "nada")),
        ("estado=nada", ("el estado", "nada")),
        ("estado=cumplida,nada", ("el estado", "nada")),
        ("dato=nada", ("el dato", "nada")),
        ("tipo=nada", ("el tipo", "nada")),
        ("clase=nada", ("la clase", "nada")),
        ("ods=99", ("el ODS", "99")),
        ("distrito=nada", ("el distrito", "nada")),
        ("compartido=nada", ("compartido", "nada")),
        ("porcentaje=nada", ("con porcentaje", "nada")),
        ("meta_revisada=nada", ("meta revisada", "nada")),
        ("situacion=nada", ("la situación", "nada")),
        ("causa=nada", ("la causa de la demora", "nada")),
        ("vinculo=nada", ("el vínculo", "nada")),
        ("gasto=nada", ("el gasto", "nada")),
        ("recuperacion=nada", ("la recuperación", "nada")),
        ("con_distrito=nada", ("con distrito", "nada")),
        ("desde=31/12/2026", ("desde", "31/12/2026")),
        ("hasta=2026-02-30", ("hasta", "2026-02-30")),
        ("orden=nada", ("el orden", "nada")),
    ],
)
def test_what_is_unknown_is_left_out_and_reported(
    demo_store: Store, frame: pd.DataFrame, query: str, unknown: tuple[str, str]
) -> None:
    read = asked_selection(context_of(demo_store, f"/indicadores?{query}"), "indicator", frame, page_size=20)
    assert read.unknown == (unknown,)
    status = ("met",) if "cumplida" in query else ()
    assert read.selection == Selection(item_kind="indicator", status=status, page_size=20)


def test_the_same_value_twice_is_one_and_several_are_written_in_one_way(demo_store: Store, frame: pd.DataFrame) -> None:
    for query in ("estado=cumplida&estado=atrasada", "estado=cumplida,atrasada", "estado=cumplida,atrasada,cumplida,"):
        read = asked_selection(context_of(demo_store, f"/proyectos?{query}"), "project", frame, page_size=20)
        assert read.selection.status == ("met", "off_track")
        assert list_link(context_of(demo_store, "/"), read.selection) == "/proyectos?estado=cumplida,atrasada"


def test_what_a_place_is_called_comes_with_it(
    home: PageContext, frame: pd.DataFrame, known: dict[str, list[str]]
) -> None:
    nodes = tree.nodes(home.store, home.reader, home.plan).set_index("slug")
    asked = context_of(home.store, f"/proyectos?eje={known['axis'][1]}&programa={known['program'][3]}")
    read = asked_selection(asked, "project", frame, page_size=20)
    names = {"eje": nodes.loc[known["axis"][1], "name"], "programa": nodes.loc[known["program"][3], "name"]}
    assert read.names == names


def test_a_number_no_list_can_show_is_refused(home: PageContext) -> None:
    with pytest.raises(ValueError, match="no list page can show"):
        list_link(home, Selection(item_kind="project", node_id=3))


def test_a_list_is_of_one_kind(home: PageContext) -> None:
    with pytest.raises(ValueError, match="projects or indicators"):
        list_link(home, Selection())


def test_order_and_page_are_no_part_of_what_is_counted(home: PageContext) -> None:
    selection = Selection(item_kind="indicator", status=("met",))
    assert list_link(home, replace(selection, sort="-gap_points", page=4, page_size=7)) == list_link(home, selection)


def test_a_status_narrows_a_selection(home: PageContext) -> None:
    link = status_link(home, Selection(item_kind="project", axis="ciudad-que-cuida", status=("met",)))
    assert link("no_data") == "/proyectos?al=2026-06-30&eje=ciudad-que-cuida&estado=sin-datos&plan=demo"
