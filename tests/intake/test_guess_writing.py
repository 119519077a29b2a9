"""A proposed recipe is written as YAML that says the same again, with what is to be said of it as comments."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from intake.guess.writing import LINE_WIDTH, Noted, as_yaml, confirm, doubtful, plain, quoted, sure
from intake.wording import as_written

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" :#-'\"{}[]|>&*!%@`,?"),
    min_size=1,
    max_size=60,
).map(str.strip)
scalars = texts | st.integers(-5000, 5000) | st.booleans() | st.dates()
keys = texts.filter(bool)
leaves = scalars | st.lists(scalars, min_size=1, max_size=4)
groups = st.recursive(
    st.dictionaries(keys, leaves, min_size=1, max_size=4),
    lambda inner: st.dictionaries(
        keys, leaves | inner | st.lists(scalars | inner, min_size=1, max_size=3), min_size=1, max_size=4
    ),
    max_leaves=6,
)
pieces = leaves | groups | st.lists(scalars | groups, min_size=1, max_size=3)
noted = st.builds(
    lambda value, remark: Noted(value, (remark,)),
    pieces,
    texts.map(lambda text: doubtful("es {what}", what=text)),
)


@given(st.dictionaries(keys, pieces | noted, min_size=1, max_size=5))
def test_what_is_written_says_the_same_when_read(recipe: dict[str, Any]) -> None:
    assert yaml.safe_load(as_yaml(recipe, as_written)) == plain(recipe)


def test_remarks_stand_above_the_line_they_speak_of_and_say_how_sure_they_are() -> None:
    recipe = {
        "a": Noted("uno", (sure("lo prueban {count} filas", count="3"),)),
        "b": [{"c": Noted(1, (confirm("el número"),)), "d": 2}],
    }
    assert as_yaml(recipe, as_written).splitlines() == [
        "# Seguro: lo prueban 3 filas",
        "a: uno",
        "b:",
        "  # Confirme: el número",
        "  - c: 1",
        "    d: 2",
    ]


def test_what_is_only_proposed_is_written_as_a_comment_and_is_no_part_of_the_recipe() -> None:
    recipe = {"a": 1, "areas": Noted([{"name": "Obras", "same_as": ["Sec. Obras"]}], is_active=False)}
    text = as_yaml(recipe, as_written)
    assert text.splitlines() == ["a: 1", "# areas: [{name: Obras, same_as: [Sec. Obras]}]"]
    assert plain(recipe) == {"a": 1}
    assert yaml.safe_load(text.replace("# areas", "areas"))["areas"][0]["name"] == "Obras"


def test_a_long_remark_is_broken_into_lines_that_are_all_comments() -> None:
    text = as_yaml({"a": Noted(1, (doubtful(" ".join(["palabra"] * 60)),))}, as_written)
    *comments, last = text.splitlines()
    assert last == "a: 1"
    assert len(comments) > 2
    assert all(line.startswith("#") and len(line) <= LINE_WIDTH for line in comments)


def test_texts_of_the_file_cannot_leave_their_comment() -> None:
    text = as_yaml({"a": Noted(1, (doubtful("vea {cell}", cell="x\nmunicipality: {code: otro}"),))}, as_written)
    assert yaml.safe_load(text) == {"a": 1}


def test_many_names_are_quoted_by_the_first_and_how_many_more() -> None:
    assert quoted(["a", "b", "c"], 2) == "«a», «b» …+1"
    assert quoted(["a", "b"], 2) == "«a», «b»"
