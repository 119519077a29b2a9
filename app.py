"""Wires the rooms into a server and the `metas` command line. No rules, no SQL, no layout here."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path

import click

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
