"""The template: an empty workbook in Spanish that a municipality fills in; exports are written with its sheets."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from data_models.document import PlanDocument
from intake.reading_grid import GENERAL, column_letters
from intake.sheet_writing import (
    DATE_FORMAT,
    EXAMPLE_FILL,
    EXAMPLE_FONT,
    TEXT_FORMAT,
    TITLE_FONT,
    WRAPPED,
    header,
    whole_file,
    written,
)
from intake.template_sheets import (
    GUIDE_SHEET,
    NO,
    PLAN_FACTS,
    PLAN_SHEET,
    SHEETS,
    YES,
    CellType,
    SheetColumn,
    SheetDefinition,
)

LAST_PREPARED_ROW: Final = 3000
PLAN_HEADERS: Final = ("Dato", "Valor", "Qué es", "Ejemplo")
DEMO_MARK: Final = "Datos de demostración"
_DEMO_MEANING: Final = "Este plan es inventado: ningún dato de esta planilla es de un municipio real."
ORIGIN_FACT: Final = "Origen del archivo"
ORIGIN_EXPORT: Final = "exportación"
_ORIGIN_MEANING: Final = "Lo escribe el sistema: en una exportación los textos se leen tal como están."
_OPTIONAL, _REQUIRED = "Opcional.", "Obligatorio."

_GUIDE: Final = (
    (
        "Qué es",
        "Esta planilla reúne todo un plan de gobierno: sus secretarías, ejes, programas, proyectos con hitos, "
        "indicadores con metas y valores, presupuesto y vínculos con ejes transversales.",
    ),
    (
        "En qué orden",
        "Primero «Plan» y «Niveles»; después «Secretarías», «Ejes» y «Programas»; después «Proyectos» e "
        "«Indicadores»; al final «Hitos», «Metas», «Valores», «Presupuesto» y «Vínculos». Las hojas que no "
        "necesite quedan vacías.",
    ),
    (
        "Los códigos",
        "Cada elemento se nombra por su código, siempre el mismo y escrito como texto: 1.10 no es 1.1. Si un "
        "nombre cambia y el código no, es el mismo elemento y conserva su historia.",
    ),
    (
        "La fila gris",
        "La primera fila de cada hoja es un ejemplo. Si queda como está no se importa; puede escribir encima "
        "o borrarla.",
    ),
    (
        "Encabezados",
        "Los de color ladrillo son obligatorios. Al pasar por encima de cada uno se lee qué se espera. No "
        "cambie los nombres de las hojas ni de las columnas; el orden no importa, y una columna propia no se lee.",
    ),
    (
        "Listas",
        "Donde hay una lista de opciones, elija una. Las columnas de códigos ofrecen los que ya cargó en su hoja.",
    ),
    (
        "Vacío no es cero",
        "Deje vacío lo que no se sabe. Cero es un valor: significa que se midió y dio cero.",
    ),
    (
        "Fechas y números",
        "Las fechas, como fechas (31/12/2025). Los números, como números, con la unidad en su columna.",
    ),
    (
        "Porcentajes",
        "Si la unidad es %, 85 y 85 % son lo mismo. 0,85 sin signo no se importa: podría ser 85 % o 0,85 %. Escríbalo "
        "con su signo.",
    ),
    (
        "Metas",
        "Cada indicador tiene una meta final. Las intermedias dicen a qué nivel debe llegar en una fecha; las "
        "de un período, cuánto se planea hacer en ese período. «Más de 70» se escribe con 70 y la cota «más "
        "de».",
    ),
    (
        "Valores",
        "Una fila por indicador y período. Si el valor es una razón, escriba también numerador y denominador.",
    ),
    (
        "Cómo se importa",
        "metas import plan.xlsx --dry-run muestra qué pasaría y qué no se entiende, celda por celda. metas "
        "import plan.xlsx lo incorpora. Importar dos veces el mismo archivo no cambia nada.",
    ),
    (
        "Al volver a importar",
        "Una fila que ya no está se retira del plan. Lo que no se pudo leer (un error de fórmula, una fecha que no se "
        "entiende, una columna o una hoja que se quitó) queda como estaba guardado, y se avisa.",
    ),
)
_WIDTHS: Final = {
    CellType.CODE: 16,
    CellType.TEXT: 34,
    CellType.LINES: 44,
    CellType.NUMBER: 14,
    CellType.INTEGER: 12,
    CellType.DATE: 13,
    CellType.YES_NO: 10,
    CellType.CHOICE: 18,
}

_GUIDE_WIDTH: Final = 100
_LINE_HEIGHT: Final = 15
# A code typed in a column of texts stays what was typed: 1.10, not 1.1.
_FORMATS: Final = {CellType.CODE: TEXT_FORMAT, CellType.DATE: DATE_FORMAT}


def write_template(path: str | os.PathLike[str]) -> Path:
    """Write the empty template with an example row in each sheet. OSError when the file cannot be written."""
    return _write(None, path)


def write_document(document: PlanDocument, path: str | os.PathLike[str]) -> Path:
    """Write a plan into the template's sheets; importing that file gives an equal plan. OSError as above."""
    return _write(document, path)


def _write(document: PlanDocument | None, path: str | os.PathLike[str]) -> Path:
    with whole_file(path) as stream:
        workbook = Workbook(write_only=True)
        is_demo = document is not None and document.plan.is_demo
        _write_guide(workbook, is_demo=is_demo)
        _write_plan(workbook, document)
        for definition in SHEETS:
            _write_sheet(workbook, definition, document)
        if is_demo:
            workbook.properties.title = DEMO_MARK
            sheet: Any
            for sheet in workbook.worksheets:
                sheet.oddHeader.center.text = DEMO_MARK
        workbook.save(stream)
    return Path(path)


def _write_guide(workbook: Workbook, *, is_demo: bool) -> None:
    sheet: Any = workbook.create_sheet(GUIDE_SHEET)
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = _GUIDE_WIDTH
    title = written(sheet, "Cómo se usa esta planilla")
    title.font = TITLE_FONT
    sheet.append([title])
    guide = ((DEMO_MARK, _DEMO_MEANING), *_GUIDE) if is_demo else _GUIDE
    for row, (subject, text) in enumerate(guide, start=2):
        sheet.row_dimensions[row].height = _LINE_HEIGHT * math.ceil(len(text) / _GUIDE_WIDTH)
        cells = [written(sheet, subject), written(sheet, text)]
        for cell in cells:
            cell.alignment = WRAPPED
        sheet.append(cells)


def _write_plan(workbook: Workbook, document: PlanDocument | None) -> None:
    sheet: Any = workbook.create_sheet(PLAN_SHEET)
    for letter, width in zip("ABCD", (28, 44, 70, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    for row, (_, column) in enumerate(PLAN_FACTS, start=2):
        _restrict(sheet, column, "B", row, row)
    sheet.append([header(sheet, title) for title in PLAN_HEADERS])
    for record, column in PLAN_FACTS:
        value = None if document is None else getattr(getattr(document, record), column.field)
        needed = _REQUIRED if column.required else _OPTIONAL
        example = written(sheet, column.example)
        example.font = EXAMPLE_FONT
        sheet.append(
            [
                written(sheet, column.title),
                _cell(sheet, column, value),
                written(sheet, f"{column.meaning} {needed}"),
                example,
            ]
        )
    origin = ORIGIN_EXPORT if document is not None else None
    sheet.append([written(sheet, ORIGIN_FACT), written(sheet, origin), written(sheet, _ORIGIN_MEANING)])


def _write_sheet(workbook: Workbook, definition: SheetDefinition, document: PlanDocument | None) -> None:
    sheet: Any = workbook.create_sheet(definition.name)
    # What a row is about stays in sight while the rest of a wide sheet is filled in.
    names = [number for number, column in enumerate(definition.columns, start=2) if column.field in ("code", "name")]
    sheet.freeze_panes = f"{column_letters(max(names, default=2))}2"
    sheet.row_dimensions[1].height = 3 * _LINE_HEIGHT
    records: Sequence[Any] = [] if document is None else list(definition.records(document))
    last_row = max(LAST_PREPARED_ROW, len(records) + 1000)
    for number, column in enumerate(definition.columns, start=1):
        letter = column_letters(number)
        sheet.column_dimensions[letter].width = _WIDTHS[column.type]
        sheet.column_dimensions[letter].number_format = _FORMATS.get(column.type, GENERAL)
        _restrict(sheet, column, letter, 2, last_row)
    sheet.append(
        [header(sheet, column.title, _note(column), required=column.required) for column in definition.columns]
    )
    if document is None:
        sheet.append([_example(sheet, column) for column in definition.columns])
    for record in records:
        facts = definition.to_facts(record)
        sheet.append([_cell(sheet, column, facts.get(column.field)) for column in definition.columns])


def _note(column: SheetColumn) -> str:
    lines = [column.meaning, _REQUIRED if column.required else _OPTIONAL]
    if column.words:
        lines.append("Opciones: " + ", ".join(column.words.values()) + ".")
    if column.default is not None:
        lines.append(f"Vacío: {column.words.get(column.default, column.default)}.")
    if column.refers_to:
        lines.append(f"Un código de la hoja «{column.refers_to}».")
    return "\n".join(lines)


def _example(sheet: Any, column: SheetColumn) -> Any:
    cell = written(sheet, column.example, TEXT_FORMAT if column.type is CellType.CODE else None)
    cell.font = EXAMPLE_FONT
    cell.fill = EXAMPLE_FILL
    return cell


def _cell(sheet: Any, column: SheetColumn, value: Any) -> Any:
    if value is None:
        return written(sheet, None)
    if column.type is CellType.YES_NO:
        return written(sheet, YES if value else NO)
    if column.type is CellType.CHOICE:
        return written(sheet, column.words.get(value, value))
    if column.type is CellType.CODE:
        return written(sheet, value, TEXT_FORMAT)
    return written(sheet, value)


def _restrict(sheet: Any, column: SheetColumn, letter: str, first: int, last: int) -> None:
    """Offer the options of a column; only options are enforced, codes not yet written are allowed."""
    area = f"{letter}{first}:{letter}{last}"
    if column.words or column.type is CellType.YES_NO:
        options = list(column.words.values()) or [YES, NO]
        rule = DataValidation(type="list", formula1=_quoted(options), allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = "Opción no prevista", "Elija una de las opciones de la lista."
    elif column.refers_to:
        codes = f"'{column.refers_to}'!$A$2:$A${LAST_PREPARED_ROW}"
        rule = DataValidation(type="list", formula1=codes, allow_blank=True, showErrorMessage=False)
    elif column.type is CellType.DATE:
        rule = DataValidation(
            type="date", operator="greaterThan", formula1="1", allow_blank=True, showErrorMessage=True
        )
        rule.errorStyle, rule.error = "warning", "Se espera una fecha, por ejemplo 31/12/2025."
    elif column.type in (CellType.NUMBER, CellType.INTEGER):
        rule = DataValidation(
            type="decimal",
            operator="between",
            formula1="-1E+300",
            formula2="1E+300",
            allow_blank=True,
            showErrorMessage=True,
        )
        rule.errorStyle, rule.error = "warning", "Se espera un número."
    else:
        return
    rule.add(area)
    sheet.data_validations.append(rule)


def _quoted(options: Iterable[str]) -> str:
    return '"' + ",".join(options) + '"'
