"""What the sections of the cross-cutting axes read: the axis, its items, and which rows are linked to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboards import urls
from dashboards.boards.row_set import RowSet, all_rows
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import PageContext
from data_models.queries.cross_axes import CrossAxisFacts, CrossItem, parts_matrix
from data_models.queries.selection import Selection
from kpis.sdg import GOAL_NAMES

SDG = "ods"
AXIS_PARAMETER, ITEM_PARAMETER, KIND_PARAMETER = "eje_transversal", "item", "de"
KINDS_BY_SLUG = {"indicadores": "indicator", "proyectos": "project"}

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class View:
    """`frame` are all rows of the plan, `scope` the chosen axis and secretariat of the plan, `kind` what is counted."""

    context: PageContext
    axes: tuple[CrossAxisFacts, ...]
    axis: CrossAxisFacts
    frame: pd.DataFrame
    scope: Selection
    kind: str
    nodes: pd.DataFrame
    secretariats: pd.DataFrame
    unknown: tuple[tuple[str, str], ...]

    @property
    def is_sdg(self) -> bool:
        """Whether the axis is that of the Sustainable Development Goals."""
        return self.axis.code == SDG

    @property
    def noun(self) -> Noun:
        """What is counted is called."""
        return self.noun_of(self.kind)

    def noun_of(self, item_kind: str) -> Noun:
        """What the plan calls the items of a kind."""
        return (project_noun if item_kind == "project" else indicator_noun)(self.context.plan)

    @property
    def axis_name(self) -> str:
        """The name of the axis; that of the goals in the language of the page."""
        return _("Objetivos de Desarrollo Sostenible") if self.is_sdg else self.axis.name

    @cached_property
    def top(self) -> Sequence[CrossItem]:
        """The items at the top: all 17 goals, whatever is linked to them, or those the plan names."""
        if self.is_sdg:
            return [CrossItem(code, _(name), None) for code, name in GOAL_NAMES.items()]
        return self.axis.below(None)

    def item(self, code: str) -> CrossItem | None:
        """The item of that code; None for one that neither the plan nor the United Nations name."""
        return next((one for one in self.top if one.code == code), None) or self.axis.item(code)

    def item_words(self, item: CrossItem) -> str:
        """ "ODS 11, Ciudades y comunidades sostenibles"."""
        if not self.is_sdg:
            return f"{item.code}. {item.name}"
        pattern = _("Meta {number} de los ODS, {name}") if item.parent_code else _("ODS {number}, {name}")
        return pattern.format(number=item.code, name=item.name)

    def selection(self, item_kind: str, code: str | None = None) -> Selection:
        """What lists the rows of a kind linked to an item, or to anything of the axis."""
        chosen = replace(self.scope, item_kind=item_kind)
        if self.is_sdg:
            return replace(chosen, has_sdg=True) if code is None else replace(chosen, sdg=code)
        return replace(chosen, link=self.axis.code if code is None else f"{self.axis.code}:{code}")

    def rows(self, item_kind: str, code: str | None = None) -> RowSet:
        """The rows of a kind linked to an item, or to anything of the axis."""
        return self._all.at(self.mask(item_kind, code))

    def mask(self, item_kind: str, code: str | None = None) -> npt.NDArray[np.bool_]:
        """Which rows of the frame those are."""
        return self._masks[item_kind][code]

    @cached_property
    def _all(self) -> RowSet:
        return all_rows(self.frame)

    @cached_property
    def unserved(self) -> Sequence[CrossItem]:
        """The items at the top to which nothing of either kind is linked."""
        return [one for one in self.top if not any(self.count(kind, one.code) for kind in KINDS_BY_SLUG.values())]

    def count(self, item_kind: str, code: str | None = None) -> int:
        """How many rows of a kind are linked."""
        return len(self.rows(item_kind, code))

    @property
    def is_linked(self) -> bool:
        """Whether anything of either kind is linked."""
        return any(self.count(kind) for kind in KINDS_BY_SLUG.values())

    @cached_property
    def _masks(self) -> Mapping[str, Mapping[str | None, npt.NDArray[np.bool_]]]:
        codes = [item.code for item in self.top]
        codes += [item.code for item in self.axis.items if item.code not in codes]
        column = self.frame["sdg_codes" if self.is_sdg else "link_codes"]
        held = parts_matrix(column, codes if self.is_sdg else [f"{self.axis.code}:{code}" for code in codes])
        in_scope = self.scope.mask(self.frame)
        masks: dict[str, dict[str | None, npt.NDArray[np.bool_]]] = {}
        for kind in KINDS_BY_SLUG.values():
            of_kind = in_scope & np.asarray(self.frame["item_kind"] == kind, dtype=np.bool_)
            masks[kind] = {code: held[:, place] & of_kind for place, code in enumerate(codes)}
            masks[kind][None] = of_kind & (
                np.asarray(column.notna(), dtype=np.bool_) if self.is_sdg else held.any(axis=1)
            )
        return masks

    def counts(self, groups: npt.NDArray[np.bool_]) -> Counts:
        """How many rows of each group (rows by groups) are linked to each item at the top: groups by items."""
        masks = self._masks[self.kind]
        linked = np.stack([masks[item.code] for item in self.top], axis=1) if self.top else groups[:, :0]
        return groups.T.astype(np.int64) @ linked.astype(np.int64)

    def link(self, **parameters: urls.Value) -> str:
        """The address of this page on something else; what is not named stays as it is."""
        return self.context.address.changed(**parameters)
