"""Rows by their places are grouped and counted as one would by hand."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboards.boards.row_set import RowSet, all_rows
from data_models.queries.columns import Columns, Texts
from data_models.queries.lazy_frames import LazyFrame

CELLS = st.lists(st.sampled_from([None, "a", "b", "a; b", "c"]), max_size=20)


@given(cells=CELLS)
def test_groups_and_counts_are_those_made_row_by_row(cells: list[str | None]) -> None:
    lazy = LazyFrame(Columns({"word": Texts.of(cells)}, len(cells)))
    plain = pd.DataFrame({"word": pd.Series(cells, dtype=object)})
    for frame in (lazy, plain):
        rows: RowSet = all_rows(frame).at(slice(None, None, -1))
        said = list(zip(range(len(cells) - 1, -1, -1), reversed(cells), strict=True))
        by_part: dict[str, list[int]] = {}
        for place, cell in said:
            for part in cell.split("; ") if cell else ():
                by_part.setdefault(part, []).append(place)
        assert {part: group.places.tolist() for part, group in rows.by_part("word").items()} == by_part
        whole = {cell: [place for place, one in said if one == cell] for _place, cell in said if cell is not None}
        assert {cell: group.places.tolist() for cell, group in rows.by("word").items()} == whole
        assert list(rows.by("word")) == list(whole)
        assert rows.counts("word") == Counter(cell for cell in cells if cell is not None)
