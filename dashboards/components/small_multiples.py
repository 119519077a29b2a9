"""Many histories side by side, each small: a line, the path to its target, and the words that say the same below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.charts import HEIGHT, WIDTH, Point, Scale, nice_ticks, stroke
from dashboards.components.elements import Child
from dashboards.components.on_demand import list_with_rest
from dashboards.components.status import status_class

# Whole rows of three, so that a wide screen shows one grid.
ON_PHONE = 6


@dataclass(frozen=True)
class SmallHistory:
    """A history to draw: values, path of the target and of the original one, each in runs of points.

    `status` gives the last value its shape, hollow when `is_stale`; `target_words` stand where the path ends and
    `value_words` beside the last value. `write` writes a tick.
    """

    start: date
    end: date
    actual: Sequence[Sequence[Point]]
    path: Sequence[Sequence[Point]]
    original: Sequence[Sequence[Point]]
    status: str
    is_stale: bool
    value_words: str
    target: Point | None
    target_words: str | None
    start_words: str
    end_words: str
    write: Callable[[float], str]


@dataclass(frozen=True)
class Multiple:
    """One of the multiples: heading, a line below it, the drawing (None: nothing to draw), the words that end it."""

    heading: Child
    sub: Child
    drawing: Component | None
    words: Child


def small_multiples(multiples: Sequence[Multiple]) -> Component:
    """The multiples in columns, one below the other on a phone, which shows the first few until asked."""
    items = [
        h.li(h.h3(each.heading), h.p(each.sub, className="sub"), each.drawing, h.div(each.words, className="smw"))
        for each in multiples
    ]
    return h.div(list_with_rest(items, ON_PHONE, class_name="smu"))


def small_history(history: SmallHistory) -> Component | None:
    """The drawing of a history, with its ends written on it; None without a value to draw. Silent: the words say it."""
    runs = [*history.actual, *history.path, *history.original]
    values = [value for run in runs for _day, value in run]
    if not any(history.actual):
        return None
    if history.target is not None:
        values.append(history.target[1])
    ticks = nice_ticks(min(values), max(values), most=2)
    scale = Scale(history.start, max(1, (history.end - history.start).days), ticks[0], ticks[-1])
    grid = "".join(f"M0 {scale.y(tick) * HEIGHT / 100:.0f}H{WIDTH}" for tick in ticks)
    lines = [
        stroke(grid, "--line", 1),
        *(stroke(scale.path(run), "--ink-3", 1.25, "2 4") for run in history.original if len(run) > 1),
        *(stroke(scale.path(run), "--ink", 1.25, "6 4") for run in history.path if len(run) > 1),
        *(stroke(scale.path(run), "--ink", 2.25) for run in history.actual if len(run) > 1),
    ]
    last_on, last = history.actual[-1][-1]
    return h.div(
        h.div(
            [h.span(history.write(tick), className="y", style={"--y": f"{scale.y(tick):.1f}%"}) for tick in ticks],
            h.svg(
                lines, viewBox=f"0 0 {WIDTH} {HEIGHT}", preserveAspectRatio="none", aria_hidden="true",
                focusable="false",
            ),
            h.span(
                className=h.words("pt", status_class(history.status), "old" if history.is_stale else None),
                style=_place(scale, last_on, last),
            ),
            _value_label(history, scale),
            _target_label(history, scale),
            h.span(history.start_words, className="x"),
            h.span(history.end_words, className="x e"),
            className="plot",
        ),
        className="smc",
        aria_hidden="true",
    )  # fmt: skip


def _place(scale: Scale, day: date, value: float) -> dict[str, str | int | float]:
    return {"--x": f"{scale.x(day):.1f}%", "--y": f"{scale.y(value):.1f}%"}


def _value_label(history: SmallHistory, scale: Scale) -> Component:
    """Beside the last value, on the side of it that the path leaves free."""
    day, value = history.actual[-1][-1]
    near = [level for run in history.path for on, level in run if on >= day] or [value]
    is_above = value > near[0]
    # Near the right edge the words end at the point, so that they stay inside.
    side = h.words("lb", "up" if is_above else None, "ri" if scale.x(day) > 70 else None)
    return h.span(h.b(history.value_words), className=side, style=_place(scale, day, value))


def _target_label(history: SmallHistory, scale: Scale) -> Component | None:
    if history.target is None or not history.target_words:
        return None
    return h.span(history.target_words, className="tg", style=_place(scale, *history.target))
