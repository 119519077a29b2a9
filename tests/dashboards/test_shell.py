"""What a browser, a cache and a crawler get from the server, before and without any script."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import brotli
import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.site.answers import Answer, AnswerCache, Body
from dashboards.site.registry import load_pages, page_folders
from dashboards.site.server import ReadingDash, build_app, warm
from dashboards.static_files import hash_source
from data_models.visibility import PUBLIC, Reader
from tests.dashboards.example_pages import PAGES, PLAN, ExampleSource
from tests.dashboards.page_check import check_html

ADDRESSES = ["/", "/?eje=2", "/ficha/hogares", "/lista?n=300&estado=atrasada&pagina=2"]


@pytest.fixture
def source() -> ExampleSource:
    return ExampleSource()


@pytest.fixture
def app(source: ExampleSource) -> ReadingDash:
    made = build_app(None, pages=PAGES, source=source)  # type: ignore[arg-type]  # the example pages read no store
    warm(made)
    return made


@pytest.fixture
def client(app: ReadingDash) -> Iterator[FlaskClient]:
    with app.server.test_client() as made:
        yield made


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_arrives_whole_and_passes_the_check_of_every_page(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert check_html(text(response)) == []


def _as_nodes(tag: Tag) -> list[Any]:
    nodes: list[Any] = []
    for child in tag.children:
        if isinstance(child, Tag):
            style = child.attrs.get("style")
            nodes.append([child.name, sorted(name for name in child.attrs), style, *_as_nodes(child)])
        elif isinstance(child, NavigableString):
            nodes.append(str(child))
    return nodes


_HTML_NAMES = {"className": "class", "htmlFor": "for", "defaultValue": "value", "strokeWidth": "stroke-width"}


def _as_read(nodes: list[Any]) -> list[Any]:
    out: list[Any] = []
    for node in nodes:
        if isinstance(node, str):
            if out and isinstance(out[-1], str):
                out[-1] += node
            else:
                out.append(node)
            continue
        tag, attributes, *children = node
        style = attributes.get("style")
        written = ";".join(
            f"{name if name.startswith('--') else re.sub('[A-Z]', lambda found: '-' + found[0].lower(), name)}:{value}"
            for name, value in (style or {}).items()
        )
        names = sorted(_html_name(name) for name in attributes)
        out.append([tag, names, written if style else None, *_as_read(children)])
    return out


def _html_name(name: str) -> str:
    if name in _HTML_NAMES:
        return _HTML_NAMES[name]
    return re.sub("[A-Z]", lambda found: "-" + found[0].lower(), name) if name.startswith("stroke") else name.lower()


@pytest.mark.parametrize("address", [*ADDRESSES, "/no-hay"])
def test_the_board_dash_draws_is_the_page_the_server_sent(client: FlaskClient, address: str) -> None:
    soup = BeautifulSoup(text(client.get(address)), "html.parser")
    board = json.loads(text(client.get("/_board" + address)))
    first_paint = soup.find(id="primera-vista")
    assert isinstance(first_paint, Tag)
    assert _as_nodes(first_paint) == _as_read(board["nodes"])
    assert soup.title is not None
    assert (board["title"], board["lang"]) == (soup.title.get_text(), soup.html["lang"])  # type: ignore[index]
    assert board["url"] == soup.select("link[rel=canonical]")[0]["href"]


def test_no_page_holds_an_inline_script_or_a_style_the_policy_does_not_name(client: FlaskClient) -> None:
    response = client.get("/")
    soup = BeautifulSoup(text(response), "html.parser")
    policy = dict(rule.split(" ", 1) for rule in response.headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert "unsafe-eval" not in str(policy)
    assert policy["frame-ancestors"] == "'none'"
    inline = [script for script in soup.find_all("script") if not script.get("src")]
    assert [script["type"] for script in inline] == ["application/json"]
    assert [hash_source(style.get_text()) in policy["style-src"] for style in soup.find_all("style")] == [True]
    assert not [tag.name for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_every_answer_carries_the_headers_that_keep_a_browser_in_check(client: FlaskClient) -> None:
    for address in (
        "/",
        "/_board/",
        "/no-hay",
        "/_dash-layout",
        "/_static/nada.js",
        "/_dash-component-suites/dash/nada.js",
    ):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert "Content-Security-Policy" in headers, address


@pytest.mark.parametrize("address", ["/", "/_board/"])
def test_an_answer_that_did_not_change_is_not_sent_again(
    client: FlaskClient, source: ExampleSource, address: str
) -> None:
    first = client.get(address)
    tag = first.headers["ETag"]
    assert "max-age=15" in first.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    source.version += 1
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
)
def test_an_answer_travels_in_the_encoding_the_reader_knows(
    client: FlaskClient, accepted: str, encoding: str | None, decode: Any
) -> None:
    for address in ("/", "/_board/", "/_dash-layout"):
        response = client.get(address, headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == encoding
        assert "Accept-Encoding" in response.headers["Vary"]
        assert decode(response.data) == client.get(address, headers={"Accept-Encoding": "identity"}).data


def test_scripts_and_font_are_kept_for_ever_under_names_that_change_with_them(client: FlaskClient) -> None:
    soup = BeautifulSoup(text(client.get("/")), "html.parser")
    addresses = [str(tag.get("src") or tag.get("href")) for tag in soup.select("script[src], link[rel=preload]")]
    assert len(addresses) == 3
    for address in addresses:
        response = client.get(address, headers={"Accept-Encoding": "br"})
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        assert re.search(r"\.[0-9a-f]{12}\.", address)
    assert client.get("/_static/metas.000000000000.js").status_code == 404


def test_a_reading_page_asks_for_no_chart_library_and_no_component_suite(client: FlaskClient) -> None:
    sent = sum(
        len(client.get(address, headers={"Accept-Encoding": "br"}).data)
        for address in ["/", "/_board/", "/_dash-layout", "/_dash-dependencies"]
        + [
            str(tag.get("src") or tag.get("href"))
            for tag in BeautifulSoup(text(client.get("/")), "html.parser").select("script[src], link[rel=preload]")
        ]
    )
    assert sent < 200_000
    assert "_dash-component-suites" not in text(client.get("/"))


def test_the_layout_holds_no_data(client: FlaskClient) -> None:
    layout = json.loads(text(client.get("/_dash-layout")))
    assert [each["type"] for each in layout] == ["Address", "Tree"]
    assert set(layout[0]["props"]) == {"id", "pages"}
    assert set(layout[1]["props"]) == {"id"}


def test_a_page_tells_no_version_of_our_parts_and_is_the_same_from_every_worker(
    client: FlaskClient, source: ExampleSource
) -> None:
    config = BeautifulSoup(text(client.get("/")), "html.parser").find(id="_dash-config")
    assert config is not None
    assert [name for name in json.loads(config.get_text()) if "version" in name] == ["disable_version_check"]
    other = build_app(None, pages=PAGES, source=source)  # type: ignore[arg-type]
    assert other.server.test_client().get("/").headers["ETag"] == client.get("/").headers["ETag"]


def test_an_address_that_names_nothing_says_what_to_do(client: FlaskClient) -> None:
    for address in ("/no-hay", "/ficha/no-existe", "/lista/x"):
        response = client.get(address)
        assert response.status_code == 404
        assert check_html(text(response)) == []
        assert "No se encontró la página" in text(response)
    assert "No hay ninguna ficha con ese nombre." in text(client.get("/ficha/no-existe"))


def test_a_value_of_a_filter_that_means_nothing_is_said_and_everything_is_shown(client: FlaskClient) -> None:
    for query, said in (
        ("eje=99", "el eje «99»"),
        ("al=31-10-2026", "la fecha «31-10-2026»"),
        ("pagina=x", "la página «x»"),
    ):
        response = client.get(f"/?{query}")
        assert response.status_code == 200
        assert check_html(text(response)) == []
        assert f"No se entendió {said}" in text(response)
        assert "135 de 242 metas van bien;" in text(response)


def test_an_error_inside_a_page_shows_nothing_of_our_insides(
    app: ReadingDash, caplog: pytest.LogCaptureFixture
) -> None:
    with app.server.test_client() as client:
        response = client.get("/ficha/rota")
    assert response.status_code == 500
    assert "Algo falló de nuestro lado" in text(response)
    assert "ZeroDivisionError" not in text(response)
    assert "a page that breaks" not in text(response)
    assert "ZeroDivisionError" in caplog.text
    assert response.headers["Cache-Control"] == "no-store"


def test_what_a_page_does_not_take_is_answered_in_the_language_of_its_address(client: FlaskClient) -> None:
    for address, language, words in (
        ("/", "es-AR", "No se puede responder a este pedido"),
        ("/?idioma=en", "en", "This request cannot be answered"),
    ):
        response = client.post(address)
        assert response.status_code == 405
        page = BeautifulSoup(text(response), "html.parser")
        assert page.html is not None and page.h1 is not None
        assert (page.html["lang"], page.h1.get_text()) == (language, words)


@pytest.mark.parametrize(
    "said", ['x data-scripts="/otro.js', '<div data-scripts="/otro.js', "' data-scripts='/otro.js"]
)
def test_words_of_an_address_cannot_name_a_script_to_run(client: FlaskClient, said: str) -> None:
    response = client.get("/", query_string={"eje": f'{said}"', "q": f'{said}"'})
    page = BeautifulSoup(text(response), "html.parser")
    assert "/otro.js" in page.get_text()
    usual = BeautifulSoup(text(client.get("/")), "html.parser")
    assert page.select("script[src]") == usual.select("script[src]")


@pytest.mark.parametrize(
    "body", [{}, [], None, {"output": "tablero.answer"}, {"output": ["x"]}, {"output": "no-hay.x", "inputs": []}]
)
def test_a_callback_that_is_none_of_ours_is_refused_without_a_trace(
    client: FlaskClient, body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.post("/_dash-update-component", json=body).status_code == 400
    assert caplog.text == ""


def test_an_item_with_a_new_address_sends_its_readers_there(client: FlaskClient) -> None:
    response = client.get("/ficha/antes?plan=demo")
    assert (response.status_code, response.headers["Location"]) == (301, "/ficha/ahora?plan=demo")
    board = client.get("/_board/ficha/antes")
    assert (board.status_code, board.headers["Location"]) == (301, "/_board/ficha/ahora")
    slash = client.get("/lista/?n=3")
    assert (slash.status_code, slash.headers["Location"]) == (301, "/lista?n=3")


def test_a_redirect_never_leaves_this_server(client: FlaskClient) -> None:
    for address in ("//other.example/", "/%2F%2Fother.example/", "/\\other.example/"):
        location = client.get(address).headers.get("Location", "/")
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))


def test_the_demonstration_is_marked_and_a_real_plan_is_not(client: FlaskClient, source: ExampleSource) -> None:
    assert "Datos de demostración" in text(client.get("/"))
    source.known = [replace(PLAN, is_demo=False)]
    source.version += 1
    page = text(client.get("/"))
    assert "Datos de demostración" not in page
    assert "Metas Abiertas · Municipio de ejemplo" in page


def test_before_the_first_plan_the_page_says_so(client: FlaskClient, source: ExampleSource) -> None:
    source.known = []
    source.version += 1
    response = client.get("/")
    assert response.status_code == 200
    assert "Todavía no hay ningún plan" in text(response)


def test_a_plan_nobody_knows_leads_to_the_known_ones(client: FlaskClient) -> None:
    response = client.get("/lista?plan=no-hay")
    assert response.status_code == 404
    assert "No hay ningún plan «no-hay»" in text(response)
    assert 'href="/?plan=demo"' in text(response)


def test_looking_back_is_said_on_the_page_with_the_way_to_today(client: FlaskClient) -> None:
    page = BeautifulSoup(text(client.get("/lista?al=2025-12-31&sabido=2026-01-31&n=3")), "html.parser")
    notice = page.select_one(".notice")
    assert notice is not None
    assert "cómo estaba el plan al 31/12/2025 y lo que se sabía el 31/01/2026" in notice.get_text()
    assert notice.select("a")[0]["href"] == "/lista?n=3"


def test_the_current_page_is_marked_in_the_navigation(client: FlaskClient) -> None:
    def current(address: str) -> list[str]:
        return [
            link.get_text()
            for link in BeautifulSoup(text(client.get(address)), "html.parser").select("nav [aria-current=page]")
        ]

    assert current("/") == ["Panorama"]
    assert current("/lista?n=3") == ["Proyectos"]
    assert current("/ficha/x") == ["Proyectos"]
    assert current("/no-hay") == []


def test_the_language_of_an_answer_comes_from_its_address_alone(client: FlaskClient) -> None:
    spanish = client.get("/lista?n=3", headers={"Accept-Language": "en-US"})
    english = client.get("/lista?n=3&idioma=en", headers={"Accept-Language": "es-AR"})
    assert BeautifulSoup(text(spanish), "html.parser").html["lang"] == "es-AR"  # type: ignore[index]
    assert BeautifulSoup(text(english), "html.parser").html["lang"] == "en"  # type: ignore[index]
    assert "Back to top" in text(english)
    assert check_html(text(english), spanish=False) == []


def test_addresses_that_mean_the_same_are_built_once(app: ReadingDash, source: ExampleSource) -> None:
    built: list[str] = []
    pages = [
        replace(page, build=lambda context, page=page: (built.append(context.address.text), page.build(context))[1])
        for page in PAGES
    ]
    other = build_app(None, pages=pages, source=source)  # type: ignore[arg-type]
    with other.server.test_client() as client:
        for address in ("/lista?n=3&eje=2", "/lista?eje=2&n=3&estado=", "/_board/lista?n=3&eje=2&pagina=1"):
            client.get(address)
    assert built == ["/lista?eje=2&n=3"]


def test_readers_with_other_rights_never_share_an_answer(source: ExampleSource) -> None:
    seen: list[Reader] = []
    reader = PUBLIC
    pages = [
        replace(page, build=lambda context, page=page: (seen.append(context.reader), page.build(context))[1])
        for page in PAGES
    ]
    app = build_app(None, pages=pages, source=source, reader_of_request=lambda: reader)  # type: ignore[arg-type]
    with app.server.test_client() as client:
        assert "public" in client.get("/").headers["Cache-Control"]
        reader = Reader("data_team", account_id=1)
        private = client.get("/").headers
        assert private["Cache-Control"] == "private, no-cache"
        assert "Cookie" in private["Vary"]
        reader = Reader("data_team", account_id=2)
        client.get("/")
    assert seen == [PUBLIC, Reader("data_team", account_id=1), Reader("data_team", account_id=2)]


def test_kept_answers_stay_within_their_size() -> None:
    cache = AnswerCache(largest_bytes=10_000)
    answer = Answer(200, page=Body(b"x" * 3_000, "t", "text/html"))
    for nth in range(20):
        cache.keep(nth, answer)
    assert cache.size_bytes <= 10_000
    assert cache.get(19) is answer
    assert cache.get(0) is None
    cache.keep(19, answer)
    assert cache.size_bytes <= 10_000


def test_warming_fails_when_the_home_page_cannot_be_built(source: ExampleSource) -> None:
    def broken(context: object) -> Any:
        raise ZeroDivisionError

    app = build_app(None, pages=[replace(PAGES[0], build=broken)], source=source)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="/ answered 500"):
        warm(app)


def test_every_folder_with_a_page_is_found_once() -> None:
    assert sorted(page.key for page in load_pages()) == sorted({page.key for page in load_pages()})
    assert len(load_pages()) == len(page_folders())


def test_the_first_requests_of_a_cold_server_may_come_all_at_once(source: ExampleSource) -> None:
    cold = build_app(None, pages=PAGES, source=source)  # type: ignore[arg-type]
    addresses = ["/", "/_board/", "/_dash-layout", "/_dash-dependencies", "/ficha/hogares", "/lista?n=9"] * 4
    start = threading.Barrier(len(addresses))

    def ask(address: str) -> int:
        start.wait()
        return cold.server.test_client().get(address).status_code

    with ThreadPoolExecutor(len(addresses)) as crowd:
        assert set(crowd.map(ask, addresses)) == {200}
