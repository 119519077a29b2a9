"""The rows of the two lists as files: every public column of the progress table, of all rows the address asks for."""

from __future__ import annotations

from dashboards.boards import lists
from dashboards.listing.file_links import FileRows
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import PageContext
from open_data import files


def project_file(context: PageContext) -> FileRows:
    """The projects of an address of /proyectos."""
    return _file(context, "project", project_noun(context.plan))


def indicator_file(context: PageContext) -> FileRows:
    """The indicators of an address of /indicadores."""
    return _file(context, "indicator", indicator_noun(context.plan))


def _file(context: PageContext, item_kind: str, noun: Noun) -> FileRows:
    listing = lists.listing(context, item_kind)
    state = lists.state_words(listing)
    words = noun.counted(len(listing.found)) + lists.scope_words(listing) + (f" {state}" if state else "")
    return FileRows(listing.found, files.PROGRESS, words, listing.asked.unknown)
