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


def test_one_figure_over_its_limit_fails_the_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert not print_figures("starts", [Figure("one", 1, "s", limit=2), Figure("two", 3, "s", limit=2)])
    assert "OVER" in capsys.readouterr().out
