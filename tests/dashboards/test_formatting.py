"""Numbers, dates and amounts on a screen, against Babel's es-AR where it knows them and written out elsewhere."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from dashboards import formatting as f
from dashboards.i18n import ENGLISH, speaking

SP = "\N{NO-BREAK SPACE}"
DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(10) ** -places, rounding=ROUND_HALF_UP)


@given(DECIMALS, st.integers(0, 3))
def test_a_number_is_what_babel_writes_for_argentina(value: Decimal, places: int) -> None:
    expected = format_decimal(_rounded(value, places), format=f"#,##0.{'0' * places}", locale="es_AR")
    if expected.strip("-0,.") == "":
        expected = expected.lstrip("-")
    assert f.number(value, places) == expected.replace("-", "−")


@given(DECIMALS)
def test_in_english_the_separators_change_places(value: Decimal) -> None:
    with speaking(ENGLISH):
        english = f.number(value, 2)
    assert english.translate(str.maketrans(",.", ".,")) == f.number(value, 2)


@given(st.decimals(min_value=-100, max_value=5100, places=1))
def test_a_percent_is_babels_with_a_space_that_does_not_break(value: Decimal) -> None:
    babel = format_percent(value / 100, format="#,##0.0 %", locale="es_AR").replace(" ", SP)
    expected = babel.replace("-", "−") if value < 0 else babel.lstrip("-")
    assert f.percent(value, 1) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1685, "1.685"),
        (0, "0"),
        (-0.0, "0"),
        (0.5, "0,5"),
        (34.9, "34,9"),
        (34.999, "35"),
        (5035.128, "5.035,13"),
        (-0.4, "−0,4"),
        (-0.001, "0"),
        (1e6, "1.000.000"),
        (np.int64(1685), "1.685"),
        (np.float64(2.5), "2,5"),
    ],
)
def test_without_decimals_asked_for_a_number_has_as_many_as_it_needs_up_to_two(value: float, text: str) -> None:
    assert f.number(value) == text


def test_halves_go_away_from_zero_as_on_paper() -> None:
    assert [f.number(each, 0) for each in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "−3"]
    assert f.number(1.005, 2) == "1,01"


@pytest.mark.parametrize("missing", [None, math.nan, np.float64("nan"), pd.NA, pd.NaT, Decimal("NaN")])
@pytest.mark.parametrize(
    "function",
    [f.number, f.signed_number, f.percent, f.points, f.money, f.short_money, f.exact_money,
     f.day, f.month, f.short_month],
)  # fmt: skip
def test_what_is_missing_gets_its_word_and_never_a_zero(function: Callable[[object], str], missing: object) -> None:
    assert function(missing) == "sin dato"


def test_an_infinite_number_is_refused_rather_than_shown() -> None:
    with pytest.raises(ValueError, match="infinite"):
        f.number(math.inf)


def test_a_change_carries_its_sign_and_none_when_there_is_no_change() -> None:
    assert [f.signed_number(each, 1) for each in (1.4, -1.4, 0, 0.04, -0.04)] == ["+1,4", "−1,4", "0,0", "0,0", "0,0"]


def test_a_difference_is_that_of_the_figures_as_written() -> None:
    assert f.number(f.written_difference(72.24, 72.26, 1), 1) == "−0,1"
    assert f.number(f.written_difference(72.21, 72.24, 1), 1) == "0,0"
    assert f.number(f.written_difference(1685, 1684.6, None)) == "0,4"
    assert f.number(f.written_difference(2, 1.35, 0, 1)) == "0,6"
    assert [str(f.short_percent_difference(*each)) for each in ((69.4, 71.6), (4.3, 71), (0, 5))] == [
        "-3", "-66.7", "-5.0",
    ]  # fmt: skip


def test_a_short_percent_is_whole_from_ten_on() -> None:
    assert [f.short_percent(each) for each in (40.6, 7.14, 0, -12.3, None)] == [
        f"41{SP}%", f"7,1{SP}%", f"0{SP}%", f"−12{SP}%", "sin dato",
    ]  # fmt: skip


def test_a_share_of_nothing_is_missing_and_not_zero() -> None:
    assert f.share(206, 242) == f"85,1{SP}%"
    assert f.share(0, 242) == f"0,0{SP}%"
    assert f.share(0, 0) == "sin dato"


def test_points_are_counted_in_words() -> None:
    assert [f.points(each) for each in (12.2, -12.2, 1, 0.6, 0)] == [
        f"12{SP}puntos", f"12{SP}puntos", f"1{SP}punto", f"1{SP}punto", f"0{SP}puntos",
    ]  # fmt: skip


def test_a_value_is_joined_to_its_unit() -> None:
    assert f.quantity(34.9, "%", 1) == f"34,9{SP}%"
    assert f.quantity(11.8, "‰", 1) == f"11,8{SP}‰"
    assert f.quantity(1112, "personas", 0) == f"1.112{SP}personas"
    assert f.quantity(27, None) == "27"
    assert f.quantity(math.nan, "km") == "sin dato"


@pytest.mark.parametrize(
    ("amount", "currency", "long", "short", "exact"),
    [
        (16_681_000_000, "ARS", "$ 16.681 millones", "$ 16.681 M", "$ 16.681.000.000"),
        (1_500_000, "ARS", "$ 1,5 millones", "$ 1,5 M", "$ 1.500.000"),
        (1_000_000, "ARS", "$ 1,0 millón", "$ 1,0 M", "$ 1.000.000"),
        (845_200, "ARS", "$ 845.200", "$ 845.200", "$ 845.200"),
        (0, "ARS", "$ 0", "$ 0", "$ 0"),
        (367_512_400, "COP", "COP 368 millones", "COP 367,5 M", "COP 367.512.400"),
    ],
)
def test_money_is_written_long_short_and_exact(amount: int, currency: str, long: str, short: str, exact: str) -> None:
    written = (f.money(amount, currency), f.short_money(amount, currency), f.exact_money(amount, currency))
    assert written == tuple(text.replace(" ", SP) for text in (long, short, exact))


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_days_and_months_are_babels(value: date) -> None:
    assert f.day(value) == format_date(value, "dd/MM/yyyy", locale="es_AR")
    assert f.month(value) == format_date(value, "MMMM 'de' yyyy", locale="es_AR")
    assert f.iso_day(value) == value.isoformat()
    assert f.day(pd.Timestamp(value)) == f.day(value)
    with speaking(ENGLISH):
        assert f.day(value) == format_date(value, "d MMM yyyy", locale="en")
        assert f.month(value) == format_date(value, "MMMM yyyy", locale="en")


@pytest.mark.parametrize(
    ("start", "end", "short", "long"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "T3 2026", "tercer trimestre de 2026"),
        (date(2026, 10, 1), date(2026, 10, 31), "oct. 2026", "octubre de 2026"),
        (date(2024, 2, 1), date(2024, 2, 29), "feb. 2024", "febrero de 2024"),
        (date(2026, 7, 1), date(2026, 12, 31), "2.º sem. 2026", "segundo semestre de 2026"),
        (date(2026, 1, 1), date(2026, 4, 30), "1.º cuatr. 2026", "1.º cuatr. 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026", "año 2026"),
        (date(2026, 3, 5), date(2026, 3, 20), "05/03/2026 a 20/03/2026", "05/03/2026 a 20/03/2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "01/02/2026 a 30/04/2026", "01/02/2026 a 30/04/2026"),
    ],
)
def test_a_period_has_a_short_and_a_long_name(start: date, end: date, short: str, long: str) -> None:
    assert f.period(start, end) == short
    assert f.long_period(start, end) == long


@pytest.mark.parametrize(
    ("end", "frequency", "text"),
    [
        (date(2026, 9, 30), "quarterly", "T3 2026"),
        (date(2026, 9, 30), "monthly", "sep. 2026"),
        (date(2026, 6, 30), "half_yearly", "1.º sem. 2026"),
        (date(2026, 12, 31), "yearly", "2026"),
        (date(2026, 9, 15), "quarterly", "15/09/2026"),
        (date(2026, 9, 30), "once", "30/09/2026"),
        (None, "monthly", "sin dato"),
    ],
)
def test_without_its_start_a_period_is_named_by_the_frequency(end: date | None, frequency: str, text: str) -> None:
    assert f.period(None, end, frequency) == text


def test_counts_carry_their_noun() -> None:
    assert f.plural(1, "proyecto", "proyectos") == f"1{SP}proyecto"
    assert f.plural(1685, "proyecto", "proyectos") == f"1.685{SP}proyectos"
    assert f.plural(0, "proyecto", "proyectos") == f"0{SP}proyectos"


def test_lists_are_joined_as_spanish_joins_them() -> None:
    assert f.joined([]) == ""
    assert f.joined(["uno"]) == "uno"
    assert f.joined(["uno", "dos", "tres"]) == "uno, dos y tres"
    assert f.joined(["Educación", "Innovación"]) == "Educación e Innovación"
    assert f.joined(["agua", "hielo"]) == "agua y hielo"
    with speaking(ENGLISH):
        assert f.joined(["water", "ice"]) == "water and ice"


def test_long_texts_are_cut_after_a_word() -> None:
    assert f.shortened("Hogares con recolección", 30) == "Hogares con recolección"
    assert f.shortened("Hogares con recolección diferenciada", 24) == "Hogares con recolección…"
    assert len(f.shortened("x" * 50, 20)) == 20


@pytest.mark.parametrize("kind", [datetime, pd.Timestamp])
def test_the_day_of_a_moment_is_that_of_the_place_where_the_server_is(
    kind: Callable[..., datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = kind(2026, 1, 20, 1, 0)
    with monkeypatch.context() as there:
        # Ten in the evening of the 19th three hours west of Greenwich.
        there.setenv("TZ", "<-03>3")
        time.tzset()
        west = f.day_of(moment)
        there.setenv("TZ", "UTC")
        time.tzset()
        greenwich = f.day_of(moment)
    time.tzset()
    assert (west, greenwich) == ("19/01/2026", "20/01/2026")


def test_no_moment_has_no_day() -> None:
    assert f.day_of(pd.NaT) == f.day(None)
