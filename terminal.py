"""How the `metas` command speaks and listens at a terminal: in Spanish, one line for an error, files checked first."""

from __future__ import annotations

import contextlib
import getpass
import gettext
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent


class GivenFile(click.Path):
    """A file to read. What it is, and that it is no folder, is said by whoever reads it."""

    def __init__(self) -> None:
        super().__init__(exists=True, path_type=Path)
        # Its name in messages; click takes it before our catalog is in use.
        self.name = "archivo"


class NewFile(click.Path):
    """A file to write: refused at once when its folder is not there or not ours, before any work is done.

    So is a name that promises another format.
    """

    def __init__(self, suffix: str, what: str) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)
        self.name = "archivo"
        self._suffix, self._what = suffix, what

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        path = super().convert(value, param, ctx)
        file = Path(os.fsdecode(path))
        if file.suffix.lower() != self._suffix:
            self.fail(f"«{file.name}» no termina en {self._suffix}; se escribe {self._what}.", param, ctx)
        folder = file.resolve().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            self.fail(f"no se puede escribir en la carpeta «{folder}».", param, ctx)
        return path


def refuse_existing(file: Path, overwrite: bool) -> None:
    """Raise click.UsageError for a file that is there and is not to be written over."""
    if file.exists() and not overwrite:
        raise click.UsageError(f"«{file}» ya existe: dé otro nombre, o agregue --overwrite para reemplazarlo.")


def who() -> str:
    """Return who works at this terminal, for the record of what is done from it."""
    return f"{getpass.getuser()} (terminal)"


@contextlib.contextmanager
def progress_shown() -> Iterator[Callable[[str, float], None]]:
    """Show how far the work is: a bar on a terminal, a line for each stage elsewhere, on standard error."""
    if sys.stderr.isatty():
        with click.progressbar(length=100, file=sys.stderr, show_eta=False, item_show_func=lambda stage: stage) as bar:
            yield lambda stage, share: bar.update(int(100 * share) - bar.pos, stage)
        return
    told: list[str] = []

    def tell(stage: str, _share: float) -> None:
        if stage not in told:
            told.append(stage)
            click.echo(f"{stage}…", err=True)

    yield tell


def complain(sentence: str, exit_code: int) -> int:
    """Say one line on standard error and return the exit code."""
    click.echo("metas: " + " ".join(sentence.split()), err=True)
    return exit_code


def speak_spanish() -> None:
    """Let click's own words (usage, options, wrong values) come from our catalog: click speaks through gettext."""
    gettext.bindtextdomain("click", str(ROOT / "locale"))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = "es"
