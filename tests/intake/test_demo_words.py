"""The texts of the demonstration: Spanish, clean, complete, and of nobody in particular."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from data_models.history import PlanHistory
from intake import demo
from intake.demo.words import POSTS

# Words that Spanish does not have.
ENGLISH = re.compile(
    r"\b(the|and|of|with|for|from|by|not|project|value|target|goal|plan of|indicator|health|street|water|city|data)\b",
    re.IGNORECASE,
)
# The most given names of the country; none of them may be in a text about posts and places.
GIVEN_NAMES = re.compile(
    r"\b(María|Juan|José|Carlos|Luis|Jorge|Ana|Laura|Pablo|Diego|Martín|Sergio|Claudia|Silvia|Patricia|Marcelo|Gustavo|"
    r"Roberto|Daniel|Eduardo|Miguel|Lucía|Sofía|Valentina|Mateo|Esteban|Omar|Graciela|Susana|Rosa|Hugo|Raúl|Oscar|"
    r"Fernando|Alejandro|Ricardo|Mario|Mónica|Verónica|Carolina|Gabriela|Natalia)\b"
)
ACCOUNT_NAMES = re.compile(
    r"^(Referente de datos, .+|Secretaría de .+|Dirección de Datos|Comité de Datos|Intendencia)$"
)
# Texts that are not told: codes, moments of recording, choices with a fixed vocabulary.
CODES = {
    "code", "item_code", "indicator_code", "project_code", "cross_axis_code", "parent_code", "secretariat_code", "kind",
    "item_kind", "state", "direction", "accumulation", "accumulation_years", "frequency", "update_frequency",
    "indicator_class", "currency", "country", "bound", "role", "by", "source_ref", "baseline_ref",
}  # fmt: skip


@pytest.fixture(scope="module")
def history() -> PlanHistory:
    return demo.build()


@pytest.fixture(scope="module")
def texts(history: PlanHistory) -> list[str]:
    """Every text somebody may read, each once."""
    found: set[str] = set()

    def gather(thing: Any) -> None:
        if is_dataclass(thing) and not isinstance(thing, type):
            for one in fields(thing):
                if one.name not in CODES:
                    gather(getattr(thing, one.name))
        elif isinstance(thing, (list, tuple)):
            for part in thing:
                gather(part)
        elif isinstance(thing, str):
            found.add(thing)

    gather(history)
    return sorted(found)


def test_no_word_is_written_twice_in_a_row(texts: list[str]) -> None:
    assert [text for text in texts if re.search(r"\b(\w+) \1\b", text, re.IGNORECASE)] == []


def test_there_is_a_lot_to_read(texts: list[str]) -> None:
    assert len(texts) > 3000


def test_spaces_are_single_and_inside(texts: list[str]) -> None:
    assert [text for text in texts if text != " ".join(text.split())] == []


def test_no_brace_of_a_template_is_left(texts: list[str]) -> None:
    assert [text for text in texts if "{" in text or "}" in text or "None" in text] == []


def test_nothing_is_in_english(texts: list[str]) -> None:
    # "metas demo" is what is typed to load the plan.
    assert [text for text in texts if ENGLISH.search(text)] == []


def test_quotes_are_the_spanish_ones_and_sentences_do_not_end_twice(texts: list[str]) -> None:
    assert [text for text in texts if '"' in text or ".." in text or " ." in text or " ," in text] == []


def test_nobody_is_named(texts: list[str]) -> None:
    assert [text for text in texts if GIVEN_NAMES.search(text)] == []


def test_who_writes_and_who_answers_are_posts(history: PlanHistory) -> None:
    assert all(ACCOUNT_NAMES.match(account.display_name) for account in history.accounts)
    posts = {
        responsible.post
        for rows in (history.projects, history.indicators)
        for row in rows
        for responsible in row.record.responsibles
    }
    assert posts <= set(POSTS)


def test_names_are_distinct_where_people_tell_items_apart_by_them(history: PlanHistory) -> None:
    document = history.document()
    for records in (document.indicators, document.projects, document.nodes, document.secretariats):
        repeated = [name for name, times in Counter(record.name for record in records).items() if times > 1]
        assert repeated == []


def test_every_indicator_says_what_it_is_and_who_answers(history: PlanHistory) -> None:
    for indicator in history.document().indicators:
        for sentence in (indicator.definition, indicator.formula, indicator.promise):
            assert sentence is not None, indicator.code
            assert len(sentence) > 15, indicator.code
            assert sentence.endswith("."), indicator.code
            assert sentence[0].isupper(), indicator.code
        assert indicator.source
        assert [responsible.is_lead for responsible in indicator.responsibles][0]


def test_a_promise_is_written_as_numbers_and_dates_are_in_argentina(history: PlanHistory) -> None:
    promises = {indicator.code: indicator.promise for indicator in history.document().indicators}
    assert promises["4.1.1"] == "Pasar de 18,0 a 70,0 % para el 31/12/2027."
    assert promises["1.3.1"] == "Pasar de 6.200 a 15.000 para el 31/12/2027."
    assert promises["1.4.3"] == "Mantener entre 4,0 y 9,0 %."
    assert promises["5.4.1"] == "No pasar de 12 por año en 2027."


def test_every_project_belongs_where_its_program_is_and_all_but_one_to_one_lead(history: PlanHistory) -> None:
    document = history.document()
    programs = {node.key for node in document.nodes if node.key.depth == 2}
    leads = [sum(responsible.is_lead for responsible in project.responsibles) for project in document.projects]
    assert all(project.node in programs for project in document.projects)
    assert Counter(leads) == {1: len(leads) - 1, 0: 1}
