"""The order of a sheet's levels: kept as numbers that only what was put in or moved changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.extract_order import sort_orders


def test_the_first_time_the_order_of_the_sheet_leaves_room() -> None:
    assert sort_orders("abc", {}) == {"a": 10, "b": 20, "c": 30}


@pytest.mark.parametrize(
    ("keys", "orders"),
    [
        ("abc", {"a": 10, "b": 20, "c": 30}),
        ("axbc", {"a": 10, "x": 15, "b": 20, "c": 30}),
        ("xyabc", {"x": 3, "y": 6, "a": 10, "b": 20, "c": 30}),
        ("abcx", {"a": 10, "b": 20, "c": 30, "x": 40}),
        ("bca", {"b": 20, "c": 30, "a": 40}),
        ("ac", {"a": 10, "c": 30}),
    ],
)
def test_only_what_was_put_in_or_moved_gets_another_number(keys: str, orders: dict[str, int]) -> None:
    assert sort_orders(keys, {"a": 10, "b": 20, "c": 30}) == orders


def test_where_there_is_no_room_all_are_numbered_anew() -> None:
    assert sort_orders("axb", {"a": 1, "b": 2}) == {"a": 10, "x": 20, "b": 30}


@given(st.permutations(range(8)), st.dictionaries(st.integers(0, 7), st.integers(0, 40), max_size=8))
def test_the_numbers_rise_in_the_order_of_the_sheet(keys: list[int], known: dict[int, int]) -> None:
    orders = sort_orders(keys, known)
    assert [orders[key] for key in keys] == sorted(orders.values())
    assert len(set(orders.values())) == len(keys)
