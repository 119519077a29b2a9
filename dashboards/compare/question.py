"""What an address of /comparar asks: which rows of the plan, on which two days, or with which other plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboards.boards.compared import ComparedDay, compared_day
from dashboards.boards.standing import main_kind
from dashboards.compare.moves import KINDS, SAME, Moves, moves
from dashboards.components.status import STATUS_SLUGS, STATUSES_BY_SLUG
from dashboards.i18n import gettext as _
from dashboards.listing.selection_links import asked_selection
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import PageContext
from data_models.queries import progress
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import Selection

KIND, OTHER_PLAN, LIST = "de", "con_plan", "lista"
ITEM_KINDS = {"indicadores": "indicator", "proyectos": "project"}
CHANGED, NEW, REVISED = "cambiaron", "nuevas", "metas"
LISTS = (*KINDS, SAME, CHANGED, NEW, REVISED)
# A step in an address: "en-riesgo.atrasada"; nothing on a side is any status.
BETWEEN = "."


@dataclass(frozen=True)
class Question:
    """Everything the page shows comes from these.

    `after` are the rows of the kind on the day seen, in the chosen axis and secretariat, `before` those on the day
    compared with; `other` is the plan to compare with instead. `listed` is what is listed alone: a word of `LISTS` or
    a step.
    """

    context: PageContext
    frame: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame
    selection: Selection
    item_kind: str
    since: ComparedDay
    other: PlanSummary | None
    listed: str | tuple[str | None, str | None] | None
    unknown: tuple[tuple[str, str], ...]

    @property
    def noun(self) -> Noun:
        """What is compared is called."""
        plan = self.context.plan
        return project_noun(plan) if self.item_kind == "project" else indicator_noun(plan)

    @cached_property
    def moves(self) -> Moves:
        """Who went from which status to which."""
        return moves(self.before, self.after)

    def listing(self, listed: str) -> Question:
        """The same question with another list."""
        return replace(self, listed=listed)

    def list_link(self, listed: str | tuple[str | None, str | None]) -> str:
        """The address of our own list of a kind of move or of a step."""
        if not isinstance(listed, str):
            before, after = listed
            listed = BETWEEN.join(STATUS_SLUGS[of] if of else "" for of in (before, after))
        return self.context.address.changed(**{LIST: listed})


def asked(context: PageContext) -> Question:
    """Read the address; what is not understood is left out and reported."""
    frame = progress.rows(context.store, context.reader, context.plan, as_of=context.as_of, known_on=context.known_at)
    since = compared_day(context)
    address = context.address
    unknown: list[tuple[str, str]] = list(since.unknown)
    kind_slug = address.value(KIND)
    if kind_slug is not None and kind_slug not in ITEM_KINDS:
        unknown.append((_("qué filas"), kind_slug))
        kind_slug = None
    item_kind = ITEM_KINDS[kind_slug] if kind_slug else main_kind(frame)
    selected = asked_selection(context, item_kind, frame, page_size=1)
    selection = Selection(item_kind=item_kind, axis=selected.selection.axis, secretariat=selected.selection.secretariat)
    other = None
    code = address.value(OTHER_PLAN)
    if code is not None:
        other = next((plan for plan in context.plans if plan.code == code and plan.code != context.plan.code), None)
        if other is None:
            unknown.append((_("el plan con que comparar"), code))
    listed, is_known = _listed(address.value(LIST))
    if not is_known:
        unknown.append((_("la lista"), str(address.value(LIST))))
    earlier = frame.head(0)
    if since.has_rows and other is None:
        earlier = progress.rows(context.store, context.reader, context.plan, as_of=since.day, known_on=context.known_at)
    return Question(
        context=context,
        frame=frame,
        before=selection.apply(earlier),
        after=selection.apply(frame),
        selection=selection,
        item_kind=item_kind,
        since=since,
        other=other,
        listed=listed,
        unknown=(*selected.unknown, *unknown),
    )


def _listed(text: str | None) -> tuple[str | tuple[str | None, str | None] | None, bool]:
    if text is None or text in LISTS:
        return text, True
    before, dot, after = text.partition(BETWEEN)
    sides = tuple(STATUSES_BY_SLUG.get(slug) if slug else None for slug in (before, after))
    is_known = (
        bool(dot) and all(slug in STATUSES_BY_SLUG or not slug for slug in (before, after)) and bool(before or after)
    )
    return ((sides[0], sides[1]), True) if is_known else (None, False)
