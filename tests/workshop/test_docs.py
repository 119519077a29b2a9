"""What can be set or ordered is in the guide, and what the guide names exists."""

from __future__ import annotations

import re
from pathlib import Path

import app

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guia" / "instalar-y-mantener.md"
CHAPTERS = [ROOT / "README.md", *sorted((ROOT / "docs" / "guia").glob("*.md"))]
# A setting of the tests alone.
NOT_FOR_USERS = {"METAS_TEST_POSTGRES_URL"}


def _table_keys(heading: str) -> set[str]:
    section = GUIDE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, flags=re.MULTILINE))


def _settings_in_code() -> set[str]:
    paths = list(ROOT.glob("*.py"))
    for room in ("kpis", "data_models", "intake", "access", "open_data", "dashboards"):
        paths += (ROOT / room).rglob("*.py")
    names: set[str] = set()
    for path in paths:
        names |= set(re.findall(r'"(METAS_[A-Z_]+|PORT)"', path.read_text(encoding="utf-8")))
    return names - NOT_FOR_USERS


def _commands() -> set[str]:
    found = set()
    for name, command in app.cli.commands.items():
        inner = getattr(command, "commands", None)
        found |= {f"{name} {sub}" for sub in inner} if inner else {name}
    return found


def test_every_setting_is_in_the_guide_and_every_one_there_exists() -> None:
    assert _table_keys("Lo que se puede cambiar") == _settings_in_code()


def test_every_command_is_in_the_guide() -> None:
    documented = {re.sub(r"^metas ", "", key) for key in _table_keys("Las órdenes")}
    for command in _commands():
        assert any(f"{key} ".startswith(f"{command} ") for key in documented), command


def test_every_command_and_option_that_a_chapter_shows_exists() -> None:
    assert CHAPTERS
    for chapter in CHAPTERS:
        text = chapter.read_text(encoding="utf-8")
        for shown in re.findall(r"`metas ([a-z][^`]*)`", text) + re.findall(r"bin/metas ([^`\n#]+)", text):
            words = shown.split()
            command = next(
                name for name in (" ".join(words[:2]), words[0], None) if name is None or name in _commands()
            )
            assert command is not None, f"{chapter.name}: metas {shown}"
            for option in re.findall(r"--[a-z-]+", shown):
                assert option in _options(command), f"{chapter.name}: metas {shown}"


def _options(command: str) -> set[str]:
    found = app.cli.commands[command.split()[0]]
    for word in command.split()[1:]:
        found = found.commands[word]  # type: ignore[attr-defined]
    return {option for parameter in found.params for option in parameter.opts} | {"--help"}


def test_every_chapter_and_decision_has_one_title() -> None:
    for page in [*CHAPTERS, *(ROOT / "docs" / "adr").glob("*.md")]:
        titles = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
        assert len(titles) == 1, page.name


def test_every_make_target_that_a_page_shows_exists_and_those_of_the_workshop_are_shown() -> None:
    targets = set(
        re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)[0].split()
    )
    shown: set[tuple[str, str]] = set()
    for page in [*CHAPTERS, *(ROOT / "docs" / "adr").glob("*.md")]:
        shown |= set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {name for pair in shown for name in pair if name}
    assert named <= targets
    assert named >= {"run", "test", "check", "bench"}
