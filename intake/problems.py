"""The one exception for a source that cannot be brought in: a bad recipe, a database, a file that is no plan."""

from __future__ import annotations


class UnusableSource(ValueError):
    """The source cannot be imported; the message is one line in Spanish that says why. Nothing was changed."""
