"""The words of the rules. Each value is the string stored and printed in files; screens translate it."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    KEEP = "keep"


class Accumulation(StrEnum):
    """How the values of several periods become one: stock, flow or average."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"


class Frequency(StrEnum):
    """How often a value is expected; periods follow the calendar year."""

    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"
    FOUR_MONTHLY = "four_monthly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"


class Bound(StrEnum):
    """A number known only as a limit: "> 70 %" is not 70 %."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="


class TargetKind(StrEnum):
    """The promise (final), a level promised by a date (interim), the planned amount of one period (period)."""

    FINAL = "final"
    INTERIM = "interim"
    PERIOD = "period"


class Status(StrEnum):
    """How an indicator or a project stands."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NOT_STARTED = "not_started"
    NO_DATA = "no_data"
    CANCELLED = "cancelled"


class Freshness(StrEnum):
    """How old the last value is against its frequency; the second axis beside status."""

    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "overdue"


class ProjectState(StrEnum):
    """What the owner says of a project."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class DelayCause(StrEnum):
    """Why a project is late, as its owner says."""

    FUNDING = "funding"
    PROCUREMENT = "procurement"
    PERMITS = "permits"
    DESIGN = "design"
    CONTRACTOR = "contractor"
    STAFF = "staff"
    WEATHER = "weather"
    COORDINATION = "coordination"
    SCOPE = "scope"
    OTHER = "other"


class IndicatorKind(StrEnum):
    """What is done (process) or what it achieves (outcome)."""

    PROCESS = "process"
    OUTCOME = "outcome"


class IndicatorClass(StrEnum):
    """What the indicator measures."""

    EFFICIENCY = "efficiency"
    EFFICACY = "efficacy"
    QUALITY = "quality"
    PRODUCTIVITY = "productivity"
    IMPACT = "impact"


class ValueState(StrEnum):
    """Where a value is on its way from entry to approval."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"


class CompletionBasis(StrEnum):
    """Where a project's completion comes from."""

    MILESTONES = "milestones"
    DECLARED = "declared"
    FINISHED = "finished"


class ProgressRule(StrEnum):
    """The rule that gave an indicator's progress percent, or the reason why it has none."""

    BASELINE = "baseline"
    FLOW = "flow"
    RATIO = "ratio"
    INVERSE_RATIO = "inverse_ratio"
    INSIDE_BAND = "inside_band"
    OUTSIDE_BAND = "outside_band"
    NO_VALUE = "no_value"
    NO_TARGET = "no_target"
    TEXT_TARGET = "text_target"
    VALUE_IS_BOUND = "value_is_bound"
    BOUND_TARGET = "bound_target"
    TARGET_EQUALS_BASELINE = "target_equals_baseline"
    FLOW_CEILING = "flow_ceiling"
    ZERO_TARGET = "zero_target"
    ZERO_WITHOUT_BASELINE = "zero_without_baseline"


class ExpectedRule(StrEnum):
    """Where the value expected at the value's own date comes from."""

    PLANNED_PERIODS = "planned_periods"
    LINE = "line"
    TARGET_FROM_START = "target_from_start"


class Reason(StrEnum):
    """Why a status is what it is: one code for each branch of the rules."""

    CANCELLED = "cancelled"
    NOT_STARTED = "not_started"
    PLANNED = "planned"
    NO_VALUE = "no_value"
    NO_TARGET = "no_target"
    TEXT_TARGET = "text_target"
    TARGET_MET = "target_met"
    INSIDE_BAND = "inside_band"
    YEAR_TARGET_MET = "year_target_met"
    CEILING_KEPT = "ceiling_kept"
    CEILING_PASSED = "ceiling_passed"
    CEILING_ON_TRACK = "ceiling_on_track"
    CEILING_AT_RISK = "ceiling_at_risk"
    CEILING_OFF_TRACK = "ceiling_off_track"
    DUE_PASSED = "due_passed"
    NOTHING_EXPECTED_YET = "nothing_expected_yet"
    BELOW_START = "below_start"
    ATTAINMENT_ON_TRACK = "attainment_on_track"
    ATTAINMENT_AT_RISK = "attainment_at_risk"
    ATTAINMENT_OFF_TRACK = "attainment_off_track"
    NOT_MET_NO_PERCENT = "not_met_no_percent"
    NO_EXPECTED = "no_expected"
    FINISHED = "finished"
    NO_COMPLETION = "no_completion"
    END_PASSED = "end_passed"
    PAUSED = "paused"
    NOTHING_DUE_YET = "nothing_due_yet"
    MILESTONES_ON_TRACK = "milestones_on_track"
    MILESTONES_AT_RISK = "milestones_at_risk"
    MILESTONES_OFF_TRACK = "milestones_off_track"
    START_PASSED = "start_passed"
    DATES_ONLY = "dates_only"
    NO_DATES = "no_dates"


class RunRateReason(StrEnum):
    """Why no required pace can be given."""

    NO_VALUE = "no_value"
    NO_NUMBER = "no_number"
    BAND = "band"
    CEILING = "ceiling"
    ALREADY_MET = "already_met"
    NO_PERIODS_LEFT = "no_periods_left"
