"""Which number formats show a date or a percent, and what day a serial number is."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading_formats import from_serial, shows_date, shows_month_only, shows_percent, shows_year


@pytest.mark.parametrize(
    "number_format",
    ["dd/mm/yyyy", "d\\ m", "mmm-yy", "d-mmm", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "h:mm AM/PM", "mm:ss.0",
     'dd" de "mmmm" de "yyyy', "yyyy\\-mm\\-dd;@", "dd/mm/yyyy hh:mm:ss.000"],
)  # fmt: skip
def test_formats_of_dates_and_times_show_dates(number_format: str) -> None:
    assert shows_date(number_format)


@pytest.mark.parametrize(
    "number_format",
    ["General", "0", "0.00%", "@", "#,##0", '"$"#,##0.00', '0 "días"', "[h]:mm:ss", "0.00E+00", "# ?/?",
     '[$$-es-AR]\\ #,##0.00', "#,##0\\ \\d", "[Red]0"],
)  # fmt: skip
def test_formats_of_numbers_do_not(number_format: str) -> None:
    assert not shows_date(number_format)


@pytest.mark.parametrize(
    ("number_format", "percent"), [("0%", True), ("0.00%", True), ('0"%"', False), ("0\\%", False), ("0", False)]
)
def test_only_a_percent_sign_of_the_format_itself_multiplies(number_format: str, percent: bool) -> None:
    assert shows_percent(number_format) is percent


def test_formats_of_months_and_years_are_told_apart() -> None:
    assert shows_month_only("mmm-yy")
    assert not shows_month_only("dd/mm/yyyy")
    assert not shows_month_only("h:mm")
    assert shows_year("mmm-yy")
    assert not shows_year("d-mmm")


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (60, None),  # 29 February 1900 never was
        (61, date(1900, 3, 1)),
        (45658, date(2025, 1, 1)),
        (45658.5, datetime(2025, 1, 1, 12)),
        (0.25, time(6)),
        (45658.999999999, date(2025, 1, 2)),
        (-1, None),
        (2_958_466, None),
    ],
)
def test_serials_follow_the_calendar_of_spreadsheets(serial: float, moment: object) -> None:
    assert from_serial(serial) == moment


def test_the_other_calendar_starts_in_1904() -> None:
    assert from_serial(44196, starts_1904=True) == date(2025, 1, 1)


@given(serial=st.integers(61, 2_958_465))
def test_whole_serials_are_days_apart(serial: int) -> None:
    assert from_serial(serial) == date(1899, 12, 30) + timedelta(days=serial)
