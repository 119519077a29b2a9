"""A headline that names the first of several names all that are as much, or says how many they are."""

from __future__ import annotations

import pytest

from dashboards.boards.groups import Group
from dashboards.nouns import Noun
from dashboards.projects import delays, places
from data_models.queries.districts import DistrictFacts
from data_models.queries.selection import NO_CAUSE, Selection
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.conftest import TENJO
from tests.dashboards.progress_rows import progress_frame
from tests.dashboards.rows_in_sql import RowsInSql

WORKS = Noun("obra", "obras")


def counted(**of_statuses: int) -> Group:
    frame = progress_frame(*({"item_kind": "project", "status": of} for of, n in of_statuses.items() for _ in range(n)))
    return Group(Selection(item_kind="project"), frame)


@pytest.mark.parametrize(
    ("causes", "said"),
    [
        ([("funding", 5), ("weather", 2)], "La causa más informada es falta de fondos: 5 de 7 obras con demora"),
        (
            [("funding", 5), ("weather", 5), ("staff", 1)],
            "Las causas más informadas son falta de fondos y clima: 5 cada una, de 11 obras con demora",
        ),
        (
            [("funding", 2), ("weather", 2), ("staff", 2), ("design", 2), (NO_CAUSE, 1)],
            "4 causas, las más informadas, tienen 2 cada una, de 9 obras con demora; 1 no dice por qué",
        ),
        ([(NO_CAUSE, 3)], "De 3 obras con demora, nadie informó la causa"),
    ],
)
def test_the_title_of_the_delays_names_all_causes_told_as_often(causes: list[tuple[str, int]], said: str) -> None:
    assert delays.causes_title(causes, WORKS).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("late", "is_late", "said"),
    [
        ((3, 1), True, "Donde hay más atrasos es A: 3 de 4 obras"),
        ((3, 3, 1), True, "Donde hay más atrasos es en A y B: 3 en cada uno"),
        ((3, 3, 3, 3, 1), True, "4 distritos tienen 3 con atraso cada uno, más que los otros"),
        ((2, 2, 2, 2), True, "Todos los distritos tienen 2 con atraso"),
        ((0, 0), True, "Ningún distrito tiene atrasos"),
        ((3, 1), False, "A tiene más: 4 obras"),
        ((3, 3, 1), False, "A y B tienen más: 4 obras cada uno"),
        ((3, 3, 3, 3, 1), False, "4 distritos tienen 4 obras cada uno, más que los otros"),
        ((2, 2, 2, 2), False, "Cada distrito tiene 3 obras"),
    ],
)
def test_the_title_of_the_map_names_all_districts_with_as_many(late: tuple[int, ...], is_late: bool, said: str) -> None:
    shown = [
        (DistrictFacts(name, name.lower(), None), counted(off_track=number, met=1))
        for name, number in zip("ABCDE", late, strict=False)
    ]
    assert places.places_title(shown, WORKS, is_late=is_late).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize("axis", [None, "transformacion-social", "progreso-y-desarrollo-economico"])
def test_the_worst_is_said_to_be_one_of_several_where_others_are_as_late(real_boards: Boards, axis: str | None) -> None:
    where = f" AND axis_slug = '{axis}'" if axis else ""
    rows = RowsInSql(real_boards.store, TENJO)
    worst = rows.all(
        "SELECT gap_points FROM progress WHERE status = 'off_track' AND item_kind = 'indicator' AND gap_points < 0"
        f"{where} ORDER BY 1 LIMIT 2"
    )
    address = in_plan("/", TENJO, **({"eje": axis} if axis else {}))
    line = words_of(real_boards.page(address).select_one(".worst"))
    is_tied = len(worst) == 2 and worst[0] == worst[1]
    assert is_tied is (axis == "transformacion-social")
    assert line.startswith("Entre lo más atrasado: " if is_tied else "Lo más atrasado: ")
