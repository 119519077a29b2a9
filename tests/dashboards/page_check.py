"""The one check every page passes: its HTML as sent, and what a browser makes of it.

`check_html` needs no browser; `check_in_browser` loads the page, waits for Dash, and looks again, with page_probe.js.
Both return findings in words, so that a test is `assert check_html(...) == []`.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

AXE_FILE = Path(__file__).parent / "axe.min.js"
PROBE_FILE = Path(__file__).parent / "page_probe.js"
# What is heard by its name alone.
_NAMED_ROLES = frozenset({
    "link", "button", "table", "combobox", "searchbox", "textbox", "img", "form", "search", "navigation", "region",
    "heading", "rowheader", "columnheader", "DisclosureTriangle",
})  # fmt: skip
# What can only be English: a point before a percent's decimals, commas between thousands. "2.1" alone may be a code.
_ENGLISH_NUMBER = re.compile(r"\d+\.\d{1,2}\s?%|\d{1,3}(?:,\d{3})+\.\d|\d{1,3}(?:,\d{3}){2,}")
_UNGROUPED = re.compile(r"(?<![\w.,/:-])\d{5,}(?![\w.,/-])")
_ISO_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_NOT_WORDS = re.compile(r"\b(?:nan|NaN|None|NaT|null|undefined|inf)\b|\{\w*\}|%\(\w+\)s")
_COMPUTED_STYLE = re.compile(r"--[a-z-]+:.+|(?:left|top|width|height):-?[\d.]+(?:%|px)|")
DASH_READY_S = 20
MOST_SHIFT = 0.02
# Longest a page may take over what somebody does on it, on a busy machine.
PATIENCE_S = 10


def check_html(html: str, *, spanish: bool = True) -> list[str]:
    """Return what is wrong with a page as the server sends it; nothing for a page in order."""
    soup = BeautifulSoup(html, "html.parser")
    findings = _frame_findings(soup, spanish=spanish)
    findings += _id_findings(soup)
    findings += _cell_findings(soup)
    findings += _style_findings(soup)
    body = soup.find("body")
    for script in soup.find_all(["script", "style"]):
        script.decompose()
    if isinstance(body, Tag):
        # Codes, links' own texts to the outside and quoted cells of workbooks are as their source writes them.
        for quoted in body.select("code, pre, [data-literal]"):
            quoted.decompose()
        findings += _word_findings(body.get_text(" "), spanish=spanish)
    return findings


def _frame_findings(soup: BeautifulSoup, *, spanish: bool) -> list[str]:
    findings = []
    root = soup.find("html")
    language = root.get("lang") if isinstance(root, Tag) else None
    if language != ("es-AR" if spanish else "en"):
        findings.append(f"<html lang> is {language!r}")
    title = soup.title.get_text().strip() if soup.title else ""
    if not title.endswith(" · Metas Abiertas") or title.startswith("·"):
        findings.append(f"title {title!r}")
    description = soup.select_one("meta[name=description]")
    if description is None or not str(description.get("content", "")).strip():
        findings.append("no description")
    headings = soup.find_all("h1")
    if len(headings) != 1 or not headings[0].get_text().strip():
        findings.append(f"{len(headings)} h1")
    levels = [int(str(heading.name)[1]) for heading in soup.find_all(re.compile(r"^h[1-6]$"))]
    if any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False)):
        findings.append(f"a heading level is skipped: {levels}")
    for landmark in ("header", "nav", "main", "footer"):
        if soup.find(landmark) is None:
            findings.append(f"no <{landmark}>")
    skip = soup.select_one("a.skip")
    if skip is None or soup.find(id=str(skip.get("href", "")).lstrip("#")) is None:
        findings.append("no link over the navigation")
    return findings


def _id_findings(soup: BeautifulSoup) -> list[str]:
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    findings = [f"id {name!r} twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for tag in soup.find_all(attrs={name: True}):
            findings += [f"{name} {each!r} names nothing" for each in str(tag[name]).split() if each not in ids]
    for link in soup.select("a[href^='#']"):
        target = str(link["href"])[1:]
        if target and target not in ids:
            findings.append(f"link to #{target}, which is not there")
    return findings


def _cell_findings(soup: BeautifulSoup) -> list[str]:
    findings = []
    for cell in soup.find_all(["td", "th", "dd"]):
        if not cell.get_text().strip() and cell.find(["img", "input", "select"]) is None:
            row = cell.find_parent(["tr", "dl"])
            findings.append(f"empty <{cell.name}> in {row.get_text(' ', strip=True)[:60] if row else '?'!r}")
    return findings


def _style_findings(soup: BeautifulSoup) -> list[str]:
    """Styles are the style sheet's; inline there are only computed numbers: custom properties, places and lengths."""
    declarations = {each.strip() for tag in soup.select("[style]") for each in str(tag["style"]).split(";")}
    return [f"inline style {each!r}" for each in sorted(declarations) if not _COMPUTED_STYLE.fullmatch(each)]


def _word_findings(text: str, *, spanish: bool) -> list[str]:
    findings = [f"not words: {found[0]!r}" for found in _NOT_WORDS.finditer(text)]
    findings += [f"date for machines: {found[0]}" for found in _ISO_DATE.finditer(text)]
    if spanish:
        findings += [f"number not in es-AR: {found[0]}" for found in _ENGLISH_NUMBER.finditer(text)]
        findings += [f"number without points: {found[0]}" for found in _UNGROUPED.finditer(text)]
    return findings


def wait_for_dash(browser: Chrome) -> None:
    """Wait until Dash has drawn the page. Raises TimeoutError."""
    end = time.monotonic() + DASH_READY_S
    while time.monotonic() < end:
        if browser.execute_script("return document.documentElement.classList.contains('drawn')"):
            return
        time.sleep(0.02)
    raise TimeoutError(f"Dash did not draw {browser.current_url}")


def opened(browser: Chrome, address: str) -> Chrome:
    """Open a page and mark its document: the mark goes when a page is loaded anew."""
    browser.get(address)
    wait_for_dash(browser)
    browser.execute_script("window.sameDocument = true")
    return browser


def until(browser: Chrome, expected: Any, script: str) -> None:
    """Wait until a script's value is as expected; the last value is in the message of the failure."""
    end = time.monotonic() + PATIENCE_S
    value = None
    while time.monotonic() < end:
        value = browser.execute_script("return " + script)
        if value == expected:
            return
        time.sleep(0.02)
    raise AssertionError(f"{script} is {value!r}, not {expected!r}")


def check_in_browser(
    browser: Chrome, url: str, *, first_width: int = 1440, is_error: bool = False, without_rules: tuple[str, ...] = ()
) -> list[str]:
    """Return what is wrong with a page once Dash has drawn it: for who sees it, touches it, listens to it, zooms in.

    One load, at `first_width`; every size (1440, 390) in every theme, and 320 px, which is 400 % zoom. axe-core runs
    whole at both sizes, and for the other theme its rule of colours. The console is empty, but for the status of an
    error page.
    """
    from bench.chromium import resize, set_theme

    widths = (first_width, 390 if first_width == 1440 else 1440)
    resize(browser, width=first_width, height=900)
    set_theme(browser, "light")
    browser.get_log("browser")
    browser.get(url)
    wait_for_dash(browser)
    # Through the debugger: the page's own policy allows no script but ours.
    for script in (AXE_FILE, PROBE_FILE):
        browser.execute_cdp_cmd("Runtime.evaluate", {"expression": script.read_text(encoding="utf-8")})
    findings = []
    shift = browser.execute_async_script("probe.shift(arguments[0])")
    if shift > MOST_SHIFT:
        findings.append(f"layout shift {shift:.3f} at {first_width} px")
    if browser.execute_script("return document.querySelectorAll('h1').length") != 1:
        findings.append("not one h1 once Dash has drawn")
    findings += browser.execute_script("return probe.hiddenFocus()")
    findings += heard_findings(heard(browser))
    for width in widths:
        if width != first_width:
            resize(browser, width=width, height=900)
        set_theme(browser, "dark")
        dark = _violations(browser, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
        findings += [f"axe at {width} px in the dark: {each}" for each in dark]
        set_theme(browser, "light")
        findings += [f"axe at {width} px: {each}" for each in _violations(browser, _all_rules(without_rules))]
        findings += browser.execute_script("return probe.tooWide()")
        if width < 760:
            findings += browser.execute_script("return probe.smallTargets()")
    resize(browser, width=320, height=900)
    findings += browser.execute_script("return probe.tooWide().concat(probe.clipped())")
    told = [str(entry["message"]) for entry in browser.get_log("browser")]
    findings += [f"console: {words}" for words in told if not (is_error and "responded with a status of" in words)]
    return findings


def _all_rules(without: tuple[str, ...]) -> dict[str, Any]:
    return {"rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in without}}}


def axe_findings(browser: Chrome) -> list[str]:
    """Return axe-core's violations on the page shown, one line for each kind."""
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE_FILE.read_text(encoding="utf-8")})
    return _violations(browser, _all_rules(()))


def _violations(browser: Chrome, options: dict[str, Any]) -> list[str]:
    result = browser.execute_async_script(
        "const done = arguments[1]; axe.run(document, arguments[0])"
        ".then(found => done(found.violations), error => done([{id: String(error), nodes: []}]))",
        {"resultTypes": ["violations"], **options},
    )
    return [f"{each['id']}: {each.get('help', '')} ({_first_target(each)})" for each in result]


def _first_target(violation: dict[str, object]) -> str:
    nodes = violation.get("nodes")
    first = nodes[0] if isinstance(nodes, list) and nodes else {}
    return str(first.get("html", ""))[:160] if isinstance(first, dict) else ""


@dataclass(frozen=True)
class Heard:
    """What somebody who listens comes to: its role, its name, and the level of a heading."""

    role: str
    name: str
    level: int | None = None


def heard(browser: Chrome) -> list[Heard]:
    """Return what a screen reader is given of the page shown, in its order."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    children = {node["nodeId"]: node.get("childIds", []) for node in nodes}
    known = {node["nodeId"]: node for node in nodes}
    found: list[Heard] = []
    left = [nodes[0]["nodeId"]]
    while left:
        key = left.pop()
        if key not in known:
            continue
        node = known[key]
        left.extend(reversed(children[key]))
        if not node.get("ignored") and "role" in node:
            levels = [each["value"]["value"] for each in node.get("properties", []) if each["name"] == "level"]
            name = " ".join(str(node.get("name", {}).get("value", "")).split())
            found.append(Heard(str(node["role"]["value"]), name, int(levels[0]) if levels else None))
    return found


def heard_findings(page: list[Heard]) -> list[str]:
    """Return what is wrong with what is heard: something to press or a table without a name, a machine's word."""
    findings = [f"a nameless {each.role} is heard" for each in page if each.role in _NAMED_ROLES and not each.name]
    findings += [
        f"{each.name!r} is heard" for each in page if each.role == "StaticText" and _NOT_WORDS.search(each.name)
    ]
    levels = [each.level or 0 for each in page if each.role == "heading"]
    if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
        findings.append(f"headings are heard in the order {levels}")
    return findings
