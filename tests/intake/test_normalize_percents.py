"""Columns where some percents are 0.85 and others 85."""

from intake.findings import FindingCode
from intake.normalize.numbers import Quantity
from intake.normalize.percents import PercentColumn, Scale, percent_scale, read_percent_cell
from intake.normalize.results import NoData, NotUnderstood, Understood
from intake.reading_grid import Cell, CellKind


def cell(value: object, number_format: str = "General") -> Cell:
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.BLANK if value is None else CellKind.NUMBER
    return Cell("Hoja", 2, 3, value, kind, number_format)  # type: ignore[arg-type]


def values(cells: list[Cell], **options: Scale) -> list[object]:
    column = percent_scale(cells, **options)
    read = [read_percent_cell(one, scale) for one, scale in zip(cells, column.scales, strict=True)]
    return [r.value.value if isinstance(r, Understood) else r for r in read]


def test_the_percent_format_and_the_percent_sign_decide() -> None:
    cells = [cell(0.85, "0%"), cell("85 %"), cell(None), cell("46,52%")]
    assert values(cells) == [85, 85, NoData(), 46.52]


def test_a_fraction_and_points_in_one_column_are_both_read_and_reported() -> None:
    cells = [cell(0.85, "0%"), cell(85), cell(90)]
    assert percent_scale(cells) == PercentColumn((Scale.FRACTION, Scale.POINTS, Scale.POINTS), is_mixed=True)
    assert values(cells) == [85, 85, 90]


def test_plain_fractions_alone_are_fractions() -> None:
    cells = [cell(0.85), cell(1), cell(0), cell(1.09)]
    assert values(cells) == [85, 100, 0, 109]
    assert not percent_scale(cells).is_mixed


def test_plain_points_alone_are_points() -> None:
    assert values([cell(85), cell(1), cell(0), cell(100)]) == [85, 1, 0, 100]


def test_a_plain_column_with_both_scales_leaves_the_small_ones_out() -> None:
    cells = [cell(0.85), cell(85), cell(0)]
    assert percent_scale(cells).is_mixed
    assert values(cells) == [NotUnderstood(FindingCode.PERCENT_SCALE_DOUBTFUL), 85, 0]


def test_a_recipe_can_say_the_scale_of_plain_numbers() -> None:
    cells = [cell(0.85), cell(85)]
    assert values(cells, plain_numbers=Scale.POINTS) == [0.85, 85]
    assert values(cells, plain_numbers=Scale.FRACTION) == [85, 8500]


def test_lone_ones_could_be_either_and_are_doubtful() -> None:
    assert values([cell(1), cell(1)]) == [NotUnderstood(FindingCode.PERCENT_SCALE_DOUBTFUL)] * 2


def test_a_bound_in_a_column_of_percents_stays_a_bound() -> None:
    read = read_percent_cell(cell("> 70%"), Scale.POINTS)
    assert isinstance(read, Understood)
    assert read.value.bound == ">"


def test_every_percent_read_is_marked_as_one() -> None:
    assert read_percent_cell(cell(0.29), Scale.FRACTION) == Understood(Quantity(29.0, is_percent=True))


def test_numbers_typed_as_texts_without_a_sign_are_plain_numbers() -> None:
    assert values([cell("0,85"), cell("1"), cell("0,9")]) == [85, 100, 90]
    assert values([cell("85"), cell("1"), cell("40,5")]) == [85, 1, 40.5]
    mixed = [cell("0,85"), cell("85"), cell("90 %"), cell("0")]
    assert percent_scale(mixed).is_mixed
    assert values(mixed) == [NotUnderstood(FindingCode.PERCENT_SCALE_DOUBTFUL), 85, 90, 0]


def test_points_said_in_words_are_points_whatever_the_rest_of_the_column_holds() -> None:
    assert values([cell("0,5 pp"), cell("0,5 %"), cell(85)]) == [0.5, 0.5, 85]


def test_a_zero_is_the_same_on_both_scales_and_mixes_nothing() -> None:
    assert not percent_scale([cell(0, "0%"), cell(85), cell(90)]).is_mixed
