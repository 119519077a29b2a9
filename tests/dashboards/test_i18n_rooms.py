"""What pages take from the other rooms and say through gettext is in the English catalog, whole and well formed."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from dashboards import i18n
from dashboards.boards.explanations import steps_list
from dashboards.boards.origins import origin_words
from dashboards.dictionary import page as dictionary_page
from dashboards.formatting import quoted
from dashboards.i18n import ENGLISH, SPANISH, catalog, gettext, speaking
from dashboards.site.rendering import to_html
from data_models.dictionary import SECTIONS
from data_models.queries import indicators, plans, progress
from data_models.queries.provenance import Origin
from data_models.visibility import PUBLIC
from intake.demo.plan import build
from kpis import rules, vocabulary, wording
from kpis.explain import Quantity, Step, Unit
from kpis.vocabulary import ExpectedRule, ProgressRule, Reason, RunRateReason
from tests.dashboards.boards import Boards, with_parameter

if TYPE_CHECKING:
    from data_models.store import Store

SIGNS = {"%"}
INPUTS = ("Línea de base", "Meta", "Valor", "Numerador", "Denominador")


def rule_texts() -> Iterator[str]:
    """Every text of the rules: titles, formulas, notes, reasons, explanations of a percent, labels."""
    yield from rules.GROUP_TITLES.values()
    for rule in rules.CATALOGUE:
        yield from (rule.title, rule.formula, rule.note)
    for reason in Reason:
        yield from (wording.reason_words(reason), wording.reason_template(reason))
    yield from map(wording.progress_words, ProgressRule)
    yield from map(wording.expected_words, ExpectedRule)
    yield from map(wording.run_rate_words, RunRateReason)
    explained = {Reason, ProgressRule, ExpectedRule, RunRateReason}
    for words in vars(vocabulary).values():
        if isinstance(words, type) and issubclass(words, StrEnum) and words not in explained | {StrEnum}:
            yield from map(wording.label, words)


def dictionary_texts() -> Iterator[str]:
    """Every text of the dictionary: sections, names, meanings, units, words of the codes."""
    for section in SECTIONS:
        yield section.spanish_name
        for column in section.columns:
            yield from (column.spanish_name, column.meaning)
            yield from (value.word for value in column.allowed_values)
            if column.unit:
                yield column.unit


def level_texts() -> Iterator[str]:
    """What the demonstration plan calls its levels, projects and indicators."""
    for level in build().levels:
        yield from (level.singular, level.plural)


ROOMS: dict[str, Callable[[], Iterator[str]]] = {
    "rules": rule_texts,
    "dictionary": dictionary_texts,
    "levels": level_texts,
    "inputs": lambda: iter(INPUTS),
    "types": lambda: iter(dictionary_page._TYPES.values()),
}


def fields(text: str) -> set[str]:
    """Return the names in braces of a text."""
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_of_a_room_is_said_in_english(room: str) -> None:
    texts = set(ROOMS[room]())
    assert len(texts) >= 5
    assert sorted(texts - SIGNS - catalog("en").keys()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_english_of_a_room_fills_in_the_same_names(room: str) -> None:
    english = catalog("en")
    wrong = [text for text in ROOMS[room]() if text in english and fields(english[text][0]) != fields(text)]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_spanish_letter_is_left_in_the_english_of_a_room(room: str) -> None:
    english = catalog("en")
    left = [
        english[text][0] for text in ROOMS[room]() if text in english and re.search("[áéíóúñ¿¡«»]", english[text][0])
    ]
    assert left == []


def test_a_column_has_one_english_name_within_its_section() -> None:
    with speaking(ENGLISH):
        for section in SECTIONS:
            names = [gettext(column.spanish_name) for column in section.columns]
            assert len(set(names)) == len({column.spanish_name for column in section.columns}), section.key


def test_the_names_of_inputs_are_those_a_computation_has(demo_store: Store) -> None:
    plan = plans.find_plan(demo_store, PUBLIC)
    assert plan is not None
    table = progress.rows(demo_store, PUBLIC, plan)
    # One with numerators, one with a baseline in words, and the first ones.
    is_indicator = table["item_kind"] == "indicator"
    chosen = [*table[is_indicator]["item_id"][:3], *table[is_indicator & table["numerator"].notna()]["item_id"][:3]]
    names = set()
    for item in chosen:
        found = indicators.detail(demo_store, PUBLIC, plan, int(item))
        assert found is not None
        own = {found.definition["numerator_name"], found.definition["denominator_name"]}
        names |= {one.name for one in found.inputs} - own
    assert {"Línea de base", "Meta", "Valor"} <= names <= set(INPUTS)


def test_a_percent_that_is_missing_says_why_after_the_same_words() -> None:
    english = catalog("en")
    start = "Sin porcentaje: "
    texts = [text for text in map(wording.progress_words, ProgressRule) if text.startswith(start)]
    assert len(texts) > 5
    assert [text for text in texts if not english[text][0].startswith(english[start][0])] == []


STEPS = [
    Step("progress", "Avance", rules.rule("progress_baseline").formula, {
        "valor": Quantity(30, Unit.OWN), "línea de base": Quantity(10, Unit.OWN), "meta": Quantity(50, Unit.OWN),
    }, 50.0, Unit.PERCENT),
    Step("value", "Valor", rules.rule("accumulation_ratio").formula, {
        "suma de numeradores": Quantity(3, Unit.COUNT), "suma de denominadores": Quantity(4, Unit.COUNT),
        "escala": Quantity(100, Unit.COUNT),
    }, 75.0, Unit.OWN),
    Step("attainment", "Relación con lo esperado", "relación = avance ÷ avance esperado", {
        "avance": Quantity(20, Unit.PERCENT), "avance esperado": Quantity(40, Unit.PERCENT),
    }, 0.5, Unit.RATIO),
    Step("attainment", "Relación con lo esperado", rules.rule("progress_ceiling").formula, {
        "valor permitido a la fecha": Quantity(20, Unit.OWN), "valor": Quantity(40, Unit.OWN),
    }, 0.5, Unit.RATIO),
    Step("required", "Ritmo necesario", rules.rule("run_rate_required").formula, {
        "meta": Quantity(50, Unit.OWN), "valor": Quantity(30, Unit.OWN), "períodos que quedan": Quantity(4, Unit.COUNT),
    }, 5.0, Unit.OWN),
    Step("progress", "Avance", rules.rule("progress_ratio").formula, {
        "valor": Quantity(30, Unit.OWN), "meta": Quantity(60, Unit.OWN),
    }, 50.0, Unit.PERCENT),
    Step("progress", "Avance", rules.rule("progress_inverse_ratio").formula, {
        "valor": Quantity(60, Unit.OWN), "meta": Quantity(30, Unit.OWN),
    }, 50.0, Unit.PERCENT),
]  # fmt: skip
COMPUTED = {"value_bound": None, "unit": "km", "decimals": 0, "on_track_min": 0.9, "at_risk_min": 0.6}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.formula)
def test_a_formula_is_repeated_with_its_numbers_in_both_languages(step: Step) -> None:
    numbers = [_written_numbers(step, language) for language in (SPANISH, ENGLISH)]
    assert numbers[0] == numbers[1]
    # Each input stands once in the sum, the scale of a ratio among them.
    assert len(numbers[0]) >= len(step.inputs)


def _written_numbers(step: Step, language: i18n.Language) -> list[str]:
    """The numbers of a printed step, in order, the decimal mark as a point."""
    with speaking(language):
        html = to_html(steps_list([step], COMPUTED))
    text = BeautifulSoup(html, "html.parser").get_text(" ")
    return [number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)?", text)]


def test_a_rule_that_says_when_is_no_equation_in_any_language() -> None:
    step = Step("progress", "Avance", rules.rule("progress_band").formula, {"valor": Quantity(7, Unit.OWN)}, 100.0)
    printed = []
    for language in (SPANISH, ENGLISH):
        with speaking(language):
            printed.append(BeautifulSoup(to_html(steps_list([step], COMPUTED)), "html.parser").get_text(" "))
    assert [text.count("=") for text in printed] == [printed[0].count("=")] * 2


RECORDED_AT = dt.datetime(2026, 3, 9, 15, 0)


@pytest.mark.parametrize(
    ("origin", "spanish", "english"),
    [
        (Origin(RECORDED_AT), "Importación", "Import"),
        (Origin(RECORDED_AT, file_name="plan.xlsx"), "Planilla plan.xlsx", "Spreadsheet plan.xlsx"),
        (
            Origin(RECORDED_AT, file_name="PLAN, 2024.xlsx", sheet="PDM", cell="AQ17"),
            "Planilla PLAN, 2024.xlsx, hoja PDM, celda AQ17",
            "Spreadsheet PLAN, 2024.xlsx, sheet PDM, cell AQ17",
        ),
        (
            Origin(RECORDED_AT, file_name="plan.xlsx", cell="B2"),
            "Planilla plan.xlsx, celda B2",
            "Spreadsheet plan.xlsx, cell B2",
        ),
        (Origin(RECORDED_AT, sheet="Metas"), "Importación, hoja Metas", "Import, sheet Metas"),
        (
            Origin(RECORDED_AT, entered_by="Referente de datos, Hacienda"),
            "Referente de datos, Hacienda, 09/03/2026",
            "Referente de datos, Hacienda, 9 Mar 2026",
        ),
    ],
)
def test_where_a_row_came_from_is_said_in_both_languages(origin: Origin, spanish: str, english: str) -> None:
    assert origin_words(origin.where) == spanish
    with speaking(ENGLISH):
        assert origin_words(origin.where) == english


def test_a_quotation_has_the_marks_of_its_language() -> None:
    assert quoted("meta") == "«meta»"
    with speaking(ENGLISH):
        assert quoted("meta") == "“meta”"


@pytest.mark.parametrize("path", ["/", "/reglas", "/diccionario", "/ejes", "/proyectos", "/indicadores", "indicator"])
def test_an_english_page_leaves_no_text_of_ours_in_spanish(path: str, demo_boards: Boards) -> None:
    if path == "indicator":
        path = demo_boards.listed("/indicadores?estado=atrasada").rows[0].partition("?")[0]
    page = demo_boards.page(with_parameter(path, "idioma=en"))
    # A column's name in files is the same in every language; a name of the plan may be a word of ours too.
    for literal in page.select("script, style, [data-literal], table.dic .who"):
        literal.decompose()
    said = {" ".join(text.split()) for text in page.find_all(string=True)}
    ours = {text for text, forms in catalog("en").items() if forms[0] != text}
    assert sorted(said & ours - _names_of_the_plan(demo_boards)) == []


def _names_of_the_plan(boards: Boards) -> set[str]:
    """What the plan itself calls its things; the committee's definitions have some of the same names."""
    columns = ("name", "axis_name", "program_name", "secretariat_name", "project_name")
    with boards.store.reading() as connection:
        rows = connection.execute(text(f"SELECT {', '.join(columns)} FROM progress")).all()
    return {cell for row in rows for cell in row if cell is not None}


# A comma before decimals of a percent, points between thousands before a comma, a day with slashes.
NOT_ENGLISH = re.compile(r"\d,\d{1,2}\s?%|\d{1,3}(?:\.\d{3})+,\d|\b\d{1,2}/\d{1,2}/\d{4}\b|\d\s%")


def test_numbers_and_days_of_an_english_page_are_written_in_english(demo_boards: Boards) -> None:
    for page in demo_boards.pages:
        if "<" in page.pattern:
            continue
        soup = demo_boards.page(with_parameter(with_parameter(page.pattern, "idioma=en"), "al=2026-06-30"))
        for literal in soup.select("[data-literal], code, pre, script, style"):
            literal.decompose()
        words = " ".join(soup.get_text(" ").split())
        assert [found[0] for found in NOT_ENGLISH.finditer(words)] == [], page.key
