"""The command that prints a page: a file or one line that says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import app
from dashboards.site import printing

A4_POINTS = (595, 842)


def page_sizes(file: Path) -> list[tuple[int, int]]:
    """The width and height of each page of a PDF that Chromium wrote, in points."""
    boxes = re.findall(rb"/Type\s*/Page\b.*?/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", file.read_bytes(), flags=re.DOTALL)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--page", "proyectos"], "«proyectos» no es una página: empiece con «/», como «/proyectos?estado=atrasada»."),
        (["--page", "//otro"], "«//otro» no es una página: empiece con «/», como «/proyectos?estado=atrasada»."),
        (["--url", "ftp://sitio"], "«ftp://sitio» no es la dirección de un sitio: empiece con http:// o https://."),
        (["--url", "http://127.0.0.1:9"], "«http://127.0.0.1:9/» no responde: ¿está en marcha el sitio?"),
    ],
)
def test_what_cannot_be_printed_is_one_line(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda name: f"/usr/bin/{name}")
    file = tmp_path / "x.pdf"
    assert app.main(["print", "--out", str(file), *arguments]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"metas: {sentence}\n")
    assert not file.exists()


def test_without_a_browser_it_says_which_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda _name: None)
    assert app.main(["print", "--out", str(tmp_path / "x.pdf")]) == 2
    assert "instálelo con «sudo apt install chromium»" in capsys.readouterr().err


@pytest.mark.browser
def test_the_panorama_is_one_sheet_of_a4_and_a_file_is_not_written_over(
    own_demo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", own_demo_url)
    file = tmp_path / "panorama.pdf"
    assert app.main(["print", "--out", str(file)]) == 0
    assert capsys.readouterr().out == f"Se escribió {file}.\n"
    assert page_sizes(file) == [A4_POINTS]
    assert app.main(["print", "--out", str(file)]) == 2
    assert "ya existe" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["panorama.pdf"]
