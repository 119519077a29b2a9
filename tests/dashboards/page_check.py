"""The one check every page passes: its HTML as sent, and what a browser makes of it.

`check_html` needs no browser; `check_in_browser` loads the page, waits for Dash, and looks again, with page_probe.js;
`StillTab` does so for many pages, as they are sent. All return findings in words, so that a test is
`assert check_html(...) == []`.
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
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
# What a theme changes, and what a width does.
_COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
_PLACES: dict[str, Any] = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"],
    }
}
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
    browser: Chrome,
    url: str,
    *,
    first_width: int = 1440,
    is_error: bool = False,
    without_rules: tuple[str, ...] = (),
    in_every_size: bool = True,
) -> list[str]:
    """Return what is wrong with a page once Dash has drawn it: for who sees it, touches it, listens to it, zooms in.

    One load, at `first_width`, where axe-core looks at the whole page with all its rules; then, as in `StillTab`, every
    size and theme, which may be left to that for a page without a chart of Plotly. The console is empty, but for the
    status of an error page.
    """
    from bench.chromium import resize, set_theme

    resize(browser, width=first_width, height=900)
    set_theme(browser, "light")
    browser.get_log("browser")
    browser.get(url)
    wait_for_dash(browser)
    _bring(browser, AXE_FILE, PROBE_FILE)
    findings = []
    shift = browser.execute_async_script("probe.shift(arguments[0])")
    if shift > MOST_SHIFT:
        findings.append(f"layout shift {shift:.3f} at {first_width} px")
    if browser.execute_script("return document.querySelectorAll('h1').length") != 1:
        findings.append("not one h1 once Dash has drawn")
    findings += browser.execute_script("return probe.hiddenFocus()")
    findings += heard_findings(heard(browser))
    findings += [f"axe as it arrives: {each}" for each in _violations(browser, _all_rules(without_rules))]
    if in_every_size or browser.execute_script("return document.querySelector('.js-plotly-plot') !== null"):
        findings += _findings_in_every_size_and_theme(browser, without_rules)
    told = [str(entry["message"]) for entry in browser.get_log("browser")]
    return findings + [
        f"console: {words}" for words in told if not (is_error and "responded with a status of" in words)
    ]


class StillTab:
    """A tab that shows pages as they are sent, without their scripts, one after the other: nothing is loaded, and
    what looks at them stays there.

    Dash draws the same tree (there are tests that compare them, and `check_in_browser` looks at what it has drawn), so
    axe-core finds the same in it. It looks at every page at 1440 and 390 px, in the light and in the dark: once with
    all its rules, on the phone; then with those that can find something else there. Another theme is other colours;
    another width is other colours, places and sizes too. The remaining rules are about the tree, which is the same;
    that nothing is wrong with what only a wide screen shows is seen where `check_in_browser` opens pages on one.

    Of rows drawn alike but for their words, in lists drawn alike, it sees the first that the tab has shown. What hangs
    on words, whether they fit and can be touched, is measured on all of them, at 320 px too: a zoom of 400 %.
    """

    def __init__(self, browser: Chrome, address: str) -> None:
        """`address` is any page of the server; its address and its policy are those of all pages shown."""
        from bench.chromium import resize, set_theme

        self._browser = opened(browser, address)
        _bring(browser, AXE_FILE, PROBE_FILE)
        self._frame = browser.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
        resize(browser, width=1440, height=900)
        set_theme(browser, "light")
        browser.get_log("browser")

    def findings(self, html: str, *, without_rules: tuple[str, ...] = ()) -> list[str]:
        """Return what is wrong with a page as the server sends it."""
        still = _SCRIPT.sub("", html).replace('<div id="primera-vista">', '<div class="board">')
        self._browser.execute_cdp_cmd("Page.setDocumentContent", {"frameId": self._frame, "html": still})
        found = _findings_in_every_size_and_theme(self._browser, without_rules)
        found += self._browser.execute_script("return probe.hiddenFocus()")
        return found + [f"console: {entry['message']}" for entry in self._browser.get_log("browser")]


def _bring(browser: Chrome, *scripts: Path) -> None:
    """Run scripts in the page shown, through the debugger: the page's own policy allows no script but ours."""
    for script in scripts:
        browser.execute_cdp_cmd("Runtime.evaluate", {"expression": script.read_text(encoding="utf-8")})


def _findings_in_every_size_and_theme(browser: Chrome, without_rules: tuple[str, ...]) -> list[str]:
    """Measure the page shown at 320, 390 and 1440 px, then let axe-core look at what is drawn differently in it."""
    from bench.chromium import resize, set_theme

    findings: list[str] = []
    for width, measure in (
        (1440, "probe.tooWide()"),
        (320, "probe.tooWide().concat(probe.clipped())"),
        (390, "probe.tooWide().concat(probe.smallTargets())"),
    ):
        resize(browser, width=width, height=900)
        findings += _measured(browser, measure)
    browser.execute_script("probe.leaveOneOfEach()")
    for width, theme, rules in (
        (390, "light", _all_rules(without_rules)),
        (390, "dark", _COLOURS),
        (1440, "dark", _COLOURS),
        (1440, "light", _PLACES),
    ):
        resize(browser, width=width, height=900)
        set_theme(browser, theme)
        findings += [f"axe at {width} px, {theme}: {each}" for each in _violations(browser, rules)]
    return findings


def _measured(browser: Chrome, measure: str) -> list[str]:
    """Return what a part of the probe finds; a chart of Plotly is drawn anew a moment after its room changed."""
    end = time.monotonic() + PATIENCE_S
    while True:
        found, has_chart = browser.execute_script(
            f"return [{measure}, document.querySelector('.js-plotly-plot') !== null]"
        )
        if not found or not has_chart or time.monotonic() > end:
            return list(found)
        time.sleep(0.1)


def _all_rules(without: tuple[str, ...]) -> dict[str, Any]:
    return {"rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in without}}}


def axe_findings(browser: Chrome) -> list[str]:
    """Return axe-core's violations on the page shown, one line for each kind."""
    _bring(browser, AXE_FILE)
    return _violations(browser, _all_rules(()))


def _violations(browser: Chrome, options: dict[str, Any]) -> list[str]:
    result = browser.execute_async_script(
        "const done = arguments[1]; axe.run(document, arguments[0])"
        ".then(found => done(found.violations), error => done([{id: String(error), nodes: []}]))",
        # No frames and no files of its own to look into: pages have neither.
        {"resultTypes": ["violations"], "iframes": False, "preload": False, **options},
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
