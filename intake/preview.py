"""What an import would do, as a short table read before saying yes; and what a recipe reads, for whoever writes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from data_models.document import PlanDocument
from data_models.sync_changes import Changes
from intake.extract import Extraction
from intake.findings import Finding, Severity, by_kind
from intake.normalize.names import propose_same
from intake.wording import N_, Translate, as_written, on_one_line

KIND_WORDS: Final[dict[str, str]] = {
    "municipality": N_("Municipio"),
    "plan": N_("Plan"),
    "levels": N_("Nombres de niveles"),
    "secretariats": N_("Secretarías y áreas"),
    "nodes": N_("Ejes, programas y niveles"),
    "projects": N_("Proyectos"),
    "milestones": N_("Hitos"),
    "indicators": N_("Indicadores"),
    "targets": N_("Metas"),
    "values": N_("Valores"),
    "budgets": N_("Presupuesto"),
    "cross_axis_items": N_("Objetivos transversales"),
    "links": N_("Vínculos"),
}
SEVERITY_WORDS: Final[dict[Severity, str]] = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("aviso"),
    Severity.INFO: N_("nota"),
}
_HEADERS: Final = ("", N_("nuevos"), N_("cambian"), N_("sin cambios"), N_("retirados"))
UNCHANGED: Final = N_("Sin cambios: el plan guardado ya dice lo mismo que esta fuente.")
KEPT: Final = N_("Quedan como estaban, porque esta fuente no los trae o no se pudieron leer: {kept}.")
_EXAMPLES_PER_KIND: Final = 3


class PreviewRow(NamedTuple):
    """How many records of a kind an import would add, change, leave and withdraw."""

    kind: str
    new: int
    changed: int
    unchanged: int
    withdrawn: int


def preview_rows(changes: Changes) -> list[PreviewRow]:
    """Return one row for each kind of record that the source or the stored plan has."""
    rows = [
        PreviewRow(kind, len(found.new), len(found.changed), found.unchanged, len(found.withdrawn))
        for kind, found in changes.by_kind.items()
    ]
    return [row for row in rows if any(row[1:])]


def preview_text(changes: Changes, findings: Sequence[Finding], translate: Translate = as_written) -> str:
    """Return the table of changes and the findings by kind, as lines for a terminal."""
    lines = []
    if changes.is_empty:
        lines.append(translate(UNCHANGED))
    else:
        words = [tuple(translate(word) if word else "" for word in _HEADERS)]
        words += [(translate(KIND_WORDS[row.kind]), *map(_dotted, row[1:])) for row in preview_rows(changes)]
        lines += _aligned(words)
    if changes.kept:
        kept = ", ".join(f"{translate(KIND_WORDS[kind])} {_dotted(number)}" for kind, number in changes.kept.items())
        lines.append(translate(KEPT).format(kept=kept))
    return "\n".join([*lines, *findings_lines(findings, translate)])


def findings_lines(findings: Sequence[Finding], translate: Translate = as_written, *, examples: int = 1) -> list[str]:
    """Return the findings by kind: how many, what they are called, and the first of each with its cell."""
    if not findings:
        return [translate(N_("Sin hallazgos."))]
    lines = [translate(N_("Hallazgos: {count}")).format(count=_dotted(len(findings)))]
    for group in by_kind(findings):
        severity = translate(SEVERITY_WORDS[group.severity])
        lines.append(f"  {_dotted(len(group.findings)):>6}  {translate(group.title)} ({severity})")
        for one in group.findings[:examples]:
            place = "!".join(filter(None, (one.sheet, one.cell)))
            said = f"«{on_one_line(one.found, 60)}»" if one.found else ""
            expected = translate(N_("se esperaba {expected};")).format(expected=one.expected_in(translate))
            lines.append("          " + " ".join(filter(None, (place, said, "→", expected, one.action_in(translate)))))
    return lines


def reading_text(extraction: Extraction, translate: Translate = as_written) -> str:
    """Return what a recipe reads: counts, the first of each kind, findings, and names that may be the same."""
    document = extraction.document
    lines = [
        translate(N_("{plan} ({municipality}), del {start} al {end}; {rows} filas leídas")).format(
            plan=document.plan.name,
            municipality=document.municipality.name,
            start=f"{document.plan.starts_on:%d/%m/%Y}",
            end=f"{document.plan.ends_on:%d/%m/%Y}",
            rows=_dotted(extraction.rows_read),
        )
    ]
    for kind, word in KIND_WORDS.items():
        records = getattr(document, kind) if kind not in ("municipality", "plan") else []
        if records:
            lines.append(f"{translate(word)}: {_dotted(len(records))}")
            lines += ["    " + _line_of(record) for record in records[:_EXAMPLES_PER_KIND]]
    lines += findings_lines(extraction.findings, translate, examples=_EXAMPLES_PER_KIND)
    return "\n".join([*lines, *_proposals(document, translate)])


def _proposals(document: PlanDocument, translate: Translate) -> list[str]:
    names = [area.name for area in document.secretariats]
    proposals = propose_same(names, names)
    if not proposals:
        return []
    lines = [translate(N_("Nombres parecidos; si son el mismo, confírmelo en same_as de la receta:"))]
    return lines + [f"    {one.score:3.0f}  {one.name}  ·  {one.known}" for one in proposals]


def _line_of(record: object) -> str:
    code = (
        getattr(record, "code", None) or getattr(record, "indicator_code", None) or getattr(record, "item_code", None)
    )
    if code is None and (key := getattr(record, "key", None)) is not None:
        code = key.code
    pieces = [code, getattr(record, "name", None) or getattr(record, "plural", None)]
    for name in ("kind", "period_end", "due_on", "year", "value", "text"):
        value = getattr(record, name, None)
        pieces.append(f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value)
    ref = getattr(record, "source_ref", None)
    said = " · ".join(str(piece) for piece in pieces if piece is not None)
    return on_one_line(said, 140) + (f"  [{ref}]" if ref else "")


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
