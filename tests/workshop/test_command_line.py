"""The command line speaks Spanish, and a wrong use is one line on standard error with exit code 2."""

from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
from flask import Flask

import app
import wiring
from data_models.store import Store, create_store


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "metas: Falta la orden; vea «metas --help»."),
        (["--nada"], "metas: No existe la opción '--nada'."),
        (["bailar"], "metas: No existe la orden 'bailar'."),
        (["undo"], "metas: Falta el argumento 'NÚMERO'."),
        (["undo", "tres"], "metas: Valor no válido para 'NÚMERO': 'tres' no es un número válido."),
        (
            ["template", "/no/hay/plan.xlsx"],
            "metas: Valor no válido para 'ARCHIVO': no se puede escribir en la carpeta «/no/hay».",
        ),
        (
            ["template", "plan.csv"],
            "metas: Valor no válido para 'ARCHIVO': «plan.csv» no termina en .xlsx; se escribe una planilla.",
        ),
        (
            ["export", "demo", "sub/plan.txt"],
            "metas: Valor no válido para 'ARCHIVO': «plan.txt» no termina en .xlsx; se escribe una planilla.",
        ),
        (
            ["import", "--report", "informe"],
            "metas: Valor no válido para '--report': «informe» no termina en .xlsx; se escribe una planilla.",
        ),
        (["export", "demo", "/"], "metas: Valor no válido para 'ARCHIVO': Archivo '/' es una carpeta."),
    ],
)
def test_a_wrong_use_is_one_spanish_line(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == sentence + "\n"


@pytest.mark.parametrize("command", [["template"], ["export", "demo"]])
def test_a_file_that_is_there_is_not_written_over_unless_told(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes("lo que alguien cargó".encode())
    assert app.main([*command, str(file)]) == 2
    assert file.read_bytes() == "lo que alguien cargó".encode()
    said = capsys.readouterr().err
    assert said == f"metas: «{file}» ya existe: dé otro nombre, o agregue --overwrite para reemplazarlo.\n"


def test_a_template_takes_the_place_of_another_when_told(tmp_path: Path) -> None:
    file = tmp_path / "plan.XLSX"
    for options in ([], ["--overwrite"]):
        assert app.main(["template", str(file), *options]) == 0
    assert file.read_bytes().startswith(b"PK")


def test_help_is_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Uso: metas [OPCIONES] ORDEN")
    assert "Muestra esta ayuda." in text
    assert "Show" not in text


def test_the_version_is_the_installed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("metas 0.")


def test_upgrade_makes_the_tables_and_a_second_time_changes_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", database_url)
    assert app.main(["upgrade"]) == 0
    first = _tables(database_url)
    assert "plans" in first
    assert app.main(["upgrade"]) == 0
    assert _tables(database_url) == first
    assert capsys.readouterr().out == 2 * "La base de datos está al día.\n"


def _tables(url: str) -> list[str]:
    engine = sqlalchemy.create_engine(url)
    names = sorted(sqlalchemy.inspect(engine).get_table_names())
    engine.dispose()
    return names


@pytest.mark.parametrize(
    "url",
    [
        "no es una dirección",
        "mysql://localhost/metas",
        "sqlite://",
        "sqlite:////dev/null/metas.db",
        "postgresql+psycopg://localhost:1/metas",
    ],
)
def test_a_database_that_cannot_be_used_is_one_line_and_no_traceback(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", url)
    assert app.main(["upgrade"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("metas: ")
    assert said.err.count("\n") == 1


def test_a_password_in_the_address_is_never_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", "postgresql+psycopg://ana:clavedeprueba@localhost:1/metas")
    assert app.main(["upgrade"]) == 2
    assert "clavedeprueba" not in capsys.readouterr().err


def test_a_taken_port_is_said_at_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert app.main(["serve"]) == 2
    assert f"no se puede servir en 127.0.0.1:{port}" in capsys.readouterr().err


@pytest.fixture
def database(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a migrated database with no plan in it, as METAS_DATABASE_URL."""
    monkeypatch.setenv("METAS_DATABASE_URL", migrated_url)
    return migrated_url


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["imports"], 0, "Todavía no hay importaciones."),
        (["undo", "7"], 2, "metas: No hay una importación 7."),
        (["export", "nada", "plan.xlsx"], 2, "metas: No hay un plan de código «nada»."),
        (["rebuild"], 0, "La tabla de avance se rehízo."),
        (["rebuild", "--check"], 0, "La tabla de avance es igual a la rehecha."),
    ],
)
def test_on_an_empty_database_each_command_says_that_there_is_nothing(
    arguments: list[str], exit_code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(arguments) == exit_code
    said = capsys.readouterr()
    assert said.out + said.err == sentence + "\n"


@pytest.mark.parametrize("arguments", [["imports"], ["undo", "1"], ["salud"], ["rebuild"], ["export", "p", "p.xlsx"]])
def test_before_the_tables_are_there_a_command_says_what_to_do(
    arguments: list[str], database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", database_url)
    assert app.main(arguments) == 2
    assert capsys.readouterr().err == "metas: la base de datos todavía no tiene tablas: «metas upgrade» las crea.\n"
    assert _tables(database_url) == []


def test_tables_of_another_version_are_said_and_left_as_they_are(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", database_url)
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
    engine.dispose()
    assert app.main(["demo"]) == 2
    assert "¿falta «metas upgrade»?" in capsys.readouterr().err
    assert _tables(database_url) == ["alembic_version"]


@pytest.mark.usefixtures("database")
def test_a_command_that_cannot_write_because_another_does_says_so_in_one_line(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hurried(url: str) -> Store:
        return create_store(url, write_wait_s=0.2)

    monkeypatch.setattr("data_models.store.create_store", hurried)
    other = create_store(migrated_url)
    with other.writing() as write:
        assert app.main(["undo", "7"]) == 2
        write.cancel()
    other.close()
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("metas: Otra escritura en la base no terminó en 0.2 segundos.")


@pytest.mark.usefixtures("database")
def test_salud_says_what_the_page_says(
    database_kind: str, capsys: pytest.CaptureFixture[str], serve: Callable[[Flask], str], empty_store: Store
) -> None:
    assert app.main(["salud"]) == 0
    said = json.loads(capsys.readouterr().out)
    build, warm = wiring.application(empty_store)
    flask_application = build()
    warm()
    with urllib.request.urlopen(serve(flask_application) + "/salud", timeout=10) as answer:
        assert json.load(answer) == said
    assert said["status"] == "ok"
    assert said["database"] == database_kind
    assert said["plans"] == []


@pytest.mark.usefixtures("database")
def test_demo_loads_the_whole_plan_and_says_no_the_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["demo"]) == 0
    assert app.main(["demo"]) == 2
    assert capsys.readouterr().err.startswith("metas: El plan de demostración ya está cargado y queda como está.")
    assert app.main(["salud"]) == 0
    plan, strategy = json.loads(capsys.readouterr().out)["plans"]
    assert (plan["id"], strategy["id"]) == ("demo", "demo-datos")
    counted = {name: plan[name] for name in ("secretariats", "axes", "programs", "projects", "indicators")}
    assert counted == {"secretariats": 13, "axes": 6, "programs": 35, "projects": 1685, "indicators": 242}
