"""One tree, two drawings: whatever a tree holds, HTML and React's nodes say the same, and text stays text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboards.components import elements as h
from dashboards.site.rendering import CannotRender, nodes_to_json, text_of, to_html, to_nodes

# Characters that break HTML when written carelessly, and some that do not.
TEXTS = st.text(alphabet="<>&\"'`=/ aé%;{}!-\N{NO-BREAK SPACE}ñ0", max_size=12)
NAMES = st.sampled_from(["title", "id", "className", "aria_label", "data_cuenta", "lang"])


def _element(children: Any, attributes: dict[str, str], kind: str) -> Any:
    return getattr(h, kind)(children, **attributes)


TREES = st.recursive(
    TEXTS | st.integers(-999, 9999) | st.none(),
    lambda inner: st.builds(
        _element,
        st.lists(inner, max_size=4),
        st.dictionaries(NAMES, TEXTS, max_size=3),
        st.sampled_from(["div", "span", "b", "a", "li", "strong"]),
    ),
    max_leaves=12,
)


def _nodes_of(soup: Tag) -> list[Any]:
    """Read HTML back into nodes, with a parser and not with the code under test."""
    nodes: list[Any] = []
    for child in soup.children:
        if isinstance(child, Tag):
            attributes = {
                name: " ".join(value) if isinstance(value, list) else value for name, value in child.attrs.items()
            }
            nodes.append([child.name, attributes, *_nodes_of(child)])
        elif isinstance(child, NavigableString):
            assert not isinstance(child, Comment), "text became a comment"
            nodes.append(str(child))
    return nodes


def _joined(nodes: list[Any]) -> list[Any]:
    """Join texts that stand side by side and drop empty ones, as a browser shows them."""
    out: list[Any] = []
    for node in nodes:
        if isinstance(node, str):
            if out and isinstance(out[-1], str):
                out[-1] += node
            elif node:
                out.append(node)
        else:
            attributes = {("class" if name == "className" else name): value for name, value in node[1].items()}
            out.append([node[0], attributes, *_joined(node[2:])])
    return out


@given(TREES)
def test_the_html_read_back_is_the_tree_react_draws(tree: Any) -> None:
    soup = BeautifulSoup(to_html(tree), "html.parser", multi_valued_attributes=None)
    assert _joined(_nodes_of(soup)) == _joined(json.loads(nodes_to_json(to_nodes(tree))))


@given(TEXTS)
def test_no_text_ever_becomes_markup(text: str) -> None:
    soup = BeautifulSoup(to_html(h.p(text, title=text)), "html.parser")
    assert [tag.name for tag in soup.find_all(True)] == ["p"]
    assert soup.p is not None
    assert soup.p.get_text() == text
    assert soup.p["title"] == text


def test_attributes_styles_and_void_elements_are_written_as_html_writes_them() -> None:
    tree = h.label(
        "Año",
        h.input_(type="text", name="q", defaultValue='a "b"', readOnly=True, disabled=False),
        h.br(),
        htmlFor="x",
        style={"--n": 4, "marginTop": "4px", "opacity": 0.5, "left": 0},
        aria_hidden=True,
        data_cuenta=12,
        tabIndex="-1",
    )
    assert to_html(tree) == (
        '<label for="x" style="--n:4;margin-top:4px;opacity:0.5;left:0" aria-hidden="true" '
        'data-cuenta="12" tabindex="-1">Año<input type="text" name="q" value="a &quot;b&quot;" readonly=""><br></label>'
    )


def test_drawings_keep_the_capitals_svg_asks_for() -> None:
    drawing = h.svg(h.path(d="M0 0", strokeWidth="2"), viewBox="0 0 1 1", preserveAspectRatio="none")
    assert to_html(drawing) == (
        '<svg viewBox="0 0 1 1" preserveAspectRatio="none"><path d="M0 0" stroke-width="2"></path></svg>'
    )
    assert to_nodes(drawing)[0][1] == {"viewBox": "0 0 1 1", "preserveAspectRatio": "none"}


def test_dash_components_made_the_usual_way_are_drawn_too() -> None:
    tree = html.Div(["a", html.B("b"), None, 3], className="x", **{"aria-label": "c"})
    soup = BeautifulSoup(to_html(tree), "html.parser", multi_valued_attributes=None)
    # Dash sets its attributes in no fixed order.
    assert _nodes_of(soup) == [["div", {"class": "x", "aria-label": "c"}, "a", ["b", {}, "b"], "3"]]


def test_lists_of_lists_and_nothing_are_drawn_flat() -> None:
    assert to_html(["a", None, ["b", [h.i("c")]]]) == "ab<i>c</i>"
    assert to_html(None) == ""
    assert to_nodes(h.div()) == [["div", {}]]


def test_whole_numbers_are_written_as_javascript_writes_them() -> None:
    assert to_html([html.P(2.0), html.P(0.25), html.P(-7)]) == "<p>2</p><p>0.25</p><p>-7</p>"


def test_the_words_of_a_tree_can_be_read_alone() -> None:
    assert text_of(h.p("Van ", h.b("135"), " de 242", h.br(), 7)) == "Van 135 de 2427"


@pytest.mark.parametrize(
    "tree",
    [
        pytest.param(dcc.Store(id="x"), id="a component without HTML"),
        pytest.param(dcc.Link("x", href="/"), id="a link of Dash's own"),
        pytest.param(html.Script("alert(1)"), id="a script"),
        pytest.param(html.Iframe(src="/x"), id="a frame"),
        pytest.param(html.Div(n_clicks=0), id="a property of Dash alone"),
        pytest.param(html.Div(True), id="a truth value as a child"),
        pytest.param(html.Div([{"a": 1}]), id="a mapping as a child"),
        pytest.param(html.P(1e30), id="a number written differently by the browser"),
        pytest.param(html.P(float("nan")), id="not a number"),
        pytest.param(h.a("x", href="javascript:alert(1)"), id="an address that is a script"),
        pytest.param(h.a("x", href="//other.example"), id="an address that leaves in disguise"),
        pytest.param(h.a("x", href=" javascript:alert(1)"), id="a script behind a space"),
        pytest.param(h.a("x", href="/\\other.example"), id="a host behind a backslash"),
        pytest.param(h.a("x", href="/\t/other.example"), id="a host behind a tab"),
        pytest.param(h.a("x", href="https://\nother.example"), id="a line break in an address"),
        pytest.param(h.div(style={"width": 10}), id="a length without its unit"),
        pytest.param(h.div(style={"width": "1px;color:red"}), id="two rules in one value"),
        pytest.param(h.div(style={"background": 'url("x")'}), id="a quoted address in a style"),
        pytest.param(h.div(style={"margin-top": "1px"}), id="a style name React does not know"),
        pytest.param(html.Br("x"), id="children where none can be"),
        pytest.param(object(), id="anything else"),
    ],
)
def test_what_the_two_drawings_could_not_share_is_refused(tree: Any) -> None:
    with pytest.raises(CannotRender):
        to_html(tree)


def test_an_unknown_attribute_is_refused_where_the_element_is_made() -> None:
    with pytest.raises(TypeError, match="has no attribute 'clase'"):
        h.div("x", clase="a")


def test_elements_made_here_are_the_ones_dash_would_make() -> None:
    ours = h.div("a", h.b("c"), className="x", id="y", aria_label="z")
    theirs = html.Div(["a", html.B("c")], className="x", id="y", **{"aria-label": "z"})
    assert json.dumps(ours, default=lambda each: each.to_plotly_json()) == json.dumps(
        theirs, default=lambda each: each.to_plotly_json()
    )
