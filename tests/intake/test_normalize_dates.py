"""Dates as people write them, day first."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.findings import FindingCode, finding_at
from intake.normalize.dates import DateRead, Role, read_date, read_date_cell
from intake.normalize.results import NoData, NotUnderstood, Understood
from intake.reading_grid import Cell, CellKind


def understood(found: object, **options: object) -> Understood[DateRead]:
    read = read_date(found, **options)  # type: ignore[arg-type]
    assert isinstance(read, Understood), f"{found!r} was not understood: {read}"
    return read


def codes(found: object, **options: object) -> list[FindingCode]:
    return [note.code for note in understood(found, **options).notes]


@pytest.mark.parametrize(
    ("found", "day"),
    [
        ("30/06/2025", date(2025, 6, 30)),
        ("06/01/2025", date(2025, 1, 6)),
        ("1/2/2025", date(2025, 2, 1)),
        ("30-06-2025", date(2025, 6, 30)),
        ("30.06.2025", date(2025, 6, 30)),
        ("2025-06-30", date(2025, 6, 30)),
        ("2025-06-30 00:00:00", date(2025, 6, 30)),
        ("2025-06-30T10:15:00Z", date(2025, 6, 30)),
        ("30/06/2025 10:30", date(2025, 6, 30)),
        ("30 de junio de 2025", date(2025, 6, 30)),
        ("30 junio 2025", date(2025, 6, 30)),
        ("30-jun-2025", date(2025, 6, 30)),
        ("1º de mayo de 2025", date(2025, 5, 1)),
        ("Junio 30 de 2025", date(2025, 6, 30)),
        ("junio 30, 2025", date(2025, 6, 30)),
        ("lunes 30 de junio de 2025", date(2025, 6, 30)),
        (date(2025, 6, 30), date(2025, 6, 30)),
        (datetime(2025, 6, 30, 8), date(2025, 6, 30)),
    ],
)
def test_a_full_date_is_that_day_without_a_note(found: object, day: date) -> None:
    assert understood(found) == Understood(DateRead(day, day, day))


@pytest.mark.parametrize(
    ("found", "day"),
    [
        ("06/01/20 25", date(2025, 1, 6)),
        ("16/09/20 24", date(2024, 9, 16)),
        ("11/11/202 4", date(2024, 11, 11)),
        ("30 /06/ 2025", date(2025, 6, 30)),
        ("30/6/25", date(2025, 6, 30)),
        ("30-jun-25", date(2025, 6, 30)),
        ("30/06/0025", date(2025, 6, 30)),
        (45000, date(2023, 3, 15)),
    ],
)
def test_a_broken_or_short_date_is_mended_and_said(found: object, day: date) -> None:
    read = understood(found)
    assert read.value.on == day
    assert [(note.code, note.read_as) for note in read.notes] == [(FindingCode.DATE_REPAIRED, f"{day:%d/%m/%Y}")]


@pytest.mark.parametrize(
    ("found", "start", "end"),
    [
        ("Marzo 2025", date(2025, 3, 1), date(2025, 3, 31)),
        ("marzo de 2025", date(2025, 3, 1), date(2025, 3, 31)),
        ("Julio 2025", date(2025, 7, 1), date(2025, 7, 31)),
        ("03/2025", date(2025, 3, 1), date(2025, 3, 31)),
        ("Primer trimestre 2025", date(2025, 1, 1), date(2025, 3, 31)),
        ("T3 2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("1er semestre 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("Abril - Junio 2025", date(2025, 4, 1), date(2025, 6, 30)),
        ("Ene a Dic 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        (2025, date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-2027", date(2024, 1, 1), date(2027, 12, 31)),
        ("2024/2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("T1-2025", date(2025, 1, 1), date(2025, 3, 31)),
        ("IV trim. 24", date(2024, 10, 1), date(2024, 12, 31)),
        ("enero 2025 - marzo 2026", date(2025, 1, 1), date(2026, 3, 31)),
        ("01/01/2025 - 30/06/2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("del 01/10 al 30/11/2024", date(2024, 10, 1), date(2024, 11, 30)),
        ("hasta marzo 2025", date(2025, 3, 1), date(2025, 3, 31)),
    ],
)
def test_a_period_gives_its_first_or_last_day_by_the_role_of_its_column(found: object, start: date, end: date) -> None:
    assert understood(found, role=Role.START).value == DateRead(start, start, end)
    assert understood(found, role=Role.END).value == DateRead(end, start, end)
    assert codes(found) == [FindingCode.DATE_IS_PERIOD]


@pytest.mark.parametrize(
    ("found", "day", "remark"),
    [
        ("01/10 - Sanear faltantes de información", date(2024, 10, 1), "Sanear faltantes de información"),
        ("02/09 Inicio del plan", date(2024, 9, 2), "Inicio del plan"),
        ("01/12 - Trabajo colaborativo con IDC", date(2024, 12, 1), "Trabajo colaborativo con IDC"),
    ],
)
def test_a_date_with_a_remark_keeps_the_remark(found: str, day: date, remark: str) -> None:
    read = understood(found, default_year=2024)
    assert (read.value.on, read.value.remark) == (day, remark)
    assert [note.code for note in read.notes] == [FindingCode.DATE_YEAR_ASSUMED, FindingCode.DATE_WITH_REMARK]


@pytest.mark.parametrize(
    "found", ["01/12", "01/10 - Sanear faltantes", "02/09 Inicio del plan", "30 de junio", "Enero", "T1", "Abr a jun"]
)
def test_a_date_without_its_year_is_not_guessed(found: str) -> None:
    assert read_date(found) == NotUnderstood(FindingCode.DATE_WITHOUT_YEAR)


def test_the_year_of_the_recipe_serves_and_is_said() -> None:
    assert understood("01/12", default_year=2024).value.on == date(2024, 12, 1)
    assert codes("01/12", default_year=2024) == [FindingCode.DATE_YEAR_ASSUMED]


@pytest.mark.parametrize(
    "found",
    ["Reuniones trimestrales", "Permanente", "12/25/2024", "31/02/2025", "29/02/2025", "99/99/9999", "1/1/1", "01-12",
     "1.10", "10:30", "0", "fines de 2025", "Plan 2025", "Sesión 04/09/2024", "01/10/2024 y 15/11/2024",
     "T1. PLANEADO 2024", 5, 123456789, True, time(10, 30), date(1024, 1, 1), float("nan"), b"x"],
)  # fmt: skip
def test_what_is_no_date_is_kept_out_of_the_calendar(found: object) -> None:
    assert read_date(found) == NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)


@pytest.mark.parametrize(("found", "mark"), [(None, ""), (" ", ""), ("SD", "SD"), ("-", "-"), ("S/D", "S/D")])
def test_no_date_is_no_data(found: object, mark: str) -> None:
    assert read_date(found) == NoData(mark)


def test_the_day_comes_first_always() -> None:
    assert understood("03/04/2025").value.on == date(2025, 4, 3)


def test_a_date_shown_as_a_month_is_that_month() -> None:
    read = understood(date(2025, 12, 1), number_format="mmm-yy")
    assert read.value == DateRead(date(2025, 12, 31), date(2025, 12, 1), date(2025, 12, 31))


def test_a_date_shown_without_a_year_says_that_nobody_wrote_the_year() -> None:
    assert codes(date(2025, 12, 1), number_format="d-mmm") == [FindingCode.DATE_YEAR_ASSUMED]


def test_the_finding_of_a_kept_text_says_what_was_done() -> None:
    cell = Cell("Gobernanza", 4, 5, "Reuniones trimestrales", CellKind.TEXT)
    read = read_date_cell(cell)
    assert isinstance(read, NotUnderstood)
    found = finding_at(read.code, cell, file="plan.xlsx")
    assert (found.cell, found.found, found.expected) == ("E4", "Reuniones trimestrales", "una fecha")
    assert found.action == "se guardó como texto; el resto de la fila se importa"


def test_an_error_cell_is_not_a_blank_date() -> None:
    assert read_date_cell(Cell("A", 1, 1, None, CellKind.ERROR, error="#REF!")) == NotUnderstood(FindingCode.ERROR_CELL)


days = st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31))


@given(day=days, shape=st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y"]))
def test_every_written_day_is_read_back(day: date, shape: str) -> None:
    assert understood(day.strftime(shape)).value.on == day


@given(day=days, position=st.integers(1, 9))
def test_a_space_anywhere_inside_a_date_changes_nothing(day: date, position: int) -> None:
    text = f"{day:%d/%m/%Y}"
    assert understood(text[:position] + " " + text[position:]).value.on == day


@given(serial=st.integers(20_000, 80_000))
def test_a_serial_counts_days_from_the_end_of_1899(serial: int) -> None:
    assert understood(serial).value.on == date(1899, 12, 30) + timedelta(days=serial)


@given(text=st.text(max_size=40), year=st.none() | st.integers(2000, 2030))
def test_any_text_ends_in_one_of_the_three_answers(text: str, year: int | None) -> None:
    assert isinstance(read_date(text, default_year=year), Understood | NoData | NotUnderstood)


@pytest.mark.parametrize("found", ["2do semestre 25", "1T-25", "2T/2025"])
def test_the_year_beside_a_part_of_it_is_never_the_year_of_other_dates(found: str) -> None:
    assert understood(found, default_year=2031).value.on.year == 2025
    assert codes(found, default_year=2031) == [FindingCode.DATE_IS_PERIOD]


@pytest.mark.parametrize("found", ["01/01/1900", date(1900, 1, 1), datetime(1900, 1, 1)])
def test_what_a_spreadsheet_shows_of_a_zero_is_no_date(found: object) -> None:
    assert read_date(found) == NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
