"""What "goes well" means of several: of those that can be judged, how many are met or on track."""

from __future__ import annotations

from collections.abc import Mapping

from kpis.vocabulary import Status

# From worst to best, to say whether a change of status is for the better. What has not begun, has no data or was
# cancelled is no degree: nobody can say whether it goes well.
DEGREES: Mapping[str, int] = {Status.OFF_TRACK: 0, Status.AT_RISK: 1, Status.ON_TRACK: 2, Status.MET: 3}
GOOD: tuple[str, ...] = (Status.MET, Status.ON_TRACK)


def good_count(counts: Mapping[str, int]) -> int:
    """How many are met or on track; ``counts`` are by status."""
    return sum(counts[status] for status in GOOD)


def judged_count(counts: Mapping[str, int]) -> int:
    """How many can be said to go well or not."""
    return sum(counts[status] for status in DEGREES)
