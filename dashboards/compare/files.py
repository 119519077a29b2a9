"""What moved between two days as a file: a row for each item, with its state on both."""

from __future__ import annotations

from dashboards import formatting
from dashboards.compare import days
from dashboards.compare import question as asking
from dashboards.compare.question import Question
from dashboards.i18n import gettext as _
from dashboards.listing.file_links import FileRows
from data_models import dictionary
from open_data.files import FileColumn, file_columns

# Of the day seen and, before it, of the day compared with.
_BOTH = (
    "status", "value", "value_text", "progress_pct", "target_value", "target_text", "target_due_on",
    "target_revised_on",
)  # fmt: skip
_ABOUT = ("item_kind", "code", "slug", "name", "secretariat_code", "secretariat_name", "unit")


def columns() -> list[FileColumn]:
    """The columns of the file, named as in the dictionary, with which of the two days they are of."""
    about = file_columns([dictionary.column(name) for name in _ABOUT])
    both = [
        FileColumn(f"{column.name}_{side}", f"{column.header}_{word}", column.type, column.meaning, column.words)
        for column in file_columns([dictionary.column(name) for name in _BOTH])
        for side, word in (("before", "antes"), ("after", "despues"))
    ]
    return [*about, *both]


def as_file(question: Question) -> FileRows:
    """What the address lists, or all that changed its status."""
    listed = question if question.listed is not None else question.listing(asking.CHANGED)
    rows = days.listed_rows(listed)
    words = _("{title}, entre el {since} y el {until}").format(
        title=days.list_title(listed, len(rows)),
        since=formatting.day(question.since.day),
        until=formatting.day(question.context.seen_on),
    )
    return FileRows(rows, columns(), words, question.unknown)
