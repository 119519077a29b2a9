"""The address is the state: what is written can be read back, what means the same is written alike."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboards import urls
from dashboards.i18n import ENGLISH, SPANISH
from dashboards.urls import Address, parse
from tests.dashboards.boards import parse_text

DAYS = st.dates(urls.FIRST_DAY, urls.LAST_DAY)
WORDS = st.text(alphabet="aáñ&=#?+% /,;:2", min_size=1, max_size=8).filter(lambda text: text.strip() == text)
NAMES = st.sampled_from(["eje", "estado", "secretaria", "q"])
ADDRESSES = st.builds(
    Address,
    path=st.sampled_from(["/", "/proyectos", "/eje/ciudad-que-cuida"]),
    plan=st.none() | st.sampled_from(["demo", "tenjo"]),
    language=st.sampled_from([SPANISH, ENGLISH]),
    as_of=st.none() | DAYS,
    known_on=st.none() | DAYS,
    page=st.integers(1, 900),
    order=st.none() | st.just("-avance"),
    filters=st.dictionaries(NAMES, st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)).map(
        lambda found: dict(sorted(found.items()))
    ),
)


@given(ADDRESSES)
def test_what_is_written_is_read_back(address: Address) -> None:
    assert parse_text(address.text) == address


@given(ADDRESSES)
def test_an_address_written_twice_is_the_same_address(address: Address) -> None:
    assert parse_text(address.text).text == address.text


@given(st.text(max_size=60))
def test_no_query_makes_reading_it_fail(query: str) -> None:
    address = parse("/proyectos", query)
    assert parse_text(address.text).filters == address.filters


def test_what_a_form_sends_empty_means_nothing() -> None:
    assert parse("/", "eje=&secretaria=&al=&q=+&pagina=1").text == "/"


def test_the_order_of_parameters_does_not_matter() -> None:
    assert parse("/", "eje=2&al=2026-10-31&plan=x").text == parse("/", "plan=x&al=2026-10-31&eje=2").text


def test_links_keep_the_window_and_drop_the_filters() -> None:
    address = parse("/proyectos", "plan=tenjo&al=2025-12-31&sabido=2026-01-31&idioma=en&eje=2&pagina=3&orden=codigo")
    assert address.link("/eje/x") == "/eje/x?al=2025-12-31&idioma=en&plan=tenjo&sabido=2026-01-31"
    assert address.link("/proyectos", estado="atrasada") == (
        "/proyectos?al=2025-12-31&estado=atrasada&idioma=en&plan=tenjo&sabido=2026-01-31"
    )


def test_changing_a_filter_goes_back_to_the_first_page_and_keeps_the_order() -> None:
    address = parse("/proyectos", "eje=2&estado=atrasada&pagina=3&orden=codigo")
    assert address.changed(estado=None) == "/proyectos?eje=2&orden=codigo"
    assert address.changed(estado=("atrasada", "en-riesgo")) == (
        "/proyectos?eje=2&estado=atrasada&estado=en-riesgo&orden=codigo"
    )
    assert address.changed(pagina=4) == "/proyectos?eje=2&estado=atrasada&orden=codigo&pagina=4"
    assert address.without_filters() == "/proyectos?orden=codigo"


def test_the_same_address_exists_in_the_other_language() -> None:
    address = parse("/proyectos", "eje=2&pagina=3")
    assert address.in_language(ENGLISH) == "/proyectos?eje=2&idioma=en&pagina=3"
    assert parse_text(address.in_language(ENGLISH)).in_language(SPANISH) == address.text


def test_what_cannot_be_read_is_listed_and_left_out() -> None:
    address = parse("/", "al=31/10/2026&sabido=2026-02-30&idioma=fr&pagina=cero")
    assert address.not_understood == (
        ("al", "31/10/2026"),
        ("sabido", "2026-02-30"),
        ("idioma", "fr"),
        ("pagina", "cero"),
    )
    assert (address.as_of, address.known_on, address.language, address.page) == (None, None, SPANISH, 1)


def test_pages_before_the_first_and_absurd_ones_are_not_understood() -> None:
    for text in ("0", "-1", "1.5", "9" * 9, "٣"):
        assert parse("/", f"pagina={text}").not_understood == (("pagina", text),)


def test_values_nobody_means_are_cut_and_counted() -> None:
    address = parse("/", "&".join(f"x{nth}=1" for nth in range(500)) + "&q=" + "a" * 5000)
    assert len(address.filters) <= urls.MOST_PARAMETERS
    assert all(len(value) <= urls.LONGEST_VALUE for values in address.filters.values() for value in values)
    assert parse("/", "q=a%00b").filters == {}


def test_dates_read_as_dates() -> None:
    assert parse("/", "al=2026-10-31").as_of == date(2026, 10, 31)


def test_days_no_plan_has_are_not_understood() -> None:
    for text in ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"):
        assert parse("/", f"al={text}").not_understood == (("al", text),)


def test_what_others_add_to_follow_a_reader_is_no_filter_and_is_not_passed_on() -> None:
    address = parse("/proyectos", "fbclid=IwAR0&estado=atrasada&utm_source=boletin&UTM_campaign=x&gclid=1")
    assert address.text == "/proyectos?estado=atrasada"
    assert address.filters == {"estado": ("atrasada",)}
