"""A lazy frame is, to whoever reads it, the DataFrame of the same cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.queries import columns
from data_models.queries.columns import Columns, Texts
from data_models.queries.lazy_frames import LazyFrame, counts_of, holds, texts_of
from data_models.queries.progress import same_items
from data_models.queries.selection import folded

STATUSES = ("met", "off_track", "at_risk", None)
Row = tuple[str | None, str | None, float | None, bool]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(STATUSES),
        st.one_of(st.none(), st.text(max_size=4)),
        st.one_of(st.none(), st.floats(-1e6, 1e6)),
        st.booleans(),
    ),
    max_size=30,
)


def frames_of(rows: list[Row]) -> tuple[Any, pd.DataFrame]:
    """The same cells as a lazy frame and as a plain one."""
    status, name, value, flag = ([row[place] for row in rows] for place in range(4))
    numbers = np.array([np.nan if cell is None else cell for cell in value], dtype=np.float64)
    days = [np.iinfo(np.int64).min if cell is None else int(cell) for cell in value]
    day = np.array(days, dtype=np.int64).view("datetime64[s]")
    flags = np.array(flag, dtype=np.bool_)
    columns = Columns(
        {"status": Texts.of(status), "name": Texts.of(name), "value": numbers, "day": day, "flag": flags}, len(rows)
    )
    plain = pd.DataFrame(
        {
            "status": pd.Series(status, dtype=object),
            "name": pd.Series(name, dtype=object),
            "value": pd.Series(numbers),
            "day": pd.Series(day),
            "flag": pd.Series(flags),
        }
    )
    return LazyFrame(columns), plain


def assert_same(lazy: Any, plain: Any) -> None:
    if isinstance(plain, pd.DataFrame):
        pd.testing.assert_frame_equal(pd.DataFrame(lazy), plain, check_column_type=False, check_names=False)
    elif isinstance(plain, pd.Series):
        pd.testing.assert_series_equal(pd.Series(lazy), plain, check_index_type=False)
    elif isinstance(plain, np.ndarray):
        np.testing.assert_array_equal(lazy, plain)
    else:
        assert lazy == plain


READINGS: dict[str, Callable[[Any], Any]] = {
    "a column": lambda frame: frame["status"],
    "a number column": lambda frame: frame["value"],
    "equal": lambda frame: frame["status"] == "met",
    "equal to a word that is nowhere": lambda frame: frame["status"] == "nowhere",
    "not equal": lambda frame: frame["status"] != "met",
    "one of two": lambda frame: frame["status"].isin(["met", "nowhere"]),
    "one of many": lambda frame: frame["status"].isin({"met", "off_track", "at_risk", "nowhere", "x"}),
    "one of none": lambda frame: frame["name"].isin([]),
    "missing or one": lambda frame: frame["status"].isin([None, "met"]),
    "missing": lambda frame: frame["name"].isna(),
    "told": lambda frame: frame["name"].notna(),
    "without the missing": lambda frame: frame["name"].dropna(),
    "distinct": lambda frame: frame["name"].unique(),
    "distinct, told": lambda frame: frame["name"].dropna().unique(),
    "counted": lambda frame: frame["status"].value_counts(),
    "as a list": lambda frame: frame["name"].tolist(),
    "as an array": lambda frame: frame["name"].to_numpy(),
    "joined": lambda frame: frame["status"].fillna("") + "x",
    "its length": lambda frame: (len(frame), len(frame["status"]), frame.empty, frame.shape),
    "its columns": lambda frame: list(frame.columns),
    "some rows": lambda frame: frame[frame["flag"]],
    "some rows of an array": lambda frame: frame[frame["flag"].to_numpy()],
    "some rows of some rows": lambda frame: frame[frame["flag"]].loc[lambda one: one["status"] == "met"],
    "rows and a column": lambda frame: frame.loc[frame["flag"], "name"],
    "rows and columns": lambda frame: frame.loc[frame["flag"], ["value", "status"]],
    "columns": lambda frame: frame[["name", "flag"]],
    "rows by place": lambda frame: frame.iloc[::-2],
    "the first": lambda frame: frame.head(3),
    "the last": lambda frame: frame.tail(2),
    "a row": lambda frame: frame.iloc[0].tolist()[:2] if len(frame) else None,
    "numbered anew": lambda frame: frame[~frame["flag"]].reset_index(drop=True),
    "sorted by numbers": lambda frame: frame.sort_values("value", ascending=False, kind="stable"),
    "sorted by texts": lambda frame: frame[frame["flag"]].sort_values(["status", "name"], kind="stable"),
    "in groups": lambda frame: frame.groupby("status", dropna=False)["value"].sum(),
    "with another column": lambda frame: frame.assign(twice=frame["value"] * 2),
    "joined with itself": lambda frame: frame[["status"]].drop_duplicates().merge(frame, on="status"),
    "a sum of chosen rows": lambda frame: float(frame.loc[frame["status"] == "met", "value"].sum()),
}


@pytest.mark.parametrize("reading", READINGS)
@given(rows=ROWS)
@settings(max_examples=25, deadline=None)
def test_each_reading_is_that_of_the_plain_frame(reading: str, rows: list[Row]) -> None:
    lazy, plain = frames_of(rows)
    assert_same(READINGS[reading](lazy), READINGS[reading](plain))
    # Once pandas has filled it in, it must still say the same.
    _ = lazy._mgr
    assert_same(READINGS[reading](lazy), READINGS[reading](plain))


@given(rows=ROWS)
@settings(max_examples=50, deadline=None)
def test_records_hold_what_those_of_pandas_hold(rows: list[Row]) -> None:
    lazy, plain = frames_of(rows)
    for mine, theirs in zip(lazy.to_dict("records"), plain.to_dict("records"), strict=True):
        assert mine.keys() == theirs.keys()
        for name in mine:
            assert mine[name] == theirs[name] or (pd.isna(mine[name]) and pd.isna(theirs[name]))
            assert type(mine[name]) is type(theirs[name])


@given(rows=ROWS)
@settings(max_examples=50, deadline=None)
def test_texts_are_counted_alike(rows: list[Row]) -> None:
    lazy, plain = frames_of(rows)
    for column in ("status", "name"):
        assert counts_of(lazy[column]) == counts_of(plain[column])


def test_choosing_rows_fills_nothing_in() -> None:
    lazy, _plain = frames_of([("met", "a", 1.0, True), (None, "b", None, False)] * 5)
    chosen = lazy[lazy["status"] == "met"].head(3).copy()
    assert chosen._is_lazy
    assert lazy._is_lazy


def test_a_change_in_place_stays_with_its_frame() -> None:
    lazy, _plain = frames_of([("met", "a", 1.0, True), (None, "b", None, False)])
    changed = lazy.copy()
    changed["status"] = "off_track"
    changed.loc[0, "value"] = 7.0
    assert changed["status"].tolist() == ["off_track", "off_track"]
    assert changed["value"].iloc[0] == 7.0
    assert lazy["status"].tolist() == ["met", None]
    assert lazy["value"].iloc[0] == 1.0


def test_columns_that_frames_share_cannot_be_written_to() -> None:
    lazy, _plain = frames_of([("met", "a", 1.0, True)])
    column = lazy["value"]
    with pytest.raises(ValueError, match="read-only"):
        column.iloc[0] = 2.0
    assert lazy["value"].tolist() == [1.0]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        Columns({"a": np.zeros(2), "b": np.zeros(3)}, 2)


def test_the_same_items_are_found_wherever_they_stand() -> None:
    def items(*those: tuple[str, int]) -> pd.DataFrame:
        return pd.DataFrame({"item_kind": [kind for kind, _ in those], "item_id": [number for _, number in those]})

    before = items(("project", 3), ("indicator", 1), ("project", 1))
    after = items(("project", 1), ("project", 2), ("indicator", 1), ("indicator", 3))
    old, new = same_items(before, after)
    assert old.tolist() == [2, 1]
    assert new.tolist() == [0, 2]
    assert [places.tolist() for places in same_items(before.head(0), after)] == [[], []]
    assert [places.tolist() for places in same_items(before, after.head(0))] == [[], []]


@given(rows=ROWS)
@settings(max_examples=50, deadline=None)
def test_texts_are_searched_and_ranked_alike(rows: list[Row]) -> None:
    lazy, plain = frames_of(rows)
    for frame in (lazy, lazy[lazy["flag"]], plain):
        names = frame["name"].tolist()
        assert holds(frame["name"], lambda name: "a" in name).tolist() == ["a" in (name or "") for name in names]
        codes, texts = texts_of(frame["name"])
        ranks = texts.ranks(str.lower)[codes].tolist()
        told = [(rank, name) for rank, name in zip(ranks, names, strict=True) if name is not None]
        assert [name.lower() for _, name in sorted(told)] == sorted(name.lower() for _, name in told)
        assert [rank != rank for rank in ranks] == [name is None for name in names]


@pytest.mark.parametrize("few_texts", [0, 5_000])
@given(
    cells=st.lists(st.none() | st.text("aÁb ñ1", max_size=6), max_size=40), word=st.text("abn1", min_size=1, max_size=2)
)
@settings(max_examples=60)
def test_a_word_is_found_alike_in_few_texts_and_in_many(few_texts: int, cells: list[str | None], word: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_FEW_TEXTS", few_texts)
        texts = Texts.of(cells)
        said = texts.saying(folded, word)[texts.codes]
    assert said.tolist() == [cell is not None and word in folded(cell) for cell in cells]
