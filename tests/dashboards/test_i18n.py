"""Spanish is the source; English says all of it."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from dashboards import i18n
from dashboards.i18n import ENGLISH, SPANISH, catalog, gettext, ngettext, speaking
from dashboards.static_files import style_files

ROOT = Path(__file__).resolve().parents[2]
SAYING_ROOMS = ("dashboards", "data_models", "intake/demo", "kpis")


def messages() -> dict[str, tuple[str, str | None]]:
    """Return every Spanish text that pages say, and rules and refusals they show -> (file it is in, its plural)."""
    found: dict[str, tuple[str, str | None]] = {}
    for path in sorted(path for room in SAYING_ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if node.func.id in ("_", "gettext", "N_", "Refused") and texts:
                found.setdefault(texts[0], (path.name, None))
            elif node.func.id == "ngettext" and len(texts) == 2:
                found[texts[0]] = (path.name, texts[1])
    return found


# What reads like words and is none: markup, style, headers, media types.
_TECHNICAL = re.compile(r"[<>={}();/]|\d(?:px|em)\b|^(?:public|private), |var\(")
_READ = re.compile(r"[A-Za-záéíóúüñ]{2,}[,;:]? +[a-záéíóúüñ]{2,}|[áéíóúñ¿¡«»]|^[A-ZÁÉÍÓÚ][a-záéíóúñ]{3,}$")
# Names of elements and headers, languages by their own names, words that are data of the grammar.
NOT_SAID = {
    "formatting.py", "i18n.py", "nouns.py",
    "elements.py: Input", "elements.py: Path", "forms.py: Select", "forms.py: Input", "forms.py: Textarea",
    "dash_app.py: Address", "dash_app.py: Tree", "server.py: Vary", "server.py: Location", "downloads.py: Vary",
    "words.py: fecha de la meta", "elements.py: str | int | bool | None | Mapping[str, str | int | float]",
    "document.py: 'self' data: blob:", "downloads.py: Link", "downloads.py: Location", "file_links.py: Excel",
    "geography.py: Polygon",
}  # fmt: skip
_WRAPPERS = ("_", "gettext", "ngettext", "N_", "_N")
_ATTRIBUTES = ("className", "class_name", "cell_class", "style", "d", "rel")


def unwrapped(source: str) -> list[str]:
    """Return the literals of a module that somebody would read and that go around gettext."""
    tree = ast.parse(source)
    aside: set[int] = set()
    for node in ast.walk(tree):
        found: list[ast.AST] = []
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            found += node.args if name in _WRAPPERS or name == "compile" else []
            found += [each.value for each in node.keywords if each.arg in _ATTRIBUTES]
        elif isinstance(node, ast.Raise | ast.Assert):
            # A defect of the code is told to those who read code; a refusal wraps its words.
            found.append(node)
        elif isinstance(node, ast.AnnAssign):
            found.append(node.annotation)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.append(node.value)
        aside.update(id(inside) for each in found for inside in ast.walk(each))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside
    ]
    return [text for text in texts if _READ.search(text) and not _TECHNICAL.search(text)]


def test_no_page_says_a_word_that_goes_around_the_catalog() -> None:
    found = []
    sheets = "".join(path.read_text(encoding="utf-8") for path in style_files())
    classes = set(re.findall(r"\.([a-z][\w-]*)", sheets))
    for path in sorted((ROOT / "dashboards").rglob("*.py")):
        if path.name in NOT_SAID or path.name == "printing.py":
            continue
        for text in unwrapped(path.read_text(encoding="utf-8")):
            if f"{path.name}: {text}" not in NOT_SAID and not classes.issuperset(text.split()):
                found.append(f"{path.relative_to(ROOT)}: {text}")
    assert found == []


def test_a_word_that_goes_around_the_catalog_is_seen() -> None:
    source = '''
"""A page."""
TITLE = "Sin datos"
def build(context: "PageContext") -> "PageView":
    """What it is."""
    if not context: raise ValueError("no context here")
    return h.p(_("Sin datos"), "Hola", f"{n} de cada diez, más", className="sub mut", aria_label="Ver el mapa")
'''
    assert sorted(unwrapped(source)) == [" de cada diez, más", "Hola", "Sin datos", "Ver el mapa"]


def fields(text: str) -> set[str]:
    """Return the names in braces of a text."""
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_every_text_a_page_says_is_translated() -> None:
    english = catalog("en")
    missing = [f"{file}: {text}" for text, (file, _plural) in messages().items() if text not in english]
    assert missing == []


def test_a_translation_fills_in_the_same_names() -> None:
    spanish = messages()
    for text, forms in catalog("en").items():
        if text in spanish:
            plural = spanish[text][1]
            for form, source in zip(forms, (text, plural or text), strict=False):
                assert fields(form) == fields(source), text


def test_a_text_counted_in_spanish_is_counted_in_english() -> None:
    english = catalog("en")
    for text, (_file, plural) in messages().items():
        if plural is not None and text in english:
            assert len(english[text]) == 2, text


def test_spanish_needs_no_catalog() -> None:
    assert gettext("Cumplida") == "Cumplida"
    assert ngettext("punto", "puntos", 1) == "punto"
    assert [ngettext("punto", "puntos", count) for count in (0, 2, 10)] == ["puntos"] * 3


def test_a_language_holds_only_while_it_is_spoken() -> None:
    with speaking(ENGLISH):
        assert gettext("Cumplida") == "Met"
        assert [ngettext("punto", "puntos", count) for count in (0, 1, 2)] == ["points", "point", "points"]
        with speaking(SPANISH):
            assert gettext("Cumplida") == "Cumplida"
        assert gettext("Cumplida") == "Met"
    assert gettext("Cumplida") == "Cumplida"


def test_a_text_without_translation_stays_spanish() -> None:
    with speaking(ENGLISH):
        assert gettext("un texto que nadie tradujo") == "un texto que nadie tradujo"
        assert ngettext("uno sin traducir", "varios sin traducir", 2) == "varios sin traducir"


def test_fuzzy_and_empty_translations_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "metas.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#, fuzzy\nmsgid "a"\nmsgstr "A"\n\nmsgid "b"\nmsgstr ""\n\nmsgid "c"\nmsgstr "C"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", tmp_path)
    assert catalog.__wrapped__("en") == {"c": ("C",)}
