"""Answers everybody gets alike, given again from memory before Flask is asked: what most readers' requests are.

Only what was answered to a request that says nothing of who asks, and that says of itself that any cache may keep it,
is kept; it is given again to such requests alone, while the data are the same. So whoever is somebody is always
answered by the application, and nobody else ever sees that answer.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Header = tuple[str, str]
Key = tuple[str, str, str]

# Larger answers (files of a whole plan) would push out what is asked for often.
LARGEST_ANSWER_BYTES = 500_000
# A browser names its encodings in one of a few ways.
MOST_WORDINGS = 200
# What a 304 leaves out: it is about the body, which it does not have.
_ABOUT_BODY = frozenset({"content-encoding", "content-length", "content-type"})


@dataclass(frozen=True, slots=True)
class _Kept:
    moment: Hashable
    headers: list[Header]
    body: bytes
    tag: str | None


def _size_bytes(key: Key, kept: _Kept) -> int:
    """About what keeping an answer costs, its address included: anybody may ask with a long one."""
    return 1_500 + sum(map(len, key)) + len(kept.body)


class RepeatedAnswers:
    """A WSGI application in front of another one.

    `is_anybody` says of a request that nothing in it tells who asks. `moment_of` gives what answers depend on beside
    the address (data version and day); it is asked at most every `window_s` seconds, so a change is seen that much
    later. Safe for threads.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        is_anybody: Callable[[WSGIEnvironment], bool],
        moment_of: Callable[[], Hashable],
        window_s: float,
        largest_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._is_anybody = is_anybody
        self._moment_of = moment_of
        self._window_s = window_s
        self._largest_bytes = largest_bytes
        self._clock = clock
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._size_bytes = 0
        self._moment: tuple[float, Hashable] | None = None
        self._encodings: dict[str, str] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or by the application."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_RANGE" in environ or not self._is_anybody(environ):
            return self._application(environ, start_response)
        encoding = self._encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), encoding)
        moment = self._current_moment()
        kept = self._kept.get(key)
        if kept is None or kept.moment != moment:
            return self._ask(key, moment, environ, start_response)
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted and kept.tag is not None and parse_etags(wanted).contains_weak(kept.tag):
            start_response("304 NOT MODIFIED", [one for one in kept.headers if one[0].lower() not in _ABOUT_BODY])
            return [b""]
        start_response("200 OK", kept.headers[:])
        return [kept.body]

    def _ask(
        self, key: Key, moment: Hashable, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let the application answer, and keep what it says if anybody may have it."""
        told: list[tuple[str, list[Header]]] = []

        def start(status: str, headers: list[Header], *more: Any) -> Any:
            told.append((status, headers))
            return start_response(status, headers, *more)

        body = self._application(environ, start)
        if not told or not _may_be_kept(*told[-1]):
            return body
        try:
            content = b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
        headers = list(told[-1][1])
        tag = next((value for name, value in headers if name.lower() == "etag"), None)
        names = parse_etags(tag).as_set(include_weak=True) if tag else set()
        self._keep(key, _Kept(moment, headers, content, next(iter(names), None)))
        return [content]

    def _keep(self, key: Key, kept: _Kept) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._size_bytes += _size_bytes(key, kept) - (_size_bytes(key, before) if before else 0)
            self._kept[key] = kept
            # First come, first gone: to remember who was asked for last would cost every answer a lock.
            while self._size_bytes > self._largest_bytes and len(self._kept) > 1:
                self._size_bytes -= _size_bytes(*self._kept.popitem(last=False))

    def _current_moment(self) -> Hashable:
        now, looked = self._clock(), self._moment
        if looked is None or now - looked[0] >= self._window_s:
            # The time is that before the look: what changes meanwhile is seen at the next one.
            self._moment = looked = (now, self._moment_of())
        return looked[1]

    def _encoding(self, wording: str) -> str:
        """Which encodings of ours a request knows, in one word."""
        known = self._encodings.get(wording)
        if known is None:
            accepted = {name for name, quality in parse_accept_header(wording, MIMEAccept) if quality > 0}
            known = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
            if len(self._encodings) < MOST_WORDINGS:
                self._encodings[wording] = known
        return known


def _may_be_kept(status: str, headers: list[Header]) -> bool:
    said = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200 ")
        and said.get("cache-control", "").startswith("public")
        and "set-cookie" not in said
        and said.get("vary", "").lower() == "accept-encoding"
        and int(said.get("content-length", LARGEST_ANSWER_BYTES + 1)) <= LARGEST_ANSWER_BYTES
    )
