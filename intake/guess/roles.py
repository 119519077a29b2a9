"""What the columns of a table are: the item of each row, the levels above it, their codes, who answers, what is due.

Headers propose and cells decide: a level is a text that repeats and that the rows below decide; a code goes one to one
with the names it stands for; of two columns with one header, the one that follows the item's own name is the item's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.guess.columns import CODE_WORD, LEVEL_WORDS, Column, codes_in_names, pair_share
from intake.guess.tables import Found, depends, letter_of
from intake.guess.writing import Remark, confirm, doubtful, quoted, sure
from intake.normalize.text import matching_key
from intake.wording import N_

HIERARCHY_SHARE: Final = 0.9  # so many of a level's names must stand under one name of the level above
MOST_LEVELS: Final = 4  # a fixed one above them makes five, the most a recipe has
_AREA_NAME: Final = re.compile(
    r"^(sub ?)?(secretaria|sec|direccion|dir|departamento|dpto|oficina|coordinacion|area|comite|instituto|gerencia)\b"
)
_PERIOD_COLUMN: Final = re.compile(r"^(ano|anio|periodo|mes|trimestre|semestre|ejercicio|vigencia)$")
_DATING: Final = re.compile(r"^(ano|anio|fecha|vigencia)\b")
KINDS: Final = {
    "proceso": "process", "de proceso": "process", "producto": "process", "de producto": "process",
    "gestion": "process", "de gestion": "process", "resultado": "outcome", "de resultado": "outcome",
    "finalidad": "outcome", "de finalidad": "outcome", "impacto": "outcome", "de impacto": "outcome",
}  # fmt: skip
TRENDS: Final = {
    "i": "increase", "incremento": "increase", "incrementar": "increase", "aumento": "increase",
    "aumentar": "increase", "creciente": "increase", "ascendente": "increase", "positiva": "increase",
    "d": "decrease", "r": "decrease", "reduccion": "decrease", "reducir": "decrease", "disminucion": "decrease",
    "disminuir": "decrease", "decreciente": "decrease", "descendente": "decrease", "negativa": "decrease",
    "m": "keep", "mantenimiento": "keep", "mantener": "keep", "constante": "keep", "estable": "keep",
}  # fmt: skip
FREQUENCIES: Final = {
    "mensual": "monthly", "bimestral": "bimonthly", "trimestral": "quarterly", "cuatrimestral": "four_monthly",
    "semestral": "half_yearly", "anual": "yearly",
}  # fmt: skip


@dataclass(slots=True)
class Code:
    """The column of a code. ``has_several_names``: one code stands for several names."""

    column: Column
    has_several_names: bool = False


@dataclass(slots=True)
class Anatomy:
    """What the columns of one table are."""

    found: Found
    levels: list[Column] = field(default_factory=list)
    project: Column | None = None
    indicator: Column | None = None
    promise: Column | None = None
    contributes: list[Column] = field(default_factory=list)
    codes: dict[int, Code] = field(default_factory=dict)  # by the number of the column it is the code of
    roles: dict[str, Column] = field(default_factory=dict)
    others: dict[str, list[Column]] = field(default_factory=dict)  # the columns that might have been a role too
    remarks: dict[int, list[Remark]] = field(default_factory=dict)  # by the number of the column they speak of
    about: list[Remark] = field(default_factory=list)

    @property
    def item(self) -> Column | None:
        """The column with the name of what a row is."""
        return self.indicator or self.project

    @property
    def is_plan(self) -> bool:
        """Whether the table looks like one of a plan."""
        return self.item is not None

    def note(self, column: Column, *remarks: Remark) -> None:
        """Say something of a column where the recipe names it."""
        self.remarks.setdefault(column.number, []).extend(remarks)

    def taken(self) -> set[int]:
        """The numbers of the columns that already are something."""
        columns = [*self.levels, self.project, self.indicator, self.promise, *self.contributes, *self.roles.values()]
        numbers = {column.number for column in columns if column is not None}
        return numbers | {code.column.number for code in self.codes.values()}


def anatomy_of(found: Found) -> Anatomy:
    """Return what the columns of a table are."""
    anatomy = Anatomy(found)
    texts = [column for column in found.columns if column.is_text]
    _find_items(anatomy, texts)
    if anatomy.item is None:
        return anatomy
    _find_levels(anatomy, texts)
    _find_codes(anatomy)
    _prefer_a_unique_name(anatomy)
    _find_roles(anatomy)
    _find_both(anatomy)
    _tell_long_tables(anatomy)
    return anatomy


def _find_both(anatomy: Anatomy) -> None:
    """A row that is called a project, has numbers and has a state or dates is a project and an indicator of it."""
    item, roles = anatomy.indicator, anatomy.roles
    if item is None or anatomy.project is not None or item.item_word is None:
        return
    if "state" in roles or "declared" in roles or ("start" in roles and ("end" in roles or "when" in roles)):
        anatomy.project = item
        said = doubtful(N_("cada fila se lee como proyecto, por su estado o fechas, y como indicador, por sus números"))
        anatomy.remarks[item.number] = [said]


def _tell_long_tables(anatomy: Anatomy) -> None:
    """A table with one row for each indicator and period cannot be read as it is."""
    item = anatomy.item
    if item is None or item.distinct == item.filled or item.number in anatomy.codes:
        return
    for column in anatomy.found.columns:
        if _PERIOD_COLUMN.search(column.key) and column.filled_share == 1.0 and 1 < column.distinct < column.filled:
            anatomy.about.append(
                confirm(N_("«{item}» ocupa una fila por cada «{column}»: así no se lee; pase los períodos a columnas"),
                        item=item.header, column=column.header)
            )  # fmt: skip


# The item of a row


def _find_items(anatomy: Anatomy, texts: Sequence[Column]) -> None:
    named = [column for column in texts if not column.is_code_header]
    numeric = [column for column in anatomy.found.columns if column.is_numeric]
    measures = [
        column
        for column in numeric
        if (column.period is not None and not column.is_money)
        or (column.says("target") and not column.is_money)
        or column.says("baseline")
    ]
    indicators = [column for column in named if column.names_indicator]
    goals = [c for c in named if c.names_goal and not c.says("baseline") and c.level_word is None]
    projects = [column for column in named if column.item_word is not None]
    anything = [column for column in named if column.names_anything and column.item_word is None]
    anatomy.indicator = _most_different(indicators) or _most_different(goals)
    if indicators and goals:
        anatomy.promise = _most_different(goals)
    anatomy.contributes = [
        column
        for column in (*goals, *indicators)
        if column not in (anatomy.indicator, anatomy.promise)
        and anatomy.indicator is not None
        and column.distinct < anatomy.indicator.distinct
    ]
    project = next((c for c in sorted(projects, key=lambda c: -c.distinct) if c.item_word == "proyecto"), None)
    anatomy.project = (project if anatomy.indicator else None) or _most_different(projects)
    if anatomy.item is None:
        levels = [column for column in named if column.level_word is not None]
        name = _most_different(anything) or (_most_different(levels) if _speaks_of_plans(anatomy.found) else None)
        if name is not None and (levels or measures or _speaks_of_plans(anatomy.found)):
            anatomy.project = name
        elif named and len([column for column in measures if column.period is not None]) > 1:
            anatomy.project = _most_different(named)
            if anatomy.project is not None:
                anatomy.note(
                    anatomy.project,
                    doubtful(N_("es la columna con más textos distintos; ningún encabezado dice qué es cada fila")),
                )
    if anatomy.indicator is None and anatomy.project is not None and measures:
        anatomy.indicator, anatomy.project = anatomy.project, None
        anatomy.note(
            anatomy.indicator, doubtful(N_("cada fila tiene metas o valores en números, así que se lee como indicador"))
        )


def _speaks_of_plans(found: Found) -> bool:
    """Whether several columns that only plans have are there: who answers, the state, the goal, the baseline."""
    roles = ("responsible", "state", "target", "baseline", "start", "end", "declared")
    said = {role for role in roles for column in found.columns if column.says(role)}
    has_level = any(column.level_word is not None and column.is_text for column in found.columns)
    return len(said) + has_level > 1


def _most_different(columns: Sequence[Column]) -> Column | None:
    return max(columns, key=lambda column: (column.distinct, -column.number), default=None)


def _prefer_a_unique_name(anatomy: Anatomy) -> None:
    """Without a code, names tell rows apart: of the goal and its indicator the one that is unique serves."""
    item, promise = anatomy.indicator, anatomy.promise
    if item is None or item.number in anatomy.codes or item.is_unique:
        return
    if promise is not None and promise.is_unique:
        anatomy.indicator, anatomy.promise = promise, item
        anatomy.note(
            promise, doubtful(N_("hace de nombre porque «{header}» se repite y no hay código"), header=item.header)
        )


# The levels above it


def _find_levels(anatomy: Anatomy, texts: Sequence[Column]) -> None:
    item = anatomy.item
    if item is None:
        return
    used = anatomy.taken()
    named = [
        column
        for column in texts
        if column.number not in used
        and (column.level_word is not None or column.item_word is not None)
        and not (column.says("baseline") or column.is_code_header)
        and column.distinct <= max(item.distinct, 1)
    ]
    if not named:
        named = [column for column in texts if column.number not in used and _is_grouping(column, item)]
        for column in named:
            anatomy.note(
                column, doubtful(N_("es un nivel porque sus textos se repiten por tramos; su encabezado no lo dice"))
            )
    ordered = sorted(named, key=lambda column: (column.distinct, _rank(column), column.number))
    chain: list[Column] = []
    for column in ordered:
        upper = chain[-1] if chain else None
        if upper is None or depends(column, upper) >= HIERARCHY_SHARE or column.distinct == upper.distinct:
            chain.append(column)
        else:
            anatomy.about.append(
                doubtful(N_("«{column}» no está siempre debajo de «{upper}» y no se propone como nivel"),
                         column=column.header, upper=upper.header)
            )  # fmt: skip
    if len({column.distinct for column in chain}) < len(chain):
        chain.sort(key=lambda column: (_rank(column), column.distinct, column.number))
    anatomy.levels = chain[-MOST_LEVELS:]
    if anatomy.indicator is not None and anatomy.project is not None:
        anatomy.levels = [level for level in anatomy.levels if level is not anatomy.project]
    for column in anatomy.levels:
        _describe_level(anatomy, column)


def _describe_level(anatomy: Anatomy, column: Column) -> None:
    anatomy.note(
        column,
        sure(N_("es un nivel; nombres distintos: {count}, en {rows} filas"),
             count=str(column.distinct), rows=str(len(column.cells)))
        if column.distinct < len(column.cells)
        else doubtful(N_("es un nivel por su encabezado, aunque ningún nombre se repite")),
    )  # fmt: skip


def _is_grouping(column: Column, item: Column) -> bool:
    """Whether a text on the item's left repeats in runs, each text in one place."""
    if column.number > item.number or column.distinct < 2 or column.distinct > len(column.cells) / 2:
        return False
    if column.says("responsible") or column.says("state") or column.says("unit") or column.says("kind"):
        return False
    runs = sum(a != b for a, b in zip(column.keys_down, column.keys_down[1:], strict=False)) + 1
    return runs <= 1.2 * column.distinct


def _rank(column: Column) -> int:
    return LEVEL_WORDS[column.level_word][0] if column.level_word in LEVEL_WORDS else 9


# Codes


def _find_codes(anatomy: Anatomy) -> None:
    item = anatomy.item
    named = [c for c in (item, anatomy.project, *reversed(anatomy.levels)) if c is not None]
    for column in dict.fromkeys(named):
        must_be_unique = column is item
        found = _code_of(anatomy, column, must_be_unique=must_be_unique)
        if found is not None:
            anatomy.codes[column.number] = found


def _code_of(anatomy: Anatomy, named: Column, *, must_be_unique: bool) -> Code | None:
    """The column that goes one to one with the names: by its header and its place when there are several."""
    used = anatomy.taken()
    candidates: list[tuple[tuple[float, ...], Code]] = []
    for column in anatomy.found.columns:
        if column.number in used or column.period is not None or not column.is_code_like:
            continue
        has_word = column.is_code_header
        is_before = column.number == named.number - 1
        if not (has_word or is_before) or any(
            column.says(role) for role in ("weight", "baseline", "money", "state", "unit")
        ):
            continue
        codes, names = column.keys_down, named.keys_down
        if must_be_unique:
            if not column.is_unique:
                continue
            share = 1.0
        else:
            share = pair_share(codes, names)
            if "" in codes or pair_share(names, codes) < HIERARCHY_SHARE or share < 0.5:
                continue
        shared = len(_matter(column) & _matter(named))
        near = -abs(named.number - column.number)
        candidates.append(((share >= 1.0, has_word, shared, near), Code(column, share < 1.0)))
    if must_be_unique and anatomy.indicator is named:
        candidates = [one for one in candidates if one[0][1] or one[1].column.number == named.number - 1]
    if not candidates:
        return None
    candidates.sort(key=lambda one: one[0], reverse=True)
    best = candidates[0][1]
    alike = [one.column for rank, one in candidates[1:] if rank[:2] == candidates[0][0][:2] and rank[2]]
    anatomy.note(best.column, *_about_code(best, named, alike, must_be_unique))
    return best


def _about_code(code: Code, named: Column, others: Sequence[Column], must_be_unique: bool) -> list[Remark]:
    remarks = [
        sure(N_("es el código de «{name}»: no falta en ninguna fila y no se repite"), name=named.header)
        if must_be_unique
        else doubtful(
            N_("es el código de «{name}», pero hay códigos con más de un nombre (several_names)"), name=named.header
        )
        if code.has_several_names
        else sure(N_("es el código de «{name}»: a cada nombre, un código"), name=named.header)
    ]
    if others:
        remarks.append(or_else(others))
    return remarks


def or_else(others: Sequence[Column]) -> Remark:
    shown = [f"{column.header} ({letter_of(column)})" for column in others]
    return doubtful(N_("también podría ser {columns}"), columns=quoted(shown))


def _matter(column: Column) -> set[str]:
    """The words of a header that tell what it speaks of: "COD,.INT. PROGRAMA" and "PROGRAMA PDT" share one."""
    return {word.removesuffix("s") for word in column.key.split() if len(word) > 3 and not CODE_WORD.search(word)}


# Everything else


def _find_roles(anatomy: Anatomy) -> None:
    free = [c for c in anatomy.found.columns if c.number not in anatomy.taken() and c.filled and c.period is None]
    tests: dict[str, Callable[[Column], bool]] = {
        "kind": lambda c: _mapped_share(c, KINDS) > 0.5,
        "trend": lambda c: c.distinct <= 6 and _mapped_share(c, TRENDS) > 0.5,
        "state": lambda c: c.state_share > 0.5,
        "start": lambda c: c.date_share > 0.5,
        "end": lambda c: c.date_share > 0.5,
        "when": lambda c: c.date_share > 0.3 and not c.is_numeric,
        "frequency": lambda c: _mapped_share(c, FREQUENCIES) > 0.5,
        "unit": lambda c: c.distinct <= max(3, len(c.cells) * 0.9) and not c.is_numeric,
        "weight": lambda c: c.is_numeric,
        "source": lambda c: not c.is_numeric,
        "definition": lambda c: c.is_text,
        "formula": lambda c: c.is_text,
        "district": lambda c: c.is_text,
        "sdg": lambda c: c.filled > 0,
    }  # fmt: skip
    _find_responsible(anatomy, free)
    for role, serves in tests.items():
        used = anatomy.taken()
        columns = [c for c in free if c.number not in used and c.says(role) and serves(c)]
        _take(anatomy, role, columns)
    _find_numbers(anatomy, free)
    for column in free:
        if column.number not in anatomy.taken() and column.says("state") and column.is_text:
            anatomy.about.append(
                confirm(N_("«{column}» parece un estado, pero sus textos no se entienden: {texts}"),
                        column=column.header, texts=quoted(column.texts))
            )  # fmt: skip


def _find_numbers(anatomy: Anatomy, free: Sequence[Column]) -> None:
    """Baseline, target, value and declared progress; a baseline may name its year in the header."""
    baselines = [
        c for c in anatomy.found.columns if c.says("baseline") and c.filled and c.number not in anatomy.taken()
    ]
    _take(anatomy, "baseline", [column for column in baselines if not _DATING.search(column.own)])
    _take(anatomy, "baseline_on", [column for column in baselines if _DATING.search(column.own)])
    for role in ("target", "value", "declared") if anatomy.indicator is not None else ("declared",):
        used = anatomy.taken()
        columns = [
            column
            for column in free
            if column.number not in used
            and column.is_numeric
            and column.says(role)
            and not column.is_money
            and not (role != "declared" and column.is_share)
            and not (
                role == "declared" and any(number is not None and not 0 <= number <= 100 for number in column.numbers)
            )
            and not (
                role == "declared"
                and (anatomy.project is None or (anatomy.indicator is not None and not column.is_share))
            )
        ]
        _take(anatomy, role, columns)


def _take(anatomy: Anatomy, role: str, columns: Sequence[Column]) -> None:
    """Choose the column of a role: the item's own before those of other names, then the first."""
    if not columns:
        return
    mine = [
        column for column in columns if _owner(anatomy, column) in (anatomy.indicator, anatomy.promise, anatomy.project)
    ]
    best = (mine or list(columns))[0]
    anatomy.roles[role] = best
    others = [column for column in columns if column is not best]
    anatomy.others[role] = others
    repeated = [column for column in others if column.key == best.key]
    if repeated:
        owner = _owner(anatomy, repeated[0])
        which = N_("hay {count} columnas «{header}»; se tomó la que sigue a «{mine}», y {other} sigue a «{owner}»")
        my_owner = _owner(anatomy, best)
        anatomy.note(
            best,
            doubtful(which, count=str(len(repeated) + 1), header=best.header, mine=my_owner.header if my_owner else "",
                     other=letter_of(repeated[0]), owner=owner.header if owner else ""),
        )  # fmt: skip
    elif others:
        anatomy.note(best, or_else(others))


def _owner(anatomy: Anatomy, column: Column) -> Column | None:
    """The nearest column with a name on the left of a column: it is that item's own."""
    named = [*anatomy.levels, anatomy.project, anatomy.indicator, anatomy.promise, *anatomy.contributes]
    left = [one for one in named if one is not None and one.number < column.number]
    return max(left, key=lambda one: one.number, default=anatomy.item)


def _find_responsible(anatomy: Anatomy, free: Sequence[Column]) -> None:
    """Who answers: of several such columns the one whose texts are names of areas rather than of people."""
    columns = [column for column in free if column.says("responsible") and column.is_text]
    if not columns:
        return
    best = max(columns, key=lambda c: (round(_area_share(c), 1), matching_key("responsable") in c.key, -c.distinct))
    anatomy.roles["responsible"] = best
    others = [column for column in columns if column is not best]
    if others:
        anatomy.note(best, or_else(others))


def _area_share(column: Column) -> float:
    names = Counter(bool(_AREA_NAME.search(matching_key(text))) for text in column.texts)
    return names[True] / max(1, names.total())


def _mapped_share(column: Column, words: dict[str, str]) -> float:
    return sum(key in words for key in column.keys) / max(1, column.filled)


def axis_codes(column: Column) -> list[str] | None:
    """Return the numbers that the names of a level begin with when each has its own, else None."""
    found = codes_in_names(column.texts)
    return found if found is not None and len(set(found)) == len(found) else None
