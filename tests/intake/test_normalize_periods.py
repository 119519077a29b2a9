"""Periods in headers."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.findings import FindingCode
from intake.normalize.periods import read_period
from intake.normalize.results import NoData, NotUnderstood, Understood
from kpis.vocabulary import Frequency

Q, M, Y, H = Frequency.QUARTERLY, Frequency.MONTHLY, Frequency.YEARLY, Frequency.HALF_YEARLY


def read(header: object, **options: object) -> tuple[str, str, Frequency | None, str]:
    result = read_period(header, **options)  # type: ignore[arg-type]
    assert isinstance(result, Understood), f"{header!r} was not understood"
    period = result.value.period
    return f"{period.start:%d/%m/%Y}", f"{period.end:%d/%m/%Y}", period.frequency, result.value.rest


@pytest.mark.parametrize(
    ("header", "start", "end", "frequency", "rest"),
    [
        ("T1. PLANEADO 2024", "01/01/2024", "31/03/2024", Q, "PLANEADO"),
        ("T.4 EJECUTADO 2025", "01/10/2025", "31/12/2025", Q, "EJECUTADO"),
        ("T3 2025", "01/07/2025", "30/09/2025", Q, ""),
        ("3T 2025", "01/07/2025", "30/09/2025", Q, ""),
        ("2025-T3", "01/07/2025", "30/09/2025", Q, ""),
        ("2025T3", "01/07/2025", "30/09/2025", Q, ""),
        ("Q3 2024", "01/07/2024", "30/09/2024", Q, ""),
        ("T1-2025", "01/01/2025", "31/03/2025", Q, ""),
        ("Avance T4/2025", "01/10/2025", "31/12/2025", Q, "Avance"),
        ("1T2025", "01/01/2025", "31/03/2025", Q, ""),
        ("4Q25", "01/10/2025", "31/12/2025", Q, ""),
        ("T2 25", "01/04/2025", "30/06/2025", Q, ""),
        ("1er T 2025", "01/01/2025", "31/03/2025", Q, ""),
        ("3.er trimestre 2025", "01/07/2025", "30/09/2025", Q, ""),
        ("IV trim. 24", "01/10/2024", "31/12/2024", Q, ""),
        ("último trimestre de 2025", "01/10/2025", "31/12/2025", Q, ""),
        ("2S2025", "01/07/2025", "31/12/2025", H, ""),
        ("2024/2025", "01/01/2024", "31/12/2025", None, ""),
        ("1er trim. 2025", "01/01/2025", "31/03/2025", Q, ""),
        ("Primer trimestre 2025", "01/01/2025", "31/03/2025", Q, ""),
        ("III trimestre de 2025", "01/07/2025", "30/09/2025", Q, ""),
        ("Trimestre 2 del año 2025", "01/04/2025", "30/06/2025", Q, ""),
        ("1º trimestre\n2025", "01/01/2025", "31/03/2025", Q, ""),
        ("Semestre 1 2025", "01/01/2025", "30/06/2025", H, ""),
        ("2do semestre de 2025", "01/07/2025", "31/12/2025", H, ""),
        ("S2 2025", "01/07/2025", "31/12/2025", H, ""),
        ("primer cuatrimestre 2025", "01/01/2025", "30/04/2025", Frequency.FOUR_MONTHLY, ""),
        ("5to bimestre de 2024", "01/09/2024", "31/10/2024", Frequency.BIMONTHLY, ""),
        ("ene-25", "01/01/2025", "31/01/2025", M, ""),
        ("mar. 25", "01/03/2025", "31/03/2025", M, ""),
        ("Feb/2024", "01/02/2024", "29/02/2024", M, ""),
        ("set-24", "01/09/2024", "30/09/2024", M, ""),
        ("Marzo 2025", "01/03/2025", "31/03/2025", M, ""),
        ("Total enero de 2025 acumulado", "01/01/2025", "31/01/2025", M, "Total acumulado"),
        ("03/2025", "01/03/2025", "31/03/2025", M, ""),
        ("2025-03", "01/03/2025", "31/03/2025", M, ""),
        ("Abril - Junio 2025", "01/04/2025", "30/06/2025", Q, ""),
        ("Ene a Dic 2025", "01/01/2025", "31/12/2025", Y, ""),
        ("Nov 2024 - Feb 2025", "01/11/2024", "28/02/2025", None, ""),
        ("2025", "01/01/2025", "31/12/2025", Y, ""),
        ("Año 2025", "01/01/2025", "31/12/2025", Y, ""),
        ("VALOR ESPERADO 2024", "01/01/2024", "31/12/2024", Y, "VALOR ESPERADO"),
        ("2024 PLAN FINANCIERO PDM", "01/01/2024", "31/12/2024", Y, "PLAN FINANCIERO PDM"),
        ("% TOTAL  EJECUTADO 2024 VS CUATRIENIO", "01/01/2024", "31/12/2024", Y, "% TOTAL EJECUTADO VS CUATRIENIO"),
        ("Protección del mar 2024", "01/01/2024", "31/12/2024", Y, "Protección del mar"),
        ("2024-2027", "01/01/2024", "31/12/2027", None, ""),
        (2025, "01/01/2025", "31/12/2025", Y, ""),
        (date(2025, 1, 1), "01/01/2025", "31/01/2025", M, ""),
        (datetime(2025, 2, 1), "01/02/2025", "28/02/2025", M, ""),
    ],
)
def test_headers_say_their_period(header: object, start: str, end: str, frequency: Frequency | None, rest: str) -> None:
    assert read(header) == (start, end, frequency, rest)


@pytest.mark.parametrize(
    "header",
    ["META 1", "EJE", "T1", "Enero", "Reuniones trimestrales", "T1 y T2 2024", "5 trimestre 2025", "3er semestre 2025",
     "I-2025", "2025 II", "C2 2025", "Semana 12 2025", "Mes 3 2025", "Corte 30-06-2025", "T1-2024 y 2025",
     "mayo 2025 y 2026", "2024, 2025 y 2026", "01/10/2024", "13/2025", "Código 2,025", "120245", 12, 2025.5, True,
     date(2025, 1, 15)],
)  # fmt: skip
def test_a_header_without_one_clear_period_is_not_understood(header: object) -> None:
    assert read_period(header) == NotUnderstood(FindingCode.PERIOD_NOT_UNDERSTOOD)


@pytest.mark.parametrize("header", [None, "", "  ", "-"])
def test_a_blank_header_is_no_data(header: object) -> None:
    assert isinstance(read_period(header), NoData)


@pytest.mark.parametrize(
    ("header", "end"), [("T1", "31/03/2024"), ("Enero", "31/01/2024"), ("Abr a jun", "30/06/2024")]
)
def test_a_year_left_out_comes_from_the_recipe_and_is_said(header: str, end: str) -> None:
    assert read(header, default_year=2024)[1] == end
    result = read_period(header, default_year=2024)
    assert isinstance(result, Understood)
    assert [note.code for note in result.notes] == [FindingCode.DATE_YEAR_ASSUMED]


def test_a_date_shown_as_a_month_is_that_month_whatever_its_day() -> None:
    assert read(date(2025, 1, 15), number_format="mmm-yy")[:2] == ("01/01/2025", "31/01/2025")


MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"]
MONTHS += ["noviembre", "diciembre"]


@given(
    month=st.integers(1, 12),
    year=st.integers(1970, 2069),
    shape=st.sampled_from(["{m} {y}", "{m} de {y}", "{a}-{s}", "{a}/{s}", "{a}. {y}", "VALOR {M} {y}", "{n:02d}/{y}"]),
)
def test_every_month_of_every_year_is_read_back(month: int, year: int, shape: str) -> None:
    name = MONTHS[month - 1]
    header = shape.format(m=name, M=name.upper(), a=name[:3], y=year, s=f"{year % 100:02d}", n=month)
    start, _, frequency, _ = read(header)
    assert (start, frequency) == (f"01/{month:02d}/{year}", M)


@given(text=st.text(max_size=40))
def test_any_header_ends_in_one_of_the_three_answers(text: str) -> None:
    assert isinstance(read_period(text), Understood | NoData | NotUnderstood)
