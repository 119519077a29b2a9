"""Plans of many odd indicators, the same for the same seed, and the comparison with the reference."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

import pandas as pd

from tests.kpis import scalar_records
from tests.kpis.frames import definition_frame, is_blank, target_frame, value_frame
from tests.kpis.scalar_records import Definition, Target, Value

INDICATORS = 40
Case = tuple[Definition, list[Value], list[Target]]


def day(random: Random, first_year: int, last_year: int) -> date:
    """Any day of those years."""
    return date(first_year, 1, 1) + timedelta(days=random.randrange((last_year - first_year + 1) * 365))


def number(random: Random) -> float:
    """A number that is often zero, sometimes negative and never needs rounding."""
    return random.choice([0.0, random.randint(-8, 40) / 4, random.randint(1, 40) / 4])


def bound(random: Random, chance: float) -> str | None:
    """An operator, now and then."""
    return random.choice([">", ">=", "<", "<="]) if random.random() < chance else None


def case(random: Random, indicator_id: int) -> Case:
    """One indicator of any kind, with values and targets that may be odd but not impossible."""
    frequency = random.choice(list(scalar_records.MONTHS))
    definition = Definition(
        indicator_id=indicator_id,
        direction=random.choice(["increase", "increase", "decrease", "decrease", "keep"]),
        accumulation=random.choice(["last", "sum", "mean"]),
        accumulation_years=random.choice([None, "sum", "mean", "last"]),
        is_ratio=random.random() < 0.2,
        frequency=frequency,
        allowed_delay_days=random.choice([0, 10, 45]),
        ratio_scale=random.choice([1.0, 100.0, 1000.0]),
        baseline_value=random.choice([None, number(random)]),
        baseline_on=random.choice([None, day(random, 2022, 2024)]),
        starts_on=random.choice([None, None, None, day(random, 2023, 2025)]),
        is_cancelled=random.random() < 0.05,
        plan_starts_on=random.choice([None, date(2023, 12, 10), date(2024, 1, 1)]),
        plan_ends_on=random.choice([None, date(2027, 12, 9), date(2026, 6, 30), date(2025, 12, 31)]),
    )
    months = scalar_records.MONTHS[frequency] or 12
    with_parts = random.random() < 0.3
    chance_of_bound = random.choice([0.0, 0.0, 0.0, 0.2])
    values = []
    period = scalar_records.period_of(day(random, 2023, 2025), months)
    for _ in range(random.choice([0, 2, 6, 10, 14])):
        if random.random() < 0.85:
            parts = with_parts and random.random() < 0.95
            values.append(
                Value(
                    *period,
                    value=number(random),
                    bound=bound(random, chance_of_bound),
                    numerator=number(random) if parts else None,
                    denominator=float(random.randint(1, 20)) if parts else None,
                    indicator_id=indicator_id,
                )
            )
        period = scalar_records.next_period(period, months)
    return definition, values, promises(random, indicator_id, months)


def promises(random: Random, indicator_id: int, months: int) -> list[Target]:
    """Final and interim targets, and planned amounts of periods of the same or of another length."""
    targets = []
    if random.random() < 0.93:
        text = random.choice([None] * 9 + ["mejorar"])
        targets.append(
            Target(
                due_on=random.choice([None, day(random, 2024, 2028)]),
                value=None if text else number(random) * random.choice([1, 1, 5]),
                upper_value=random.choice([None, number(random)]),
                bound=bound(random, 0.15),
                text=text,
                indicator_id=indicator_id,
            )
        )
    due_days = {day(random, 2024, 2027) for _ in range(random.choice([0, 0, 1, 3]))}
    for due_on in sorted(due_days):
        mode = random.choice([None, None, "last", "sum", "mean"])
        targets.append(Target(due_on, number(random), kind="interim", accumulation=mode, indicator_id=indicator_id))
    if random.random() < 0.4:
        planned_months = random.choice([months, months, 3])
        period = scalar_records.period_of(day(random, 2023, 2025), planned_months)
        for _ in range(random.randint(1, 12)):
            if random.random() < 0.9:
                start, end = period
                targets.append(Target(end, number(random), "period", start, indicator_id=indicator_id))
            period = scalar_records.next_period(period, planned_months)
    return targets


def plan_of(seed: int) -> list[Case]:
    """Many indicators together, so that one must not leak into another."""
    random = Random(seed)
    return [case(random, indicator_id) for indicator_id in random.sample(range(1000), INDICATORS)]


def tables(
    plan: list[Case],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The three frames of a plan, rows in the opposite order."""
    return (
        definition_frame([definition for definition, _, _ in plan]),
        value_frame([value for _, values, _ in reversed(plan) for value in reversed(values)]),
        target_frame([target for _, _, targets in reversed(plan) for target in targets]),
    )


def assert_same(name: str, ours: object, reference: object) -> None:
    """Equal, or blank on both sides."""
    if reference is None:
        assert is_blank(ours), f"{name}: {ours!r} where the reference has nothing"
    elif isinstance(reference, date):
        assert not is_blank(ours), f"{name}: nothing where the reference has {reference}"
        assert pd.Timestamp(str(ours)).date() == reference, name
    elif isinstance(reference, (int, float)):
        assert math.isclose(float(str(ours)), reference, rel_tol=1e-9, abs_tol=1e-9), f"{name}: {ours} != {reference}"
    else:
        assert ours == reference, name
