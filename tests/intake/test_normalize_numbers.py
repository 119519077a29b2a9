"""Numbers as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.findings import FindingCode
from intake.normalize.numbers import (
    DecimalStyle,
    Mode,
    Quantity,
    SeparatorUse,
    decimal_style,
    read_number,
    read_number_cell,
    times_hundred,
    without_doubt,
)
from intake.normalize.results import NoData, NotUnderstood, Understood, findings_of
from intake.reading_grid import Cell, CellKind
from kpis.vocabulary import Bound, Frequency


def quantity(found: object, **options: object) -> Quantity:
    read = read_number(found, **options)  # type: ignore[arg-type]
    assert isinstance(read, Understood), f"{found!r} was not understood: {read}"
    return read.value


def codes(found: object, **options: object) -> list[FindingCode]:
    read = read_number(found, **options)  # type: ignore[arg-type]
    assert isinstance(read, Understood)
    return [note.code for note in read.notes]


def cell(value: object, number_format: str = "General") -> Cell:
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.BLANK if value is None else CellKind.NUMBER
    return Cell("Hoja", 2, 3, value, kind, number_format)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13", 13),
        ("0", 0),
        ("1.685", 1685),
        ("1.685,5", 1685.5),
        ("1,685.5", 1685.5),
        ("85,5", 85.5),
        ("85.5", 85.5),
        ("2,2 ", 2.2),
        ("0,2", 0.2),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1234.567", 1234.567),
        ("1.2345", 1.2345),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1.234.567,89", 1_234_567.89),
        ("5 168", 5168),
        ("1\u00a0234,5", 1234.5),
        ("1'234.567", 1_234_567),
        ("600 mil", 600_000),
        ("1,5 millones", 1_500_000),
        ("2 mil millones", 2_000_000_000),
        ("1 billón", 1_000_000_000_000),
        ("-50", -50),
        ("−15", -15),
        ("–15", -15),
    ],
)
def test_plain_numbers_of_both_styles_are_read(text: str, value: float) -> None:
    assert quantity(text) == Quantity(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("85 %", 85),
        ("46,52 %", 46.52),
        ("7,75%", 7.75),
        ("100%", 100),
        ("-50%", -50),
        ("−15%", -15),
        ("85 por ciento", 85),
    ],
)
def test_percents_are_on_the_scale_of_a_hundred(text: str, value: float) -> None:
    assert quantity(text) == Quantity(value, is_percent=True)


def test_a_plus_sign_is_kept_because_it_speaks_of_a_change() -> None:
    assert quantity("+30%") == Quantity(30, is_percent=True, has_plus=True)


@pytest.mark.parametrize(
    ("text", "bound", "value"),
    [
        ("> 70%", Bound.ABOVE, 70),
        (">70", Bound.ABOVE, 70),
        ("≥ 70", Bound.AT_LEAST, 70),
        (">= 70", Bound.AT_LEAST, 70),
        ("< 5", Bound.BELOW, 5),
        ("≤ 5", Bound.AT_MOST, 5),
        ("más del 90%", Bound.ABOVE, 90),
        ("mas del 90%", Bound.ABOVE, 90),
        ("ma\u0301s del 90%", Bound.ABOVE, 90),
        ("Más de 600 mil", Bound.ABOVE, 600_000),
        ("al menos 30", Bound.AT_LEAST, 30),
        ("mínimo 4", Bound.AT_LEAST, 4),
        ("hasta 20", Bound.AT_MOST, 20),
        ("no más de 5", Bound.AT_MOST, 5),
        ("no menos del 5%", Bound.AT_LEAST, 5),
        ("menos de 3", Bound.BELOW, 3),
        ("mayor o igual a 8", Bound.AT_LEAST, 8),
        ("menor o igual a 8", Bound.AT_MOST, 8),
        ("70% o más", Bound.AT_LEAST, 70),
        ("70 como máximo", Bound.AT_MOST, 70),
        ("> = 80", Bound.AT_LEAST, 80),
        ("mín. 4", Bound.AT_LEAST, 4),
        ("máx 5", Bound.AT_MOST, 5),
        ("5 ó más", Bound.AT_LEAST, 5),
    ],
)
def test_a_bound_is_not_a_value(text: str, bound: Bound, value: float) -> None:
    read = quantity(text)
    assert (read.bound, read.value) == (bound, value)
    assert FindingCode.BOUND_NOT_VALUE in codes(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2 km", 2, "km"),
        ("113 km", 113, "km"),
        ("2000 mts ", 2000, "mts"),
        ("18 Lts*Seg", 18, "Lts*Seg"),
        ("1402 \nmts lineales", 1402, "mts lineales"),
        ("125.838 mts lineales", 125_838, "mts lineales"),
        ("20 puntos porcentuales", 20, "puntos porcentuales"),
        ("300 km/h", 300, "km/h"),
    ],
)
def test_units_go_to_the_note(text: str, value: float, unit: str) -> None:
    assert quantity(text) == Quantity(value, unit=unit)
    assert FindingCode.NUMBER_WITH_UNIT in codes(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("$ 1.234.567,89", 1_234_567.89), ("-$ 5", -5), ("$ -5", -5), ("($ 1.234,50)", -1234.5), ("US$ 20", 20),
     ("$ 45.000.000,00.-", 45_000_000), ("$ 120,-", 120), ("45 mill", 45_000_000)],
)  # fmt: skip
def test_money_is_read_with_its_sign(text: str, value: float) -> None:
    assert quantity(text).value == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [("US$ 20", "USD"), ("20 dólares", "USD"), ("€ 20", "EUR"), ("1.500,00 USD", "USD"), ("AR$ 20", "ARS")],
)
def test_money_of_another_currency_says_which(text: str, unit: str) -> None:
    assert quantity(text).unit == unit
    assert codes(text) == [FindingCode.NUMBER_WITH_UNIT]
    assert codes("$ 1.500,00") == codes("1.500,00 pesos") == []


@pytest.mark.parametrize("number_format", ["[h]:mm", "[mm]:ss", "[H]:MM:SS"])
def test_elapsed_time_is_no_number_because_the_cell_shows_another(number_format: str) -> None:
    assert read_number(1.25, number_format=number_format) == NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
    assert read_number(1.25, number_format="0.00 [$h-es]") == Understood(Quantity(1.25))


def test_three_decimals_after_a_point_may_be_a_million_with_a_point_left_out() -> None:
    assert (quantity("1500.000").value, codes("1500.000")) == (1500, [FindingCode.SEPARATOR_AMBIGUOUS])
    assert codes("1500.000", style=DecimalStyle.POINT) == codes("1500,000") == []


def test_two_minus_signs_make_no_number() -> None:
    assert isinstance(read_number("-$ -5"), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "value", "per"),
    [
        ("4 por año", 4, Frequency.YEARLY),
        ("12 mensuales", 12, Frequency.MONTHLY),
        ("1 al trimestre", 1, Frequency.QUARTERLY),
    ],
)
def test_so_many_per_period_says_the_period(text: str, value: float, per: Frequency) -> None:
    assert quantity(text) == Quantity(value, per=per)
    assert codes(text) == [FindingCode.NUMBER_PER_PERIOD]


@pytest.mark.parametrize(
    "text", ["casi 600 mil", "aprox. 600 mil", "alrededor de 600.000", "~600 mil", "600 mil aprox."]
)
def test_an_approximate_number_says_so(text: str) -> None:
    assert quantity(text).value == 600_000
    assert FindingCode.NUMBER_APPROXIMATE in codes(text)


@pytest.mark.parametrize("mark", ["SD", "S.D", "N/A", "s/d", "-", "Sin datos"])
def test_no_data_is_neither_zero_nor_unknown(mark: str) -> None:
    assert read_number(mark) == NoData(mark)


@pytest.mark.parametrize("blank", [None, "", "  ", "\n", float("nan")])
def test_blank_is_no_data_and_never_zero(blank: object) -> None:
    assert read_number(blank) == NoData()
    assert read_number(0) == Understood(Quantity(0.0))


@pytest.mark.parametrize(
    "found",
    ["Irca en riesgo medio", "B\n2023", "cero", "06/01/2025", "01/12", "2024-2027", "1.1.1", "12.345.67", "3 de 5",
     "5 de mayo", "1ro", "3º", "(15)", "--5", "5-", "1e5", "1_000", "10:30", "mil", "%", "más de", True,
     date(2025, 1, 6), float("inf"), b"5", "1.5M", "1,5 M", "15 MM", "300 M.", "20K", "\nTotal 2024  5,168", "9" * 400],
)  # fmt: skip
@pytest.mark.parametrize("mode", list(Mode))
def test_what_is_no_number_is_not_guessed(found: object, mode: Mode) -> None:
    assert isinstance(read_number(found, mode=mode), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 Estrategias (Reforestación y manteniniento)\n880 has DMI\n308 Has", 2),
        ("500 mts intervenidos 2020-2023\n37,15 Km\n(20,8 Sanitario\n16,35 Pluvial)", 500),
        ("20%\n Fuente CAR 2023", 20),
        ("420\n2020-2023", 420),
        ("89,3\nTasa de aprobación", 89.3),
        ("75%  (Implementación en 9.5 años) ", 75),
    ],
)
def test_a_leading_count_is_taken_only_where_the_recipe_is_lenient(text: str, value: float) -> None:
    assert isinstance(read_number(text, mode=Mode.STRICT), NotUnderstood)
    assert quantity(text, mode=Mode.LENIENT).value == value
    assert codes(text, mode=Mode.LENIENT) == [FindingCode.COUNT_IN_TEXT]


def test_the_whole_text_of_a_leading_count_stays_in_the_note() -> None:
    read = read_number("2 Estrategias\n880 has", mode=Mode.LENIENT)
    assert isinstance(read, Understood)
    assert read.note_text == "2 Estrategias\n880 has"


@pytest.mark.parametrize(
    ("text", "as_comma", "as_point"), [("1.234", 1234, 1.234), ("1,234", 1.234, 1234), ("-12.500", -12_500, -12.5)]
)
def test_a_number_with_two_readings_follows_the_style_and_says_so(text: str, as_comma: float, as_point: float) -> None:
    assert quantity(text, style=DecimalStyle.COMMA).value == as_comma
    assert quantity(text, style=DecimalStyle.POINT).value == as_point
    assert codes(text) == [FindingCode.SEPARATOR_AMBIGUOUS]


@pytest.mark.parametrize(
    ("texts", "use"),
    [
        (["85,5", "1.234"], SeparatorUse.COMMA),
        (["1.234.567"], SeparatorUse.COMMA),
        (["85.5", "1,234"], SeparatorUse.POINT),
        (["1,234.5"], SeparatorUse.POINT),
        (["85.5", "85,5"], SeparatorUse.MIXED),
        (["1.234", "2.500"], SeparatorUse.UNKNOWN),
        ([1.5, None, "SD", 3], SeparatorUse.UNKNOWN),
    ],
)
def test_a_column_shows_its_decimal_sign(texts: list[object], use: SeparatorUse) -> None:
    assert decimal_style(texts) is use


def test_a_number_read_in_the_style_its_column_shows_has_no_second_reading() -> None:
    doubtful = read_number("1.234")
    assert isinstance(doubtful, Understood)
    assert [note.code for note in doubtful.notes] == [FindingCode.SEPARATOR_AMBIGUOUS]
    settled = without_doubt(doubtful)
    assert isinstance(settled, Understood)
    assert settled.value == doubtful.value and settled.notes == ()


@pytest.mark.parametrize(
    ("text", "low", "high"), [("45-55", 45, 55), ("45 a 55", 45, 55), ("entre 45 y 55", 45, 55), ("45% - 55%", 45, 55)]
)
def test_a_band_is_read_only_where_it_is_allowed(text: str, low: float, high: float) -> None:
    read = quantity(text, allow_band=True)
    assert (read.value, read.upper) == (low, high)
    assert isinstance(read_number(text), NotUnderstood)


def test_a_band_upside_down_is_no_band() -> None:
    assert isinstance(read_number("55-45", allow_band=True), NotUnderstood)


def test_a_percent_format_makes_a_percent_of_the_number() -> None:
    assert quantity(0.85, number_format="0%") == Quantity(85, is_percent=True)
    assert quantity(50.35, number_format="0.0%") == Quantity(5035, is_percent=True)
    assert quantity(0.85, number_format="0.00") == Quantity(0.85)


def test_an_error_cell_is_an_error_and_never_blank() -> None:
    broken = Cell("PDM", 75, 62, None, CellKind.ERROR, error="#DIV/0!")
    read = read_number_cell(broken)
    assert read == NotUnderstood(FindingCode.ERROR_CELL)
    [found] = findings_of(read, broken, file="plan.xlsx")
    assert (found.sheet, found.cell, found.found) == ("PDM", "BJ75", "#DIV/0!")


def test_a_formula_without_its_value_says_so() -> None:
    formula = Cell("PDM", 1, 1, None, CellKind.ERROR, formula_without_value=True)
    assert read_number_cell(formula) == NotUnderstood(FindingCode.FORMULA_WITHOUT_VALUE)


def written(number: Decimal, *, decimal: str, thousands: str) -> str:
    whole, _, fraction = f"{abs(number):,f}".partition(".")
    sign = "-" if number < 0 else ""
    return sign + whole.replace(",", thousands) + (decimal + fraction if fraction else "")


decimals = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(number=decimals, thousands=st.sampled_from([".", " ", "\u00a0", ""]))
def test_a_number_written_with_a_comma_is_read_back(number: Decimal, thousands: str) -> None:
    text = written(number, decimal=",", thousands=thousands)
    assert quantity(text).value == float(number)


@given(number=decimals, thousands=st.sampled_from([",", " ", "'", ""]))
def test_a_number_written_with_a_point_is_read_back(number: Decimal, thousands: str) -> None:
    text = written(number, decimal=".", thousands=thousands)
    assert quantity(text, style=DecimalStyle.POINT).value == float(number)


@given(number=st.integers(min_value=-(10**9), max_value=10**9), style=st.sampled_from(DecimalStyle))
def test_a_whole_number_is_read_back_in_its_own_style(number: int, style: DecimalStyle) -> None:
    thousands = "." if style is DecimalStyle.COMMA else ","
    assert quantity(written(Decimal(number), decimal="", thousands=thousands), style=style).value == number


@given(number=st.floats(min_value=-1e6, max_value=1e6, allow_nan=False))
def test_a_number_cell_is_the_number_itself(number: float) -> None:
    assert quantity(number).value == number


@given(hundredths=st.integers(min_value=-10_000, max_value=1_000_000))
def test_a_percent_of_whole_hundredths_has_no_noise(hundredths: int) -> None:
    assert times_hundred(hundredths / 100) == hundredths


@given(text=st.text(max_size=60), mode=st.sampled_from(Mode), style=st.sampled_from(DecimalStyle), band=st.booleans())
def test_any_text_ends_in_one_of_the_three_answers(text: str, mode: Mode, style: DecimalStyle, band: bool) -> None:
    read = read_number(text, mode=mode, style=style, allow_band=band)
    assert isinstance(read, Understood | NoData | NotUnderstood)
    if isinstance(read, Understood):
        assert any(character.isdigit() for character in text)
