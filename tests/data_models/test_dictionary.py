"""The dictionary and the tables say the same: nothing published without a line, no line without a column."""

from __future__ import annotations

import keyword
from enum import StrEnum
from pathlib import Path

import pytest

from data_models import dictionary, dictionary_text
from data_models.dictionary import Column, Section
from data_models.queries import plans, progress
from data_models.store import Store
from data_models.tables import METADATA, PROGRESS
from data_models.visibility import PUBLIC
from kpis import vocabulary

TABLES = METADATA.tables
PUBLISHED = {name: section for section in dictionary.SECTIONS for name in section.tables}
EVERY_COLUMN = [
    pytest.param(section, column, id=f"{section.key}.{column.name}")
    for section in dictionary.SECTIONS
    for column in section.columns
]


@pytest.mark.parametrize("table_name", sorted(TABLES))
def test_every_column_of_every_model_is_in_the_dictionary_or_named_as_internal(table_name: str) -> None:
    if table_name in dictionary.INTERNAL_TABLES:
        assert table_name not in PUBLISHED
        return
    described = {column.name for column in PUBLISHED[table_name].columns}
    if table_name != "progress":
        described |= dictionary.RECORDING_COLUMNS | dictionary.REFERENCE_COLUMNS
        described |= dictionary.INTERNAL_COLUMNS.get(table_name, frozenset())
    assert {column.name for column in TABLES[table_name].columns} <= described


@pytest.mark.parametrize(("section", "column"), EVERY_COLUMN)
def test_every_line_of_the_dictionary_is_a_column_of_its_tables(section: Section, column: Column) -> None:
    assert any(column.name in TABLES[name].columns for name in section.tables)


@pytest.mark.parametrize(("section", "column"), EVERY_COLUMN)
def test_every_line_is_complete(section: Section, column: Column) -> None:
    assert column.spanish_name[0].isupper()
    assert column.meaning.endswith(".")
    assert column.type in ("text", "integer", "number", "date", "datetime", "boolean")
    assert column.unit is None or column.type in ("integer", "number")
    assert column.file_name.isascii() and column.file_name.isidentifier() and not keyword.iskeyword(column.file_name)
    # The longest name PostgreSQL keeps.
    assert len(column.file_name) <= 63


@pytest.mark.parametrize("section", dictionary.SECTIONS, ids=lambda section: section.key)
def test_names_are_not_repeated_within_a_section(section: Section) -> None:
    for names in ([one.name for one in section.columns], [one.file_name for one in section.columns]):
        assert len(names) == len(set(names))


def test_the_progress_table_has_the_columns_of_the_dictionary_in_their_order() -> None:
    assert [column.name for column in PROGRESS.columns] == [column.name for column in dictionary.PROGRESS]


@pytest.mark.parametrize(
    ("section", "name", "words"),
    [
        ("progress", "status", vocabulary.Status),
        ("progress", "freshness", vocabulary.Freshness),
        ("progress", "reason_code", vocabulary.Reason),
        ("progress", "progress_rule", vocabulary.ProgressRule),
        ("projects", "state", vocabulary.ProjectState),
        ("indicators", "direction", vocabulary.Direction),
        ("targets", "kind", vocabulary.TargetKind),
        ("values", "state", vocabulary.ValueState),
    ],
)
def test_coded_columns_list_every_code_with_its_word(section: str, name: str, words: type[StrEnum]) -> None:
    column = dictionary.column(name, of=section)
    assert [allowed.code for allowed in column.allowed_values] == [str(word) for word in words]
    assert all(allowed.word for allowed in column.allowed_values)


def test_a_code_has_its_word_and_an_unknown_one_stays() -> None:
    status = dictionary.column("status")
    assert status.word("off_track") == "Atrasada"
    assert status.word("otra cosa") == "otra cosa"
    assert status.word(None) is None


def test_a_name_in_a_file_has_no_accents_or_spaces() -> None:
    assert dictionary.column("baseline_on").file_name == "fecha_de_la_linea_de_base"


def test_an_unknown_column_or_section_is_an_error() -> None:
    with pytest.raises(KeyError):
        dictionary.column("no_such_column")
    with pytest.raises(KeyError):
        dictionary.section("no_such_section")


def test_the_dictionary_page_of_the_documentation_is_up_to_date() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "diccionario.md"
    assert page.read_text(encoding="utf-8") == dictionary_text.markdown()


def test_the_demonstration_fills_every_column_of_the_progress_table(demo_store: Store) -> None:
    plan = plans.find_plan(demo_store, PUBLIC)
    assert plan is not None
    frame = progress.rows(demo_store, PUBLIC, plan)
    # The demonstration is a plan of two levels, and its values are all numbers, as forms give them.
    others = {f"level{depth}_{what}" for depth in (3, 4, 5) for what in ("code", "name")} | {"value_text"}
    assert {name for name in frame.columns if frame[name].isna().all()} <= others
