"""Pages that show every component with made-up data: what the shell and the components are tested on."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace
from typing import Any

from dashboards import formatting
from dashboards.components import bars, charts, forms, formulas, marks, status, tables
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.nouns import project_noun
from dashboards.page import Page, PageContext, PageMoved, PageNotFound, PageView
from data_models.queries.plans import Counts, Level, PlanSummary
from data_models.visibility import Reader

PLAN = PlanSummary(
    id=1,
    code="demo",
    name="Plan de Gobierno 2023-2027 (demostración)",
    municipality_id=1,
    municipality_code="ejemplo",
    municipality_name="Municipio de ejemplo",
    country="AR",
    currency="ARS",
    starts_on=date(2023, 12, 10),
    ends_on=date(2027, 12, 9),
    as_of=date(2026, 10, 31),
    known_since=date(2023, 12, 10),
    on_track_min=0.9,
    at_risk_min=0.6,
    is_public=True,
    is_demo=True,
    licence="Creative Commons Atribución 4.0",
    levels=(Level("node", 1, "eje", "ejes"), Level("project", None, "proyecto", "proyectos")),
    counts=Counts(13, 6, 35, 1685, 242),
)
COUNTS = dict(zip(status.STATUSES, (41, 94, 38, 33, 14, 18, 4), strict=True))
AXES = ("Gobierno cercano y transparente", "Ciudad que cuida", "Aprender y trabajar", "Ambiente y agua")
WINDOW = bars.time_window(date(2024, 1, 1), date(2027, 12, 31), PLAN.as_of)


class ExampleSource:
    """A shell's source without a database; `version` and `known` may be changed by a test."""

    def __init__(self) -> None:
        self.store: Any = SimpleNamespace(at_version=lambda _version: nullcontext())
        self.version = 7
        self.known = [PLAN]

    def data_version(self) -> int:
        return self.version

    def today(self) -> date:
        return PLAN.as_of

    def plans(self, reader: Reader) -> list[PlanSummary]:
        return self.known

    def find_plan(self, reader: Reader, code: str | None) -> PlanSummary | None:
        return next((plan for plan in self.known if code in (None, plan.code)), None)


def _filters(context: PageContext) -> list[Any]:
    axes = [forms.Choice(str(nth), f"{nth} · {name}") for nth, name in enumerate(AXES, start=1)]
    return forms.filters_form(
        context.address,
        [
            forms.select_filter("eje", "Eje", axes, context.address.value("eje"), everything="Todos los ejes"),
            forms.search_filter("q", "Buscar", context.address.value("q")),
            forms.as_of_filter(context.address, first=PLAN.starts_on, last=PLAN.as_of),
        ],
    )


def build_board(context: PageContext) -> PageView:
    """A board like the Panorama: words, strip, counts, matrix of marks, worst goals, secretariats."""
    axis = context.address.value("eje")
    unknown = [("el eje", axis)] if axis is not None and axis not in "1234" else []
    where = f" en «{AXES[int(axis) - 1]}»" if axis and not unknown else ""
    title = f"135 de 242 metas van bien{where}; 33 están atrasadas"

    def link(of: str) -> str:
        return context.link("/lista", estado=status.STATUS_SLUGS[of], n=COUNTS[of])

    rows = [
        marks.MatrixRow(
            f"{nth}. {name}",
            context.link(f"/ficha/eje-{nth}"),
            "290 proyectos",
            {
                of: marks.MatrixCell(marks.Marks(count, count // 7 if of in ("on_track", "at_risk") else 0), link(of))
                for of, count in zip(status.STATUSES, (71 + nth, 106, 37, 22, 34, 15, 5 if nth > 1 else 0), strict=True)
            },
        )
        for nth, name in enumerate(AXES, start=1)
    ]
    worst = [
        (
            [
                h.a("Cuadras con arbolado completo", href=context.link("/ficha/arbolado")),
                h.span("54,2 % · meta 75 % al 31/12/2027", className="who"),
            ],
            [bars.bullet(10, 69, "off_track", stale=nth == 1), h.span("Avance 10 %, esperado 69 %", className="who")],
            [h.b("59 puntos menos"), h.span("debería ir en 67,8 %", className="who")],
            ["Servicios Públicos", h.span("Referente de datos", className="who")],
            status.freshness_word(("due", "overdue", "fresh")[nth], date(2026, 9, 30)),
        )
        for nth in range(3)
    ]
    tree = [
        _filters(context),
        parts.unknown_filters_notice(context.address, unknown),
        parts.page_head(
            title,
            kick="Panorama del municipio al 31/10/2026",
            lede=[h.strong("Van bien 6 más que hace un mes"), ": 10 mejoraron y 5 empeoraron."],
        ),
        parts.section(
            "estado",
            "Estado de las metas",
            status.strip(COUNTS),
            status.status_numbers(COUNTS, link, {"met": "+2 en el mes", "cancelled": "igual"}),
            h.p("Base: 242 metas, una por indicador.", className="base"),
            parts.jump_links([("proyectos", "Proyectos"), ("atrasado", "Lo más atrasado")]),
            hidden_title=True,
        ),
        parts.section(
            "proyectos",
            "405 de los 1.685 proyectos terminaron; 152 están atrasados",
            marks.status_matrix("Eje", project_noun(PLAN).named, rows, labelled_by="proyectos-titulo"),
            sub="Cada marca es un proyecto; los huecos llevan su dato vencido.",
        ),
        parts.section(
            "atrasado",
            "Lo más atrasado",
            tables.data_table(
                [
                    tables.TableColumn("Meta"),
                    tables.TableColumn("Avance y esperado (línea)"),
                    tables.TableColumn("Distancia"),
                    tables.TableColumn("Responde"),
                    tables.TableColumn("Dato"),
                ],
                worst,
                labelled_by="atrasado-titulo",
            ),
            parts.links_list([parts.counted_link("Las 33 metas atrasadas", link("off_track"), 33)]),
        ),
        parts.section(
            "secretarias",
            "Por secretaría",
            tables.data_table(
                [
                    tables.TableColumn("Secretaría"),
                    tables.TableColumn("Metas", is_named_on_phone=False),
                    tables.TableColumn("Van bien", is_number=True),
                ],
                [
                    [
                        h.a("Ambiente y Energía", href=context.link("/ficha/ambiente"), className="gname"),
                        marks.marks_row({of: marks.Marks(count // 5, count // 20) for of, count in COUNTS.items()}),
                        "12 de 24",
                    ],
                    tables.TableRow(["Municipio", h.span("todas", className="vh"), "135 de 242"], is_total=True),
                ],
                labelled_by="secretarias-titulo",
                class_name="secs",
            ),
            status.status_key(),
        ),
        parts.section(
            "letra-chica",
            "Cobertura y reglas",
            parts.fine_print([("Estado", "Avance ÷ avance esperado."), ("Licencia", None)]),
            h.details(h.summary("Más"), h.p("Detalle.")),
        ),
    ]
    return PageView(title, f"{title} al 31/10/2026.", tree)


def build_sheet(context: PageContext) -> PageView:
    """A sheet like an indicator's: value, facts, chart, sums, values, projects with timelines."""
    name = context.arguments["nombre"]
    if name == "no-existe":
        raise PageNotFound("No hay ninguna ficha con ese nombre.")
    if name == "antes":
        raise PageMoved(context.link("/ficha/ahora"))
    if name == "rota":
        raise ZeroDivisionError("a page that breaks")
    days = [date(2023, 12, 31), *(date(year, month, 30) for year in (2024, 2025, 2026) for month in (3, 6, 9, 12))][:12]
    values = [18, 18.6, 20.4, 22.7, 24.9, 26.8, 28.2, 29.3, 30.4, 31.9, 33.6, 34.9]
    end = date(2027, 12, 31)
    path = [(days[0], 18.0), (end, 60.0)]
    chart = charts.line_chart(
        start=days[0],
        end=end,
        bands=[
            charts.Band([(days[0], 18.0), (end, 60.0)], [(days[0], 18.0), (end, 55.8)], "--st-on-track", 0.2),
            charts.Band([(days[0], 18.0), (end, 55.8)], [(days[0], 18.0), (end, 43.2)], "--st-at-risk", 0.13),
        ],
        lines=[
            charts.Line([(days[0], 18.0), (end, 70.0)], "--ink-3", 1.25, "2 4"),
            charts.Line(path, "--ink", 1.5, "7 4"),
            charts.Line(list(zip(days, values, strict=True)), has_dots=True, status="off_track"),
        ],
        gap=charts.Gap(days[-1], 34.9, 46.9, ["faltan 12", h.span(" puntos", className="mob0")], "off_track"),
        labels=[
            charts.Label(end, 70, "70 % meta original"),
            charts.Label(end, 60, "60 % meta revisada", strong=True),
            charts.Label(end, 58.5, "otra muy cerca"),
            charts.Label(days[-1], 34.9, "34,9 %", place="below", strong=True),
        ],
        dates=[
            (days[0], "dic. 2023"),
            (date(2024, 12, 31), "dic. 2024"),
            (date(2025, 12, 31), "dic. 2025"),
            (days[-1], "sep. 2026"),
            (end, "dic. 2027"),
        ],
        value_words=lambda value: formatting.percent(value),
    )
    columns = [
        tables.TableColumn("Proyecto", class_name="c1"),
        tables.TableColumn("Estado y dato", cell_class="cs", is_named_on_phone=False),
        tables.TableColumn("Avance; línea: esperado", class_name="c3", is_named_on_phone=False),
        tables.TableColumn("Plazos", class_name="c4", is_named_on_phone=False, header_note=bars.timeline_years(WINDOW)),
        tables.TableColumn("Presupuesto", is_number=True, cell_class="cl bu"),
    ]
    projects = [
        [
            [
                h.a(f"Consultorio {nth}", href=context.link(f"/ficha/consultorio-{nth}"), className="gname"),
                h.span(f"P0{nth} · Salud cerca", className="who"),
            ],
            status.status_and_freshness(of, fresh, date(2026, 3, 18)),
            [
                bars.percent_and_bullet(
                    formatting.percent(done),
                    bars.bullet(done, expected, of, declared=nth % 2 == 0, stale=fresh == "overdue"),
                ),
                h.span("4 de 9 hitos", className="who"),
            ],
            [
                bars.timeline(WINDOW, (date(2024, 6, 13), date(2027, 8, 5)), (date(2024, 7, 1), None), of),
                h.span("13/06/2024 a 05/08/2027", className="who"),
            ],
            [formatting.short_money(209_000_000), h.span("48 % ejecutado", className="who")],
        ]
        for nth, (of, fresh, done, expected) in enumerate(
            [
                ("at_risk", "overdue", 44.0, 67.0),
                ("off_track", "fresh", 71.0, 100.0),
                ("on_track", "due", 85.0, 80.0),
                ("met", "fresh", 100.0, None),
                ("not_started", None, 0.0, None),
                ("no_data", "overdue", 0.0, None),
            ]
        )
    ]
    tree = [
        parts.page_head(
            "Hogares con recolección diferenciada",
            kick=parts.breadcrumbs(
                [
                    ("4. Ambiente y agua", context.link("/ficha/eje-4")),
                    ("Residuos", None),
                    ("indicador de resultado 4.1.1", None),
                ]
            ),
        ),
        h.section(
            h.div(
                h.p("34,9", h.small(formatting.NBSP + "%"), className="big"),
                h.p("de los hogares, tercer trimestre de 2026", className="sec2"),
                h.p(status.status_word("off_track"), ". Va 12 puntos por debajo de lo esperado.", className="stat"),
                parts.facts(
                    [
                        ("Ritmo necesario", "+5,0 por trimestre", "viene de +1,4"),
                        ("Dato", "al día", None),
                        ("Responde", None, None),
                    ]
                ),
            ),
            h.figure(
                h.figcaption(
                    h.h2("Sube, pero a menos de un tercio del ritmo que hace falta", id="grafico-titulo"),
                    h.p("% de los hogares con servicio.", className="sub"),
                ),
                chart,
                parts.legend(
                    [
                        (parts.swatch({"borderTop": "2px dashed var(--ink)"}, line=True), "meta revisada"),
                        (None, "punto: valor"),
                    ]
                ),
                aria_labelledby="grafico-titulo",
            ),
            className="fig",
            aria_label="Situación",
        ),
        parts.section(
            "cuenta",
            "Cómo se calcula",
            formulas.formula(
                "Valor = ",
                formulas.fraction("hogares con recolección", "hogares con servicio"),
                " = ",
                formulas.fraction("14.273", "40.896"),
                " = ",
                formulas.result("34,9 %"),
            ),
            parts.data_sheet([("Definición", "Hogares que separan en origen."), ("Unidad", "%"), ("Fuente", None)]),
        ),
        parts.section(
            "distancia",
            "Dónde se abre la distancia",
            bars.dot_plot(
                "Meta",
                [
                    bars.DotRow(
                        "Escrituras entregadas",
                        context.link("/ficha/escrituras"),
                        8,
                        62,
                        "off_track",
                        "54 puntos menos",
                        "avance 8 %, esperado 62 %",
                    ),
                    bars.DotRow(
                        "Ausentismo a turnos",
                        context.link("/ficha/ausentismo"),
                        29,
                        62,
                        "at_risk",
                        "33 puntos menos",
                        "avance 29 %",
                        stale=True,
                    ),
                ],
            ),
        ),
        parts.section(
            "empujan",
            "8 proyectos empujan esta meta",
            tables.data_table(columns, projects, labelled_by="empujan-titulo", class_name="pj"),
        ),
        parts.section(
            "nada", "Sin filas", parts.empty_state("Todavía no hay datos.", h.a("Ver todos", href=context.link("/")))
        ),
    ]
    return PageView("Hogares con recolección diferenciada", "Hogares con recolección diferenciada: 34,9 %.", tree)


def build_list(context: PageContext) -> PageView:
    """A list whose length the address says, with chips and a pager."""
    total = int(context.address.value("n") or 45)
    chosen = context.address.value("estado")
    page, pages = context.address.page, -(-total // 20)
    shown = range((page - 1) * 20, min(total, page * 20))
    tree = [
        _filters(context),
        parts.page_head(f"{formatting.plural(total, 'proyecto', 'proyectos')}", kick="Lista"),
        status.status_chips(
            COUNTS,
            lambda of: context.address.changed(estado=status.STATUS_SLUGS[of]),
            chosen=[status.STATUSES_BY_SLUG.get(chosen or "", "")],
        ),
        forms.order_links(
            context.address,
            [forms.Choice("codigo", "código"), forms.Choice("estado", "estado")],
            context.address.order or "codigo",
        ),
        tables.data_table(
            [tables.TableColumn("Proyecto"), tables.TableColumn("Avance", is_number=True)],
            [[f"Proyecto {nth + 1}", formatting.percent(nth)] for nth in shown],
            label="Proyectos",
        ),
        parts.pager(context.address, page, pages),
    ]
    return PageView(f"{total} proyectos", "Una lista.", tree)


PAGES = (
    Page("board", "/", build_board, navigation=lambda: "Panorama"),
    Page("list", "/lista", build_list, navigation=lambda: "Proyectos"),
    Page("sheet", "/ficha/<nombre>", build_sheet, under="list"),
)
