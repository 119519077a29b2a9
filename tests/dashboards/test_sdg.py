"""/ods: every count against hand-written SQL, on two days; what has no link; the official colours."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bs4 import Tag
from sqlalchemy import text

from dashboards.static_files import ASSETS_FOLDER
from data_models.queries import progress
from data_models.queries.cross_axes import cross_axes, parts_matrix
from data_models.queries.plans import find_plan
from data_models.queries.selection import Selection, has_part
from data_models.visibility import PUBLIC
from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.page_check import check_html

PART = "'; ' || {column} || '; ' LIKE '%; ' || :part || '; %'"


def scalar(boards: Boards, query: str, **parameters: Any) -> int:
    with boards.store.reading() as connection:
        return int(connection.execute(text(query), parameters).scalar_one())


def counted(tag: Tag | None) -> list[int]:
    return [count for _href, count in links_in(str(tag)) if count is not None]


def linked(boards: Boards, plan: str, kind: str, code: str, where: str = "1 = 1", **more: Any) -> int:
    query = (
        "SELECT count(*) FROM progress WHERE plan_code = :plan AND is_public AND item_kind = :kind"
        f" AND {PART.format(column='sdg_codes')} AND {where}"
    )
    return scalar(boards, query, plan=plan, kind=kind, part=code, **more)


@pytest.mark.parametrize("day", [None, "2025-06-30"])
def test_the_tiles_count_what_is_linked(demo_boards: Boards, day: str | None) -> None:
    """Links are of the plan and not of a day, so both days count the same; how it stands then is another matter."""
    page = demo_boards.page(in_plan("/ods", "demo", **({"al": day} if day else {})))
    tiles = page.select(".tiles > li")
    assert len(tiles) == 17
    for number, tile in enumerate(tiles, 1):
        expected = [linked(demo_boards, "demo", kind, str(number)) for kind in ("indicator", "project")]
        assert counted(tile) == [count for count in expected if count], number
        assert ("none" in tile.a["class"]) == (not any(expected))  # type: ignore[index]
    assert words_of(tiles[13]) == "14 Vida submarina nada vinculado"


def test_the_headline_and_what_is_missing_count_each_row_once(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/ods", "demo"))
    base = "SELECT count(*) FROM progress WHERE plan_code = 'demo' AND is_public AND item_kind = '{}' AND sdg_codes {}"
    with_sdg = scalar(demo_boards, base.format("indicator", "IS NOT NULL"))
    without = [scalar(demo_boards, base.format(kind, "IS NULL")) for kind in ("indicator", "project")]
    good = scalar(demo_boards, base.format("indicator", "IS NOT NULL") + " AND status IN ('met', 'on_track')")
    heading = words_of(page.h1)
    assert heading == f"{with_sdg} de 242 indicadores están vinculados a 16 de los 17 ODS; {good} van bien"
    missing = page.select_one("#falta")
    assert [count for count in without if count in counted(missing)] == without
    shown = demo_boards.listed(in_plan("/indicadores", "demo", con_ods="no"))
    assert shown.total == without[0]


@pytest.mark.parametrize("kind", ["indicator", "project"])
def test_the_matrices_are_those_of_sql_and_totals_count_once(demo_boards: Boards, kind: str) -> None:
    address = in_plan("/ods", "demo", **({"de": "proyectos"} if kind == "project" else {}))
    page = demo_boards.page(address)
    for section, column in (("quien", "responsible_slugs"), ("desde", "axis_slug")):
        *groups, whole = page.select(f"#{section} tbody tr")
        assert len(groups) == {"quien": 13, "desde": 6}[section]
        for row in groups:
            slug = str(row.th.a["href"]).partition("?")[0].rpartition("/")[2]  # type: ignore[union-attr,index]
            where = "'; ' || " + column + " || '; ' LIKE '%; ' || :slug || '; %'"
            cells = [int(words_of(cell).rpartition(" ")[2].replace(".", "")) for cell in row.select("td")]
            goals = [linked(demo_boards, "demo", kind, str(number), where, slug=slug) for number in range(1, 18)]
            total = scalar(
                demo_boards,
                "SELECT count(*) FROM progress WHERE plan_code = 'demo' AND is_public AND item_kind = :kind"
                f" AND sdg_codes IS NOT NULL AND {where}",
                kind=kind,
                slug=slug,
            )
            assert cells == [*goals, total], slug
        assert counted(whole)[-1] == scalar(
            demo_boards,
            "SELECT count(*) FROM progress WHERE plan_code = 'demo' AND item_kind = :kind AND sdg_codes IS NOT NULL",
            kind=kind,
        )


def test_cells_and_tiles_lead_to_lists_of_as_many_rows(demo_boards: Boards) -> None:
    address = in_plan("/ods", "demo", secretaria="salud")
    found = [(href, count) for href, count in links_in(demo_boards.text(address)) if count is not None]
    assert len(found) > 15
    for href, count in found[::4]:
        assert demo_boards.listed(href).total == count, href


def test_one_goal_tells_its_targets_and_everything_by_strength(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/ods", "demo", item="11"))
    number = linked(demo_boards, "demo", "indicator", "11")
    assert words_of(page.h1).startswith("ODS 11, Ciudades y comunidades sostenibles: ")
    assert counted(page.select_one(".lede")) == [number, linked(demo_boards, "demo", "project", "11")]
    targets = [words_of(one).partition(" ")[0].rstrip(".") for one in page.select("#metas tbody th a.gname")]
    assert targets == sorted(targets, key=lambda code: float(code.partition(".")[2]))
    assert all(linked(demo_boards, "demo", "indicator", code) for code in targets)
    strengths = page.select("#fuerza h3")
    assert [words_of(one).partition(":")[0] for one in strengths] == sorted(
        (words_of(one).partition(":")[0] for one in strengths),
        key=("Vínculo fuerte", "Vínculo medio", "Vínculo débil").index,
    )
    assert len(page.select("#fuerza .il > li")) == number


def test_the_strength_of_a_link_is_the_one_it_was_made_with(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/ods", "demo", item="17.1"))
    query = (
        "SELECT v.name, l.strength FROM links l JOIN indicator_versions v ON v.indicator_id = l.indicator_id"
        " JOIN cross_axis_items i ON i.id = l.cross_axis_item_id JOIN indicators n ON n.id = v.indicator_id"
        " JOIN plans p ON p.id = n.plan_id WHERE p.code = 'demo' AND i.code = '17.1'"
        " AND l.superseded_at IS NULL AND v.superseded_at IS NULL"
    )
    with demo_boards.store.reading() as connection:
        expected = {row[0]: row[1] for row in connection.execute(text(query))}
    shown = {}
    for heading in page.select("#fuerza h3"):
        strength = {"fuerte": 3, "medio": 2, "débil": 1}[words_of(heading).split()[1].rstrip(":")]
        listing = heading.find_next_sibling("ul")
        assert isinstance(listing, Tag)
        shown |= {words_of(one.a): strength for one in listing.select("li")}
    assert shown == expected


def test_another_axis_is_told_the_same_way(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/ods", "demo", eje_transversal="clima"))
    expected = [
        scalar(
            demo_boards,
            "SELECT count(*) FROM progress WHERE plan_code = 'demo' AND item_kind = 'indicator'"
            f" AND {PART.format(column='link_codes')}",
            part=f"clima:{code}",
        )
        for code in ("1", "2")
    ]
    assert [counted(tile)[0] for tile in page.select(".tiles > li")] == expected
    assert page.select_one(".tile[data-ods]") is None
    inside = demo_boards.page(in_plan("/ods", "demo", eje_transversal="clima", item="1"))
    assert words_of(inside.h1).startswith("1. Mitigación: ")


def test_a_plan_without_goals_says_so_and_how_to_link_it(real_boards: Boards) -> None:
    page = real_boards.page(in_plan("/ods", "tenjo-2024-2027"))
    assert words_of(page.h1) == "Este plan no tiene vínculos con los ODS"
    assert len(page.select(".tile.none")) == 17
    # The headline has said it: neither each tile again, nor a key to marks that are not there.
    assert page.select_one(".tiles p") is None and page.select_one("#objetivos .key") is None
    assert "hoja «Vínculos»" in words_of(page.select_one(".empty"))
    assert "Pacto por la niñez" in words_of(page.select_one(".empty .links"))
    other = real_boards.page(in_plan("/ods", "tenjo-2024-2027", eje_transversal="pacto-ninez"))
    number = scalar(real_boards, "SELECT count(*) FROM progress WHERE link_codes LIKE '%pacto-ninez:%'")
    assert words_of(other.h1).startswith(f"{number} de 331 metas de producto están vinculadas a ")


def test_an_item_that_nothing_serves_says_how_to_link_and_offers_no_other_axes(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/ods", "demo", item="14"))
    assert words_of(page.h1) == "ODS 14, Vida submarina: nada vinculado"
    assert "hoja «Vínculos»" in words_of(page.select_one(".empty"))
    assert "otros ejes transversales" not in words_of(page.select_one(".empty"))


@pytest.mark.parametrize("query", [{"item": "99"}, {"eje_transversal": "nada"}, {"de": "cosas"}, {"secretaria": "x"}])
def test_what_is_not_understood_is_said(demo_boards: Boards, query: dict[str, str]) -> None:
    page = demo_boards.page(in_plan("/ods", "demo", **query))
    assert "No se entendió" in words_of(page.select_one(".notice.warn"))
    assert len(page.select(".tiles > li")) == 17


def test_the_page_and_its_parts_are_in_order_and_in_english(demo_boards: Boards) -> None:
    for more in ({}, {"item": "11"}, {"item": "14"}, {"eje_transversal": "participacion"}, {"de": "proyectos"}):
        assert check_html(demo_boards.text(in_plan("/ods", "demo", **more))) == []
        english = in_plan("/ods", "demo", idioma="en", **more)
        assert check_html(demo_boards.text(english), spanish=False) == []
    assert "linked to 16 of the 17 SDG" in demo_boards.heading(in_plan("/ods", "demo", idioma="en"))


def test_on_a_day_before_the_plan_was_known_it_says_that(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/ods", "demo", sabido="2024-01-31"))
    assert words_of(page.h1) == "Todavía no se sabía nada de este plan"


def test_parts_are_found_as_a_selection_finds_them() -> None:
    column = pd.Series(["11; 11.6", None, "1", "3; 11", "11.6"], dtype=object)
    parts = ["1", "11", "11.6", "3", "17"]
    assert np.array_equal(parts_matrix(column, parts), np.stack([has_part(column, part) for part in parts], axis=1))


def test_a_link_to_an_axis_alone_keeps_what_is_linked_to_anything_of_it(demo_boards: Boards) -> None:
    plan = find_plan(demo_boards.store, PUBLIC, "demo")
    assert plan is not None
    frame = progress.rows(demo_boards.store, PUBLIC, plan)
    axis = next(one for one in cross_axes(demo_boards.store, PUBLIC, plan) if one.code == "clima")
    anything = Selection(link="clima").mask(frame)
    each = [Selection(link=f"clima:{item.code}").mask(frame) for item in axis.items]
    assert np.array_equal(anything, np.logical_or.reduce(each))
    assert np.array_equal(each[0], np.logical_or.reduce([each[place] for place in (1, 2, 3)]))


def luminance(colour: str) -> float:
    full = colour if len(colour) == 6 else "".join(part * 2 for part in colour)
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_on_each_goals_colour_are_readable() -> None:
    style = (ASSETS_FOLDER / "components" / "tiles.css").read_text(encoding="utf-8")
    found = re.findall(r'\[data-ods="(\d+)"\]\{--o:#([0-9a-f]+);--ot:#([0-9a-f]+)\}', style)
    assert [number for number, _, _ in found] == [str(number) for number in range(1, 18)]
    for number, ground, words in found:
        bright, dark = sorted((luminance(ground), luminance(words)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, number
