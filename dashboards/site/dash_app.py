"""Dash as reading pages use it: its scripts and settings, learned once, and two components; no page of its own."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable

from dash import ClientsideFunction, Dash, Input, Output
from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboards.components.elements import OwnElement
from dashboards.components.plotly_chart import chart_scripts
from dashboards.site.document import IndexParts, security_policy
from dashboards.site.frame import APPLICATION_NAME
from dashboards.site.shell import Shell
from dashboards.static_files import (
    ASSETS_FOLDER,
    StaticFile,
    asset,
    dash_bundle,
    injected_styles,
    style_sheet,
)

ADDRESS_ID = "direccion"
BOARD_ID = "tablero"
# What a browser sends is a few kilobytes. A body is held in memory whole, so anybody could fill it with a larger one.
LARGEST_REQUEST_BYTES = 1_000_000


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


class ReadingDash(Dash):
    """Dash whose every page is the shell's; Dash's own index is only asked which scripts and settings it needs.

    `page` answers a request for any address that is not a file's or an API's. After `make_ready`, `files` are those
    that never change, by name, and `policy` is what a page may load and run.
    """

    def __init__(self, server: Flask, shell: Shell, page: Callable[[], Response]) -> None:
        self.shell = shell
        self.files: dict[str, StaticFile] = {}
        self.policy: str | None = None
        self._page = page
        self._parts: dict[str, str] = {}
        self._lock = threading.Lock()
        super().__init__(
            name="metas",
            server=server,  # type: ignore[arg-type]  # Dash takes a Flask too
            assets_folder=str(ASSETS_FOLDER),
            include_assets_files=False,
            title=APPLICATION_NAME,
            update_title="",
            use_async=False,
            add_log_handler=False,
            serve_locally=True,
        )
        # The layout is readable by anyone, so it holds nothing but the patterns of the addresses.
        self.layout = [
            Address(id=ADDRESS_ID, pages=[page.expression for page in shell.pages]),  # type: ignore[no-untyped-call]
            Tree(id=BOARD_ID),  # type: ignore[no-untyped-call]
        ]
        load = ClientsideFunction("metas", "load")
        self.clientside_callback(  # type: ignore[no-untyped-call]
            load, Output(BOARD_ID, "answer"), Input(ADDRESS_ID, "url")
        )

    def index(self, *_args: object, **_kwargs: object) -> Response:
        """Answer any address that is not a file's or an API's with its page, or the page that says there is none."""
        return self._page()

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]  # Dash passes all of them by name
        """Keep the parts of Dash's index; the page itself is the shell's."""
        self._parts = parts
        return "".join(parts[name] for name in ("app_entry", "config", "scripts", "renderer"))

    def make_ready(self) -> None:
        """Learn from Dash which scripts it needs and join them; done once, before the first page."""
        with self._lock:
            if self.policy is not None:
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
            self.files = {file.name: file for file in (own, bundle, font, *chart_scripts())}
            self.shell.use_index(IndexParts(_lean_config(self._parts["config"]), (own, bundle), font, style))
            self.policy = security_policy([style, *injected_styles(bundle)])

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
