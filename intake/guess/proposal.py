"""Proposing a recipe for a workbook nobody has described yet: a first draft that a person corrects.

Headers are found by their content, levels by what repeats and stands under what, codes by going one to one with names,
totals by doing the sums. The draft is a valid recipe; what was not certain stands in a comment beside its line.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from data_models.names import make_slug
from intake.extract import Extraction, extract
from intake.findings import FindingCode
from intake.guess.axes import tops_of
from intake.guess.columns import LEVEL_WORDS, Column, period_of
from intake.guess.names import area_proposals, correction_proposals, direction_proposals
from intake.guess.roles import Anatomy, anatomy_of
from intake.guess.rules import TableDraft, draft_of
from intake.guess.tables import SAMPLE_ROWS, tables_of
from intake.guess.writing import Noted, Remark, as_yaml, comment_lines, confirm, doubtful, plain, quoted, sure
from intake.normalize.dates import DateRead, read_date_cell
from intake.normalize.numbers import SeparatorUse, decimal_style
from intake.normalize.periods import calendar_period
from intake.normalize.results import NotUnderstood, Understood
from intake.normalize.states import read_state
from intake.normalize.text import clean_text
from intake.problems import UnusableSource
from intake.reading import Workbook, open_workbook
from intake.recipe import Recipe
from intake.template_reading import is_template
from intake.wording import N_, Translate, as_written
from kpis.vocabulary import Frequency, ProjectState

_DATE_ROLES: Final = ("start", "end", "when")
_DEFAULT_LEVELS: Final = ("eje", "programa", "subprograma", "componente", "producto")


def guess_recipe(
    path: str | os.PathLike[str], translate: Translate = as_written, *, today: dt.date | None = None
) -> str:
    """Return a recipe for a workbook as YAML text, to be corrected by a person.

    ``today`` (the real one when None) only serves where the file has no date of its own. Raises UnreadableFile for a
    file that cannot be read and UnusableSource when no table of it looks like a plan.
    """
    with open_workbook(path) as workbook:
        return _Proposal(workbook, translate, today or dt.date.today()).text()


class _Proposal:
    """The recipe proposed for one workbook."""

    def __init__(self, workbook: Workbook, translate: Translate, today: dt.date) -> None:
        self._workbook = workbook
        self._translate = translate
        self._today = today
        found = [table for grid in workbook.visible_sheets() for table in tables_of(grid)]
        self._all = [anatomy_of(table) for table in found]
        self._plans = [anatomy for anatomy in self._all if anatomy.is_plan]
        if not self._plans:
            raise UnusableSource(
                self._say(
                    N_(
                        "«{file}» no tiene ninguna tabla que parezca de un plan: con columnas como proyecto, "
                        "indicador, meta, responsable o estado."
                    ),
                    file=workbook.file,
                )
            )

    def _say(self, sentence: str, **inputs: str) -> str:
        return self._translate(sentence).format(**inputs)

    def text(self) -> str:
        """Return the recipe with its comments."""
        recipe = self._recipe()
        valid = Recipe.model_validate(plain(recipe))
        opening = self._opening(valid, extract(valid, self._workbook))
        return "".join(f"{line}\n" for line in opening) + as_yaml(recipe, self._translate)

    def _recipe(self) -> dict[str, Any]:
        first_year, last_year, years_from = _years(self._plans, self._titles(), self._today)
        starts_on, ends_on = dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)
        tops = tops_of(self._plans, self._name())
        drafts = [
            draft_of(
                anatomy, tops.of(anatomy), self._table_name(anatomy), year=self._year_of(anatomy, first_year),
                today=self._today,
            )
            for anatomy in self._plans
        ]  # fmt: skip
        as_of_on, as_of_from = _as_of(drafts, self._plans)
        until = as_of_on or _last_month(self._today, starts_on, ends_on)
        deepest = max(draft.depth for draft in drafts)
        is_said = False
        for draft in drafts:
            is_said = draft.use_dates(starts_on, until, as_of_on, is_said=is_said)
            draft.offer_levels(deepest)
        name = self._name()
        code = make_slug(name) or "plan"
        recipe: dict[str, Any] = {
            "recipe": code,
            "title": name,
            "municipality": Noted(
                {"code": "mi-municipio", "name": "Mi Municipio", "country": "AR", "currency": "ARS"},
                (confirm(N_("el municipio, su país y su moneda; la planilla no los dice")),),
            ),
            "plan": {
                "code": code,
                "name": Noted(name, (confirm(N_("el nombre del plan; se tomó del título o del archivo")),)),
                "starts_on": Noted(starts_on, (years_from,)),
                "ends_on": ends_on,
                "as_of_on": Noted(until, (as_of_from,), as_of_on is not None),
            },
            "levels": self._levels(drafts),
        }
        reading = self._reading(drafts)
        if reading:
            recipe["reading"] = reading
        recipe |= area_proposals(self._plans)
        recipe |= correction_proposals(self._plans)
        recipe["tables"] = [draft.table for draft in drafts]
        recipe |= direction_proposals(self._plans)
        return recipe

    # The opening comment

    def _opening(self, recipe: Recipe, found: Extraction) -> list[str]:
        document, levels = found.document, recipe.levels
        depths = [node.key.depth for node in document.nodes]
        counts = [(level, depths.count(depth)) for depth, level in enumerate(levels.nodes, start=1)]
        counts += [(levels.project, len(document.projects)), (levels.indicator, len(document.indicators))]
        named = [(count, level.singular, level.plural) for level, count in counts]
        named += [
            (len(document.targets), self._say(N_("meta")), self._say(N_("metas"))),
            (len(document.values), self._say(N_("valor")), self._say(N_("valores"))),
            (len(document.secretariats), self._say(N_("área")), self._say(N_("áreas"))),
            (len(document.budgets), self._say(N_("monto")), self._say(N_("montos"))),
        ]
        shown = " · ".join(f"{count} {one if count == 1 else many}" for count, one, many in named if count)
        sentences = [
            self._say(N_("Propuesta: revise cada línea antes de importar (metas recipe check muestra qué se leería).")),
            self._say(
                N_(
                    "«Seguro» lo prueban las celdas; «Dudoso» pudo ser otra cosa; «Confirme» no está en la "
                    "planilla. Lo que empieza con # no se lee: quite el # para usarlo."
                )
            ),
            self._say(N_("Así como está leería: {counts}."), counts=shown),
        ]
        if any(len(anatomy.found.data) > SAMPLE_ROWS for anatomy in self._plans):
            sentences.append(
                self._say(N_("Se miraron las primeras {rows} filas de cada tabla."), rows=str(SAMPLE_ROWS))
            )
        if is_template(self._workbook):
            sentences.append(self._say(N_("Esta planilla es la plantilla: se importa sin receta.")))
        hidden = [sheet.name for sheet in self._workbook.sheets if sheet.hidden]
        if hidden:
            sentences.append(self._say(N_("Hojas ocultas que no se miraron: {sheets}."), sheets=quoted(hidden, 8)))
        other = [f"{a.found.name}, fila {a.found.header_row}" for a in self._all if not a.is_plan]
        if other:
            sentences.append(
                self._say(N_("Tablas que no parecen de un plan y no se leen: {tables}."), tables=quoted(other, 8))
            )
        by_period = [a.found.name for a in self._plans if period_of(a.found.name) is not None]
        if len(by_period) > 1:
            sentences.append(
                self._say(
                    N_(
                        "Hay una hoja por período ({sheets}): lo que se repite se lee de la primera; junte los "
                        "períodos en columnas o haga una receta por hoja."
                    ),
                    sheets=quoted(by_period),
                )
            )
        for anatomy in self._plans:
            alone = [row for row in anatomy.found.left_out if row != anatomy.found.next_title]
            if alone:
                rows = ", ".join(map(str, alone[:8]))
                sentences.append(
                    self._say(
                        N_(
                            "En «{sheet}» hay filas con un solo texto ({rows}): si son títulos de un eje o "
                            "programa, pase ese texto a una columna."
                        ),
                        sheet=anatomy.found.name,
                        rows=rows,
                    )
                )
        return [line for sentence in sentences for line in comment_lines(sentence)]

    # Pieces of the recipe

    def _titles(self) -> list[str]:
        titles = [anatomy.found.title for anatomy in self._plans]
        return [self._stem(), *filter(None, titles), *(anatomy.found.name for anatomy in self._plans)]

    def _stem(self) -> str:
        return clean_text(Path(self._workbook.file).stem.replace("_", " "))

    def _name(self) -> str:
        """The title above the only table, else the name of the file."""
        titles = {anatomy.found.title for anatomy in self._plans}
        return next(iter(titles)) if len(titles) == 1 and titles != {""} else self._stem()

    def _table_name(self, anatomy: Anatomy) -> str:
        same = [one for one in self._plans if one.found.name == anatomy.found.name]
        return anatomy.found.name if len(same) == 1 else f"{anatomy.found.name} {same.index(anatomy) + 1}"

    def _year_of(self, anatomy: Anatomy, first_year: int) -> int:
        """The year of headers that name none: of the title, the sheet or the file, else of today."""
        for text in (anatomy.found.title, anatomy.found.name, self._stem()):
            read = period_of(text)
            if read is not None and read[0].start.year == read[0].end.year:
                return read[0].end.year
        return min(max(self._today.year, first_year), first_year + 4)

    def _levels(self, drafts: Sequence[TableDraft]) -> dict[str, Any]:
        depth = max(draft.depth for draft in drafts)
        words: list[str] = []
        for position in range(depth):
            named = [w for draft in drafts if (w := draft.level_word(position)) in LEVEL_WORDS and w not in words]
            words.append(named[0] if named else next(w for w in _DEFAULT_LEVELS if w not in words))
        nodes = [{"singular": LEVEL_WORDS[word][1], "plural": LEVEL_WORDS[word][2]} for word in words]
        levels: dict[str, Any] = {"nodes": nodes}
        for kind in ("project", "indicator"):
            names = [name for draft in drafts if (name := draft.item_name(kind)) is not None]
            if names:
                levels[kind] = {"singular": names[0][0], "plural": names[0][1]}
        return levels

    def _reading(self, drafts: Sequence[TableDraft]) -> dict[str, Any]:
        reading: dict[str, Any] = {}
        texts = [
            cell.value for anatomy in self._plans for column in anatomy.found.columns if column.is_numeric
            for cell in column.cells if isinstance(cell.value, str)
        ]  # fmt: skip
        if decimal_style(texts) is SeparatorUse.POINT:
            reading["decimal"] = Noted(
                "en", (sure(N_("los números escritos como texto usan el punto para los decimales")),)
            )
        without = [a for a in self._plans if any(_lack_years(a.roles[role]) for role in _DATE_ROLES if role in a.roles)]
        if without:
            year = self._year_of_days(without)
            names = [anatomy.found.name for anatomy in without]
            reading["default_year"] = Noted(
                year, (confirm(N_("hay fechas sin año en {sheets}; se supuso este"), sheets=quoted(names)),)
            )
        remarks = [remark for draft in drafts for remark in draft.amounts.remarks.get("percent", ())]
        if remarks:
            reading["percent"] = Noted("as_stored", tuple(remarks[:1]))
        return reading

    def _year_of_days(self, anatomies: Sequence[Anatomy]) -> int:
        """The year of days without one: that of a title, else the first of the sheet's other dates, else today's."""
        for anatomy in anatomies:
            read = period_of(anatomy.found.title)
            if read is not None and read[0].start.year == read[0].end.year:
                return read[0].end.year
        years = [read.on.year for anatomy in anatomies for read in _dates(anatomy)]
        return min(years, default=self._today.year)


def _dates(anatomy: Anatomy) -> list[DateRead]:
    columns = [anatomy.roles[role] for role in _DATE_ROLES if role in anatomy.roles]
    reads = [read_date_cell(cell) for column in columns for cell in column.cells if not cell.is_blank]
    return [read.value for read in reads if isinstance(read, Understood)]


def _lack_years(column: Column) -> bool:
    reads = [read_date_cell(cell) for cell in column.cells if not cell.is_blank]
    return any(isinstance(read, NotUnderstood) and read.code is FindingCode.DATE_WITHOUT_YEAR for read in reads)


def _years(anatomies: Sequence[Anatomy], titles: Sequence[str], today: dt.date) -> tuple[int, int, Remark]:
    """The first and last year of the plan: of a title "2024-2027", else of the headers, else of the dates."""
    for title in titles:
        read = period_of(title)
        if read is not None and read[0].start.year < read[0].end.year:
            return (
                read[0].start.year,
                read[0].end.year,
                confirm(N_("las fechas del plan; los años salen de «{title}»"), title=title),
            )
    years = [
        day.year for anatomy in anatomies for column in anatomy.found.columns
        if column.period is not None and (column.is_numeric or not column.filled)
        and not column.says("baseline") for day in column.period[:2]
    ]  # fmt: skip
    if years:
        return min(years), max(years), confirm(N_("las fechas del plan; los años salen de los encabezados"))
    years = [read.on.year for anatomy in anatomies for read in _dates(anatomy)]
    if years:
        return min(years), max(years), confirm(N_("las fechas del plan; los años salen de las fechas de las filas"))
    years = [read[0].end.year for title in titles if (read := period_of(title)) is not None]
    if years:
        return min(years), max(years), confirm(N_("las fechas del plan; los años salen de los títulos"))
    return today.year, today.year, confirm(N_("las fechas del plan; la planilla no dice ninguna"))


def _as_of(drafts: Sequence[TableDraft], anatomies: Sequence[Anatomy]) -> tuple[dt.date | None, Remark]:
    """The last day the file speaks of: the end of its last period with values, or of the month of the last work "
    "done."""
    ends = [said for draft in drafts if (said := draft.amounts.as_of) is not None]
    if ends:
        day, filled, rows = max(ends)
        if 2 * filled >= rows:
            return day, sure(N_("es el fin del último período con valores"))
        return day, doubtful(
            N_("es el fin del último período con valores, pero solo {filled} de {rows} filas los tienen"),
            filled=str(filled), rows=str(rows),
        )  # fmt: skip
    done = [day for anatomy in anatomies for day in _done_on(anatomy)]
    if done:
        last = max(done)
        end = calendar_period(last.year, Frequency.MONTHLY, last.month).end
        return end, doubtful(
            N_("la última fecha de algo finalizado es {day}; la planilla habla de ese mes"), day=f"{last:%d/%m/%Y}"
        )
    return None, confirm(N_("hasta qué día llega lo que dice la planilla; sin esta línea, hasta hoy"))


def _done_on(anatomy: Anatomy) -> list[dt.date]:
    state = anatomy.roles.get("state")
    columns = [anatomy.roles[role] for role in ("end", "when") if role in anatomy.roles]
    if state is None:
        return []
    found = []
    for column in columns:
        for key, cell in zip(state.keys, column.cells, strict=True):
            said, read = read_state(key), read_date_cell(cell)
            if isinstance(said, Understood) and said.value is ProjectState.FINISHED and isinstance(read, Understood):
                found.append(read.value.on)
    return found


def _last_month(today: dt.date, starts_on: dt.date, ends_on: dt.date) -> dt.date:
    """The end of the last whole month before today, within the plan."""
    end = today.replace(day=1) - dt.timedelta(days=1)
    return min(max(end, calendar_period(starts_on.year, Frequency.MONTHLY, 1).end), ends_on)
