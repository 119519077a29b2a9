"""The `metas` command line. No rules, no SQL, no layout here.

The rooms are imported where a command needs them, so that each command starts as fast as it can.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from serving import Server, SettingError, Settings, refuse_a_taken_port, start_without_searching_for_garbage
from terminal import GivenFile, NewFile, complain, progress_shown, refuse_existing, speak_spanish, who
from wiring import application, follow_the_calendar, open_store, served_here

if TYPE_CHECKING:
    from data_models.store import Store

# Differences of a check that are written out; all are counted.
LISTED_DIFFERENCES = 20
# Endings of the names in an import's counts, and their words.
COUNT_WORDS = {
    "new": "nuevos",
    "changed": "cambiados",
    "withdrawn": "retirados",
    "restored": "repuestos",
    "unchanged": "sin cambios",
}


NEW_WORKBOOK = NewFile(".xlsx", "una planilla")
OVERWRITE = click.option("--overwrite", is_flag=True, help="Reemplaza el archivo si ya existe.")


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
    """Crea o actualiza las tablas de la base de datos."""
    with open_store() as store:
        store.upgrade()
    click.echo("La base de datos está al día.")


@cli.command(options_metavar="[OPCIONES]")
def demo() -> None:
    """Carga el plan de demostración."""
    from intake import demo as demonstration

    with open_store() as store:
        _give_tables(store)
        demonstration.load(store)
    click.echo("El plan de demostración está cargado.")


@cli.command(options_metavar="[OPCIONES]")
@click.option("--check", is_flag=True, help="No cambia nada: dice qué celdas difieren de lo que daría rehacerla.")
def rebuild(check: bool) -> int:
    """Rehace la tabla de avance o comprueba que está bien."""
    from data_models.progress import table

    with open_store() as store:
        if not check:
            table.rebuild_all(store)
            click.echo("La tabla de avance se rehízo.")
            return 0
        differences = table.check(store)
    for difference in differences[:LISTED_DIFFERENCES]:
        click.echo(
            f"{difference.plan_code}: {difference.item_kind} {difference.item_id}, {difference.column}: "
            f"guardado {difference.stored!r}, rehecho {difference.rebuilt!r}"
        )
    click.echo(f"Diferencias: {len(differences)}." if differences else "La tabla de avance es igual a la rehecha.")
    return 1 if differences else 0


@cli.command(options_metavar="[OPCIONES]")
def compute() -> None:
    """Pone al día los valores que se calculan de la tabla de avance.

    Cada importación y cada aprobación ya lo hacen; si nada cambió, no guarda nada.
    """
    from data_models import computed

    with open_store() as store:
        recorded = computed.compute(store)
    click.echo(f"Valores calculados guardados: {recorded}." if recorded else "Los valores calculados están al día.")


@cli.command("import", options_metavar="[OPCIONES]")
@click.argument("file", type=GivenFile(), metavar="ARCHIVO", required=False)
@click.option(
    "--recipe", metavar="RECETA", help="Nombre de una receta o su archivo YAML; sin ella se lee la plantilla."
)
@click.option("--plan", metavar="CÓDIGO", help="Código del plan en que se guarda, en lugar del que dice la fuente.")
@click.option("--dry-run", is_flag=True, help="Muestra qué pasaría y no guarda nada.")
@click.option("--report", type=NEW_WORKBOOK, metavar="INFORME", help="Escribe aquí los hallazgos junto a cada celda.")
@click.option("--replace-demo", is_flag=True, help="Después retira de la vista el plan de demostración.")
def import_(
    file: Path | None, recipe: str | None, plan: str | None, dry_run: bool, report: Path | None, replace_demo: bool
) -> None:
    """Incorpora un plan desde una planilla.

    Sin ARCHIVO, la receta dice a qué base de datos preguntar.
    """
    from intake.demo.retiring import retire
    from intake.importing import import_file

    with open_store() as store:
        _give_tables(store)
        with progress_shown() as progress:
            outcome = import_file(
                store, file, recipe, plan=plan, dry_run=dry_run, report=report, progress=progress, imported_by=who()
            )
        click.echo(outcome.text())
        if outcome.report is not None:
            click.echo(f"Los hallazgos están en {outcome.report}.")
        elif outcome.findings:
            click.echo("Cada hallazgo, con lo que se esperaba y junto a su celda: agregue --report informe.xlsx.")
        if dry_run:
            click.echo("Es una prueba: no se guardó nada.")
        elif outcome.import_id is not None:
            click.echo(f"Guardado como importación {outcome.import_id} («metas undo {outcome.import_id}» la deshace).")
        if replace_demo and not dry_run:
            numbers = retire(store, by=who())
            if numbers:
                undoing = " y ".join(f"«metas undo {number}»" for number in numbers)
                verb = "repone" if len(numbers) == 1 else "reponen"
                click.echo(f"La demostración ya no se muestra ({undoing} la {verb}).")


@cli.group(options_metavar="[OPCIONES]", subcommand_metavar="ORDEN [ARGUMENTOS]…", no_args_is_help=False)
def recipe() -> None:
    """Propone una receta o muestra qué lee."""


@recipe.command(options_metavar="[OPCIONES]")
@click.argument("file", type=GivenFile(), metavar="ARCHIVO")
def guess(file: Path) -> None:
    """Propone una receta para una planilla.

    La escribe en la salida: «metas recipe guess plan.xlsx > plan.yaml». Una persona la corrige.
    """
    from intake.guess import guess_recipe

    click.echo(guess_recipe(file), nl=False)


@recipe.command(options_metavar="[OPCIONES]")
@click.argument("file", type=GivenFile(), metavar="ARCHIVO", required=False)
@click.option("--recipe", metavar="RECETA", required=True, help="Nombre de una receta o su archivo YAML.")
def check(file: Path | None, recipe: str) -> None:
    """Muestra qué leería una receta, sin tocar la base."""
    from intake.importing import read_source
    from intake.preview import reading_text

    click.echo(reading_text(read_source(None, file, recipe).extraction))


@cli.command(options_metavar="[OPCIONES]")
def imports() -> None:
    """Lista las importaciones, la última primero."""
    from data_models.imports import list_imports

    with open_store() as store, store.reading() as connection:
        summaries = list_imports(connection)
    for summary in summaries:
        moment = summary.imported_at.replace(tzinfo=dt.UTC).astimezone()
        what = f"deshace la {summary.undoes_id}" if summary.undoes_id else summary.file_name or summary.kind
        undone = f" · deshecha por la {summary.undone_by_id}" if summary.undone_by_id else ""
        click.echo(
            f"{summary.id:>4}  {moment:%d/%m/%Y %H:%M}  {summary.plan_code or '':<24} {what} · "
            f"{_counted(summary.counts)} · {summary.imported_by}{undone}"
        )
    if not summaries:
        click.echo("Todavía no hay importaciones.")


def _counted(counts: dict[str, int]) -> str:
    """Add an import's counts up over the kinds of records, in words."""
    sums = {
        words: sum(number for name, number in counts.items() if name.endswith(f"_{ending}"))
        for ending, words in COUNT_WORDS.items()
    }
    return ", ".join(f"{number} {words}" for words, number in sums.items() if number) or "sin cambios"


@cli.command(options_metavar="[OPCIONES]")
@click.argument("number", type=int, metavar="NÚMERO")
def undo(number: int) -> None:
    """Deshace una importación.

    Su NÚMERO está en «metas imports». Si algo posterior se apoya en ella, no cambia nada y dice qué.
    """
    from data_models.undo import undo as undo_import

    with open_store() as store:
        result = undo_import(store, number, who())
    click.echo(f"La importación {number} quedó deshecha; el deshacer es la importación {result.import_id}.")


@cli.command(options_metavar="[OPCIONES]")
@click.argument("file", type=GivenFile(), metavar="ARCHIVO")
@click.option("--municipality", metavar="CÓDIGO", help="Código del municipio; hace falta donde hay varios.")
@click.option("--dry-run", is_flag=True, help="Muestra qué pasaría y no guarda nada.")
def districts(file: Path, municipality: str | None, dry_run: bool) -> None:
    """Carga los contornos de los distritos.

    ARCHIVO es un GeoJSON con un polígono por distrito y su nombre en «name». Reemplaza a los que había.
    """
    from data_models.districts import replace_outlines
    from intake.districts import read_outlines

    outlines = [(outline.name, outline.geometry) for outline in read_outlines(file)]
    with open_store() as store:
        replaced = replace_outlines(
            store, outlines, imported_by=who(), municipality=municipality, file_name=file.name, dry_run=dry_run
        )
    click.echo(f"Distritos: {', '.join(replaced.names)}.")
    if replaced.unmatched:
        click.echo(f"Ningún proyecto nombra: {', '.join(replaced.unmatched)}.")
    if replaced.without_outline:
        click.echo(f"Quedan sin contorno, y hay proyectos que los nombran: {', '.join(replaced.without_outline)}.")
    if dry_run:
        click.echo("Es una prueba: no se guardó nada.")
    elif replaced.import_id is None:
        click.echo("Son los mismos que ya estaban: no se cambió nada.")
    else:
        click.echo(f"Guardado como importación {replaced.import_id} («metas undo {replaced.import_id}» la deshace).")


@cli.command(options_metavar="[OPCIONES]")
@click.argument("plan", metavar="PLAN")
@click.argument("file", type=NEW_WORKBOOK, metavar="ARCHIVO")
@click.option(
    "--districts",
    "outlines",
    type=NewFile(".geojson", "un GeoJSON"),
    metavar="CONTORNOS",
    help="Escribe aquí los contornos de los distritos, que «metas districts» carga.",
)
@OVERWRITE
def export(plan: str, file: Path, outlines: Path | None, overwrite: bool) -> None:
    """Escribe un plan en una planilla.

    PLAN es su código; la planilla se puede volver a importar.
    """
    from data_models.snapshot import UnknownPlan
    from intake.export import export_outlines, export_plan

    for new in (file, outlines):
        if new is not None:
            refuse_existing(new, overwrite)
    with open_store() as store:
        try:
            click.echo(f"Se escribió {export_plan(store, plan, file)}.")
        except UnknownPlan as error:
            raise click.UsageError(f"No hay un plan de código «{plan}».") from error
        if outlines is not None:
            written = export_outlines(store, plan, outlines)
            click.echo(f"Se escribió {outlines}." if written else "El municipio no tiene contornos de distritos.")


@cli.command(options_metavar="[OPCIONES]")
@click.argument("file", type=NEW_WORKBOOK, metavar="ARCHIVO")
@OVERWRITE
def template(file: Path, overwrite: bool) -> None:
    """Escribe la planilla vacía en la que se carga un plan."""
    from intake.template import write_template

    refuse_existing(file, overwrite)
    click.echo(f"Se escribió {write_template(file)}.")


@cli.command(options_metavar="[OPCIONES]")
def salud() -> None:
    """Dice lo mismo que /salud: versión, base y planes, en JSON."""
    from open_data.health import health

    with open_store() as store:
        click.echo(json.dumps(health(store), ensure_ascii=False, indent=2))


@cli.command("print", options_metavar="[OPCIONES]")
@click.option("--page", default="/", metavar="PÁGINA", help="Su dirección en el sitio; sin ella, el Panorama.")
@click.option("--out", "file", type=NewFile(".pdf", "un PDF"), required=True, metavar="ARCHIVO", help="El PDF.")
@click.option("--url", metavar="SITIO", help="Un sitio en marcha; sin él se sirve aquí mismo mientras se imprime.")
@OVERWRITE
def print_(page: str, file: Path, url: str | None, overwrite: bool) -> None:
    """Imprime una página en un PDF.

    Usa el navegador instalado (Chromium).
    """
    from dashboards.site.printing import find_browser, page_address, print_page

    refuse_existing(file, overwrite)
    find_browser()
    if url is not None:
        print_page(page_address(url, page), file)
    else:
        page_address("http://aqui", page)
        with open_store() as store, served_here(store) as site:
            print_page(page_address(site, page), file)
    click.echo(f"Se escribió {file}.")


@cli.command(options_metavar="[OPCIONES]")
@click.option(
    "--prepare", is_flag=True, help="Antes actualiza la base y, si no tiene planes, carga el de demostración."
)
def serve(prepare: bool) -> None:
    """Sirve los tableros.

    Dónde y cómo lo dicen las variables PORT, METAS_HOST, METAS_WORKERS y METAS_THREADS.
    """
    start_without_searching_for_garbage()
    from data_models import computed

    settings = Settings.from_environment()
    refuse_a_taken_port(settings)
    with open_store(settings) as store:
        if prepare:
            _prepare(store)
        computed.bring_up_to_date(store)
        build, warm = application(store)

        def say_ready() -> None:
            click.echo(f"Metas Abiertas sirve en http://{settings.address} (Ctrl+C para terminar).")

        Server(
            build=build,
            warm=warm,
            release=store.close,
            settings=settings,
            when_ready=say_ready,
            in_worker=lambda: follow_the_calendar(store),
        ).run()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    A wrong use or an input that cannot be used is one Spanish line on standard error and exit code 2, not a traceback.
    """
    speak_spanish()
    try:
        result = cli.main(args=arguments, prog_name="metas", standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return complain("interrumpido; no se cambió nada.", 130)
    except click.ClickException as error:
        return complain(error.format_message(), 2)
    except OSError as error:
        if error.filename is None:
            raise
        return complain(f"no se puede leer o escribir «{error.filename}».", 2)
    except Exception as error:
        if not isinstance(error, _unusable_inputs()):
            raise
        return complain(str(error), 2)
    return result if isinstance(result, int) else 0


def _unusable_inputs() -> tuple[type[Exception], ...]:
    """Return the errors that say in one Spanish sentence what a person has to change."""
    from dashboards.site.printing import CannotPrint
    from data_models.refusals import Refused
    from intake.problems import UnusableSource
    from intake.reading_limits import UnreadableFile

    return (CannotPrint, SettingError, Refused, UnreadableFile, UnusableSource)


def _give_tables(store: Store) -> None:
    """Make the tables of a new database, so that a first plan comes in with one command.

    Tables of an earlier version are left to `upgrade`: that is a step somebody decides on.
    """
    if not store.has_tables():
        store.upgrade()
        click.echo("La base de datos era nueva: se crearon sus tablas.", err=True)


def _prepare(store: Store) -> None:
    """Bring the tables to their newest form and give an empty database the demonstration."""
    from data_models.queries.plans import list_plans
    from data_models.tables.organisation import Role
    from data_models.visibility import Reader

    store.upgrade()
    if not list_plans(store, Reader(Role.DATA_TEAM)):
        from intake import demo as demonstration

        click.echo("La base está vacía: se carga el plan de demostración…")
        demonstration.load(store)


if __name__ == "__main__":
    sys.exit(main())
