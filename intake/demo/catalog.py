"""Reads the lists of the demonstration (`indicators.txt`, `projects.txt`, `strategy.txt`), which say their form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_KINDS = {"R": "outcome", "P": "process"}
_CLASSES = {"efi": "efficiency", "efa": "efficacy", "cal": "quality", "pro": "productivity", "imp": "impact"}
_DIRECTIONS = {"+": "increase", "-": "decrease", "=": "keep"}
_NEVER_FALLS = "c"
_ACCUMULATIONS = {
    "u": ("last", None),
    _NEVER_FALLS: ("last", None),
    "s": ("sum", None),
    "p": ("mean", None),
    "a": ("sum", "last"),
}
_FREQUENCIES = {
    "m": "monthly",
    "b": "bimonthly",
    "t": "quarterly",
    "c": "four_monthly",
    "s": "half_yearly",
    "a": "yearly",
}


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the plan; its code begins with its axis's ("2.1")."""

    code: str
    name: str
    purpose: str
    secretariat: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """What an indicator divides, and about how large the denominator is."""

    numerator_name: str
    denominator_name: str
    denominator: float


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """One indicator as it was planned. `pace` says how reality went: a letter and perhaps + or - (see the file)."""

    code: str
    program: str
    secretariat: str
    name: str
    kind: str
    indicator_class: str
    direction: str
    accumulation: str
    accumulation_years: str | None
    never_falls: bool
    frequency: str
    unit: str
    decimals: int
    baseline: float
    target: float
    upper: float | None
    pace: str
    definition: str
    source: str
    ratio: Ratio | None

    @property
    def is_flow(self) -> bool:
        """Whether its periods add up."""
        return self.accumulation == "sum"

    @property
    def is_annual(self) -> bool:
        """Whether it starts again every January."""
        return self.accumulation_years == "last"


@dataclass(frozen=True, slots=True)
class ProjectKind:
    """A kind of project of a program; `pattern` has one {lugar} or {área}; `steps` is o, s, d or n (see the file)."""

    program: str
    secretariat: str
    pattern: str
    steps: str


def read_programs(file_name: str = "indicators.txt") -> list[Program]:
    """The programs of a list in order, by default the 35 of the main plan."""
    return [Program(*fields) for is_program, fields in _lines(file_name) if is_program]


def read_indicators(file_name: str = "indicators.txt", *, prefix: str = "") -> list[IndicatorPlan]:
    """The indicators of a list in order, by default the 242 of the main plan; coded program by program ("2.1.3")."""
    found: list[IndicatorPlan] = []
    program, place = "", 0
    for is_program, fields in _lines(file_name):
        if is_program:
            program, place = fields[0], 0
            continue
        place += 1
        found.append(_indicator(f"{prefix}{program}.{place}", program, fields))
    return found


def read_project_kinds() -> dict[str, list[ProjectKind]]:
    """The kinds of project of each program, by its code."""
    found: dict[str, list[ProjectKind]] = {}
    program = ""
    for is_program, fields in _lines("projects.txt"):
        if is_program:
            program = fields[0]
            continue
        secretariat, pattern, steps = fields
        found.setdefault(program, []).append(ProjectKind(program, secretariat, pattern, steps))
    return found


def _lines(file_name: str) -> Iterator[tuple[bool, list[str]]]:
    """The fields of each line that says something, and whether it opens a program."""
    for line in files(__package__).joinpath(file_name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.startswith("="), [part.strip() for part in line.removeprefix("=").split("|")]


def _indicator(code: str, program: str, fields: list[str]) -> IndicatorPlan:
    (secretariat, name, kind, class_, direction, accumulation, frequency, unit, decimals, baseline, target, pace) = (
        fields[:12]
    )
    within_year, over_years = _ACCUMULATIONS[accumulation]
    low, _, high = target.partition(" a ")
    return IndicatorPlan(
        code=code,
        program=program,
        secretariat=secretariat,
        name=name,
        kind=_KINDS[kind],
        indicator_class=_CLASSES[class_],
        direction=_DIRECTIONS[direction],
        accumulation=within_year,
        accumulation_years=over_years,
        never_falls=accumulation == _NEVER_FALLS,
        frequency=_FREQUENCIES[frequency],
        unit=unit,
        decimals=int(decimals),
        baseline=_number(baseline),
        target=_number(low),
        upper=_number(high) if high else None,
        pace=pace,
        definition=fields[12],
        source=fields[13],
        ratio=_ratio(fields[14]) if len(fields) > 14 else None,
    )


def _ratio(text: str) -> Ratio:
    names, _, size = text.partition("@")
    numerator, _, denominator = names.partition("/")
    return Ratio(numerator.strip(), denominator.strip(), _number(size))


def _number(text: str) -> float:
    return float(text.strip().replace(",", "."))
