"""What was met in a file that a person should know: where, what was found, what was expected, what was done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from intake.reading_grid import Cell
from intake.wording import N_, Translate, as_written, on_one_line


class Severity(StrEnum):
    """How much a finding matters: an error leaves something out, a warning needs eyes, an information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class FindingCode(StrEnum):
    """The kinds of findings."""

    ERROR_CELL = "error_cell"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    NUMBER_NOT_UNDERSTOOD = "number_not_understood"
    NUMBER_NOT_WHOLE = "number_not_whole"
    TEXT_IN_NUMERIC_COLUMN = "text_in_numeric_column"
    NUMBER_WITH_UNIT = "number_with_unit"
    COUNT_IN_TEXT = "count_in_text"
    NUMBER_PER_PERIOD = "number_per_period"
    NUMBER_APPROXIMATE = "number_approximate"
    BOUND_NOT_VALUE = "bound_not_value"
    NO_DATA_MARK = "no_data_mark"
    SEPARATOR_AMBIGUOUS = "separator_ambiguous"
    SEPARATORS_MIXED = "separators_mixed"
    PERCENT_SCALE_MIXED = "percent_scale_mixed"
    PERCENT_SCALE_DOUBTFUL = "percent_scale_doubtful"
    CODE_NOT_UNDERSTOOD = "code_not_understood"
    CODE_CHANGED = "code_changed"
    CODE_DOUBTFUL = "code_doubtful"
    CODE_REPEATED = "code_repeated"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    DATE_WITHOUT_YEAR = "date_without_year"
    DATE_YEAR_ASSUMED = "date_year_assumed"
    DATE_REPAIRED = "date_repaired"
    DATE_IS_PERIOD = "date_is_period"
    DATE_WITH_REMARK = "date_with_remark"
    PERIOD_NOT_UNDERSTOOD = "period_not_understood"
    STATE_NOT_UNDERSTOOD = "state_not_understood"
    STATE_REPAIRED = "state_repaired"
    NAME_FOR_CODE = "name_for_code"
    NAME_UNKNOWN = "name_unknown"
    NAME_SIMILAR = "name_similar"
    MAYBE_RENAMED = "maybe_renamed"
    NAME_SPELLED_DIFFERENTLY = "name_spelled_differently"
    OPTION_NOT_UNDERSTOOD = "option_not_understood"
    VALUE_MISSING = "value_missing"
    VALUE_INCONSISTENT = "value_inconsistent"
    HEADER_REPEATED = "header_repeated"
    HEADER_MISSING = "header_missing"
    COLUMN_NOT_USED = "column_not_used"
    COLUMN_UNKNOWN = "column_unknown"
    SHEET_MISSING = "sheet_missing"
    ROW_REPEATED = "row_repeated"
    ROW_IS_TOTAL = "row_is_total"
    ROW_WITHOUT_KEY = "row_without_key"
    ROW_TOO_WIDE = "row_too_wide"
    MERGED_FILLED = "merged_filled"
    HIDDEN_SHEET_SKIPPED = "hidden_sheet_skipped"
    SHEET_EMPTY = "sheet_empty"
    REFERENCE_UNKNOWN = "reference_unknown"
    REFERENCE_LEFT_OUT = "reference_left_out"
    CODE_SEVERAL_NAMES = "code_several_names"
    ITEM_IN_SEVERAL_PLACES = "item_in_several_places"
    NAME_DIFFERS = "name_differs"
    TEXT_CORRECTED = "text_corrected"
    COLUMNS_DIFFER = "columns_differ"
    ACCUMULATION_DOUBTFUL = "accumulation_doubtful"
    VALUE_IMPOSSIBLE = "value_impossible"
    VALUE_INCOMPLETE = "value_incomplete"
    TEXT_TOO_LONG = "text_too_long"
    EXTERNAL_LINKS_IGNORED = "external_links_ignored"
    MACROS_IGNORED = "macros_ignored"


class FindingKind(NamedTuple):
    """What is said about every finding of a kind; `title` heads the group, in the plural."""

    severity: Severity
    title: str
    expected: str
    action: str


_LEFT_OUT = N_("no se leyó: si el plan ya tenía el dato, queda como estaba; el resto de la fila se importa")
_ROW_LEFT_OUT = N_("se dejó afuera la fila")
_KEPT_AS_TEXT = N_("se guardó como texto; el resto de la fila se importa")
_NUMBER = N_("un número")
_DATE = N_("una fecha")

KINDS: Final[dict[FindingCode, FindingKind]] = {
    FindingCode.ERROR_CELL: FindingKind(
        Severity.ERROR, N_("Celdas con error de fórmula"), N_("un valor calculado"), _LEFT_OUT
    ),
    FindingCode.FORMULA_WITHOUT_VALUE: FindingKind(
        Severity.ERROR,
        N_("Fórmulas sin valor calculado"),
        N_("un valor calculado; abra y guarde el archivo en su programa"),
        _LEFT_OUT,
    ),
    FindingCode.NUMBER_NOT_UNDERSTOOD: FindingKind(
        Severity.WARNING, N_("Números que no se entienden"), _NUMBER, _LEFT_OUT
    ),
    FindingCode.NUMBER_NOT_WHOLE: FindingKind(
        Severity.WARNING, N_("Números con decimales"), N_("un número entero"), _LEFT_OUT
    ),
    FindingCode.TEXT_IN_NUMERIC_COLUMN: FindingKind(
        Severity.WARNING, N_("Textos en una columna de números"), _NUMBER, _KEPT_AS_TEXT
    ),
    FindingCode.NUMBER_WITH_UNIT: FindingKind(
        Severity.INFO,
        N_("Números escritos con su unidad"),
        _NUMBER,
        N_("se leyó el número; la unidad quedó en la nota"),
    ),
    FindingCode.COUNT_IN_TEXT: FindingKind(
        Severity.WARNING,
        N_("Textos que empiezan con una cantidad"),
        _NUMBER,
        N_("se leyó la primera cantidad; el texto completo quedó en la nota"),
    ),
    FindingCode.NUMBER_PER_PERIOD: FindingKind(
        Severity.INFO, N_("Cantidades por período"), _NUMBER, N_("se leyó el número; «por período» quedó en la nota")
    ),
    FindingCode.NUMBER_APPROXIMATE: FindingKind(
        Severity.WARNING,
        N_("Números aproximados"),
        N_("un número exacto"),
        N_("se leyó el número; «aproximado» quedó en la nota"),
    ),
    FindingCode.BOUND_NOT_VALUE: FindingKind(
        Severity.WARNING,
        N_("Límites en lugar de valores"),
        N_("un valor exacto"),
        N_("se guardó como límite, no como valor"),
    ),
    FindingCode.NO_DATA_MARK: FindingKind(
        Severity.INFO, N_("Marcas de «sin dato»"), N_("un valor"), N_("se tomó como sin dato, que no es cero")
    ),
    FindingCode.SEPARATOR_AMBIGUOUS: FindingKind(
        Severity.WARNING,
        N_("Puntos o comas que admiten dos lecturas"),
        N_("un número con un solo sentido"),
        N_("se leyó según el estilo de la columna"),
    ),
    FindingCode.SEPARATORS_MIXED: FindingKind(
        Severity.WARNING,
        N_("Columnas con puntos y comas de dos estilos"),
        N_("un solo estilo en la columna"),
        N_("cada número se leyó por su forma; los dudosos, según el estilo de la receta"),
    ),
    FindingCode.PERCENT_SCALE_MIXED: FindingKind(
        Severity.WARNING,
        N_("Columnas con porcentajes en dos escalas"),
        N_("una sola escala en la columna (0,85 u 85)"),
        N_("cada celda se leyó por su formato; las dudosas se dejaron vacías"),
    ),
    FindingCode.PERCENT_SCALE_DOUBTFUL: FindingKind(
        Severity.ERROR,
        N_("Porcentajes de escala dudosa"),
        N_("un porcentaje con su formato o su signo %"),
        _LEFT_OUT,
    ),
    FindingCode.CODE_NOT_UNDERSTOOD: FindingKind(
        Severity.ERROR, N_("Códigos que no se entienden"), N_("un código"), N_("se dejó afuera la fila")
    ),
    FindingCode.CODE_CHANGED: FindingKind(
        Severity.INFO, N_("Códigos corregidos"), N_("un código sin espacios ni comas"), N_("se leyó como «{read_as}»")
    ),
    FindingCode.CODE_DOUBTFUL: FindingKind(
        Severity.WARNING,
        N_("Códigos guardados como número"),
        N_("un código escrito como texto (1.10 no es 1.1)"),
        N_("se leyó como «{read_as}»"),
    ),
    FindingCode.CODE_REPEATED: FindingKind(
        Severity.ERROR, N_("Códigos repetidos"), N_("un código distinto en cada fila"), N_("se dejó afuera la fila")
    ),
    FindingCode.DATE_NOT_UNDERSTOOD: FindingKind(
        Severity.WARNING, N_("Fechas que no se entienden"), _DATE, _KEPT_AS_TEXT
    ),
    FindingCode.DATE_WITHOUT_YEAR: FindingKind(
        Severity.WARNING, N_("Fechas sin año"), N_("una fecha con año"), _KEPT_AS_TEXT
    ),
    FindingCode.DATE_YEAR_ASSUMED: FindingKind(
        Severity.WARNING,
        N_("Fechas cuyo año no está escrito"),
        N_("una fecha con año"),
        N_("se leyó como {read_as}"),
    ),
    FindingCode.DATE_REPAIRED: FindingKind(
        Severity.INFO, N_("Fechas corregidas"), N_("una fecha completa, sin espacios"), N_("se leyó como {read_as}")
    ),
    FindingCode.DATE_IS_PERIOD: FindingKind(
        Severity.INFO, N_("Períodos en lugar de fechas"), N_("un día"), N_("se leyó como {read_as}")
    ),
    FindingCode.DATE_WITH_REMARK: FindingKind(
        Severity.INFO,
        N_("Fechas con una nota"),
        N_("una fecha sola"),
        N_("se leyó como {read_as}; el texto quedó en la nota"),
    ),
    FindingCode.PERIOD_NOT_UNDERSTOOD: FindingKind(
        Severity.ERROR, N_("Períodos que no se entienden"), N_("un mes, trimestre, semestre o año"), _LEFT_OUT
    ),
    FindingCode.STATE_NOT_UNDERSTOOD: FindingKind(
        Severity.WARNING,
        N_("Estados que no se entienden"),
        N_("planificado, en progreso, pausado, finalizado o cancelado"),
        _LEFT_OUT,
    ),
    FindingCode.STATE_REPAIRED: FindingKind(
        Severity.INFO, N_("Estados corregidos"), N_("un estado sin espacios de más"), N_("se leyó como «{read_as}»")
    ),
    FindingCode.NAME_FOR_CODE: FindingKind(
        Severity.INFO,
        N_("Nombres en lugar de códigos"),
        N_("un código de la hoja que corresponde"),
        N_("se leyó como «{read_as}»"),
    ),
    FindingCode.NAME_UNKNOWN: FindingKind(
        Severity.WARNING, N_("Nombres que no están en la lista"), N_("un nombre conocido"), N_("se creó como nuevo")
    ),
    FindingCode.NAME_SIMILAR: FindingKind(
        Severity.WARNING,
        N_("Nombres parecidos a otros"),
        N_("un nombre conocido; si es «{read_as}», confírmelo en la receta"),
        N_("no se unió con ninguno"),
    ),
    FindingCode.MAYBE_RENAMED: FindingKind(
        Severity.WARNING,
        N_("Nombres nuevos que se parecen a uno que ya no está"),
        N_("el nombre de antes; si es «{read_as}», confírmelo en «renamed» de la receta"),
        N_("se creó como nuevo, y el anterior se retira"),
    ),
    FindingCode.NAME_SPELLED_DIFFERENTLY: FindingKind(
        Severity.INFO,
        N_("Nombres escritos de otra manera"),
        N_("una sola forma de escribirlo"),
        N_("se leyó como «{read_as}»"),
    ),
    FindingCode.OPTION_NOT_UNDERSTOOD: FindingKind(
        Severity.WARNING, N_("Opciones que no se entienden"), N_("una de: {options}"), _LEFT_OUT
    ),
    FindingCode.VALUE_MISSING: FindingKind(
        Severity.ERROR, N_("Celdas obligatorias vacías"), N_("un valor"), N_("se dejó afuera la fila")
    ),
    FindingCode.VALUE_INCONSISTENT: FindingKind(
        Severity.WARNING,
        N_("Cálculos de la planilla que no coinciden"),
        N_("{read_as}"),
        N_("se usa lo calculado con los datos de la fila"),
    ),
    FindingCode.HEADER_REPEATED: FindingKind(
        Severity.INFO,
        N_("Encabezados repetidos"),
        N_("un encabezado distinto en cada columna"),
        N_("se usó la columna que indica la receta"),
    ),
    FindingCode.HEADER_MISSING: FindingKind(
        Severity.ERROR, N_("Encabezados que faltan"), N_("la columna «{read_as}»"), N_("no se leyó esa columna")
    ),
    FindingCode.COLUMN_NOT_USED: FindingKind(
        Severity.INFO, N_("Columnas que la receta no usa"), N_("una columna de la receta"), N_("no se leyó")
    ),
    FindingCode.COLUMN_UNKNOWN: FindingKind(
        Severity.INFO, N_("Columnas que no son de la plantilla"), N_("una columna de la plantilla"), N_("no se leyó")
    ),
    FindingCode.SHEET_MISSING: FindingKind(
        Severity.WARNING,
        N_("Hojas que faltan"),
        N_("la hoja «{read_as}»"),
        N_("nada que leer; lo que ya estaba guardado queda como estaba"),
    ),
    FindingCode.ROW_REPEATED: FindingKind(
        Severity.WARNING, N_("Filas repetidas"), N_("una fila por elemento"), N_("se dejó afuera la fila")
    ),
    FindingCode.ROW_IS_TOTAL: FindingKind(
        Severity.INFO, N_("Filas de totales"), N_("una fila de datos"), N_("no se importa: es un total")
    ),
    FindingCode.ROW_WITHOUT_KEY: FindingKind(
        Severity.WARNING, N_("Filas sin código ni nombre"), N_("un código o un nombre"), N_("se dejó afuera la fila")
    ),
    FindingCode.ROW_TOO_WIDE: FindingKind(
        Severity.ERROR,
        N_("Filas con más datos que columnas"),
        N_("un dato por columna; si una coma es decimal, el dato va entre comillas"),
        N_("se dejó afuera la fila: sus datos están corridos"),
    ),
    FindingCode.MERGED_FILLED: FindingKind(
        Severity.INFO,
        N_("Celdas combinadas"),
        N_("un valor en cada fila"),
        N_("se repitió el valor de la celda combinada"),
    ),
    FindingCode.HIDDEN_SHEET_SKIPPED: FindingKind(
        Severity.INFO, N_("Hojas ocultas"), N_("una hoja visible"), N_("no se leyó")
    ),
    FindingCode.SHEET_EMPTY: FindingKind(
        Severity.WARNING,
        N_("Tablas sin ninguna fila"),
        N_("filas con datos"),
        N_("no se leyó; si el plan ya tenía elementos de esta tabla, quedan como estaban"),
    ),
    FindingCode.REFERENCE_UNKNOWN: FindingKind(
        Severity.ERROR,
        N_("Códigos que no existen"),
        N_("un código que esté en «{read_as}»"),
        N_("se dejó afuera lo que depende de ese código"),
    ),
    FindingCode.REFERENCE_LEFT_OUT: FindingKind(
        Severity.ERROR,
        N_("Códigos de filas que quedaron afuera"),
        N_("una fila sin errores para ese código en «{read_as}»"),
        N_("se dejó afuera lo que depende de ese código"),
    ),
    FindingCode.CODE_SEVERAL_NAMES: FindingKind(
        Severity.WARNING,
        N_("Códigos con varios nombres"),
        N_("un código para cada nombre"),
        N_("se distinguieron por el nombre; este es «{read_as}»"),
    ),
    FindingCode.ITEM_IN_SEVERAL_PLACES: FindingKind(
        Severity.WARNING,
        N_("Elementos en varios lugares del plan"),
        N_("un solo lugar"),
        N_("quedó en el primero: «{read_as}»"),
    ),
    FindingCode.NAME_DIFFERS: FindingKind(
        Severity.WARNING,
        N_("Datos distintos para un mismo código"),
        N_("el mismo dato en todas las filas: «{read_as}»"),
        N_("se usó el de la primera fila"),
    ),
    FindingCode.TEXT_CORRECTED: FindingKind(
        Severity.INFO,
        N_("Textos corregidos por la receta"),
        N_("el texto sin errores de tipeo"),
        N_("se leyó como «{read_as}»"),
    ),
    FindingCode.COLUMNS_DIFFER: FindingKind(
        Severity.WARNING,
        N_("Columnas que deberían decir lo mismo y difieren"),
        N_("lo mismo en las dos columnas"),
        N_("se usó {read_as}"),
    ),
    FindingCode.ACCUMULATION_DOUBTFUL: FindingKind(
        Severity.WARNING,
        N_("Totales que no son ni suma ni promedio"),
        N_("un total igual a la suma ({read_as}) o al promedio de lo planeado"),
        N_("se acumula por suma"),
    ),
    FindingCode.VALUE_IMPOSSIBLE: FindingKind(
        Severity.ERROR, N_("Valores imposibles"), N_("{read_as}"), N_("se dejó afuera")
    ),
    FindingCode.VALUE_INCOMPLETE: FindingKind(Severity.ERROR, N_("Datos incompletos"), N_("{read_as}"), _LEFT_OUT),
    FindingCode.TEXT_TOO_LONG: FindingKind(
        Severity.WARNING,
        N_("Textos demasiado largos"),
        N_("un texto de hasta {read_as} caracteres"),
        N_("se recortó"),
    ),
    FindingCode.EXTERNAL_LINKS_IGNORED: FindingKind(
        Severity.INFO,
        N_("Vínculos a otros archivos"),
        N_("un archivo que se basta solo"),
        N_("no se siguieron; se usan los valores guardados"),
    ),
    FindingCode.MACROS_IGNORED: FindingKind(
        Severity.INFO, N_("Macros"), N_("un archivo sin macros"), N_("no se ejecutaron")
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing met in a file. `cell` is the address in the sheet ("AQ17"), "" when it is about the whole sheet.

    `expected` and `action` are finished Spanish sentences; `code` gives the same in another language through
    `expected_in` and `action_in`.
    """

    code: FindingCode
    file: str
    sheet: str
    cell: str
    found: str
    expected: str
    action: str
    severity: Severity
    inputs: tuple[tuple[str, str], ...] = ()
    # What was done, where it is not what is done with findings of this kind as a rule.
    done: str | None = None

    @property
    def title(self) -> str:
        """What findings of this kind are called, in the plural."""
        return KINDS[self.code].title

    def expected_in(self, translate: Translate) -> str:
        """Return what was expected in the language of `translate`."""
        return translate(KINDS[self.code].expected).format(**dict(self.inputs))

    def action_in(self, translate: Translate) -> str:
        """Return what was done in the language of `translate`."""
        return translate(self.done or KINDS[self.code].action).format(**dict(self.inputs))

    def with_action(self, done: str) -> Finding:
        """The same finding, of something with which this was done instead of what is done as a rule."""
        return replace(self, action=as_written(done).format(**dict(self.inputs)), done=done)

    def left_blank(self) -> Finding:
        """The same finding, of a cell that was left blank."""
        return self.with_action(_LEFT_OUT)

    def row_left_out(self) -> Finding:
        """The same finding, of a cell without which its row says nothing: an error, and the row was left out."""
        return replace(self.with_action(_ROW_LEFT_OUT), severity=Severity.ERROR)


def finding(
    code: FindingCode,
    *,
    file: str,
    sheet: str = "",
    cell: str = "",
    found: str = "",
    severity: Severity | None = None,
    **inputs: str,
) -> Finding:
    """Return a finding with the sentences of its kind; `inputs` fill them (read_as, options).

    `found` is kept on one line and to 200 characters. `severity` overrides that of the kind.
    """
    kind = KINDS[code]
    named = tuple(sorted(inputs.items()))
    return Finding(
        code=code,
        file=file,
        sheet=sheet,
        cell=cell,
        found=on_one_line(found),
        expected=as_written(kind.expected).format(**inputs),
        action=as_written(kind.action).format(**inputs),
        severity=kind.severity if severity is None else severity,
        inputs=named,
    )


def finding_at(code: FindingCode, cell: Cell, *, file: str, severity: Severity | None = None, **inputs: str) -> Finding:
    """Return a finding about a cell: its sheet, its address and what it holds."""
    return finding(code, file=file, sheet=cell.sheet, cell=cell.address, found=cell.found, severity=severity, **inputs)


class FindingGroup(NamedTuple):
    """The findings of one kind."""

    code: FindingCode
    title: str
    severity: Severity
    findings: tuple[Finding, ...]


def by_kind(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Return the findings grouped by kind and severity: errors first, then the most numerous; order is kept inside."""
    groups: dict[tuple[FindingCode, Severity], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.code, one.severity), []).append(one)
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    ordered = sorted(groups.items(), key=lambda item: (rank[item[0][1]], -len(item[1]), item[0][0]))
    return [FindingGroup(code, KINDS[code].title, severity, tuple(some)) for (code, severity), some in ordered]
