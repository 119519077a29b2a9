"""What moved between two days, as plain data: who went from which status to which, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboards.components.flow import Ribbon
from dashboards.components.status import STATUSES
from data_models.queries.changes import paired
from kpis.standing import DEGREES

Mask = npt.NDArray[np.bool_]
COLUMNS = (
    "status", "value", "value_text", "value_bound", "progress_pct", "target_value", "target_upper", "target_bound",
    "target_text", "target_due_on", "target_revised_on", "target_revisions", "freshness",
)  # fmt: skip

BETTER, WORSE, FIRST, LOST, CANCELLED, OTHER, SAME = (
    "mejoraron", "empeoraron", "primer-dato", "sin-dato", "canceladas", "otros", "iguales",
)  # fmt: skip
# The order of a sentence and of a list: what needs attention is not what comes last.
KINDS = (WORSE, BETTER, FIRST, LOST, CANCELLED, OTHER)


def kind_of(before: str, after: str) -> str:
    """What a change of status means: a degree up or down, a first datum, one that is no longer there, cancelled."""
    if before == after:
        return SAME
    if before in DEGREES and after in DEGREES:
        return BETTER if DEGREES[after] > DEGREES[before] else WORSE
    if after == "cancelled":
        return CANCELLED
    if before in ("no_data", "not_started") and after in DEGREES:
        return FIRST
    return LOST if before in DEGREES else OTHER


@dataclass(frozen=True)
class Moves:
    """The items of one kind that are there on both days, in the plan's order; see `changes.paired` for the columns."""

    both: pd.DataFrame

    @cached_property
    def steps(self) -> list[tuple[str, str]]:
        """From which status to which each item went."""
        return list(zip(self.both["status_before"], self.both["status_after"], strict=True))

    @cached_property
    def kinds(self) -> npt.NDArray[np.object_]:
        """What the step of each item means."""
        known = {step: kind_of(*step) for step in set(self.steps)}
        return np.array([known[step] for step in self.steps], dtype=object)

    @cached_property
    def matrix(self) -> dict[tuple[str, str], int]:
        """How many went from each status to each."""
        counts: dict[tuple[str, str], int] = {}
        for step in self.steps:
            counts[step] = counts.get(step, 0) + 1
        return counts

    def count(self, kind: str) -> int:
        """How many took a step of a kind."""
        return int((self.kinds == kind).sum())

    @property
    def changed(self) -> int:
        """How many have another status."""
        return len(self.both) - self.count(SAME)

    @property
    def ribbons(self) -> list[Ribbon]:
        """The flow picture's ribbons."""
        drawn = {BETTER: "better", FIRST: "better", WORSE: "worse", LOST: "worse", SAME: "same"}
        return [Ribbon(*step, count, drawn.get(kind_of(*step), "other")) for step, count in self.matrix.items()]

    def statuses(self, side: int) -> list[str]:
        """The statuses there are on a side (0: before, 1: after), in their order."""
        present = {step[side] for step in self.matrix}
        return [of for of in STATUSES if of in present]

    def with_step(self, before: str | None, after: str | None) -> Mask:
        """Which items went from a status to another; None is any."""
        keep = np.ones(len(self.both), dtype=np.bool_)
        for name, wanted in (("status_before", before), ("status_after", after)):
            if wanted is not None:
                keep &= np.asarray(self.both[name] == wanted, dtype=np.bool_)
        return keep

    def by_need(self, keep: Mask) -> pd.DataFrame:
        """Some items, the worst turns first, then the best, then the rest, each in the plan's order."""
        degrees = [
            (KINDS.index(kind) if kind in KINDS else len(KINDS), -abs(DEGREES.get(new, 0) - DEGREES.get(old, 0)))
            for kind, (old, new) in zip(self.kinds, self.steps, strict=True)
        ]
        chosen = sorted(np.flatnonzero(keep).tolist(), key=lambda place: degrees[place])
        return self.both.iloc[chosen].reset_index(drop=True)


def moves(before: pd.DataFrame, after: pd.DataFrame) -> Moves:
    """Pair the rows of one kind on two days."""
    return Moves(paired(before, after, COLUMNS))


def revised(both: pd.DataFrame, since: pd.Timestamp) -> pd.DataFrame:
    """The items whose target in force was decided after a day."""
    decided = both["target_revised_on_after"]
    return both[np.asarray(decided > since, dtype=np.bool_)].reset_index(drop=True)
