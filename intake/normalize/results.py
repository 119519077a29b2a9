"""The three things a cell can turn out to be: understood, no data, or not understood. Blank is never zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from intake.findings import Finding, FindingCode, finding_at
from intake.reading_grid import Cell

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about a value that was understood.

    `read_as` says what it was taken for, `text` what was left over (a unit, a remark).
    """

    code: FindingCode
    read_as: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Understood(Generic[T_co]):
    """A value, and the notes on how it was read."""

    value: T_co
    notes: tuple[Note, ...] = ()

    @property
    def note_text(self) -> str:
        """What was written besides the value, to be kept with it; "" when nothing."""
        return "; ".join(dict.fromkeys(note.text for note in self.notes if note.text))


@dataclass(frozen=True, slots=True)
class NoData:
    """Blank (`mark` is ""), or one of the marks people write for it: "SD", "N/A", "-"."""

    mark: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """What it is not; `code` says what was expected (see findings.KINDS). The text itself stays with the caller."""

    code: FindingCode


Result: TypeAlias = Understood[T] | NoData | NotUnderstood


def findings_of(result: Understood[T] | NoData | NotUnderstood, cell: Cell, *, file: str) -> list[Finding]:
    """Return what there is to say about a cell that was read as `result`: nothing for a plain value or a blank."""
    if isinstance(result, Understood):
        return [finding_at(note.code, cell, file=file, read_as=note.read_as) for note in result.notes]
    if isinstance(result, NotUnderstood):
        return [finding_at(result.code, cell, file=file)]
    return [finding_at(FindingCode.NO_DATA_MARK, cell, file=file)] if result.mark else []


def of_problem_cell(cell: Cell) -> NotUnderstood | None:
    """Return what a cell with an error or without a calculated value is, before anything else is asked of it."""
    if cell.error is not None:
        return NotUnderstood(FindingCode.ERROR_CELL)
    if cell.formula_without_value:
        return NotUnderstood(FindingCode.FORMULA_WITHOUT_VALUE)
    return None
