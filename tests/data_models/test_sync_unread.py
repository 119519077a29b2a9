"""A later file with cells nobody could read: what is stored stays as it was, and all else it says still counts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import pytest

from data_models import snapshot, sync
from data_models.document import PlanDocument, Unread
from data_models.keys import key_of
from data_models.store import Store
from tests.data_models.sample import OTHER_PROGRAM, changed, day, sample_plan, without
from tests.data_models.test_sync import bring_in, read_back


def unread(document: PlanDocument, *some: Unread) -> PlanDocument:
    return replace(document, unread=frozenset(some))


RECORDS: list[tuple[str, int, Hashable]] = [
    ("targets", 0, ("I-1", "final", None)),
    ("targets", 1, ("I-1", "interim", day("2025-12-31"))),
    ("values", 0, ("I-1", day("2024-03-31"))),
    ("budgets", 1, ("project", "P-1", 2024, "ARS")),
    ("milestones", 1, ("P-1", "2")),
    ("links", 1, ("ods", "11", None, "P-2", None)),
    ("secretariats", 2, "salud"),
]


@pytest.mark.parametrize(("kind", "place", "key"), RECORDS, ids=[kind for kind, _place, _key in RECORDS])
def test_a_record_whose_cell_could_not_be_read_is_not_withdrawn(
    filled_store: Store, kind: str, place: int, key: Hashable
) -> None:
    lost = without(sample_plan(), kind, place)
    if kind == "secretariats":
        lost = changed(changed(lost, "projects", 0, responsibles=()), "indicators", 0, responsibles=())
        seen = unread(lost, Unread(kind, key), Unread("projects", "P-1", "responsibles"),
                      Unread("indicators", "I-1", "responsibles"))  # fmt: skip
    else:
        seen = unread(lost, Unread(kind, key))
    result = bring_in(filled_store, seen)
    assert result.import_id is None
    assert result.changes.kept[kind] == 1
    assert read_back(filled_store) == sample_plan()


def test_without_that_mark_the_same_file_does_withdraw_it(filled_store: Store) -> None:
    result = bring_in(filled_store, without(sample_plan(), "targets", 0))
    assert [change.key for change in result.changes.by_kind["targets"].withdrawn] == [("I-1", "final", None)]
    assert result.changes.kept == {}


def test_a_field_that_could_not_be_read_keeps_what_it_said_while_the_others_change(filled_store: Store) -> None:
    document = changed(sample_plan(), "projects", 0, state=None, planned_end=None, district="Sur")
    seen = unread(document, Unread("projects", "P-1", "state"), Unread("projects", "P-1", "planned_end"))
    result = bring_in(filled_store, seen)
    [change] = result.changes.by_kind["projects"].changed
    assert change.differences == {"district": ("Norte", "Sur")}
    assert result.changes.kept == {"projects": 1}
    stored = read_back(filled_store).projects[0]
    assert (stored.state, stored.planned_end, stored.district) == ("in_progress", day("2026-06-30"), "Sur")


def test_a_stored_start_that_no_longer_goes_with_the_end_keeps_its_own_end(filled_store: Store) -> None:
    document = changed(sample_plan(), "projects", 0, planned_start=None, planned_end=day("2024-01-15"))
    bring_in(filled_store, unread(document, Unread("projects", "P-1", "planned_start")))
    stored = read_back(filled_store).projects[0]
    assert (stored.planned_start, stored.planned_end) == (day("2024-02-01"), day("2026-06-30"))


def test_a_stored_start_that_goes_with_the_new_end_takes_it(filled_store: Store) -> None:
    document = changed(sample_plan(), "projects", 0, planned_start=None, planned_end=day("2027-01-15"))
    bring_in(filled_store, unread(document, Unread("projects", "P-1", "planned_start")))
    stored = read_back(filled_store).projects[0]
    assert (stored.planned_start, stored.planned_end) == (day("2024-02-01"), day("2027-01-15"))


@pytest.mark.parametrize(
    ("kind", "place", "blanked", "field"),
    [
        ("values", 2, {"numerator": None, "denominator": None}, "numerator"),
        ("projects", 1, {"declared_pct": None, "declared_on": None}, "declared_pct"),
        ("indicators", 1, {"numerator_name": None, "denominator_name": None}, "denominator_name"),
        ("targets", 3, {"value": None, "bound": None, "text": "más"}, "bound"),
    ],
)
def test_one_half_of_a_pair_that_could_not_be_read_keeps_the_other(
    filled_store: Store, kind: str, place: int, blanked: dict[str, object], field: str
) -> None:
    record = getattr(sample_plan(), kind)[place]
    document = changed(sample_plan(), kind, place, **blanked)
    assert bring_in(filled_store, unread(document, Unread(kind, key_of(record), field))).import_id is None
    assert read_back(filled_store) == sample_plan()


def test_a_column_that_is_not_there_says_nothing_of_any_record(filled_store: Store) -> None:
    document = sample_plan()
    for place in range(2):
        document = changed(document, "indicators", place, indicator_class=None, promise=None)
    seen = unread(document, Unread("indicators", None, "indicator_class"), Unread("indicators", None, "promise"))
    result = bring_in(filled_store, seen)
    assert result.import_id is None
    assert result.changes.kept == {"indicators": 2}


def test_rows_nobody_can_tell_apart_withdraw_no_item_nor_what_belongs_to_it_or_answers_for_it(
    filled_store: Store,
) -> None:
    document = replace(
        sample_plan(), indicators=[], targets=[], values=[], nodes=sample_plan().nodes[:2],
        projects=[], milestones=[], budgets=[], links=sample_plan().links[:1], secretariats=[],
    )  # fmt: skip
    seen = unread(document, Unread("indicators"), Unread("projects"))
    result = bring_in(filled_store, seen)
    assert result.import_id is None
    assert read_back(filled_store) == sample_plan()
    assert result.changes.kept["indicators"] == 2
    assert result.changes.kept["targets"] == 4
    assert result.changes.kept["secretariats"] == 3


def test_an_item_that_the_file_dropped_does_not_come_back_with_what_could_not_be_read_of_it(
    filled_store: Store,
) -> None:
    document = sample_plan()
    gone = replace(
        document,
        indicators=[one for one in document.indicators if one.code != "I-2"],
        targets=[one for one in document.targets if one.indicator_code != "I-2"],
        values=[one for one in document.values if one.indicator_code != "I-2"],
    )
    result = bring_in(filled_store, unread(gone, Unread("targets", ("I-2", "final", None))))
    assert [change.key for change in result.changes.by_kind["indicators"].withdrawn] == ["I-2"]
    assert result.changes.kept == {}
    assert [one.code for one in read_back(filled_store).indicators] == ["I-1"]


def test_what_was_withdrawn_before_stays_withdrawn(filled_store: Store) -> None:
    document = without(sample_plan(), "targets", 1)
    bring_in(filled_store, document)
    result = bring_in(filled_store, unread(document, Unread("targets", ("I-1", "interim", day("2025-12-31")))))
    assert result.import_id is None
    assert read_back(filled_store) == document


def test_the_first_file_of_a_plan_has_nothing_to_keep(store: Store) -> None:
    document = without(sample_plan(), "targets", 0)
    result = bring_in(store, unread(document, Unread("targets", ("I-1", "final", None)), Unread("indicators")))
    assert result.changes.kept == {}
    assert read_back(store) == document


def test_a_record_kept_in_a_level_the_file_no_longer_names_keeps_that_level(filled_store: Store) -> None:
    document = sample_plan()
    moved = replace(
        document,
        nodes=[node for node in document.nodes if node.key != OTHER_PROGRAM],
        projects=document.projects[:1],
        links=[link for link in document.links if link.project_code is None],
        indicators=document.indicators[:1],
        targets=[one for one in document.targets if one.indicator_code == "I-1"],
        values=[one for one in document.values if one.indicator_code == "I-1"],
    )
    seen = unread(moved, Unread("projects"), Unread("indicators"))
    with filled_store.reading() as connection:
        assert sync.plan_changes(connection, seen).kept["nodes"] == 1
    assert bring_in(filled_store, seen).import_id is None
    with filled_store.reading() as connection:
        assert snapshot.plan_document(connection, "plan-de-prueba") == document
