"""One tree of Dash components, two drawings: complete HTML for the first paint, and the form React draws afterwards.

A tree becomes nodes once, and both are written from these, so they cannot differ. What cannot be drawn alike in both
raises CannotRender: a page with such a part fails its test instead of jumping when Dash takes over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.elements import OWN_ELEMENTS, OWN_NAMESPACE, is_element

HTML_NAMESPACE = "dash_html_components"


class CannotRender(TypeError):
    """A part of a tree that has no HTML of its own, or would be drawn differently by the server and the browser."""


_VOID_TAGS = frozenset({"br", "col", "hr", "img", "input", "source", "wbr"})
_NEVER_DRAWN = frozenset(
    {"script", "iframe", "embed", "objectel", "base", "link", "meta", "template", "frame", "frameset", "content"}
)
_TAGS: dict[tuple[str, str], str] = {
    (HTML_NAMESPACE, name): name.lower()
    for name, kind in vars(html).items()
    if isinstance(kind, type) and issubclass(kind, Component) and name.lower() not in _NEVER_DRAWN
} | {(OWN_NAMESPACE, kind._type): kind._type.lower() for kind in OWN_ELEMENTS}

# Attributes written in HTML under another name than React's.
_RENAMED = {
    "className": "class",
    "htmlFor": "for",
    "defaultValue": "value",
    "strokeWidth": "stroke-width",
    "strokeDasharray": "stroke-dasharray",
    "strokeLinejoin": "stroke-linejoin",
    "vectorEffect": "vector-effect",
    "viewBox": "viewBox",
    "preserveAspectRatio": "preserveAspectRatio",
}
_SAME_IN_LOWER_CASE = frozenset({
    "id", "href", "hrefLang", "title", "lang", "dir", "role", "name", "method", "action", "type", "value", "label",
    "rel", "target", "download", "alt", "src", "width", "height", "scope", "headers", "cite", "colSpan", "rowSpan",
    "tabIndex", "dateTime", "autoComplete", "inputMode", "maxLength", "minLength", "placeholder", "size", "pattern",
    "min", "max", "step", "list", "form", "encType", "accept", "span", "start", "fill", "stroke", "opacity", "d",
    "focusable",
})  # fmt: skip
_BOOLEAN = frozenset({
    "open", "hidden", "disabled", "selected", "multiple", "required", "readOnly", "autoFocus", "noValidate",
    "reversed", "checked", "download",
})  # fmt: skip
_REACT_ONLY = frozenset({"key"})
_NOT_PROPERTIES = ("_", "available_")
_ADDRESSES = frozenset({"href", "src", "action", "cite"})
# One that begins with two slashes names a host; browsers read "\\" as "/" and read over tabs and line breaks.
_SAFE_ADDRESS = re.compile(r"(?:/(?![/\\\s])|#|\?|https?://)[^\x00-\x1f]*", re.IGNORECASE)
# Attributes whose texts are written as they are.
_PLAIN = (_SAME_IN_LOWER_CASE | frozenset(_RENAMED)) - _ADDRESSES
_IN_TEXT, _IN_ATTRIBUTE = re.compile("[&<>]"), re.compile("[&<>\"']")
_STYLE_NAME = re.compile(r"--[a-z0-9-]+|[a-z][a-zA-Z]*")
_STYLE_VALUE = re.compile(r"[^;{}<>\\\"\n]*")
_UNITLESS = frozenset({"flex", "flexGrow", "fontWeight", "lineHeight", "opacity", "order", "zIndex"})
_CAPITAL = re.compile(r"[A-Z]")


def _number_text(number: float) -> str:
    """Write a number as JavaScript does: whole numbers without a point."""
    if isinstance(number, int):
        return str(number)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = repr(number)
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise CannotRender(f"number written differently by the browser: {text}")
    return text


def _style(style: object) -> dict[str, str]:
    if not isinstance(style, dict):
        raise CannotRender(f"style must be a dict, not {style!r}")
    checked: dict[str, str] = {}
    for name, value in style.items():
        if not isinstance(name, str) or not _STYLE_NAME.fullmatch(name):
            raise CannotRender(f"style name {name!r}")
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise CannotRender(f"style {name}: {value!r}")
        if not isinstance(value, str):
            # React adds px to a bare number, HTML does not.
            if value != 0 and not name.startswith("--") and name not in _UNITLESS:
                raise CannotRender(f"style {name}: {value!r} has no unit")
            value = _number_text(value)
        if not _STYLE_VALUE.fullmatch(value):
            raise CannotRender(f"style {name}: {value!r}")
        checked[name] = value
    return checked


def _attribute(tag: str, name: str, value: object) -> str | bool | dict[str, str] | None:
    """Return an attribute's value as it is written, checked; None for one that is left out."""
    if name == "style":
        return _style(value) or None
    if name.startswith(("aria-", "data-")):
        return _text_of(tag, name, ("true" if value else "false") if isinstance(value, bool) else value)
    if isinstance(value, bool):
        if name not in _BOOLEAN:
            raise CannotRender(f"<{tag}> {name}={value!r}")
        return value or None
    if name in _ADDRESSES:
        text = _text_of(tag, name, value)
        if not _SAFE_ADDRESS.fullmatch(text):
            raise CannotRender(f"<{tag}> {name}={text!r} is not an address we follow")
        return text
    if name in _REACT_ONLY or name in _RENAMED or name in _SAME_IN_LOWER_CASE:
        return _text_of(tag, name, value)
    raise CannotRender(f"<{tag}> {name}={value!r}")


def _text_of(tag: str, name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return _number_text(value)
    raise CannotRender(f"<{tag}> {name}={value!r}")


def _tag_of(component: Component) -> str:
    tag = _TAGS.get((component._namespace, component._type))
    if tag is None:
        raise CannotRender(f"{component._namespace}.{component._type} has no HTML of its own")
    return tag


def _style_text(style: Mapping[str, str]) -> str:
    return ";".join(
        f"{name if name.startswith('--') else _CAPITAL.sub(lambda m: '-' + m[0].lower(), name)}:{value}"
        for name, value in style.items()
    )


def to_nodes(tree: object) -> list[Any]:
    """Return a tree (a component, text, number, None or a list of these) as React draws it. Raises CannotRender.

    A node is a text, or `[tag, {attributes by React's names}, child, …]` for an element.
    """
    nodes: list[Any] = []
    _add_nodes(tree, nodes)
    return nodes


# A board has thousands of elements, so the commonest cases come first and nothing is made that is not kept.
def _add_nodes(tree: object, nodes: list[Any]) -> None:
    if isinstance(tree, str):
        nodes.append(tree)
    elif is_element(tree):
        nodes.append(_element_node(tree))
    elif isinstance(tree, bool):
        raise CannotRender(f"child {tree!r}")
    elif isinstance(tree, (int, float)):
        nodes.append(_number_text(tree))
    elif isinstance(tree, (list, tuple)):
        for child in tree:
            _add_nodes(child, nodes)
    elif tree is not None:
        raise CannotRender(f"child {tree!r}")


def _element_node(component: Component) -> list[Any]:
    tag = _tag_of(component)
    attributes: dict[str, str | bool | dict[str, str]] = {}
    node: list[Any] = [tag, attributes]
    children = None
    for name, value in vars(component).items():
        if name in _PLAIN and isinstance(value, str):
            attributes[name] = value
        elif name == "children":
            children = value
        elif value is not None and not name.startswith(_NOT_PROPERTIES):
            written = _attribute(tag, name, value)
            if written is not None:
                attributes[name] = written
    if isinstance(children, str):
        node.append(children)
    elif children is not None:
        _add_nodes(children, node)
    if len(node) > 2 and tag in _VOID_TAGS:
        raise CannotRender(f"<{tag}> holds no children")
    return node


@cache
def _html_name(name: str) -> str:
    return _RENAMED.get(name) or name.lower()


def _write_html(nodes: list[Any], out: list[str]) -> None:
    write = out.append
    for node in nodes:
        if isinstance(node, str):
            write(escape(node, quote=False) if _IN_TEXT.search(node) else node)
            continue
        tag, attributes = node[0], node[1]
        write("<" + tag)
        for name, value in attributes.items():
            if name in _REACT_ONLY:
                continue
            text = "" if value is True else _style_text(value) if isinstance(value, dict) else value
            if _IN_ATTRIBUTE.search(text):
                text = escape(text)
            write(f' {_html_name(name)}="{text}"')
        write(">")
        if tag not in _VOID_TAGS:
            if len(node) > 2:
                # A browser drops a line break that opens <pre>; React does not.
                if tag == "pre" and isinstance(node[2], str) and node[2].startswith("\n"):
                    write("\n")
                _write_html(node[2:], out)
            write(f"</{tag}>")


def nodes_to_html(nodes: list[Any]) -> str:
    """Return the HTML of nodes made by `to_nodes`."""
    out: list[str] = []
    _write_html(nodes, out)
    return "".join(out)


def nodes_to_json(nodes: list[Any]) -> str:
    """Return nodes as compact JSON text."""
    return json.dumps(nodes, ensure_ascii=False, separators=(",", ":"))


def to_html(tree: object) -> str:
    """Return the HTML of a tree. Raises CannotRender."""
    return nodes_to_html(to_nodes(tree))


def text_of(tree: object) -> str:
    """Return the words of a tree without its tags, as a reader hears them one after the other."""
    return _words_of(to_nodes(tree))


def _words_of(nodes: list[Any]) -> str:
    return "".join(node if isinstance(node, str) else _words_of(node[2:]) for node in nodes)
