"""The elements a tree is built from: Dash's own HTML components, and the few HTML and SVG elements Dash does not have.

`h.div("text", h.b("12"), className="x", aria_label="…")`: children first, attributes by Dash's names; `aria_` and
`data_` names become `aria-` and `data-`, an attribute or child that is None is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeGuard

from dash import html
from dash.development.base_component import Component

Child: TypeAlias = "str | int | Component | None | Sequence[Child]"
Attribute: TypeAlias = "str | int | bool | None | Mapping[str, str | int | float]"

OWN_NAMESPACE = "metas_elements"


class OwnElement(Component):
    """An element that dash.html lacks; assets/metas.js holds its browser half, one line for all of them."""

    _namespace: str = OWN_NAMESPACE
    _children_props: list[str] = []
    _base_nodes: list[str] = ["children"]
    _valid_wildcard_attributes: list[str] = ["data-", "aria-"]
    available_wildcard_properties: list[str] = ["data-", "aria-"]


_COMMON = ["children", "id", "key", "className", "style", "role", "title", "lang", "tabIndex", "hidden"]
_DRAWN = [*_COMMON, "fill", "stroke", "strokeWidth", "strokeDasharray", "strokeLinejoin", "opacity", "vectorEffect"]


class Input(OwnElement):
    """A native <input>; `defaultValue` is its value attribute, so that the person's typing is never overwritten."""

    _type = "Input"
    _prop_names: list[str] = [
        *_COMMON, "type", "name", "defaultValue", "placeholder", "size", "autoComplete", "inputMode", "list", "min",
        "max", "maxLength", "pattern", "required", "readOnly", "disabled", "checked", "form",
    ]  # fmt: skip


class Svg(OwnElement):
    """An <svg> drawing."""

    _type = "Svg"
    _prop_names: list[str] = [*_DRAWN, "viewBox", "preserveAspectRatio", "focusable", "width", "height"]


class Path(OwnElement):
    """A <path> of a drawing."""

    _type = "Path"
    _prop_names: list[str] = [*_DRAWN, "d"]


OWN_ELEMENTS: tuple[type[OwnElement], ...] = (Input, Svg, Path)


class Maker(Protocol):
    """Makes one element of a kind from its children and attributes."""

    def __call__(self, *children: Child, **attributes: Attribute) -> Component: ...


# The kinds that `maker` made. To look one up here is several times as fast as to ask Dash's abstract class.
_MADE_KINDS: set[type] = set()


def is_element(thing: object) -> TypeGuard[Component]:
    """Whether this is an element (of ours or another component of Dash's) and no text, number or list."""
    return type(thing) in _MADE_KINDS or isinstance(thing, Component)


def _flat(children: Sequence[Child], into: list[str | int | Component]) -> list[str | int | Component]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str) or is_element(child):
            into.append(child)
        elif isinstance(child, (list, tuple)):
            _flat(child, into)
        elif isinstance(child, int) and not isinstance(child, bool):
            into.append(child)
        else:
            raise TypeError(f"not a child of an element: {child!r}")
    return into


def maker(kind: type[Component]) -> Maker:
    """Return a function that makes elements of `kind`; an unknown attribute raises TypeError.

    A board has thousands of elements: the constructor's checks run once for a kind, not once for an element.
    """
    pattern = kind()
    state = {name: value for name, value in vars(pattern).items() if name.startswith(("_", "available_"))}
    allowed = frozenset(pattern._prop_names)
    # What Dash gives each element is the same in all of a kind. Named a built-in, it is no component of a new library.
    meta: Any = type(kind)
    lean = meta(kind.__name__, (kind,), {**state, "__module__": "builtins"})
    _MADE_KINDS.add(lean)

    # Attributes as they are given and as Dash has them.
    known: dict[str, str] = {}

    def make(*children: Child, **attributes: Attribute) -> Component:
        made: Component = lean.__new__(lean)
        own = made.__dict__
        for name, value in attributes.items():
            if value is None:
                continue
            if name not in known:
                if name.startswith(("aria_", "data_")):
                    known[name] = name.replace("_", "-")
                elif name in allowed and name != "children":
                    known[name] = name
                else:
                    raise TypeError(f"<{kind.__name__.lower()}> has no attribute {name!r}")
            own[known[name]] = value
        if children:
            flat = _flat(children, [])
            if flat:
                own["children"] = flat if len(flat) > 1 else flat[0]
        return made

    return make


a = maker(html.A)
abbr = maker(html.Abbr)
b = maker(html.B)
br = maker(html.Br)
button = maker(html.Button)
caption = maker(html.Caption)
code = maker(html.Code)
dd = maker(html.Dd)
details = maker(html.Details)
div = maker(html.Div)
dl = maker(html.Dl)
dt = maker(html.Dt)
figcaption = maker(html.Figcaption)
figure = maker(html.Figure)
footer = maker(html.Footer)
form = maker(html.Form)
h1 = maker(html.H1)
h2 = maker(html.H2)
h3 = maker(html.H3)
header = maker(html.Header)
i = maker(html.I)
label = maker(html.Label)
li = maker(html.Li)
main = maker(html.Main)
nav = maker(html.Nav)
ol = maker(html.Ol)
option = maker(html.Option)
p = maker(html.P)
q = maker(html.Q)
s = maker(html.S)
section = maker(html.Section)
select = maker(html.Select)
small = maker(html.Small)
span = maker(html.Span)
strong = maker(html.Strong)
summary = maker(html.Summary)
table = maker(html.Table)
tbody = maker(html.Tbody)
td = maker(html.Td)
tfoot = maker(html.Tfoot)
th = maker(html.Th)
thead = maker(html.Thead)
tr = maker(html.Tr)
u = maker(html.U)
ul = maker(html.Ul)

input_ = maker(Input)
svg = maker(Svg)
path = maker(Path)


def words(*parts: str | None) -> str:
    """Join class names, leaving out the absent ones."""
    return " ".join(part for part in parts if part)
