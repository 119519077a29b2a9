"""The command line speaks Spanish, and a wrong use is one line on standard error with exit code 2."""

from __future__ import annotations

import pytest

import app


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "metas: Falta la orden; vea «metas --help»."),
        (["--nada"], "metas: No existe la opción '--nada'."),
        (["bailar"], "metas: No existe la orden 'bailar'."),
    ],
)
def test_a_wrong_use_is_one_spanish_line(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == sentence + "\n"


def test_help_is_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Uso: metas [OPCIONES] ORDEN")
    assert "Muestra esta ayuda." in text
    assert "Show" not in text


def test_the_version_is_the_installed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("metas 0.")
