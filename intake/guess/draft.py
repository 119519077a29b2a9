"""Short names for the columns of a table, declared as rules use them, and the rules that all kinds of rows share."""

from __future__ import annotations

from typing import Any

from data_models.names import make_slug
from intake.guess.columns import Column
from intake.guess.names import separator_of
from intake.guess.roles import Anatomy
from intake.guess.writing import Noted, Remark, doubtful, quoted
from intake.reading_grid import column_letters
from intake.wording import N_


class ColumnNames:
    """Short names for the columns that a table's rules use, in the order used."""

    def __init__(self, anatomy: Anatomy) -> None:
        self.columns: dict[str, Any] = {}
        self._anatomy = anatomy
        self._by_number: dict[int, str] = {}

    def of(self, column: Column, *remarks: Remark, percent: bool = False) -> str:
        """Return the short name of a column, declaring it the first time with what there is to say of it."""
        if column.number not in self._by_number:
            base = make_slug(column.header).replace("-", "_")[:40].strip("_") or "columna"
            name = base if base not in self.columns else f"{base}_{column_letters(column.number).lower()}"
            place: Any = column.header
            if column.occurrence > 1 or percent:
                place = {"header": column.header}
                place |= {"occurrence": column.occurrence} if column.occurrence > 1 else {}
                place |= {"percent": True} if percent else {}
            said = (*self._anatomy.remarks.get(column.number, ()), *remarks)
            self.columns[name] = Noted(place, said) if said else place
            self._by_number[column.number] = name
        return self._by_number[column.number]

    def numbers(self) -> set[int]:
        """Return the numbers of the columns declared."""
        return set(self._by_number)

    def in_order(self) -> dict[str, Any]:
        """Return the columns declared, from left to right."""
        return {name: self.columns[name] for _, name in sorted(self._by_number.items())}

    def item_code(self, column: Column, sequence: str) -> Any:
        """Return the rule of the code of a project or indicator: its column, or counting."""
        own = self._anatomy.codes.get(column.number)
        return self.of(own.column) if own is not None else {"sequence": sequence}

    def responsible(self) -> dict[str, Any]:
        """Return the rule of who answers, if a column says it."""
        column = self._anatomy.roles.get("responsible")
        if column is None:
            return {}
        separator = separator_of(column)
        rule: dict[str, Any] = {"column": self.of(column)}
        if separator is None:
            return {"responsible": rule}
        rule["separator"] = separator
        cells = quoted([text for text in column.texts if separator in text], 1)
        said = doubtful(N_("hay celdas con varias áreas, como {cells}; la primera lidera"), cells=cells)
        return {"responsible": Noted(rule, (said,))}
