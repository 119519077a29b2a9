"""The rules of a table that are about numbers: the indicator, its values and targets, the money, what to check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from data_models.names import make_slug
from intake.guess.amounts import Amounts, Group, Sense
from intake.guess.columns import pair_share
from intake.guess.draft import ColumnNames
from intake.guess.roles import FREQUENCIES, KINDS, TRENDS, Anatomy
from intake.guess.tables import located_periods
from intake.guess.writing import Noted, Remark, confirm, doubtful, quoted
from intake.normalize.text import matching_key
from intake.wording import N_

_PERCENT_UNIT: Final = re.compile(r"^(porcentajes?|%)$")
_SHORTEST_WORD: Final = 3  # shorter ones are abbreviations: I, M, R
_YES: Final = frozenset(("si", "x", "aplica", "1"))


@dataclass(slots=True)
class Measures:
    """Writes the rules about numbers. ``periods`` are the period columns they declare; ``lone_value``, the rule of a
    value whose dates only the whole workbook tells."""

    anatomy: Anatomy
    amounts: Amounts
    names: ColumnNames
    periods: dict[str, Any] = field(default_factory=dict)
    lone_value: dict[str, Any] | None = None

    def indicator(self, depth: int) -> dict[str, Any]:
        anatomy = self.anatomy
        column = anatomy.indicator
        assert column is not None
        rule: dict[str, Any] = {
            "node": depth,
            "code": self.names.item_code(column, "{parent}.I{n}"),
            "name": self.names.of(column),
        }
        if rule["code"] == {"sequence": "{parent}.I{n}"} and column.distinct < column.filled:
            said = doubtful(
                N_("{count} filas repiten el nombre de otra y no hay código: las repetidas no se leen"),
                count=str(column.filled - column.distinct),
            )
            rule["code"] = Noted(rule["code"], (said,))
        if anatomy.promise is not None:
            rule["promise"] = self.names.of(anatomy.promise)
        if anatomy.contributes:
            rule["contributes_to"] = [self.names.of(one) for one in sorted(anatomy.contributes, key=lambda c: c.number)]
        rule["kind"] = self._kind()
        rule["unit"] = self._unit()
        rule |= self._direction()
        rule["frequency"] = self._frequency()
        for role in ("baseline", "source", "definition", "formula"):
            if role in anatomy.roles:
                rule[role] = self.names.of(anatomy.roles[role])
        baseline = anatomy.roles.get("baseline")
        if "baseline_on" in anatomy.roles:
            rule["baseline_on"] = self.names.of(anatomy.roles["baseline_on"])
        elif baseline is not None and baseline.period is not None:
            rule["baseline_on"] = {"value": baseline.period.end}
        return rule | self.names.responsible()

    def _kind(self) -> Any:
        column = self.anatomy.roles.get("kind")
        if column is None:
            return Noted(
                {"value": "process"},
                (confirm(N_("de proceso (process) o de resultado (outcome); la planilla no lo dice")),),
            )
        found = {text: KINDS[key] for text in column.texts if (key := matching_key(text)) in KINDS}
        rule = {"column": self.names.of(column), "map": found, "default": "process"}
        others = [text for text in column.texts if text not in found]
        if not others:
            return rule
        said = confirm(N_("estas palabras no se conocen y se toman como de proceso: {words}"), words=quoted(others))
        return Noted(rule, (said,))

    def _unit(self) -> Any:
        column = self.anatomy.roles.get("unit")
        if column is None and self.amounts.values is not None and self.amounts.values.sense is Sense.SHARE:
            return {"value": "%"}
        if column is None:
            return Noted({"value": "unidades"}, (confirm(N_("la unidad; la planilla no la dice")),))
        name = self.names.of(column)
        counts = [text for text in column.texts if matching_key(text) in ("numero", "cantidad", "unidad")]
        words = dict.fromkeys(counts, "unidades")
        percents = [text for text in column.texts if _PERCENT_UNIT.match(text.casefold())]
        if self.amounts.is_stored_percent and percents:
            words |= dict.fromkeys(percents, "por uno")
            said = doubtful(N_("los porcentajes se guardan como fracción de uno"))
            return Noted({"column": name, "map": words, "keep_others": True, "default": "unidades"}, (said,))
        if words:
            return {"column": name, "map": words, "keep_others": True, "default": "unidades"}
        return {"column": name, "default": "unidades"} if "" in column.keys else name

    def _direction(self) -> dict[str, Any]:
        amounts = self.amounts
        trend = self.anatomy.roles.get("trend")
        said = amounts.remarks.get("accumulation", [])
        accumulation = Noted({"value": amounts.accumulation}, tuple(said))
        years = amounts.accumulation_years
        if trend is None:
            rule: dict[str, Any] = {
                "direction": Noted(
                    {"value": "increase"},
                    (confirm(N_("se supuso que todos aumentan (increase); decrease o keep si no")),),
                ),
                "accumulation": accumulation,
            }
            return rule | ({"accumulation_years": {"value": years}} if years is not None else {})
        ways = {text: TRENDS[key] for text in trend.texts if (key := matching_key(text)) in TRENDS}
        kept = [text for text, way in ways.items() if way == "keep"]
        # What adds up within the year and is "kept" is done again every year: more is better, and it starts anew.
        again = bool(kept) and amounts.accumulation != "last"
        directions = {text: "increase" if again and way == "keep" else way for text, way in ways.items()}
        remarks: list[Remark] = []
        if again:
            sentence = N_(
                "{words} se suma dentro del año y empieza de nuevo cada año; si es un nivel que se conserva, keep"
            )
            remarks.append(doubtful(sentence, words=quoted(kept)))
        elif len(ways) < trend.distinct or any(len(text) < _SHORTEST_WORD for text in ways):
            remarks.append(confirm(N_("qué dirección es cada palabra de «{header}»"), header=trend.header))
        name = self.names.of(trend)
        rule = {
            "direction": Noted({"column": name, "map": directions, "default": "increase"}, tuple(remarks)),
            "accumulation": accumulation,
        }
        if years is not None or again:
            by_word = {text: "last" if text in kept and again else years or amounts.accumulation for text in ways}
            rule["accumulation_years"] = {"column": name, "map": by_word, "default": years or amounts.accumulation}
        return rule

    def _frequency(self) -> Any:
        column = self.anatomy.roles.get("frequency")
        if column is not None:
            found = {text: FREQUENCIES[key] for text in column.texts if (key := matching_key(text)) in FREQUENCIES}
            return {"column": self.names.of(column), "map": found, "default": str(self.amounts.frequency or "yearly")}
        if self.amounts.frequency is not None:
            return {"value": str(self.amounts.frequency)}
        return Noted({"value": "yearly"}, (confirm(N_("cada cuánto se mide; la planilla no lo dice")),))

    # Numbers

    def numbers(self) -> dict[str, Any]:
        amounts = self.amounts
        parts: dict[str, Any] = {}
        targets: list[Any] = []
        whole = self._whole_target()
        if whole is not None:
            targets.append(whole)
        years = self._period_columns(amounts.years, "years") if amounts.years is not None else None
        planned = self._period_columns(amounts.planned, "planned") if amounts.planned is not None else None
        if years is not None:
            if whole is None:
                targets.append(
                    Noted({"kind": "final", "amounts": years}, (doubtful(N_("la meta final es la del último año")),))
                )
            said = tuple(amounts.remarks.get("years", ()))
            interim = {"kind": "interim", "amounts": years}
            targets.append(Noted(interim, said) if said else interim)
        elif amounts.years is not None:
            targets += self._one_by_one(amounts.years, is_target=True)
        if planned is not None:
            targets.append({"kind": "period", "amounts": planned})
        elif amounts.planned is not None:
            targets += self._one_by_one(amounts.planned, is_target=True)
        totals = self._totals(planned, years)
        if totals:
            parts["totals"] = totals
        values = self._values()
        if values:
            parts["values"] = values
        if targets:
            parts["targets"] = targets
        return parts

    def _whole_target(self) -> Any:
        amounts, roles = self.amounts, self.anatomy.roles
        if amounts.whole is None:
            return None
        rule: dict[str, Any] = {
            "kind": "final",
            "column": self.names.of(amounts.whole, *amounts.remarks.get("whole", ())),
        }
        due = roles.get("end") or roles.get("when")
        if amounts.whole_due is not None:
            rule["due_on"] = {"value": amounts.whole_due}
        elif due is not None and self.anatomy.project is None:
            rule["due_on"] = self.names.of(due)
        elif amounts.years is not None:
            rule["due_on"] = {"value": amounts.years.columns[-1][0].end}
        return rule

    def _totals(self, planned: str | None, years: str | None) -> dict[str, Any]:
        amounts = self.amounts
        totals: dict[str, Any] = {}
        if planned is not None and amounts.by_year:
            totals["periods"] = planned
            totals["by_year"] = {year: self.names.of(column) for year, column in amounts.by_year.items()}
        if years is not None and amounts.whole is not None and amounts.accumulation_years is not None:
            totals["years"] = years
            totals["whole"] = self.names.of(amounts.whole)
        return totals

    def _values(self) -> list[Any]:
        amounts = self.amounts
        remarks = tuple(amounts.remarks.get("values", ()))
        if amounts.values is not None:
            name = self._period_columns(amounts.values, "values")
            if name is not None:
                return [Noted({"amounts": name}, remarks) if remarks else {"amounts": name}]
            return self._one_by_one(amounts.values, is_target=False)
        value = self.anatomy.roles.get("value")
        if value is None:
            return []
        self.lone_value = {"column": self.names.of(value)}
        return [
            Noted(
                self.lone_value,
                (
                    confirm(
                        N_("de qué período es el valor; se puso desde el comienzo del plan hasta la fecha de corte")
                    ),
                ),
            )
        ]

    def _period_columns(self, group: Group, name: str) -> str | None:
        """Declare a group of period columns; None when reading would not find them all by one expression."""
        if group.year is not None or group.is_repeated:
            return None
        wanted = {column.number: period for period, column in group.columns}
        exact = "|".join(dict.fromkeys(re.escape(column.header).replace("\\ ", " ") for _, column in group.columns))
        for pattern in (group.pattern(), f"^({exact})$"):
            found = located_periods(self.anatomy.found, pattern)
            blank = {c.number for c in self.anatomy.found.columns if not c.filled}
            if wanted.items() <= found.items() and found.keys() - wanted.keys() <= blank:
                base = make_slug(group.words).replace("-", "_")[:30] or name
                key = base if base not in self.periods else f"{base}_{group.frequency}"
                self.periods[key] = {"header": pattern}
                return key
        return None

    def _one_by_one(self, group: Group, *, is_target: bool) -> list[Any]:
        """Rules for columns that no expression over the headers can read: one for each column, with its dates."""
        rules: list[Any] = []
        seen: set[object] = set()
        for period, column in group.columns:
            if period in seen:
                continue
            seen.add(period)
            name = self.names.of(column)
            if is_target:
                rules.append({"kind": "interim", "column": name, "due_on": {"value": period.end}})
            else:
                rules.append({"column": name, "period_start": period.start, "period_end": period.end})
        remark = (
            confirm(N_("los encabezados no dicen el año; se supuso {year}"), year=str(group.year))
            if group.year is not None
            else doubtful(N_("hay dos columnas de un mismo período; se tomó la primera"))
            if group.is_repeated
            else doubtful(N_("los períodos del encabezado se escribieron uno por uno"))
        )
        rules[0] = Noted(rules[0], (remark,))
        return rules

    # Money and links

    def budgets(self) -> list[Any]:
        rules: list[Any] = []
        project = self.anatomy.project
        for money in self.amounts.budgets:
            per_project = project is not None and (
                self.anatomy.indicator is None
                or all(pair_share(project.keys_down, column.keys) == 1.0 for column in money.columns.values())
            )
            rule: dict[str, Any] = {"item": "project"} if per_project else {}
            if money.year is not None:
                rule["year"] = money.year
            for slot, column in money.columns.items():
                rule[slot] = self.names.of(column, *self.amounts.remarks.get(f"budget {money.year} {slot}", ()))
            rules.append(rule)
        return rules

    def checks(self) -> list[dict[str, Any]]:
        """What the sheet computes itself and the import can compute again: achievements, totals, columns said twice."""
        amounts, totals = self.amounts, self.anatomy.found.totals
        checks: list[dict[str, Any]] = [
            {"kind": "annual_achievement", "year": year, "column": self.names.of(column)}
            for year, column in amounts.achievements.items()
        ]
        checks += [
            {"kind": "same", "column": self.names.of(one), "other": self.names.of(used), "used": self.names.of(used)}
            for one, used in amounts.alike
        ]
        money = {column.number: column for one in amounts.budgets for column in one.columns.values()}
        summed = [self.names.of(column) for number, column in money.items() if number in totals]
        return [*checks, {"kind": "total_row", "columns": summed}] if summed else checks

    def links(self) -> list[Any]:
        """Columns that only mark some rows ("SI", "X"), and the Sustainable Development Goals."""
        anatomy = self.anatomy
        item: dict[str, Any] = {} if anatomy.indicator is not None else {"item": "project"}
        rules: list[Any] = []
        sdg = anatomy.roles.get("sdg")
        if sdg is not None and sdg.is_code_like:
            number = {"column": self.names.of(sdg), "pattern": r"(\d+(?:\.\w+)?)"}
            rules.append({"cross_axis": "ods", "cross_axis_name": "ODS", **item, "code": number})
        for column in anatomy.found.columns:
            if column.number in anatomy.taken() or column.distinct != 1 or column.filled == len(column.cells):
                continue
            if set(filter(None, column.keys)) <= _YES:
                said = doubtful(
                    N_("«{header}» solo marca filas; se lee como vínculo con un eje transversal"), header=column.header
                )
                code = {"column": self.names.of(column), "map": {column.texts[0]: "1"}}
                link = {"cross_axis": make_slug(column.header), "cross_axis_name": column.header, **item, "code": code,
                        "names": {"1": column.header}}  # fmt: skip
                rules.append(Noted(link, (said,)))
        return rules
