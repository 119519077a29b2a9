"""Results kept for as long as the data do not change; callers get copies."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from data_models.store import Store

Result = TypeVar("Result")

# A frame of a city's plan is 2 to 4 MB; looking at a few dates must not fill a small worker.
MAX_RESULTS = 20

_lock = threading.Lock()
_results: weakref.WeakKeyDictionary[Store, OrderedDict[Hashable, object]] = weakref.WeakKeyDictionary()


def kept(store: Store, version: int, key: Hashable, make: Callable[[], Result]) -> Result:
    """What ``make()`` gave for ``key`` at this version of the data; made once, and shared: never change it in place."""
    full_key = (version, key)
    with _lock:
        results = _results.setdefault(store, OrderedDict())
        if full_key in results:
            results.move_to_end(full_key)
            return cast(Result, results[full_key])
    made = make()
    with _lock:
        results[full_key] = made
        for old in [one for one in results if cast(tuple[int, Hashable], one)[0] < version - 1]:
            del results[old]
        while len(results) > MAX_RESULTS:
            results.popitem(last=False)
    return made
