"""Who is reading: from a request to what `data_models.visibility` decides by."""

from __future__ import annotations

from collections.abc import Mapping

from data_models.visibility import PUBLIC, Reader

# What tells who asks; `reader_of` may know somebody by nothing else.
IDENTITY_HEADERS = ("HTTP_AUTHORIZATION", "HTTP_COOKIE")


def is_anybody(environ: Mapping[str, object]) -> bool:
    """Whether a request (as WSGI tells it) says nothing of who asks: its reader is the public."""
    return not any(name in environ for name in IDENTITY_HEADERS)


def reader_of(headers: Mapping[str, str]) -> Reader:
    """The reader behind a request's headers. There are no accounts yet, so nobody is more than the public."""
    del headers
    return PUBLIC
