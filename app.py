"""Wires the rooms into a server and the `metas` command line. No rules, no SQL, no layout here.

The rooms are imported where a command needs them, so that each command starts as fast as it can.
"""

from __future__ import annotations

import contextlib
import gettext
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from serving import Server, SettingError, Settings

if TYPE_CHECKING:
    from flask import Flask

    from data_models.store import Store

ROOT = Path(__file__).resolve().parent


@click.group(
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    no_args_is_help=False,
    options_metavar="[OPCIONES]",
    subcommand_metavar="ORDEN [ARGUMENTOS]…",
)
@click.version_option(
    package_name="metas-abiertas",
    prog_name="metas",
    message="%(prog)s %(version)s",
    help="Muestra la versión y termina.",
)
def cli() -> None:
    """Metas Abiertas: seguimiento abierto de las metas de un plan de gobierno."""


@cli.command(options_metavar="[OPCIONES]")
def upgrade() -> None:
    """Crea las tablas de la base de datos o las lleva a su forma actual."""
    with open_store() as store:
        store.upgrade()
    click.echo("La base de datos está al día.")


@cli.command(options_metavar="[OPCIONES]")
@click.option("--prepare", is_flag=True, help="Antes lleva la base a su forma actual.")
def serve(prepare: bool) -> None:
    """Sirve los tableros (PORT, METAS_HOST, METAS_WORKERS y METAS_THREADS dicen dónde y cómo)."""
    settings = Settings.from_environment()
    _refuse_a_taken_port(settings)
    with open_store(settings) as store:
        if prepare:
            store.upgrade()
        build, warm = _application(store)

        def say_ready() -> None:
            click.echo(f"Metas Abiertas sirve en http://{settings.address} (Ctrl+C para terminar).")

        Server(build=build, warm=warm, release=store.close, settings=settings, when_ready=say_ready).run()


def _application(store: Store) -> tuple[Callable[[], Flask], Callable[[], None]]:
    """Return what builds the application on a store and what makes it ready for its first visitor."""
    from dashboards.server import build_app
    from dashboards.server import warm as warm_app

    application = build_app(store)
    return lambda: application.server, lambda: warm_app(application)


def _refuse_a_taken_port(settings: Settings) -> None:
    """Say at once that the port is taken; gunicorn would try again for seconds first."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingError(
                f"no se puede servir en {settings.address} ({error.strerror}); elija otro puerto con PORT."
            ) from error


@contextlib.contextmanager
def open_store(settings: Settings | None = None) -> Iterator[Store]:
    """Open the database that the settings name; raises SettingError when it cannot be reached or its URL read."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from data_models.store import create_store

    settings = settings or Settings.from_environment()
    try:
        store = create_store(settings.database_url)
    except OSError as error:
        raise SettingError(f"no se puede usar la carpeta de la base de datos: {error}") from error
    except (ArgumentError, ValueError, ImportError) as error:
        raise SettingError(
            "METAS_DATABASE_URL no nombra una base que se pueda usar: «sqlite:////ruta/metas.db» o "
            "«postgresql+psycopg://usuario:clave@servidor/base»."
        ) from error
    try:
        yield store
    except DBAPIError as error:
        raise SettingError(f"la base de datos no responde como se espera: {error.orig}") from error
    finally:
        store.close()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    A wrong use or an input that cannot be used is one Spanish line on standard error and exit code 2, not a traceback.
    """
    _speak_spanish()
    try:
        result = cli.main(args=arguments, prog_name="metas", standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return _complain("interrumpido; no se cambió nada.", 130)
    except click.ClickException as error:
        return _complain(error.format_message(), 2)
    except SettingError as error:
        return _complain(str(error), 2)
    return result if isinstance(result, int) else 0


def _complain(sentence: str, exit_code: int) -> int:
    click.echo("metas: " + " ".join(sentence.split()), err=True)
    return exit_code


def _speak_spanish() -> None:
    """Let click's own words (usage, options, wrong values) come from our catalog: click speaks through gettext."""
    gettext.bindtextdomain("click", str(ROOT / "locale"))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = "es"


if __name__ == "__main__":
    sys.exit(main())
