"""What people do: each step is a new row, one audit record, one transaction, and the progress table follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from data_models import indicators, milestones, projects, targets, values
from data_models.progress.table import check
from data_models.refusals import Refused
from data_models.store import Store
from data_models.tables import (
    ACCOUNTS,
    AUDIT,
    INDICATOR_VALUES,
    INDICATOR_VERSIONS,
    MILESTONES,
    PROGRESS,
    PROJECT_VERSIONS,
    TARGETS,
)
from tests.data_models.conftest import SettableClock
from tests.data_models.sample import day
from tests.data_models.test_sync import all_rows

Row = dict[str, Any]


@pytest.fixture
def champion_id(filled_store: Store) -> int:
    with filled_store.writing() as write:
        new = insert(ACCOUNTS).values(
            municipality_id=1,
            code="referente",
            display_name="Referente de datos, Salud",
            role="champion",
            secretariat_id=3,
        )
        return int(write.connection.execute(new.returning(ACCOUNTS.c.id)).scalar_one())


def rows(store: Store, table: Table, **where: Any) -> list[Row]:
    with store.reading() as connection:
        found = connection.execute(
            select(table).where(*(table.c[name] == value for name, value in where.items())).order_by(table.c.id)
        )
        return [dict(row) for row in found.mappings()]


def row(store: Store, table: Table, row_id: int) -> Row:
    return rows(store, table, id=row_id)[0]


def progress_of(store: Store, kind: str, item_id: int) -> Row:
    with store.reading() as connection:
        found = connection.execute(select(PROGRESS).where(PROGRESS.c.item_kind == kind, PROGRESS.c.item_id == item_id))
        return dict(found.mappings().one())


def save(store: Store, by: int, number: float | None = 260.0, **more: Any) -> int:
    wanted: Row = {"indicator_id": 1, "period_start": day("2024-07-01"), "period_end": day("2024-09-30"), **more}
    return values.save_draft(store, value=number, by=by, **wanted)


def approved(store: Store, by: int, approver: int, number: float = 260.0) -> int:
    sent = values.send(store, value_id=save(store, by, number), by=by)
    return values.approve(store, value_id=sent, by=approver)


def audits(store: Store) -> list[tuple[str, str, int | None]]:
    return [(one["action"], one["entity"], one["account_id"]) for one in rows(store, AUDIT)]


def test_a_value_goes_from_draft_to_approved_and_keeps_every_step(
    filled_store: Store, champion_id: int, account_id: int, clock: SettableClock
) -> None:
    draft = save(filled_store, champion_id, note="con enero")
    clock.advance(hours=2)
    sent = values.send(filled_store, value_id=draft, by=champion_id)
    clock.advance(hours=3)
    done = values.approve(filled_store, value_id=sent, by=account_id)
    steps = [row(filled_store, INDICATOR_VALUES, step) for step in (draft, sent, done)]
    assert [step["state"] for step in steps] == ["draft", "sent", "approved"]
    assert [step["recorded_by"] for step in steps] == [champion_id, champion_id, account_id]
    assert [step["superseded_by"] for step in steps] == [champion_id, account_id, None]
    assert [step["superseded_at"] for step in steps[:2]] == [step["recorded_at"] for step in steps[1:]]
    assert (steps[2]["decided_by"], steps[2]["decided_at"], steps[2]["note"]) == (account_id, clock.moment, "con enero")
    assert audits(filled_store)[1:] == [
        ("save_draft", "indicator_values", champion_id),
        ("send", "indicator_values", champion_id),
        ("approve", "indicator_values", account_id),
    ]


def test_only_an_approved_value_moves_the_progress_table(
    filled_store: Store, champion_id: int, account_id: int
) -> None:
    assert progress_of(filled_store, "indicator", 1)["value"] == 240.0
    draft = save(filled_store, champion_id)
    sent = values.send(filled_store, value_id=draft, by=champion_id)
    assert progress_of(filled_store, "indicator", 1)["value"] == 240.0
    values.approve(filled_store, value_id=sent, by=account_id)
    after = progress_of(filled_store, "indicator", 1)
    assert (after["value"], after["value_on"]) == (240.0 + 0.0 + 260.0, day("2024-09-30"))
    assert check(filled_store) == []


def test_a_returned_value_says_why_and_can_be_entered_again(
    filled_store: Store, champion_id: int, account_id: int
) -> None:
    sent = values.send(filled_store, value_id=save(filled_store, champion_id), by=champion_id)
    returned = values.return_(filled_store, value_id=sent, by=account_id, reason=" Falta el acta ")
    assert row(filled_store, INDICATOR_VALUES, returned)["return_reason"] == "Falta el acta"
    draft = save(filled_store, champion_id, 261.0)
    assert row(filled_store, INDICATOR_VALUES, returned)["superseded_by"] == champion_id
    assert row(filled_store, INDICATOR_VALUES, draft)["return_reason"] is None
    done = values.approve(
        filled_store, value_id=values.send(filled_store, value_id=draft, by=champion_id), by=account_id
    )
    assert row(filled_store, INDICATOR_VALUES, done)["value"] == 261.0


def test_an_approved_value_stays_on_the_boards_while_its_correction_is_under_way(
    filled_store: Store, champion_id: int, account_id: int
) -> None:
    first = approved(filled_store, champion_id, account_id)
    sent = values.send(filled_store, value_id=save(filled_store, champion_id, 300.0), by=champion_id)
    assert row(filled_store, INDICATOR_VALUES, first)["superseded_at"] is None
    assert progress_of(filled_store, "indicator", 1)["value"] == 500.0
    values.approve(filled_store, value_id=sent, by=account_id)
    assert row(filled_store, INDICATOR_VALUES, first)["superseded_by"] == account_id
    assert progress_of(filled_store, "indicator", 1)["value"] == 540.0


def test_a_correction_is_a_new_row_with_its_reason(filled_store: Store, account_id: int) -> None:
    before = rows(filled_store, INDICATOR_VALUES, value=240.0)[0]
    new_id = values.correct(filled_store, value_id=before["id"], by=account_id, note="Faltaba enero", value=250.0)
    after = row(filled_store, INDICATOR_VALUES, new_id)
    assert (after["value"], after["note"], after["state"], after["decided_by"]) == (
        250.0, "Faltaba enero", "approved", account_id,
    )  # fmt: skip
    old = row(filled_store, INDICATOR_VALUES, before["id"])
    assert (old["value"], old["note"], old["superseded_by"]) == (240.0, "sin enero", account_id)
    assert progress_of(filled_store, "indicator", 1)["value"] == 250.0
    assert check(filled_store) == []


def test_a_ratio_is_computed_from_its_parts(filled_store: Store, champion_id: int) -> None:
    draft = save(filled_store, champion_id, None, indicator_id=2, numerator=150.0, denominator=200.0)
    assert row(filled_store, INDICATOR_VALUES, draft)["value"] == 75.0
    rounded = save(filled_store, champion_id, 66.7, indicator_id=2, numerator=2.0, denominator=3.0)
    assert row(filled_store, INDICATOR_VALUES, rounded)["value"] == pytest.approx(200 / 3)


def test_zero_is_a_value_and_a_text_is_one_too(filled_store: Store, champion_id: int) -> None:
    assert row(filled_store, INDICATOR_VALUES, save(filled_store, champion_id, 0.0))["value"] == 0.0
    text_only = row(filled_store, INDICATOR_VALUES, save(filled_store, champion_id, None, text="no se midió"))
    assert (text_only["value"], text_only["text"]) == (None, "no se midió")


Step = Callable[[Store, int], object]

REFUSED_STEPS: dict[str, tuple[Step, str]] = {
    "an unknown account": (lambda store, by: save(store, 77), "No hay una cuenta 77"),
    "an unknown indicator": (lambda store, by: save(store, by, indicator_id=77), "ya no está en el plan"),
    "nothing entered": (lambda store, by: save(store, by, None), "Hace falta un número o un texto"),
    "a number that is none": (lambda store, by: save(store, by, float("inf")), "no es un número"),
    "a period upside down": (
        lambda store, by: save(store, by, period_end=day("2024-06-01")), "El período termina antes de empezar",
    ),
    "a period of the future": (
        lambda store, by: save(store, by, period_start=day("2026-02-01"), period_end=day("2026-02-28")),
        "todavía no empezó",
    ),
    "a period across another": (
        lambda store, by: save(store, by, period_start=day("2024-06-30")),
        "se superpone con otro que ya tiene un valor: del 01/04/2024 al 30/06/2024",
    ),
    "half a ratio": (lambda store, by: save(store, by, numerator=1.0), "Un numerador necesita su denominador"),
    "a ratio over nothing": (
        lambda store, by: save(store, by, numerator=1.0, denominator=0.0), "El denominador no puede ser cero",
    ),
    "a ratio that says something else": (
        lambda store, by: save(store, by, 80.0, indicator_id=2, numerator=150.0, denominator=200.0),
        r"El valor 80.0 no es el que dan su numerador y su denominador \(75.0\)",
    ),
    "a bound without a number": (
        lambda store, by: save(store, by, None, text="más", bound=">"), "Una cota .* necesita un número",
    ),
    "approving a draft": (
        lambda store, by: values.approve(store, value_id=save(store, by), by=by), "no está en el estado",
    ),
    "returning without saying why": (
        lambda store, by: values.return_(
            store, value_id=values.send(store, value_id=save(store, by), by=by), by=by, reason="  "
        ),
        "Diga por qué devuelve",
    ),
    "typing over what was sent": (
        lambda store, by: (values.send(store, value_id=save(store, by), by=by), save(store, by)), "ya fue enviado",
    ),
    "a step on what changed meanwhile": (
        lambda store, by: (
            draft := save(store, by), save(store, by, 5.0), values.send(store, value_id=draft, by=by),
        ),
        "cambió mientras tanto",
    ),
    "correcting without saying why": (
        lambda store, by: values.correct(store, value_id=1, by=by, note="", value=1.0), "Diga por qué corrige",
    ),
    "correcting a draft": (
        lambda store, by: values.correct(store, value_id=save(store, by), by=by, note="x", value=1.0),
        "Solo se corrige un valor aprobado",
    ),
    "revising without saying why": (
        lambda store, by: targets.revise(
            store, target_id=1, changes={"value": 1.0}, reason=" ", decided_on=day("2026-01-01"), by=by
        ),
        "Diga por qué se revisa",
    ),
    "a revision decided tomorrow": (
        lambda store, by: targets.revise(
            store, target_id=1, changes={"value": 1.0}, reason="x", decided_on=day("2026-01-16"), by=by
        ),
        "no puede ser futura",
    ),
    "a revision that changes nothing": (
        lambda store, by: targets.revise(
            store, target_id=1, changes={"value": 4_000.0}, reason="x", decided_on=day("2026-01-01"), by=by
        ),
        "queda igual",
    ),
    "a revision of what is no promise": (
        lambda store, by: targets.revise(
            store, target_id=1, changes={"indicator_id": 2}, reason="x", decided_on=day("2026-01-01"), by=by
        ),
        "no se cambia revisando la meta: indicator_id",
    ),
    "a project's place in the tree": (
        lambda store, by: projects.update(store, project_id=1, changes={"node_id": 1}, by=by),
        "no se cambia aquí: node_id",
    ),
    "a state that is none": (
        lambda store, by: projects.update(store, project_id=1, changes={"state": "done"}, by=by),
        "«done» no es un estado",
    ),
    "too much progress": (
        lambda store, by: projects.update(store, project_id=1, changes={"declared_pct": 101.0}, by=by),
        "El avance declarado va de 0 a 100 %",
    ),
    "an end before the start": (
        lambda store, by: projects.update(store, project_id=1, changes={"actual_end": day("2020-01-01")}, by=by),
        "El fin real es anterior al inicio real",
    ),
    "a name that does not fit": (
        lambda store, by: projects.update(store, project_id=1, changes={"name": "x" * 601}, by=by), "demasiado largo",
    ),
    "no name at all": (
        lambda store, by: projects.update(store, project_id=1, changes={"name": None}, by=by), "Falta un dato",
    ),
    "a rhythm that is none": (
        lambda store, by: projects.update(store, project_id=1, changes={"update_frequency": "weekly"}, by=by),
        "ninguno de los valores posibles",
    ),
    "a milestone done tomorrow": (
        lambda store, by: milestones.complete(store, milestone_id=2, done_on=day("2026-01-16"), by=by), "en el futuro",
    ),
    "a milestone that is open already": (
        lambda store, by: milestones.reopen(store, milestone_id=2, by=by), "ya está así",
    ),
    "cancelling without saying why": (
        lambda store, by: indicators.cancel(store, indicator_id=1, reason="", by=by), "Diga por qué se cancela",
    ),
    "cancelling twice": (
        lambda store, by: [indicators.cancel(store, indicator_id=1, reason="x", by=by) for _ in range(2)],
        "está cancelado",
    ),
    "a value of what was cancelled": (
        lambda store, by: (indicators.cancel(store, indicator_id=1, reason="x", by=by), save(store, by)),
        "«Consultas atendidas» está cancelado",
    ),
}  # fmt: skip
# Steps that do something before the one that is refused.
WITH_A_STEP_BEFORE = frozenset(
    {
        "approving a draft", "returning without saying why", "typing over what was sent", "correcting a draft",
        "a step on what changed meanwhile", "cancelling twice", "a value of what was cancelled",
    }
)  # fmt: skip


@pytest.mark.parametrize("what", REFUSED_STEPS)
def test_a_step_that_is_not_possible_is_refused_in_words(filled_store: Store, account_id: int, what: str) -> None:
    step, words = REFUSED_STEPS[what]
    before, version = all_rows(filled_store), filled_store.data_version()
    with pytest.raises(Refused, match=words):
        step(filled_store, account_id)
    if what not in WITH_A_STEP_BEFORE:
        assert all_rows(filled_store) == before
        assert filled_store.data_version() == version


def test_a_revision_of_a_target_keeps_the_promise_before_it(filled_store: Store, account_id: int) -> None:
    new_id = targets.revise(
        filled_store, target_id=1, changes={"value": 3_000.0, "due_on": day("2026-12-31")}, reason="Menos fondos",
        decided_on=day("2026-01-10"), by=account_id,
    )  # fmt: skip
    new, old = row(filled_store, TARGETS, new_id), row(filled_store, TARGETS, 1)
    assert (new["value"], new["due_on"], new["revision"], new["reason"], new["decided_on"]) == (
        3_000.0, day("2026-12-31"), 1, "Menos fondos", day("2026-01-10"),
    )  # fmt: skip
    assert (old["value"], old["revision"], old["superseded_by"]) == (4_000.0, 0, account_id)
    (audit_row,) = [one for one in rows(filled_store, AUDIT) if one["action"] == "revise"]
    assert audit_row["detail"] == {
        "changes": {"due_on": ["2027-12-31", "2026-12-31"], "value": [4_000.0, 3_000.0]}, "reason": "Menos fondos",
    }  # fmt: skip
    assert check(filled_store) == []


def test_an_update_of_a_project_says_what_changed_and_that_someone_looked(filled_store: Store, account_id: int) -> None:
    new_id = projects.update(
        filled_store, project_id=2, changes={"state": "paused", "declared_pct": 40.0}, by=account_id
    )
    new = row(filled_store, PROJECT_VERSIONS, new_id)
    assert (new["state"], new["declared_pct"], new["declared_on"], new["last_update_on"], new["name"]) == (
        "paused", 40.0, day("2026-01-15"), day("2026-01-15"), "Luminarias nuevas",
    )  # fmt: skip
    assert len(rows(filled_store, PROJECT_VERSIONS, project_id=2)) == 2
    assert progress_of(filled_store, "project", 2)["project_state"] == "paused"
    (audit_row,) = [one for one in rows(filled_store, AUDIT) if one["action"] == "update"]
    assert audit_row["detail"]["changes"]["declared_pct"] == [35.0, 40.0]
    assert check(filled_store) == []


def test_a_declared_percent_taken_back_takes_its_date_along(filled_store: Store, account_id: int) -> None:
    new_id = projects.update(filled_store, project_id=2, changes={"declared_pct": None}, by=account_id)
    new = row(filled_store, PROJECT_VERSIONS, new_id)
    assert (new["declared_pct"], new["declared_on"]) == (None, None)


def test_looking_at_a_project_is_an_answer_even_when_nothing_changed(filled_store: Store, account_id: int) -> None:
    new_id = projects.update(filled_store, project_id=2, changes={}, by=account_id)
    assert row(filled_store, PROJECT_VERSIONS, new_id)["last_update_on"] == day("2026-01-15")


def test_a_milestone_is_completed_and_opened_again(filled_store: Store, account_id: int) -> None:
    done = milestones.complete(filled_store, milestone_id=2, done_on=day("2025-12-20"), by=account_id)
    assert row(filled_store, MILESTONES, done)["done_on"] == day("2025-12-20")
    assert progress_of(filled_store, "project", 1)["milestones_done"] == 2
    assert rows(filled_store, PROJECT_VERSIONS, project_id=1)[-1]["last_update_on"] == day("2026-01-15")
    assert check(filled_store) == []
    milestones.reopen(filled_store, milestone_id=done, by=account_id)
    assert progress_of(filled_store, "project", 1)["milestones_done"] == 1
    assert [one["done_on"] for one in rows(filled_store, MILESTONES, code="2")] == [None, day("2025-12-20"), None]
    assert check(filled_store) == []


def test_a_cancelled_indicator_stays_and_says_so(filled_store: Store, account_id: int) -> None:
    new_id = indicators.cancel(filled_store, indicator_id=2, reason="Cambió la ordenanza", by=account_id)
    assert row(filled_store, INDICATOR_VERSIONS, new_id)["is_cancelled"] is True
    assert progress_of(filled_store, "indicator", 2)["status"] == "cancelled"
    assert rows(filled_store, AUDIT)[-1]["detail"] == {"reason": "Cambió la ordenanza"}
    assert check(filled_store) == []


def test_an_entry_can_be_dated_when_it_was_made(filled_store: Store, champion_id: int) -> None:
    moment = dt.datetime(2025, 10, 5, 18, 30)
    draft = values.save_draft(
        filled_store, indicator_id=1, period_start=day("2024-07-01"), period_end=day("2024-09-30"), value=1.0,
        by=champion_id, at=moment,
    )  # fmt: skip
    assert row(filled_store, INDICATOR_VALUES, draft)["recorded_at"] == moment
