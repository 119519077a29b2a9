"""What nobody who reads boards sends: huge and nested bodies, files there are none of, days no plan has."""

from __future__ import annotations

import io
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.running import running_server
from dashboards import urls
from dashboards.site.server import LARGEST_REQUEST_BYTES
from tests.dashboards.boards import in_plan, words_of
from tests.dashboards.page_check import check_html

if TYPE_CHECKING:
    from tests.dashboards.boards import Boards

CALLBACKS = "/_dash-update-component"


class EndlessBody(io.RawIOBase):
    """A body of spaces without end, and how much of it was read."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub's buffer has no item assignment
        self.read_bytes += len(buffer)
        buffer[:] = b" " * len(buffer)
        return len(buffer)


@pytest.fixture
def client(demo_boards: Boards) -> Iterator[FlaskClient]:
    with demo_boards.app.server.test_client() as made:
        yield made


def post_endless(boards: Boards, **environ: object) -> tuple[int, str, int]:
    """Send a body without end to Dash's own route, as a server hands it over; return status, words, bytes read."""
    body = EndlessBody()
    request = EnvironBuilder(CALLBACKS, method="POST", content_type="application/json").get_environ()
    parts, status, _headers = run_wsgi_app(boards.app.server, {**request, **environ, "wsgi.input": body})
    return int(status.split()[0]), b"".join(parts).decode(), body.read_bytes


def test_a_body_that_says_it_is_too_large_is_refused_unread(demo_boards: Boards) -> None:
    status, words, read_bytes = post_endless(demo_boards, CONTENT_LENGTH="400000000")
    assert (status, read_bytes) == (413, 0)
    assert "Este pedido es demasiado grande" in words
    assert check_html(words) == []


def test_a_body_that_does_not_say_how_large_it_is_is_read_no_further_than_allowed(demo_boards: Boards) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    status, _words, read_bytes = post_endless(demo_boards, **chunked)
    assert status == 413
    assert LARGEST_REQUEST_BYTES <= read_bytes < 2 * LARGEST_REQUEST_BYTES


def test_a_body_of_brackets_in_brackets_is_refused_without_a_trace(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.post(CALLBACKS, data="[" * 100_000, content_type="application/json").status_code == 400
    assert caplog.text == ""


@pytest.mark.parametrize("file", ["x/y", "dash/nada.js", "dash/deps/../../../server.py", "dash_table/bundle.js", "x"])
def test_a_file_of_components_there_is_not_is_not_found(
    client: FlaskClient, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get(f"/_dash-component-suites/{file}")
    assert answer.status_code == 404
    assert "No se encontró la página" in answer.text
    assert check_html(answer.text) == []
    assert caplog.text == ""


@pytest.mark.parametrize(
    "address",
    ["/_board", "/_board//", "/_board//proyectos", "/eje//x", "/proyectos//", "/salud//"],
)
def test_slashes_too_few_or_too_many_lead_to_no_host_the_request_names(client: FlaskClient, address: str) -> None:
    answer = client.open(address, headers={"Host": "other.example"})
    location = answer.headers.get("Location", "/")
    assert location.startswith("/") and not location.startswith("//")
    assert answer.status_code in (200, 301, 404)
    assert "other.example" not in answer.text


@pytest.mark.parametrize("path", ["/", "/_board/", "/proyectos", "/indicadores", "/ejes"])
@pytest.mark.parametrize("name", [urls.AS_OF, urls.KNOWN_ON])
@pytest.mark.parametrize(
    "day", ["0001-01-01", "0001-01-15", "1899-12-31", "1900-01-01", "1900-01-31", "2199-12-31", "9999-12-31"]
)
def test_days_at_the_ends_of_the_calendar_are_answered(client: FlaskClient, path: str, name: str, day: str) -> None:
    answer = client.get(in_plan(path, "demo", **{name: day}))
    assert answer.status_code == 200
    is_read = date(1900, 1, 1) <= date.fromisoformat(day) <= date(2199, 12, 31)
    assert ("No se entendió" in answer.text) == (not is_read)


def test_a_day_that_has_not_come_is_said_and_the_latest_state_is_shown(demo_boards: Boards) -> None:
    tomorrow = demo_boards.store.today() + timedelta(days=1)
    for path in ("/", "/proyectos", "/indicadores", "/ejes"):
        page = demo_boards.page(in_plan(path, "demo", al=tomorrow.isoformat()))
        said = f"El {tomorrow:%d/%m/%Y} todavía no llegó: no se puede decir cómo estará el plan. Se muestra su última"
        assert [words_of(notice) for notice in page.select(".notice.warn")] == [f"{said} situación."]
        assert "cómo estaba el plan" not in words_of(page)
        assert words_of(page.h1) == demo_boards.heading(in_plan(path, "demo"))
        inside = [str(link["href"]) for link in page.select("main a[href]")]
        assert inside
        assert not [link for link in inside if f"al={tomorrow}" in link]


def test_what_will_be_known_on_a_day_that_has_not_come_is_what_is_known_today(demo_boards: Boards) -> None:
    today = demo_boards.store.today()
    page = demo_boards.page(in_plan("/", "demo", sabido=(today + timedelta(days=1)).isoformat()))
    assert "todavía no llegó: se muestra lo que se sabe hoy." in words_of(page.select_one(".notice.warn"))
    assert words_of(page.h1) == demo_boards.heading(in_plan("/", "demo"))


def test_today_and_the_day_a_plan_is_cut_off_at_are_no_days_to_come() -> None:
    today, cut_off = date(2026, 11, 21), date(2027, 3, 31)
    asked = urls.parse("/", f"al={cut_off}&sabido={today}")
    assert asked.without_days_to_come(last_as_of=cut_off, last_known_on=today) == asked
    left = asked.without_days_to_come(last_as_of=today, last_known_on=today)
    assert (left.as_of, left.known_on, left.to_come) == (None, today, ((urls.AS_OF, cut_off),))
    assert left.text == f"/?sabido={today}"


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is taken and given back otherwise elsewhere")
def test_a_worker_that_many_ask_for_many_days_at_once_stays_small(own_demo_url: str) -> None:
    with running_server(own_demo_url, workers=1) as server, ThreadPoolExecutor(4) as readers:
        (worker,) = server.workers()

        def ask(address: str) -> int:
            with urllib.request.urlopen(server.url + address, timeout=60) as answer:
                return int(answer.status)

        pages = ("/", "/proyectos", "/indicadores", "/ejes")
        assert set(readers.map(ask, pages)) == {200}
        before = worker.memory_info().rss
        days = [date(2025, 1, 1) + timedelta(days=11 * number) for number in range(28)]
        assert set(readers.map(ask, [f"{page}?al={day}" for day, page in zip(days, cycle(pages))])) == {200}
        after = worker.memory_info().rss
    assert after < 250e6
    # Frames of all those days, or a store of memory for each thread, would be 70 MB.
    assert after - before < 55e6
