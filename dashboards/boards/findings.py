"""What the rules of questions found, in words: the question, its evidence, how it was chosen, and the whole list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboards import formatting
from dashboards.boards.detail import item_link
from dashboards.boards.row_set import RowSet
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing.rows import cause_name, percent_text, value_words
from dashboards.listing.selection_links import AXIS, SECRETARIAT, list_link
from dashboards.nouns import project_noun
from dashboards.page import PageContext
from data_models.queries.progress import same_items
from data_models.queries.selection import Selection
from kpis.questions import Question
from kpis.rules import Rule, explaining

PATH = "/preguntas"
RULE = "regla"

RULE_SLUGS = {
    Question.DONE_BUT_FLAT: "resultado-que-no-se-mueve",
    Question.OVERDUE_TWICE: "dos-periodos-vencidos",
    Question.RECOVERY_PASSED: "recuperacion-pasada",
    Question.SPENT_AHEAD: "gasto-adelantado",
    Question.TARGET_EASED: "meta-rebajada",
    Question.VALUE_JUMPED: "valor-que-salto",
    Question.NO_OWNER: "sin-responsable",
}
# What the words below, `who_answers` and `value_words` read.
COLUMNS = (
    "item_kind", "slug", "name", "program_slug", "program_name", "secretariat_code", "secretariat_name",
    "responsible_post", "shared_secretariat_names", "status", "status_original", "value", "value_text", "value_bound",
    "unit", "decimals", "original_target_value", "target_value", "last_data_on", "days_overdue", "recovery_on",
    "delay_cause", "progress_pct", "expected_pct", "budget_executed_pct",
)  # fmt: skip
RULES_BY_SLUG = {slug: rule for rule, slug in RULE_SLUGS.items()}


@dataclass(frozen=True)
class Found:
    """A finding with the row it is about."""

    rule: Question
    row: dict[Any, Any]
    evidence: dict[Any, Any]

    @property
    def kind(self) -> str:
        """Whether it is about a project or an indicator."""
        return str(self.row["item_kind"])

    @property
    def words(self) -> Rule:
        """The rule in words."""
        return explaining(self.rule)


def about(findings: pd.DataFrame, rows: RowSet) -> pd.DataFrame:
    """The findings about some rows, with their `place` in the frame of those rows."""
    found, there = same_items(rows.frame.iloc[rows.places], findings)
    places = np.full(len(findings), -1, dtype=np.intp)
    places[there] = rows.places[found]
    return findings.assign(place=places)[places >= 0]


def told(findings: pd.DataFrame, rows: RowSet) -> list[Found]:
    """Findings that `about` gave as words need them."""
    described = rows.others(findings["place"].to_numpy()).records(COLUMNS)
    evidence = findings.to_dict("records")
    return [Found(Question(one["rule"]), row, one) for row, one in zip(described, evidence, strict=True)]


def counts_by_rule(findings: pd.DataFrame) -> dict[Question, int]:
    """How many findings each rule has, in the order of the rules; rules that found nothing are left out."""
    rules = findings["rule"].tolist()
    return {rule: rules.count(rule.value) for rule in Question if rule.value in rules}


def list_of(context: PageContext, scope: Selection, rule: Question | None = None) -> str:
    """The address of the list of what a rule (or every rule) found within an axis and a secretariat."""
    slug = RULE_SLUGS[rule] if rule is not None else None
    return context.link(PATH, **{RULE: slug, AXIS: scope.axis, SECRETARIAT: scope.secretariat})


def question_words(context: PageContext, found: Found) -> Child:
    """The question a finding leads to, with the links to what it is about."""
    return _ASKED[found.rule](context, found, item_link(context, found.kind, found.row))


def evidence_words(context: PageContext, found: Found) -> str:
    """The figures a finding rests on: "último dato del 31/03/2026, lleva 169 días de vencido"."""
    return _EVIDENCE[found.rule](context, found)


def _done_but_flat(context: PageContext, found: Found, link: Child) -> Child:
    row, finished = found.row, int(found.evidence["finished_count"])
    selection = Selection(item_kind="project", program=row["program_slug"], status=("met",))
    words = _("{things} de «{program}»").format(
        things=project_noun(context.plan).counted(finished), program=row["program_name"]
    )
    return [
        _("¿Por qué terminaron "),
        parts.counted_link(words, list_link(context, selection), finished),
        _(" y no se mueve "),
        link,
        "?",
    ]


def _overdue_twice(context: PageContext, found: Found, link: Child) -> Child:
    return [_("¿Quién mide "), link, "?"]


def _recovery_passed(context: PageContext, found: Found, link: Child) -> Child:
    return [_("¿Qué le falta a "), link, _(" y cuál es la nueva fecha?")]


def _spent_ahead(context: PageContext, found: Found, link: Child) -> Child:
    return [_("¿En qué se gastó el presupuesto de "), link, "?"]


def _target_eased(context: PageContext, found: Found, link: Child) -> Child:
    return [_("¿Por qué ahora se pide menos en "), link, "?"]


def _value_jumped(context: PageContext, found: Found, link: Child) -> Child:
    return [_("¿Qué pasó con "), link, "?"]


def _no_owner(context: PageContext, found: Found, link: Child) -> Child:
    return [_("¿Quién responde por "), link, "?"]


def _flat_evidence(context: PageContext, found: Found) -> str:
    row, change = found.row, found.evidence["recent_change"]
    words = _("va en {value}").format(value=value_words(row))
    if not formatting.is_missing(change):
        per_period = formatting.signed_number(change, int(row["decimals"]) + 1)
        words = _("{words}, {change} por período en los últimos cuatro").format(words=words, change=per_period)
    return _("{words}; terminó {done} de {total} del programa").format(
        words=words,
        done=formatting.count(int(found.evidence["finished_count"])),
        total=project_noun(context.plan).counted(int(found.evidence["project_count"])),
    )


def _overdue_evidence(context: PageContext, found: Found) -> str:
    return _("último dato del {day}, lleva {days} de vencido").format(
        day=formatting.day(found.row["last_data_on"]), days=formatting.days(int(found.row["days_overdue"]))
    )


def _recovery_evidence(context: PageContext, found: Found) -> str:
    row = found.row
    day = formatting.day(row["recovery_on"])
    if formatting.is_missing(row["progress_pct"]):
        words = _("iba a volver al plan el {day} y no hay un avance que lo diga").format(day=day)
    else:
        words = _("iba a volver al plan el {day} y va en {percent}").format(day=day, percent=percent_text(row))
    if not formatting.is_missing(row["expected_pct"]):
        expected = formatting.short_percent(row["expected_pct"])
        words = _("{words}, esperado {expected}").format(words=words, expected=expected)
    if row["delay_cause"]:
        words = _("{words}; causa: {cause}").format(words=words, cause=cause_name(row["delay_cause"]))
    return words


def _spent_evidence(context: PageContext, found: Found) -> str:
    spent, done = found.row["budget_executed_pct"], found.row["progress_pct"]
    ahead = formatting.short_percent_difference(spent, done)
    return _("ejecutó {spent} y va en {percent}: {points} más de gasto que de avance").format(
        spent=formatting.short_percent(spent),
        percent=formatting.short_percent(done),
        points=formatting.short_points(ahead),
    )


def _eased_evidence(context: PageContext, found: Found) -> str:
    row = found.row
    original, target = (
        formatting.quantity(row[name], row["unit"], int(row["decimals"]))
        for name in ("original_target_value", "target_value")
    )
    words = _("meta original {original}, hoy {target}").format(original=original, target=target)
    if row["status_original"] != row["status"] and row["status_original"] is not None:
        words = _("{words}: con la original sería «{before}», hoy es «{after}»").format(
            words=words,
            before=status.status_name(row["status_original"]).lower(),
            after=status.status_name(row["status"]).lower(),
        )
    return words


def _jump_evidence(context: PageContext, found: Found) -> str:
    row, decimals = found.row, int(found.row["decimals"])
    return _("de {before} pasó a {value}: {change} por período, lo usual es {usual}; puntaje {score}").format(
        before=formatting.number(found.evidence["value_before"], decimals),
        value=value_words(row),
        change=formatting.signed_number(found.evidence["change"], decimals),
        usual=formatting.signed_number(found.evidence["usual_change"], decimals + 1),
        score=formatting.number(found.evidence["jump_score"], 1),
    )


def _owner_evidence(context: PageContext, found: Found) -> str:
    if found.row["secretariat_code"] is None:
        return _("no tiene secretaría a cargo")
    return _("esa secretaría dejó de existir antes del {day}").format(day=formatting.day(context.seen_on))


_ASKED: dict[Question, Callable[[PageContext, Found, Child], Child]] = {
    Question.DONE_BUT_FLAT: _done_but_flat,
    Question.OVERDUE_TWICE: _overdue_twice,
    Question.RECOVERY_PASSED: _recovery_passed,
    Question.SPENT_AHEAD: _spent_ahead,
    Question.TARGET_EASED: _target_eased,
    Question.VALUE_JUMPED: _value_jumped,
    Question.NO_OWNER: _no_owner,
}
_EVIDENCE: dict[Question, Callable[[PageContext, Found], str]] = {
    Question.DONE_BUT_FLAT: _flat_evidence,
    Question.OVERDUE_TWICE: _overdue_evidence,
    Question.RECOVERY_PASSED: _recovery_evidence,
    Question.SPENT_AHEAD: _spent_evidence,
    Question.TARGET_EASED: _eased_evidence,
    Question.VALUE_JUMPED: _jump_evidence,
    Question.NO_OWNER: _owner_evidence,
}
