"""The pages that explain (/diccionario, /reglas) hold all there is to explain, and say it from one source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By

from data_models.dictionary import SECTIONS
from kpis.rules import CATALOGUE, RULES_VERSION, RuleGroup
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.page_check import check_html, wait_for_dash

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome


@pytest.mark.parametrize("path", ["/diccionario", "/reglas"])
def test_the_page_is_in_order_in_both_languages(boards: Boards, plan_code: str, path: str) -> None:
    assert check_html(boards.text(in_plan(path, plan_code))) == []
    assert check_html(boards.text(in_plan(path, plan_code, idioma="en")), spanish=False) == []


def test_the_dictionary_has_a_row_for_each_public_column_and_none_for_the_others(demo_boards: Boards) -> None:
    page = demo_boards.page("/diccionario")
    public = {f"{section.key}.{column.name}" for section in SECTIONS for column in section.columns if column.is_public}
    assert {str(row["id"]) for row in page.select("table.dic tbody tr")} == public
    assert words_of(page.select_one("h1")) == f"Diccionario de datos: {len(public)} columnas"


def test_each_column_says_its_name_meaning_and_words(demo_boards: Boards) -> None:
    page = demo_boards.page("/diccionario")
    rows = {str(row["id"]): words_of(row) for row in page.select("table.dic tbody tr")}
    for section in SECTIONS:
        for column in section.columns:
            told = rows.get(f"{section.key}.{column.name}")
            if told is None:
                continue
            assert column.file_name in told and " ".join(column.meaning.split()) in told
            assert all(" ".join(value.word.split()) in told for value in column.allowed_values)


@pytest.mark.parametrize("path", ["/diccionario", "/reglas"])
def test_long_sections_are_folded_under_their_headings_and_closed_at_first(demo_boards: Boards, path: str) -> None:
    folded = demo_boards.page(path).select("main section > details")
    assert len(folded) == (len(SECTIONS) if path == "/diccionario" else len(RuleGroup))
    for details in folded:
        assert "open" not in details.attrs
        assert details.summary is not None and details.summary.h2 is not None
        assert details.parent is not None and details.parent["aria-labelledby"] == details.summary.h2["id"]
        assert len(details.select("tr, dt")) > 0


def test_the_rules_are_all_there_with_the_thresholds_of_the_plan(demo_boards: Boards) -> None:
    told = words_of(demo_boards.page("/reglas").select_one("main"))
    for rule in CATALOGUE:
        assert " ".join(rule.formula.split()) in told, rule
    assert f"Reglas versión {RULES_VERSION}" in told
    assert "avance ÷ esperado es 0,90 o más" in told
    assert "avance ÷ esperado va de 0,60 a menos de 0,90" in told


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False])
def test_a_link_to_a_column_opens_the_section_it_is_folded_in(
    demo_boards: Boards, serve: Callable[[Flask], str], has_script: bool
) -> None:
    """Without a script the browser does it by itself; with one it stays open when Dash takes over."""
    from bench.chromium import chromium

    address = serve(demo_boards.app.server) + "/diccionario#progress.status"
    with chromium(javascript=has_script) as browser:
        browser.get(address)
        if has_script:
            wait_for_dash(browser)
        row = browser.find_element(By.ID, "progress.status")
        assert row.is_displayed()
        assert 0 <= row.rect["y"] - _scrolled(browser) < 900
        opened = [each for each in browser.find_elements(By.CSS_SELECTOR, ".fold table") if each.is_displayed()]
        assert len(opened) == 1


def _scrolled(browser: Chrome) -> float:
    metrics = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})
    return float(metrics["cssVisualViewport"]["pageY"])
