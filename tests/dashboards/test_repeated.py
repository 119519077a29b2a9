"""Answers given again without asking the application are those it would give, to whom it would give them."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import request
from flask.testing import FlaskClient

from access.reader import IDENTITY_HEADERS, is_anybody, reader_of
from dashboards.site.repeated import LARGEST_ANSWER_BYTES, RepeatedAnswers, _size_bytes
from dashboards.site.server import ReadingDash, Settings, build_app, warm
from data_models.visibility import PUBLIC, Reader
from tests.dashboards.example_pages import PAGES, ExampleSource

ADDRESSES = ("/", "/?eje=2", "/_board/", "/_board/?eje=2", "/ficha/hogares", "/lista?n=30", "/nada", "/_dash-layout")
ENCODINGS = ("br", "gzip", "gzip, deflate, br;q=0", "", "identity", "br, gzip")


@pytest.fixture
def source() -> ExampleSource:
    return ExampleSource()


def made(source: ExampleSource, *, window_s: float = 0.0, with_repeats: bool = True) -> ReadingDash:
    app = build_app(
        None,  # type: ignore[arg-type]  # the example pages read no store
        Settings(window_s=window_s),
        pages=PAGES,
        source=source,  # type: ignore[arg-type]
        is_anybody=is_anybody if with_repeats else None,
        reader_of_request=lambda: Reader("data_team") if "Cookie" in request.headers else PUBLIC,
    )
    warm(app)
    return app


def told(client: FlaskClient, address: str, **headers: str) -> tuple[Any, ...]:
    answer = client.get(address, headers=headers)
    return answer.status_code, sorted(answer.headers), answer.data


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_given_again_has_the_same_bytes_and_headers(source: ExampleSource, address: str, encoding: str) -> None:
    plain = made(source, with_repeats=False).server.test_client()
    repeating = made(source).server.test_client()
    first, again, by_the_application = (
        told(client, address, **{"Accept-Encoding": encoding}) for client in (repeating, repeating, plain)
    )
    assert first == again == by_the_application
    tag = dict(first[1]).get("ETag")
    if tag is not None and first[0] == 200:
        asked = {"Accept-Encoding": encoding, "If-None-Match": tag}
        unchanged = told(repeating, address, **asked)
        assert unchanged == told(plain, address, **asked)
        assert (unchanged[0], unchanged[2]) == (304, b"")
        other = told(repeating, address, **{"Accept-Encoding": encoding, "If-None-Match": '"other"'})
        assert other == by_the_application


def counting(app: ReadingDash) -> list[str]:
    """The addresses for which the application itself is asked."""
    asked: list[str] = []
    layer = app.server.wsgi_app
    assert isinstance(layer, RepeatedAnswers)
    inner = layer._application

    def application(environ: Any, start_response: Any) -> Any:
        asked.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    layer._application = application
    return asked


def test_the_application_is_asked_once(source: ExampleSource) -> None:
    app = made(source)
    asked = counting(app)
    client = app.server.test_client()
    for _again in range(3):
        client.get("/?eje=2", headers={"Accept-Encoding": "br"})
    assert asked == ["/"]


@pytest.mark.parametrize("header", ["Cookie", "Authorization"])
def test_whoever_says_who_they_are_is_answered_by_the_application(source: ExampleSource, header: str) -> None:
    app = made(source)
    asked = counting(app)
    client = app.server.test_client(use_cookies=False)
    client.get("/")
    for _again in range(2):
        answer = client.get("/", headers={header: "sesion=1"})
    assert asked == ["/"] * 3
    if header == "Cookie":
        assert answer.headers["Cache-Control"] == "private, no-cache"
        # Theirs is not given to the next one either.
        assert client.get("/").headers["Cache-Control"].startswith("public")


def test_nobody_is_known_by_anything_but_what_makes_a_request_somebodys() -> None:
    assert {f"HTTP_{name.upper()}" for name in ("Authorization", "Cookie")} == set(IDENTITY_HEADERS)
    assert reader_of({"User-Agent": "x", "X-Forwarded-For": "10.0.0.1"}) == PUBLIC


def test_a_change_of_the_data_is_seen_after_the_window_and_not_before(source: ExampleSource) -> None:
    app = made(source, window_s=0.2)
    layer = app.server.wsgi_app
    assert isinstance(layer, RepeatedAnswers)
    now = 100.0
    layer._clock, layer._moment = lambda: now, None
    client = app.server.test_client()
    words = f"Versión de datos {source.version}"
    assert words in client.get("/").text
    source.version += 1
    now += 0.19
    assert words in client.get("/").text
    now += 0.02
    assert f"Versión de datos {source.version}" in client.get("/").text


def test_whenever_the_data_change_no_answer_is_of_older_ones(source: ExampleSource) -> None:
    client = made(source).server.test_client()
    chance = random.Random(3)
    for _step in range(120):
        if chance.random() < 0.3:
            source.version += 1
        answer = client.get(chance.choice(("/", "/?eje=2", "/_board/")), headers={"Accept-Encoding": ""})
        assert f"Versión de datos {source.version}" in answer.text


def held(layer: RepeatedAnswers) -> int:
    return sum(_size_bytes(*entry) for entry in layer._kept.items())


def test_only_what_any_cache_may_keep_is_kept_and_within_its_size() -> None:
    asked: list[str] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        cached, vary, size = environ["QUERY_STRING"].split("|")
        headers = [("Cache-Control", cached), ("Vary", vary), ("Content-Length", size)]
        start_response("200 OK", headers)
        return [b"x" * int(size)]

    layer = RepeatedAnswers(
        application, is_anybody=lambda _environ: True, moment_of=lambda: 1, window_s=0, largest_bytes=50_000
    )

    def ask(path: str, query: str, method: str = "GET") -> int:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
        return len(b"".join(layer(environ, lambda *_told: lambda _bytes: None)))

    for query in (
        "private, no-cache|Accept-Encoding|10",
        "no-store|Accept-Encoding|10",
        "public, max-age=15|Accept-Encoding, Cookie|10",
        f"public|Accept-Encoding|{LARGEST_ANSWER_BYTES + 1}",
    ):
        ask("/never", query)
        ask("/never", query)
    assert asked == ["/never"] * 8
    ask("/post", "public|Accept-Encoding|10", "POST")
    ask("/post", "public|Accept-Encoding|10", "POST")
    assert asked[8:] == ["/post"] * 2
    for number in range(30):
        assert ask(f"/{number}", "public|Accept-Encoding|5000") == 5000
    assert 0 < held(layer) == layer._size_bytes <= 50_000
    # A long address is kept with its answer, so it takes room as well.
    for number in range(30):
        ask(f"/{number}" + "x" * 5000, "public|Accept-Encoding|10")
    assert 0 < held(layer) == layer._size_bytes <= 50_000
    assert sum(len(path) for path, _query, _encoding in layer._kept) < 50_000
