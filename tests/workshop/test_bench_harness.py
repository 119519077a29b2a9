"""A figure says whether it keeps its limit and how it compares."""

from __future__ import annotations

import pytest

from bench.harness import Figure, print_figures


def test_a_figure_at_its_limit_keeps_it_and_one_above_does_not() -> None:
    assert Figure("start", 3.0, "s", limit=3.0).is_within
    assert not Figure("start", 3.01, "s", limit=3.0).is_within


def test_a_figure_without_a_limit_is_only_told() -> None:
    figure = Figure("memory", 1e9, "MB")
    assert figure.is_within
    assert "limit" not in figure.line


def test_the_line_has_the_share_of_the_limit_and_the_ratio() -> None:
    line = Figure("start", 1.5, "s", limit=3.0, compared_with="a first one", reference=6.0).line
    assert " ".join(line.split()) == "start 1.5 s limit 3 s (50 %) ok 0.25 × a first one (6 s)"


def test_a_floor_is_kept_from_above() -> None:
    assert Figure("views", 280, "/s", floor=280).is_within
    assert not Figure("views", 279, "/s", floor=280).is_within
    line = Figure("views", 300, "/s", floor=280, plain_dash=28, static_page=900).line
    assert " ".join(line.split()) == "views 300 /s at least 280 /s ok plain Dash 28 /s static page 900 /s"


def test_the_row_of_a_figure_has_its_goal_and_what_stands_beside_it() -> None:
    kept = Figure("views", 300, "/s", floor=280, plain_dash=28)
    assert kept.row == "| views | ≥ 280 /s | 300 /s | 28 /s |  |  |"
    broken = Figure("start", 1.5, "s", limit=1, compared_with="a first one", reference=6)
    assert broken.row == "| start | ≤ 1 s | **1.5 s** |  |  | a first one: 6 s |"
    assert Figure("shift", 0, "").row == "| shift |  | 0 |  |  |  |"


def test_figures_are_printed_as_they_come_and_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [Figure("one", 1, "s", limit=2), Figure("two", 3, "s", limit=2)]
    assert print_figures("starts", iter(figures)) == figures
    assert "OVER" in capsys.readouterr().out
