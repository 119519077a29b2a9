"""Findings say where, what was found, what was expected and what was done."""

import re
import string

import pytest

from intake.findings import KINDS, Finding, FindingCode, Severity, by_kind, finding, finding_at
from intake.reading_grid import Cell, CellKind


def test_a_finding_about_a_cell_says_where_it_is() -> None:
    cell = Cell("PDM", 17, 43, "18 Lts*Seg", CellKind.TEXT)
    found = finding_at(FindingCode.NUMBER_WITH_UNIT, cell, file="plan.xlsx")
    assert found == Finding(
        FindingCode.NUMBER_WITH_UNIT,
        "plan.xlsx",
        "PDM",
        "AQ17",
        "18 Lts*Seg",
        "un número",
        "se leyó el número; la unidad quedó en la nota",
        Severity.INFO,
    )


def test_long_texts_with_breaks_are_shown_on_one_line() -> None:
    found = finding(FindingCode.DATE_NOT_UNDERSTOOD, file="a.xlsx", found="uno\ndos\x00 " + "x" * 500).found
    assert found.startswith("uno dos xx")
    assert found.endswith("…")
    assert len(found) <= 200


def test_what_it_was_read_as_goes_into_the_sentence() -> None:
    found = finding(FindingCode.CODE_CHANGED, file="a.xlsx", found="2,2 ", read_as="2.2")
    assert found.action == "se leyó como «2.2»"


def test_sentences_can_be_had_in_another_language() -> None:
    found = finding(FindingCode.CODE_CHANGED, file="a.xlsx", read_as="{2.2}")
    assert found.action_in(lambda text: "read as {read_as}") == "read as {2.2}"
    assert found.expected_in(str.upper) == "UN CÓDIGO SIN ESPACIOS NI COMAS"


def test_groups_put_errors_first_and_then_the_most_numerous() -> None:
    findings = [
        finding(FindingCode.MACROS_IGNORED, file="a"),
        finding(FindingCode.DATE_NOT_UNDERSTOOD, file="a", found="1"),
        finding(FindingCode.BOUND_NOT_VALUE, file="a"),
        finding(FindingCode.DATE_NOT_UNDERSTOOD, file="a", found="2"),
        finding(FindingCode.ERROR_CELL, file="a"),
    ]
    groups = by_kind(findings)
    assert [(group.code, len(group.findings)) for group in groups] == [
        (FindingCode.ERROR_CELL, 1),
        (FindingCode.DATE_NOT_UNDERSTOOD, 2),
        (FindingCode.BOUND_NOT_VALUE, 1),
        (FindingCode.MACROS_IGNORED, 1),
    ]
    assert [one.found for one in groups[1].findings] == ["1", "2"]


@pytest.mark.parametrize("code", list(FindingCode))
def test_every_kind_has_its_sentences_in_spanish(code: FindingCode) -> None:
    kind = KINDS[code]
    for sentence in (kind.title, kind.expected, kind.action):
        assert sentence.strip() == sentence != ""
    assert re.match(r"[A-ZÁÉÍÓÚ]", kind.title)
    fields = {name for text in (kind.expected, kind.action) for _, name, _, _ in string.Formatter().parse(text) if name}
    assert fields <= {"read_as", "options"}
