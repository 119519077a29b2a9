"""The server: its routes, from a request to an answer as it travels, with the headers of all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash.exceptions import DependencyException
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from dashboards import urls
from dashboards.page import Page
from dashboards.site.answers import Answer, Body
from dashboards.site.dash_app import LARGEST_REQUEST_BYTES, ReadingDash
from dashboards.site.downloads import download_routes
from dashboards.site.registry import load_pages
from dashboards.site.repeated import RepeatedAnswers
from dashboards.site.shell import Shell
from dashboards.site.source import Source
from dashboards.static_files import STATIC_PREFIX, StaticFile
from data_models.visibility import PUBLIC

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from data_models.store import Store
    from data_models.visibility import Reader

BOARD_PREFIX = "/_board"
# A reader may see a change this much later; a cache in front may serve that long and renew behind the scenes.
PUBLIC_MAX_AGE_S = 15
_YEAR_S = 31_536_000


@dataclass(frozen=True)
class Settings:
    """How the reading pages are served.

    `cache_bytes` is how much memory kept answers may take in each worker, `repeated_bytes` how much those ready to be
    sent again may; what changes is seen `window_s` seconds later in these.
    """

    cache_bytes: int = 16_000_000
    repeated_bytes: int = 8_000_000
    window_s: float = 0.2


def _response(answer: Answer, body: Body | None, prefix: str, *, is_public: bool) -> Response:
    """Return an answer as it travels: not again when the reader has it, in an encoding they know.

    `prefix` is put before another address of ours that it leads to.
    """
    if answer.location is not None or body is None:
        response = Response(status=answer.status)
        location = answer.location or "/"
        response.headers["Location"] = prefix + location if location.startswith("/") else location
    elif answer.status == 200 and request.if_none_match.contains_weak(body.tag):
        response = Response(status=304)
    else:
        data, encoding = body.encoded(_accepted_encodings())
        response = Response(data, status=answer.status, content_type=body.mime_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    if body is not None:
        response.headers["ETag"] = f'W/"{body.tag}"'
    response.headers["Vary"] = "Accept-Encoding" if is_public else "Accept-Encoding, Cookie"
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_MAX_AGE_S}" if is_public else "private, no-cache"
    return response


def _file_response(file: StaticFile | None) -> Response:
    """Return a file that never changes under its name."""
    if file is None:
        return Response(status=404)
    body, encoding = file.content, None
    if file.suffix != ".woff2":
        accepted = _accepted_encodings()
        if "br" in accepted:
            body, encoding = file.brotli, "br"
        elif "gzip" in accepted:
            body, encoding = file.gzip, "gzip"
    response = Response(body, mimetype=file.mime_type)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
    return response


def _with_headers(app: ReadingDash, response: Response) -> Response:
    """Add the headers that keep a browser from doing what we never ask of it."""
    response.headers.setdefault("Content-Security-Policy", app.policy or "default-src 'self'")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.path in ("/_dash-layout", "/_dash-dependencies") and request.method == "GET":
        return _compressed(response)
    return response


def _accepted_encodings() -> frozenset[str]:
    return frozenset(name for name, quality in request.accept_encodings if quality > 0)


def _compressed(response: Response) -> Response:
    """Compress a small answer of Dash's own and let the browser keep it for a while."""
    if response.status_code != 200 or response.direct_passthrough:
        return response
    body = Body.of(response.get_data(as_text=True), "application/json")
    data, encoding = body.encoded(_accepted_encodings())
    response.set_data(data)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def build_app(
    store: Store,
    settings: Settings | None = None,
    *,
    pages: Sequence[Page] | None = None,
    reader_of_request: Callable[[], Reader] = lambda: PUBLIC,
    blueprints: Sequence[Blueprint] = (),
    source: Source | None = None,
    is_anybody: Callable[[WSGIEnvironment], bool] | None = None,
) -> ReadingDash:
    """Return the Dash application over a store; `app.server` is the Flask application.

    `pages` are those of the registry unless given; `reader_of_request` says who reads (called inside a request);
    `blueprints` are further routes (health, API), which go before pages; `is_anybody`, where given, says of a request
    that nothing in it tells who reads, and that its answer may be given again to such a one (`RepeatedAnswers`).
    Call `warm(app)` before taking traffic.
    """
    settings = settings or Settings()
    all_pages = tuple(load_pages() if pages is None else pages)
    source = source or Source(store)
    shell = Shell(source, all_pages, cache_bytes=settings.cache_bytes)
    server = Flask("metas", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES
    # The router's own redirects name the host that the request names, which may be anybody's.
    server.url_map.merge_slashes = False
    server.url_map.strict_slashes = False
    for blueprint in (*blueprints, download_routes(source, all_pages, reader_of_request)):
        server.register_blueprint(blueprint)

    def visit(path: str, prefix: str = "") -> Response:
        """Answer an address: its page, or its board where it was asked for behind the prefix of boards."""
        app.make_ready()
        reader = reader_of_request()
        answer = shell.answer(path, request.query_string.decode("utf-8", "replace"), reader)
        return _response(answer, answer.board if prefix else answer.page, prefix, is_public=reader == PUBLIC)

    app = ReadingDash(server, shell, page=lambda: visit(request.path))
    server.add_url_rule(f"{BOARD_PREFIX}/", "board_home", lambda: visit("/", BOARD_PREFIX))
    server.add_url_rule(f"{BOARD_PREFIX}/<path:path>", "board", lambda path: visit(f"/{path}", BOARD_PREFIX))
    server.add_url_rule(
        f"{STATIC_PREFIX}<string:name>", "static_file", lambda name: _file_response(app.files.get(name))
    )
    server.register_error_handler(HTTPException, lambda error: _error_response(app, error))
    # Dash's word for a file of components that it does not have.
    server.register_error_handler(DependencyException, lambda _error: _error_response(app, NotFound()))
    server.before_request(app.refuse_unknown_callbacks)
    server.after_request(lambda response: _with_headers(app, response))
    if is_anybody is not None:
        server.wsgi_app = RepeatedAnswers(  # type: ignore[method-assign]  # Flask's own way of putting one in front
            server.wsgi_app,
            is_anybody=is_anybody,
            moment_of=lambda: (source.data_version(), source.today()),
            window_s=settings.window_s,
            largest_bytes=settings.repeated_bytes,
        )
    return app


def _error_response(app: ReadingDash, error: HTTPException) -> Response:
    """Answer an error outside any page with a page that says what to do, and nothing about our insides."""
    if error.response is not None or (error.code or 500) < 400:
        return Response(error.get_response(request.environ).get_data(), status=error.code)
    app.make_ready()
    status = error.code or 500
    language = urls.parse("/", request.query_string.decode("utf-8", "replace")).language
    page = app.shell.error_page(status, language)
    response = Response(page, status=status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def warm(app: ReadingDash) -> None:
    """Do before the first request what the first ones would race for: scripts joined and compressed, home page built.

    Raises RuntimeError when the home page or the board cannot be served.
    """
    app.make_ready()
    # Compressed beside the making of the home page, on another core; Plotly is kept so.
    to_compress = [file for file in app.files.values() if file.suffix != ".woff2"]
    compressing = threading.Thread(target=lambda: [file.brotli for file in to_compress])
    compressing.start()
    client = app.server.test_client()
    for address in ("/", f"{BOARD_PREFIX}/", "/_dash-layout", "/_dash-dependencies"):
        response = client.get(address, headers={"Accept-Encoding": "br"})
        if response.status_code >= 500:
            raise RuntimeError(f"{address} answered {response.status_code} while warming up")
    compressing.join()
