"""The 242 indicators with their promises and values, each row as it was recorded at its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data_models.document import IndicatorRecord, NodeKey, Responsible, TargetRecord, ValueRecord
from data_models.history import Dated, DatedTarget, DatedValue, Stamp
from intake.demo.cases import CASES, Case, Correction
from intake.demo.catalog import IndicatorPlan
from intake.demo.dates import AS_OF, BASELINE_ON, BEGAN_AT, LAST_MOMENT, moment, periods
from intake.demo.measures import Point, due_of, first_period, interim_promises, measured, planned_periods, ratio_scale
from intake.demo.stream import Stream

DATA_OFFICE = "direccion-datos"
COMMITTEE = "comite-datos"

# Days from the end of a period to the day its value is sent.
_LAG_DAYS = {
    "monthly": (3, 12),
    "bimonthly": (5, 14),
    "quarterly": (8, 22),
    "four_monthly": (8, 24),
    "half_yearly": (10, 35),
    "yearly": (25, 70),
}
_STRATEGIC_OF_AXIS = 2
_ALLOWED_DELAY_DAYS = {"monthly": 15, "bimonthly": 20, "yearly": 90}
# The meeting week before the cut-off: quarterly values that changed a status were approved then.
_MEETING_WEEK = (dt.date(2026, 10, 19), dt.date(2026, 10, 30))
_CANCELLED_ON = dt.date(2025, 11, 12)
_NO_TARGET_YET = dt.date(2026, 12, 31)


@dataclass(slots=True)
class IndicatorHistory:
    """All rows of the indicators, in the order in which they go into their tables."""

    indicators: list[Dated[IndicatorRecord]] = field(default_factory=list)
    targets: list[DatedTarget] = field(default_factory=list)
    values: list[DatedValue] = field(default_factory=list)


def champion_of(secretariat: str) -> str:
    """The account that enters a secretariat's data."""
    return f"referente-{secretariat.lower()}"


def validator_of(secretariat: str) -> str:
    """The account that answers for a secretariat's data."""
    return f"secretaria-{secretariat.lower()}"


def build_indicators(
    plans: list[IndicatorPlan], outcome_names: Mapping[str, str], projects: Mapping[str, str]
) -> IndicatorHistory:
    """All indicators; `outcome_names` by program (what a process serves), `projects`: code of a project by pattern."""
    history = IndicatorHistory()
    strategic = _strategic(plans)
    for plan in plans:
        case = CASES.get(plan.code, Case())
        _add_definition(history, plan, case, outcome_names, projects, is_strategic=plan.code in strategic)
        _add_targets(history, plan, case)
        points = measured(replace(plan, code=case.measured_as or plan.code), case)
        _add_values(history, plan, case, points)
        _add_open_value(history, plan, case, points)
    return history


def _strategic(plans: Sequence[IndicatorPlan]) -> frozenset[str]:
    """The codes of the plan's global indicators: the first outcomes of each axis, impacts before others."""
    by_axis: dict[str, list[IndicatorPlan]] = {}
    for plan in plans:
        if plan.kind == "outcome" and plan.pace != "C":
            by_axis.setdefault(plan.program.split(".")[0], []).append(plan)
    return frozenset(
        plan.code
        for found in by_axis.values()
        for plan in sorted(found, key=lambda plan: plan.indicator_class != "impact")[:_STRATEGIC_OF_AXIS]
    )


def _add_definition(
    history: IndicatorHistory,
    plan: IndicatorPlan,
    case: Case,
    outcome_names: Mapping[str, str],
    projects: Mapping[str, str],
    *,
    is_strategic: bool,
) -> None:
    has_baseline = case.has_baseline and (not plan.is_flow or plan.is_annual)
    baseline = plan.target if case.baseline_is_target else plan.baseline
    outcome = outcome_names.get(plan.program)
    responsibles = [Responsible(plan.secretariat, True, "Referente de datos")]
    if case.shared_with:
        responsibles.append(Responsible(case.shared_with, False, "Dirección responsable"))
    record = IndicatorRecord(
        code=plan.code,
        node=NodeKey(2, plan.program),
        name=plan.name,
        kind=plan.kind,
        unit=plan.unit,
        direction=plan.direction,
        accumulation=plan.accumulation,
        frequency=plan.frequency,
        project_code=projects[case.project_pattern] if case.project_pattern else None,
        promise=_promise(plan, case),
        contributes_to=outcome if plan.kind == "process" else None,
        indicator_class=plan.indicator_class,
        is_strategic=is_strategic,
        decimals=plan.decimals,
        accumulation_years=plan.accumulation_years,
        numerator_name=_capital(plan.ratio.numerator_name) if plan.ratio else None,
        denominator_name=_capital(plan.ratio.denominator_name) if plan.ratio else None,
        ratio_scale=ratio_scale(plan),
        allowed_delay_days=_ALLOWED_DELAY_DAYS.get(plan.frequency, 30),
        baseline_value=baseline if has_baseline else None,
        baseline_on=BASELINE_ON if has_baseline else None,
        baseline_text=case.baseline_text
        or ("Empieza de cero: se suma desde que se mide." if plan.is_flow and not plan.is_annual else None),
        starts_on=first_period(plan, case),
        definition=plan.definition,
        formula=_formula(plan),
        source=plan.source,
        weight=2.0 if plan.kind == "outcome" and plan.indicator_class == "impact" else 1.0,
        is_cancelled=plan.pace == "C",
        responsibles=tuple(responsibles),
    )
    start = Stamp(BEGAN_AT)
    stream = Stream("definition", plan.code)
    if plan.pace == "C":
        cancelled = Stamp(moment(_CANCELLED_ON, stream), DATA_OFFICE)
        history.indicators.append(Dated(replace(record, is_cancelled=False), start, cancelled))
        history.indicators.append(Dated(record, cancelled))
    elif case.earlier_name:
        renamed = Stamp(moment(dt.date(2025, 5, 14), stream), DATA_OFFICE)
        history.indicators.append(Dated(replace(record, name=case.earlier_name), start, renamed))
        history.indicators.append(Dated(record, renamed))
    else:
        history.indicators.append(Dated(record, start))


def _add_targets(history: IndicatorHistory, plan: IndicatorPlan, case: Case) -> None:
    start = Stamp(BEGAN_AT)
    if case.has_target:
        final = TargetRecord(
            indicator_code=plan.code,
            kind="final",
            due_on=due_of(case),
            value=None if case.target_text else plan.target,
            upper_value=plan.upper,
            bound=case.bound,
            text=case.target_text,
        )
        history.targets += _revised(plan, case, final, start)
    for promised in interim_promises(plan, case):
        history.targets.append(
            DatedTarget(TargetRecord(plan.code, "interim", promised.due_on, promised.value), start, revision=0)
        )
    for promised in planned_periods(plan, case):
        record = TargetRecord(plan.code, "period", promised.due_on, promised.value, period_start=promised.start)
        history.targets.append(DatedTarget(record, start, revision=0))


def _revised(plan: IndicatorPlan, case: Case, final: TargetRecord, start: Stamp) -> list[DatedTarget]:
    """The final target with the promises it had before: each revision says what it changed from, why and when."""
    rows: list[DatedTarget] = []
    recorded = start
    reason: str | None = None
    decided_on: dt.date | None = None
    for number, revision in enumerate(case.revisions):
        before = replace(
            final, value=revision.value, due_on=revision.due_on or final.due_on, reason=reason, decided_on=decided_on
        )
        stream = Stream("revision", plan.code, number)
        changed = Stamp(moment(revision.until + dt.timedelta(days=stream.integer(1, 6)), stream), DATA_OFFICE)
        rows.append(DatedTarget(before, recorded, changed, revision=number))
        recorded, reason, decided_on = changed, revision.reason, revision.until
    rows.append(
        DatedTarget(replace(final, reason=reason, decided_on=decided_on), recorded, revision=len(case.revisions))
    )
    return rows


def _add_values(history: IndicatorHistory, plan: IndicatorPlan, case: Case, points: list[Point]) -> None:
    for place, point in enumerate(points):
        stream = Stream("moments", plan.code, point.end)
        is_last = place == len(points) - 1
        sent, approved = _moments(plan, point.end, stream, is_last and plan.pace[-1] in "+-1")
        record = _value(plan, point)
        if is_last and case.last_bound:
            record = replace(record, bound=case.last_bound, note="El medidor no distingue valores más altos.")
        correction = case.correction
        if correction is not None and correction.period_end == point.end:
            _add_corrected(history, plan, record, correction, (sent, approved), stream)
        else:
            _add_approved(history, plan, record, (sent, approved), stream)


def _add_approved(
    history: IndicatorHistory,
    plan: IndicatorPlan,
    record: ValueRecord,
    moments: tuple[dt.datetime, dt.datetime],
    stream: Stream,
    superseded: Stamp | None = None,
) -> None:
    """A value sent by the champion and approved as it was sent."""
    sent, approved = moments
    author = champion_of(plan.secretariat)
    judge = Stamp(approved, DATA_OFFICE if stream.chance(0.7) else validator_of(plan.secretariat))
    history.values.append(DatedValue(record, Stamp(sent, author), judge, state="sent"))
    history.values.append(DatedValue(record, Stamp(approved, author), superseded, state="approved", decided=judge))


def _add_corrected(
    history: IndicatorHistory,
    plan: IndicatorPlan,
    record: ValueRecord,
    correction: Correction,
    moments: tuple[dt.datetime, dt.datetime],
    stream: Stream,
) -> None:
    """First what was believed and approved, then the correction: both stay."""
    assert record.value is not None
    wrong = replace(record, value=round(record.value + correction.off, plan.decimals))
    if record.numerator is not None and record.denominator is not None:
        shift = round(correction.off * record.denominator / ratio_scale(plan))
        wrong = replace(wrong, numerator=record.numerator + shift)
    sent_again = moment(moments[1].date() + dt.timedelta(days=stream.integer(9, 30)), stream)
    approved_again = moment(sent_again.date() + dt.timedelta(days=stream.integer(1, 4)), stream)
    approved_again = max(approved_again, sent_again)
    _add_approved(history, plan, wrong, moments, stream, Stamp(approved_again, DATA_OFFICE))
    _add_approved(history, plan, replace(record, note=correction.note), (sent_again, approved_again), stream)


def _add_open_value(history: IndicatorHistory, plan: IndicatorPlan, case: Case, points: list[Point]) -> None:
    """What is on its way: a value returned to its champion, a draft, or one that waits to be judged."""
    if not points:
        return
    stream = Stream("open value", plan.code)
    author = champion_of(plan.secretariat)
    last = points[-1]
    closed = [period for period in periods(plan.frequency, AS_OF) if period[1] > last.end]
    if case.return_reason is not None:
        start, end = [period for period in closed if period[1] <= dt.date(2026, 9, 30)][-1]
        record = _value(plan, _moved(plan, last, start, end))
        sent = moment(end + dt.timedelta(days=stream.integer(12, 20)), stream)
        returned = Stamp(moment(dt.date(2026, 10, stream.integer(23, 28)), stream), DATA_OFFICE)
        history.values.append(DatedValue(record, Stamp(sent, author), returned, state="sent"))
        history.values.append(
            DatedValue(
                record, Stamp(returned.at, author), state="returned", decided=returned, return_reason=case.return_reason
            )
        )
    elif plan.frequency == "monthly" and len(closed) == 1 and last.end == dt.date(2026, 9, 30) and stream.chance(0.8):
        record = _value(plan, _moved(plan, last, *closed[0]))
        state = "draft" if stream.chance(0.5) else "sent"
        history.values.append(DatedValue(record, Stamp(moment(dt.date(2026, 10, 30), stream), author), state=state))


def _moved(plan: IndicatorPlan, point: Point, start: dt.date, end: dt.date) -> Point:
    """A value like the last one, for the period that waits."""
    if point.numerator is None or point.denominator is None:
        return Point(start, end, round(point.value * 1.02, plan.decimals))
    numerator = min(round(point.numerator * 1.02), int(point.denominator))
    value = round(ratio_scale(plan) * numerator / point.denominator, plan.decimals)
    return Point(start, end, value, float(numerator), point.denominator)


def _value(plan: IndicatorPlan, point: Point) -> ValueRecord:
    return ValueRecord(
        indicator_code=plan.code,
        period_start=point.start,
        period_end=point.end,
        value=point.value,
        numerator=point.numerator,
        denominator=point.denominator,
    )


def _moments(plan: IndicatorPlan, end: dt.date, stream: Stream, is_news: bool) -> tuple[dt.datetime, dt.datetime]:
    """When a value was sent and approved: some days after its period, the last month on its very last afternoon."""
    if end == AS_OF:
        sent = dt.datetime.combine(AS_OF, dt.time(stream.integer(15, 17), stream.integer(0, 59)))
        return sent, sent + dt.timedelta(minutes=stream.integer(60, 200))
    low, high = _LAG_DAYS[plan.frequency]
    sent = moment(end + dt.timedelta(days=stream.integer(low, high)), stream)
    if is_news:
        approved = moment(_MEETING_WEEK[0] + dt.timedelta(days=stream.integer(0, 11)), stream)
    else:
        approved = moment(sent.date() + dt.timedelta(days=stream.integer(1, 5)), stream)
    latest = LAST_MOMENT - dt.timedelta(hours=6)
    return min(sent, latest), min(max(sent, approved), latest)


def _promise(plan: IndicatorPlan, case: Case) -> str:
    """The promise in words, as the plan first made it."""
    unit = "" if plan.unit == "índice" or plan.unit in plan.name.lower() else f" {plan.unit}"
    original = case.revisions[0].value if case.revisions else plan.target
    target = f"{in_spanish(original, plan.decimals)}{unit}"
    due = f"{due_of(case):%d/%m/%Y}"
    if case.target_text:
        return case.target_text
    if not case.has_target:
        return f"La meta se fija con los datos del primer año, antes del {_NO_TARGET_YET:%d/%m/%Y}."
    if plan.upper is not None:
        return (
            f"Mantener entre {in_spanish(plan.target, plan.decimals)} y {in_spanish(plan.upper, plan.decimals)}{unit}."
        )
    if plan.is_annual:
        return f"{'No pasar de' if plan.direction == 'decrease' else 'Llegar a'} {target} por año en 2027."
    if plan.is_flow or not case.has_baseline:
        return f"{'Llegar' if plan.direction == 'increase' else 'Bajar'} a {target} para el {due}."
    if case.baseline_is_target:
        return f"Sostener {target} hasta el {due}."
    return f"Pasar de {in_spanish(plan.baseline, plan.decimals)} a {target} para el {due}."


def _formula(plan: IndicatorPlan) -> str:
    if plan.ratio is not None:
        scale = {"%": " × 100", "‰": " × 1.000"}.get(plan.unit, "")
        return f"{_capital(plan.ratio.numerator_name)} ÷ {plan.ratio.denominator_name}{scale}."
    if plan.is_annual:
        return "Suma de los períodos del año; cada enero empieza de cero."
    if plan.is_flow:
        return "Suma de todos los períodos desde que se mide."
    return "Último valor informado, al cierre de su período."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def in_spanish(value: float, decimals: int) -> str:
    """The number as it is written in Argentina: 1.685, 34,9 or −6,0."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.-", ".,−"))
