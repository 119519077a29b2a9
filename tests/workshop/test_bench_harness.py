"""A figure says whether it keeps its limit and how it compares."""

from __future__ import annotations

import pytest

from bench import page_load
from bench.__main__ import table_of
from bench.harness import Figure, print_figures
from dashboards.site.server import PUBLIC_MAX_AGE_S


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


def test_the_page_of_figures_says_which_command_wrote_it_and_names_each_bench_once() -> None:
    told = {"Memory.": [Figure("idle", 119, "MiB", limit=170)], "Starts.": [Figure("cold", 1.2, "s", limit=1)]}
    page = table_of("Python, 2 cores", ["idle_memory", "cold_start"], told)
    assert "Written by `make bench ARGS='idle_memory cold_start --write'` on " in page
    assert [line for line in page.splitlines() if line.startswith("## ")] == ["## Memory.", "## Starts."]
    assert "| idle | ≤ 170 MiB | 119 MiB |" in page and "| cold | ≤ 1 s | **1.2 s** |" in page
    assert "`make bench ARGS='--write'`" in table_of("Python, 2 cores", [], told)


def test_a_return_is_measured_once_a_page_must_be_asked_for_again() -> None:
    assert page_load.LATER_S > PUBLIC_MAX_AGE_S


def test_a_page_that_was_never_ready_has_no_return_to_measure() -> None:
    visits = {"ours": [_visit(163_000, 0, 1_500)] * 3, "plain Dash": [_visit(6_900_000, None, None)]}
    figure = page_load._figure("later", visits, "later_bytes", "kB", 30)
    assert (figure.value, figure.plain_dash, figure.is_within) == (1.5, None, True)
    assert not page_load._figure("later", {"ours": visits["plain Dash"]}, "later_bytes", "kB", 30).is_within


def _visit(transferred: float, again: float | None, later: float | None) -> page_load.Visit:
    return page_load.Visit(1, 2, transferred, 0, again, later, None)
