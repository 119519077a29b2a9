"""Builds the Dash application: one Flask server, the shell's pages, Dash's own routes, headers for all of them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output
from dash.exceptions import DependencyException
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge

from dashboards.components.elements import OwnElement
from dashboards.components.plotly_chart import chart_scripts
from dashboards.page import Page
from dashboards.site.answers import Answer, Body
from dashboards.site.downloads import download_routes
from dashboards.site.registry import load_pages
from dashboards.site.repeated import RepeatedAnswers
from dashboards.site.shell import BOARD_PREFIX, PUBLIC_MAX_AGE_S, IndexParts, Shell, security_policy
from dashboards.site.static_files import (
    ASSETS_FOLDER,
    STATIC_PREFIX,
    StaticFile,
    asset,
    dash_bundle,
    injected_styles,
    style_sheet,
)
from data_models.queries import plans as plan_queries
from data_models.visibility import PUBLIC, Reader

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from data_models.queries.plans import PlanSummary
    from data_models.store import Store

ADDRESS_ID = "direccion"
BOARD_ID = "tablero"
_YEAR_S = 31_536_000
# What a browser sends is a few kilobytes. A body is held in memory whole, so anybody could fill it with a larger one.
LARGEST_REQUEST_BYTES = 1_000_000


@dataclass(frozen=True)
class Settings:
    """How the reading pages are served.

    `cache_bytes` is how much memory kept answers may take in each worker, `repeated_bytes` how much those ready to be
    sent again may; what changes is seen `window_s` seconds later in these.
    """

    cache_bytes: int = 16_000_000
    repeated_bytes: int = 8_000_000
    window_s: float = 0.2


class Address(OwnElement):
    """The address of the browser as a Dash property: `url` is path and query, `pages` the patterns Dash takes over."""

    _type = "Address"
    _prop_names: list[str] = ["id", "url", "pages"]


class Tree(OwnElement):
    """A board: draws the tree in `answer`, the JSON text the server made from the same components as the HTML.

    Dash's own wrapper costs about a millisecond for each element; a board has thousands. One component that draws a
    whole tree is what keeps a filter's change under 150 ms.
    """

    _type = "Tree"
    _prop_names: list[str] = ["id", "answer"]


class StoreSource:
    """What the shell asks of the data."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def data_version(self) -> int:
        """Return the version of the data in the database."""
        return self.store.data_version()

    def today(self) -> date:
        """Return the day it is by the store's clock."""
        return self.store.today()

    def plans(self, reader: Reader) -> Sequence[PlanSummary]:
        """Return the plans this reader may see."""
        return plan_queries.list_plans(self.store, reader)

    def find_plan(self, reader: Reader, code: str | None) -> PlanSummary | None:
        """Return the plan of a code, or the default one."""
        return plan_queries.find_plan(self.store, reader, code)


class ReadingDash(Dash):
    """Dash whose every page is the shell's; Dash's own index is only asked which scripts and settings it needs."""

    def __init__(self, shell: Shell, reader_of_request: Callable[[], Reader], **options: Any) -> None:
        self.shell = shell
        self._reader_of_request = reader_of_request
        self._static: dict[str, StaticFile] = {}
        self._policy: str | None = None
        self._parts: dict[str, str] = {}
        self._lock = threading.Lock()
        super().__init__(**options)

    def index(self, *_args: object, **_kwargs: object) -> Response:
        """Answer any address that is not a file's or an API's with its page, or the page that says there is none."""
        reader = self._reader()
        answer = self.shell.answer(request.path, _query(), reader)
        return _response(answer, answer.page, is_public=reader == PUBLIC)

    def board(self, path: str = "") -> Response:
        """Answer the board of an address, as Dash draws it."""
        reader = self._reader()
        answer = self.shell.answer("/" + path, _query(), reader)
        if answer.location is not None and answer.location.startswith("/"):
            answer = Answer(answer.status, location=BOARD_PREFIX + answer.location)
        return _response(answer, answer.board, is_public=reader == PUBLIC)

    def static_file(self, name: str) -> Response:
        """Answer a file that never changes under its name."""
        file = self._static.get(name)
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

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]  # Dash passes all of them by name
        """Keep the parts of Dash's index; the page itself is the shell's."""
        self._parts = parts
        return "".join(parts[name] for name in ("app_entry", "config", "scripts", "renderer"))

    def make_ready(self) -> None:
        """Learn from Dash which scripts it needs and join them; done once, before the first page."""
        with self._lock:
            if self._policy is not None:
                return
            with self.server.test_request_context("/"):
                self._setup_server()  # type: ignore[no-untyped-call]
                super().index()  # type: ignore[no-untyped-call]
            client = self.server.test_client()
            addresses = re.findall(r'<script src="([^"]+)"', self._parts["scripts"])
            # Inline scripts (Dash's start, callbacks given as text) go into the file: no page needs an inline one.
            inline = re.findall(r"<script>(.*?)</script>", self._parts["scripts"], flags=re.DOTALL)
            bundle = dash_bundle(
                addresses, lambda address: client.get(address).data, "\n".join([*inline, self.renderer])
            )
            own, font = asset("metas.js"), asset("archivo.woff2")
            style = style_sheet(font)
            self._static = {file.name: file for file in (own, bundle, font, *chart_scripts())}
            self.shell.use_index(IndexParts(_lean_config(self._parts["config"]), (own, bundle), font, style))
            self._policy = security_policy([style, *injected_styles(bundle)])

    def refuse_unknown_callbacks(self) -> Response | None:
        """Answer 400 to a callback that is none of ours; Dash would fail and log what a stranger typed.

        Raises RequestEntityTooLarge.
        """
        if request.path != "/_dash-update-component" or request.method != "POST":
            return None
        # A body that comes in chunks, without its length, arrives cut at the limit.
        if len(request.get_data()) >= LARGEST_REQUEST_BYTES:
            raise RequestEntityTooLarge
        try:
            body = request.get_json(silent=True)
        except RecursionError:  # brackets in brackets, by the thousand
            body = None
        output = body.get("output") if isinstance(body, dict) else None
        # A callback of the browser's own has no function here.
        if isinstance(output, str) and "callback" in self.callback_map.get(output, {}):
            return None
        return Response(status=400)

    def add_headers(self, response: Response) -> Response:
        """Add the headers that keep a browser from doing what we never ask of it."""
        response.headers.setdefault("Content-Security-Policy", self._policy or "default-src 'self'")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if request.path in ("/_dash-layout", "/_dash-dependencies") and request.method == "GET":
            return _compressed(response)
        return response

    def _reader(self) -> Reader:
        self.make_ready()
        return self._reader_of_request()


def _query() -> str:
    """Return the query of the request as it was sent."""
    return request.query_string.decode("utf-8", "replace")


def _response(answer: Answer, body: Body | None, *, is_public: bool) -> Response:
    """Return an answer as it travels: not again when the reader has it, in an encoding they know."""
    if answer.location is not None or body is None:
        response = Response(status=answer.status)
        response.headers["Location"] = answer.location or "/"
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


# Not sent: versions of our parts are nobody's business; `end_id` is another one in each worker and serves background
# callbacks alone, and the same page must be the same text wherever it was made.
_UNSENT_SETTINGS = (
    "dash_version",
    "dash_version_url",
    "ddk_version",
    "end_id",
    "plotly_cloud_installed",
    "plotly_version",
    "python_version",
)


def _lean_config(script: str) -> str:
    """Return Dash's settings without what no page of ours uses."""
    found = re.fullmatch(r"(<script[^>]*>)(.*)(</script>)", script, flags=re.DOTALL)
    if found is None:
        raise LookupError("Dash's index holds no settings")
    opening, text, closing = found.groups()
    config = {name: value for name, value in json.loads(text).items() if name not in _UNSENT_SETTINGS}
    config["children_props"] = {}
    return str(opening + json.dumps(config, separators=(",", ":")).replace("<", "\\u003c") + closing)


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
    source: StoreSource | None = None,
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
    source = source or StoreSource(store)
    shell = Shell(source, all_pages, cache_bytes=settings.cache_bytes)
    server = Flask("metas", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES
    # The router's own redirects name the host that the request names, which may be anybody's.
    server.url_map.merge_slashes = False
    server.url_map.strict_slashes = False
    for blueprint in (*blueprints, download_routes(source, all_pages, reader_of_request)):
        server.register_blueprint(blueprint)
    app = ReadingDash(
        shell,
        reader_of_request,
        name="metas",
        server=server,
        assets_folder=str(ASSETS_FOLDER),
        include_assets_files=False,
        title="Metas Abiertas",
        update_title="",
        use_async=False,
        add_log_handler=False,
        serve_locally=True,
    )
    # The layout is readable by anyone, so it holds nothing but the patterns of the addresses.
    app.layout = [
        Address(id=ADDRESS_ID, pages=[page.expression for page in all_pages]),  # type: ignore[no-untyped-call]
        Tree(id=BOARD_ID),  # type: ignore[no-untyped-call]
    ]
    load = ClientsideFunction("metas", "load")
    app.clientside_callback(load, Output(BOARD_ID, "answer"), Input(ADDRESS_ID, "url"))  # type: ignore[no-untyped-call]
    server.add_url_rule(f"{BOARD_PREFIX}/", "board_home", app.board)
    server.add_url_rule(f"{BOARD_PREFIX}/<path:path>", "board", app.board)
    server.add_url_rule(f"{STATIC_PREFIX}<string:name>", "static_file", app.static_file)
    server.register_error_handler(HTTPException, lambda error: _error_response(app, error))
    # Dash's word for a file of components that it does not have.
    server.register_error_handler(DependencyException, lambda _error: _error_response(app, NotFound()))
    server.before_request(app.refuse_unknown_callbacks)
    server.after_request(app.add_headers)
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
    response = Response(app.shell.error_page(status), status=status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def warm(app: ReadingDash) -> None:
    """Do before the first request what the first ones would race for: scripts joined and compressed, home page built.

    Raises RuntimeError when the home page or the board cannot be served.
    """
    app.make_ready()
    # Compressed beside the making of the home page, on another core; Plotly is kept so.
    to_compress = [file for file in app._static.values() if file.suffix != ".woff2"]
    compressing = threading.Thread(target=lambda: [file.brotli for file in to_compress])
    compressing.start()
    client = app.server.test_client()
    for address in ("/", f"{BOARD_PREFIX}/", "/_dash-layout", "/_dash-dependencies"):
        response = client.get(address, headers={"Accept-Encoding": "br"})
        if response.status_code >= 500:
            raise RuntimeError(f"{address} answered {response.status_code} while warming up")
    compressing.join()
